// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/idfilter.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace zg::cache;

/// It never denies an id that there is.
class TestIdFilter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deniesOnlyWhenFilledAndTrusted()
    {
        IdFilter filter;
        filter.add(1);
        filter.add(3);
        QVERIFY(filter.mayExist(2));
        filter.setFilled(true);
        QVERIFY(filter.mayExist(1));
        QVERIFY(!filter.mayExist(2));
        QVERIFY(filter.mayExist(3));
        QVERIFY(!filter.mayExist(4));
        QVERIFY(!filter.mayExist(IdFilter::chunkIds * 5));
        filter.setTrusted(false);
        QVERIFY(filter.mayExist(2));
        filter.setTrusted(true);
        QVERIFY(filter.mayExist(2)); // it may have missed some
        filter.setFilled(true);
        QVERIFY(!filter.mayExist(2));
    }

    void newerOnesAreAnother()
    {
        IdFilter filter;
        filter.add(10);
        filter.setFilled(true);
        filter.setDeniesNewer(false);
        QVERIFY(!filter.mayExist(9));
        QVERIFY(filter.mayExist(11));
        filter.add(12);
        QVERIFY(!filter.mayExist(11));
        QVERIFY(filter.mayExist(13));
    }

    void outsideOfWhatItKeeps()
    {
        IdFilter filter;
        filter.add(-1);
        filter.add(IdFilter::maxId);
        QCOMPARE(filter.ids(), 0);
        filter.setFilled(true);
        QVERIFY(filter.mayExist(IdFilter::maxId));
        QVERIFY(filter.mayExist(-1));
        filter.add(IdFilter::maxId - 1);
        QVERIFY(filter.mayExist(IdFilter::maxId - 1));
        QVERIFY(!filter.mayExist(IdFilter::maxId - 2));
    }

    void manyThreadsAdd()
    {
        IdFilter filter;
        filter.setFilled(true);
        constexpr qint64 each = 3 * IdFilter::chunkIds / 4;
        std::vector<std::thread> threads;
        std::atomic<bool> denied{false};
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (qint64 i = 0; i < each; ++i) {
                    filter.add(i * 4 + t);
                    filter.add(i); // met by others, too
                    if (!filter.mayExist(i * 4 + t))
                        denied = true;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QVERIFY(!denied);
        QCOMPARE(filter.ids(), each * 4);
        QCOMPARE(filter.highest(), each * 4 - 1);
    }
};

QTEST_GUILESS_MAIN(TestIdFilter)
#include "tst_idfilter.moc"
