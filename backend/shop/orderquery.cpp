// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderquery.h"

#include "shop/orderreader.h"

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr qint64 beyond = std::numeric_limits<qint64>::max();

Result<std::optional<qint64>> readFirstSince(sql::Connection& connection, qint64 ms)
{
    auto rows = firstOrderSince(ms).run(connection);
    if (!rows)
        return rows.error();
    return rows->next() ? std::optional(rows->integer(0)) : std::nullopt;
}
} // namespace

ListStatement ownOrdersPage(UserId owner, std::optional<OrderStatus> status, const std::optional<Position>& after,
                            int limit)
{
    ListStatement statement;
    statement.name = "order.list";
    statement.text = u"SELECT "_s + orderColumns + u" FROM orders o WHERE o.user_id = ?"_s;
    statement.values << owner.value;
    if (status) {
        statement.text += u" AND o.status = ?";
        statement.values << int(*status);
    }
    statement.text += u" AND o.id < ? ORDER BY o.id DESC LIMIT ?";
    statement.values << (after ? after->id : beyond) << limit + 1;
    return statement;
}

ListStatement allOrdersPage(const OrderFilter& filter, const OrderIdRange& range, const std::optional<Position>& after,
                            int limit)
{
    ListStatement statement;
    statement.name = "order.search";
    statement.text = u"SELECT "_s + orderColumns + u", COALESCE(u.username, u.nickname) FROM "_s;
    const qint64 before = qMin(range.to, after ? after->id : beyond);
    // CROSS JOIN keeps the order of the tables: the first one's index gives the order of the rows.
    if (filter.productId && filter.orderNo.isEmpty()) {
        statement.text +=
            u"order_items i CROSS JOIN orders o CROSS JOIN users u WHERE i.product_id = ? AND i.order_id < ? "
            "AND i.order_id >= ? AND o.id = i.order_id AND u.id = o.user_id";
        statement.values << filter.productId->value << before << range.from;
    } else {
        statement.text += u"orders o CROSS JOIN users u WHERE o.id < ? AND o.id >= ? AND u.id = o.user_id";
        statement.values << before << range.from;
    }
    if (!filter.orderNo.isEmpty()) {
        statement.text += u" AND o.order_no = ?";
        statement.values << filter.orderNo;
        if (filter.productId) {
            statement.text += u" AND EXISTS (SELECT 1 FROM order_items i WHERE i.product_id = ? AND i.order_id = o.id)";
            statement.values << filter.productId->value;
        }
    }
    if (filter.userId) {
        statement.text += u" AND o.user_id = ?";
        statement.values << filter.userId->value;
    }
    if (filter.status) {
        statement.text += u" AND o.status = ?";
        statement.values << int(*filter.status);
    }
    statement.text += filter.productId && filter.orderNo.isEmpty() ? u" ORDER BY i.order_id DESC LIMIT ?"_s
                                                                   : u" ORDER BY o.id DESC LIMIT ?"_s;
    statement.values << limit + 1;
    return statement;
}

ListStatement firstOrderSince(qint64 ms)
{
    ListStatement statement;
    statement.name = "order.first_since";
    statement.text = u"SELECT id FROM orders WHERE created_at >= ? ORDER BY created_at, id LIMIT 1"_s;
    statement.values << ms;
    return statement;
}

ListStatement pendingOrders(qint64 afterId, int limit)
{
    ListStatement statement;
    statement.name = "order.pending";
    statement.text = u"SELECT id, created_at FROM orders WHERE status = 0 AND id > ? ORDER BY id LIMIT ?"_s;
    statement.values << afterId << limit;
    return statement;
}

Result<std::optional<OrderIdRange>> readRange(sql::Connection& connection, const OrderFilter& filter)
{
    OrderIdRange range;
    if (filter.from) {
        auto first = readFirstSince(connection, *filter.from);
        if (!first)
            return first.error();
        if (!*first)
            return std::optional<OrderIdRange>();
        range.from = **first;
    }
    if (filter.to) {
        auto first = readFirstSince(connection, *filter.to);
        if (!first)
            return first.error();
        range.to = first->value_or(beyond);
    }
    return std::optional(range);
}

} // namespace zg::shop
