// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/sql/sqlfixture.h"

#include "sql/logbuffer.h"

#include <QFile>

#include <sqlite3.h>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

namespace {
const QString schema = u"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, filler BLOB)"_s;
constexpr Statement insertRow{"t.insert", "INSERT INTO t (id, name, filler) VALUES (?, ?, ?)"};
constexpr qint64 rows = 3'000; // with their filler some 12 MB: many times what is gathered at once

void fill(Connection& connection)
{
    const QByteArray filler(4'000, 'x');
    for (qint64 i = 1; i <= rows; ++i) {
        const auto done = connection.exec(insertRow, i, u"row %1"_s.arg(i), filler);
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    }
}

/// What other programs, or this one after a loss of power, would find: the files as the kernel has them now.
qint64 rowsInACopy(const Fixture& fixture)
{
    QTemporaryDir folder;
    const QString copy = folder.filePath(u"copy.db"_s);
    for (const auto& part : {u""_s, u"-wal"_s}) {
        if (!QFile::copy(fixture.path() + part, copy + part))
            return -1;
    }
    SlowStatements statements(10s);
    SqliteOptions options;
    options.path = copy;
    auto opened = SqliteConnection::open(options, statements);
    return opened ? number(**opened, u"SELECT COUNT(*) FROM t"_s) : -1;
}
} // namespace

class TestLogBuffer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWriterUsesIt()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        sqlite3_vfs* vfs = nullptr;
        QCOMPARE(sqlite3_file_control(writer->handle(), "main", SQLITE_FCNTL_VFS_POINTER, &vfs), SQLITE_OK);
        QCOMPARE(QByteArray(vfs->zName), QByteArray(logBufferVfs()));
    }

    void aCommitLeavesNothingBehind()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        for (qint64 i = 1; i <= 5; ++i) {
            QVERIFY(writer->exec(insertRow, i, u"a"_s, QByteArray()));
            QCOMPARE(rowsInACopy(fixture), i);
        }
    }

    /// What a transaction gathered before it was taken back must not be written over what another program put there.
    void aRollbackLeavesNothingBehind()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        const QByteArray filler(4'000, 'x');
        QVERIFY(writer->exec(insertRow, 1, u"first"_s, filler));
        QVERIFY(writer->checkpoint());
        QVERIFY(writer->execute(u"PRAGMA cache_size = 20; BEGIN IMMEDIATE"_s));
        for (qint64 i = 2; i <= 100; ++i)
            QVERIFY(writer->exec(insertRow, i, u"gone"_s, filler));
        QVERIFY(writer->execute(u"ROLLBACK"_s));

        sqlite3* other = nullptr; // another program, without our VFS
        QCOMPARE(sqlite3_open(fixture.path().toUtf8().constData(), &other), SQLITE_OK);
        const char* const insert = "WITH RECURSIVE c(x) AS (SELECT 1000 UNION ALL SELECT x + 1 FROM c WHERE x < 1199) "
                                   "INSERT INTO t SELECT x, 'other', zeroblob(4000) FROM c";
        QCOMPARE(sqlite3_exec(other, insert, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(other);

        QVERIFY(writer->exec(insertRow, 2, u"second"_s, filler));
        const auto reader = fixture.connect();
        QCOMPARE(number(*reader, u"SELECT COUNT(*) FROM t"_s), 202);
        QCOMPARE(number(*reader, u"SELECT COUNT(*) FROM t WHERE name = 'gone'"_s), 0);
        QCOMPARE(rowsInACopy(fixture), 202);
        auto check = reader->runText("test.check", u"PRAGMA integrity_check"_s, {});
        QVERIFY(check && check->next());
        QCOMPARE(check->text(0), u"ok"_s);
    }

    void aTransactionLargerThanEveryBuffer()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        const auto reader = fixture.connect();
        QVERIFY(writer->execute(u"PRAGMA cache_size = 20; BEGIN IMMEDIATE"_s)); // pages go to the log before the end
        fill(*writer);
        QCOMPARE(number(*writer, u"SELECT COUNT(*) FROM t WHERE name = 'row ' || id"_s), rows); // and are read back
        QCOMPARE(number(*reader, u"SELECT COUNT(*) FROM t"_s), 0);
        QVERIFY(writer->execute(u"ROLLBACK"_s));
        QCOMPARE(number(*writer, u"SELECT COUNT(*) FROM t"_s), 0);

        QVERIFY(writer->execute(u"BEGIN IMMEDIATE"_s));
        fill(*writer);
        QVERIFY(writer->execute(u"UPDATE t SET name = 'new'"_s)); // rewrites frames that are in the log
        QVERIFY(writer->execute(u"COMMIT"_s));
        QCOMPARE(rowsInACopy(fixture), rows);
        QCOMPARE(number(*reader, u"SELECT COUNT(*) FROM t WHERE name = 'new'"_s), rows);
        QVERIFY(writer->checkpoint());
        QVERIFY(writer->exec(insertRow, rows + 1, u"after"_s, QByteArray())); // the log begins anew
        QCOMPARE(number(*reader, u"SELECT COUNT(*) FROM t"_s), rows + 1);
        auto check = reader->runText("test.check", u"PRAGMA integrity_check"_s, {});
        QVERIFY(check && check->next());
        QCOMPARE(check->text(0), u"ok"_s);
    }
};

QTEST_GUILESS_MAIN(TestLogBuffer)
#include "tst_logbuffer.moc"
