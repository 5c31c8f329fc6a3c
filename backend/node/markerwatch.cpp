// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/markerwatch.h"

namespace zg::node {

using telemetry::BreakerFigures;
using telemetry::LedgerDrift;
using telemetry::Marker;
using telemetry::NodeFigures;
using telemetry::ReplicaFigures;
using telemetry::Snapshot;
using telemetry::StrategyFigures;

MarkerWatch::Seen MarkerWatch::see(const Snapshot& snapshot)
{
    Seen seen;
    for (const BreakerFigures& breaker : snapshot.breakers) {
        seen.breakersOpened.insert(breaker.name, breaker.opened);
        seen.breakersClosed.insert(breaker.name, breaker.state == BreakerFigures::State::Closed);
    }
    for (const ReplicaFigures& replica : snapshot.replicas)
        seen.replicasUsed.insert(replica.address, replica.isUsed);
    for (const NodeFigures& other : snapshot.nodes)
        if (!other.isSelf && other.state != NodeFigures::State::Gone)
            seen.nodes.insert(other.id, other.name);
    for (const StrategyFigures& strategy : snapshot.strategies)
        if (strategy.inForce)
            seen.strategy = strategy.strategy;
    seen.poolMaximum = snapshot.pool.maximum;
    seen.drifts = snapshot.ledger.drifts;
    return seen;
}

QList<Marker> MarkerWatch::look(const Snapshot& now)
{
    const Seen before = std::exchange(m_seen, see(now));
    if (!std::exchange(m_hasLooked, true))
        return {};
    QList<Marker> found;
    const auto add = [&](Marker::Kind kind, const QString& text) { found.append({now.atMs, kind, text}); };

    for (const BreakerFigures& breaker : now.breakers) {
        const bool wasClosed = before.breakersClosed.value(breaker.name, true);
        if (breaker.opened > before.breakersOpened.value(breaker.name) && wasClosed)
            add(Marker::Kind::BreakerOpened, breaker.name); // also when it closed again meanwhile
        if (breaker.state == BreakerFigures::State::Closed && !wasClosed)
            add(Marker::Kind::BreakerClosed, breaker.name);
    }
    for (const ReplicaFigures& replica : now.replicas) {
        const bool was = before.replicasUsed.value(replica.address, replica.isUsed);
        if (was != replica.isUsed)
            add(replica.isUsed ? Marker::Kind::ReplicaBack : Marker::Kind::ReplicaLeft, replica.address);
    }
    for (const NodeFigures& other : now.nodes) {
        if (!m_seen.nodes.contains(other.id) || before.nodes.contains(other.id))
            continue;
        if (other.version == now.version)
            add(Marker::Kind::NodeCame, other.name);
        else
            add(Marker::Kind::Deploy, other.name + u' ' + other.version);
    }
    for (auto node = before.nodes.cbegin(); node != before.nodes.cend(); ++node)
        if (!m_seen.nodes.contains(node.key()))
            add(Marker::Kind::NodeGone, node.value());
    if (m_seen.drifts > before.drifts)
        add(Marker::Kind::Drift,
            now.ledger.last.isEmpty() ? QString() : QString::number(now.ledger.last.first().productId));
    if (m_seen.strategy != before.strategy && !before.strategy.isEmpty())
        add(Marker::Kind::StrategyChanged, m_seen.strategy);
    if (m_seen.poolMaximum != before.poolMaximum)
        add(Marker::Kind::PoolChanged, QString::number(m_seen.poolMaximum));
    return found;
}

} // namespace zg::node
