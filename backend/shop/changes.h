// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

#include <QList>

#include <optional>

namespace zg::shop {

/// A product's counters as they stand after a commit.
struct ProductCounters
{
    ProductId id;
    qint64 stock = 0;
    qint64 sales = 0;
    qint64 version = 0;
    qint64 updatedAt = 0;
    bool operator==(const ProductCounters&) const = default;
};

/// What one commit of the shop changed. Every id is named once.
struct ChangeSet
{
    QList<ProductCounters> counters; ///< products whose stock, sales, version changed, and nothing else
    QList<ProductId> products;       ///< products that changed otherwise: new, edited, on or off the shelf, deleted
    QList<Order> placed;             ///< the new orders, in the order of their ids
    QList<UserId> orderOwners;       ///< users with an order that changed otherwise than by being new
    QList<OrderId> orders;           ///< the orders, new and changed
    QList<Product> edited;           ///< `products` as they are now, as far as the writer had them in hand
    bool categories = false;
    std::optional<QList<Category>> categoryList; ///< all of them, by sort and id, after a change
    bool isEmpty() const { return counters.isEmpty() && products.isEmpty() && orders.isEmpty() && !categories; }
    bool operator==(const ChangeSet&) const = default;
};

/// Hears of every commit of the shop before anyone is answered: what a client was told is what it reads next.
/// Thread: the committer's. Must not block and must not submit and wait for a write.
class ChangeListener
{
public:
    virtual ~ChangeListener() = default;
    virtual void committed(const ChangeSet& changes) = 0;
    /// An edit of the product was answered before it is written: from now on readers are told so. Thread: any.
    virtual void acknowledged(ProductId) {}
};

} // namespace zg::shop
