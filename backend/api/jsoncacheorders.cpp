// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/answer.h"
#include "api/jsoncache.h"
#include "api/valuejson.h"
#include "shop/cursor.h"

#include <algorithm>

namespace zg::api {

// The part of the cache that keeps a customer's own orders. A shopper who has ordered looks at his orders: the new one
// is put at the head of the first page where it is kept, and the database is not asked.

namespace {

constexpr int attempts = 3; // against commits that overtake a reader; then it reads past the cache

} // namespace

struct JsonCache::OrderList
{
    struct Item
    {
        qint64 id = 0;
        qsizetype from = 0; ///< its JSON in the body
        qsizetype size = 0;
    };
    quint64 stamp = 0;   ///< of the owner's orders
    bool isLast = false; ///< no page follows
    std::vector<Item> items;

    void append(QByteArray& body, qint64 id, QByteArrayView json)
    {
        if (items.empty())
            body.append(envelopeHead).append(R"({"items":[)");
        else
            body.append(',');
        items.push_back({id, body.size(), json.size()});
        body.append(json);
    }
    void close(QByteArray& body, QByteArrayView cursor) const
    {
        if (items.empty())
            body.append(envelopeHead).append(R"({"items":[)");
        body.append(R"(],"next_cursor":)");
        JsonWriter json(body);
        if (cursor.isEmpty())
            json.null();
        else
            json.utf8(cursor);
        body.append("}}");
    }
    qint64 bytes() const { return qint64(sizeof *this + items.size() * sizeof(Item)); }
};

/// All of an owner's at once: between two steps a reader could be given the later order, and then the earlier alone.
void JsonCache::prependEach(const shop::ChangeSet& changes)
{
    std::vector<const shop::Order*> placed;
    placed.reserve(size_t(changes.placed.size()));
    for (const auto& order : changes.placed) {
        if (!std::ranges::binary_search(changes.orderOwners, order.userId))
            placed.push_back(&order);
    }
    const auto owner = [](const shop::Order* order) { return order->userId; };
    std::ranges::stable_sort(placed, {}, owner);
    for (auto from = placed.begin(); from != placed.end();) {
        const auto to = std::find_if(from, placed.end(), [&](auto* order) { return order->userId != (*from)->userId; });
        prepend(std::span(from, to));
        from = to;
    }
}

/// @param placed of one owner, in the order of their ids
void JsonCache::prepend(std::span<const shop::Order* const> placed)
{
    OrderListKey key; // the first page as the contract's default has it: the one that shoppers look at
    key.owner = placed.front()->userId;
    (*m_ownerCauses)[slotOf(key.owner.value)].store(cache::MissCause::Ordered, std::memory_order_relaxed);
    const quint64 stamp = ownerStamp(key.owner).fetch_add(1, std::memory_order_acq_rel) + 1;
    cache::Ticket ticket;
    const auto old = m_memory.withdraw(m_orderLists, key.text(), ticket);
    if (!old)
        return;
    const auto& before = *static_cast<const OrderList*>(old->payload.get());
    const bool hasThem = !before.items.empty() && before.items.front().id >= placed.front()->id.value;
    if (before.stamp + 1 != stamp || hasThem) // a reader may be quicker than this call: between the commit and here
        return;
    const auto limit = size_t(key.limit);
    auto list = std::make_shared<OrderList>();
    list->stamp = stamp;
    list->isLast = before.isLast && before.items.size() + placed.size() <= limit;
    list->items.reserve(limit);
    QByteArray body;
    body.reserve(old->value.size() + qsizetype(placed.size()) * 512);
    for (auto order = placed.rbegin(); order != placed.rend() && list->items.size() < limit; ++order)
        list->append(body, (*order)->id.value, toJson(**order));
    for (const auto& item : before.items) {
        if (list->items.size() == limit)
            break;
        list->append(body, item.id, QByteArrayView(old->value).sliced(item.from, item.size));
    }
    QByteArray cursor;
    if (!list->isLast)
        cursor = shop::writeCursor(shop::ListKind::OwnOrders, {0, list->items.back().id});
    list->close(body, cursor);
    const qint64 bytes = list->bytes();
    m_memory.replace(ticket, cache::Entry(std::move(body), std::move(list), bytes));
}

QByteArray JsonCache::orderListFromMemory(const OrderListKey& key)
{
    const quint64 stamp = ownerStamp(key.owner).load(std::memory_order_acquire);
    const auto entry = m_memory.find(m_orderLists, key.text());
    if (!entry || static_cast<const OrderList*>(entry->payload.get())->stamp < stamp)
        return {};
    return entry->value;
}

bool JsonCache::isOrderListOutdated(const QByteArray& key, const cache::Entry& entry) const
{
    const auto page = OrderListKey::ofText(key);
    return page && static_cast<const OrderList*>(entry.payload.get())->stamp <
                       (*m_ownerStamps)[slotOf(page->owner.value)].load(std::memory_order_acquire);
}

Task<Result<cache::Entry>> JsonCache::readOrderList(OrderListKey key)
{
    auto list = std::make_shared<OrderList>();
    list->stamp = ownerStamp(key.owner).load(std::memory_order_acquire);
    const auto page = co_await m_shop.orders().list(key.owner, key.status, key.cursor, key.limit);
    if (!page)
        co_return Result<cache::Entry>(page.error());
    QByteArray body;
    body.reserve(64 + page->items.size() * 512);
    list->items.reserve(size_t(page->items.size()));
    list->isLast = page->nextCursor.isEmpty();
    for (const auto& order : page->items)
        list->append(body, order.id.value, toJson(order));
    list->close(body, page->nextCursor);
    const qint64 bytes = list->bytes();
    co_return Result<cache::Entry>(cache::Entry(std::move(body), std::move(list), bytes));
}

Task<Result<QByteArray>> JsonCache::orderList(OrderListKey key)
{
    const QByteArray text = key.text();
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const quint64 stamp = ownerStamp(key.owner).load(std::memory_order_acquire);
        cache::MemoryCache::Loader loader = [this, key] { return readOrderList(key); };
        auto terms = termsOf(false);
        const auto entry = co_await m_memory.loadEntry(m_orderLists, text, std::move(loader), std::move(terms));
        if (!entry)
            co_return Result<QByteArray>(entry.error());
        if (static_cast<const OrderList*>(entry->payload.get())->stamp >= stamp)
            co_return Result<QByteArray>(entry->value);
        if (const auto kept = m_memory.find(m_orderLists, text); kept && kept->payload == entry->payload)
            m_memory.invalidate(m_orderLists, text, // what was seen, and not what another reader is bringing now
                                (*m_ownerCauses)[slotOf(key.owner.value)].load(std::memory_order_relaxed));
    }
    const auto entry = co_await readOrderList(key);
    if (!entry)
        co_return Result<QByteArray>(entry.error());
    co_return Result<QByteArray>(entry->value);
}

} // namespace zg::api
