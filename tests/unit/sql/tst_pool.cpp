// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/sql/poolfixture.h"

#include <atomic>
#include <latch>
#include <numeric>
#include <thread>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

class TestPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lendsWarmConnectionsFirst()
    {
        PoolFixture fixture(small(4, 0));
        QVERIFY(fixture.pool.start());
        QCOMPARE(fixture.pool.figures().total, 1);
        {
            auto first = fixture.pool.take();
            auto second = fixture.pool.take();
            QVERIFY(first && second);
            QCOMPARE(number(**first, u"SELECT 1"_s), 1);
            const auto figures = fixture.pool.figures();
            QCOMPARE(figures.active, 2);
            QCOMPARE(figures.idle, 0);
            QCOMPARE(figures.maximum, 4);
            const auto list = fixture.pool.connections();
            QCOMPARE(list.size(), 2);
            QCOMPARE(list.at(0).state, Pool::State::InUse);
            QCOMPARE(list.at(0).statement, u"test.number"_s);
        }
        const auto figures = fixture.pool.figures();
        QCOMPARE(figures.active, 0);
        QCOMPARE(figures.idle, 2);
        QCOMPARE(figures.created, 2);
        const auto again = fixture.pool.take();
        QVERIFY(again);
        QCOMPARE(fixture.pool.connections().at(0).loans, 2); // the last one returned
        QCOMPARE(fixture.pool.connections().at(1).loans, 1);
    }

    void listsWhatRuns()
    {
        PoolFixture fixture(small(2, 0));
        QVERIFY(fixture.pool.start());
        auto lease = fixture.pool.take();
        QVERIFY(lease);
        {
            auto rows = (*lease)->runText("test.slow", u"SELECT 1 UNION ALL SELECT 2"_s, {});
            QVERIFY(rows && rows->next());
            fixture.clock.advance(3s);
            const auto busy = fixture.pool.connections().at(0);
            QCOMPARE(busy.state, Pool::State::InUse);
            QCOMPARE(busy.stateMs, 3'000);
            QCOMPARE(busy.statement, u"test.slow"_s);
            QVERIFY(busy.runningMs >= 0);
        }
        QCOMPARE(fixture.pool.connections().at(0).runningMs, -1); // its rows are gone
        QCOMPARE(fixture.pool.connections().at(0).state, Pool::State::InUse);
        const auto waits = fixture.pool.waits();
        QCOMPARE(std::accumulate(waits.begin(), waits.end(), qint64(0)), 1);
    }

    void growsForThoseWhoWait()
    {
        auto settings = small(1, 0);
        settings.connectionTimeout = 10s;
        PoolFixture fixture(settings);
        QVERIFY(fixture.pool.start());
        const auto held = fixture.pool.take();
        std::atomic<int> served{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 2; ++i)
            threads.emplace_back([&] {
                if (fixture.pool.take())
                    ++served;
            });
        QTRY_COMPARE(fixture.pool.figures().waiting, 2);
        QCOMPARE(fixture.pool.setMaximumPoolSize(3), 1);
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(served.load(), 2);
        QCOMPARE(fixture.pool.figures().maximum, 3);
    }

    void shrinksAsTheyComeBack()
    {
        PoolFixture fixture(small(3, 0));
        QVERIFY(fixture.pool.start());
        {
            const auto first = fixture.pool.take();
            const auto second = fixture.pool.take();
            {
                const auto third = fixture.pool.take();
                QVERIFY(first && second && third);
                QCOMPARE(fixture.pool.setMaximumPoolSize(1), 3);
                QCOMPARE(fixture.pool.figures().total, 3); // nobody loses what he holds
            }
            QCOMPARE(fixture.pool.figures().total, 2);
        }
        QCOMPARE(fixture.pool.figures().total, 1);
        QVERIFY(fixture.pool.take());
        QCOMPARE(fixture.pool.setMaximumPoolSize(3), 1);
        {
            const auto first = fixture.pool.take();
            const auto second = fixture.pool.take();
            QVERIFY(first && second);
        }
        fixture.pool.setMaximumPoolSize(1);
        fixture.pool.maintain(); // closes the idle one that is too many
        QCOMPARE(fixture.pool.figures().total, 1);
    }

    void timesOutWithTheFigures()
    {
        PoolFixture fixture(small(1, 0));
        QVERIFY(fixture.pool.start());
        const auto held = fixture.pool.take();
        QElapsedTimer timer;
        timer.start();
        const auto refused = fixture.pool.take();
        QVERIFY(!refused);
        QVERIFY(timer.elapsed() >= 249);
        QCOMPARE(refused.error().code, ErrorCode::DependencyDown);
        QCOMPARE(refused.error().message, u"no connection after 250 ms (1 of 1 busy, 1 waiting)"_s);
        QCOMPARE(fixture.pool.figures().timeouts, 1);
        QCOMPARE(fixture.pool.figures().waiting, 0);
    }

    void servesThoseWhoWaitInTheirOrder()
    {
        auto settings = small(1, 0);
        settings.connectionTimeout = 10s;
        PoolFixture fixture(settings);
        QVERIFY(fixture.pool.start());
        std::mutex mutex;
        QList<int> order;
        std::vector<std::thread> threads;
        {
            const auto held = fixture.pool.take();
            QVERIFY(held);
            for (int i = 0; i < 5; ++i) {
                threads.emplace_back([&, i] {
                    const auto lease = fixture.pool.take();
                    const std::lock_guard lock(mutex);
                    order.append(lease ? i : -1);
                });
                QTRY_COMPARE(fixture.pool.figures().waiting, i + 1);
            }
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(order, (QList<int>{0, 1, 2, 3, 4}));
    }

    void eightThreadsShareFour()
    {
        auto settings = small(4, 1);
        settings.connectionTimeout = 10s;
        PoolFixture fixture(settings);
        QVERIFY(fixture.pool.start());
        std::latch ready(8);
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&, t] {
                ready.arrive_and_wait();
                for (int i = 0; i < 300; ++i) {
                    const auto lease = fixture.pool.take();
                    if (lease && number(**lease, u"SELECT %1"_s.arg(t)) == t)
                        ++good;
                }
            });
        }
        for (int i = 0; i < 50; ++i)
            fixture.pool.maintain(); // the keeper is at work meanwhile
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(good.load(), 8 * 300);
        const auto figures = fixture.pool.figures();
        QVERIFY(figures.total <= 4 && figures.idle == figures.total);
        QCOMPARE(figures.timeouts, 0);
    }

    void failsAtOnceWhenNoneCanBeMade()
    {
        PoolFixture fixture(small(4, 0));
        QVERIFY(fixture.pool.start());
        fixture.fails = true;
        fixture.pool.evictAll();
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 3; ++i) {
            const auto refused = fixture.pool.take();
            QVERIFY(!refused);
            QCOMPARE(refused.error().message, u"no luck"_s);
        }
        QVERIFY(timer.elapsed() < 200);
        QCOMPARE(fixture.attempts, 2); // the back-off spares the others
        fixture.fails = false;
        QVERIFY(!fixture.pool.take());
        fixture.clock.advance(300ms);
        QVERIFY(fixture.pool.take());
    }

    void waitersAreToldWhenNoneCanBeMade()
    {
        auto settings = small(1, 0);
        settings.connectionTimeout = 30s;
        PoolFixture fixture(settings);
        QVERIFY(fixture.pool.start());
        QString message;
        std::thread waiter;
        {
            const auto held = fixture.pool.take();
            waiter = std::thread([&] {
                const auto lease = fixture.pool.take();
                message = lease ? QString() : lease.error().message;
            });
            QTRY_COMPARE(fixture.pool.figures().waiting, 1);
            fixture.fails = true;
            fixture.pool.evictAll(); // the one in use is closed when it comes back
        }
        waiter.join();
        QCOMPARE(message, u"no luck"_s);
    }

    void startFollowsItsTimeout_data()
    {
        QTest::addColumn<int>("timeoutMs");
        QTest::addColumn<bool>("starts");
        QTest::newRow("once") << 0 << false;
        QTest::newRow("for a while") << 150 << false;
        QTest::newRow("without") << -1 << true;
    }
    void startFollowsItsTimeout()
    {
        QFETCH(int, timeoutMs);
        QFETCH(bool, starts);
        auto settings = small(2, 0);
        settings.initializationFailTimeout = std::chrono::milliseconds(timeoutMs);
        PoolFixture fixture(settings);
        fixture.fails = true;
        const auto started = fixture.pool.start();
        QCOMPARE(started.has_value(), starts);
        if (timeoutMs > 0)
            QVERIFY(fixture.attempts > 1);
        else
            QCOMPARE(fixture.attempts, 1);
        fixture.fails = false;
        fixture.clock.advance(1s);
        QCOMPARE(fixture.pool.take().has_value(), starts);
        QVERIFY(starts || fixture.pool.start()); // and may be tried again
    }

    void closedPoolsRefuse()
    {
        PoolFixture fixture(small(1, 0));
        QVERIFY(!fixture.pool.take());
        QVERIFY(fixture.pool.start());
        auto held = std::make_optional(fixture.pool.take());
        Error told;
        std::thread waiter([&] {
            if (const auto lease = fixture.pool.take(); !lease)
                told = lease.error();
        });
        QTRY_COMPARE(fixture.pool.figures().waiting, 1);
        std::thread closer([&] { fixture.pool.close(); });
        waiter.join();
        QCOMPARE(told.code, ErrorCode::ShuttingDown);
        held.reset(); // close() waited for it
        closer.join();
        QCOMPARE(fixture.pool.figures().total, 0);
        QCOMPARE(fixture.pool.take().error().code, ErrorCode::ShuttingDown);
    }
};

QTEST_GUILESS_MAIN(TestPool)
#include "tst_pool.moc"
