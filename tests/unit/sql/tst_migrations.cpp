// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/sql/sqlfixture.h"

#include "sql/migrations.h"

#include <latch>
#include <thread>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

namespace {
const QList<Migration> twoSteps{
    {1, u"first"_s, "-- a ; in a comment\nCREATE TABLE a (x TEXT DEFAULT ';');\nINSERT INTO a VALUES ('one; two');"},
    {2, u"second"_s, "CREATE TABLE b (y INTEGER);"}};
constexpr auto writer = SqliteOptions::Role::Writer;
} // namespace

class TestMigrations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void builtInOnesMakeTheStore()
    {
        Fixture fixture;
        const auto connection = fixture.connect(writer);
        QCOMPARE(migrate(*connection, builtInMigrations()).value_or(-1), int(builtInMigrations().size()));
        QCOMPARE(migrate(*connection, builtInMigrations()).value_or(-1), 0);
        QVERIFY(checkSchema(*connection, builtInMigrations()));
        QCOMPARE(number(*connection, u"SELECT count(*) FROM categories"_s), 7);
    }

    void stepsAreTakenInOrderAndOnce()
    {
        Fixture fixture;
        const auto connection = fixture.connect(writer);
        QCOMPARE(migrate(*connection, twoSteps.first(1)).value_or(-1), 1);
        QVERIFY(!checkSchema(*connection, twoSteps)); // one is missing
        QCOMPARE(migrate(*connection, twoSteps).value_or(-1), 1);
        QCOMPARE(number(*connection, u"SELECT count(*) FROM a WHERE x = 'one; two'"_s), 1);
        QCOMPARE(number(*connection, u"SELECT group_concat(version, '') FROM schema_migrations"_s), 12);
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("prepare");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("newer") << u"INSERT INTO schema_migrations VALUES (3, 'x', 'y', 0)"_s << u"newer version"_s;
        QTest::newRow("changed") << u"UPDATE schema_migrations SET checksum = 'y' WHERE version = 1"_s
                                 << u"step 1 (first)"_s;
        QTest::newRow("gap") << u"DELETE FROM schema_migrations WHERE version = 1"_s << u"step 2 (second)"_s;
        QTest::newRow("not ours") << u"DROP TABLE schema_migrations"_s << u"another program"_s;
    }
    void refusals()
    {
        QFETCH(QString, prepare);
        QFETCH(QString, sentence);
        Fixture fixture;
        const auto connection = fixture.connect(writer);
        QCOMPARE(migrate(*connection, twoSteps).value_or(-1), 2);
        QVERIFY(connection->execute(prepare));
        const auto refused = migrate(*connection, twoSteps);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DependencyDown);
        QVERIFY2(refused.error().message.contains(sentence), qPrintable(refused.error().message));
        QVERIFY(!connection->isInTransaction());
    }

    void aFailingStepLeavesNothing()
    {
        Fixture fixture;
        const auto connection = fixture.connect(writer);
        auto steps = twoSteps;
        steps[1].sql = "CREATE TABLE b (y INTEGER); INSERT INTO nowhere VALUES (1);";
        QVERIFY(!migrate(*connection, steps));
        QVERIFY(!connection->isInTransaction());
        QCOMPARE(number(*connection, u"SELECT count(*) FROM schema_migrations"_s), 1);
        QCOMPARE(number(*connection, u"SELECT count(*) FROM sqlite_schema WHERE name = 'b'"_s), 0);
        QCOMPARE(migrate(*connection, twoSteps).value_or(-1), 1);
    }

    void severalAtOnceAllSucceed()
    {
        for (int round = 0; round < 10; ++round) {
            QTemporaryDir folder;
            const QString path = folder.filePath(u"new.db"_s);
            constexpr int programs = 4;
            std::latch ready(programs);
            std::array<Result<int>, programs> taken;
            std::vector<std::thread> threads;
            for (auto& mine : taken) {
                threads.emplace_back([&] {
                    ready.arrive_and_wait();
                    SlowStatements statements(10s);
                    SqliteOptions options;
                    options.path = path;
                    options.role = writer;
                    options.busyTimeout = 10s;
                    if (auto prepared = prepareFile(path); !prepared) {
                        mine = prepared.error();
                        return;
                    }
                    auto connection = SqliteConnection::open(options, statements);
                    mine = connection ? migrate(**connection, builtInMigrations()) : Result<int>(connection.error());
                });
            }
            for (auto& thread : threads)
                thread.join();
            int sum = 0;
            for (const auto& mine : taken) {
                QVERIFY2(mine.has_value(), mine ? "" : qPrintable(mine.error().message));
                sum += *mine;
            }
            QCOMPARE(sum, int(builtInMigrations().size()));
        }
    }

    void filesAreReadInOrder()
    {
        QTemporaryDir folder;
        const auto put = [&](const QString& name) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write("SELECT 1;") > 0;
        };
        QVERIFY(put(u"0002_more.sql"_s) && put(u"0001_store.sql"_s) && put(u"notes.txt"_s));
        const auto read = readMigrations(folder.path());
        QVERIFY(read);
        QCOMPARE(read->size(), 2);
        QCOMPARE(read->at(0).name, u"store"_s);
        QCOMPARE(read->at(1).version, 2);
        QVERIFY(put(u"0004_gap.sql"_s));
        QVERIFY(!readMigrations(folder.path()));
    }
};

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
