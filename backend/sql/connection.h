// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sql/statement.h"

#include <QVariant>

#include <initializer_list>
#include <memory>
#include <vector>

namespace zg::sql {

/// A query and its values, to be run with others.
struct Asked
{
    const Statement& statement;
    QVariantList values;
};

enum class Dialect : quint8 { Sqlite, PostgreSql };

/// One database connection with its prepared statements. Lent by the pool to one thread at a time.
/// Thread: the borrowing one.
/// @errors of every call: DependencyDown (gone, locked too long, disk full), Duplicate (a UNIQUE index), Internal
class Connection
{
public:
    virtual ~Connection() = default;

    /// Runs a SELECT (or anything with RETURNING). Values bind in the order of the question marks.
    template <class... Values>
    Result<Rows> query(const Statement& statement, const Values&... values)
    {
        return runQuery(statement, {toVariant(values)...});
    }
    /// Runs a statement without rows. @return rows changed
    template <class... Values>
    Result<qint64> exec(const Statement& statement, const Values&... values)
    {
        return runExec(statement, {toVariant(values)...});
    }
    virtual Result<Rows> runQuery(const Statement& statement, std::initializer_list<QVariant> values) = 0;
    virtual Result<qint64> runExec(const Statement& statement, std::initializer_list<QVariant> values) = 0;
    /// The same for lists made at run time (dynamic filters). `name` is for figures; the text is cached by content.
    virtual Result<Rows> runText(const char* name, const QString& text, const QVariantList& values) = 0;
    /// Queries that do not need each other's rows, in this order and in one round trip. @return the rows of each
    virtual Result<std::vector<Rows>> runTogether(const std::vector<Asked>& queries) = 0;
    /// A statement without rows that may go along with the next one, or with flush(): it saves a round trip where the
    /// database is another process. Its error shows there; on SQLite at once.
    template <class... Values>
    Result<void> execLater(const Statement& statement, const Values&... values)
    {
        return runLater(statement, {toVariant(values)...});
    }
    virtual Result<void> runLater(const Statement& statement, std::initializer_list<QVariant> values)
    {
        if (auto done = runExec(statement, values); !done)
            return done.error();
        return {};
    }
    virtual Result<void> runTextLater(const char* name, const QString& text, const QVariantList& values)
    {
        if (auto done = runText(name, text, values); !done)
            return done.error();
        return {};
    }
    virtual Result<void> flush() { return {}; } ///< sends what waits, and hears how it went
    /// Any SQL that returns nothing, not prepared: PRAGMA, BEGIN IMMEDIATE, DDL.
    virtual Result<void> execute(const QString& text) = 0;

    virtual qint64 lastInsertId() = 0; ///< of the last INSERT on this connection
    virtual Dialect dialect() const = 0;

    /// The error that cut some rows short since the last call. read() and write() ask, so that half a list is never
    /// taken for a whole one.
    virtual std::optional<Error> takeFailure() { return std::nullopt; }

private:
    static QVariant toVariant(const QVariant& v) { return v; }
    static QVariant toVariant(qint64 v) { return v; }
    static QVariant toVariant(int v) { return v; }
    static QVariant toVariant(bool v) { return v ? 1 : 0; }
    static QVariant toVariant(const QString& v) { return v.isNull() ? QVariant(QStringLiteral("")) : QVariant(v); }
    static QVariant toVariant(const QByteArray& v) { return v; } ///< binds a BLOB
    static QVariant toVariant(std::nullptr_t) { return QVariant(); }
    template <class T>
    static QVariant toVariant(const std::optional<T>& v)
    {
        return v ? toVariant(*v) : QVariant();
    }
};

} // namespace zg::sql
