// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"

#include <QDateTime>
#include <QTest>

using namespace zg;
using namespace std::chrono_literals;

class TestClock final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manualMovesWhenTold()
    {
        ManualClock clock(1'000);
        QCOMPARE(clock.monotonic(), 0ns);
        QCOMPARE(clock.wallMs(), 1'000);
        clock.advance(2500us);
        QCOMPARE(clock.monotonic(), 2500us);
        QCOMPARE(clock.coarse(), 2500us);
        QCOMPARE(clock.wallMs(), 1'002);
    }

    void systemGoesForward()
    {
        const Clock& clock = Clock::system();
        auto last = clock.monotonic();
        for (int i = 0; i < 10'000; ++i) {
            const auto now = clock.monotonic();
            QVERIFY(now >= last);
            last = now;
        }
        QVERIFY(qAbs(clock.wallMs() - QDateTime::currentMSecsSinceEpoch()) < 1000);
    }

    void coarseIsTheSameClockALittleBehind()
    {
        const Clock& clock = Clock::system();
        for (int i = 0; i < 1'000; ++i) {
            const auto coarse = clock.coarse();
            const auto now = clock.monotonic();
            QVERIFY(coarse <= now);
            QVERIFY(now - coarse < 1s); // 4 ms, and what a loaded machine takes between the two lines
        }
    }
};

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
