// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/cursor.h"
#include "shop/liststatement.h"
#include "shop/values.h"

#include <limits>

namespace zg::shop {

/// Ids and times of orders rise together, so a range of times is a range of ids: from ≤ id < to.
struct OrderIdRange
{
    qint64 from = 1;
    qint64 to = std::numeric_limits<qint64>::max();
};

/// A customer's own orders, newest first; one row more than `limit`.
ListStatement ownOrdersPage(UserId owner, std::optional<OrderStatus> status, const std::optional<Position>& after,
                            int limit);
/// Everybody's, newest first, each with its customer's name in the last column; one row more than `limit`.
ListStatement allOrdersPage(const OrderFilter& filter, const OrderIdRange& range, const std::optional<Position>& after,
                            int limit);
/// The id of the first order made at `ms` or later.
ListStatement firstOrderSince(qint64 ms);
/// Unpaid orders, oldest first: id and created_at.
ListStatement pendingOrders(qint64 afterId, int limit);

/// The ids that a filter's times mean. @return nothing when there are none
Result<std::optional<OrderIdRange>> readRange(sql::Connection& connection, const OrderFilter& filter);

} // namespace zg::shop
