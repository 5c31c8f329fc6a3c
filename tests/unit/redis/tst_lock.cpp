// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/lock.h"
#include "core/qtexecutor.h"
#include "support/redisserver.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace zg;
using namespace zg::redis;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestLock final : public QObject
{
    Q_OBJECT

    QtExecutor m_executor;
    test::RedisServer m_server;
    std::unique_ptr<Client> m_client;
    std::unique_ptr<Lock> m_lock;

    static Lock::Options options(std::chrono::milliseconds timeToLive, std::chrono::milliseconds patience)
    {
        Lock::Options options;
        options.timeToLive = timeToLive;
        options.patience = patience;
        return options;
    }
    Result<Lock::Hold> acquire(const QByteArray& key, Lock::Options options)
    {
        std::optional<Result<Lock::Hold>> result;
        const auto run = [&]() -> Task<> {
            auto got = co_await m_lock->acquire(key, options);
            result.emplace(std::move(got));
        };
        run();
        [&] { QTRY_VERIFY(result); }();
        return *std::move(result);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_server.start());
        RedisSettings settings;
        settings.url = m_server.url();
        m_client = std::make_unique<Client>(settings, "zg-test");
        m_lock = std::make_unique<Lock>(*m_client);
        QVERIFY(m_client->open());
    }

    void isOnlyOnesAtATime()
    {
        std::optional<Lock::Hold> first(*acquire("a", options(5s, 0ms)));
        QVERIFY(first->isHeld() && first->isFresh());
        const auto second = acquire("a", options(5s, 50ms));
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Overloaded);
        const auto blocking = m_lock->acquireNow("a", options(5s, 50ms));
        QVERIFY(!blocking);
        const qint64 fence = first->fence();
        first.reset();
        const auto third = acquire("a", options(5s, 2s)); // the release is on its way
        QVERIFY(third);
        QVERIFY(third->fence() > fence);
    }

    void countsRightUnderContention()
    {
        int counter = 0; // the lock is its only guard
        std::atomic<qint64> lastFence{0};
        std::atomic<bool> ordered{true};
        const auto work = [&] {
            for (int i = 0; i < 100; ++i) {
                const auto hold = m_lock->acquireNow("b", options(10s, 10s));
                if (!hold || lastFence.exchange(hold->fence()) >= hold->fence())
                    ordered = false;
                ++counter;
            }
        };
        std::thread one(work);
        std::thread two(work);
        one.join();
        two.join();
        QVERIFY(ordered);
        QCOMPARE(counter, 200);
    }

    void expires()
    {
        auto first = *acquire("c", options(60ms, 0ms));
        const auto second = acquire("c", options(5s, 2s));
        QVERIFY(second);
        QVERIFY(!first.isFresh());
        QVERIFY(second->fence() > first.fence());
        first.release(); // no longer ours: it must not take it from the second
        QVERIFY(m_client->commandNow(Command("PING")));
        std::atomic<bool> passed{false};
        m_client->post(Command("PING"), [&](const Result<Reply>&) { passed = true; }); // behind the release
        QTRY_VERIFY(passed);
        QVERIFY(!acquire("c", options(5s, 0ms)));
        QVERIFY(second->isFresh());
    }

    void fencesGrowWhenRedisForgot()
    {
        qint64 fence = 0;
        {
            const auto hold = acquire("d", options(5s, 0ms));
            fence = hold->fence();
        }
        m_server.ask({"FLUSHALL"});
        const auto hold = acquire("d", options(5s, 1s));
        QVERIFY(hold);
        QVERIFY(hold->fence() > fence);
    }

    void failsWithoutRedis()
    {
        m_server.kill();
        const auto hold = acquire("e", options(5s, 1s));
        QVERIFY(!hold);
        QCOMPARE(hold.error().code, ErrorCode::DependencyDown);
        QVERIFY(!m_lock->acquireNow("e", options(5s, 1s)));
    }

    void cleanupTestCase()
    {
        m_client.reset();
        m_lock.reset();
    }
};

QTEST_GUILESS_MAIN(TestLock)
#include "tst_lock.moc"
