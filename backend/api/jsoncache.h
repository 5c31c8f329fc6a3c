// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/answer.h"
#include "api/listkeys.h"
#include "cache/idfilter.h"
#include "cache/memorycache.h"
#include "cache/redistier.h"
#include "core/workerpool.h"
#include "shop/changes.h"
#include "shop/shop.h"

#include <QSet>

#include <array>
#include <atomic>
#include <mutex>
#include <span>

namespace zg::api {

/// Finished answers of the hot reads. What the shop committed is what the next reader gets, before whoever caused it is
/// answered: a product's counters are patched in place, lists check by stamps which of their products changed, a user's
/// new order goes to the head of his first page, and his order lists end with any other change of his orders. The
/// *FromMemory forms never suspend; null means: use the other form. What the shelf shows is given for a while after its
/// time to live, with its age, while it is loaded anew or cannot be; orders never are. Thread: any; committed() the
/// committers'.
class JsonCache final : public shop::ChangeListener
{
public:
    /// Registers itself with the shop.
    /// @param policy what an edit does to the answers that show it: drop them, or put the new one in their place
    /// @param shared the tier between memory and database, if there is one
    /// @param keepsNear false: products are read from the shared tier each time, while that is used
    JsonCache(cache::MemoryCache& memory, shop::Shop& shop, CachePolicy policy = CachePolicy::CacheAside,
              cache::RedisTier* shared = nullptr, bool keepsNear = true);
    Q_DISABLE_COPY_MOVE(JsonCache)

    /// An entry, for people.
    struct Held
    {
        cache::Peek peek;
        bool isOutdated = false; ///< what it shows has changed: the next reader brings it up to date
    };
    using Admission = std::function<Result<void>(Weight)>;
    /// Asked before each load that goes to the database, and by no other reader: whoever finds an answer here or in
    /// the shared tier makes nobody wait. Before use.
    void setAdmission(Admission admission) { m_admission = std::move(admission); }

    // All of these give whole envelopes.
    QByteArray productFromMemory(ProductId id);
    Task<Result<Envelope>> product(ProductId id); ///< on sale; @errors NotFound
    QByteArray productListFromMemory(const ProductListKey& key);
    Task<Result<Envelope>> productList(ProductListKey key);
    QByteArray orderListFromMemory(const OrderListKey& key);
    Task<Result<QByteArray>> orderList(OrderListKey key);
    QByteArray categoriesFromMemory();
    Task<Result<Envelope>> categories();

    /// Which products there are: others are not looked for. Filled by WarmUp, kept by committed().
    cache::IdFilter& filter() { return m_filter; }
    qint64 filtered() const { return m_filtered.load(std::memory_order_relaxed); } ///< look-ups that this spared
    CachePolicy policy() const { return m_policy; }

    void committed(const shop::ChangeSet& changes) override;
    void acknowledged(ProductId id) override;
    /// What another node committed, as soon as this one hears of it. Thread: any, several at once.
    void committedElsewhere(const shop::ChangeSet& changes);
    /// Drops all that was read so far, and the filter denies nothing until it was filled anew: other nodes changed
    /// things unheard.
    void forget();

    bool hasFamily(const QString& family) const { return m_memory.familyNamed(family).has_value(); }
    /// What memory holds under a key, as find() would see it. Nothing: no such family, or it is not there.
    std::optional<Held> held(const QString& family, const QByteArray& key) const;
    /// Takes a key, or all of a family, out of memory. @return how many entries there were; void ones may be among them
    qint64 drop(const QString& family, const QByteArray& key, cache::MissCause cause);
    qint64 dropFamily(const QString& family, cache::MissCause cause);
    /// The keys that memory answers for most often.
    QList<telemetry::HotKeyFigures> hotKeys(int count) const;

private:
    /// A list's body and what it was made of.
    struct ProductList;
    struct OrderList;
    enum class Freshness : quint8 { Fresh, CountersOld, Old };

    Freshness freshness(const ProductList& list, quint64 changes) const;
    bool isProductListOutdated(const cache::Entry& entry) const;
    bool isOrderListOutdated(const QByteArray& key, const cache::Entry& entry) const;
    QByteArray reassemble(const QByteArray& key, const cache::Entry& old, quint64 changes);
    bool passesMemory() const { return m_shared && !m_keepsNear && m_shared->isUsed(); }
    /// @param asksShared it may find its answer in the shared tier, and asks for admission when it did not
    cache::LoadTerms termsOf(bool asksShared, Weight weight = Weight::Light) const;
    Result<void> admit(Weight weight) const { return m_admission ? m_admission(weight) : Result<void>(); }
    Task<Result<cache::Entry>> readProduct(ProductId id);
    Task<Result<cache::Entry>> loadProduct(ProductId id, cache::RedisTier::Answer shared, bool isAdmitted);
    Task<Result<cache::Entry>> readProductList(ProductListKey key);
    Task<Result<cache::Entry>> readOrderList(OrderListKey key);
    Task<Result<cache::Entry>> readCategories();
    /// @param isRemote another node did
    void apply(const shop::ChangeSet& changes, bool isRemote);
    void dropProducts(const QList<ProductId>& ids, quint64 now, const QSet<qint64>& replaced, cache::MissCause cause);
    cache::MissCause causeOf(const ProductList& list) const; ///< that it is old
    QString productName(ProductId id) const;                 ///< while memory holds it
    Task<Result<cache::Entry>> loadCategories(bool isAdmitted);
    void patch(const shop::ProductCounters& counters, cache::MissCause cause);
    void replace(const shop::Product& product);
    void replaceCategories(const QList<shop::Category>& list);
    void prependEach(const shop::ChangeSet& changes);
    void prepend(std::span<const shop::Order* const> placed);
    std::atomic<quint64>& ownerStamp(UserId owner) { return (*m_ownerStamps)[slotOf(owner.value)]; }

    static constexpr size_t slots = 65'536; ///< ids that share one only read once more than they must
    static size_t slotOf(qint64 id) { return size_t(id) % slots; }

    cache::MemoryCache& m_memory;
    shop::Shop& m_shop;
    const CachePolicy m_policy;
    cache::RedisTier* const m_shared;
    const bool m_keepsNear;
    const cache::Family m_products, m_productLists, m_orderLists, m_categories;
    Admission m_admission;
    cache::IdFilter m_filter;
    std::atomic<qint64> m_filtered{0};
    std::mutex m_commitMutex;          ///< guards the changing of what follows
    std::atomic<quint64> m_changes{1}; ///< commits that changed products
    std::atomic<quint64> m_listing{1}; ///< of these, the ones that changed which products there are, or their order
    std::unique_ptr<std::array<std::atomic<quint64>, slots>> m_productStamps; ///< m_changes of the last change
    std::unique_ptr<std::array<std::atomic<quint64>, slots>> m_ownerStamps;   ///< order changes of the user
    // For the figures alone: why the last of these changes was.
    using Causes = std::array<std::atomic<cache::MissCause>, slots>;
    std::unique_ptr<Causes> m_productCauses, m_ownerCauses;
    std::atomic<cache::MissCause> m_changesCause{}, m_listingCause{};
};

/// The envelope of a product with other counters, or as it is when its own are newer; null when it does not look like
/// one of ours.
QByteArray withCounters(const QByteArray& envelope, const shop::ProductCounters& counters);
qint64 versionIn(QByteArrayView envelope); ///< of the product in it; -1 when it does not look like one of ours

} // namespace zg::api
