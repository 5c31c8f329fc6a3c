// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workerpool.h"

#include "unit/threadexecutor.h"

#include <QTest>

#include <condition_variable>
#include <mutex>

using namespace zg;
using zg::test::ThreadExecutor;
using namespace Qt::StringLiterals;

namespace {
/// Holds workers until it is opened.
class Gate
{
public:
    void wait()
    {
        std::unique_lock lock(m_mutex);
        ++m_waiting;
        m_wake.wait(lock, [this] { return m_open; });
    }
    void open()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_open = true;
        }
        m_wake.notify_all();
    }
    int waiting()
    {
        const std::lock_guard lock(m_mutex);
        return m_waiting;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_open = false;
    int m_waiting = 0;
};

struct Outcome
{
    std::atomic<int> value{0};
    std::atomic<int> refused{0};
    std::atomic<int> done{0};
    std::atomic<int> wrongThread{0};
};

Task<> square(WorkerPool* pool, int number, Gate* gate, Outcome* outcome)
{
    Executor* const mine = Executor::current();
    auto work = [number, gate]() -> Result<int> {
        if (gate)
            gate->wait();
        if (Executor::current())
            return Error(ErrorCode::Internal, u"not on a worker"_s);
        return number * number;
    };
    const auto result = co_await pool->run(work);
    if (result)
        outcome->value += *result;
    else if (result.error().code == ErrorCode::Overloaded && result.error().retryAfterS > 0)
        ++outcome->refused;
    outcome->wrongThread += Executor::current() != mine;
    ++outcome->done;
}
} // namespace

class TestWorkerPool final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersOnTheCallersExecutor()
    {
        Outcome outcome;
        WorkerPool pool(u"test"_s, 3, 1000);
        {
            ThreadExecutor executors[2];
            for (int i = 1; i <= 100; ++i)
                executors[i % 2].run([&, i] { square(&pool, i, nullptr, &outcome); });
            QTRY_COMPARE(outcome.done.load(), 100);
        }
        QCOMPARE(outcome.value.load(), 338'350);
        QCOMPARE(outcome.wrongThread.load(), 0);
        QTRY_COMPARE(pool.figures().done, 100);
        QCOMPARE(pool.figures().threads, 3);
        QCOMPARE(pool.figures().busy, 0);
        QCOMPARE(pool.figures().queued, 0);
    }

    void aFullQueueRefusesAtOnce()
    {
        Outcome outcome;
        Gate gate;
        WorkerPool pool(u"test"_s, 2, 3);
        ThreadExecutor executor;
        for (int i = 0; i < 2; ++i)
            executor.run([&] { square(&pool, 1, &gate, &outcome); });
        QTRY_COMPARE(gate.waiting(), 2);
        for (int i = 0; i < 5; ++i)
            executor.run([&] { square(&pool, 1, &gate, &outcome); });
        QTRY_COMPARE(outcome.refused.load(), 2); // 2 run, 3 wait
        const auto figures = pool.figures();
        QCOMPARE(figures.busy, 2);
        QCOMPARE(figures.queued, 3);
        QCOMPARE(figures.refused, 2);
        gate.open();
        QTRY_COMPARE(outcome.done.load(), 7);
        QCOMPARE(outcome.value.load(), 5);
        QTRY_VERIFY(pool.figures().lastQueueUs > 0);
    }

    void heavyJobsLeaveThreadsToTheOthers()
    {
        Gate heavy, light;
        std::atomic<int> done{0};
        WorkerPool pool(u"test"_s, 3, 16, 2);
        const auto submit = [&](Gate* gate, Weight weight) {
            return pool.trySubmit(
                [gate, &done] {
                    if (gate)
                        gate->wait();
                    ++done;
                },
                weight);
        };
        for (int i = 0; i < 2; ++i)
            QVERIFY(submit(&heavy, Weight::Heavy));
        QTRY_COMPARE(heavy.waiting(), 2);
        for (int i = 0; i < 4; ++i)
            QVERIFY(submit(&heavy, Weight::Heavy));
        QVERIFY(submit(nullptr, Weight::Light)); // came last, and goes past four that wait
        QTRY_COMPARE(done.load(), 1);
        QVERIFY(!submit(&heavy, Weight::Heavy)); // a quarter of the queue
        QVERIFY(submit(&light, Weight::Light));
        QTRY_COMPARE(light.waiting(), 1);
        QVERIFY(submit(nullptr, Weight::Light)); // the queue has room for these
        QCOMPARE(heavy.waiting(), 2);
        QCOMPARE(pool.figures().busy, 3);
        QCOMPARE(pool.figures().queued, 5);
        heavy.open();
        QTRY_COMPARE(done.load(), 8);
        light.open();
        QTRY_COMPARE(done.load(), 9);
    }

    void heavyJobsThatWaitAreDoneBeforeTheEnd()
    {
        std::atomic<int> done{0};
        Gate gate;
        WorkerPool pool(u"test"_s, 3, 100, 1);
        for (int i = 0; i < 10; ++i) { // of a hundred that may wait
            QVERIFY(pool.trySubmit(
                [&] {
                    gate.wait();
                    ++done;
                },
                Weight::Heavy));
        }
        QTRY_COMPARE(gate.waiting(), 1);
        gate.open();
        pool.stop();
        QCOMPARE(done.load(), 10);
    }

    void tellsHowLongEachWaited()
    {
        std::atomic<int> told{0};
        std::atomic<qint64> longestNs{0};
        Gate gate;
        WorkerPool pool(u"test"_s, 1, 10);
        pool.setWaitListener([&](Weight, std::chrono::nanoseconds waited) {
            ++told;
            longestNs = qMax(longestNs.load(), qint64(waited.count())); // one worker
        });
        for (int i = 0; i < 3; ++i)
            QVERIFY(pool.trySubmit([&] { gate.wait(); }));
        QTRY_COMPARE(gate.waiting(), 1);
        QCOMPARE(told.load(), 1); // the others still wait
        const auto blocked = std::chrono::steady_clock::now();
        QTRY_VERIFY(std::chrono::steady_clock::now() - blocked > std::chrono::milliseconds(5));
        gate.open();
        QTRY_COMPARE(told.load(), 3);
        QVERIFY(longestNs >= 5'000'000);
    }

    void stopRunsWhatWaits()
    {
        std::atomic<int> ran{0};
        Gate gate;
        WorkerPool pool(u"test"_s, 1, 10);
        for (int i = 0; i < 5; ++i) {
            QVERIFY(pool.trySubmit([&] {
                gate.wait();
                ++ran;
            }));
        }
        QTRY_COMPARE(gate.waiting(), 1);
        gate.open();
        pool.stop();
        QCOMPARE(ran.load(), 5);
        QVERIFY(!pool.trySubmit([&] { ++ran; }));
        QCOMPARE(ran.load(), 5);
        QCOMPARE(pool.figures().refused, 1);
    }
};

QTEST_GUILESS_MAIN(TestWorkerPool)
#include "tst_workerpool.moc"
