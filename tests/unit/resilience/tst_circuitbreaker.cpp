// SPDX-License-Identifier: GPL-3.0-or-later
#include "resilience/circuitbreaker.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace zg;
using namespace zg::resilience;
using namespace std::chrono_literals;
using State = CircuitBreaker::State;

class TestCircuitBreaker final : public QObject
{
    Q_OBJECT

    ManualClock m_clock;

    static CircuitBreaker::Policy policy()
    {
        CircuitBreaker::Policy policy;
        policy.failures = 3;
        policy.openFor = 5s;
        policy.openAtMost = 15s;
        return policy;
    }
    static void fail(CircuitBreaker& breaker, int times)
    {
        for (int i = 0; i < times; ++i) {
            auto permit = breaker.enter();
            QVERIFY(permit);
            permit->failed();
        }
    }
    static State stateOf(const CircuitBreaker& breaker) { return breaker.figures().state; }

private Q_SLOTS:
    void opensAfterFailuresInARow()
    {
        CircuitBreaker breaker(QStringLiteral("wechat"), m_clock, policy());
        fail(breaker, 2);
        breaker.enter()->succeeded();
        fail(breaker, 2);
        QCOMPARE(stateOf(breaker), State::Closed);
        fail(breaker, 1);
        QCOMPARE(stateOf(breaker), State::Open);
        const auto refusal = breaker.enter();
        QVERIFY(!refusal);
        QCOMPARE(refusal.error().code, ErrorCode::DependencyDown);
        QCOMPARE(refusal.error().retryAfterS, 5);
        const auto figures = breaker.figures();
        QCOMPARE(figures.name, QStringLiteral("wechat"));
        QCOMPARE(figures.successes, 1);
        QCOMPARE(figures.failures, 5);
        QCOMPARE(figures.refused, 1);
        QCOMPARE(figures.opened, 1);
    }

    void triesOneCallAndCloses()
    {
        std::vector<State> changes;
        CircuitBreaker breaker(QStringLiteral("wechat"), m_clock, policy());
        breaker.setListener([&](State state) { changes.push_back(state); });
        fail(breaker, 3);
        m_clock.advance(4999ms);
        QVERIFY(!breaker.enter());
        m_clock.advance(1ms);
        auto trial = breaker.enter();
        QVERIFY(trial);
        QVERIFY(!breaker.enter()); // one at a time
        trial->succeeded();
        QCOMPARE(stateOf(breaker), State::Closed);
        QVERIFY(breaker.enter());
        QCOMPARE(changes, (std::vector<State>{State::Open, State::HalfOpen, State::Closed}));
    }

    void eachFailedTrialDoublesTheWait_data()
    {
        QTest::addColumn<int>("trials");
        QTest::addColumn<int>("seconds");
        QTest::newRow("at first") << 0 << 5;
        QTest::newRow("after one") << 1 << 10;
        QTest::newRow("at most") << 2 << 15;
        QTest::newRow("for ever") << 80 << 15;
    }
    void eachFailedTrialDoublesTheWait()
    {
        QFETCH(int, trials);
        QFETCH(int, seconds);
        CircuitBreaker breaker(QStringLiteral("wechat"), m_clock, policy());
        fail(breaker, 3);
        for (int i = 0; i < trials; ++i) {
            m_clock.advance(15s);
            fail(breaker, 1);
        }
        QCOMPARE(breaker.enter().error().retryAfterS, seconds);
    }

    void aCallGivenUpFreesTheTrial()
    {
        CircuitBreaker breaker(QStringLiteral("wechat"), m_clock, policy());
        fail(breaker, 3);
        m_clock.advance(5s);
        {
            const auto dropped = breaker.enter();
            QVERIFY(dropped);
        }
        QCOMPARE(stateOf(breaker), State::HalfOpen);
        auto next = breaker.enter();
        QVERIFY(next);
        next->succeeded();
        QCOMPARE(stateOf(breaker), State::Closed);
    }

    void lateAnswersHaveNoSay()
    {
        CircuitBreaker breaker(QStringLiteral("wechat"), m_clock, policy());
        auto early = breaker.enter();
        auto another = breaker.enter();
        fail(breaker, 3);
        early->succeeded(); // began before it opened
        QCOMPARE(stateOf(breaker), State::Open);
        m_clock.advance(5s);
        auto trial = breaker.enter();
        another->failed();
        QCOMPARE(stateOf(breaker), State::HalfOpen);
        trial->succeeded();
        QCOMPARE(stateOf(breaker), State::Closed);
    }

    void anyThreadMayCall()
    {
        CircuitBreaker breaker(QStringLiteral("wechat"), m_clock, policy());
        std::atomic<int> permitted{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 5'000; ++i) {
                    if (auto permit = breaker.enter()) {
                        ++permitted;
                        i % 7 ? permit->failed() : permit->succeeded();
                    }
                    m_clock.advance(10ms);
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        const auto figures = breaker.figures();
        QCOMPARE(figures.successes + figures.failures, permitted.load());
        QCOMPARE(figures.refused, 20'000 - permitted.load());
    }
};

QTEST_GUILESS_MAIN(TestCircuitBreaker)
#include "tst_circuitbreaker.moc"
