// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "telemetry/snapshot.h"

#include <QStringList>

#include <chrono>

namespace zg::sql {
class Connection;
class Database;
} // namespace zg::sql

namespace zg::cluster {

/// What a node is to the others, for one run of it.
struct NodeCard
{
    QString id; ///< of this run
    QString name;
    QString address;
    QString version;
    bool operator==(const NodeCard&) const = default;
};

/// How busy a node is; the same figures as everywhere.
struct Load
{
    double ratePerS = 0;
    int inFlight = 0;
    int connections = 0;
    qint64 p99Us = 0;
    bool operator==(const Load&) const = default;
};

/// The names of the nodes that were seen just now, for what must not meet one. Thread: the borrowing one.
Result<QStringList> nodesAtWork(sql::Connection& connection, const Clock& clock = Clock::system());

/// The list of nodes in the database. Thread: the keeper's; blocks for as long as the database takes.
class Roster final
{
public:
    static constexpr std::chrono::milliseconds goneAfter{10'000};
    static constexpr std::chrono::milliseconds forgottenAfter{24 * 3'600'000};

    Roster(sql::Database& database, const Clock& clock);
    Q_DISABLE_COPY_MOVE(Roster)

    /// Says that this node is here and how it is. @return all nodes, this one first, then by name and address
    Result<QList<telemetry::NodeFigures>> beat(const NodeCard& self, telemetry::NodeFigures::State state,
                                               const Load& load);
    /// Removes nodes that were not seen for a day. One node is enough for that.
    Result<void> sweep();
    /// Takes a node off the list.
    Result<void> leave(const NodeCard& self);

private:
    Result<void> write(sql::Connection& connection, const NodeCard& self, telemetry::NodeFigures::State state,
                       const Load& load, qint64 nowMs) const;

    sql::Database& m_database;
    const Clock& m_clock;
    bool m_isKnown = false; // our row has been written
};

} // namespace zg::cluster
