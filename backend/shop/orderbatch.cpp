// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderbatch.h"

#include "shop/bulk.h"
#include "shop/orderreader.h"

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
const sql::Statement lastIds{
    "order.last", "SELECT COALESCE((SELECT MAX(id) FROM orders), 0), COALESCE((SELECT created_at FROM orders "
                  "ORDER BY id DESC LIMIT 1), 0), COALESCE((SELECT MAX(id) FROM stock_ledger), 0)"};
const sql::Statement takeIds{"order.numbers",
                             "SELECT 0, 0", // SQLite's are counted up from the last one
                             "SELECT 0, nextval('orders_id_seq') FROM generate_series(1, ?) UNION ALL "
                             "SELECT 1, nextval('stock_ledger_id_seq') FROM generate_series(1, ?) UNION ALL "
                             "(SELECT 2, created_at FROM orders ORDER BY id DESC LIMIT 1)"};
const sql::Statement orderByKey{"order.by_key",
                                "SELECT id, idempotency_hash FROM orders WHERE user_id = ? AND idempotency_key = ?"};
const sql::Statement updateShelf{"product.sold",
                                 "UPDATE products SET stock = ?, sales = ?, version = ?, updated_at = ? WHERE id = ?"};

const BulkInsert& insertOrders()
{
    static const BulkInsert insert(
        "order.insert",
        u"INSERT OR FAIL INTO orders (id, order_no, user_id, status, total, address, remark, created_at, "
        "idempotency_key, idempotency_hash, ledger_id) VALUES "_s,
        u"(?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)"_s, 10);
    return insert;
}

const BulkInsert& insertItems()
{
    static const BulkInsert insert(
        "order.insert_items",
        u"INSERT OR FAIL INTO order_items (order_id, line, product_id, name, price, quantity) VALUES "_s,
        u"(?, ?, ?, ?, ?, ?)"_s, 6);
    return insert;
}

const BulkInsert& insertLedger()
{
    static const BulkInsert insert(
        "ledger.insert_sold",
        u"INSERT OR FAIL INTO stock_ledger (id, product_id, delta, stock_after, cause, order_id, user_id, created_at) VALUES "_s,
        u"(?, ?, ?, ?, 1, ?, ?, ?)"_s, 7);
    return insert;
}

QVariant textOrNull(const QString& text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QString shopDay(qint64 ms)
{
    using namespace std::chrono;
    const year_month_day day{
        floor<days>(sys_time<milliseconds>{milliseconds{ms} + hours{8}})}; // China has one zone, no summer time
    const int number = int(day.year()) * 10'000 + int(unsigned(day.month())) * 100 + int(unsigned(day.day()));
    return QString::number(number);
}

QString numberOf(const QString& day, qint64 id)
{
    constexpr int idDigits = 10; // ten billion orders; past that the number grows longer and stays unique
    const auto digits = QString::number(id);
    return day + QString(qMax(qsizetype(0), idDigits - digits.size()), u'0') + digits;
}
} // namespace

QString orderNumber(qint64 createdAtMs, qint64 id)
{
    return numberOf(shopDay(createdAtMs), id);
}

OrderBatch::OrderBatch(sql::Connection& connection, const Clock& clock, ChangeCollector& changes)
    : m_connection(connection)
    , m_changes(changes)
    , m_nowMs(clock.wallMs())
{
}

Result<std::vector<Result<void>>> OrderBatch::run(std::span<OrderRequest* const> requests)
{
    if (auto done = readShelves(requests); !done)
        return done.error();
    if (auto done = isSqlite() ? readLast() : takeNumbers(requests); !done)
        return done.error();
    m_createdAt = qMax(m_createdAt, m_nowMs); // never backwards in id order, whatever the clock does
    m_day = shopDay(m_createdAt);
    if (auto done = readKeys(requests); !done)
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

Result<void> OrderBatch::readLast()
{
    auto rows = m_connection.query(lastIds);
    if (!rows)
        return rows.error();
    if (rows->next()) {
        m_lastId = rows->integer(0);
        m_createdAt = rows->integer(1);
        m_lastLedgerId = rows->integer(2);
    }
    return {};
}

/// Numbers for all of them, and the last order's time; also for those that will be refused: gaps are of no account.
Result<void> OrderBatch::takeNumbers(std::span<OrderRequest* const> requests)
{
    qint64 items = 0;
    for (const auto* const request : requests)
        items += request->order.items.size();
    auto rows = m_connection.query(takeIds, qint64(requests.size()), items);
    if (!rows)
        return rows.error();
    while (rows->next()) {
        if (rows->integer(0) == 2)
            m_createdAt = rows->integer(1);
        else
            (rows->integer(0) == 0 ? m_orderIds : m_ledgerIds).push_back(rows->integer(1));
    }
    return {};
}

qint64 OrderBatch::nextOrderId()
{
    if (isSqlite())
        return ++m_lastId;
    const qint64 id = m_orderIds.front();
    m_orderIds.pop_front();
    return id;
}

qint64 OrderBatch::nextLedgerId()
{
    if (isSqlite())
        return ++m_lastLedgerId;
    const qint64 id = m_ledgerIds.front();
    m_ledgerIds.pop_front();
    return id;
}

Result<void> OrderBatch::readShelves(std::span<OrderRequest* const> requests)
{
    for (const auto* const request : requests) {
        for (const auto& item : request->order.items)
            m_shelves.insert(item.productId.value, Shelf{});
    }
    auto ids = m_shelves.keys();
    std::ranges::sort(ids); // everybody locks in this order, so nobody waits for one who waits for him
    const QString lock = isSqlite() ? QString() : u" ORDER BY id FOR NO KEY UPDATE"_s;
    for (qsizetype at = 0; at < ids.size(); at += IdList::most) {
        const IdList some(ids.mid(at, IdList::most));
        auto rows = m_connection.runText(
            "order.shelves",
            u"SELECT id, name, price, stock, sales, version, status FROM products WHERE id "_s + some.text() + lock,
            some.values());
        if (!rows)
            return rows.error();
        while (rows->next()) {
            auto& shelf = m_shelves[rows->integer(0)];
            shelf.name = rows->text(1);
            shelf.priceFen = rows->integer(2);
            shelf.stock = rows->integer(3);
            shelf.sales = rows->integer(4);
            shelf.version = rows->integer(5);
            shelf.status = ProductStatus(rows->integer(6));
        }
    }
    return {};
}

Result<void> OrderBatch::readKeys(std::span<OrderRequest* const> requests)
{
    for (const auto* const request : requests) {
        const auto& order = request->order;
        if (order.idempotencyKey.isEmpty())
            continue;
        auto rows = m_connection.query(orderByKey, order.userId.value, order.idempotencyKey);
        if (!rows)
            return rows.error();
        if (rows->next())
            m_keys.insert(Key(order.userId.value, order.idempotencyKey), First{rows->integer(0), rows->bytes(1)});
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
    for (const auto& item : order.items) {
        const auto& shelf = m_shelves[item.productId.value];
        if (shelf.version == 0)
            return Error::ofProduct(ErrorCode::NotFound, item.productId.value);
        if (shelf.status != ProductStatus::OnSale)
            return Error::ofProduct(ErrorCode::OffShelf, item.productId.value);
        if (shelf.stock < item.quantity) // a product is at most once in an order
            return Error::ofProduct(ErrorCode::OutOfStock, item.productId.value);
    }
    write(request);
    if (!order.idempotencyKey.isEmpty())
        m_keys.insert(key, First{request.placed.id.value, request.meaning, &request});
    return {};
}

Result<void> OrderBatch::again(OrderRequest& request, const First& first)
{
    if (first.meaning != request.meaning)
        return Error(ErrorCode::IdempotencyMismatch);
    if (first.here) {
        request.placed = first.here->placed;
        return {};
    }
    auto order = readOrder(m_connection, OrderId(first.id));
    if (!order) {
        m_failed = true; // the row was there a moment ago
        return order.error();
    }
    request.placed = std::move(*order);
    return {};
}

void OrderBatch::write(OrderRequest& request)
{
    auto& placed = request.placed;
    const auto& order = request.order;
    placed = Order();
    placed.id = OrderId(nextOrderId());
    placed.orderNo = numberOf(m_day, placed.id.value);
    placed.userId = order.userId;
    placed.address = order.address;
    placed.remark = order.remark;
    placed.createdAt = m_createdAt;
    placed.items.reserve(order.items.size());
    const QVariant orderId(placed.id.value);
    const QVariant userId(order.userId.value);
    const QVariant createdAt(m_createdAt);
    qint64 firstLedgerId = 0;
    qint64 line = 0;
    for (const auto& wanted : order.items) {
        auto& shelf = m_shelves[wanted.productId.value];
        shelf.stock -= wanted.quantity;
        shelf.sales += wanted.quantity;
        shelf.version += 1;
        shelf.isTouched = true;
        const OrderItem item{wanted.productId, shelf.name, shelf.priceFen, wanted.quantity};
        placed.totalFen += item.amountFen();
        const QVariant productId(wanted.productId.value);
        m_items << orderId << ++line << productId << item.name << item.priceFen << item.quantity;
        const qint64 ledgerId = nextLedgerId();
        firstLedgerId = firstLedgerId == 0 ? ledgerId : firstLedgerId;
        m_ledger << ledgerId << productId << -item.quantity << shelf.stock << orderId << userId << createdAt;
        placed.items.append(item);
    }
    m_orders << orderId << placed.orderNo << userId << placed.totalFen << textOrNull(request.addressJson)
             << (order.remark.isNull() ? u""_s : order.remark) << createdAt << textOrNull(order.idempotencyKey)
             << (request.meaning.isEmpty() ? QVariant() : QVariant(request.meaning)) << firstLedgerId;
    m_changes.placed(placed);
}

Result<void> OrderBatch::flush()
{
    if (auto done = insertOrders().run(m_connection, m_orders); !done)
        return done;
    if (auto done = insertItems().run(m_connection, m_items); !done)
        return done;
    if (auto done = insertLedger().run(m_connection, m_ledger); !done)
        return done;
    for (auto shelf = m_shelves.cbegin(); shelf != m_shelves.cend(); ++shelf) {
        if (!shelf->isTouched)
            continue;
        const auto done =
            m_connection.execLater(updateShelf, shelf->stock, shelf->sales, shelf->version, m_createdAt, shelf.key());
        if (!done)
            return done.error();
        m_changes.counters({ProductId(shelf.key()), shelf->stock, shelf->sales, shelf->version, m_createdAt});
    }
    return {};
}

} // namespace zg::shop
