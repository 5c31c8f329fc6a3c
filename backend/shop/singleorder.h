// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/settings.h"
#include "shop/changecollector.h"
#include "shop/orderrequest.h"
#include "shop/orderrows.h"
#include "sql/connection.h"

namespace zg::shop {

/// One new order in a transaction of its own, as the strategies do it that OrderBatch is measured against:
/// pessimistic: the products are held before they are read;
/// optimistic: they are read as they are, and taken only if their version is still the same;
/// redis_lock: they are read as they are under a lock that was taken before, and since a lock can expire they are taken
/// only if there is still enough of them.
/// Thread: the committer's, inside its transaction; used once.
class SingleOrder final
{
public:
    SingleOrder(sql::Connection& connection, const Clock& clock, ChangeCollector& changes, StockStrategy strategy);

    /// Fills request.placed. @errors as Orders::place(); VersionConflict: somebody else was quicker, try again
    Result<void> place(OrderRequest& request);

private:
    Result<void> take(const NewOrder& order);
    Result<bool> takeOne(const NewOrderItem& item, Shelf& shelf);

    sql::Connection& m_connection;
    ChangeCollector& m_changes;
    const StockStrategy m_strategy;
    const qint64 m_nowMs;
    Shelves m_shelves;
};

} // namespace zg::shop
