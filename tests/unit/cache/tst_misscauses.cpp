// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/ghosts.h"
#include "cache/memorycache.h"

#include <QTest>

#include <functional>
#include <numeric>
#include <thread>

using namespace zg;
using namespace zg::cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(zg::cache::MissCause)

namespace {

CacheSettings settings(qint64 bytes)
{
    CacheSettings settings;
    settings.memoryBytes = bytes;
    settings.timeToLive = 60s;
    settings.jitterPercent = 0;
    return settings;
}

QByteArray keyOf(int i)
{
    return "product/" + QByteArray::number(i);
}

struct Bench
{
    explicit Bench(qint64 bytes = 1 << 20)
        : cache(settings(bytes), clock)
        , family(cache.addFamily(u"product"_s))
        , other(cache.addFamily(u"list"_s))
    {
    }
    bool fill(const QByteArray& key, const QByteArray& value = "v")
    {
        return cache.put(cache.begin(family, key), Entry(value));
    }
    /// Why the key is missed now.
    MissCause miss(const QByteArray& key)
    {
        const auto before = cache.figures().first().missCauses;
        (void)cache.find(family, key); // as a reader does before he loads
        (void)cache.begin(family, key);
        const auto after = cache.figures().first().missCauses;
        for (size_t i = 0; i < after.size(); ++i) {
            if (after[i] > before[i])
                return MissCause(i);
        }
        qFatal("no miss was counted");
    }

    ManualClock clock;
    MemoryCache cache;
    Family family, other;
};

using What = std::function<void(Bench&)>;

} // namespace

Q_DECLARE_METATYPE(What)

class TestMissCauses final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void causes_data()
    {
        QTest::addColumn<What>("happens");
        QTest::addColumn<MissCause>("cause");
        const auto row = [](const char* name, MissCause cause, What happens) {
            QTest::newRow(name) << std::move(happens) << cause;
        };
        row("another key was seen", MissCause::FirstSeen, [](Bench& bench) { bench.fill("8"); });
        row("its time is over", MissCause::Expired, [](Bench& bench) {
            bench.fill("7");
            bench.clock.advance(60s);
        });
        row("it went for others", MissCause::Evicted, [](Bench& bench) {
            bench.fill("7");
            for (int i = 0; i < 700; ++i)
                bench.fill(keyOf(i), QByteArray(2'000, 'x'));
        });
        row("staff edited it", MissCause::Edited, [](Bench& bench) {
            bench.fill("7");
            bench.cache.invalidate(bench.family, "7", MissCause::Edited);
        });
        row("another node changed it", MissCause::Remote, [](Bench& bench) {
            bench.fill("7");
            bench.cache.invalidate(bench.family, "7", MissCause::Remote);
        });
        row("all were dropped", MissCause::Dropped, [](Bench& bench) {
            bench.fill("7");
            QCOMPARE(bench.cache.invalidateFamily(bench.family, MissCause::Dropped), 1);
        });
        row("the last word counts", MissCause::CutOff, [](Bench& bench) {
            bench.fill("7");
            bench.cache.invalidateFamily(bench.family, MissCause::Dropped);
            bench.cache.clear(MissCause::CutOff);
        });
        row("withdrawn for good", MissCause::Ordered, [](Bench& bench) {
            bench.fill("7");
            Ticket ticket;
            QVERIFY(bench.cache.withdraw(bench.family, "7", ticket, MissCause::Ordered));
        });
        row("too large", MissCause::NotKept, [](Bench& bench) { QVERIFY(!bench.fill("7", QByteArray(600'000, 'x'))); });
        row("edited, and kept and expired since", MissCause::Expired, [](Bench& bench) {
            bench.fill("7");
            bench.cache.invalidate(bench.family, "7", MissCause::Edited);
            bench.fill("7");
            bench.clock.advance(60s);
        });
        row("an edit of what is not here", MissCause::FirstSeen,
            [](Bench& bench) { bench.cache.invalidate(bench.family, "7", MissCause::Edited); });
        row("another family's end", MissCause::FirstSeen, [](Bench& bench) {
            QVERIFY(bench.cache.put(bench.cache.begin(bench.other, "7"), Entry("v")));
            bench.cache.invalidate(bench.other, "7", MissCause::Edited);
        });
    }
    void causes()
    {
        QFETCH(What, happens);
        QFETCH(MissCause, cause);
        Bench bench;
        happens(bench);
        QCOMPARE(int(bench.miss("7")), int(cause));
        QCOMPARE(int(bench.miss("7")), int(cause)); // nobody brought it: it is still the same
    }

    void withoutMemoryNothingIsKept()
    {
        Bench bench(0);
        bench.fill("7");
        QCOMPARE(int(bench.miss("7")), int(MissCause::NotKept));
        QVERIFY(bench.cache.recordBytes() < 4'096);
    }

    /// What was replaced in its place was not missed.
    void replacedIsNotGone()
    {
        Bench bench;
        bench.fill("7");
        Ticket ticket;
        QVERIFY(bench.cache.withdraw(bench.family, "7", ticket, MissCause::Ordered));
        QVERIFY(bench.cache.replace(ticket, Entry("new")));
        QVERIFY(bench.cache.find(bench.family, "7"));
        bench.clock.advance(60s);
        QCOMPARE(int(bench.miss("7")), int(MissCause::Expired));
    }

    /// A load that an edit overtakes is not kept: who comes next misses because of that edit.
    void overtakenLoads()
    {
        Bench bench;
        std::optional<Completion<Result<Entry>>*> waiting;
        const auto load = [&]() -> Task<> {
            MemoryCache::Loader loader = [&]() -> Task<Result<Entry>> {
                auto wait = [&](Completion<Result<Entry>>& completion) { waiting = &completion; };
                auto entry = co_await awaitCompletion<Result<Entry>>(wait);
                co_return entry;
            };
            (void)co_await bench.cache.loadEntry(bench.family, "7", std::move(loader));
        };
        struct Inline final : Executor
        {
            void post(std::coroutine_handle<> handle) override { handle.resume(); }
        } executor;
        Executor::setCurrent(&executor);
        load();
        QVERIFY(waiting);
        bench.cache.invalidate(bench.family, "7", MissCause::Edited);
        (*waiting)->fulfil(Entry("old"));
        Executor::setCurrent(nullptr);
        QCOMPARE(int(bench.miss("7")), int(MissCause::Edited));
    }

    void tracesAreBounded()
    {
        Ghosts ghosts;
        ghosts.setBytes(1'000);
        QCOMPARE(ghosts.bytes(), 512);
        const auto hash = [](quint64 i) { return size_t(i * 0x9E3779B97F4A7C15ull); };
        for (quint64 i = 1; i <= 10'000; ++i)
            ghosts.note(hash(i), MissCause::Expired);
        QCOMPARE(ghosts.bytes(), 512);
        int known = 0;
        for (quint64 i = 1; i <= 10'000; ++i)
            known += ghosts.causeOf(hash(i)) == MissCause::Expired;
        QVERIFY2(known > 100 && known <= 128, qPrintable(QString::number(known)));
        QCOMPARE(int(ghosts.causeOf(hash(10'000))), int(MissCause::Expired));
        ghosts.note(hash(10'000), MissCause::Dropped); // takes its own place
        QCOMPARE(int(ghosts.causeOf(hash(10'000))), int(MissCause::Dropped));
        ghosts.forget(hash(10'000));
        QCOMPARE(int(ghosts.causeOf(hash(10'000))), int(MissCause::FirstSeen));
    }

    void entriesMakeRoomForTheTraces()
    {
        Bench bench(64 << 20);
        for (int i = 0; i < 100'000; ++i)
            bench.fill(keyOf(i), QByteArray(900, 'x'));
        const qint64 traces = 16 * 16 * 1'024;
        QVERIFY(bench.cache.recordBytes() >= traces);
        QVERIFY(bench.cache.recordBytes() < traces + 16 * 16'384);
        QVERIFY(bench.cache.bytes() + traces <= bench.cache.limitBytes());
    }

    void peeksWithoutCounting()
    {
        Bench bench;
        QVERIFY(!bench.cache.peek(bench.family, "7"));
        bench.fill("7", "value");
        bench.clock.advance(12s);
        const auto before = bench.cache.figures();
        const auto peek = bench.cache.peek(bench.family, "7");
        QVERIFY(peek);
        QCOMPARE(peek->entry.value, QByteArray("value"));
        QCOMPARE(peek->bytes, bench.cache.bytes());
        QCOMPARE(peek->age, 12'000ms);
        QCOMPARE(peek->left, 48'000ms);
        QCOMPARE(bench.cache.figures(), before);
        QVERIFY(bench.cache.invalidate(bench.family, "7"));
        QVERIFY(!bench.cache.invalidate(bench.family, "7"));
        QVERIFY(!bench.cache.peek(bench.family, "7"));
    }

    /// Every miss has one cause, whoever does what meanwhile.
    void underFire()
    {
        MemoryCache cache(settings(2 << 20));
        const Family family = cache.addFamily(u"product"_s);
        std::atomic<qint64> misses{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 10'000; ++i) {
                    const QByteArray key = keyOf(int((qint64(i) * 7919 + t * 31) % 4'000));
                    const auto read = [&] {
                        if (cache.find(family, key))
                            return;
                        ++misses;
                        cache.put(cache.begin(family, key), Entry(key + QByteArray(i % 900, 'x')));
                    };
                    read();
                    if (i % 37 == 0) {
                        cache.invalidate(family, key, MissCause::Edited);
                        read();
                    }
                    if (t == 0 && i == 5'000) // more often, and nothing would be left for evictions
                        cache.invalidateFamily(family, MissCause::Dropped);
                    if (i % 500 == 0) {
                        QVERIFY(cache.hotKeys(10).size() <= 10);
                        QVERIFY(cache.recordBytes() < 64 * 1'024);
                        (void)cache.peek(family, key);
                    }
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        const auto figures = cache.figures().first();
        QCOMPARE(figures.misses, misses.load());
        QCOMPARE(std::accumulate(figures.missCauses.begin(), figures.missCauses.end(), qint64(0)), figures.misses);
        for (const MissCause cause : {MissCause::FirstSeen, MissCause::Evicted, MissCause::Edited, MissCause::Dropped})
            QVERIFY(figures.missCauses[size_t(cause)] > 0);
        QCOMPARE(figures.missCauses[size_t(MissCause::Ordered)], 0);
    }
};

QTEST_GUILESS_MAIN(TestMissCauses)
#include "tst_misscauses.moc"
