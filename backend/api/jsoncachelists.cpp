// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/answer.h"
#include "api/jsoncache.h"
#include "api/valuejson.h"

namespace zg::api {

// The part of the cache that keeps the public product list: which products a page shows changes seldom, their counters
// with every order, so a page is put together again from those products that changed.

namespace {

constexpr int attempts = 3; // against commits that overtake a reader; then it reads past the cache

using cache::MissCause;

/// The product itself inside its envelope.
QByteArrayView fragment(QByteArrayView envelope)
{
    return envelope.sliced(envelopeHead.size()).chopped(1);
}

} // namespace

struct JsonCache::ProductList
{
    struct Item
    {
        qint64 id = 0;
        qsizetype from = 0; ///< its JSON in the body
        qsizetype size = 0;
    };
    mutable std::atomic<quint64> freshAt{0}; ///< the newest m_changes at which it was found unchanged
    quint64 listing = 0;
    bool bySales = false; ///< every sale may reorder it
    qsizetype tail = 0;   ///< where the part after the items begins
    std::vector<Item> items;
    qint64 bytes() const { return qint64(sizeof *this + items.size() * sizeof(Item)); }
};

JsonCache::Freshness JsonCache::freshness(const ProductList& list, quint64 changes) const
{
    const quint64 freshAt = list.freshAt.load(std::memory_order_relaxed);
    if (freshAt >= changes)
        return Freshness::Fresh;
    if (list.bySales || list.listing != m_listing.load(std::memory_order_acquire))
        return Freshness::Old;
    for (const auto& item : list.items) {
        if ((*m_productStamps)[slotOf(item.id)].load(std::memory_order_relaxed) > freshAt)
            return Freshness::CountersOld;
    }
    list.freshAt.store(changes, std::memory_order_relaxed);
    return Freshness::Fresh;
}

bool JsonCache::isProductListOutdated(const cache::Entry& entry) const
{
    const auto& list = *static_cast<const ProductList*>(entry.payload.get());
    return freshness(list, m_changes.load(std::memory_order_acquire)) != Freshness::Fresh;
}

MissCause JsonCache::causeOf(const ProductList& list) const
{
    const bool isListingOld = list.listing != m_listing.load(std::memory_order_acquire);
    return (isListingOld ? m_listingCause : m_changesCause).load(std::memory_order_relaxed);
}

QByteArray JsonCache::productListFromMemory(const ProductListKey& key)
{
    const QByteArray text = key.text();
    const auto entry = m_memory.find(m_productLists, text);
    if (!entry)
        return {};
    const quint64 changes = m_changes.load(std::memory_order_acquire);
    switch (freshness(*static_cast<const ProductList*>(entry->payload.get()), changes)) {
    case Freshness::Fresh:
        return entry->value;
    case Freshness::CountersOld:
        return reassemble(text, *entry, changes);
    case Freshness::Old:
        break;
    }
    return {};
}

QByteArray JsonCache::reassemble(const QByteArray& key, const cache::Entry& old, quint64 changes)
{
    const auto list = std::static_pointer_cast<const ProductList>(old.payload);
    const quint64 freshAt = list->freshAt.load(std::memory_order_relaxed);
    MissCause cause = MissCause::Ordered;
    for (const auto& item : list->items) {
        if ((*m_productStamps)[slotOf(item.id)].load(std::memory_order_relaxed) > freshAt)
            cause = (*m_productCauses)[slotOf(item.id)].load(std::memory_order_relaxed);
    }
    const auto ticket = m_memory.begin(m_productLists, key, cause);
    auto next = std::make_shared<ProductList>();
    next->freshAt = changes;
    next->listing = list->listing;
    next->items.reserve(list->items.size());
    QByteArray body;
    body.reserve(old.value.size() + 64);
    body.append(old.value.constData(), list->items.empty() ? list->tail : list->items.front().from);
    for (const auto& item : list->items) {
        if (!next->items.empty())
            body.append(',');
        ProductList::Item moved = item;
        moved.from = body.size();
        if ((*m_productStamps)[slotOf(item.id)].load(std::memory_order_relaxed) > freshAt) {
            const auto product = m_memory.find(m_products, IdKey(ProductId(item.id)));
            if (!product || product->isAbsent())
                return {};
            body.append(fragment(product->value));
        } else {
            body.append(old.value.constData() + item.from, item.size);
        }
        moved.size = body.size() - moved.from;
        next->items.push_back(moved);
    }
    next->tail = body.size();
    body.append(old.value.constData() + list->tail, old.value.size() - list->tail);
    const qint64 bytes = next->bytes();
    m_memory.put(ticket, cache::Entry(body, std::move(next), bytes));
    return body;
}

Task<Result<cache::Entry>> JsonCache::readProductList(ProductListKey key)
{
    auto list = std::make_shared<ProductList>();
    list->freshAt = m_changes.load(std::memory_order_acquire);
    list->listing = m_listing.load(std::memory_order_acquire);
    list->bySales = key.filter.sort == shop::ProductSort::Sales;
    const auto page = co_await m_shop.products().list(key.filter, key.cursor, key.limit);
    if (!page)
        co_return Result<cache::Entry>(page.error());
    QByteArray body;
    body.reserve(64 + page->items.size() * 512);
    body.append(envelopeHead).append(R"({"items":[)");
    for (const auto& product : page->items) {
        if (!list->items.empty())
            body.append(',');
        const QByteArray json = toJson(product);
        list->items.push_back({product.id.value, body.size(), json.size()});
        body.append(json);
    }
    list->tail = body.size();
    body.append(R"(],"next_cursor":)");
    JsonWriter json(body);
    if (page->nextCursor.isEmpty())
        json.null();
    else
        json.utf8(page->nextCursor);
    body.append("}}");
    const qint64 bytes = list->bytes();
    co_return Result<cache::Entry>(cache::Entry(std::move(body), std::move(list), bytes));
}

Task<Result<Envelope>> JsonCache::productList(ProductListKey key)
{
    const QByteArray text = key.text();
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const quint64 changes = m_changes.load(std::memory_order_acquire);
        cache::MemoryCache::Loader loader = [this, key] { return readProductList(key); };
        auto terms = termsOf(false, key.filter.isHeavy() ? Weight::Heavy : Weight::Light);
        const auto entry = co_await m_memory.loadEntry(m_productLists, text, std::move(loader), std::move(terms));
        if (!entry)
            co_return Result<Envelope>(entry.error());
        const auto list = std::static_pointer_cast<const ProductList>(entry->payload);
        const auto state = freshness(*list, changes);
        if (state == Freshness::Fresh)
            co_return Result<Envelope>(Envelope(entry->value, entry->age));
        if (state == Freshness::CountersOld) {
            for (const auto& item : list->items) {
                if ((*m_productStamps)[slotOf(item.id)].load(std::memory_order_relaxed) > list->freshAt.load())
                    (void)co_await product(ProductId(item.id)); // brings it into memory; an error shows below
            }
            QByteArray body = reassemble(text, *entry, changes);
            if (!body.isNull())
                co_return Result<Envelope>(Envelope(std::move(body), entry->age));
        }
        if (entry->isStale())
            m_memory.invalidate(m_productLists, text,
                                causeOf(*list)); // too old even for an old answer: now it is waited for
        else if (const auto kept = m_memory.find(m_productLists, text); kept && kept->payload == entry->payload)
            m_memory.invalidate(m_productLists, text,
                                causeOf(*list)); // what was seen, and not what another reader is bringing now
    }
    const auto entry = co_await readProductList(key);
    if (!entry)
        co_return Result<Envelope>(entry.error());
    co_return Result<Envelope>(Envelope(entry->value));
}

} // namespace zg::api
