// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderquery.h"

#include "shop/customers.h"
#include "shop/orderreader.h"

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr qint64 beyond = std::numeric_limits<qint64>::max();

// PostgreSQL compares rows of columns by their index. There the order of a list names all of the index's columns and
// none is said to equal a value, so that no other index seems to give that order: else a plan made for the usual status
// walks all orders when the status is a rare one. Limits are written out, or a plan for any values would count on a
// tenth of the table. What is looked up by a page's ids is fenced off (OFFSET 0), so that the page comes first.
const QString ordersOf = QStringLiteral("CROSS JOIN LATERAL (SELECT * FROM orders x WHERE x.id = k.id OFFSET 0) o");
const QString customersOf = QStringLiteral(" CROSS JOIN LATERAL (SELECT COALESCE(y.username, y.nickname) AS shown FROM "
                                           "users y WHERE y.id = o.user_id OFFSET 0) u");

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
                            int limit, sql::Dialect dialect)
{
    ListStatement statement;
    statement.name = "order.list";
    const qint64 before = after ? after->id : beyond;
    if (dialect == sql::Dialect::PostgreSql) {
        const QString page = u"WHERE (o.user_id, o.id) <= (?, ?) AND o.user_id >= ?"_s +
                             (status ? u" AND o.status + 0 = ?"_s : u""_s) +
                             u" ORDER BY o.user_id DESC, o.id DESC LIMIT "_s + QString::number(limit + 1);
        statement.text = u"SELECT "_s + orderColumns + u" FROM "_s;
        if (status)
            statement.text += u"(SELECT o.user_id, o.id FROM orders o "_s + page + u") k "_s + ordersOf +
                              u" ORDER BY k.user_id DESC, k.id DESC"_s;
        else
            statement.text += u"orders o "_s + page;
        statement.values << owner.value << before - 1 << owner.value;
        if (status)
            statement.values << int(*status);
        return statement;
    }
    statement.text = u"SELECT "_s + orderColumns + u" FROM orders o WHERE o.user_id = ?"_s;
    statement.values << owner.value;
    if (status) {
        statement.text += u" AND o.status = ?";
        statement.values << int(*status);
    }
    statement.text += u" AND o.id < ? ORDER BY o.id DESC LIMIT ?";
    statement.values << before << limit + 1;
    return statement;
}

namespace {
ListStatement sqlitePage(const OrderFilter& filter, const OrderRange& range, const std::optional<Position>& after,
                         int limit)
{
    // CROSS JOIN keeps the order of the tables: the first one's index gives the order of the rows. A product's orders
    // are found by its ledger, where each has one row of the cause "order", in the order of their ids.
    const bool byLedger = filter.productId && filter.orderNo.isEmpty();
    const auto key = byLedger ? u"l.id"_s : u"o.id"_s;
    ListStatement statement;
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
    statement.text += u" ORDER BY "_s + key + u" DESC LIMIT "_s + QString::number(limit + 1);
    return statement;
}

/// " AND …" for what an order must be besides its place in the walk. Each is a sum, so that no index seems to fit,
/// and times are said by what they are not, which counts on more rows.
void addFilters(ListStatement& statement, const OrderFilter& filter, const OrderRange& range, bool withUser,
                bool withStatus)
{
    const auto add = [&](bool isAsked, QStringView condition, const QVariant& value) {
        if (!isAsked)
            return;
        statement.text += condition;
        statement.values << value;
    };
    add(range.fromMs.has_value(), u" AND NOT o.created_at + 0 < ?", range.fromMs.value_or(0));
    add(range.toMs.has_value(), u" AND NOT o.created_at + 0 >= ?", range.toMs.value_or(0));
    add(withUser && filter.userId, u" AND o.user_id + 0 = ?", filter.userId.value_or(UserId()).value);
    add(withStatus && filter.status, u" AND o.status + 0 = ?", int(filter.status.value_or(OrderStatus())));
}

/// A walk of one index finds the ids of the page, in order; the orders and their customers are looked up by them.
ListStatement postgreSqlPage(const OrderFilter& filter, const OrderRange& range, const std::optional<Position>& after,
                             int limit)
{
    ListStatement statement;
    const QString end = u" LIMIT "_s + QString::number(limit + 1);
    const QString columns = u"SELECT "_s + orderColumns + u", u.shown, "_s;
    if (filter.productId && filter.orderNo.isEmpty()) {
        const qint64 before = qMin(range.ledgerTo, after ? after->key : beyond);
        statement.text = columns +
                         u"l.id FROM stock_ledger l CROSS JOIN LATERAL (SELECT * FROM orders x WHERE x.id = "
                         "l.order_id OFFSET 0) o"_s +
                         customersOf +
                         u" WHERE (l.product_id, l.id) <= (?, ?) AND (l.product_id, l.id) >= (?, ?) AND l.cause = 1"_s;
        statement.values << filter.productId->value << before - 1 << filter.productId->value << range.ledgerFrom;
        addFilters(statement, filter, range, true, true);
        statement.text += u" ORDER BY l.product_id DESC, l.id DESC"_s + end;
        return statement;
    }
    const qint64 before = qMin(range.to, after ? after->key : beyond);
    const bool byNumber = !filter.orderNo.isEmpty();
    const bool byUser = filter.userId && !byNumber;
    const bool byStatus = filter.status && !byNumber && !byUser;
    const QString lead = byUser ? u"user_id"_s : byStatus ? u"status"_s : u""_s;
    statement.text = columns + u"k.id FROM (SELECT o.id"_s + (lead.isEmpty() ? u""_s : u", o."_s + lead) +
                     u" FROM orders o WHERE "_s;
    if (lead.isEmpty()) {
        statement.text += u"o.id < ? AND o.id >= ?";
        statement.values << before << range.from;
    } else {
        const qint64 value = byUser ? filter.userId->value : qint64(*filter.status);
        const QString place = u"(o."_s + lead + u", o.id)"_s;
        statement.text += place + u" <= (?, ?) AND "_s + place + u" >= (?, ?)"_s;
        statement.values << value << before - 1 << value << range.from;
    }
    if (byNumber) {
        statement.text += u" AND o.order_no = ?";
        statement.values << filter.orderNo;
    }
    addFilters(statement, filter, range, !byUser, !byStatus);
    if (byNumber && filter.productId) {
        statement.text += u" AND EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND i.product_id = ?)";
        statement.values << filter.productId->value;
    }
    statement.text += u" ORDER BY "_s + (lead.isEmpty() ? u""_s : u"o."_s + lead + u" DESC, "_s) + u"o.id DESC"_s +
                      end + u") k "_s + ordersOf + customersOf + u" ORDER BY "_s +
                      (lead.isEmpty() ? u""_s : u"k."_s + lead + u" DESC, "_s) + u"k.id DESC"_s;
    return statement;
}
} // namespace

ListStatement allOrdersPage(const OrderFilter& filter, const OrderRange& range, const std::optional<Position>& after,
                            int limit, sql::Dialect dialect)
{
    auto statement = dialect == sql::Dialect::PostgreSql ? postgreSqlPage(filter, range, after, limit)
                                                         : sqlitePage(filter, range, after, limit);
    statement.name = filter.productId && filter.orderNo.isEmpty() ? "order.search_product" : "order.search";
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

ListStatement ordersToShip(OrderId after, int limit, sql::Dialect dialect)
{
    ListStatement statement;
    statement.name = "order.to_ship";
    const QString end = u" LIMIT "_s + QString::number(limit + 1);
    if (dialect == sql::Dialect::PostgreSql)
        statement.text = u"SELECT "_s + orderColumns +
                         u", u.shown FROM (SELECT status, id FROM orders WHERE (status, id) > (1, ?) AND status <= 1 "
                         "ORDER BY status, id"_s +
                         end + u") k "_s + ordersOf + customersOf + u" ORDER BY k.status, k.id"_s;
    else
        statement.text = u"SELECT "_s + orderColumns +
                         u", COALESCE(u.username, u.nickname) FROM orders o CROSS JOIN users u WHERE o.status = 1 AND "
                         "o.id > ? AND u.id = o.user_id ORDER BY o.id"_s +
                         end;
    statement.values << after.value;
    return statement;
}

ListStatement customerSums(UserId owner, sql::Dialect dialect)
{
    ListStatement statement;
    statement.name = "customer.sums";
    const QString walk = dialect == sql::Dialect::PostgreSql
                             ? u"(user_id, id) <= (?, ?) AND user_id >= ? ORDER BY user_id DESC, id DESC"_s
                             : u"user_id = ? AND id <= ? ORDER BY id DESC"_s;
    statement.text = u"SELECT g.status, COUNT(*), COALESCE(SUM(CASE WHEN g.paid_at IS NULL THEN 0 ELSE g.total END), "
                     "0) FROM (SELECT status, total, paid_at FROM orders WHERE "_s +
                     walk + u" LIMIT "_s + QString::number(Customer::mostCounted) + u") g GROUP BY g.status"_s;
    statement.values << owner.value << beyond;
    if (dialect == sql::Dialect::PostgreSql)
        statement.values << owner.value;
    return statement;
}

ListStatement pendingOrders(qint64 afterId, int limit, sql::Dialect dialect)
{
    ListStatement statement;
    statement.name = "order.pending";
    statement.text =
        u"SELECT id, created_at FROM orders WHERE "_s +
        (dialect == sql::Dialect::PostgreSql ? u"(status, id) > (0, ?) AND status <= 0 ORDER BY status, id LIMIT "_s
                                             : u"status = 0 AND id > ? ORDER BY id LIMIT "_s) +
        QString::number(limit);
    statement.values << afterId;
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
