// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/sql/sqlfixture.h"

#include "sql/sqliteerror.h"

#include <sqlite3.h>

#include <limits>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

namespace {
const QString schema =
    u"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, data BLOB, n INTEGER CHECK (n >= 0));"
    "CREATE TABLE big (id INTEGER PRIMARY KEY, name TEXT)"_s;
constexpr Statement insertRow{"t.insert", "INSERT INTO t (id, name, data, n) VALUES (?, ?, ?, ?)"};
constexpr Statement findRow{"t.find", "SELECT id, name, data, n FROM t WHERE id = ?"};
constexpr Statement listRows{"t.list", "SELECT id FROM t ORDER BY id"};
constexpr Statement countUp{"t.count_up", "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ?) "
                                          "SELECT sum(x + length(name)) FROM c, big"};
} // namespace

class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesComeBackAsTheyWere()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        const QString name = u"掌柜 🏮 'x'"_s;
        const QByteArray data("\0\xff\x01 blob", 8);
        constexpr qint64 large = std::numeric_limits<qint64>::max();
        QCOMPARE(writer->exec(insertRow, 1, name, data, large).value_or(-1), 1);
        QCOMPARE(writer->lastInsertId(), 1);
        QCOMPARE(writer->exec(insertRow, 2, nullptr, std::optional<QByteArray>(), std::optional<qint64>()).value_or(-1),
                 1);
        QCOMPARE(writer->exec(insertRow, 3, QString(), QByteArray(""), true).value_or(-1), 1);

        auto rows = writer->query(findRow, 1);
        QVERIFY(rows && rows->next());
        QCOMPARE(rows->text(1), name);
        QCOMPARE(rows->bytes(1), name.toUtf8());
        QCOMPARE(rows->bytes(2), data);
        QCOMPARE(rows->integer(3), large);
        QVERIFY(!rows->next());
        QVERIFY(!rows->next());

        rows = writer->query(findRow, 2);
        QVERIFY(rows && rows->next());
        QVERIFY(rows->isNull(1) && rows->isNull(2) && rows->isNull(3));
        QVERIFY(rows->text(1).isNull());
        QCOMPARE(rows->optionalInteger(3), std::nullopt);

        rows = writer->query(findRow, 3);
        QVERIFY(rows && rows->next());
        QVERIFY(!rows->isNull(1) && !rows->text(1).isNull() && rows->text(1).isEmpty());
        QVERIFY(!rows->isNull(2) && rows->bytes(2).isEmpty());
        QCOMPARE(rows->optionalInteger(3), std::optional<qint64>(1));
    }

    void errorsAreMapped_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("unique") << u"INSERT INTO t (id, name) VALUES (2, 'a')"_s << ErrorCode::Duplicate;
        QTest::newRow("primary key") << u"INSERT INTO t (id, name) VALUES (1, 'b')"_s << ErrorCode::Duplicate;
        QTest::newRow("check") << u"INSERT INTO t (id, n) VALUES (3, -1)"_s << ErrorCode::Internal;
        QTest::newRow("syntax") << u"SELEC"_s << ErrorCode::Internal;
        QTest::newRow("no table") << u"SELECT * FROM nothing"_s << ErrorCode::Internal;
        QTest::newRow("missing value") << u"SELECT ?"_s << ErrorCode::Internal;
        QTest::newRow("nothing") << u" -- only a comment"_s << ErrorCode::Internal;
    }
    void errorsAreMapped()
    {
        QFETCH(QString, text);
        QFETCH(ErrorCode, code);
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        QVERIFY(writer->execute(u"INSERT INTO t (id, name) VALUES (1, 'a')"_s));
        const auto outcome = writer->runText("test.text", text, {});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, code);
        QVERIFY2(outcome.error().message.startsWith(u"test.text: "_s), qPrintable(outcome.error().message));
        QVERIFY(!writer->isBroken());
        QCOMPARE(number(*writer, u"SELECT count(*) FROM t"_s), 1); // it goes on
    }

    void codesAreMapped_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<ErrorCode>("expected");
        QTest::addColumn<bool>("breaks");
        QTest::newRow("busy") << SQLITE_BUSY_SNAPSHOT << ErrorCode::DependencyDown << false;
        QTest::newRow("locked") << SQLITE_LOCKED << ErrorCode::DependencyDown << false;
        QTest::newRow("full") << SQLITE_FULL << ErrorCode::DependencyDown << false;
        QTest::newRow("disk") << SQLITE_IOERR_FSYNC << ErrorCode::DependencyDown << true;
        QTest::newRow("gone") << SQLITE_CANTOPEN << ErrorCode::DependencyDown << true;
        QTest::newRow("damaged") << SQLITE_CORRUPT_INDEX << ErrorCode::DependencyDown << true;
        QTest::newRow("no database") << SQLITE_NOTADB << ErrorCode::DependencyDown << true;
        QTest::newRow("read only") << SQLITE_READONLY << ErrorCode::DependencyDown << false;
        QTest::newRow("moved") << SQLITE_READONLY_DBMOVED << ErrorCode::DependencyDown << true;
        QTest::newRow("foreign key") << SQLITE_CONSTRAINT_FOREIGNKEY << ErrorCode::Internal << false;
        QTest::newRow("out of memory") << SQLITE_NOMEM << ErrorCode::Internal << false;
    }
    void codesAreMapped()
    {
        QFETCH(int, code);
        QFETCH(ErrorCode, expected);
        QFETCH(bool, breaks);
        QCOMPARE(sqliteError(code, u"x"_s, u"detail"_s).code, expected);
        QCOMPARE(breaksConnection(code), breaks);
    }

    void aReaderCannotWrite()
    {
        Fixture fixture(schema);
        const auto reader = fixture.connect();
        const auto outcome = reader->exec(insertRow, 1, nullptr, nullptr, nullptr);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::DependencyDown);
    }

    void writerAndReaderUseTheLogAndFlush()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        QCOMPARE(number(*writer, u"PRAGMA synchronous"_s), 2);
        auto mode = writer->runText("test.mode", u"PRAGMA journal_mode"_s, {});
        QVERIFY(mode && mode->next());
        QCOMPARE(mode->text(0), u"wal"_s);
    }

    void rowsDoNotHoldTheLog()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        const auto reader = fixture.connect();
        QVERIFY(writer->execute(u"INSERT INTO t (id) VALUES (1), (2), (3)"_s));
        {
            auto rows = reader->query(listRows);
            QVERIFY(rows && rows->next()); // and no further
        }
        auto whole = reader->query(listRows);
        QVERIFY(whole);
        while (whole->next()) {
        }
        // Read to its end, the rows object still there: neither may keep the log from starting anew.
        auto emptied = writer->runText("test.truncate", u"PRAGMA wal_checkpoint(TRUNCATE)"_s, {});
        QVERIFY(emptied && emptied->next());
        QCOMPARE(emptied->integer(0), 0);
        QCOMPARE(QFileInfo(fixture.path() + u"-wal"_s).size(), 0);
    }

    void aStatementMayRunWithinItself()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        QVERIFY(writer->execute(u"INSERT INTO t (id) VALUES (1), (2), (3)"_s));
        int seen = 0;
        auto outer = writer->query(listRows);
        QVERIFY(outer);
        while (outer->next()) {
            auto inner = writer->query(listRows);
            QVERIFY(inner);
            while (inner->next())
                ++seen;
        }
        QCOMPARE(seen, 9);
    }

    void textsAreKeptByContent()
    {
        Fixture fixture(schema);
        const auto reader = fixture.connect();
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < 100; ++i)
                QCOMPARE(number(*reader, u"SELECT %1"_s.arg(i)), i);
        }
        auto rows = reader->runText("test.values", u"SELECT ? || ?"_s, {u"a"_s, 7});
        QVERIFY(rows && rows->next());
        QCOMPARE(rows->text(0), u"a7"_s);
    }

    void slowStatementsHaveTheirPlan()
    {
        Fixture fixture(schema, 2ms);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        QVERIFY(writer->execute(u"INSERT INTO big (name) VALUES ('x')"_s));
        {
            auto rows = writer->query(countUp, 200'000);
            QVERIFY(rows && rows->next());
            QVERIFY(rows->integer(0) > 200'000);
        }
        QCOMPARE(number(*writer, u"SELECT 1"_s), 1);
        const auto slow = fixture.statements.list();
        const auto at = std::find_if(slow.begin(), slow.end(), [](const auto& s) { return s.name == u"t.count_up"_s; });
        QVERIFY(at != slow.end());
        QCOMPARE(at->calls, 1);
        QVERIFY(at->maxUs >= 2'000 && at->totalUs >= at->maxUs && at->lastAtMs > 0);
        QVERIFY2(at->plan.contains(u"SCAN big"_s), qPrintable(at->plan));
        QVERIFY(at->fullScan);
        QCOMPARE(QString::fromUtf8(writer->lastStatement()), u"test.number"_s);
        const auto all = fixture.statements.all();
        QVERIFY(std::any_of(all.begin(), all.end(),
                            [](const auto& use) { return use.name == u"test.number"_s && use.calls == 1; }));
    }

    void statementsAreMeasured()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        static constexpr Statement add{"t.add", "INSERT INTO big (name) VALUES (?), (?), (?)"};
        static constexpr Statement all{"t.all", "SELECT name FROM big"};
        QVERIFY(writer->exec(add, u"a"_s, u"b"_s, u"c"_s));
        for (int i = 0; i < 2; ++i) {
            auto rows = writer->query(all);
            QVERIFY(rows && rows->next() && rows->next());
            QVERIFY(writer->activity().runningMs(std::chrono::steady_clock::now()) >= 0);
        }
        QCOMPARE(writer->activity().runningMs(std::chrono::steady_clock::now()), -1);
        const auto uses = fixture.statements.all();
        const auto use = [&](const QString& name) {
            const auto at = std::find_if(uses.begin(), uses.end(), [&](const auto& u) { return u.name == name; });
            return at == uses.end() ? StatementUse() : *at;
        };
        QCOMPARE(use(u"t.add"_s).rows, 3);
        QCOMPARE(use(u"t.add"_s).kind, StatementUse::Kind::Write);
        QCOMPARE(use(u"t.all"_s).rows, 4);
        QCOMPARE(use(u"t.all"_s).calls, 2);
        QCOMPARE(use(u"t.all"_s).kind, StatementUse::Kind::Read);
        QVERIFY(use(u"t.all"_s).p99Us <= use(u"t.all"_s).maxUs);
        QCOMPARE(use(u"pool.validate"_s).kind, StatementUse::Kind::Upkeep);
        const StatementFigures* figures = fixture.statements.find(use(u"t.all"_s).id);
        QVERIFY(figures && figures->name == "t.all");
        QVERIFY(!fixture.statements.find(0));
        QVERIFY(!use(u"t.all"_s).isPlanned);
        fixture.statements.setPlan(*figures, u"SCAN big"_s);
        const auto planned = fixture.statements.all();
        QVERIFY(std::any_of(planned.begin(), planned.end(),
                            [&](const auto& u) { return u.id == figures->id && u.isPlanned && u.fullScan; }));
    }

    void anOpenTransactionEndsWithTheLoan()
    {
        Fixture fixture(schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        QVERIFY(writer->execute(u"BEGIN IMMEDIATE; INSERT INTO t (id) VALUES (1)"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a transaction was left open"_s));
        writer->leave();
        QVERIFY(!writer->isInTransaction());
        QCOMPARE(number(*writer, u"SELECT count(*) FROM t"_s), 0);
    }

    void aLostFileIsNoticed()
    {
        Fixture fixture(schema);
        const auto reader = fixture.connect();
        QVERIFY(reader->validate(1s));
        QVERIFY(QFile::rename(fixture.path(), fixture.path() + u".away"_s));
        const auto lost = reader->validate(1s);
        QVERIFY(!lost);
        QCOMPARE(lost.error().code, ErrorCode::DependencyDown);
        QVERIFY(reader->isBroken());
        const auto opened = fixture.open(SqliteOptions::Role::Reader);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::DependencyDown);
        QVERIFY(!QFile::exists(fixture.path())); // never made anew, empty
    }

    void damageIsNoticedOnOpening_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text")
            << QByteArray("this is no database at all, but long enough to look like one").repeated(100);
        QTest::newRow("broken schema") << QByteArray("SQLite format 3\0\x10\0\x02\x02\0\x40\x20\x20", 24) +
                                              QByteArray(4072, '\x7f');
    }
    void damageIsNoticedOnOpening()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        SqliteOptions options;
        options.path = folder.filePath(u"broken.db"_s);
        options.role = SqliteOptions::Role::Writer;
        QFile file(options.path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        SlowStatements statements(1s);
        const auto opened = SqliteConnection::open(options, statements);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::DependencyDown);
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
