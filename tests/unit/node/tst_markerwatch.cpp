// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/markerwatch.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::telemetry;
using Kind = Marker::Kind;

class TestMarkerWatch final : public QObject
{
    Q_OBJECT

    static BreakerFigures breaker(BreakerFigures::State state, qint64 opened)
    {
        BreakerFigures figures;
        figures.name = u"redis"_s;
        figures.state = state;
        figures.opened = opened;
        return figures;
    }
    static NodeFigures node(const QString& id, const QString& version,
                            NodeFigures::State state = NodeFigures::State::Serving)
    {
        NodeFigures figures;
        figures.id = id;
        figures.name = u"shop-"_s + id;
        figures.version = version;
        figures.state = state;
        return figures;
    }

private Q_SLOTS:
    void nothingIsNewAtFirst()
    {
        node::MarkerWatch watch;
        Snapshot snapshot;
        snapshot.breakers = {breaker(BreakerFigures::State::Open, 3)};
        snapshot.nodes = {node(u"2"_s, u"1.0"_s)};
        snapshot.ledger.drifts = 1;
        snapshot.pool.maximum = 10;
        QCOMPARE(watch.look(snapshot), {});
        QCOMPARE(watch.look(snapshot), {});
    }

    void breakerOpensAndCloses()
    {
        node::MarkerWatch watch;
        Snapshot snapshot;
        snapshot.atMs = 5'000;
        snapshot.breakers = {breaker(BreakerFigures::State::Closed, 0)};
        watch.look(snapshot);
        snapshot.breakers = {breaker(BreakerFigures::State::Open, 1)};
        QCOMPARE(watch.look(snapshot), (QList<Marker>{{5'000, Kind::BreakerOpened, u"redis"_s}}));
        snapshot.breakers = {breaker(BreakerFigures::State::HalfOpen, 1)};
        QCOMPARE(watch.look(snapshot), {});
        snapshot.breakers = {breaker(BreakerFigures::State::Open, 2)}; // the trial failed: it never was closed
        QCOMPARE(watch.look(snapshot), {});
        snapshot.breakers = {breaker(BreakerFigures::State::Closed, 2)};
        QCOMPARE(watch.look(snapshot), (QList<Marker>{{5'000, Kind::BreakerClosed, u"redis"_s}}));
        snapshot.breakers = {breaker(BreakerFigures::State::Closed, 3)}; // open and closed between two looks
        QCOMPARE(watch.look(snapshot), (QList<Marker>{{5'000, Kind::BreakerOpened, u"redis"_s}}));
    }

    void nodesComeAndGo()
    {
        node::MarkerWatch watch;
        Snapshot snapshot;
        snapshot.version = u"1.0"_s;
        NodeFigures self = node(u"1"_s, u"1.0"_s);
        self.isSelf = true;
        snapshot.nodes = {self};
        watch.look(snapshot);
        snapshot.nodes = {self, node(u"2"_s, u"1.0"_s), node(u"3"_s, u"1.1"_s)};
        QCOMPARE(watch.look(snapshot),
                 (QList<Marker>{{0, Kind::NodeCame, u"shop-2"_s}, {0, Kind::Deploy, u"shop-3 1.1"_s}}));
        snapshot.nodes = {self, node(u"2"_s, u"1.0"_s, NodeFigures::State::Gone)};
        QCOMPARE(watch.look(snapshot),
                 (QList<Marker>{{0, Kind::NodeGone, u"shop-2"_s}, {0, Kind::NodeGone, u"shop-3"_s}}));
        QCOMPARE(watch.look(snapshot), {});
    }

    void replicasLeaveAndReturn()
    {
        node::MarkerWatch watch;
        Snapshot snapshot;
        ReplicaFigures replica;
        replica.address = u"10.0.0.2:5432/shop"_s;
        replica.isUsed = true;
        snapshot.replicas = {replica};
        watch.look(snapshot);
        snapshot.replicas.first().isUsed = false;
        QCOMPARE(watch.look(snapshot), (QList<Marker>{{0, Kind::ReplicaLeft, replica.address}}));
        snapshot.replicas.first().isUsed = true;
        QCOMPARE(watch.look(snapshot), (QList<Marker>{{0, Kind::ReplicaBack, replica.address}}));
    }

    void changesAreMarked()
    {
        node::MarkerWatch watch;
        Snapshot snapshot;
        StrategyFigures group;
        group.strategy = u"group"_s;
        group.inForce = true;
        snapshot.strategies = {group};
        snapshot.pool.maximum = 10;
        watch.look(snapshot);
        StrategyFigures optimistic = group;
        optimistic.strategy = u"optimistic"_s;
        snapshot.strategies.first().inForce = false;
        snapshot.strategies.append(optimistic);
        snapshot.pool.maximum = 20;
        snapshot.ledger.drifts = 1;
        LedgerDrift drift;
        drift.productId = 31;
        snapshot.ledger.last = {drift};
        QCOMPARE(watch.look(snapshot), (QList<Marker>{{0, Kind::Drift, u"31"_s},
                                                      {0, Kind::StrategyChanged, u"optimistic"_s},
                                                      {0, Kind::PoolChanged, u"20"_s}}));
    }
};

QTEST_APPLESS_MAIN(TestMarkerWatch)
#include "tst_markerwatch.moc"
