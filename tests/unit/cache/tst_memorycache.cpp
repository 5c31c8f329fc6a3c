// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/memorycache.h"

#include <QTest>

using namespace zg;
using namespace zg::cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestMemoryCache final : public QObject
{
    Q_OBJECT

    static CacheSettings settings(qint64 bytes, int jitterPercent = 0)
    {
        CacheSettings settings;
        settings.memoryBytes = bytes;
        settings.timeToLive = 60s;
        settings.negativeTimeToLive = 5s;
        settings.jitterPercent = jitterPercent;
        return settings;
    }
    static bool fill(MemoryCache& cache, Family family, const QByteArray& key, Entry entry)
    {
        return cache.put(cache.begin(family, key), std::move(entry));
    }
    static QByteArray key(int i) { return "product/" + QByteArray::number(i); }

private Q_SLOTS:
    void givesWhatWasPut()
    {
        MemoryCache cache(settings(1 << 20));
        const Family products = cache.addFamily(u"product"_s);
        const Family lists = cache.addFamily(u"list"_s);
        QVERIFY(!cache.find(products, "7"));
        QVERIFY(fill(cache, products, "7", QByteArray("{\"id\":7}")));
        const auto hit = cache.find(products, "7");
        QVERIFY(hit);
        QCOMPARE(hit->value, QByteArray("{\"id\":7}"));
        QVERIFY(!hit->isAbsent());
        QVERIFY(!cache.find(lists, "7")); // families do not meet
        QVERIFY(fill(cache, products, "7", QByteArray("new")));
        QCOMPARE(cache.find(products, "7")->value, QByteArray("new"));
        QVERIFY(fill(cache, products, "", QByteArray(""))); // empty is a value, and a key
        QVERIFY(!cache.find(products, "")->isAbsent());
    }

    void keepsPayloads()
    {
        MemoryCache cache(settings(1 << 20));
        const Family lists = cache.addFamily(u"list"_s);
        const auto numbers = std::make_shared<const QList<int>>(QList<int>{1, 2, 3});
        QVERIFY(fill(cache, lists, "newest", Entry("[1,2,3]", numbers, 100)));
        const auto hit = cache.find(lists, "newest");
        QCOMPARE(*std::static_pointer_cast<const QList<int>>(hit->payload), *numbers);
        cache.invalidate(lists, "newest");
        QCOMPARE(numbers.use_count(), 2); // ours and the hit's
    }

    void copiesWhatItDoesNotOwn()
    {
        MemoryCache cache(settings(1 << 20));
        const Family products = cache.addFamily(u"product"_s);
        char key[] = "key";
        char value[] = "value";
        QVERIFY(fill(cache, products, QByteArray::fromRawData(key, 3), QByteArray::fromRawData(value, 5)));
        key[0] = value[0] = 'X';
        QCOMPARE(cache.find(products, "key")->value, QByteArray("value"));
    }

    void timesToLive_data()
    {
        QTest::addColumn<bool>("absent");
        QTest::addColumn<qint64>("familyMs");
        QTest::addColumn<qint64>("entryMs");
        QTest::addColumn<qint64>("livesMs");
        QTest::newRow("the settings'") << false << qint64(0) << qint64(0) << qint64(60'000);
        QTest::newRow("the family's") << false << qint64(2'000) << qint64(0) << qint64(2'000);
        QTest::newRow("the entry's") << false << qint64(2'000) << qint64(700) << qint64(700);
        QTest::newRow("absent") << true << qint64(0) << qint64(0) << qint64(5'000);
        QTest::newRow("absent, the entry's") << true << qint64(0) << qint64(300) << qint64(300);
    }
    void timesToLive()
    {
        QFETCH(bool, absent);
        QFETCH(qint64, familyMs);
        QFETCH(qint64, entryMs);
        QFETCH(qint64, livesMs);
        ManualClock clock;
        MemoryCache cache(settings(1 << 20), clock);
        const Family family = cache.addFamily(u"product"_s, std::chrono::milliseconds(familyMs));
        Entry entry = absent ? Entry::absent() : Entry("v");
        entry.timeToLive = std::chrono::milliseconds(entryMs);
        QVERIFY(fill(cache, family, "7", entry));
        clock.advance(std::chrono::milliseconds(livesMs) - 1ms);
        QVERIFY(cache.find(family, "7"));
        QCOMPARE(cache.find(family, "7")->isAbsent(), absent);
        clock.advance(1ms);
        QVERIFY(!cache.find(family, "7"));
        QCOMPARE(cache.bytes(), 0); // and it is gone
    }

    void jitterSpreadsTheEnd()
    {
        ManualClock clock;
        MemoryCache cache(settings(16 << 20, 15), clock);
        const Family family = cache.addFamily(u"product"_s);
        for (int i = 0; i < 1000; ++i)
            QVERIFY(fill(cache, family, key(i), QByteArray("v")));
        const auto alive = [&] {
            int count = 0;
            for (int i = 0; i < 1000; ++i)
                count += cache.find(family, key(i)).has_value();
            return count;
        };
        clock.advance(50'900ms);
        QCOMPARE(alive(), 1000);
        clock.advance(9'100ms);
        const int half = alive();
        QVERIFY2(half > 400 && half < 600, qPrintable(QString::number(half)));
        clock.advance(9'100ms);
        QCOMPARE(alive(), 0);
    }

    void bytesAreBounded_data()
    {
        QTest::addColumn<qint64>("limit");
        QTest::addColumn<int>("valueBytes");
        QTest::newRow("small values") << qint64(256 * 1024) << 20;
        QTest::newRow("pages") << qint64(256 * 1024) << 4000;
        QTest::newRow("many shards") << qint64(8 << 20) << 1000;
        QTest::newRow("too big to keep") << qint64(256 * 1024) << 200'000;
        QTest::newRow("nothing at all") << qint64(0) << 20;
    }
    void bytesAreBounded()
    {
        QFETCH(qint64, limit);
        QFETCH(int, valueBytes);
        MemoryCache cache(settings(limit));
        const Family family = cache.addFamily(u"product"_s);
        QCOMPARE(cache.limitBytes(), limit);
        qint64 most = 0;
        for (int i = 0; i < 15'000; ++i) {
            fill(cache, family, key(i), QByteArray(valueBytes, 'x'));
            if (i % 7 == 0)
                most = qMax(most, cache.bytes());
        }
        QVERIFY(most <= limit);
        const auto figures = cache.figures().first();
        QCOMPARE(figures.bytes, cache.bytes());
        QVERIFY(figures.entries * valueBytes <= figures.bytes);
        if (valueBytes * 4 < limit) {
            QVERIFY2(cache.bytes() > limit / 2, "it is used, too");
            QVERIFY(figures.evictions > 0);
        } else {
            QCOMPARE(figures.entries, 0);
        }
    }

    void countsWhatMemoryReallyTakes()
    {
        MemoryCache cache(settings(64 << 20));
        const Family family = cache.addFamily(u"product"_s);
        QByteArray grown; // as a writer leaves it: with room to grow
        grown.reserve(100'000);
        grown.append(QByteArray(1000, 'x'));
        QVERIFY(fill(cache, family, "7", grown));
        QVERIFY2(cache.bytes() > 1000 && cache.bytes() < 1500, qPrintable(QString::number(cache.bytes())));
        QVERIFY(cache.find(family, "7")->value.capacity() < 2000);
    }

    void popularEntriesStay()
    {
        MemoryCache cache(settings(256 * 1024));
        const Family family = cache.addFamily(u"product"_s);
        for (int i = 0; i < 100; ++i)
            QVERIFY(fill(cache, family, key(i), QByteArray(500, 'x')));
        for (int i = 1000; i < 5'000; ++i) { // a crawler goes through the whole shop
            for (int popular = i % 10 * 10; popular < i % 10 * 10 + 10; ++popular)
                QVERIFY2(cache.find(family, key(popular)), qPrintable(QString::number(i)));
            fill(cache, family, key(i), QByteArray(500, 'x'));
        }
    }

    void absentOnesHaveTheirShareOnly()
    {
        MemoryCache cache(settings(1 << 20));
        const Family family = cache.addFamily(u"product"_s);
        for (int i = 0; i < 500; ++i)
            QVERIFY(fill(cache, family, key(i), QByteArray(1000, 'x')));
        for (int i = 1000; i < 10'000; ++i)
            QVERIFY(fill(cache, family, key(i), Entry::absent()));
        for (int i = 0; i < 500; ++i)
            QVERIFY2(cache.find(family, key(i)), qPrintable(QString::number(i)));
        const auto figures = cache.figures().first();
        QVERIFY(figures.entries > 700);
        QVERIFY(cache.find(family, key(9'999))->isAbsent());
        QCOMPARE(cache.figures().first().negativeHits, 1);
        // The other way round they make room again.
        for (int i = 0; i < 5'000; ++i)
            QVERIFY(fill(cache, family, key(i), QByteArray(1000, 'x')));
        QVERIFY(cache.bytes() <= cache.limitBytes());
    }

    void invalidatesAKey()
    {
        MemoryCache cache(settings(1 << 20));
        const Family family = cache.addFamily(u"product"_s);
        QVERIFY(fill(cache, family, "7", QByteArray("old")));
        QVERIFY(fill(cache, family, "8", QByteArray("eight")));
        cache.invalidate(family, "7");
        QVERIFY(!cache.find(family, "7"));
        QVERIFY(cache.find(family, "8"));
        cache.invalidate(family, "never there");
    }

    void invalidatesAFamily()
    {
        MemoryCache cache(settings(1 << 20));
        const Family lists = cache.addFamily(u"list"_s);
        const Family products = cache.addFamily(u"product"_s);
        for (int i = 0; i < 100; ++i) {
            QVERIFY(fill(cache, lists, key(i), QByteArray("l")));
            QVERIFY(fill(cache, products, key(i), QByteArray("p")));
        }
        cache.invalidateFamily(lists);
        for (int i = 0; i < 100; ++i) {
            QVERIFY(!cache.find(lists, key(i)));
            QVERIFY(cache.find(products, key(i)));
        }
        QVERIFY(fill(cache, lists, key(1), QByteArray("new")));
        QCOMPARE(cache.find(lists, key(1))->value, QByteArray("new"));
        cache.clear();
        QVERIFY(!cache.find(lists, key(1)) && !cache.find(products, key(1)));
    }

    void lateReadersDoNotFillIn_data()
    {
        QTest::addColumn<QByteArray>("what");
        for (const char* what : {"key", "family", "clear", "twice"})
            QTest::newRow(what) << QByteArray(what);
    }
    void lateReadersDoNotFillIn()
    {
        QFETCH(QByteArray, what);
        MemoryCache cache(settings(1 << 20));
        const Family family = cache.addFamily(u"product"_s);
        const Ticket before = cache.begin(family, "7");
        if (what == "key" || what == "twice")
            cache.invalidate(family, "7");
        if (what == "family" || what == "twice")
            cache.invalidateFamily(family);
        if (what == "clear")
            cache.clear();
        const Ticket after = cache.begin(family, "7");
        QVERIFY(!cache.put(before, QByteArray("old")));
        QVERIFY(!cache.find(family, "7"));
        QVERIFY(cache.put(after, QByteArray("new")));
        QVERIFY(!cache.put(before, QByteArray("old")));
        QVERIFY(!cache.put(before, Entry::absent()));
        QCOMPARE(cache.find(family, "7")->value, QByteArray("new"));
    }

    void counts()
    {
        ManualClock clock;
        MemoryCache cache(settings(1 << 20), clock);
        const Family family = cache.addFamily(u"product"_s);
        cache.addFamily(u"unused"_s);
        const Ticket ticket = cache.begin(family, "7");
        clock.advance(3ms);
        cache.put(ticket, QByteArray("v"));
        fill(cache, family, "8", Entry::absent());
        for (int i = 0; i < 5; ++i)
            QVERIFY(cache.find(family, "7"));
        QVERIFY(cache.find(family, "8"));
        cache.invalidate(family, "8");
        const auto figures = cache.figures();
        QCOMPARE(figures.size(), 2);
        telemetry::CacheFamilyFigures expected;
        expected.family = u"product"_s;
        expected.hits = 5;
        expected.negativeHits = 1;
        expected.misses = 2;
        expected.missCauses[size_t(MissCause::FirstSeen)] = 2;
        expected.loads = 2;
        expected.loadUs = 3000;
        expected.invalidations = 1;
        expected.entries = 1;
        expected.bytes = cache.bytes();
        QCOMPARE(figures[0], expected);
        QCOMPARE(figures[1].hits, 0);
    }
};

QTEST_GUILESS_MAIN(TestMemoryCache)
#include "tst_memorycache.moc"
