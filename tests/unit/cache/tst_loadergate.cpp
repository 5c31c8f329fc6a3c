// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/loadergate.h"

#include "unit/cache/source.h"
#include "unit/threadexecutor.h"

#include <QTest>

using namespace zg;
using namespace zg::cache;
using namespace Qt::StringLiterals;
using zg::test::ThreadExecutor;

namespace {
struct Outcomes
{
    std::atomic<int> fine{0}, overloaded{0}, closed{0};
};

Task<> ask(MemoryCache* cache, Family family, QByteArray key, Source* source, Outcomes* outcomes)
{
    const auto entry = co_await cache->loadEntry(family, std::move(key), source->loader());
    if (entry)
        ++outcomes->fine;
    else if (entry.error().code == ErrorCode::Overloaded)
        ++outcomes->overloaded;
    else if (entry.error().code == ErrorCode::ShuttingDown)
        ++outcomes->closed;
}
} // namespace

/// Misses of many keys at once reach the source a few at a time.
class TestLoaderGate final : public QObject
{
    Q_OBJECT

    static CacheSettings settings(int loaders)
    {
        CacheSettings settings;
        settings.loaders = loaders;
        return settings;
    }
    static void askAll(MemoryCache& cache, Family family, Source& source, Outcomes& outcomes, int keys,
                       ThreadExecutor& executor)
    {
        executor.run([&, keys] {
            for (int i = 0; i < keys; ++i)
                ask(&cache, family, QByteArray::number(i), &source, &outcomes);
        });
        QTRY_COMPARE(cache.figures().first().misses, keys);
    }

private Q_SLOTS:
    void soManyAtATime()
    {
        MemoryCache cache(settings(3));
        const Family family = cache.addFamily(u"product"_s);
        Source source;
        Outcomes outcomes;
        ThreadExecutor executor;
        askAll(cache, family, source, outcomes, 20, executor);
        QTRY_COMPARE(source.waiting(), 3);
        QTRY_COMPARE(cache.gate().figures().waiting, 17);
        for (int i = 0; i < 20; ++i) {
            QTRY_VERIFY(source.waiting() > 0);
            QVERIFY(source.waiting() <= 3);
            QVERIFY(cache.gate().figures().loading <= 3);
            source.answer(Entry("v"));
        }
        QTRY_COMPARE(outcomes.fine.load(), 20);
        QTRY_COMPARE(cache.gate().figures(), LoaderGate::Figures());
    }

    void oneKeyTakesOnePlace()
    {
        MemoryCache cache(settings(2));
        const Family family = cache.addFamily(u"product"_s);
        Source source;
        Outcomes outcomes;
        ThreadExecutor executor;
        executor.run([&] {
            for (int i = 0; i < 50; ++i)
                ask(&cache, family, "7", &source, &outcomes);
        });
        QTRY_COMPARE(cache.figures().first().misses, 50);
        QTRY_COMPARE(source.waiting(), 1);
        QCOMPARE(cache.gate().figures().loading, 1);
        QCOMPARE(cache.gate().figures().waiting, 0);
        source.answer(Entry("v"));
        QTRY_COMPARE(outcomes.fine.load(), 50);
    }

    void theQueueEnds()
    {
        MemoryCache cache(settings(1));
        const Family family = cache.addFamily(u"product"_s);
        Source source;
        Outcomes outcomes;
        ThreadExecutor executor;
        const int held = 1 + MemoryCache::waitersALoader;
        askAll(cache, family, source, outcomes, held + 5, executor);
        QTRY_COMPARE(outcomes.overloaded.load(), 5);
        QCOMPARE(cache.gate().figures().refused, 5);
        for (int i = 0; i < held; ++i) {
            QTRY_COMPARE(source.waiting(), 1);
            source.answer(i % 2 ? Result<Entry>(Entry("v")) : Result<Entry>(Error(ErrorCode::Internal)));
        }
        QTRY_COMPARE(cache.gate().figures().loading, 0);
        QCOMPARE(source.loads.load(), held);
    }

    void closingWakesThoseWhoWait()
    {
        MemoryCache cache(settings(1));
        const Family family = cache.addFamily(u"product"_s);
        Source source;
        Outcomes outcomes;
        ThreadExecutor executor;
        askAll(cache, family, source, outcomes, 4, executor);
        QTRY_COMPARE(source.waiting(), 1);
        cache.close();
        QTRY_COMPARE(outcomes.closed.load(), 3);
        source.answer(Entry("v")); // what was under way still counts
        QTRY_COMPARE(outcomes.fine.load(), 1);
    }
};

QTEST_GUILESS_MAIN(TestLoaderGate)
#include "tst_loadergate.moc"
