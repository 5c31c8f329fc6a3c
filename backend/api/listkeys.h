// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

#include <QByteArray>

namespace zg::api {

/// One page of the public product list.
struct ProductListKey
{
    shop::ProductFilter filter;
    QByteArray cursor;
    int limit = 20;

    ProductListKey() = default;
    QByteArray text() const; ///< the same page, the same text
};

/// One page of a customer's own orders.
struct OrderListKey
{
    UserId owner;
    std::optional<shop::OrderStatus> status;
    QByteArray cursor;
    int limit = 20;

    OrderListKey() = default;
    QByteArray text() const;
};

} // namespace zg::api
