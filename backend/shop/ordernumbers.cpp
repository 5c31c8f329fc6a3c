// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/ordernumbers.h"

#include <chrono>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
const sql::Statement lastIds{
    "order.last", "SELECT COALESCE((SELECT MAX(id) FROM orders), 0), COALESCE((SELECT created_at FROM orders "
                  "ORDER BY id DESC LIMIT 1), 0), COALESCE((SELECT MAX(id) FROM stock_ledger), 0)"};
const sql::Statement takeIds{"order.numbers",
                             "SELECT 0, 0", // SQLite's are counted up from the last one
                             "SELECT 0, nextval('orders_id_seq') FROM generate_series(1, ?) UNION ALL "
                             "SELECT 1, nextval('stock_ledger_id_seq') FROM generate_series(1, ?) UNION ALL "
                             "(SELECT 2, created_at FROM orders ORDER BY id DESC LIMIT 1)"};

QString shopDay(qint64 ms)
{
    using namespace std::chrono;
    const year_month_day day{
        floor<days>(sys_time<milliseconds>{milliseconds{ms} + hours{8}})}; // China has one zone, no summer time
    const int number = int(day.year()) * 10'000 + int(unsigned(day.month())) * 100 + int(unsigned(day.day()));
    return QString::number(number);
}

qint64 takeFirst(std::deque<qint64>& numbers)
{
    const qint64 first = numbers.front();
    numbers.pop_front();
    return first;
}
} // namespace

QString orderNumber(const QString& day, qint64 id)
{
    constexpr int idDigits = 10; // ten billion orders; past that the number grows longer and stays unique
    const auto digits = QString::number(id);
    return day + QString(qMax(qsizetype(0), idDigits - digits.size()), u'0') + digits;
}

QString orderNumber(qint64 createdAtMs, qint64 id)
{
    return orderNumber(shopDay(createdAtMs), id);
}

Result<void> OrderNumbers::take(qint64 orders, qint64 ledgerRows, qint64 nowMs)
{
    if (isSqlite()) {
        if (auto done = readLast(); !done)
            return done;
        setTime(nowMs);
        return {};
    }
    auto rows = m_connection.runTogether({ask(orders, ledgerRows)});
    if (!rows)
        return rows.error();
    fill(rows->front(), nowMs);
    return {};
}

sql::Asked OrderNumbers::ask(qint64 orders, qint64 ledgerRows) const
{
    return {takeIds, {orders, ledgerRows}};
}

void OrderNumbers::fill(sql::Rows& rows, qint64 nowMs)
{
    while (rows.next()) {
        if (rows.integer(0) == 2)
            m_createdAt = rows.integer(1);
        else
            (rows.integer(0) == 0 ? m_orders : m_ledgerRows).push_back(rows.integer(1));
    }
    setTime(nowMs);
}

void OrderNumbers::setTime(qint64 nowMs)
{
    m_createdAt = qMax(m_createdAt, nowMs); // never backwards in id order, whatever the clock does
    m_day = shopDay(m_createdAt);
}

Result<void> OrderNumbers::readLast()
{
    auto rows = m_connection.query(lastIds);
    if (!rows)
        return rows.error();
    if (rows->next()) {
        m_lastOrder = rows->integer(0);
        m_createdAt = rows->integer(1);
        m_lastLedgerRow = rows->integer(2);
    }
    return {};
}

qint64 OrderNumbers::nextOrder()
{
    return isSqlite() ? ++m_lastOrder : takeFirst(m_orders);
}

qint64 OrderNumbers::nextLedgerRow()
{
    return isSqlite() ? ++m_lastLedgerRow : takeFirst(m_ledgerRows);
}

} // namespace zg::shop
