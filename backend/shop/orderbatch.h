// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "shop/changecollector.h"
#include "shop/ordernumbers.h"
#include "shop/orderrequest.h"
#include "shop/orderrows.h"
#include "sql/connection.h"

#include <QHash>

#include <span>
#include <vector>

namespace zg::shop {

/// The order path's heart: decides many new orders in memory, in the order of their arrival, each all or nothing, and
/// writes what they come to: each product is held, read once and updated once, however many orders want it.
/// Thread: the committer's, inside its transaction; used once.
class OrderBatch final
{
public:
    OrderBatch(sql::Connection& connection, const Clock& clock, ChangeCollector& changes);

    /// Fills `placed` of the requests that went well.
    /// @return one result a request; the outer error is the database's, and nothing may be kept then
    Result<std::vector<Result<void>>> run(std::span<OrderRequest* const> requests);

private:
    using Key = std::pair<qint64, QString>; // user, idempotency key
    struct First
    {
        KeptKey kept;
        const OrderRequest* here = nullptr; // set when it is in this batch
    };

    Result<void> prepare(std::span<OrderRequest* const> requests);
    Result<void> prepareTogether(std::span<OrderRequest* const> requests, qint64 items);
    Result<void> decide(OrderRequest& request);
    Result<void> again(OrderRequest& request, const First& first);
    void write(OrderRequest& request);
    Result<void> flush();
    Result<void> updateShelves();

    sql::Connection& m_connection;
    ChangeCollector& m_changes;
    const qint64 m_nowMs;
    bool m_failed = false; // the database failed inside decide()
    OrderNumbers m_numbers;
    Shelves m_shelves;
    QHash<Key, First> m_keys;
    OrderRows m_rows;
};

} // namespace zg::shop
