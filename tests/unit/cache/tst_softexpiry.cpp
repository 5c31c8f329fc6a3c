// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/memorycache.h"

#include "unit/cache/source.h"
#include "unit/threadexecutor.h"

#include <QTest>

using namespace zg;
using namespace zg::cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using zg::test::ThreadExecutor;

namespace {
struct Answers
{
    std::mutex mutex;
    QByteArrayList values; // the value, @ and its age when it is old
    int count()
    {
        const std::lock_guard lock(mutex);
        return int(values.size());
    }
    QByteArrayList take()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(values, {});
    }
};

Task<> ask(MemoryCache* cache, Family family, Source* source, Answers* answers)
{
    const auto entry = co_await cache->loadEntry(family, "7", source->loader());
    QByteArray text = !entry ? QByteArray(slug(entry.error().code)) : entry->isAbsent() ? "absent" : entry->value;
    if (entry && entry->isStale())
        text += '@' + QByteArray::number(qint64(entry->age.count()));
    const std::lock_guard lock(answers->mutex);
    answers->values.append(text);
}
} // namespace

/// After its time to live a value is given to readers while one of them has it loaded anew.
class TestSoftExpiry final : public QObject
{
    Q_OBJECT

    struct Bench
    {
        explicit Bench(CacheSettings settings = standard(), Lapse lapse = Lapse::Soft)
            : cache(settings, clock)
            , family(cache.addFamily(u"product"_s, {}, lapse))
        {
        }
        static CacheSettings standard()
        {
            CacheSettings settings;
            settings.timeToLive = 60s;
            settings.staleTime = 600s;
            settings.jitterPercent = 0;
            return settings;
        }
        void fill(Entry entry = Entry("old")) { QVERIFY(cache.put(cache.begin(family, "7"), std::move(entry))); }
        /// So many readers, one after the other on one thread. @return what they got at once
        QByteArrayList read(int readers = 1)
        {
            std::atomic<bool> asked{false};
            executor.run([&] {
                for (int i = 0; i < readers; ++i)
                    ask(&cache, family, &source, &answers);
                asked = true;
            });
            while (!asked)
                std::this_thread::yield();
            return answers.take();
        }
        telemetry::CacheFamilyFigures figures() const { return cache.figures().first(); }

        ManualClock clock;
        MemoryCache cache;
        Family family;
        Source source;
        Answers answers;
        ThreadExecutor executor;
    };

private Q_SLOTS:
    void theOldIsServedWhileOneLoads()
    {
        Bench bench;
        bench.fill();
        bench.clock.advance(61s);
        QVERIFY(!bench.cache.find(bench.family, "7")); // not a plain hit
        QCOMPARE(bench.read(50), QByteArrayList(50, "old@62"));
        QCOMPARE(bench.source.loads.load(), 1);
        QCOMPARE(bench.figures().staleHits, 50);
        bench.source.answer(Entry("new"));
        QTRY_VERIFY(bench.cache.find(bench.family, "7"));
        QCOMPARE(bench.cache.find(bench.family, "7")->value, QByteArray("new"));
        QCOMPARE(bench.read(), QByteArrayList{"new"});
        QCOMPARE(bench.source.loads.load(), 1);
    }

    void neverWhatWasInvalidated_data()
    {
        QTest::addColumn<bool>("byFamily");
        QTest::addColumn<bool>("whileItLoads");
        QTest::newRow("key, before") << false << false;
        QTest::newRow("family, before") << true << false;
        QTest::newRow("key, while it loads") << false << true;
        QTest::newRow("family, while it loads") << true << true;
    }
    void neverWhatWasInvalidated()
    {
        QFETCH(bool, byFamily);
        QFETCH(bool, whileItLoads);
        Bench bench;
        bench.fill();
        bench.clock.advance(61s);
        if (whileItLoads)
            QCOMPARE(bench.read(), QByteArrayList{"old@62"});
        byFamily ? bench.cache.invalidateFamily(bench.family) : bench.cache.invalidate(bench.family, "7");
        QVERIFY(bench.read().isEmpty()); // he waits
        QCOMPARE(bench.source.loads.load(), whileItLoads ? 2 : 1);
        if (whileItLoads) {
            bench.source.answer(Entry("read before the invalidation"));
            QTRY_COMPARE(bench.figures().loads, 2); // the old value's own, and this one
            QVERIFY(!bench.cache.find(bench.family, "7"));
        }
        bench.source.answer(Entry("new"));
        QTRY_COMPARE(bench.answers.count(), 1);
        QCOMPARE(bench.answers.take(), QByteArrayList{"new"});
    }

    void itEnds_data()
    {
        QTest::addColumn<std::chrono::seconds>("stale");
        QTest::addColumn<bool>("soft");
        QTest::addColumn<bool>("absent");
        QTest::addColumn<std::chrono::seconds>("after");
        QTest::addColumn<bool>("served");
        QTest::newRow("in time") << 600s << true << false << 659s << true;
        QTest::newRow("too late") << 600s << true << false << 660s << false;
        QTest::newRow("not wanted") << 0s << true << false << 60s << false;
        QTest::newRow("not this family") << 600s << false << false << 60s << false;
        QTest::newRow("not what does not exist") << 600s << true << true << 60s << false;
    }
    void itEnds()
    {
        QFETCH(std::chrono::seconds, stale);
        QFETCH(bool, soft);
        QFETCH(bool, absent);
        QFETCH(std::chrono::seconds, after);
        QFETCH(bool, served);
        CacheSettings settings = Bench::standard();
        settings.staleTime = stale;
        Bench bench(settings, soft ? Lapse::Soft : Lapse::Hard);
        bench.fill(absent ? Entry::absent() : Entry("old"));
        bench.clock.advance(after);
        QCOMPARE(bench.read().size(), served ? 1 : 0);
        QTRY_COMPARE(bench.source.waiting(), 1); // somebody loads in any case
        bench.source.answer(Entry("new"));
        QTRY_COMPARE(bench.figures().loads, 2);
        QTRY_COMPARE(bench.answers.count(), served ? 0 : 1);
    }

    void aFailedLoadLeavesTheOld()
    {
        Bench bench;
        bench.fill();
        bench.clock.advance(61s);
        QCOMPARE(bench.read(), QByteArrayList{"old@62"});
        bench.source.answer(Error(ErrorCode::DependencyDown));
        QTRY_COMPARE(bench.figures().loads, 2);
        QCOMPARE(bench.read(10), QByteArrayList(10, "old@62"));
        QCOMPARE(bench.source.loads.load(), 1); // it was tried just now
        bench.clock.advance(2s);
        QCOMPARE(bench.read(), QByteArrayList{"old@64"});
        QCOMPARE(bench.source.loads.load(), 2);
        bench.source.answer(Entry("new"));
        QTRY_VERIFY(bench.cache.find(bench.family, "7"));
    }

    void noneBeginsAfterTheEnd()
    {
        Bench bench;
        bench.fill();
        bench.clock.advance(61s);
        bench.cache.close();
        QCOMPARE(bench.read(3), QByteArrayList(3, "old@62"));
        QCOMPARE(bench.source.loads.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSoftExpiry)
#include "tst_softexpiry.moc"
