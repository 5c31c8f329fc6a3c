// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/changecollector.h"

#include <algorithm>

namespace zg::shop {

namespace {
template <class T>
void append(std::vector<T>& to, const std::vector<T>& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

template <class T>
QList<T> onceEach(std::vector<T>& ids)
{
    std::ranges::sort(ids);
    const auto rest = std::ranges::unique(ids);
    ids.erase(rest.begin(), rest.end());
    return QList<T>(ids.begin(), ids.end());
}
} // namespace

void ChangeCollector::add(const ChangeCollector& later)
{
    append(m_counters, later.m_counters);
    append(m_products, later.m_products);
    append(m_edited, later.m_edited);
    append(m_orders, later.m_orders);
    append(m_owners, later.m_owners);
    m_placed.append(later.m_placed);
    m_categories |= later.m_categories;
    if (later.m_categoryList)
        m_categoryList = later.m_categoryList;
}

/// Each edited product as the last write left it. Expects m_counters by id, in the order of the writes.
QList<Product> ChangeCollector::takeEdited()
{
    QList<Product> edited;
    std::ranges::stable_sort(m_edited, {}, &Product::id);
    for (size_t i = 0; i < m_edited.size(); ++i) {
        Product& product = m_edited[i];
        if (i + 1 < m_edited.size() && m_edited[i + 1].id == product.id)
            continue;
        const auto [from, to] = std::ranges::equal_range(m_counters, product.id, {}, &ProductCounters::id);
        if (from != to && std::prev(to)->version > product.version) { // counted after it was edited
            const ProductCounters& last = *std::prev(to);
            product.stock = last.stock;
            product.sales = last.sales;
            product.version = last.version;
            product.updatedAt = last.updatedAt;
        }
        edited.append(std::move(product));
    }
    return edited;
}

ChangeSet ChangeCollector::take()
{
    ChangeSet changes;
    changes.products = onceEach(m_products);
    changes.orders = onceEach(m_orders);
    changes.orderOwners = onceEach(m_owners);
    changes.placed = std::move(m_placed);
    changes.categories = m_categories;
    changes.categoryList = std::move(m_categoryList);
    std::ranges::stable_sort(m_counters, {}, &ProductCounters::id);
    changes.edited = takeEdited();
    for (size_t i = 0; i < m_counters.size(); ++i) {
        const auto id = m_counters[i].id;
        const bool isLast = i + 1 == m_counters.size() || m_counters[i + 1].id != id;
        if (isLast && !std::ranges::binary_search(m_products, id))
            changes.counters.append(m_counters[i]);
    }
    clear();
    return changes;
}

ChangeSet ChangeCollector::takeUnsure()
{
    for (const ProductCounters& counters : m_counters)
        m_products.push_back(counters.id);
    for (const Order& order : m_placed)
        m_owners.push_back(order.userId);
    m_counters.clear();
    m_placed.clear();
    m_edited.clear();
    m_categoryList.reset();
    return take();
}

} // namespace zg::shop
