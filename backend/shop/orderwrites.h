// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "shop/changecollector.h"
#include "shop/ordertransitions.h"
#include "sql/connection.h"

namespace zg::shop {

/// One event in an order's life, as it reaches the committer.
struct OrderChange
{
    OrderId id;
    OrderEvent event = OrderEvent::Pay;
    std::optional<UserId> by;  ///< nothing: the program itself
    QString note;              ///< for the history
    QString trackingNo;        ///< with Ship
    QString origin;            ///< where staff did it from
    qint64 refundLimitFen = 0; ///< of staff without a limit of their own; 0: any amount
};

/// Does what the table of transitions says: the status, its time, one history row, the stock.
/// Thread: the committer's, inside its transaction.
/// @return the order as it is now @errors NotFound (also for someone else's, when the owner acts), IllegalTransition
Result<Order> changeOrder(sql::Connection& connection, ChangeCollector& changes, const OrderChange& change,
                          qint64 nowMs);

} // namespace zg::shop
