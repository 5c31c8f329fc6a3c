// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/changes.h"
#include "sql/concern.h"

namespace zg::shop {

/// What the shop's reads are about. A change of a product concerns the lists of products, too.
inline sql::Concern concernOf(ProductId id)
{
    return {quint64(id.value) * 4};
}
inline sql::Concern concernOfOrders(UserId owner)
{
    return {quint64(owner.value) * 4 + 1};
}
inline sql::Concern concernOfProducts()
{
    return {2};
}
inline sql::Concern concernOfAllOrders()
{
    return {6};
}
inline sql::Concern concernOfCategories()
{
    return {10};
}

/// Notes what was written, before the caches are told: who reads it anew must not find it in a replica's past.
/// Thread: any.
class WriteNotes final : public ChangeListener
{
public:
    explicit WriteNotes(sql::RecentWrites& recent)
        : m_recent(recent)
    {
    }
    void committed(const ChangeSet& changes) override;
    void noteAll() { m_recent.noteAll(); }

private:
    sql::RecentWrites& m_recent;
};

} // namespace zg::shop
