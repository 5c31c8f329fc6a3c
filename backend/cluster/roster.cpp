// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/roster.h"

#include "cluster/databasetime.h"
#include "sql/database.h"

#include <algorithm>

namespace zg::cluster {

using telemetry::NodeFigures;

namespace {
constexpr sql::Statement beatStatement{
    "node.beat",
    "INSERT INTO nodes (id, name, address, version, state, started_at, last_seen, rate_per_s, in_flight, connections,"
    " p99_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state,"
    " last_seen = excluded.last_seen, rate_per_s = excluded.rate_per_s, in_flight = excluded.in_flight,"
    " connections = excluded.connections, p99_us = excluded.p99_us"};
// Who has our name and our address is we ourselves, before: the address is ours now.
constexpr sql::Statement replaceStatement{"node.replace",
                                          "DELETE FROM nodes WHERE name = ? AND address = ? AND id <> ?"};
constexpr sql::Statement listStatement{
    "node.list", "SELECT id, name, address, version, state, started_at, last_seen, rate_per_s, in_flight, connections,"
                 " p99_us FROM nodes ORDER BY name, address, started_at LIMIT 1000"};
constexpr sql::Statement sweepStatement{"node.sweep", "DELETE FROM nodes WHERE last_seen < ?"};
constexpr sql::Statement leaveStatement{"node.leave", "DELETE FROM nodes WHERE id = ?"};

NodeFigures::State stateOf(qint64 stored, qint64 silentMs)
{
    if (silentMs > Roster::goneAfter.count())
        return NodeFigures::State::Gone;
    return stored == qint64(NodeFigures::State::Draining) ? NodeFigures::State::Draining : NodeFigures::State::Serving;
}
Result<QList<NodeFigures>> readAll(sql::Connection& connection, const QString& selfId, qint64 nowMs)
{
    auto rows = connection.query(listStatement);
    if (!rows)
        return rows.error();
    QList<NodeFigures> nodes;
    while (rows->next()) {
        NodeFigures node;
        node.id = rows->text(0);
        node.name = rows->text(1);
        node.address = rows->text(2);
        node.version = rows->text(3);
        node.startedAtMs = rows->integer(5);
        node.lastSeenMs = rows->integer(6);
        node.silentMs = std::max<qint64>(0, nowMs - node.lastSeenMs);
        node.state = stateOf(rows->integer(4), node.silentMs);
        node.ratePerS = double(rows->integer(7));
        node.inFlight = int(rows->integer(8));
        node.connections = int(rows->integer(9));
        node.p99Us = rows->integer(10);
        node.isSelf = node.id == selfId;
        nodes.append(std::move(node));
    }
    // This node first.
    std::stable_partition(nodes.begin(), nodes.end(), [](const NodeFigures& node) { return node.isSelf; });
    return nodes;
}
} // namespace

Result<QStringList> nodesAtWork(sql::Connection& connection, const Clock& clock)
{
    const auto now = databaseNowMs(connection, clock);
    if (!now)
        return now.error();
    const auto nodes = readAll(connection, QString(), *now);
    if (!nodes)
        return nodes.error();
    QStringList names;
    for (const NodeFigures& node : *nodes) {
        if (node.state != NodeFigures::State::Gone)
            names.append(node.name);
    }
    return names;
}

Roster::Roster(sql::Database& database, const Clock& clock)
    : m_database(database)
    , m_clock(clock)
{
}

Result<void> Roster::write(sql::Connection& connection, const NodeCard& self, NodeFigures::State state,
                           const Load& load, qint64 nowMs) const
{
    if (!m_isKnown) {
        const auto replaced = connection.exec(replaceStatement, self.name, self.address, self.id);
        if (!replaced)
            return replaced.error();
    }
    const auto written =
        connection.exec(beatStatement, self.id, self.name, self.address, self.version, int(state), nowMs, nowMs,
                        qint64(load.ratePerS + 0.5), load.inFlight, load.connections, load.p99Us);
    if (!written)
        return written.error();
    return {};
}

Result<QList<NodeFigures>> Roster::beat(const NodeCard& self, NodeFigures::State state, const Load& load)
{
    auto nodes = m_database.writeNow([&](sql::Connection& connection) -> Result<QList<NodeFigures>> {
        const auto now = databaseNowMs(connection, m_clock);
        if (!now)
            return now.error();
        if (const auto written = write(connection, self, state, load, *now); !written)
            return written.error();
        return readAll(connection, self.id, *now);
    });
    m_isKnown = m_isKnown || nodes.has_value();
    return nodes;
}

Result<void> Roster::sweep()
{
    return m_database.writeNow([this](sql::Connection& connection) -> Result<void> {
        const auto now = databaseNowMs(connection, m_clock);
        if (!now)
            return now.error();
        const auto removed = connection.exec(sweepStatement, *now - forgottenAfter.count());
        if (!removed)
            return removed.error();
        return {};
    });
}

Result<void> Roster::leave(const NodeCard& self)
{
    return m_database.writeNow([&self](sql::Connection& connection) -> Result<void> {
        const auto left = connection.exec(leaveStatement, self.id);
        if (!left)
            return left.error();
        return {};
    });
}

} // namespace zg::cluster
