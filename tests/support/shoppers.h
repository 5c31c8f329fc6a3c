// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/invariants.h"
#include "sql/database.h"
#include "support/httpclient.h"

#include <QTest>

namespace zg::test {

/// The token of a demo customer, 1 … 200; empty when the sign-in failed.
inline QByteArray signIn(HttpClient& client, int customer)
{
    const QByteArray login = "{\"username\":\"demo" + QByteArray::number(customer) + "\",\"password\":\"demo-pass\"}";
    const auto answer = client.post("/api/v1/auth/login", login);
    const QByteArray token = answer.data().value(QLatin1String("token")).toString().toLatin1();
    client.setToken(token);
    return token;
}

/// An order that was acknowledged, and how to ask for it again.
struct Acknowledged
{
    QByteArray token, key, body;
    qint64 id = 0;
    QString orderNo;
};

/// What the database itself says, read without a node: all orders are there, each key has one, all invariants hold.
/// @return what is wrong, empty when all is well
inline QStringList auditStore(const QString& url, const std::vector<Acknowledged>& orders)
{
    sql::Database database(url, PoolSettings(), 16);
    if (auto opened = database.open(); !opened)
        return {opened.error().message};
    const auto wrong = database.readNow([&](sql::Connection& connection) -> Result<QStringList> {
        auto found = shop::Invariants::check(connection);
        for (const Acknowledged& order : orders) {
            if (!found)
                break;
            auto rows = connection.runText(
                "test.order", QStringLiteral("SELECT idempotency_key FROM orders WHERE id = ? AND order_no = ?"),
                {order.id, order.orderNo});
            if (!rows)
                return rows.error();
            if (!rows->next())
                found->append(QStringLiteral("order %1 was acknowledged and is not there").arg(order.id));
            else if (!order.key.isEmpty() && rows->bytes(0) != order.key)
                found->append(QStringLiteral("order %1 has another key").arg(order.id));
        }
        auto twice = connection.runText(
            "test.twice",
            QStringLiteral("SELECT COUNT(*) FROM (SELECT 1 AS n FROM orders WHERE idempotency_key IS NOT NULL GROUP BY "
                           "user_id, idempotency_key HAVING COUNT(*) > 1) AS k"),
            {});
        if (found && twice && twice->next() && twice->integer(0) > 0)
            found->append(QStringLiteral("%1 keys have several orders").arg(twice->integer(0)));
        return found;
    });
    return wrong ? *wrong : QStringList(wrong.error().message);
}

} // namespace zg::test
