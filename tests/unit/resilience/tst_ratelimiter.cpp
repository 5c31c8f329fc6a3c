// SPDX-License-Identifier: GPL-3.0-or-later
#include "resilience/ratelimiter.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace zg::resilience;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {
/// How many of `tries`, spread evenly over `time`, get through.
int admitted(RateLimiter& limiter, QByteArrayView key, nanoseconds from, nanoseconds time, int tries)
{
    int count = 0;
    for (int i = 0; i < tries; ++i)
        count += !limiter.refuse(key, from + time * i / tries);
    return count;
}

QByteArray named(const char* kind, int number)
{
    return kind + QByteArray::number(number);
}
} // namespace

class TestRateLimiter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodesShareAnAllowance()
    {
        RateLimiter one(100);
        RateLimiter two(100);
        one.share("the store's secret");
        two.share("the store's secret");
        int through = 0;
        for (int i = 0; i < 100; ++i) { // a second, told every 100 ms
            const auto now = 1s + i * 10ms;
            for (int k = 0; k < 10; ++k)
                through += !one.refuse("client", now) + !two.refuse("client", now);
            if (i % 10 == 9) {
                const QByteArray ones = one.takeUsage();
                const QByteArray twos = two.takeUsage();
                one.usedElsewhere(twos, now);
                two.usedElsewhere(ones, now);
            }
        }
        // One node alone lets 300 through; two would let 600. What is above is an eighth of a burst a node.
        QVERIFY2(through >= 300 && through <= 300 + 2 * 25, qPrintable(QString::number(through)));
        QVERIFY(!one.refuse("another", 2s));
        (void)one.takeUsage();
        QVERIFY(one.takeUsage().isEmpty()); // told once
        RateLimiter alone(100);
        QVERIFY(!alone.refuse("client", 1s));
        QVERIFY(alone.takeUsage().isEmpty());
    }

    void rateAndBurst_data()
    {
        QTest::addColumn<int>("perSecond");
        QTest::newRow("1") << 1;
        QTest::newRow("3: does not divide a second") << 3;
        QTest::newRow("100") << 100;
        QTest::newRow("100000") << 100'000;
    }
    void rateAndBurst()
    {
        QFETCH(int, perSecond);
        RateLimiter limiter(perSecond);
        const nanoseconds start = 1000s;
        QCOMPARE(admitted(limiter, "client", start, 0s, perSecond * 3), perSecond * 2);
        // From then on at the rate, however often it asks.
        const int later = admitted(limiter, "client", start, 10s, qMax(1000, perSecond * 40));
        QVERIFY2(qAbs(later - perSecond * 10) <= 1 + perSecond / 1000, qPrintable(QString::number(later)));
        // After two seconds of rest the whole burst is there again.
        QCOMPARE(admitted(limiter, "client", start + 13s, 0s, perSecond * 3), perSecond * 2);
    }

    void saysWhenToComeBack()
    {
        RateLimiter limiter(1);
        const nanoseconds now = 5s;
        QCOMPARE(limiter.refuse("a", now), std::nullopt);
        QCOMPARE(limiter.refuse("a", now), std::nullopt);
        QCOMPARE(limiter.refuse("a", now), std::optional(1));
        QCOMPARE(limiter.refuse("a", now + 999ms), std::optional(1));
        QCOMPARE(limiter.refuse("b", now), std::nullopt); // its own bucket
        QCOMPARE(limiter.refuse("a", now + 1s), std::nullopt);
        QCOMPARE(limiter.refused(), 2);
    }

    void zeroIsOff()
    {
        RateLimiter limiter(0);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(limiter.refuse("a", 1s), std::nullopt);
        QCOMPARE(limiter.refused(), 0);
    }

    void manyKeysDoNotFreeABlockedOne()
    {
        RateLimiter limiter(100);
        const nanoseconds now = 1000s;
        QCOMPARE(admitted(limiter, "blocked", now, 0s, 300), 200);
        for (int i = 0; i < 500'000; ++i)
            static_cast<void>(limiter.refuse(named("other", i), now));
        QCOMPARE(admitted(limiter, "blocked", now, 0s, 100), 0);
    }

    void manyKeysAreServed()
    {
        // Ten thousand honest clients at half the rate while an attacker goes through addresses.
        RateLimiter limiter(10);
        int refused = 0;
        for (int second = 0; second < 4; ++second) {
            for (int i = 0; i < 10'000; ++i) {
                for (int k = 0; k < 5; ++k)
                    refused += limiter.refuse(named("honest", i), 1000s + second * 1s).has_value();
            }
            for (int i = 0; i < 50'000; ++i)
                static_cast<void>(limiter.refuse(named("attack", i + second * 50'000), 1000s + second * 1s));
        }
        QCOMPARE(refused, 0);
    }

    void threadsShareABucket()
    {
        RateLimiter limiter(1000);
        std::atomic<int> passed{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 5000; ++i) {
                    passed += !limiter.refuse("shared", 50s);
                    static_cast<void>(limiter.refuse(QByteArray::number(t * 5000 + i), 50s));
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(passed.load(), 2000);
    }

    void networks_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("network");
        QTest::newRow("IPv4") << QByteArray("203.0.113.7") << QByteArray("203.0.113.7");
        QTest::newRow("IPv6 is its /64") << QByteArray("2001:db8:1:2:3:4:5:6")
                                         << QByteArray("20:01:0d:b8:00:01:00:02::/64");
        QTest::newRow("the same, shortened")
            << QByteArray("2001:db8:1:2::9") << QByteArray("20:01:0d:b8:00:01:00:02::/64");
        QTest::newRow("IPv4 in IPv6") << QByteArray("::ffff:203.0.113.7") << QByteArray("203.0.113.7");
        QTest::newRow("loopback") << QByteArray("::1") << QByteArray("00:00:00:00:00:00:00:00::/64");
        QTest::newRow("no address") << QByteArray("unix") << QByteArray("unix");
    }
    void networks()
    {
        QFETCH(QByteArray, address);
        QFETCH(QByteArray, network);
        QCOMPARE(clientNetwork(address), network);
    }
};

QTEST_GUILESS_MAIN(TestRateLimiter)
#include "tst_ratelimiter.moc"
