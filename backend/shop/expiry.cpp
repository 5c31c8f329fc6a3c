// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/expiry.h"

#include "shop/orderquery.h"
#include "shop/orderwrites.h"
#include "shop/writer.h"

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr int batch = 100;      // orders a transaction: short enough that no customer waits behind it
constexpr int maxBatches = 100; // a run ends; what is left is the next run's

/// Ids and times rise together, so the first order that is not due ends the search.
Result<QList<OrderId>> dueOrders(sql::Connection& connection, qint64 madeBefore, qint64 afterId)
{
    auto rows = pendingOrders(afterId, batch, connection.dialect()).run(connection);
    if (!rows)
        return rows.error();
    QList<OrderId> due;
    while (rows->next() && rows->integer(1) < madeBefore)
        due.append(OrderId(rows->integer(0)));
    return due;
}

/// A transaction for some of them, or for each: one that locks the products of many would stand in everybody's way.
qsizetype share(const sql::Database& database)
{
    return database.dialect() == sql::Dialect::Sqlite ? batch : 1;
}

/// What was paid or cancelled since it was looked up is refused by the table of transitions, and left alone.
Result<qint64> expire(sql::Connection& connection, ChangeCollector& changes, const QList<OrderId>& due, qint64 nowMs)
{
    qint64 count = 0;
    for (const auto id : due) {
        OrderChange change;
        change.id = id;
        change.event = OrderEvent::Expire;
        change.note = u"not paid in time"_s;
        const auto done = changeOrder(connection, changes, change, nowMs);
        if (done)
            ++count;
        else if (done.error().code != ErrorCode::IllegalTransition)
            return done.error();
    }
    return count;
}
} // namespace

Expiry::Expiry(sql::Database& database, Writer& writer, const Clock& clock, std::chrono::milliseconds after)
    : m_database(database)
    , m_writer(writer)
    , m_clock(clock)
    , m_after(after)
{
}

Result<qint64> Expiry::runOnce(const std::function<bool()>& mayGoOn)
{
    const qint64 nowMs = m_clock.wallMs();
    qint64 total = 0;
    qint64 afterId = 0;
    for (int i = 0; i < maxBatches; ++i) {
        const auto due = m_database.readNow([&](sql::Connection& connection) {
            return dueOrders(connection, nowMs - m_after.load(std::memory_order_relaxed).count(), afterId);
        });
        if (!due)
            return due.error();
        if (due->isEmpty())
            break;
        afterId = due->last().value;
        for (qsizetype at = 0; at < due->size(); at += share(m_database)) {
            if (mayGoOn && !mayGoOn())
                return total;
            const auto some = due->mid(at, share(m_database));
            const auto done = m_writer.writeNow([&](sql::Connection& connection, ChangeCollector& changes) {
                return expire(connection, changes, some, nowMs);
            });
            if (!done)
                return done;
            total += *done;
        }
        if (due->size() < batch)
            break;
    }
    return total;
}

} // namespace zg::shop
