// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/requesttraces.h"

#include "telemetry/tracering.h"

#include <QTest>

#include <thread>

using namespace zg;
using namespace zg::telemetry;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ms = 1'000'000;
constexpr qint64 second = 1'000 * ms;
constexpr qint64 start = 1'000 * second; // monotonic

/// A request that began `at` and whose handler took so long.
Trace request(qint64 at, qint64 took, int status = 200, int route = 0)
{
    Trace trace;
    trace.arrivedNs = trace.wholeNs = at;
    trace.handledNs = trace.admittedNs = at;
    trace.answeredNs = at + took;
    trace.route = route;
    trace.status = status;
    return trace;
}

class Traces final
{
public:
    /// @param took nanoseconds
    void answer(qint64 took, int status = 200, int route = 0, bool isShed = false)
    {
        Trace trace = request(m_now, took, status, route);
        trace.isShed = isShed;
        wait(took);
        traces.completed(trace, m_now, "id-" + QByteArray::number(++m_count), "10.0.0.1");
    }
    /// The first of a thread is a sample.
    void begin() { answer(1'000); }
    QList<RequestTrace> kept() const { return traces.kept(0)->requests; }
    int count(Kept kind) const
    {
        int count = 0;
        for (const auto& one : kept())
            count += one.kept == kind;
        return count;
    }
    void wait(qint64 ns)
    {
        m_now += ns;
        clock.advance(std::chrono::nanoseconds(ns));
    }

    ManualClock clock;
    RequestTraces traces{{u"GET /a"_s, u"GET /b"_s}, clock};

private:
    qint64 m_now = start;
    int m_count = 0;
};

} // namespace

class TestRequestTraces final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatAPersonLooksFor()
    {
        Traces all;
        all.begin();
        all.answer(12 * ms);
        all.answer(1 * ms, 500);
        all.answer(1 * ms, 409);
        all.answer(1 * ms, 503, 1, true);
        all.answer(20 * ms, 503);
        QList<Kept> kinds;
        const auto kept = all.kept();
        for (const auto& one : kept)
            kinds.prepend(one.kept);
        QCOMPARE(kinds,
                 (QList<Kept>{Kept::Sampled, Kept::Slow, Kept::Failed, Kept::Refused, Kept::Shed, Kept::Failed}));
        QVERIFY(kept.first().isSlow); // it is both
        QCOMPARE(kept.first().id, "id-6"_ba);
        QCOMPARE(kept.first().client, "10.0.0.1"_ba);
        QCOMPARE(kept.first().route, u"GET /a"_s);
        QCOMPARE(kept.at(1).route, u"GET /b"_s);
        QCOMPARE(kept.first().durationNs, 20 * ms);
        QCOMPARE(all.traces.dropped(), 0);
    }

    void everydayAnswersAreNotKept()
    {
        Traces all;
        all.begin();
        for (const int status : {200, 204, 301, 401, 403, 404})
            all.answer(1 * ms, status);
        QCOMPARE(all.kept().size(), 1);
    }

    void whatMatchedNoRouteIsOther()
    {
        Traces all;
        for (const int route : {-1, 2, 700})
            all.answer(20 * ms, 200, route);
        for (const auto& one : all.kept())
            QCOMPARE(one.route, u"other"_s);
    }

    void samplesOneInAThousandAndOneASecond()
    {
        Traces all;
        for (int i = 0; i < 2'001; ++i)
            all.answer(1'000);
        QCOMPARE(all.count(Kept::Sampled), 3); // the first, and two in two thousand
        all.wait(second);
        all.answer(1'000);
        QCOMPARE(all.count(Kept::Sampled), 4);
        all.answer(1'000);
        QCOMPARE(all.count(Kept::Sampled), 4);
    }

    void slowIsWhatIsSlowForItsRoute()
    {
        Traces all;
        all.begin();
        const auto isSlow = [&](qint64 took, int route) {
            const int before = all.count(Kept::Slow);
            all.answer(took, 200, route);
            return all.count(Kept::Slow) > before;
        };
        QVERIFY(!isSlow(9 * ms, 0));
        QVERIFY(isSlow(10 * ms, 0));
        // 0: most take 200 µs; 1: 99 of 100 take up to 80 ms; other: no limit of its own is above half a second.
        const Percentiles quick{100, 180, 200, 5'000}, late{20'000, 60'000, 80'000, 900'000}, later{1, 1, 2'000'000, 1};
        all.traces.adapt(std::array{quick, late, later});
        QVERIFY(!isSlow(9 * ms, 0));
        QVERIFY(isSlow(10 * ms, 0));
        QVERIFY(!isSlow(79 * ms, 1));
        QVERIFY(isSlow(80 * ms, 1));
        QVERIFY(!isSlow(499 * ms, -1));
        QVERIFY(isSlow(500 * ms, -1));
    }

    void aLongWayToTheHandlerIsSlowToo()
    {
        Traces all;
        all.begin();
        Trace queued = request(start, 1 * ms);
        queued.wholeNs = queued.arrivedNs = start - 60 * ms;
        all.traces.completed(queued, start + 2 * ms, "queued", {});
        Trace dribbled = request(start, 1 * ms);
        dribbled.arrivedNs = start - 700 * ms;
        all.traces.completed(dribbled, start + 2 * ms, "dribbled", {});
        Trace ordinary = request(start, 1 * ms);
        ordinary.arrivedNs = start - 300 * ms; // a phone's upload
        all.traces.completed(ordinary, start + 2 * ms, "ordinary", {});
        QCOMPARE(all.count(Kept::Slow), 1);
        QCOMPARE(all.count(Kept::Sampled), 2); // the client's own slowness
        const auto kept = all.kept();
        const auto at = std::find_if(kept.begin(), kept.end(), [](const auto& one) { return one.id == "dribbled"; });
        QVERIFY(at != kept.end());
        QVERIFY(!at->isSlow);
        QCOMPARE(at->readNs, 700 * ms);
        QCOMPARE(at->spans.first(), (RequestSpan{Step::Read, 0, 700 * ms, {}}));
    }

    void theGatesOwnAreNoSlowerThanTheyWere()
    {
        Traces all;
        all.begin();
        Trace shed;
        shed.arrivedNs = shed.wholeNs = start;
        shed.status = 503;
        shed.isShed = true;
        all.traces.completed(shed, start + 1 * ms, "shed", {});
        QCOMPARE(all.count(Kept::Shed), 1);
        const auto kept = all.kept();
        for (const auto& one : kept) {
            QVERIFY(!one.isSlow);
            if (one.kept == Kept::Shed)
                QCOMPARE(one.spans, (QList<RequestSpan>{{Step::Queue, 0, 1 * ms, {}}}));
        }
    }

    void spansSayWhereTheTimeWent()
    {
        Traces all;
        Trace trace = request(start, 30 * ms);
        trace.handledNs = start + 1 * ms;
        trace.admittedNs = start + 2 * ms;
        trace.add(Step::Token, start + 1 * ms, start + 2 * ms);
        trace.add(Step::Connection, start + 12 * ms, start + 13 * ms);
        trace.add(Step::Worker, start + 2 * ms, start + 12 * ms); // noted later, began earlier
        static const QByteArray name("product.find");
        trace.add(Step::Statement, start + 13 * ms, start + 28 * ms, name.constData());
        trace.add(Step::Statement, start + 20 * ms, start + 22 * ms, name.constData()); // inside the other
        trace.reason = "internal";
        trace.status = 500;
        all.clock.advance(std::chrono::seconds(5));
        all.traces.completed(trace, start + 31 * ms, "the-id", "192.0.2.7");
        const auto one = all.kept().first();
        QCOMPARE(one.reason, "internal"_ba);
        QCOMPARE(one.durationNs, 31 * ms);
        QCOMPARE(one.startedAtMs, all.clock.wallMs() - 31);
        const QList<RequestSpan> wanted{{Step::Queue, 0, 1 * ms, {}},
                                        {Step::Token, 1 * ms, 1 * ms, {}},
                                        {Step::Worker, 2 * ms, 10 * ms, {}},
                                        {Step::Connection, 12 * ms, 1 * ms, {}},
                                        {Step::Statement, 13 * ms, 15 * ms, u"product.find"_s},
                                        {Step::Statement, 20 * ms, 2 * ms, u"product.find"_s},
                                        {Step::Write, 30 * ms, 1 * ms, {}}};
        QCOMPARE(one.spans, wanted);
        QCOMPARE(one.coveredNs(), 29 * ms);
    }

    void anAnswerFromMemoryHasItsSpan()
    {
        Traces all;
        Trace trace = request(start, 20 * ms);
        trace.isFromMemory = true;
        all.traces.completed(trace, start + 20 * ms, {}, {});
        QCOMPARE(all.kept().first().spans.at(1), (RequestSpan{Step::Cache, 0, 20 * ms, {}}));
    }

    void aFloodStaysInItsRoom()
    {
        Traces all;
        all.answer(20 * ms);
        all.answer(1 * ms, 500);
        for (int i = 0; i < 10'000; ++i)
            all.answer(1'000, 503, 0, true);
        QCOMPARE(all.count(Kept::Slow), 1);
        QCOMPARE(all.count(Kept::Failed), 1);
        QCOMPARE(all.count(Kept::Shed), 16); // of this second
        QCOMPARE(all.traces.dropped(), 10'000 - 16);
        for (int i = 0; i < 10; ++i) {
            all.wait(second);
            for (int k = 0; k < 100; ++k)
                all.answer(1'000, 503, 0, true);
        }
        QCOMPARE(all.count(Kept::Shed), int(RequestTraces::places[size_t(Kept::Shed)]));
        QCOMPARE(all.count(Kept::Failed), 1);
    }

    void saysWhetherThereIsNews()
    {
        Traces all;
        const auto empty = all.traces.kept(0);
        QVERIFY(empty && empty->requests.isEmpty());
        QVERIFY(!all.traces.kept(empty->revision));
        all.begin();
        const auto one = all.traces.kept(empty->revision);
        QVERIFY(one && one->requests.size() == 1);
        QVERIFY(!all.traces.kept(one->revision));
        RequestTraces other({}, all.clock); // another run of the node
        QVERIFY(other.kept(one->revision));
        QVERIFY(other.kept(empty->revision));
    }

    void onlyTheLastMinutesAreShown()
    {
        Traces all;
        all.answer(20 * ms);
        all.clock.advance(std::chrono::milliseconds(TraceRing::minutesMs + 100));
        all.answer(30 * ms);
        QCOMPARE(all.kept().size(), 1);
        QCOMPARE(all.kept().first().durationNs, 30 * ms);
    }

    void manyThreadsAreOneList()
    {
        RequestTraces traces({u"GET /a"_s});
        std::atomic<bool> done{false};
        std::thread reader([&] {
            quint64 revision = 0;
            while (!done.load()) {
                const auto kept = traces.kept(revision);
                if (!kept)
                    continue;
                revision = kept->revision;
                for (const auto& one : kept->requests)
                    if (one.spans.size() != 3 || one.id.isEmpty())
                        qFatal("a torn trace");
            }
        });
        std::vector<std::thread> writers;
        for (int thread = 0; thread < 4; ++thread) {
            writers.emplace_back([&traces, thread] {
                for (int i = 0; i < 100; ++i) {
                    Trace trace = request(Trace::now(), (20 + i) * ms);
                    trace.add(Step::Statement, trace.arrivedNs, trace.arrivedNs + 1, "product.find");
                    traces.completed(trace, trace.answeredNs, QByteArray::number(thread * 100 + i), "10.0.0.1");
                }
            });
        }
        for (auto& writer : writers)
            writer.join();
        done = true;
        reader.join();
        QSet<QByteArray> ids;
        const auto kept = traces.kept(0);
        for (const auto& one : kept->requests)
            ids.insert(one.id);
        QCOMPARE(ids.size(), 400);
    }
};

QTEST_APPLESS_MAIN(TestRequestTraces)
#include "tst_requesttraces.moc"
