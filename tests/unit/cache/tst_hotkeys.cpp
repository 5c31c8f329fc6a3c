// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/hotkeys.h"
#include "cache/memorycache.h"

#include <QTest>

#include <random>

using namespace zg;
using namespace zg::cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestHotKeys final : public QObject
{
    Q_OBJECT

    static QByteArray keyOf(int i) { return "key" + QByteArray::number(i); }

private Q_SLOTS:
    /// One hit in thirty-two, give or take, and in no rhythm.
    void samplesAFew()
    {
        HotKeys keys;
        int samples = 0, even = 0;
        for (int i = 0; i < 320'000; ++i) {
            if (keys.isSampled()) {
                ++samples;
                even += i % 2 == 0;
                keys.add(Family(0), "k", 1, 0);
            }
        }
        QVERIFY2(samples > 9'500 && samples < 10'500, qPrintable(QString::number(samples)));
        QVERIFY2(even > samples * 4 / 10 && even < samples * 6 / 10, qPrintable(QString::number(even)));
    }

    /// The heavy ones are found among many more keys than there are places, and no weight is claimed that is not
    /// theirs.
    void findsTheHeavyOnes()
    {
        HotKeys keys;
        std::mt19937 random(7);
        std::array<int, 2'000> truth{};
        for (int i = 0; i < 40'000; ++i) {
            const int key = random() % 2 ? int(random() % 5) : int(random() % truth.size());
            ++truth[size_t(key)];
            keys.add(Family(0), keyOf(key), size_t(key) * 0x9E3779B97F4A7C15ull + 1, 0);
        }
        double total = 0;
        const auto list = keys.list(0, total);
        QCOMPARE(total, 40'000.0);
        QVERIFY(list.size() <= HotKeys::places);
        int found = 0;
        for (const HotKey& hot : list) {
            const int key = hot.key.mid(3).toInt();
            found += key < 5;
            QVERIFY(hot.weight <= truth[size_t(key)]);
            if (key < 5)
                QVERIFY(hot.weight > truth[size_t(key)] * 0.6);
        }
        QCOMPARE(found, 5);
    }

    void forgetsWhatIsOver()
    {
        HotKeys keys;
        const qint64 begin = 1'000'000'000;
        for (int i = 0; i < 100; ++i)
            keys.add(Family(0), "old", 1, begin);
        for (int i = 0; i < 60; ++i)
            keys.add(Family(0), "new", 2, begin + HotKeys::halfLifeNs);
        double total = 0;
        const auto list = keys.list(begin + HotKeys::halfLifeNs, total);
        QCOMPARE(total, 110.0);
        QCOMPARE(list.size(), 2);
        for (const HotKey& hot : list)
            QCOMPARE(hot.weight, hot.key == "old" ? 50.0 : 60.0);
        total = 0;
        QVERIFY(keys.list(begin + 20 * HotKeys::halfLifeNs, total).isEmpty());
    }

    void takesBoundedMemory()
    {
        HotKeys keys;
        for (int i = 1; i < 5'000; ++i)
            keys.add(Family(0), QByteArray(i % 1'000, 'x'), size_t(i), 0);
        QVERIFY(keys.bytes() <= qint64(sizeof(HotKeys)) + HotKeys::places * HotKeys::maxKeyBytes);
        keys = HotKeys();
        keys.add(Family(0), QByteArray(1'000, 'x'), 1, 0);
        double total = 0;
        QVERIFY(keys.list(0, total).isEmpty());
        QCOMPARE(total, 1.0);
    }

    /// Through the cache: shares of all hits, over all shards, most first.
    void sharesOfTheHits()
    {
        ManualClock clock;
        CacheSettings settings;
        settings.memoryBytes = 64 << 20;
        settings.timeToLive = 1h;
        MemoryCache cache(settings, clock);
        const Family products = cache.addFamily(u"product"_s);
        const Family lists = cache.addFamily(u"list"_s);
        QVERIFY(cache.hotKeys(10).isEmpty());
        for (int i = 0; i < 100; ++i)
            cache.put(cache.begin(products, keyOf(i)), Entry("v"));
        cache.put(cache.begin(lists, "newest"), Entry("v"));
        for (int i = 0; i < 100'000; ++i) {
            QVERIFY(cache.find(products, keyOf(i % 100)));
            QVERIFY(cache.find(lists, "newest"));
            if (i % 4 == 0)
                QVERIFY(cache.find(products, keyOf(7)));
        }
        const auto hot = cache.hotKeys(3);
        QCOMPARE(hot.size(), 3);
        QVERIFY(hot[0].family == lists && hot[0].key == "newest");
        QVERIFY2(hot[0].weight > 0.40 && hot[0].weight < 0.49, qPrintable(QString::number(hot[0].weight)));
        QVERIFY(hot[1].family == products && hot[1].key == keyOf(7));
        QVERIFY2(hot[1].weight > 0.08 && hot[1].weight < 0.15, qPrintable(QString::number(hot[1].weight)));
        QVERIFY(hot[2].weight < 0.02);
    }
};

QTEST_GUILESS_MAIN(TestHotKeys)
#include "tst_hotkeys.moc"
