// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderrows.h"

#include "shop/bulk.h"
#include "shop/changecollector.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
const sql::Statement orderByKey{"order.by_key",
                                "SELECT id, idempotency_hash FROM orders WHERE user_id = ? AND idempotency_key = ?"};

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
} // namespace

Result<void> readShelves(sql::Connection& connection, Shelves& shelves, bool isHeld)
{
    auto ids = shelves.keys();
    std::ranges::sort(ids); // everybody locks in this order, so nobody waits for one who waits for him
    const bool locks = isHeld && connection.dialect() == sql::Dialect::PostgreSql;
    const QString lock = locks ? u" ORDER BY id FOR NO KEY UPDATE"_s : QString();
    for (qsizetype at = 0; at < ids.size(); at += IdList::most) {
        const IdList some(ids.mid(at, IdList::most));
        auto rows = connection.runText(
            locks ? "order.shelves_held" : "order.shelves",
            u"SELECT id, name, price, stock, sales, version, status FROM products WHERE id "_s + some.text() + lock,
            some.values());
        if (!rows)
            return rows.error();
        while (rows->next()) {
            auto& shelf = shelves[rows->integer(0)];
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
