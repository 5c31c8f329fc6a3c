// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/timeseries.h"

#include <QTest>

#include <thread>

using namespace zg::telemetry;
using namespace Qt::StringLiterals;

namespace {
constexpr qint64 start = 1'760'000'040'000; // a whole minute

Sample second(int i)
{
    Sample sample;
    sample.atMs = start + i * 1000;
    sample.ratePerS[0] = float(i % 60);
    sample.p99Us = float(i % 60) * 10;
    sample.queued = float(59 - i % 60);
    sample.cacheHitsPerS = 4;
    sample.takingsTodayFen = i;
    return sample;
}
} // namespace

class TestTimeSeries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newestOldestFirst_data()
    {
        QTest::addColumn<int>("added");
        QTest::addColumn<int>("wanted");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("count");
        QTest::newRow("empty") << 0 << 10 << 0 << 0;
        QTest::newRow("fewer than wanted") << 5 << 10 << 0 << 5;
        QTest::newRow("the newest") << 100 << 10 << 90 << 10;
        QTest::newRow("none wanted") << 100 << 0 << 0 << 0;
        QTest::newRow("negative") << 100 << -1 << 0 << 0;
        QTest::newRow("just full") << 3600 << 3600 << 0 << 3600;
        QTest::newRow("round the ring") << 9000 << 4000 << 5400 << 3600;
    }
    void newestOldestFirst()
    {
        QFETCH(int, added);
        QFETCH(int, wanted);
        QFETCH(int, first);
        QFETCH(int, count);
        TimeSeries series;
        for (int i = 0; i < added; ++i)
            series.add(second(i));
        const auto samples = series.seconds(wanted);
        QCOMPARE(samples.size(), count);
        for (int i = 0; i < count; ++i)
            QCOMPARE(samples[i], second(first + i));
    }

    void minutesAreMeansAndMaxima()
    {
        TimeSeries series;
        for (int i = 0; i < 150; ++i)
            series.add(second(i));
        const auto minutes = series.minutes();
        QCOMPARE(minutes.size(), 3);
        QCOMPARE(minutes[1].atMs, start + 60'000);
        QCOMPARE(minutes[1].ratePerS[0], 29.5f);
        QCOMPARE(minutes[1].cacheHitsPerS, 4.0f);
        QCOMPARE(minutes[1].p99Us, 590.0f);
        QCOMPARE(minutes[1].queued, 59.0f);
        QCOMPARE(minutes[1].takingsTodayFen, 119);
        QCOMPARE(minutes[2].ratePerS[0], 14.5f); // half a minute: the mean of what there is
        QCOMPARE(series.minutes(1).first(), minutes[2]);
    }

    void aDayOfMinutes()
    {
        TimeSeries series;
        for (int i = 0; i < 1500; ++i)
            series.add(second(i * 60));
        const auto minutes = series.minutes();
        QCOMPARE(minutes.size(), 1440);
        QCOMPARE(minutes.last().atMs, start + 1499 * 60'000);
        QCOMPARE(minutes.first().atMs, start + 60 * 60'000);
    }

    void markersAreBounded()
    {
        TimeSeries series;
        for (int i = 0; i < TimeSeries::markersKept + 5; ++i)
            series.mark({i, Marker::Kind::Problem, u"p"_s});
        QCOMPARE(series.markers().size(), TimeSeries::markersKept);
        QCOMPARE(series.markers().first().atMs, 5);
        QCOMPARE(series.markers().last().atMs, TimeSeries::markersKept + 4);
    }

    void readersDoNotDisturb()
    {
        TimeSeries series;
        std::atomic<bool> done{false};
        std::thread reader([&] {
            while (!done) {
                const auto samples = series.seconds(100);
                for (int i = 1; i < samples.size(); ++i) {
                    if (samples[i].atMs != samples[i - 1].atMs + 1000)
                        qFatal("a hole in the series");
                }
                static_cast<void>(series.minutes());
            }
        });
        for (int i = 0; i < 8000; ++i)
            series.add(second(i));
        done = true;
        reader.join();
        QCOMPARE(series.seconds(1).first(), second(7999));
    }
};

QTEST_GUILESS_MAIN(TestTimeSeries)
#include "tst_timeseries.moc"
