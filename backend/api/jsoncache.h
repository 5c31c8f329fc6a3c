// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/listkeys.h"
#include "cache/memorycache.h"
#include "shop/changes.h"
#include "shop/shop.h"

#include <array>
#include <atomic>
#include <span>

namespace zg::api {

/// Finished answers of the hot reads. What the shop committed is what the next reader gets, before whoever caused it is
/// answered: a product's counters are patched in place, lists check by stamps which of their products changed, a user's
/// new order goes to the head of his first page, and his order lists end with any other change of his orders. The
/// *FromMemory forms never suspend; null means: use the other form. Thread: any; committed() the committer's.
class JsonCache final : public shop::ChangeListener
{
public:
    /// Registers itself with the shop.
    JsonCache(cache::MemoryCache& memory, shop::Shop& shop);
    Q_DISABLE_COPY_MOVE(JsonCache)

    // All of these give whole envelopes.
    QByteArray productFromMemory(ProductId id);
    Task<Result<QByteArray>> product(ProductId id); ///< on sale; @errors NotFound
    QByteArray productListFromMemory(const ProductListKey& key);
    Task<Result<QByteArray>> productList(ProductListKey key);
    QByteArray orderListFromMemory(const OrderListKey& key);
    Task<Result<QByteArray>> orderList(OrderListKey key);
    QByteArray categoriesFromMemory();
    Task<Result<QByteArray>> categories();

    void committed(const shop::ChangeSet& changes) override;

private:
    /// A list's body and what it was made of.
    struct ProductList;
    struct OrderList;
    enum class Freshness : quint8 { Fresh, CountersOld, Old };

    Freshness freshness(const ProductList& list, quint64 changes) const;
    QByteArray reassemble(const QByteArray& key, const cache::Entry& old, quint64 changes);
    Task<Result<cache::Entry>> readProduct(ProductId id);
    Task<Result<cache::Entry>> readProductList(ProductListKey key);
    Task<Result<cache::Entry>> readOrderList(OrderListKey key);
    Task<Result<cache::Entry>> readCategories();
    void patch(const shop::ProductCounters& counters);
    void prependEach(const shop::ChangeSet& changes);
    void prepend(std::span<const shop::Order* const> placed);
    std::atomic<quint64>& ownerStamp(UserId owner) { return (*m_ownerStamps)[slotOf(owner.value)]; }

    static constexpr size_t slots = 65'536; ///< ids that share one only read once more than they must
    static size_t slotOf(qint64 id) { return size_t(id) % slots; }

    cache::MemoryCache& m_memory;
    shop::Shop& m_shop;
    const cache::Family m_products, m_productLists, m_orderLists, m_categories;
    std::atomic<quint64> m_changes{1}; ///< commits that changed products
    std::atomic<quint64> m_listing{1}; ///< of these, the ones that changed which products there are, or their order
    std::unique_ptr<std::array<std::atomic<quint64>, slots>> m_productStamps; ///< m_changes of the last change
    std::unique_ptr<std::array<std::atomic<quint64>, slots>> m_ownerStamps;   ///< order changes of the user
};

/// The envelope of a product with other counters; null when it does not look like one of ours.
QByteArray withCounters(const QByteArray& envelope, const shop::ProductCounters& counters);
qint64 versionIn(QByteArrayView envelope); ///< of the product in it; -1 when it does not look like one of ours

} // namespace zg::api
