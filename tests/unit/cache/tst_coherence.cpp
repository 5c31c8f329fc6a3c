// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/memorycache.h"

#include "unit/threadexecutor.h"

#include <QTest>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

using namespace zg;
using namespace zg::cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using zg::test::ThreadExecutor;

namespace {
constexpr int keyCount = 4;
constexpr int writes = 4'000; // of each key

/// What the cache stands before: a number a key, that only grows, and the number a client was told.
struct Store
{
    struct Number
    {
        std::atomic<int> committed{0};
        std::atomic<int> acknowledged{0};
    };
    std::array<Number, keyCount> numbers;
    std::atomic<bool> done{false};
    std::atomic<int> stale{0};
    std::atomic<qint64> reads{0};
    std::atomic<qint64> hits{0};
    std::atomic<int> finished{0};

    void check(int floor, const QByteArray& value)
    {
        stale += value.toInt() < floor;
        reads.fetch_add(1, std::memory_order_relaxed);
    }
};

QByteArray keyOf(int key)
{
    return QByteArray::number(key);
}

void write(Store& store, MemoryCache& cache, Family family, int key, bool byFamily)
{
    for (int i = 1; i <= writes; ++i) {
        store.numbers[size_t(key)].committed.store(i);
        byFamily ? cache.invalidateFamily(family) : cache.invalidate(family, keyOf(key));
        store.numbers[size_t(key)].acknowledged.store(i);
        if (i % 16 == 0)
            std::this_thread::yield();
    }
}

/// Reads by hand, slowly between the source and put(), as a worker that is interrupted.
void readByHand(Store& store, MemoryCache& cache, Family family, int first)
{
    for (int i = first; !store.done; ++i) {
        const int key = i % keyCount;
        const int floor = store.numbers[size_t(key)].acknowledged.load();
        if (const auto hit = cache.find(family, keyOf(key))) {
            store.check(floor, hit->value);
            store.hits.fetch_add(1, std::memory_order_relaxed);
            continue;
        }
        const Ticket ticket = cache.begin(family, keyOf(key));
        const QByteArray value = QByteArray::number(store.numbers[size_t(key)].committed.load());
        if (i % 3 == 0)
            std::this_thread::yield();
        cache.put(ticket, value);
        store.check(floor, value);
    }
}

Task<Result<Entry>> slowLoad(Store* store, int key)
{
    const QByteArray value = QByteArray::number(store->numbers[size_t(key)].committed.load());
    // Reading is over, but the answer takes a turn of the event loop: time for a write in between.
    auto later = [](Completion<int>& completion) { completion.fulfil(0); };
    co_await awaitCompletion<int>(later);
    Result<Entry> entry{Entry(value)};
    co_return entry;
}

Task<> readByFlight(Store* store, MemoryCache* cache, Family family, int first)
{
    for (int i = first; !store->done; ++i) {
        const int key = i % keyCount;
        const int floor = store->numbers[size_t(key)].acknowledged.load();
        MemoryCache::Loader loader = [store, key] { return slowLoad(store, key); };
        const auto value = co_await cache->load(family, keyOf(key), std::move(loader));
        store->check(floor, *value);
        if (i % 8 == 0) { // hits never suspend: let the others on this thread go on
            auto later = [](Completion<int>& completion) { completion.fulfil(0); };
            co_await awaitCompletion<int>(later);
        }
    }
    ++store->finished;
}

CacheSettings settings()
{
    CacheSettings settings;
    settings.memoryBytes = 4 << 20;
    return settings;
}
} // namespace

class TestCoherence final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noReaderSeesWhatWasInvalidated_data()
    {
        QTest::addColumn<bool>("byFamily");
        QTest::addColumn<bool>("byFlight");
        QTest::newRow("key, by hand") << false << false;
        QTest::newRow("family, by hand") << true << false;
        QTest::newRow("key, by flight") << false << true;
        QTest::newRow("family, by flight") << true << true;
    }
    void noReaderSeesWhatWasInvalidated()
    {
        QFETCH(bool, byFamily);
        QFETCH(bool, byFlight);
        Store store;
        MemoryCache cache(settings());
        const Family family = cache.addFamily(u"stock"_s);
        std::vector<std::thread> readers;
        std::vector<std::unique_ptr<ThreadExecutor>> executors;
        constexpr int readerCount = 4;
        constexpr int each = 4; // coroutines on one executor
        for (int r = 0; r < readerCount; ++r) {
            if (byFlight) {
                executors.push_back(std::make_unique<ThreadExecutor>());
                for (int c = 0; c < each; ++c)
                    executors.back()->run([&, r, c] { readByFlight(&store, &cache, family, r + c); });
            } else {
                readers.emplace_back([&, r] { readByHand(store, cache, family, r); });
            }
        }
        std::vector<std::thread> writers;
        for (int key = 0; key < keyCount; ++key)
            writers.emplace_back([&, key] { write(store, cache, family, key, byFamily); });
        for (auto& writer : writers)
            writer.join();
        // Now that nothing changes, everybody ends up with the last number.
        const qint64 readsSoFar = store.reads;
        QTRY_VERIFY(store.reads > readsSoFar + 1000);
        store.done = true;
        for (auto& reader : readers)
            reader.join();
        if (byFlight)
            QTRY_COMPARE(store.finished.load(), readerCount * each);
        executors.clear();
        QCOMPARE(store.stale.load(), 0);
        for (int key = 0; key < keyCount; ++key) {
            const auto last = cache.find(family, keyOf(key));
            if (last)
                QCOMPARE(last->value.toInt(), writes);
        }
        const auto figures = cache.figures().first();
        QVERIFY(figures.hits > 0 && figures.loads > 0);
        QVERIFY(cache.bytes() <= cache.limitBytes());
    }

    void evictionUnderFireStaysBounded()
    {
        CacheSettings small;
        small.memoryBytes = 2 << 20;
        MemoryCache cache(small);
        const Family family = cache.addFamily(u"product"_s);
        std::atomic<bool> wrong{false};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 20'000; ++i) {
                    const int key = int((qint64(i) * 7919 + t * 31) % 9'000);
                    if (const auto hit = cache.find(family, keyOf(key))) {
                        if (!hit->isAbsent() && hit->value.left(hit->value.indexOf(':')) != keyOf(key))
                            wrong = true;
                        continue;
                    }
                    const Ticket ticket = cache.begin(family, keyOf(key));
                    cache.put(ticket, i % 5 ? Entry(keyOf(key) + ':' + QByteArray(i % 900, 'x')) : Entry::absent());
                    if (i % 97 == 0)
                        cache.invalidate(family, keyOf(key / 2));
                    if (i % 5'000 == 0)
                        cache.invalidateFamily(family);
                    if (cache.bytes() > cache.limitBytes())
                        wrong = true;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QVERIFY(!wrong);
        const auto figures = cache.figures().first();
        QCOMPARE(figures.bytes, cache.bytes());
        QVERIFY(figures.evictions > 0);
    }
};

QTEST_GUILESS_MAIN(TestCoherence)
#include "tst_coherence.moc"
