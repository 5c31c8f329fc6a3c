// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sql/statement.h"

#include <QVariant>

#include <chrono>
#include <span>
#include <vector>

struct sqlite3_stmt;

namespace zg::sql {

class SqliteConnection;
struct StatementFigures;

/// A prepared statement of one connection, run again and again. What is bound is held, not copied, until the run ends.
/// Thread: the borrowing one.
class SqliteStatement final : public Cursor
{
public:
    SqliteStatement(SqliteConnection& connection, sqlite3_stmt* statement, StatementFigures& figures);
    ~SqliteStatement();
    Q_DISABLE_COPY_MOVE(SqliteStatement)

    /// Binds and makes the first step. On success it is running until finish().
    Result<void> start(std::span<const QVariant> values);
    bool isRunning() const { return m_running; }
    void dieWhenFinished() { m_isExtra = true; } ///< a second one of a text that is running already
    StatementFigures& figures() const { return m_figures; }

    bool next() override;
    qint64 integer(int column) const override;
    QString text(int column) const override;
    QByteArray bytes(int column) const override;
    bool isNull(int column) const override;
    void finish() override;

private:
    Result<void> bind(std::span<const QVariant> values);
    int bindOne(int index, const QVariant& value);
    void reset();

    SqliteConnection& m_connection;
    sqlite3_stmt* m_statement;
    StatementFigures& m_figures;
    std::vector<QByteArray> m_held; // the bytes that SQLite reads in place
    std::chrono::steady_clock::time_point m_started;
    qint64 m_rows = 0;
    qint64 m_changesBefore = 0;
    const bool m_isReadOnly;
    int m_row = 0; // SQLITE_ROW: the first row is there, not yet asked for
    bool m_running = false;
    bool m_isStepped = false; // on a row that next() gave
    bool m_isExtra = false;
};

} // namespace zg::sql
