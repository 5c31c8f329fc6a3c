// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderbatch.h"

#include "shop/orderreader.h"

namespace zg::shop {

namespace {
const sql::Statement updateShelf{"product.sold",
                                 "UPDATE products SET stock = ?, sales = ?, version = ?, updated_at = ? WHERE id = ?"};
} // namespace

OrderBatch::OrderBatch(sql::Connection& connection, const Clock& clock, ChangeCollector& changes)
    : m_connection(connection)
    , m_changes(changes)
    , m_nowMs(clock.wallMs())
    , m_numbers(connection)
{
}

Result<std::vector<Result<void>>> OrderBatch::run(std::span<OrderRequest* const> requests)
{
    if (auto done = prepare(requests); !done)
        return done.error();
    std::vector<Result<void>> outcomes;
    outcomes.reserve(requests.size());
    for (auto* const request : requests) {
        outcomes.push_back(decide(*request));
        if (m_failed)
            return outcomes.back().error();
    }
    if (auto done = flush(); !done)
        return done.error();
    return outcomes;
}

Result<void> OrderBatch::prepare(std::span<OrderRequest* const> requests)
{
    qint64 items = 0;
    for (const auto* const request : requests) {
        items += request->order.items.size();
        for (const auto& item : request->order.items)
            m_shelves.insert(item.productId.value, Shelf{});
    }
    if (auto done = readShelves(m_connection, m_shelves, true); !done)
        return done;
    if (auto done = m_numbers.take(qint64(requests.size()), items, m_nowMs); !done)
        return done;
    for (const auto* const request : requests) {
        const auto kept = findKey(m_connection, request->order);
        if (!kept)
            return kept.error();
        if (*kept)
            m_keys.insert(Key(request->order.userId.value, request->order.idempotencyKey), First{**kept});
    }
    return {};
}

Result<void> OrderBatch::decide(OrderRequest& request)
{
    const auto& order = request.order;
    const Key key(order.userId.value, order.idempotencyKey);
    if (!order.idempotencyKey.isEmpty()) {
        if (const auto first = m_keys.constFind(key); first != m_keys.cend())
            return again(request, *first);
    }
    if (auto available = checkShelves(m_shelves, order); !available)
        return available;
    write(request);
    if (!order.idempotencyKey.isEmpty())
        m_keys.insert(key, First{{request.placed.id.value, request.meaning}, &request});
    return {};
}

Result<void> OrderBatch::again(OrderRequest& request, const First& first)
{
    if (first.kept.meaning != request.meaning)
        return Error(ErrorCode::IdempotencyMismatch);
    if (first.here) {
        request.placed = first.here->placed;
        return {};
    }
    auto order = readOrder(m_connection, OrderId(first.kept.orderId));
    if (!order) {
        m_failed = true; // the row was there a moment ago
        return order.error();
    }
    request.placed = std::move(*order);
    tellAgain(m_connection, m_changes, request.placed);
    return {};
}

void OrderBatch::write(OrderRequest& request)
{
    for (const auto& wanted : request.order.items) {
        auto& shelf = m_shelves[wanted.productId.value];
        shelf.stock -= wanted.quantity;
        shelf.sales += wanted.quantity;
        shelf.version += 1;
        shelf.isTouched = true;
    }
    m_rows.add(request, m_numbers, m_shelves);
    m_changes.placed(request.placed);
}

Result<void> OrderBatch::flush()
{
    if (auto done = m_rows.insert(m_connection); !done)
        return done;
    for (auto shelf = m_shelves.cbegin(); shelf != m_shelves.cend(); ++shelf) {
        if (!shelf->isTouched)
            continue;
        const auto done = m_connection.execLater(updateShelf, shelf->stock, shelf->sales, shelf->version,
                                                 m_numbers.createdAt(), shelf.key());
        if (!done)
            return done.error();
        m_changes.counters({ProductId(shelf.key()), shelf->stock, shelf->sales, shelf->version, m_numbers.createdAt()});
    }
    return {};
}

} // namespace zg::shop
