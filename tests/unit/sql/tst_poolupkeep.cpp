// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/sql/poolfixture.h"

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

class TestPoolUpkeep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheMinimumIdle()
    {
        PoolFixture fixture(small(4, 3));
        QVERIFY(fixture.pool.start());
        fixture.pool.maintain();
        QCOMPARE(fixture.pool.figures().idle, 3);
        const auto one = fixture.pool.take();
        const auto two = fixture.pool.take();
        fixture.pool.maintain();
        QCOMPARE(fixture.pool.figures().total, 4); // not beyond the maximum
        QCOMPARE(fixture.pool.figures().idle, 2);
    }

    void closesWhatIsIdleTooLong()
    {
        auto settings = small(4, 1);
        settings.idleTimeout = 60s;
        PoolFixture fixture(settings);
        QVERIFY(fixture.pool.start());
        {
            const auto one = fixture.pool.take();
            const auto two = fixture.pool.take();
            const auto three = fixture.pool.take();
        }
        QCOMPARE(fixture.pool.figures().idle, 3);
        fixture.clock.advance(59s);
        fixture.pool.maintain();
        QCOMPARE(fixture.pool.figures().idle, 3);
        fixture.clock.advance(2s);
        fixture.pool.maintain();
        QCOMPARE(fixture.pool.figures().idle, 1);
    }

    void replacesTheOldButNeverOneInUse()
    {
        auto settings = small(4, 2);
        settings.maxLifetime = 100s;
        settings.idleTimeout = 0ms;
        PoolFixture fixture(settings);
        QVERIFY(fixture.pool.start());
        fixture.pool.maintain();
        fixture.clock.advance(97s); // the jitter is 2.5 s at most
        fixture.pool.maintain();
        QCOMPARE(fixture.pool.figures().created, 2);
        {
            const auto used = fixture.pool.take();
            QVERIFY(used);
            fixture.clock.advance(4s);
            fixture.pool.maintain();
            QCOMPARE(number(**used, u"SELECT 7"_s), 7);
            QCOMPARE(fixture.pool.figures().created, 4); // two new idle ones, and the one in use
            QCOMPARE(fixture.pool.figures().total, 3);
        }
        QCOMPARE(fixture.pool.figures().total, 2); // closed as it came back
    }

    void checksWhatWasNotUsedForLong()
    {
        PoolFixture fixture(small(2, 0));
        QVERIFY(fixture.pool.start());
        QVERIFY(fixture.pool.take());
        QVERIFY(QFile::rename(fixture.database.path(), fixture.database.path() + u".away"_s));
        QVERIFY(fixture.pool.take()); // checked less than half a second ago
        fixture.clock.advance(600ms);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"connection 1 failed its check"_s));
        const auto lost = fixture.pool.take();
        QVERIFY(!lost);
        QCOMPARE(lost.error().code, ErrorCode::DependencyDown);
        QVERIFY(QFile::rename(fixture.database.path() + u".away"_s, fixture.database.path()));
        fixture.clock.advance(5s);
        QVERIFY(fixture.pool.take()); // it recovers by itself
    }

    void keepsIdleOnesAlive()
    {
        auto settings = small(2, 1);
        settings.keepaliveTime = 30s;
        PoolFixture fixture(settings);
        QVERIFY(fixture.pool.start());
        QVERIFY(QFile::rename(fixture.database.path(), fixture.database.path() + u".away"_s));
        fixture.clock.advance(20s);
        fixture.pool.maintain();
        QCOMPARE(fixture.pool.figures().total, 1);
        fixture.clock.advance(11s);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"connection 1 failed its keep-alive"_s));
        fixture.pool.maintain();
        QCOMPARE(fixture.pool.figures().total, 0);
        QVERIFY(QFile::rename(fixture.database.path() + u".away"_s, fixture.database.path()));
        fixture.clock.advance(5s);
        fixture.pool.maintain();
        QCOMPARE(fixture.pool.figures().idle, 1);
    }

    void warnsOfLeaks()
    {
        auto settings = small(2, 0);
        settings.leakDetectionThreshold = 5s;
        PoolFixture fixture(settings);
        QVERIFY(fixture.pool.start());
        {
            const auto lease = fixture.pool.take();
            QVERIFY(lease);
            QCOMPARE(number(**lease, u"SELECT 7"_s), 7);
            fixture.clock.advance(6s);
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"out for 6000 ms .* test.number"_s));
            fixture.pool.maintain();
            fixture.pool.maintain(); // once is enough
            QCOMPARE(fixture.pool.figures().leaks, 1);
            QVERIFY(fixture.pool.connections().at(0).isLeaking);
            QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"unleaked"_s));
        }
        QVERIFY(!fixture.pool.connections().at(0).isLeaking);
    }

    void evictsAll()
    {
        PoolFixture fixture(small(4, 0));
        QVERIFY(fixture.pool.start());
        {
            const auto used = fixture.pool.take();
            const auto other = fixture.pool.take();
            fixture.pool.evictAll();
            QCOMPARE(fixture.pool.figures().total, 2);
        }
        QCOMPARE(fixture.pool.figures().total, 0);
        QVERIFY(fixture.pool.take());
    }

    void measures()
    {
        PoolFixture fixture(small(2, 0));
        QVERIFY(fixture.pool.start());
        {
            const auto lease = fixture.pool.take();
            fixture.clock.advance(40ms);
        }
        const auto figures = fixture.pool.figures();
        QVERIFY(qAbs(figures.use.maxUs - 40'000) <= 400);
        QCOMPARE(figures.created, 1);
    }

    void settingsAreChecked_data()
    {
        QTest::addColumn<int>("maximum");
        QTest::addColumn<int>("minimumIdle");
        QTest::addColumn<int>("connectionMs");
        QTest::addColumn<int>("idleS");
        QTest::addColumn<int>("lifetimeS");
        QTest::addColumn<int>("keepaliveS");
        QTest::addColumn<int>("leakS");
        QTest::addColumn<QString>("warning");
        QTest::newRow("defaults") << 20 << 5 << 3000 << 600 << 1800 << 0 << 0 << QString();
        QTest::newRow("no places") << 0 << 0 << 3000 << 600 << 1800 << 0 << 0 << u"maximum_pool_size"_s;
        QTest::newRow("short wait") << 20 << 5 << 1 << 600 << 1800 << 0 << 0 << u"connection_timeout"_s;
        QTest::newRow("fixed size") << 5 << 5 << 3000 << 60 << 1800 << 0 << 0 << u"idle_timeout has no effect"_s;
        QTest::newRow("idle beyond life") << 20 << 5 << 3000 << 600 << 300 << 0 << 0 << u"idle_timeout is close to"_s;
        QTest::newRow("short life") << 20 << 5 << 3000 << 600 << 10 << 0 << 0 << u"max_lifetime"_s;
        QTest::newRow("keep-alive beyond life")
            << 20 << 5 << 3000 << 600 << 1800 << 1800 << 0 << u"keepalive_time is not less"_s;
        QTest::newRow("leak at once") << 20 << 5 << 3000 << 600 << 1800 << 0 << 1 << u"leak_detection_threshold"_s;
    }
    void settingsAreChecked()
    {
        QFETCH(int, maximum);
        QFETCH(int, minimumIdle);
        QFETCH(int, connectionMs);
        QFETCH(int, idleS);
        QFETCH(int, lifetimeS);
        QFETCH(int, keepaliveS);
        QFETCH(int, leakS);
        QFETCH(QString, warning);
        PoolSettings settings;
        settings.maximumPoolSize = maximum;
        settings.minimumIdle = minimumIdle;
        settings.connectionTimeout = std::chrono::milliseconds(connectionMs);
        settings.idleTimeout = std::chrono::seconds(idleS);
        settings.maxLifetime = std::chrono::seconds(lifetimeS);
        settings.keepaliveTime = std::chrono::seconds(keepaliveS);
        settings.leakDetectionThreshold = std::chrono::seconds(leakS);
        const auto warnings = checkPoolSettings(settings);
        QCOMPARE(!warnings.isEmpty(), !warning.isEmpty());
        if (!warning.isEmpty())
            QVERIFY2(warnings.first().startsWith(warning), qPrintable(warnings.join(u'\n')));
        QVERIFY(warnings.isEmpty() || settings.idleTimeout == 60s ||
                checkPoolSettings(settings).isEmpty()); // corrected
    }
};

QTEST_GUILESS_MAIN(TestPoolUpkeep)
#include "tst_poolupkeep.moc"
