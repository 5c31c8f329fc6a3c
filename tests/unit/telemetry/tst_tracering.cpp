// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/tracering.h"

#include <QTest>

using namespace zg::telemetry;

namespace {

constexpr qint64 startMs = 1'760'000'000'000;

RequestTrace trace(qint64 atMs, qint64 durationNs, int spans = 3)
{
    RequestTrace trace;
    trace.id = "0123456789abcdef";
    trace.startedAtMs = atMs;
    trace.durationNs = durationNs;
    trace.spans.fill({zg::Step::Statement, 0, 1, QStringLiteral("product.find")}, spans);
    return trace;
}

QList<qint64> durations(const TraceRing& ring)
{
    QList<qint64> list;
    for (const auto& entry : ring.entries())
        list.append(entry->durationNs);
    return list;
}

} // namespace

class TestTraceRing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewestStay()
    {
        TraceRing ring(TraceRing::Keeps::Newest, 3, 1 << 20);
        for (int i = 1; i <= 5; ++i) {
            QVERIFY(ring.wants(i, startMs));
            ring.add(trace(startMs + i, i));
        }
        QCOMPARE(durations(ring), (QList<qint64>{3, 4, 5}));
    }

    void theSlowestStay()
    {
        TraceRing ring(TraceRing::Keeps::Slowest, 3, 1 << 20);
        for (const qint64 took : {50, 10, 40})
            ring.add(trace(startMs, took));
        QVERIFY(!ring.wants(10, startMs)); // it would be the first to go
        QVERIFY(!ring.wants(9, startMs));
        QVERIFY(ring.wants(11, startMs));
        ring.add(trace(startMs + 1, 30));
        QCOMPARE(durations(ring), (QList<qint64>{50, 40, 30}));
        QVERIFY(!ring.wants(30, startMs));
    }

    void whatIsOldGoesBeforeWhatIsQuick()
    {
        TraceRing ring(TraceRing::Keeps::Slowest, 2, 1 << 20);
        ring.add(trace(startMs, 900));
        ring.add(trace(startMs + 1, 10));
        const qint64 later = startMs + TraceRing::minutesMs + 1;
        QVERIFY(ring.wants(5, later)); // the first is from before the last minutes
        ring.add(trace(later, 5));
        QCOMPARE(durations(ring), (QList<qint64>{10, 5}));
    }

    void bytesAreBounded()
    {
        const qint64 one = bytesOf(trace(startMs, 1));
        TraceRing ring(TraceRing::Keeps::Newest, 100, 3 * one);
        for (int i = 1; i <= 10; ++i) {
            ring.add(trace(startMs, i));
            QVERIFY(ring.bytes() <= 3 * one);
        }
        QCOMPARE(durations(ring), (QList<qint64>{8, 9, 10}));
        ring.add(trace(startMs, 11, 1'000)); // more than the ring has
        QCOMPARE(ring.bytes(), 0);
        QVERIFY(ring.entries().empty());
    }
};

QTEST_APPLESS_MAIN(TestTraceRing)
#include "tst_tracering.moc"
