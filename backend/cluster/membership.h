// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/lease.h"
#include "cluster/roster.h"

#include <mutex>

namespace zg::cluster {

/// This node among those that share its database: they are told every two seconds how it is, and one of them at a time
/// does the jobs that are for one. An embedded database has one node (its file lock sees to that): it writes nothing,
/// and every job is its own.
/// Thread: the keeper's; nodes() and leases() any.
class Membership final
{
public:
    static constexpr std::chrono::milliseconds beatTime{2'000};

    Membership(sql::Database& database, bool isAlone, const Clock& clock = Clock::system());
    Q_DISABLE_COPY_MOVE(Membership)

    /// Joins under that name and address. Before it nothing is told or held.
    void join(const QString& name, const QString& address, const QString& version);
    /// About once a second: tells the others and renews the lease, when it is time.
    void tick(const Load& load);
    /// May this node do the keeper's jobs (expiry, clean-up) now? Renews the lease when it is time, so that a long
    /// piece of work may ask between its parts.
    bool mayKeep();
    /// Tells the others that this node is about to go, and leaves the lease to them.
    void beginDrain();
    /// Takes the node off the list.
    void leave();

    QList<telemetry::NodeFigures> nodes() const;
    bool hasOthers() const; ///< nodes that are not gone, as of the last beat; thread: any
    QList<telemetry::LeaseFigures> leases() const;

private:
    bool isDue(std::chrono::nanoseconds last) const;
    void beat();
    void showSelf();
    void renew();
    void show(QList<telemetry::NodeFigures> nodes);

    NodeCard m_self;
    const bool m_isAlone;
    const Clock& m_clock;
    qint64 m_startedAtMs = 0;
    Roster m_roster;
    Lease m_keeping;
    Load m_load;
    telemetry::NodeFigures::State m_state = telemetry::NodeFigures::State::Serving;
    std::chrono::nanoseconds m_lastBeat;
    std::chrono::nanoseconds m_lastRenewal;
    std::chrono::nanoseconds m_lastSweep;
    bool m_wasHeld = false;
    bool m_hasJoined = false;

    mutable std::mutex m_mutex; // guards what follows
    QList<telemetry::NodeFigures> m_nodes;
    QString m_holder; // the lease's, by name
};

} // namespace zg::cluster
