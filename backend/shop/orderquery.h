// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/cursor.h"
#include "shop/liststatement.h"
#include "shop/values.h"

#include <limits>
#include <optional>

namespace zg::shop {

/// Ids and times of orders rise together, and so do the ids of their ledger rows: a range of times is a range of ids.
/// On PostgreSQL they do so roughly: the range of ids is a little wider, and the times are compared, too.
struct OrderRange
{
    qint64 from = 1; ///< order ids from ≤ id < to
    qint64 to = std::numeric_limits<qint64>::max();
    qint64 ledgerFrom = 1; ///< the same range in stock_ledger
    qint64 ledgerTo = std::numeric_limits<qint64>::max();
    std::optional<qint64> fromMs, toMs; ///< set where ids alone do not tell
};

/// A customer's own orders, newest first; one row more than `limit`.
ListStatement ownOrdersPage(UserId owner, std::optional<OrderStatus> status, const std::optional<Position>& after,
                            int limit, sql::Dialect dialect = sql::Dialect::Sqlite);
/// Everybody's, newest first; behind the order's columns its customer's name and the key of its position. One row more
/// than `limit`.
ListStatement allOrdersPage(const OrderFilter& filter, const OrderRange& range, const std::optional<Position>& after,
                            int limit, sql::Dialect dialect = sql::Dialect::Sqlite);
/// The first order made at `ms` or later: its id and the id of its first ledger row.
ListStatement firstOrderSince(qint64 ms);
/// Paid orders that wait to be shipped, oldest first; behind the order's columns its customer's name. One row more than
/// `limit`.
ListStatement ordersToShip(OrderId after, int limit, sql::Dialect dialect = sql::Dialect::Sqlite);
/// A customer's newest orders, as many as Customer::mostCounted, by status: status, count, totals of what was paid.
ListStatement customerSums(UserId owner, sql::Dialect dialect = sql::Dialect::Sqlite);
/// Unpaid orders, oldest first: id and created_at.
ListStatement pendingOrders(qint64 afterId, int limit, sql::Dialect dialect = sql::Dialect::Sqlite);

/// The ids that a filter's times mean. @return nothing when there are none
Result<std::optional<OrderRange>> readRange(sql::Connection& connection, const OrderFilter& filter);

} // namespace zg::shop
