// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/requestwindow.h"

#include <QTest>

using namespace zg::telemetry;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestRequestWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ratesAreOfTheLastSecond()
    {
        zg::ManualClock clock;
        RequestCounters counters({u"GET /a"_s, u"GET /b"_s});
        counters.record(0, Outcome::Ok, 1s); // before the window was made: not in a rate
        RequestWindow window(counters, clock);
        for (int i = 0; i < 100; ++i)
            counters.record(0, Outcome::Ok, 2ms);
        for (int i = 0; i < 50; ++i)
            counters.record(1, Outcome::Shed, 1us);
        counters.requestStarted();
        clock.advance(2s); // a late tick
        window.tick();

        Sample sample;
        window.fill(sample);
        QCOMPARE(sample.ratePerS, (std::array<float, outcomeCount>{50, 0, 0, 25}));
        QCOMPARE(sample.inFlight, 1.0f);
        QVERIFY(qAbs(sample.p99Us - 2000) <= 20);

        Snapshot snapshot;
        window.fill(snapshot);
        QCOMPARE(snapshot.ratePerS, 75.0);
        QCOMPARE(snapshot.requestsTotal, 151);
        QCOMPARE(snapshot.outcomes, (std::array<qint64, outcomeCount>{101, 0, 0, 50}));
        QCOMPARE(snapshot.inFlight, 1);
        QCOMPARE(snapshot.routes.size(), 3);
        QCOMPARE(snapshot.routes[0].route, u"GET /a"_s);
        QCOMPARE(snapshot.routes[0].ratePerS, 50.0);
        QCOMPARE(snapshot.routes[0].durationCount, 101);
        QCOMPARE(snapshot.routes[0].durationBuckets.back(), 101);
        QCOMPARE(snapshot.routes[0].durationBuckets[2], 100); // 2.5 ms
        QCOMPARE(snapshot.routes[0].durationBuckets[1], 0);   // 1 ms
        QCOMPARE(snapshot.routes[0].totalUs, 1'200'000);
        QVERIFY(qAbs(snapshot.routes[0].durationUs - 1'200'000) < 12'000);
        QCOMPARE(snapshot.routes[1].durationCount, 0);
        QCOMPARE(snapshot.routes[0].lastMinute, (std::array<qint64, outcomeCount>{100, 0, 0, 0}));
        QVERIFY(qAbs(snapshot.routes[0].lastMinuteUs - 200'000) < 2'000);
        QCOMPARE(snapshot.routes[1].lastMinute, (std::array<qint64, outcomeCount>{0, 0, 0, 50}));
        QCOMPARE(window.routeLatency().at(0), snapshot.routes[0].latency);

        clock.advance(1s);
        window.tick();
        window.fill(snapshot);
        QCOMPARE(snapshot.ratePerS, 0.0);
        QCOMPARE(snapshot.latency, Percentiles());
        QVERIFY(snapshot.routes[0].latency.p99Us > 0); // the route's is over the last minute
    }

    void routesForgetAfterAMinute()
    {
        zg::ManualClock clock;
        RequestCounters counters({u"GET /a"_s});
        RequestWindow window(counters, clock);
        const auto tick = [&](int times) {
            for (int i = 0; i < times; ++i) {
                clock.advance(1s);
                window.tick();
            }
            Snapshot snapshot;
            window.fill(snapshot);
            return snapshot.routes[0].latency.maxUs;
        };
        tick(5);
        counters.record(0, Outcome::Ok, 1s);
        QVERIFY(tick(45) > 900'000); // 50 s at most: surely in
        counters.record(0, Outcome::Ok, 1ms);
        const qint64 later = tick(25); // 70 s: surely out
        QVERIFY2(later > 900 && later < 1100, qPrintable(QString::number(later)));
        QCOMPARE(tick(70), 0);
    }
};

QTEST_GUILESS_MAIN(TestRequestWindow)
#include "tst_requestwindow.moc"
