// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/jsoncache.h"

#include "api/answer.h"
#include "api/valuejson.h"
#include "core/timestamp.h"

#include <charconv>

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

constexpr int attempts = 3; // against commits that overtake a reader; then it reads past the cache

template <class T>
std::shared_ptr<const T> payloadOf(const cache::Entry& entry)
{
    return std::static_pointer_cast<const T>(entry.payload);
}

} // namespace

struct JsonCache::OrderList
{
    quint64 stamp = 0;
};

JsonCache::JsonCache(cache::MemoryCache& memory, shop::Shop& shop)
    : m_memory(memory)
    , m_shop(shop)
    , m_products(memory.addFamily(u"product"_s))
    , m_productLists(memory.addFamily(u"product_list"_s))
    , m_orderLists(memory.addFamily(u"order_list"_s))
    , m_categories(memory.addFamily(u"category"_s))
    , m_productStamps(std::make_unique<std::array<std::atomic<quint64>, slots>>())
    , m_ownerStamps(std::make_unique<std::array<std::atomic<quint64>, slots>>())
{
    shop.addListener(*this);
}

// ---- What changed

void JsonCache::committed(const shop::ChangeSet& changes)
{
    if (!changes.counters.isEmpty() || !changes.products.isEmpty()) {
        // Only this thread changes the numbers. The stamps are set first: who reads the new m_changes sees them.
        const quint64 now = m_changes.load(std::memory_order_relaxed) + 1;
        for (const auto& counters : changes.counters) {
            (*m_productStamps)[slotOf(counters.id.value)].store(now, std::memory_order_relaxed);
            patch(counters);
        }
        for (const auto id : changes.products) {
            (*m_productStamps)[slotOf(id.value)].store(now, std::memory_order_relaxed);
            m_memory.invalidate(m_products, IdKey(id));
        }
        if (!changes.products.isEmpty())
            m_listing.fetch_add(1, std::memory_order_release);
        m_changes.store(now, std::memory_order_release);
    }
    for (const auto owner : changes.orderOwners)
        (*m_ownerStamps)[slotOf(owner.value)].fetch_add(1, std::memory_order_release);
    if (changes.categories)
        m_memory.invalidateFamily(m_categories);
}

void JsonCache::patch(const shop::ProductCounters& counters)
{
    const IdKey key(counters.id);
    const auto old = m_memory.find(m_products, key);
    m_memory.invalidate(m_products, key);
    if (!old || old->isAbsent())
        return;
    QByteArray body = withCounters(old->value, counters);
    if (body.isNull())
        return;
    const auto ticket = m_memory.begin(m_products, key.bytes());
    m_memory.put(ticket, cache::Entry(std::move(body)));
}

// ---- Products

QByteArray JsonCache::productFromMemory(ProductId id)
{
    const auto entry = m_memory.find(m_products, IdKey(id));
    return entry ? entry->value : QByteArray();
}

Task<Result<cache::Entry>> JsonCache::readProduct(ProductId id)
{
    const auto product = co_await m_shop.products().find(id);
    if (!product && product.error().code != ErrorCode::NotFound)
        co_return Result<cache::Entry>(product.error());
    if (!product || product->status != shop::ProductStatus::OnSale)
        co_return Result<cache::Entry>(cache::Entry::absent());
    co_return Result<cache::Entry>(cache::Entry(envelopeOf(toJson(*product))));
}

Task<Result<QByteArray>> JsonCache::product(ProductId id)
{
    cache::MemoryCache::Loader loader = [this, id] { return readProduct(id); };
    QByteArray key = IdKey(id).bytes();
    auto body = co_await m_memory.load(m_products, std::move(key), std::move(loader));
    if (body && body->isNull())
        co_return Result<QByteArray>(Error{ErrorCode::NotFound});
    co_return std::move(body);
}

// ---- A customer's orders

QByteArray JsonCache::orderListFromMemory(const OrderListKey& key)
{
    const quint64 stamp = (*m_ownerStamps)[slotOf(key.owner.value)].load(std::memory_order_acquire);
    const auto entry = m_memory.find(m_orderLists, key.text());
    if (!entry || payloadOf<OrderList>(*entry)->stamp != stamp)
        return {};
    return entry->value;
}

Task<Result<cache::Entry>> JsonCache::readOrderList(OrderListKey key)
{
    auto list = std::make_shared<OrderList>();
    list->stamp = (*m_ownerStamps)[slotOf(key.owner.value)].load(std::memory_order_acquire);
    const auto page = co_await m_shop.orders().list(key.owner, key.status, key.cursor, key.limit);
    if (!page)
        co_return Result<cache::Entry>(page.error());
    QByteArray body = envelopeOf(pageJson(*page));
    co_return Result<cache::Entry>(cache::Entry(std::move(body), std::move(list), qint64(sizeof(OrderList))));
}

Task<Result<QByteArray>> JsonCache::orderList(OrderListKey key)
{
    const QByteArray text = key.text();
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const quint64 stamp = (*m_ownerStamps)[slotOf(key.owner.value)].load(std::memory_order_acquire);
        cache::MemoryCache::Loader loader = [this, key] { return readOrderList(key); };
        const auto entry = co_await m_memory.loadEntry(m_orderLists, text, std::move(loader));
        if (!entry)
            co_return Result<QByteArray>(entry.error());
        if (payloadOf<OrderList>(*entry)->stamp >= stamp)
            co_return Result<QByteArray>(entry->value);
        if (const auto kept = m_memory.find(m_orderLists, text); kept && kept->payload == entry->payload)
            m_memory.invalidate(m_orderLists, text); // what was seen, and not what another reader is bringing now
    }
    const auto entry = co_await readOrderList(key);
    if (!entry)
        co_return Result<QByteArray>(entry.error());
    co_return Result<QByteArray>(entry->value);
}

// ---- Categories

QByteArray JsonCache::categoriesFromMemory()
{
    const auto entry = m_memory.find(m_categories, "all");
    return entry ? entry->value : QByteArray();
}

Task<Result<cache::Entry>> JsonCache::readCategories()
{
    const auto list = co_await m_shop.categories().list();
    if (!list)
        co_return Result<cache::Entry>(list.error());
    QByteArray data;
    JsonWriter json(data);
    json.beginObject().key("items").beginArray();
    for (const auto& category : *list)
        write(json, category);
    json.endArray().endObject();
    co_return Result<cache::Entry>(cache::Entry(envelopeOf(data)));
}

Task<Result<QByteArray>> JsonCache::categories()
{
    cache::MemoryCache::Loader loader = [this] { return readCategories(); };
    QByteArray key = "all"_ba;
    auto body = co_await m_memory.load(m_categories, std::move(key), std::move(loader));
    co_return std::move(body);
}

// ---- Patching

QByteArray withCounters(const QByteArray& envelope, const shop::ProductCounters& counters)
{
    // Inside a JSON string a quote follows a backslash, never a comma: these keys are found nowhere but where they are.
    static constexpr QByteArrayView stock = R"(,"stock":)", status = R"(,"status":)", updated = R"(,"updated_at":")";
    constexpr qsizetype timeSize = 24, endSize = 3; // 2026-03-01T08:00:00.000Z and "}}
    const qsizetype from = envelope.indexOf(stock);
    const qsizetype to = from < 0 ? -1 : envelope.indexOf(status, from);
    const qsizetype time = envelope.size() - endSize - timeSize;
    if (to < 0 || time - updated.size() < to || !QByteArrayView(envelope).first(time).endsWith(updated))
        return {};
    QByteArray out;
    out.reserve(envelope.size() + 32);
    out.append(envelope.constData(), from);
    char text[24];
    const auto number = [&](QByteArrayView key, qint64 value) {
        const auto end = std::to_chars(text, text + sizeof text, value).ptr;
        out.append(key).append(text, end - text);
    };
    number(stock, counters.stock);
    number(R"(,"sales":)", counters.sales);
    number(R"(,"version":)", counters.version);
    out.append(envelope.constData() + to, time - to);
    appendTimestamp(out, counters.updatedAt);
    out.append(envelope.constData() + time + timeSize, endSize);
    return out;
}

} // namespace zg::api
