// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "identity/lockout.h"

#include <QTest>

#include <thread>

using namespace zg;
using namespace zg::identity;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
std::optional<ErrorCode> fail(Lockout& lockout, const QString& name)
{
    const auto settled = lockout.settle(name, false);
    return settled ? std::nullopt : std::optional(settled.error().code);
}
} // namespace

class TestLockout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveFailuresLock();
    void failuresAgeOut();
    void successClears();
    void namesAreExact();
    void guessesSideBySideLearnNothing();
    void manyNamesStayBounded();
    void locksOutliveAFlood();
    void threads();
};

void TestLockout::fiveFailuresLock()
{
    ManualClock clock;
    Lockout lockout(clock);
    for (int i = 0; i < 5; ++i) {
        QVERIFY(lockout.check(u"kate"_s));
        QCOMPARE(fail(lockout, u"kate"_s), ErrorCode::BadCredentials); // the fifth too
        clock.advance(1min);
    }
    const auto refused = lockout.check(u"kate"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::RateLimited);
    QCOMPARE(refused.error().retryAfterS, 14 * 60);
    QVERIFY(lockout.check(u"tom"_s));
    QCOMPARE(lockout.locked(), 1);
    clock.advance(14min - 1ms);
    QCOMPARE(lockout.check(u"kate"_s).error().retryAfterS, 1);
    clock.advance(1ms);
    QVERIFY(lockout.check(u"kate"_s));
    for (int i = 0; i < 5; ++i) {
        QVERIFY(lockout.check(u"kate"_s)); // counting starts anew
        QCOMPARE(fail(lockout, u"kate"_s), ErrorCode::BadCredentials);
    }
    QVERIFY(!lockout.check(u"kate"_s));
}

void TestLockout::failuresAgeOut()
{
    ManualClock clock;
    Lockout lockout(clock);
    for (int i = 0; i < 20; ++i) { // one every four minutes: never five in fifteen
        QVERIFY(lockout.check(u"kate"_s));
        QCOMPARE(fail(lockout, u"kate"_s), ErrorCode::BadCredentials);
        clock.advance(4min);
    }
    for (int i = 0; i < 2; ++i) // but three of those still count
        QCOMPARE(fail(lockout, u"kate"_s), ErrorCode::BadCredentials);
    QVERIFY(!lockout.check(u"kate"_s));
}

void TestLockout::successClears()
{
    ManualClock clock;
    Lockout lockout(clock);
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 4; ++i)
            QCOMPARE(fail(lockout, u"kate"_s), ErrorCode::BadCredentials);
        QVERIFY(lockout.settle(u"kate"_s, true));
    }
    QCOMPARE(lockout.names(), 0);
}

void TestLockout::namesAreExact()
{
    ManualClock clock;
    Lockout lockout(clock);
    for (int i = 0; i < 5; ++i)
        fail(lockout, u"kate"_s);
    QVERIFY(lockout.check(u"Kate"_s));
    QVERIFY(lockout.check(u"kate "_s));
    QVERIFY(lockout.check(QString()));
    QVERIFY(lockout.check(QString(100'000, u'k')));
    QVERIFY(!lockout.check(u"kate"_s));
}

void TestLockout::guessesSideBySideLearnNothing()
{
    ManualClock clock;
    Lockout lockout(clock);
    for (int i = 0; i < 20; ++i)
        QVERIFY(lockout.check(u"kate"_s)); // twenty begin before any is settled
    for (int i = 0; i < 5; ++i)
        QCOMPARE(fail(lockout, u"kate"_s), ErrorCode::BadCredentials);
    QCOMPARE(fail(lockout, u"kate"_s), ErrorCode::RateLimited);
    const auto right = lockout.settle(u"kate"_s, true); // the right one among them is not told apart
    QVERIFY(!right);
    QCOMPARE(right.error().code, ErrorCode::RateLimited);
}

void TestLockout::manyNamesStayBounded()
{
    ManualClock clock;
    Lockout lockout(clock, 1000);
    for (int i = 0; i < 20'000; ++i)
        fail(lockout, QString::number(i));
    QVERIFY(lockout.names() <= 1000);
    QVERIFY(lockout.names() > 800);
    clock.advance(16min);
    for (int i = 0; i < 1000; ++i)
        fail(lockout, u"new"_s + QString::number(i));
    QVERIFY(lockout.names() <= 1000);
}

void TestLockout::locksOutliveAFlood()
{
    ManualClock clock;
    Lockout lockout(clock, 1000);
    for (int i = 0; i < 5; ++i)
        fail(lockout, u"kate"_s);
    for (int i = 0; i < 3; ++i)
        fail(lockout, u"tom"_s);
    clock.advance(1s);
    for (int i = 0; i < 20'000; ++i)
        fail(lockout, QString::number(i));
    QVERIFY(!lockout.check(u"kate"_s));
    fail(lockout, u"tom"_s);
    fail(lockout, u"tom"_s);
    QVERIFY(!lockout.check(u"tom"_s)); // three failures were not forgotten for twenty thousand single ones
}

void TestLockout::threads()
{
    ManualClock clock;
    Lockout lockout(clock, 100);
    std::atomic<int> told{0};
    std::vector<std::thread> workers;
    for (int t = 0; t < 4; ++t) {
        workers.emplace_back([&, t] {
            for (int i = 0; i < 500; ++i) {
                fail(lockout, QString::number(t * 1000 + i));
                if (fail(lockout, u"kate"_s) == ErrorCode::BadCredentials)
                    told.fetch_add(1);
            }
        });
    }
    for (auto& worker : workers)
        worker.join();
    QCOMPARE(told.load(), 5);
    QVERIFY(lockout.names() <= 100);
}

QTEST_GUILESS_MAIN(TestLockout)
#include "tst_lockout.moc"
