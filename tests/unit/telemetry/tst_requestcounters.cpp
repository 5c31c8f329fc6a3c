// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/requestcounters.h"

#include <QTest>

#include <thread>

using namespace zg::telemetry;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestRequestCounters final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsByRouteAndOutcome()
    {
        RequestCounters counters({u"GET /a"_s, u"GET /b"_s});
        QCOMPARE(counters.routes(), (QStringList{u"GET /a"_s, u"GET /b"_s, u"other"_s}));
        counters.record(0, Outcome::Ok, 1ms);
        counters.record(0, Outcome::Ok, 3ms);
        counters.record(1, Outcome::ServerError, 2ms);
        counters.record(1, Outcome::Shed, 1us);
        counters.record(-1, Outcome::ClientError, 1ms);
        counters.record(99, Outcome::ClientError, 1ms);

        const auto totals = counters.snapshot();
        QCOMPARE(totals.routes.size(), size_t(3));
        QCOMPARE(totals.routes[0].requests, (std::array<qint64, outcomeCount>{2, 0, 0, 0}));
        QCOMPARE(totals.routes[0].total, 4ms);
        QCOMPARE(totals.routes[1].requests, (std::array<qint64, outcomeCount>{0, 0, 1, 1}));
        QCOMPARE(totals.routes[1].latency.count(), 1); // what was shed has no latency
        QCOMPARE(totals.routes[2].requests, (std::array<qint64, outcomeCount>{0, 2, 0, 0}));
        QCOMPARE(counters.requests(), 6);
    }

    void gaugesAddUpAcrossThreads()
    {
        RequestCounters counters({});
        counters.requestStarted();
        counters.requestStarted();
        counters.connectionOpened();
        std::thread([&] {
            counters.requestFinished(); // began on another thread
            counters.connectionOpened();
        }).join();
        QCOMPARE(counters.inFlight(), 1);
        QCOMPARE(counters.connections(), 2);
        counters.connectionClosed();
        QCOMPARE(counters.snapshot().inFlight, 1);
        QCOMPARE(counters.snapshot().connections, 1);
    }

    void instancesDoNotMix()
    {
        for (int round = 0; round < 3; ++round) { // likely at the same address again
            RequestCounters one({u"GET /a"_s});
            RequestCounters two({u"GET /a"_s});
            for (int i = 0; i < 10; ++i) {
                one.record(0, Outcome::Ok, 1ms);
                two.record(0, Outcome::Shed, 1ms);
            }
            QCOMPARE(one.snapshot().routes[0].requests, (std::array<qint64, outcomeCount>{10, 0, 0, 0}));
            QCOMPARE(two.snapshot().routes[0].requests, (std::array<qint64, outcomeCount>{0, 0, 0, 10}));
        }
    }

    void nothingIsLost()
    {
        constexpr int threadCount = 4;
        constexpr int each = 30'000;
        RequestCounters counters({u"GET /a"_s, u"GET /b"_s});
        std::atomic<bool> done{false};
        std::thread reader([&] {
            qint64 last = 0;
            while (!done) {
                qint64 count = 0;
                for (const auto& route : counters.snapshot().routes)
                    count += route.latency.count();
                if (count < last)
                    qFatal("the count went back");
                last = count;
            }
        });
        for (int wave = 0; wave < 2; ++wave) { // the second wave may meet the slabs of the first
            std::vector<std::thread> threads;
            for (int t = 0; t < threadCount; ++t) {
                threads.emplace_back([&, t] {
                    for (int i = 0; i < each; ++i) {
                        counters.requestStarted();
                        counters.record((i + t) % 3, Outcome(i % outcomeCount), std::chrono::nanoseconds(i));
                        counters.requestFinished();
                    }
                });
            }
            for (auto& thread : threads)
                thread.join();
        }
        done = true;
        reader.join();
        QCOMPARE(counters.requests(), 2 * threadCount * each);
        QCOMPARE(counters.inFlight(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRequestCounters)
#include "tst_requestcounters.moc"
