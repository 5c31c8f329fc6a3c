// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/memorycache.h"

#include "unit/cache/source.h"
#include "unit/threadexecutor.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <vector>

using namespace zg;
using namespace zg::cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using zg::test::ThreadExecutor;

namespace {
struct Answers
{
    void add(const Result<QByteArray>& result, bool rightThread)
    {
        const std::lock_guard lock(mutex);
        values.append(!result            ? QByteArray(slug(result.error().code))
                      : result->isNull() ? QByteArray("absent")
                                         : *result);
        wrongThread += !rightThread;
    }
    QByteArrayList take()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(values, {});
    }
    int count()
    {
        const std::lock_guard lock(mutex);
        return int(values.size());
    }
    std::mutex mutex;
    QByteArrayList values;
    int wrongThread = 0;
};

Task<> ask(MemoryCache* cache, Family family, QByteArray key, Source* source, Answers* answers)
{
    Executor* const mine = Executor::current();
    MemoryCache::Loader loader = [source] { return source->read(); };
    const auto result = co_await cache->load(family, key, std::move(loader));
    answers->add(result, Executor::current() == mine);
}

Task<Result<Entry>> throwing()
{
    throw std::runtime_error("a library's");
    co_return Result<Entry>(Entry::absent());
}

Task<> askThrowing(MemoryCache* cache, Family family, Source* source, Answers* answers)
{
    MemoryCache::Loader loader = [source]() -> Task<Result<Entry>> {
        auto first = co_await source->read();
        auto second = co_await throwing();
        co_return second;
    };
    bool threw = false;
    try {
        const auto result = co_await cache->load(family, "7", std::move(loader));
        answers->add(result, true);
    } catch (const std::runtime_error&) {
        threw = true;
    }
    if (threw)
        answers->add(QByteArray("threw"), true);
}
} // namespace

class TestSingleFlight final : public QObject
{
    Q_OBJECT

    CacheSettings m_settings;

private Q_SLOTS:
    void concurrentMissesShareOneLoad_data()
    {
        QTest::addColumn<QByteArray>("value"); // null: absent
        QTest::addColumn<QByteArray>("seen");
        QTest::addColumn<int>("hitsAfter"); // loads after it is asked again
        QTest::newRow("a value") << QByteArray("{}") << QByteArray("{}") << 1;
        QTest::newRow("absent") << QByteArray() << QByteArray("absent") << 1;
    }
    void concurrentMissesShareOneLoad()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, seen);
        QFETCH(int, hitsAfter);
        MemoryCache cache(m_settings);
        const Family family = cache.addFamily(u"product"_s);
        Source source;
        Answers answers;
        ThreadExecutor executors[4];
        for (int i = 0; i < 100; ++i)
            executors[i % 4].run([&] { ask(&cache, family, "7", &source, &answers); });
        QTRY_COMPARE(cache.figures().first().misses, 100);
        QCOMPARE(source.loads.load(), 1);
        QCOMPARE(answers.count(), 0);
        source.answer(Entry(value));
        QTRY_COMPARE(answers.count(), 100);
        QCOMPARE(answers.take().count(seen), 100);
        QCOMPARE(answers.wrongThread, 0);

        executors[0].run([&] { ask(&cache, family, "7", &source, &answers); });
        QTRY_COMPARE(answers.count(), 1);
        QCOMPARE(source.loads.load(), hitsAfter);
        QCOMPARE(cache.figures().first().loads, 1);
    }

    void errorsGoToAllAndAreNotKept()
    {
        MemoryCache cache(m_settings);
        const Family family = cache.addFamily(u"product"_s);
        Source source;
        Answers answers;
        ThreadExecutor executors[4];
        for (int i = 0; i < 20; ++i)
            executors[i % 4].run([&] { ask(&cache, family, "7", &source, &answers); });
        QTRY_COMPARE(cache.figures().first().misses, 20);
        source.answer(Error(ErrorCode::DependencyDown));
        QTRY_COMPARE(answers.count(), 20);
        QCOMPARE(answers.take().count("dependency_down"), 20);
        QVERIFY(!cache.find(family, "7"));
        executors[0].run([&] { ask(&cache, family, "7", &source, &answers); });
        QTRY_COMPARE(source.waiting(), 1);
        source.answer(Entry("back"));
        QTRY_COMPARE(answers.count(), 1);
        QCOMPARE(answers.take(), QByteArrayList{"back"});
    }

    void keysFlyApart()
    {
        MemoryCache cache(m_settings);
        const Family products = cache.addFamily(u"product"_s);
        const Family lists = cache.addFamily(u"list"_s);
        Source source;
        Answers answers;
        ThreadExecutor executor;
        executor.run([&] {
            ask(&cache, products, "7", &source, &answers);
            ask(&cache, products, "8", &source, &answers);
            ask(&cache, lists, "7", &source, &answers);
        });
        QTRY_COMPARE(source.waiting(), 3);
        for (const char* value : {"a", "b", "c"})
            source.answer(Entry(value));
        QTRY_COMPARE(answers.count(), 3);
        QCOMPARE(cache.find(products, "7")->value, QByteArray("a"));
        QCOMPARE(cache.find(lists, "7")->value, QByteArray("c"));
    }

    void whoComesAfterAnInvalidationLoadsAnew_data()
    {
        QTest::addColumn<bool>("byFamily");
        QTest::addColumn<bool>("oldLandsFirst");
        QTest::newRow("key, the old lands first") << false << true;
        QTest::newRow("key, the new lands first") << false << false;
        QTest::newRow("family, the old lands first") << true << true;
        QTest::newRow("family, the new lands first") << true << false;
    }
    void whoComesAfterAnInvalidationLoadsAnew()
    {
        QFETCH(bool, byFamily);
        QFETCH(bool, oldLandsFirst);
        MemoryCache cache(m_settings);
        const Family family = cache.addFamily(u"product"_s);
        Source oldSource;
        Source newSource;
        Answers before;
        Answers after;
        ThreadExecutor executors[2];
        for (auto& executor : executors)
            executor.run([&] { ask(&cache, family, "7", &oldSource, &before); });
        QTRY_COMPARE(cache.figures().first().misses, 2);
        QTRY_COMPARE(oldSource.waiting(), 1);
        byFamily ? cache.invalidateFamily(family) : cache.invalidate(family, "7");
        for (auto& executor : executors)
            executor.run([&] { ask(&cache, family, "7", &newSource, &after); });
        QTRY_COMPARE(cache.figures().first().misses, 4);
        QTRY_COMPARE(newSource.waiting(), 1);

        (oldLandsFirst ? oldSource : newSource).answer(Entry(oldLandsFirst ? "old" : "new"));
        QTRY_COMPARE((oldLandsFirst ? before : after).count(), 2);
        QCOMPARE((oldLandsFirst ? after : before).count(), 0);
        (oldLandsFirst ? newSource : oldSource).answer(Entry(oldLandsFirst ? "new" : "old"));
        QTRY_COMPARE(before.count() + after.count(), 4);
        QCOMPARE(after.take(), (QByteArrayList{"new", "new"}));
        QCOMPARE(before.take(), (QByteArrayList{"old", "old"}));
        QCOMPARE(cache.find(family, "7")->value, QByteArray("new"));
        QCOMPARE(newSource.loads.load(), 1);
    }

    void aThrowingLoaderLeavesNobodyWaiting()
    {
        MemoryCache cache(m_settings);
        const Family family = cache.addFamily(u"product"_s);
        Source source;
        Answers answers;
        ThreadExecutor executors[2];
        executors[0].run([&] { askThrowing(&cache, family, &source, &answers); });
        QTRY_COMPARE(source.waiting(), 1);
        executors[1].run([&] { ask(&cache, family, "7", &source, &answers); });
        QTRY_COMPARE(cache.figures().first().misses, 2);
        source.answer(Entry("unused"));
        QTRY_COMPARE(answers.count(), 2);
        auto values = answers.take();
        std::sort(values.begin(), values.end());
        QCOMPARE(values, (QByteArrayList{"internal", "threw"}));
        executors[0].run([&] { ask(&cache, family, "7", &source, &answers); });
        QTRY_COMPARE(source.waiting(), 1);
        source.answer(Entry("fine"));
        QTRY_COMPARE(answers.count(), 1);
        QCOMPARE(answers.take(), QByteArrayList{"fine"});
    }

    void aHitNeverSuspends()
    {
        MemoryCache cache(m_settings);
        const Family family = cache.addFamily(u"product"_s);
        cache.put(cache.begin(family, "7"), Entry("v"));
        Source source;
        Answers answers;
        ask(&cache, family, "7", &source, &answers); // no executor here: it would not come back
        QCOMPARE(answers.take(), QByteArrayList{"v"});
        QCOMPARE(source.loads.load(), 0);
    }

    void withoutMemoryMissesStillShare()
    {
        CacheSettings none;
        none.memoryBytes = 0;
        MemoryCache cache(none);
        const Family family = cache.addFamily(u"product"_s);
        Source source;
        Answers answers;
        ThreadExecutor executors[2];
        for (auto& executor : executors)
            executor.run([&] { ask(&cache, family, "7", &source, &answers); });
        QTRY_COMPARE(cache.figures().first().misses, 2);
        QTRY_COMPARE(source.waiting(), 1);
        source.answer(Entry("v"));
        QTRY_COMPARE(answers.count(), 2);
        QCOMPARE(source.loads.load(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSingleFlight)
#include "tst_singleflight.moc"
