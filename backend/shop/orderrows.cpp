// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderrows.h"

#include "shop/bulk.h"
#include "shop/changecollector.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
using enum sql::ColumnType;

const sql::Statement orderByKey{"order.by_key",
                                "SELECT id, idempotency_hash FROM orders WHERE user_id = ? AND idempotency_key = ?"};
// Each key walks its index by itself: LIMIT keeps the planner from joining the whole tables.
const sql::Statement ordersByKeys{"order.by_keys", "", // SQLite asks for each: it is in the process
                                  "SELECT k.user_id, k.key, o.id, o.idempotency_hash FROM unnest(?::bigint[], "
                                  "?::text[]) AS k(user_id, key) CROSS JOIN "
                                  "LATERAL (SELECT id, idempotency_hash FROM orders WHERE user_id = k.user_id AND "
                                  "idempotency_key = k.key LIMIT 1) o"};
const sql::Statement heldShelves{
    "order.shelves_held", "",
    "SELECT id, name, price, stock, sales, version, status FROM products WHERE id = ANY(?::bigint[]) ORDER BY id "
    "FOR NO KEY UPDATE"};

const BulkInsert& insertOrders()
{
    static const BulkInsert insert(
        "order.insert",
        u"INSERT OR FAIL INTO orders (id, order_no, user_id, status, total, address, remark, created_at, "
        "idempotency_key, idempotency_hash, ledger_id) VALUES "_s,
        u"(?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)"_s,
        {Integer, Text, Integer, Integer, Text, Text, Integer, Text, Bytes, Integer});
    return insert;
}

const BulkInsert& insertItems()
{
    static const BulkInsert insert(
        "order.insert_items",
        u"INSERT OR FAIL INTO order_items (order_id, line, product_id, name, price, quantity) VALUES "_s,
        u"(?, ?, ?, ?, ?, ?)"_s, {Integer, Integer, Integer, Text, Integer, Integer});
    return insert;
}

const BulkInsert& insertLedger()
{
    static const BulkInsert insert(
        "ledger.insert_sold",
        u"INSERT OR FAIL INTO stock_ledger (id, product_id, delta, stock_after, cause, order_id, user_id, created_at) VALUES "_s,
        u"(?, ?, ?, ?, 1, ?, ?, ?)"_s, {Integer, Integer, Integer, Integer, Integer, Integer, Integer});
    return insert;
}

QVariant textOrNull(const QString& text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}
} // namespace

void fill(Shelves& shelves, sql::Rows& rows)
{
    while (rows.next()) {
        auto& shelf = shelves[rows.integer(0)];
        shelf.name = rows.text(1);
        shelf.priceFen = rows.integer(2);
        shelf.stock = rows.integer(3);
        shelf.sales = rows.integer(4);
        shelf.version = rows.integer(5);
        shelf.status = ProductStatus(rows.integer(6));
    }
}

sql::Asked askHeldShelves(const Shelves& shelves)
{
    auto ids = shelves.keys();
    std::ranges::sort(ids); // everybody locks in this order, so nobody waits for one who waits for him
    sql::Column column;
    column.values = QVariantList(ids.cbegin(), ids.cend());
    return {heldShelves, {column.toVariant()}};
}

Result<void> readShelves(sql::Connection& connection, Shelves& shelves, bool isHeld)
{
    if (isHeld && connection.dialect() == sql::Dialect::PostgreSql) {
        const auto asked = askHeldShelves(shelves);
        auto rows = connection.runTogether({asked});
        if (!rows)
            return rows.error();
        fill(shelves, rows->front());
        return {};
    }
    const auto ids = shelves.keys();
    for (qsizetype at = 0; at < ids.size(); at += IdList::most) {
        const IdList some(ids.mid(at, IdList::most));
        auto rows = connection.runText(
            "order.shelves",
            u"SELECT id, name, price, stock, sales, version, status FROM products WHERE id "_s + some.text(),
            some.values());
        if (!rows)
            return rows.error();
        fill(shelves, *rows);
    }
    return {};
}

Result<void> checkShelves(const Shelves& shelves, const NewOrder& order)
{
    for (const auto& item : order.items) {
        const auto shelf = shelves.constFind(item.productId.value);
        if (shelf == shelves.cend() || shelf->version == 0)
            return Error::ofProduct(ErrorCode::NotFound, item.productId.value);
        if (shelf->status != ProductStatus::OnSale)
            return Error::ofProduct(ErrorCode::OffShelf, item.productId.value);
        if (shelf->stock < item.quantity) // a product is at most once in an order
            return Error::ofProduct(ErrorCode::OutOfStock, item.productId.value);
    }
    return {};
}

Result<std::optional<KeptKey>> findKey(sql::Connection& connection, const NewOrder& order)
{
    if (order.idempotencyKey.isEmpty())
        return std::optional<KeptKey>();
    auto rows = connection.query(orderByKey, order.userId.value, order.idempotencyKey);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return std::optional<KeptKey>();
    return std::optional(KeptKey{rows->integer(0), rows->bytes(1)});
}

sql::Asked askKeys(std::span<OrderRequest* const> requests)
{
    sql::Column users, keys{Text, {}};
    for (const auto* const request : requests) {
        if (request->order.idempotencyKey.isEmpty())
            continue;
        users.values.append(request->order.userId.value);
        keys.values.append(request->order.idempotencyKey);
    }
    return {ordersByKeys, {users.toVariant(), keys.toVariant()}};
}

void tellAgain(sql::Connection& connection, ChangeCollector& changes, const Order& order)
{
    if (connection.dialect() == sql::Dialect::Sqlite) // there a commit's outcome is always known
        return;
    changes.order(order.id, order.userId);
    for (const auto& item : order.items)
        changes.touched(item.productId);
}

void OrderRows::add(OrderRequest& request, OrderNumbers& numbers, const Shelves& shelves)
{
    auto& placed = request.placed;
    const auto& order = request.order;
    placed = Order();
    placed.id = OrderId(numbers.nextOrder());
    placed.orderNo = orderNumber(numbers.day(), placed.id.value);
    placed.userId = order.userId;
    placed.address = order.address;
    placed.remark = order.remark;
    placed.createdAt = numbers.createdAt();
    placed.items.reserve(order.items.size());
    const QVariant orderId(placed.id.value);
    const QVariant userId(order.userId.value);
    const QVariant createdAt(placed.createdAt);
    qint64 firstLedgerId = 0;
    qint64 line = 0;
    for (const auto& wanted : order.items) {
        const auto& shelf = *shelves.constFind(wanted.productId.value);
        const OrderItem item{wanted.productId, shelf.name, shelf.priceFen, wanted.quantity};
        placed.totalFen += item.amountFen();
        const QVariant productId(wanted.productId.value);
        const qint64 ledgerId = numbers.nextLedgerRow();
        firstLedgerId = firstLedgerId == 0 ? ledgerId : firstLedgerId;
        m_items << orderId << ++line << productId << item.name << item.priceFen << item.quantity;
        m_ledger << ledgerId << productId << -item.quantity << shelf.stock << orderId << userId << createdAt;
        placed.items.append(item);
    }
    m_orders << orderId << placed.orderNo << userId << placed.totalFen << textOrNull(request.addressJson)
             << (order.remark.isNull() ? u""_s : order.remark) << createdAt << textOrNull(order.idempotencyKey)
             << (request.meaning.isEmpty() ? QVariant() : QVariant(request.meaning)) << firstLedgerId;
}

Result<void> OrderRows::insert(sql::Connection& connection) const
{
    if (auto done = insertOrders().run(connection, m_orders); !done)
        return done;
    if (auto done = insertItems().run(connection, m_items); !done)
        return done;
    return insertLedger().run(connection, m_ledger);
}

} // namespace zg::shop
