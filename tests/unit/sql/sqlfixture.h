// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/databasefile.h"
#include "sql/sqliteconnection.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace zg::sql::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A folder with one SQLite file, and connections to it.
class Fixture
{
public:
    explicit Fixture(const QString& schema = {}, std::chrono::milliseconds slow = 10s)
        : statements(slow)
    {
        if (!prepareFile(path()))
            qFatal("no temporary file");
        auto writer = connect(SqliteOptions::Role::Writer);
        if (!schema.isEmpty() && !writer->execute(schema))
            qFatal("no schema");
    }
    QString path() const { return folder.filePath(u"store.db"_s); }
    Result<std::unique_ptr<SqliteConnection>> open(SqliteOptions::Role role, std::chrono::milliseconds busy = 100ms)
    {
        SqliteOptions options;
        options.path = path();
        options.role = role;
        options.busyTimeout = busy;
        return SqliteConnection::open(options, statements);
    }
    std::unique_ptr<SqliteConnection> connect(SqliteOptions::Role role = SqliteOptions::Role::Reader)
    {
        auto opened = open(role);
        if (!opened)
            qFatal("%s", qUtf8Printable(opened.error().message));
        return std::move(*opened);
    }

    QTemporaryDir folder;
    SlowStatements statements;
};

/// The first column of the first row, or -1.
inline qint64 number(Connection& connection, const QString& text)
{
    auto rows = connection.runText("test.number", text, {});
    return rows && rows->next() ? rows->integer(0) : -1;
}

} // namespace zg::sql::test
