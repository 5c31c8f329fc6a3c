// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/histogram.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <thread>
#include <vector>

using namespace zg::telemetry;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

class TestHistogram final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void percentilesAreRightToOnePercent_data()
    {
        QTest::addColumn<double>("logMean"); // of a log-normal distribution, in ln(ns)
        QTest::addColumn<double>("logDeviation");
        QTest::newRow("a microsecond") << std::log(1e3) << 0.5;
        QTest::newRow("16 us, narrow") << std::log(16e3) << 0.05;
        QTest::newRow("1 ms, long tail") << std::log(1e6) << 2.0;
        QTest::newRow("seconds") << std::log(3e9) << 1.0;
        QTest::newRow("half an hour") << std::log(1.8e12) << 0.2;
    }
    void percentilesAreRightToOnePercent()
    {
        QFETCH(double, logMean);
        QFETCH(double, logDeviation);
        std::mt19937_64 random(7);
        std::lognormal_distribution<double> distribution(logMean, logDeviation);
        Histogram histogram;
        std::vector<qint64> values;
        double sum = 0;
        for (int i = 0; i < 50'000; ++i) {
            values.push_back(qMax<qint64>(1, qint64(distribution(random))));
            histogram.record(nanoseconds(values.back()));
            sum += double(values.back());
        }
        std::sort(values.begin(), values.end());
        const auto snapshot = histogram.snapshot();
        QCOMPARE(snapshot.count(), qint64(values.size()));
        for (const double percent : {0.01, 1.0, 25.0, 50.0, 90.0, 95.0, 99.0, 99.9, 100.0}) {
            const double exact = double(values[size_t(std::ceil(double(values.size()) * percent / 100)) - 1]);
            const double found = double(snapshot.percentile(percent).count());
            QVERIFY2(std::abs(found - exact) <= 0.01 * exact,
                     qPrintable(QStringLiteral("p%1: %2, not %3").arg(percent).arg(found).arg(exact)));
        }
        const double total = double(snapshot.total().count());
        QVERIFY2(std::abs(total - sum) < 0.01 * sum, qPrintable(QString::number(total / sum)));
    }

    void extremes_data()
    {
        QTest::addColumn<qint64>("recorded");
        QTest::addColumn<qint64>("read");
        QTest::newRow("negative: a clock that went back") << qint64(-5) << qint64(0);
        QTest::newRow("zero") << qint64(0) << qint64(0);
        QTest::newRow("one") << qint64(1) << qint64(1);
        QTest::newRow("last of its own bucket") << qint64(127) << qint64(127);
        QTest::newRow("first shared bucket") << qint64(128) << qint64(129);
        QTest::newRow("an hour") << qint64(3'600'000'000'000) << qint64(3'600'000'000'000);
        QTest::newRow("a day counts as the longest") << qint64(86'400'000'000'000) << qint64(4'398'046'511'104);
        QTest::newRow("the largest number") << std::numeric_limits<qint64>::max() << qint64(4'398'046'511'104);
    }
    void extremes()
    {
        QFETCH(qint64, recorded);
        QFETCH(qint64, read);
        Histogram histogram;
        histogram.recordAlone(nanoseconds(recorded));
        const auto found = histogram.snapshot().percentile(100).count();
        QVERIFY2(std::abs(double(found - read)) <= 0.01 * double(read), qPrintable(QString::number(found)));
        QCOMPARE(histogram.snapshot().count(), 1);
    }

    void emptyIsZero()
    {
        const Histogram histogram;
        QCOMPARE(histogram.snapshot().percentiles(), Percentiles());
        QCOMPARE(histogram.snapshot().total(), 0ns);
    }

    void differenceIsTheTimeInBetween()
    {
        Histogram histogram;
        for (int i = 0; i < 100; ++i)
            histogram.record(1ms);
        const auto before = histogram.snapshot();
        for (int i = 0; i < 10; ++i)
            histogram.record(5s);
        const auto window = histogram.snapshot() - before;
        QCOMPARE(window.count(), 10);
        QVERIFY(window.percentile(1) > 4900ms && window.percentile(100) < 5100ms);
        QCOMPARE((histogram.snapshot() - histogram.snapshot()).percentiles(), Percentiles());
        QCOMPARE((before - HistogramSnapshot()).count(), 100);
    }

    void sumIsBoth()
    {
        Histogram fast;
        Histogram slow;
        fast.record(1us);
        fast.record(2us);
        slow.record(10s);
        auto sum = slow.snapshot();
        sum += fast.snapshot();
        sum += HistogramSnapshot();
        QCOMPARE(sum.count(), 3);
        QCOMPARE(sum.percentiles().p50Us, 2);
        QVERIFY(qAbs(sum.percentiles().maxUs - 10'000'000) < 100'000);
        HistogramSnapshot other;
        fast.addTo(other);
        slow.addTo(other);
        QCOMPARE(other.percentiles(), sum.percentiles());
    }

    void cumulativeCounts()
    {
        Histogram histogram;
        for (const auto duration : {100us, 900us, 1100us, 9000us, 200'000us})
            histogram.record(duration);
        const std::array<nanoseconds, 4> bounds{500us, 1ms, 10ms, 100ms};
        std::array<qint64, 4> counts{};
        histogram.snapshot().cumulative(bounds, counts);
        QCOMPARE(counts, (std::array<qint64, 4>{1, 2, 4, 4}));
    }

    void threadsLoseNothing()
    {
        constexpr int threadCount = 4;
        constexpr int each = 50'000;
        Histogram histogram;
        std::atomic<bool> done{false};
        std::thread reader([&] {
            qint64 last = 0;
            while (!done) {
                const qint64 count = histogram.snapshot().count();
                if (count < last)
                    qFatal("the count went back");
                last = count;
            }
        });
        std::vector<std::thread> threads;
        for (int t = 0; t < threadCount; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < each; ++i)
                    histogram.record(nanoseconds((qint64(i) << t) + 1));
            });
        }
        for (auto& thread : threads)
            thread.join();
        done = true;
        reader.join();
        QCOMPARE(histogram.snapshot().count(), threadCount * each);
    }
};

QTEST_GUILESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
