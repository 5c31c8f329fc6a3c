// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/roster.h"

#include "clusterfixture.h"

using namespace zg;
using namespace zg::cluster;
using namespace zg::cluster::test;
using State = telemetry::NodeFigures::State;

class TestRoster final : public QObject
{
    Q_OBJECT

    static NodeCard card(const QString& id, int port = 1)
    {
        return {id, u"shop-"_s + QString::number(port), u"http://10.0.0.1:"_s + QString::number(port), u"1.0"_s};
    }

private Q_SLOTS:
    void nodesSeeEachOther()
    {
        Fixture fixture;
        Roster a(fixture.database, fixture.clock);
        Roster b(fixture.database, fixture.clock);
        const Load busy{1234.4, 5, 67, 890};
        QCOMPARE(a.beat(card(u"a"_s, 2), State::Serving, busy)->size(), 1);
        fixture.clock.advance(500ms);
        const auto nodes = b.beat(card(u"b"_s, 1), State::Serving, Load()).value();
        QCOMPARE(nodes.size(), 2);
        QCOMPARE(nodes[0].id, u"b"_s); // itself first
        QVERIFY(nodes[0].isSelf);
        const auto& other = nodes[1];
        QVERIFY(!other.isSelf);
        QCOMPARE(other.name, u"shop-2"_s);
        QCOMPARE(other.address, u"http://10.0.0.1:2"_s);
        QCOMPARE(other.version, u"1.0"_s);
        QVERIFY(other.state == State::Serving);
        QCOMPARE(other.silentMs, 500);
        QCOMPARE(other.startedAtMs, other.lastSeenMs);
        QCOMPARE(other.ratePerS, 1234.0);
        QCOMPARE(other.inFlight, 5);
        QCOMPARE(other.connections, 67);
        QCOMPARE(other.p99Us, 890);
    }

    void aBeatIsNewsAndNotAnotherNode()
    {
        Fixture fixture;
        Roster a(fixture.database, fixture.clock);
        const qint64 begin = fixture.clock.wallMs();
        QVERIFY(a.beat(card(u"a"_s), State::Serving, Load()));
        fixture.clock.advance(2s);
        const auto nodes = a.beat(card(u"a"_s), State::Draining, Load{7, 1, 2, 3}).value();
        QCOMPARE(nodes.size(), 1);
        QCOMPARE(nodes[0].startedAtMs, begin);
        QCOMPARE(nodes[0].lastSeenMs, begin + 2000);
        QCOMPARE(nodes[0].ratePerS, 7.0);
        QVERIFY(nodes[0].state == State::Draining);
    }

    void silenceIsGoneAndADayIsForgotten()
    {
        Fixture fixture;
        Roster a(fixture.database, fixture.clock);
        Roster b(fixture.database, fixture.clock);
        QVERIFY(a.beat(card(u"a"_s, 1), State::Draining, Load()));
        fixture.clock.advance(Roster::goneAfter);
        const auto stateOfA = [&] {
            const auto nodes = b.beat(card(u"b"_s, 2), State::Serving, Load()).value();
            return nodes.size() == 2 ? std::optional(nodes[1].state) : std::nullopt;
        };
        QVERIFY(stateOfA() == State::Draining);
        fixture.clock.advance(1ms);
        QVERIFY(stateOfA() == State::Gone);
        fixture.clock.advance(Roster::forgottenAfter - Roster::goneAfter - 1ms);
        QVERIFY(b.sweep());
        QVERIFY(stateOfA() == State::Gone); // a day to the millisecond
        fixture.clock.advance(1ms);
        QVERIFY(stateOfA());
        QVERIFY(b.sweep());
        QVERIFY(!stateOfA());
        QCOMPARE(fixture.number(u"SELECT count(*) FROM nodes"_s), 1);
    }

    void tellsWhoIsAtWork()
    {
        Fixture fixture;
        Roster a(fixture.database, fixture.clock);
        Roster b(fixture.database, fixture.clock);
        const auto names = [&] {
            return fixture.database
                .readNow([&](sql::Connection& connection) { return nodesAtWork(connection, fixture.clock); })
                .value();
        };
        QCOMPARE(names(), QStringList());
        QVERIFY(a.beat(card(u"a"_s, 1), State::Serving, Load()));
        fixture.clock.advance(6s);
        QVERIFY(b.beat(card(u"b"_s, 2), State::Draining, Load()));
        QCOMPARE(names(), QStringList({u"shop-1"_s, u"shop-2"_s}));
        fixture.clock.advance(6s);
        QCOMPARE(names(), QStringList(u"shop-2"_s));
    }

    void leavesTheList()
    {
        Fixture fixture;
        Roster a(fixture.database, fixture.clock);
        Roster b(fixture.database, fixture.clock);
        QVERIFY(a.beat(card(u"a"_s, 1), State::Serving, Load()));
        QVERIFY(b.beat(card(u"b"_s, 2), State::Serving, Load()));
        QVERIFY(a.leave(card(u"a"_s)));
        QCOMPARE(b.beat(card(u"b"_s, 2), State::Serving, Load())->size(), 1);
    }

    void aNodeThatIsBackTakesItsOldPlace()
    {
        Fixture fixture;
        Roster dead(fixture.database, fixture.clock);
        Roster other(fixture.database, fixture.clock);
        QVERIFY(dead.beat(card(u"a"_s, 1), State::Serving, Load()));
        QVERIFY(other.beat(card(u"b"_s, 2), State::Serving, Load()));
        Roster again(fixture.database, fixture.clock);
        const auto nodes = again.beat(card(u"c"_s, 1), State::Serving, Load()).value();
        QCOMPARE(nodes.size(), 2);
        QCOMPARE(nodes[0].id, u"c"_s);
        QCOMPARE(nodes[1].id, u"b"_s);
    }

    void isSilentWithoutADatabase()
    {
        Fixture fixture;
        Roster a(fixture.database, fixture.clock);
        fixture.database.close();
        QVERIFY(!a.beat(card(u"a"_s), State::Serving, Load()));
        QVERIFY(!a.sweep());
        QVERIFY(!a.leave(card(u"a"_s)));
    }
};

QTEST_GUILESS_MAIN(TestRoster)
#include "tst_roster.moc"
