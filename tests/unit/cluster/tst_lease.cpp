// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/lease.h"

#include "clusterfixture.h"

#include <array>
#include <thread>

using namespace zg;
using namespace zg::cluster;
using namespace zg::cluster::test;

class TestLease final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTakenOnceAndRenewed()
    {
        Fixture fixture;
        Lease a(fixture.database, u"keeper"_s, u"a"_s, fixture.clock);
        Lease b(fixture.database, u"keeper"_s, u"b"_s, fixture.clock);
        QVERIFY(!a.isHeld());
        QVERIFY(a.keep());
        QVERIFY(b.keep());
        QVERIFY(a.isHeld());
        QVERIFY(!b.isHeld());
        QCOMPARE(b.holder(), u"a"_s);
        QCOMPARE(a.fence(), 1);
        for (int i = 0; i < 10; ++i) {
            fixture.clock.advance(2s);
            QVERIFY(b.keep());
            QVERIFY(a.keep());
            QVERIFY(a.isHeld());
            QVERIFY(!b.isHeld());
        }
        QCOMPARE(a.fence(), 1); // the same holder all the time
    }

    void movesWhenItsHolderIsSilent()
    {
        Fixture fixture;
        Lease a(fixture.database, u"keeper"_s, u"a"_s, fixture.clock);
        Lease b(fixture.database, u"keeper"_s, u"b"_s, fixture.clock);
        QVERIFY(a.keep());
        fixture.clock.advance(Lease::lifetime - 1ms);
        QVERIFY(b.keep());
        QVERIFY(!b.isHeld());
        fixture.clock.advance(1ms);
        QVERIFY(b.keep());
        QVERIFY(b.isHeld());
        QCOMPARE(b.fence(), 2);
        QVERIFY(!a.isHeld()); // by its own clock, without having asked
        QVERIFY(a.keep());
        QVERIFY(!a.isHeld());
        QCOMPARE(a.holder(), u"b"_s);
    }

    void itsHolderStopsBeforeAnotherMayBegin()
    {
        Fixture fixture;
        Lease a(fixture.database, u"keeper"_s, u"a"_s, fixture.clock);
        QVERIFY(a.keep());
        fixture.clock.advance(Lease::lifetime - Lease::margin - 1ms);
        QVERIFY(a.isHeld());
        fixture.clock.advance(1ms);
        QVERIFY(!a.isHeld());
        QVERIFY(a.keep()); // still its own row: nobody took it
        QVERIFY(a.isHeld());
        QCOMPARE(a.fence(), 1);
    }

    void endsWithoutADatabase()
    {
        Fixture fixture;
        Lease a(fixture.database, u"keeper"_s, u"a"_s, fixture.clock);
        QVERIFY(a.keep());
        fixture.database.close();
        fixture.clock.advance(2s);
        QVERIFY(!a.keep());
        QVERIFY(a.isHeld()); // as long as it was
        fixture.clock.advance(3s);
        QVERIFY(!a.keep());
        QVERIFY(!a.isHeld());
    }

    void isGivenUp()
    {
        Fixture fixture;
        Lease a(fixture.database, u"keeper"_s, u"a"_s, fixture.clock);
        Lease b(fixture.database, u"keeper"_s, u"b"_s, fixture.clock);
        QVERIFY(a.keep());
        QVERIFY(b.keep());
        QVERIFY(b.giveUp()); // not its own: nothing happens
        QVERIFY(a.keep());
        QVERIFY(a.isHeld());
        QVERIFY(a.giveUp());
        QVERIFY(!a.isHeld());
        QVERIFY(b.keep());
        QVERIFY(b.isHeld());
        QCOMPARE(b.fence(), 2);
    }

    void differentJobsAreDifferentLeases()
    {
        Fixture fixture;
        Lease a(fixture.database, u"keeper"_s, u"a"_s, fixture.clock);
        Lease b(fixture.database, u"patrol"_s, u"b"_s, fixture.clock);
        QVERIFY(a.keep());
        QVERIFY(b.keep());
        QVERIFY(a.isHeld());
        QVERIFY(b.isHeld());
    }

    void ofManyAtOnceOneGetsIt()
    {
        Fixture fixture;
        constexpr int nodes = 6;
        std::array<std::unique_ptr<Lease>, nodes> leases;
        for (int i = 0; i < nodes; ++i)
            leases[size_t(i)] =
                std::make_unique<Lease>(fixture.database, u"keeper"_s, QString::number(i), fixture.clock);
        for (int round = 1; round <= 20; ++round) {
            std::vector<std::thread> threads;
            for (auto& lease : leases)
                threads.emplace_back([&lease] { QVERIFY(lease->keep()); });
            for (auto& thread : threads)
                thread.join();
            const auto holders =
                std::count_if(leases.cbegin(), leases.cend(), [](auto& lease) { return lease->isHeld(); });
            QCOMPARE(holders, 1);
            const auto highest = std::max_element(leases.cbegin(), leases.cend(),
                                                  [](auto& one, auto& other) { return one->fence() < other->fence(); });
            QVERIFY((*highest)->fence() <= round);
            fixture.clock.advance(Lease::lifetime);
        }
    }
};

QTEST_GUILESS_MAIN(TestLease)
#include "tst_lease.moc"
