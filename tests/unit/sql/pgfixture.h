// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pgconnection.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

namespace zg::sql::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A schema of its own on the tests' PostgreSQL, and connections to it.
class PgFixture
{
public:
    explicit PgFixture(const QString& schema = {}, std::chrono::milliseconds slow = 10s)
        : statements(slow)
    {
        if (!schema.isEmpty() && !connect()->execute(schema))
            qFatal("no schema");
    }
    PgOptions options() const
    {
        PgOptions options;
        options.addresses = pgAddresses(home.url()).value();
        options.connectTimeout = 10s;
        return options;
    }
    Result<std::unique_ptr<PgConnection>> open() { return PgConnection::open(options(), statements); }
    std::unique_ptr<PgConnection> connect() { return connect(options()); }
    std::unique_ptr<PgConnection> connect(const PgOptions& options)
    {
        auto opened = PgConnection::open(options, statements);
        if (!opened)
            qFatal("%s", qUtf8Printable(opened.error().message));
        return std::move(*opened);
    }
    /// Ends a session as an administrator does.
    void terminate(qint64 backend)
    {
        const auto other = connect();
        auto ended = other->runText("test.terminate", u"SELECT pg_terminate_backend(?, 5000)"_s, {backend});
        QVERIFY(ended && ended->next() && ended->integer(0) == 1);
    }

    zg::test::TestDatabase home;
    SlowStatements statements;
};

/// The first column of the first row, or -1.
inline qint64 number(Connection& connection, const QString& text)
{
    auto rows = connection.runText("test.number", text, {});
    return rows && rows->next() ? rows->integer(0) : -1;
}

} // namespace zg::sql::test
