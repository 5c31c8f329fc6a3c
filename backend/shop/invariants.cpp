// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/invariants.h"

#include "shop/ordertransitions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr qsizetype mostShown = 100; // of violations; more say nothing new

/// A statement whose rows are violations: up to three numbers for the sentence.
struct Rule
{
    sql::Statement statement;
    const char* sentence;
};

const Rule rules[] = {
    {{"invariant.stock",
      "SELECT p.id, p.stock, COALESCE(l.delta, 0) FROM products p LEFT JOIN (SELECT product_id, SUM(delta) AS delta "
      "FROM stock_ledger GROUP BY product_id) l ON l.product_id = p.id WHERE p.stock <> COALESCE(l.delta, 0)"},
     "product %1 has stock %2, its ledger adds up to %3"},
    {{"invariant.negative", "SELECT id, stock, sales FROM products WHERE stock < 0 OR sales < 0"},
     "product %1 has stock %2 and sales %3"},
    {{"invariant.sales",
      "SELECT p.id, p.sales, COALESCE(l.sold, 0) FROM products p LEFT JOIN (SELECT product_id, -SUM(delta) AS sold "
      "FROM stock_ledger WHERE cause IN (1, 2, 3, 4) GROUP BY product_id) l ON l.product_id = p.id "
      "WHERE p.sales <> COALESCE(l.sold, 0)"},
     "product %1 has sales %2, its ledger says %3"},
    {{"invariant.ledger",
      "SELECT product_id, stock_after, running FROM (SELECT product_id, stock_after, SUM(delta) OVER "
      "(PARTITION BY product_id ORDER BY id) AS running FROM stock_ledger) AS l WHERE stock_after <> running"},
     "product %1 has a ledger row with %2 left where the rows so far add up to %3"},
    {{"invariant.total",
      "SELECT o.id, o.total, COALESCE(i.amount, -1) FROM orders o LEFT JOIN (SELECT order_id, SUM(price * quantity) AS "
      "amount FROM order_items GROUP BY order_id) i ON i.order_id = o.id WHERE o.total <> COALESCE(i.amount, -1)"},
     "order %1 has the total %2, its items come to %3"},
    // An order takes each item off the shelf once, and a cancelled or refunded one has put each back once.
    {{"invariant.moved",
      "SELECT l.order_id, l.product_id, l.taken + l.returned FROM (SELECT order_id, product_id, "
      "SUM(CASE WHEN cause = 1 THEN delta ELSE 0 END) AS taken, SUM(CASE WHEN cause = 1 THEN 1 ELSE 0 END) AS takings, "
      "SUM(CASE WHEN cause = 1 THEN 0 ELSE delta END) AS returned, SUM(CASE WHEN cause = 1 THEN 0 ELSE 1 END) AS "
      "returns "
      "FROM stock_ledger WHERE order_id IS NOT NULL GROUP BY order_id, product_id) l "
      "LEFT JOIN orders o ON o.id = l.order_id "
      "LEFT JOIN order_items i ON i.order_id = l.order_id AND i.product_id = l.product_id "
      "WHERE o.id IS NULL OR i.quantity IS NULL OR l.takings <> 1 OR l.taken <> -i.quantity OR "
      "l.returns <> CASE WHEN o.status IN (4, 6) THEN 1 ELSE 0 END OR "
      "l.returned <> CASE WHEN o.status IN (4, 6) THEN i.quantity ELSE 0 END"},
     "order %1 moved product %2 by %3 in all, which does not fit"},
    {{"invariant.taken", "SELECT 0, items, taken FROM (SELECT (SELECT COUNT(*) FROM order_items) AS items, (SELECT "
                         "COUNT(*) FROM stock_ledger "
                         "WHERE cause = 1) AS taken) c WHERE items <> taken"},
     "orders have %2 items, the ledger has %3 of them"},
    {{"invariant.ledger_id",
      "SELECT o.id, o.ledger_id, COALESCE(l.order_id, 0) FROM orders o LEFT JOIN stock_ledger l ON l.id = o.ledger_id "
      "WHERE l.order_id IS NULL OR l.order_id <> o.id OR l.cause <> 1"},
     "order %1 names the ledger row %2, which is of order %3"},
    {{"invariant.order_of_time",
      "SELECT a.id, a.created_at, b.created_at FROM orders a JOIN orders b ON b.id = (SELECT MIN(id) FROM orders "
      "WHERE id > a.id) WHERE b.created_at < a.created_at",
      // Several committers, on several machines, number their orders a little out of step with the clocks.
      "SELECT a.id, a.created_at, b.created_at FROM orders a JOIN orders b ON b.id = (SELECT MIN(id) FROM orders "
      "WHERE id > a.id) WHERE b.created_at < a.created_at - 60000"},
     "the order after order %1 is older: %3 after %2"},
    {{"invariant.version",
      "SELECT o.id, o.version, COALESCE(h.changes, 0) FROM orders o LEFT JOIN (SELECT order_id, COUNT(*) AS changes "
      "FROM "
      "order_history GROUP BY order_id) h ON h.order_id = o.id WHERE o.version <> 1 + COALESCE(h.changes, 0)"},
     "order %1 has version %2 after %3 changes"},
    {{"invariant.times", "SELECT id, status, 0 FROM orders WHERE (paid_at IS NOT NULL) <> (status IN (1, 2, 3, 5, 6)) "
                         "OR (shipped_at IS NOT NULL) <> "
                         "(status IN (2, 3)) OR (tracking_no IS NOT NULL) <> (status IN (2, 3)) OR (completed_at IS "
                         "NOT NULL) <> (status = 3) OR "
                         "(cancelled_at IS NOT NULL) <> (status = 4) OR paid_at < created_at OR shipped_at < paid_at "
                         "OR completed_at < shipped_at OR "
                         "cancelled_at < created_at"},
     "order %1 in status %2 has times that do not fit"},
};

const sql::Statement history{
    "invariant.history", "SELECT o.id, o.status, h.from_status, h.to_status FROM orders o LEFT JOIN order_history h "
                         "ON h.order_id = o.id ORDER BY o.id, h.id"};

Result<void> checkRule(sql::Connection& connection, const Rule& rule, QStringList& found)
{
    auto rows = connection.query(rule.statement);
    if (!rows)
        return rows.error();
    while (found.size() < mostShown && rows->next())
        found.append(
            QString::fromLatin1(rule.sentence).arg(rows->integer(0)).arg(rows->integer(1)).arg(rows->integer(2)));
    return {};
}

bool isStep(OrderStatus from, OrderStatus to)
{
    return std::ranges::any_of(orderTransitions(),
                               [&](const OrderTransition& t) { return t.from == from && t.to == to; });
}

/// Each order's history starts where orders start, goes by the table of transitions, and ends in the order's status.
Result<void> checkHistory(sql::Connection& connection, QStringList& found)
{
    auto rows = connection.query(history);
    if (!rows)
        return rows.error();
    qint64 id = 0;
    auto reached = OrderStatus::PendingPayment;
    auto wanted = reached;
    const auto closeOrder = [&] {
        if (reached != wanted)
            found.append(
                u"order %1 has status %2, its history ends in %3"_s.arg(id).arg(int(wanted)).arg(int(reached)));
    };
    while (found.size() < mostShown && rows->next()) {
        if (rows->integer(0) != id) {
            closeOrder();
            id = rows->integer(0);
            wanted = OrderStatus(rows->integer(1));
            reached = OrderStatus::PendingPayment;
        }
        if (rows->isNull(2))
            continue;
        const auto from = OrderStatus(rows->integer(2));
        const auto to = OrderStatus(rows->integer(3));
        if (from != reached || !isStep(from, to))
            found.append(
                u"order %1 has a history row from %2 to %3 in status %4"_s.arg(id).arg(int(from)).arg(int(to)).arg(
                    int(reached)));
        reached = to;
    }
    closeOrder();
    return {};
}
} // namespace

Result<QStringList> Invariants::check(sql::Connection& connection)
{
    QStringList found;
    for (const auto& rule : rules) {
        if (auto done = checkRule(connection, rule, found); !done)
            return done.error();
    }
    if (auto done = checkHistory(connection, found); !done)
        return done.error();
    return found;
}

} // namespace zg::shop
