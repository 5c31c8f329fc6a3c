// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderreader.h"

#include "shop/bulk.h"
#include "shop/orderrequest.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace zg::shop {

#define ZG_ORDER_COLUMNS                                                                                               \
    "o.id, o.order_no, o.user_id, o.status, o.total, o.address, o.remark, o.tracking_no, o.version, o.created_at, "    \
    "o.paid_at, o.shipped_at, o.completed_at, o.cancelled_at"

const QString orderColumns = QStringLiteral(ZG_ORDER_COLUMNS);

namespace {
const sql::Statement findOrder{"order.find", "SELECT " ZG_ORDER_COLUMNS " FROM orders o WHERE o.id = ?"};
const sql::Statement lockOrder{"order.find_to_change", "SELECT " ZG_ORDER_COLUMNS " FROM orders o WHERE o.id = ?",
                               "SELECT " ZG_ORDER_COLUMNS " FROM orders o WHERE o.id = ? FOR NO KEY UPDATE"};
const sql::Statement findOrderForStaff{"order.find_any",
                                       "SELECT " ZG_ORDER_COLUMNS ", COALESCE(u.username, u.nickname) "
                                       "FROM orders o JOIN users u ON u.id = o.user_id WHERE o.id = ?"};
const sql::Statement findItems{
    "order.items", "SELECT product_id, name, price, quantity FROM order_items WHERE order_id = ? ORDER BY line"};
constexpr int userNameColumn = 14;

QList<qint64> idsOf(const QList<Order>& orders)
{
    QList<qint64> ids;
    ids.reserve(orders.size());
    for (const auto& order : orders)
        ids.append(order.id.value);
    return ids;
}

QHash<qint64, Order*> byId(QList<Order>& orders)
{
    QHash<qint64, Order*> map;
    map.reserve(orders.size());
    for (auto& order : orders)
        map.insert(order.id.value, &order);
    return map;
}

Result<Order> read(sql::Connection& connection, const sql::Statement& statement, OrderId id, bool withUser)
{
    Order order;
    {
        auto rows = connection.query(statement, id.value);
        if (!rows)
            return rows.error();
        if (!rows->next())
            return Error(ErrorCode::NotFound);
        order = orderFrom(*rows);
        if (withUser)
            order.userName = rows->text(userNameColumn);
    }
    auto rows = connection.query(findItems, id.value);
    if (!rows)
        return rows.error();
    while (rows->next())
        order.items.append(OrderItem{ProductId(rows->integer(0)), rows->text(1), rows->integer(2), rows->integer(3)});
    return order;
}
} // namespace

Order orderFrom(const sql::Rows& row)
{
    Order order;
    order.id = OrderId(row.integer(0));
    order.orderNo = row.text(1);
    order.userId = UserId(row.integer(2));
    order.status = OrderStatus(row.integer(3));
    order.totalFen = row.integer(4);
    order.address = addressFromJson(row.bytes(5));
    order.remark = row.text(6);
    order.trackingNo = row.text(7);
    order.version = row.integer(8);
    order.createdAt = row.integer(9);
    order.paidAt = row.optionalInteger(10);
    order.shippedAt = row.optionalInteger(11);
    order.completedAt = row.optionalInteger(12);
    order.cancelledAt = row.optionalInteger(13);
    return order;
}

Result<Order> readOrder(sql::Connection& connection, OrderId id)
{
    return read(connection, findOrder, id, false);
}

Result<Order> readOrderToChange(sql::Connection& connection, OrderId id)
{
    return read(connection, lockOrder, id, false);
}

Result<Order> readOrderForStaff(sql::Connection& connection, OrderId id)
{
    auto order = read(connection, findOrderForStaff, id, true);
    if (!order)
        return order;
    QList<Order> one{std::move(*order)};
    if (auto done = attachHistory(connection, one); !done)
        return done.error();
    return one.takeFirst();
}

ListStatement itemsOf(const QList<qint64>& orderIds)
{
    const IdList ids(orderIds);
    ListStatement statement;
    statement.name = "order.items_of_page";
    statement.text =
        u"SELECT order_id, line, product_id, name, price, quantity FROM order_items WHERE order_id "_s + ids.text();
    statement.values = ids.values();
    return statement;
}

ListStatement historyOf(const QList<qint64>& orderIds)
{
    const IdList ids(orderIds);
    ListStatement statement;
    statement.name = "order.history_of_page";
    statement.text =
        u"SELECT h.order_id, h.from_status, h.to_status, h.user_id, COALESCE(u.username, u.nickname), h.at, h.note "
        "FROM order_history h LEFT JOIN users u ON u.id = h.user_id WHERE h.order_id "_s +
        ids.text() + u" ORDER BY h.order_id, h.id"_s;
    statement.values = ids.values();
    return statement;
}

Result<void> attachItems(sql::Connection& connection, QList<Order>& orders)
{
    if (orders.isEmpty())
        return {};
    auto rows = itemsOf(idsOf(orders)).run(connection);
    if (!rows)
        return rows.error();
    const auto map = byId(orders);
    while (rows->next()) {
        auto& items = map.value(rows->integer(0))->items;
        const qint64 line = rows->integer(1); // from 1; rows may come in any order
        if (items.size() < line)
            items.resize(line);
        items[line - 1] = OrderItem{ProductId(rows->integer(2)), rows->text(3), rows->integer(4), rows->integer(5)};
    }
    return {};
}

Result<void> attachHistory(sql::Connection& connection, QList<Order>& orders)
{
    if (orders.isEmpty())
        return {};
    auto rows = historyOf(idsOf(orders)).run(connection);
    if (!rows)
        return rows.error();
    const auto map = byId(orders);
    while (rows->next()) {
        HistoryEntry entry;
        entry.from = OrderStatus(rows->integer(1));
        entry.to = OrderStatus(rows->integer(2));
        if (const auto user = rows->optionalInteger(3))
            entry.userId = UserId(*user);
        entry.userName = rows->text(4);
        entry.at = rows->integer(5);
        entry.note = rows->text(6);
        map.value(rows->integer(0))->history.append(entry);
    }
    return {};
}

} // namespace zg::shop
