// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sql/connection.h"

#include <QString>

#include <deque>

namespace zg::shop {

/// The numbers and the time that new orders get. SQLite's one committer counts up from the last order; PostgreSQL's
/// committers take theirs from its sequences, while they hold the orders' products: a product's ledger rows are then
/// numbered in the order of its changes. Thread: the committer's, inside its transaction; used once.
class OrderNumbers final
{
public:
    explicit OrderNumbers(sql::Connection& connection)
        : m_connection(connection)
    {
    }
    /// Takes as many as may be needed: gaps are of no account. Time never goes back from one order to the next.
    Result<void> take(qint64 orders, qint64 ledgerRows, qint64 nowMs);

    /// The same, to be asked together with others (PostgreSQL only), and what it answers.
    sql::Asked ask(qint64 orders, qint64 ledgerRows) const;
    void fill(sql::Rows& rows, qint64 nowMs);

    qint64 nextOrder();
    qint64 nextLedgerRow();
    qint64 createdAt() const { return m_createdAt; }
    const QString& day() const { return m_day; } ///< "20260301", of createdAt()

private:
    Result<void> readLast();
    void setTime(qint64 nowMs);
    bool isSqlite() const { return m_connection.dialect() == sql::Dialect::Sqlite; }

    sql::Connection& m_connection;
    qint64 m_lastOrder = 0;
    qint64 m_lastLedgerRow = 0;
    std::deque<qint64> m_orders, m_ledgerRows;
    qint64 m_createdAt = 0;
    QString m_day;
};

/// A number no other order has: the shop's day (UTC+8) and the order's id.
QString orderNumber(qint64 createdAtMs, qint64 id);
QString orderNumber(const QString& day, qint64 id);

} // namespace zg::shop
