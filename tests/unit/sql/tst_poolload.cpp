// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/poolload.h"

#include <QTest>

#include <cmath>

using namespace zg;
using namespace zg::sql;
using namespace std::chrono_literals;
using Verdict = telemetry::PoolAdvice::Verdict;

class TestPoolLoad final : public QObject
{
    Q_OBJECT

    /// So many seconds in each of which as many loans ended, each of that length.
    static void pass(PoolLoad& load, telemetry::PoolFigures& pool, int& second, int seconds, qint64 uses, qint64 holdUs)
    {
        for (int i = 0; i < seconds; ++i) {
            pool.uses += uses;
            pool.useUs += uses * holdUs;
            load.sample(pool, std::chrono::seconds(++second));
        }
    }

private Q_SLOTS:
    void littlesLaw()
    {
        PoolLoad load;
        telemetry::PoolFigures pool;
        int second = 0;
        QCOMPARE(load.advice(20, 40, false).verdict, Verdict::TooEarly);
        pass(load, pool, second, 5, 1'000, 9'000);
        QCOMPARE(load.advice(20, 40, false).verdict, Verdict::TooEarly); // not yet ten seconds
        pass(load, pool, second, 20, 1'000, 9'000);
        const auto advice = load.advice(20, 40, false);
        QCOMPARE(advice.load, 9.0); // 1000 a second × 9 ms
        QCOMPARE(advice.ratePerS, 1'000.0);
        QCOMPARE(advice.holdUs, 9'000.0);
        QCOMPARE(advice.needed, 15); // 9 + 2 √9
        QCOMPARE(advice.verdict, Verdict::Enough);
        QCOMPARE(load.advice(10, 40, false).verdict, Verdict::TooSmall);
        QVERIFY(load.advice(10, 40, false).waitUs > load.advice(10, 40, false).waitAfterUs);
        QVERIFY(std::isinf(load.advice(8, 40, false).waitUs)); // fewer than are in use on average
    }

    void theBusiestTenSecondsCount()
    {
        PoolLoad load;
        telemetry::PoolFigures pool;
        int second = 0;
        pass(load, pool, second, 30, 100, 1'000);
        pass(load, pool, second, 10, 1'000, 4'000);
        pass(load, pool, second, 30, 100, 1'000);
        QCOMPARE(load.advice(20, 40, false).load, 4.0);
        pass(load, pool, second, 300, 100, 1'000); // that rush is forgotten
        QCOMPARE(load.advice(20, 40, false).load, 0.1);
        QCOMPARE(load.advice(20, 40, false).needed, 2);
    }

    void moreThanThereAreThreadsIsNoUse()
    {
        PoolLoad load;
        telemetry::PoolFigures pool;
        int second = 0;
        pass(load, pool, second, 20, 1'000, 9'000);
        const auto capped = load.advice(4, 6, false);
        QCOMPARE(capped.verdict, Verdict::TooSmall);
        QCOMPARE(capped.needed, 8); // six workers and two others
        QCOMPARE(load.advice(8, 6, false).verdict, Verdict::WorkersShort);
        QCOMPARE(load.advice(20, 40, true).verdict, Verdict::WorkersShort);
    }

    void erlang()
    {
        // Known values of Erlang C: 9 in use of 10 wait with a chance of 0.669.
        const double wait = PoolLoad::expectedWaitUs(9, 1'000, 10);
        QVERIFY(std::abs(wait - std::log(0.6687 / 0.01) * 1'000) < 30);
        QCOMPARE(PoolLoad::expectedWaitUs(1, 1'000, 20), 0.0);
        QCOMPARE(PoolLoad::expectedWaitUs(0, 1'000, 1), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestPoolLoad)
#include "tst_poolload.moc"
