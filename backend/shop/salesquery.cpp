// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/salesquery.h"

#include "shop/sales.h"

using namespace Qt::StringLiterals;

namespace zg::shop {

ListStatement spanOfSales(qint64 fromMs, qint64 toMs)
{
    ListStatement statement;
    statement.name = "sales.span";
    statement.text = u"SELECT COUNT(*), COALESCE(SUM(g.total), 0) FROM (SELECT total FROM orders WHERE paid_at >= ? "
                     "AND paid_at < ? ORDER BY paid_at, total LIMIT "_s +
                     QString::number(Sales::mostInSpan + 1) + u") g"_s;
    statement.values << fromMs << toMs;
    return statement;
}

ListStatement refundsOfSales(qint64 fromId, qint64 toId, qint64 fromMs, qint64 toMs, sql::Dialect dialect)
{
    // Sums hide the other columns from the planner: the index by status is the narrow one.
    ListStatement statement;
    statement.name = "sales.refunds";
    const QString walk = dialect == sql::Dialect::PostgreSql
                             ? u"(status, id) >= (6, ?) AND (status, id) < (6, ?) AND paid_at + 0 >= ? AND paid_at + "
                               "0 < ? ORDER BY status, id"_s
                             : u"status = 6 AND id >= ? AND id < ? AND +paid_at >= ? AND +paid_at < ? ORDER BY id"_s;
    statement.text = u"SELECT COUNT(*), COALESCE(SUM(g.total), 0) FROM (SELECT total FROM orders WHERE "_s + walk +
                     u" LIMIT "_s + QString::number(Sales::mostRefunds + 1) + u") g"_s;
    statement.values << fromId << toId << fromMs << toMs;
    return statement;
}

ListStatement sellersOfSales(qint64 fromMs, qint64 toMs, sql::Dialect dialect)
{
    ListStatement statement;
    statement.name = "sales.sellers";
    const QString items = dialect == sql::Dialect::PostgreSql
                              ? u"CROSS JOIN LATERAL (SELECT * FROM order_items x WHERE x.order_id = g.id OFFSET 0) i"_s
                              : u"CROSS JOIN order_items i WHERE i.order_id = g.id"_s;
    statement.text = u"SELECT i.product_id, MAX(i.name), SUM(i.quantity), SUM(i.quantity * i.price) FROM (SELECT id "
                     "FROM orders WHERE paid_at >= ? AND paid_at < ? ORDER BY paid_at DESC, total DESC LIMIT "_s +
                     QString::number(Sales::mostSellersInSpan) + u") g "_s + items + u" GROUP BY i.product_id"_s;
    statement.values << fromMs << toMs;
    return statement;
}

} // namespace zg::shop
