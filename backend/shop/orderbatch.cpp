// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderbatch.h"

#include "shop/orderreader.h"
#include "sql/column.h"

namespace zg::shop {

namespace {
const sql::Statement updateShelf{"product.sold",
                                 "UPDATE products SET stock = ?, sales = ?, version = ?, updated_at = ? WHERE id = ?"};
const sql::Statement updateShelfColumns{
    "product.sold", "", // SQLite updates each
    "UPDATE products AS p SET stock = r.stock, sales = r.sales, version = r.version, updated_at = ? FROM "
    "unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) AS r(id, stock, sales, version) WHERE p.id = r.id"};
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
    if (m_connection.dialect() == sql::Dialect::PostgreSql)
        return prepareTogether(requests, items);
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

/// In one round trip: the products first, since the numbers are to be taken while they are held.
Result<void> OrderBatch::prepareTogether(std::span<OrderRequest* const> requests, qint64 items)
{
    auto rows = m_connection.runTogether(
        {askHeldShelves(m_shelves), m_numbers.ask(qint64(requests.size()), items), askKeys(requests)});
    if (!rows)
        return rows.error();
    fill(m_shelves, (*rows)[0]);
    m_numbers.fill((*rows)[1], m_nowMs);
    for (auto& kept = (*rows)[2]; kept.next();)
        m_keys.insert(Key(kept.integer(0), kept.text(1)), First{{kept.integer(2), kept.bytes(3)}});
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
    return updateShelves();
}

Result<void> OrderBatch::updateShelves()
{
    const bool isTogether = m_connection.dialect() == sql::Dialect::PostgreSql;
    sql::Column ids, stocks, sales, versions;
    for (auto shelf = m_shelves.cbegin(); shelf != m_shelves.cend(); ++shelf) {
        if (!shelf->isTouched)
            continue;
        m_changes.counters({ProductId(shelf.key()), shelf->stock, shelf->sales, shelf->version, m_numbers.createdAt()});
        if (isTogether) {
            ids.values.append(shelf.key());
            stocks.values.append(shelf->stock);
            sales.values.append(shelf->sales);
            versions.values.append(shelf->version);
            continue;
        }
        const auto done = m_connection.execLater(updateShelf, shelf->stock, shelf->sales, shelf->version,
                                                 m_numbers.createdAt(), shelf.key());
        if (!done)
            return done.error();
    }
    if (ids.values.isEmpty())
        return {};
    return m_connection.execLater(updateShelfColumns, m_numbers.createdAt(), ids.toVariant(), stocks.toVariant(),
                                  sales.toVariant(), versions.toVariant());
}

} // namespace zg::shop
