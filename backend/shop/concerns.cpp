// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/concerns.h"

namespace zg::shop {

void WriteNotes::committed(const ChangeSet& changes)
{
    for (const auto& counters : changes.counters)
        m_recent.note(concernOf(counters.id));
    for (const auto id : changes.products)
        m_recent.note(concernOf(id));
    if (!changes.counters.isEmpty() || !changes.products.isEmpty())
        m_recent.note(concernOfProducts());
    for (const auto& order : changes.placed)
        m_recent.note(concernOfOrders(order.userId));
    for (const auto owner : changes.orderOwners)
        m_recent.note(concernOfOrders(owner));
    if (!changes.orders.isEmpty())
        m_recent.note(concernOfAllOrders());
    if (changes.categories)
        m_recent.note(concernOfCategories());
}

} // namespace zg::shop
