// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/membership.h"

#include "clusterfixture.h"

using namespace zg;
using namespace zg::cluster;
using namespace zg::cluster::test;
using State = telemetry::NodeFigures::State;

class TestMembership final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aloneNodeKeepsItAllAndWritesNothing()
    {
        Fixture fixture;
        Membership node(fixture.database, true, fixture.clock);
        QVERIFY(node.nodes().isEmpty());
        node.join(u"shop"_s, u"http://127.0.0.1:8080"_s, u"1.0"_s);
        QVERIFY(node.mayKeep());
        node.tick(Load{10, 1, 2, 3});
        QCOMPARE(node.nodes().size(), 1);
        QCOMPARE(node.nodes()[0].name, u"shop"_s);
        QCOMPARE(node.nodes()[0].ratePerS, 10.0);
        QVERIFY(node.nodes()[0].isSelf);
        QVERIFY(node.leases()[0].isHeld);
        QCOMPARE(node.leases()[0].holder, u"shop"_s);
        node.beginDrain();
        QVERIFY(node.nodes()[0].state == State::Draining);
        node.leave();
        QCOMPARE(fixture.number(u"SELECT count(*) FROM nodes"_s), 0);
        QCOMPARE(fixture.number(u"SELECT count(*) FROM leases"_s), 0);
    }

    void oneOfTwoKeeps()
    {
        Fixture fixture;
        Membership a(fixture.database, false, fixture.clock);
        Membership b(fixture.database, false, fixture.clock);
        a.join(u"a"_s, u"http://a"_s, u"1.0"_s);
        b.join(u"b"_s, u"http://b"_s, u"1.0"_s);
        QVERIFY(a.mayKeep());
        QVERIFY(!b.mayKeep());
        QCOMPARE(b.nodes().size(), 2);
        QCOMPARE(b.leases()[0].holder, u"a"_s);
        QVERIFY(!b.leases()[0].isHeld);
        QVERIFY(a.leases()[0].isHeld);
        for (int i = 0; i < 30; ++i) { // ticks a second apart renew in time
            fixture.clock.advance(1s);
            a.tick(Load());
            b.tick(Load());
            QVERIFY(a.mayKeep());
            QVERIFY(!b.mayKeep());
        }
        QVERIFY(b.nodes()[1].silentMs < 3'000);
    }

    /// What the other nodes may count on: ten seconds after a kill at most.
    void takesOverFromADeadNode()
    {
        Fixture fixture;
        Membership a(fixture.database, false, fixture.clock);
        Membership b(fixture.database, false, fixture.clock);
        a.join(u"a"_s, u"http://a"_s, u"1.0"_s);
        b.join(u"b"_s, u"http://b"_s, u"1.0"_s);
        int seconds = 0;
        while (!b.mayKeep() && seconds < 20) {
            fixture.clock.advance(1s);
            ++seconds;
            b.tick(Load());
        }
        QVERIFY2(seconds >= 6 && seconds <= 9, qPrintable(QString::number(seconds)));
        QVERIFY(!a.leases()[0].isHeld);
        QCOMPARE(b.leases()[0].fence, 2);
        fixture.clock.advance(5s);
        b.tick(Load());
        QVERIFY(b.nodes()[1].state == State::Gone);
    }

    void aStopHandsTheLeaseOverAtOnce()
    {
        Fixture fixture;
        Membership a(fixture.database, false, fixture.clock);
        Membership b(fixture.database, false, fixture.clock);
        a.join(u"a"_s, u"http://a"_s, u"1.0"_s);
        b.join(u"b"_s, u"http://b"_s, u"1.0"_s);
        a.beginDrain();
        QVERIFY(!a.mayKeep());
        fixture.clock.advance(2s);
        b.tick(Load());
        QVERIFY(b.mayKeep());
        QVERIFY(b.nodes()[1].state == State::Draining);
        QVERIFY(!a.mayKeep()); // a long piece of work asks in between, and does not get it back
        a.leave();
        fixture.clock.advance(2s);
        b.tick(Load());
        QCOMPARE(b.nodes().size(), 1);
    }

    void longWorkRenewsInBetween()
    {
        Fixture fixture;
        Membership a(fixture.database, false, fixture.clock);
        a.join(u"a"_s, u"http://a"_s, u"1.0"_s);
        for (int i = 0; i < 20; ++i) {
            fixture.clock.advance(1500ms);
            QVERIFY(a.mayKeep());
        }
    }

    void staysOutUntilItJoins()
    {
        Fixture fixture;
        Membership a(fixture.database, false, fixture.clock);
        a.beginDrain();
        a.leave();
        QCOMPARE(fixture.number(u"SELECT count(*) FROM leases"_s), 0);
        QVERIFY(!a.leases()[0].isHeld);
    }
};

QTEST_GUILESS_MAIN(TestMembership)
#include "tst_membership.moc"
