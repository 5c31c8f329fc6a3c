// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

#include <vector>

namespace zg::shop {

/// One movement of stock in the demo's past.
struct DemoMovement
{
    qint64 at = 0;
    qint64 orderId = 0;
    qint64 userId = 0;
    qint64 productId = 0;
    qint64 delta = 0;
    LedgerCause cause = LedgerCause::Order;
};

struct DemoHistory
{
    std::vector<Order> orders;           ///< ids and times ascending, with items and history
    std::vector<DemoMovement> movements; ///< by time
};

struct DemoPeople
{
    qint64 firstCustomer = 0; ///< ids follow one another
    qint64 customers = 0;
    qint64 staff = 0;
};

/// Sixty days of a store's orders, `ordersEach` a customer with two items each, none of them pending.
/// @param products by id, from 1
DemoHistory demoHistory(const std::vector<Product>& products, const DemoPeople& people, int ordersEach, qint64 nowMs);

} // namespace zg::shop
