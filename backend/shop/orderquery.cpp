// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderquery.h"

#include "shop/orderreader.h"

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr qint64 beyond = std::numeric_limits<qint64>::max();

struct First
{
    qint64 id = beyond;
    qint64 ledgerId = beyond;
};

// Where several committers number orders, ids and times may be out of step by the time from an order's number to its
// commit, and by what the nodes' clocks differ: a range of ids is taken this much wider, and the times are compared.
constexpr qint64 slackMs = 60'000;

/// @return nothing when no order is that young
Result<std::optional<First>> readFirstSince(sql::Connection& connection, qint64 ms)
{
    auto rows = firstOrderSince(ms).run(connection);
    if (!rows)
        return rows.error();
    std::optional<First> first;
    if (rows->next())
        first = First{rows->integer(0), rows->integer(1)};
    return first;
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

ListStatement allOrdersPage(const OrderFilter& filter, const OrderRange& range, const std::optional<Position>& after,
                            int limit)
{
    // CROSS JOIN keeps the order of the tables: the first one's index gives the order of the rows. A product's orders
    // are found by its ledger, where each has one row of the cause "order", in the order of their ids.
    const bool byLedger = filter.productId && filter.orderNo.isEmpty();
    const auto key = byLedger ? u"l.id"_s : u"o.id"_s;
    ListStatement statement;
    statement.name = byLedger ? "order.search_product" : "order.search";
    statement.text = u"SELECT "_s + orderColumns + u", COALESCE(u.username, u.nickname), "_s + key + u" FROM "_s;
    if (byLedger) {
        statement.text += u"stock_ledger l CROSS JOIN orders o CROSS JOIN users u WHERE l.product_id = ? AND l.id < ? "
                          "AND l.id >= ? AND l.cause = 1 AND o.id = l.order_id AND u.id = o.user_id";
        statement.values << filter.productId->value << qMin(range.ledgerTo, after ? after->key : beyond)
                         << range.ledgerFrom;
    } else {
        statement.text += u"orders o CROSS JOIN users u WHERE o.id < ? AND o.id >= ? AND u.id = o.user_id";
        statement.values << qMin(range.to, after ? after->key : beyond) << range.from;
    }
    if (range.fromMs) {
        statement.text += u" AND o.created_at >= ?";
        statement.values << *range.fromMs;
    }
    if (range.toMs) {
        statement.text += u" AND o.created_at < ?";
        statement.values << *range.toMs;
    }
    if (!filter.orderNo.isEmpty()) {
        statement.text += u" AND o.order_no = ?";
        statement.values << filter.orderNo;
        if (filter.productId) {
            statement.text += u" AND EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND i.product_id = ?)";
            statement.values << filter.productId->value;
        }
    }
    if (filter.userId) {
        statement.text += u" AND o.user_id = ?";
        statement.values << filter.userId->value;
    }
    if (filter.status) {
        statement.text +=
            filter.userId ? u" AND +o.status = ?" : u" AND o.status = ?"; // the customer's index is the narrow one
        statement.values << int(*filter.status);
    }
    // Written out: PostgreSQL's plan for any values would count on a tenth of the table, and sort it.
    statement.text += u" ORDER BY "_s + key + u" DESC LIMIT "_s + QString::number(limit + 1);
    return statement;
}

ListStatement firstOrderSince(qint64 ms)
{
    ListStatement statement;
    statement.name = "order.first_since";
    statement.text = u"SELECT id, ledger_id FROM orders WHERE created_at >= ? ORDER BY created_at, id LIMIT 1"_s;
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

Result<std::optional<OrderRange>> readRange(sql::Connection& connection, const OrderFilter& filter)
{
    OrderRange range;
    const bool isExact = connection.dialect() == sql::Dialect::Sqlite;
    if (!isExact) {
        range.fromMs = filter.from;
        range.toMs = filter.to;
    }
    if (filter.from) {
        auto first = readFirstSince(connection, isExact ? *filter.from : *filter.from - slackMs);
        if (!first)
            return first.error();
        if (!*first)
            return std::optional<OrderRange>();
        range.from = (*first)->id;
        range.ledgerFrom = (*first)->ledgerId;
    }
    if (filter.to) {
        auto first = readFirstSince(connection, isExact ? *filter.to : *filter.to + slackMs);
        if (!first)
            return first.error();
        const auto end = first->value_or(First());
        range.to = end.id;
        range.ledgerTo = end.ledgerId;
    }
    return std::optional(range);
}

} // namespace zg::shop
