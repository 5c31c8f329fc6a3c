// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/changes.h"

#include <vector>

namespace zg::shop {

/// Gathers what the writes of one transaction change.
/// Thread: the committer's.
class ChangeCollector final
{
public:
    void counters(const ProductCounters& counters) { m_counters.push_back(counters); }
    void product(const Product& product)
    {
        m_products.push_back(product.id);
        m_edited.push_back(product);
    }
    void touched(ProductId id) { m_products.push_back(id); } ///< to be read anew, whatever it is now
    void order(OrderId id, UserId owner)
    {
        m_orders.push_back(id);
        m_owners.push_back(owner);
    }
    void placed(const Order& order)
    {
        m_orders.push_back(order.id);
        m_placed.append(order);
    }
    void categories(QList<Category> all)
    {
        m_categories = true;
        m_categoryList = std::move(all);
    }

    void add(const ChangeCollector& later);
    void clear() { *this = ChangeCollector(); }
    /// Each id once, counters as the last one left them; empties the collector.
    ChangeSet take();
    /// What may have changed, to be read anew: ids without values. Empties the collector.
    ChangeSet takeUnsure();

private:
    QList<Product> takeEdited();

    std::vector<ProductCounters> m_counters;
    std::vector<ProductId> m_products;
    std::vector<Product> m_edited;
    std::vector<OrderId> m_orders;
    std::vector<UserId> m_owners;
    QList<Order> m_placed;
    std::optional<QList<Category>> m_categoryList;
    bool m_categories = false;
};

} // namespace zg::shop
