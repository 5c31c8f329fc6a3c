// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor.h"
#include "core/qtexecutor.h"
#include "core/task.h"

#include "unit/threadexecutor.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace zg;
using zg::test::ThreadExecutor;

namespace {
/// Waits for another thread's number and notes where it went on.
Task<int> answer(int number, Executor** resumedOn)
{
    std::thread other;
    auto ask = [number, &other](Completion<int>& completion) {
        other = std::thread([number, &completion] { completion.fulfil(number); });
    };
    const int result = co_await awaitCompletion<int>(ask);
    *resumedOn = Executor::current();
    other.join();
    co_return result;
}

Task<> addUp(int rounds, std::atomic<int>* sum, std::atomic<int>* wrongThread, std::atomic<int>* done)
{
    Executor* const mine = Executor::current();
    for (int i = 1; i <= rounds; ++i) {
        Executor* resumedOn = nullptr;
        const int number = co_await answer(i, &resumedOn);
        *sum += number;
        *wrongThread += resumedOn != mine;
    }
    ++*done;
}

Task<> answerAtOnce(int* result)
{
    auto ask = [](Completion<int>& completion) { completion.fulfil(7); };
    *result = co_await awaitCompletion<int>(ask);
}
} // namespace

class TestExecutor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threadsHaveTheirOwn()
    {
        QCOMPARE(Executor::current(), nullptr);
        {
            QtExecutor executor;
            QCOMPARE(Executor::current(), static_cast<Executor*>(&executor));
            std::thread([] {
                if (Executor::current())
                    qFatal("another thread's executor");
            }).join();
        }
        QCOMPARE(Executor::current(), nullptr);
    }

    void resumesOnTheAwaitersThread()
    {
        constexpr int threadCount = 3;
        constexpr int rounds = 50;
        std::atomic<int> sum{0};
        std::atomic<int> wrongThread{0};
        std::atomic<int> done{0};
        ThreadExecutor executors[threadCount];
        for (auto& executor : executors)
            executor.run([&] { addUp(rounds, &sum, &wrongThread, &done); });
        QTRY_COMPARE(done.load(), threadCount);
        QCOMPARE(sum.load(), threadCount * rounds * (rounds + 1) / 2);
        QCOMPARE(wrongThread.load(), 0);
    }

    void qtExecutorResumesInItsEventLoop()
    {
        QtExecutor executor;
        std::atomic<int> sum{0};
        std::atomic<int> wrongThread{0};
        std::atomic<int> done{0};
        addUp(5, &sum, &wrongThread, &done);
        QCOMPARE(done.load(), 0); // never inline
        QTRY_COMPARE(done.load(), 1);
        QCOMPARE(sum.load(), 15);
        QCOMPARE(wrongThread.load(), 0);
    }

    void fulfilledAtOnceStillResumesLater()
    {
        QtExecutor executor;
        int result = 0;
        answerAtOnce(&result);
        QCOMPARE(result, 0);
        QTRY_COMPARE(result, 7);
    }
};

QTEST_GUILESS_MAIN(TestExecutor)
#include "tst_executor.moc"
