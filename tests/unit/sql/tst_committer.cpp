// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/sql/committerfixture.h"

#include <thread>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

class TestCommitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commitsWhatWaitsTogether()
    {
        CommitterFixture fixture;
        Gate gate;
        fixture.submit([&](Connection&) -> Result<void> { return gate.pass(); }); // holds the thread up
        gate.waitUntilEntered();
        for (int i = 1; i <= 5; ++i)
            fixture.submit(insert(i));
        QCOMPARE(fixture.committer.figures().queued, 5);
        QVERIFY(fixture.answers().isEmpty());
        gate.open();
        QTRY_COMPARE(fixture.answers().size(), 6);
        QCOMPARE(fixture.answers(), QList<ErrorCode>(6, CommitterFixture::success));
        const auto figures = fixture.committer.figures();
        QCOMPARE(figures.groups, 2);
        QCOMPARE(figures.jobs, 6);
        QCOMPARE(figures.lastGroup, 5);
        QVERIFY(figures.lastQueueUs > 0 && figures.lastCommitUs > 0);
        QCOMPARE(fixture.sum(), 15);
    }

    void answersAfterTheCommit()
    {
        CommitterFixture fixture;
        const auto reader = fixture.database.connect();
        qint64 seen = -1;
        fixture.submit(insert(7), [&] { seen = number(*reader, u"SELECT sum(id) FROM t"_s); });
        QTRY_COMPARE(fixture.answers().size(), 1);
        QCOMPARE(seen, 7); // another connection saw it when the answer came
    }

    void aFailingJobSpoilsOnlyItself()
    {
        CommitterFixture fixture;
        Gate gate;
        fixture.submit([&](Connection&) -> Result<void> { return gate.pass(); });
        gate.waitUntilEntered();
        fixture.submit(insert(1));
        fixture.submit([](Connection& connection) -> Result<void> { // wrote, then changed its mind
            if (auto done = insert(100)(connection); !done)
                return done;
            return Error{ErrorCode::OutOfStock};
        });
        fixture.submit(insert(1)); // there already
        fixture.submit([](Connection&) -> Result<void> { throw std::runtime_error("thrown"); });
        fixture.submit(insert(2));
        gate.open();
        QTRY_COMPARE(fixture.answers().size(), 6);
        QCOMPARE(fixture.answers(),
                 (QList<ErrorCode>{CommitterFixture::success, CommitterFixture::success, ErrorCode::OutOfStock,
                                   ErrorCode::Duplicate, ErrorCode::Internal, CommitterFixture::success}));
        QCOMPARE(fixture.sum(), 3);
        QCOMPARE(fixture.committer.figures().failedGroups, 0);
    }

    void neighboursOfAGroupRunTogether_data()
    {
        QTest::addColumn<bool>("fails");
        QTest::newRow("together") << false;
        QTest::newRow("one by one after a failure") << true;
    }
    void neighboursOfAGroupRunTogether()
    {
        QFETCH(bool, fails);
        CommitterFixture fixture;
        SumGroup group(fixture);
        group.fails = fails;
        Gate gate;
        fixture.submit([&](Connection&) -> Result<void> { return gate.pass(); });
        gate.waitUntilEntered();
        fixture.submit(insert(1), {}, &group);
        fixture.submit(insert(2), {}, &group);
        fixture.submit(insert(2), {}, &group); // there already: its own failure
        fixture.submit(insert(4));
        fixture.submit(insert(8), {}, &group); // not a neighbour: alone
        gate.open();
        QTRY_COMPARE(fixture.answers().size(), 6);
        QCOMPARE(group.runs, QList<int>(fails ? 2 : 1, 3)); // a failure is tried again under a savepoint
        QCOMPARE(group.commits, 1);
        QCOMPARE(group.answersAtCommit, 1); // told before any of its own
        QCOMPARE(fixture.answers().at(3), ErrorCode::Duplicate);
        QCOMPARE(fixture.answers().count(CommitterFixture::success), 5);
        QCOMPARE(fixture.sum(), 15);
    }

    void aFullQueueRefuses()
    {
        CommitterFixture fixture(3);
        Gate gate;
        fixture.submit([&](Connection&) -> Result<void> { return gate.pass(); });
        gate.waitUntilEntered();
        for (int i = 1; i <= 4; ++i)
            fixture.submit(insert(i));
        QCOMPARE(fixture.answers(), QList<ErrorCode>{ErrorCode::Overloaded}); // at once, on this thread
        QCOMPARE(fixture.lastError().retryAfterS, 1);
        QCOMPARE(fixture.committer.figures().refused, 1);
        gate.open();
        QTRY_COMPARE(fixture.answers().size(), 5);
        QCOMPARE(fixture.sum(), 6);
    }

    void stopCommitsWhatIsQueued()
    {
        CommitterFixture fixture;
        for (int i = 1; i <= 2'000; ++i)
            fixture.submit(insert(i));
        fixture.committer.stop();
        QCOMPARE(fixture.answers(), QList<ErrorCode>(2'000, CommitterFixture::success));
        QCOMPARE(fixture.sum(), 2'001'000);
        fixture.submit(insert(9'999));
        QCOMPARE(fixture.answers().last(), ErrorCode::ShuttingDown);
    }

    void aFullDiskKeepsNothingAndHeals()
    {
        CommitterFixture fixture;
        fixture.submit(insert(1));
        fixture.submit([](Connection& connection) -> Result<void> {
            const auto pages = number(connection, u"PRAGMA page_count"_s);
            return connection.execute(u"PRAGMA max_page_count = %1"_s.arg(pages + 2));
        });
        QTRY_COMPARE(fixture.answers().size(), 2);
        Gate gate;
        fixture.submit([&](Connection&) -> Result<void> { return gate.pass(); });
        gate.waitUntilEntered();
        fixture.submit(insert(2));
        fixture.submit(fill(200)); // far more than two pages
        gate.open();
        QTRY_COMPARE(fixture.answers().size(), 5);
        QCOMPARE(fixture.answers().last(), ErrorCode::DependencyDown);
        QVERIFY2(fixture.lastError().message.contains(u"full"_s), qPrintable(fixture.lastError().message));
        QCOMPARE(number(*fixture.database.connect(), u"SELECT count(*) FROM filler"_s), 0);

        fixture.submit([](Connection& connection) { return connection.execute(u"PRAGMA max_page_count = 1000000"_s); });
        fixture.submit(fill(200));
        QTRY_COMPARE(fixture.answers().size(), 7);
        QCOMPARE(fixture.answers().last(), CommitterFixture::success);
        QVERIFY(fixture.committer.isHealthy());
    }

    void aLockedDatabaseFailsSoonAndHeals()
    {
        CommitterFixture fixture;
        const auto other = fixture.database.connect(SqliteOptions::Role::Writer);
        QVERIFY(other->execute(u"BEGIN IMMEDIATE"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"writes fail: .*locked"_s));
        QElapsedTimer timer;
        timer.start();
        fixture.submit(insert(1));
        QTRY_COMPARE(fixture.answers().size(), 1);
        QVERIFY(timer.elapsed() < 1'000);
        QCOMPARE(fixture.answers().first(), ErrorCode::DependencyDown);
        QVERIFY(!fixture.committer.isHealthy());
        QCOMPARE(fixture.committer.figures().failedGroups, 1);
        QVERIFY(other->execute(u"ROLLBACK"_s));
        fixture.submit(insert(2));
        QTRY_COMPARE(fixture.answers().size(), 2);
        QCOMPARE(fixture.answers().last(), CommitterFixture::success);
        QVERIFY(fixture.committer.isHealthy());
        QCOMPARE(fixture.sum(), 2);
    }

    void aLostFileFailsAndHeals()
    {
        CommitterFixture fixture;
        fixture.submit(insert(1));
        QTRY_COMPARE(fixture.answers().size(), 1);
        const QString path = fixture.database.path();
        const QString away = path + u".away"_s;
        QVERIFY(QFile::rename(path, away) && QFile::rename(path + u"-wal"_s, away + u"-wal"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"writes fail: .*cannot be opened"_s));
        fixture.submit(insert(2));
        QTRY_COMPARE(fixture.answers().size(), 2);
        QCOMPARE(fixture.answers().last(), ErrorCode::DependencyDown);
        QVERIFY(!QFile::exists(path));
        QVERIFY(QFile::rename(away, path) && QFile::rename(away + u"-wal"_s, path + u"-wal"_s));
        fixture.submit(insert(4));
        QTRY_COMPARE(fixture.answers().size(), 3);
        QCOMPARE(fixture.answers().last(), CommitterFixture::success);
        QCOMPARE(fixture.sum(), 5);
        QVERIFY(fixture.committer.takeExternalChange()); // it might have been another file
    }

    /// Linux lets anyone cut or remove a file that is open: what is written then, no later start would find.
    void filesThatAreNotWhatTheyWere_data()
    {
        QTest::addColumn<bool>("cutsFile");
        QTest::addColumn<bool>("cutsLog");
        QTest::addColumn<bool>("removesLog");
        QTest::newRow("the file is cut") << true << false << false;
        QTest::newRow("the log is cut") << false << true << false;
        QTest::newRow("the log is removed") << false << false << true;
        QTest::newRow("the file is cut, the log removed") << true << false << true;
    }
    void filesThatAreNotWhatTheyWere()
    {
        QFETCH(bool, cutsFile);
        QFETCH(bool, cutsLog);
        QFETCH(bool, removesLog);
        CommitterFixture fixture;
        const QString path = fixture.database.path();
        fixture.submit(insert(1));
        QTRY_COMPARE(fixture.answers().size(), 1);
        Gate gate;
        fixture.submit([&](Connection& connection) -> Result<void> {
            if (auto done = insert(2)(connection); !done)
                return done;
            return gate.pass();
        });
        gate.waitUntilEntered();
        QVERIFY(!cutsFile || QFile(path).resize(0));
        QVERIFY(!cutsLog || QFile(path + u"-wal"_s).resize(0));
        QVERIFY(!removesLog || QFile::remove(path + u"-wal"_s));
        gate.open();
        QTRY_COMPARE(fixture.answers().size(), 2);
        QCOMPARE(fixture.answers().last(), ErrorCode::DependencyDown);
    }

    void changesOfOthersAreNoticed()
    {
        CommitterFixture fixture;
        fixture.submit(insert(1));
        QTRY_COMPARE(fixture.answers().size(), 1);
        QVERIFY(!fixture.committer.takeExternalChange());
        const auto other = fixture.database.connect(SqliteOptions::Role::Writer);
        QVERIFY(other->execute(u"INSERT INTO t (id) VALUES (50)"_s));
        bool isNoticed = false; // asked again and again, true once
        QTRY_VERIFY((isNoticed = isNoticed || fixture.committer.takeExternalChange()));
        fixture.submit(insert(2)); // our own are no change from outside
        QTRY_COMPARE(fixture.answers().size(), 2);
        QVERIFY(!fixture.committer.takeExternalChange());
    }

    void theLogStaysShort()
    {
        CommitterFixture fixture;
        for (int i = 1; i <= 20; ++i) { // 20 × 800 pages; the log may hold 8,000 and the last group
            fixture.submit(fill(800));
            QTRY_COMPARE(fixture.answers().size(), i);
        }
        QVERIFY2(fixture.maxLogBytes() < 45'000'000, qPrintable(QString::number(fixture.maxLogBytes())));
    }
};

QTEST_GUILESS_MAIN(TestCommitter)
#include "tst_committer.moc"
