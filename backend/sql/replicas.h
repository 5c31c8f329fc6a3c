// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/concern.h"
#include "sql/replica.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace zg::sql {

/// The read replicas of one PostgreSQL. A read goes to one of them when it has replayed all that this node was told of
/// the read's concern; so a user reads what he wrote, and a lagging or dead replica is left out until it is back.
/// Thread: pick() any; start() and stop() the owner's; following the primary is a thread of its own.
class Replicas final
{
public:
    Replicas(const QStringList& urls, const QString& primaryUrl, const PoolSettings& settings,
             SlowStatements& statements, const Clock& clock);
    ~Replicas() { stop(); }
    Q_DISABLE_COPY_MOVE(Replicas)

    Result<void> start(); ///< @errors InvalidArgument: an address that cannot be used
    void stop();

    RecentWrites& recentWrites() { return m_recent; }
    /// A replica that may answer, or nullptr: the primary must.
    Replica* pick(Concern concern);
    QList<telemetry::ReplicaFigures> figures() const;
    QList<telemetry::ConnectionFigures> connections() const;

    static constexpr std::chrono::milliseconds mostLag{1'000}; ///< others' writes show within a second

private:
    void follow();
    bool isUsable(const Replica& replica) const;

    const QStringList m_urls;
    const QString m_primaryUrl;
    const PoolSettings m_settings;
    SlowStatements& m_statements;
    const Clock& m_clock;
    RecentWrites m_recent;
    std::vector<std::unique_ptr<Replica>> m_replicas; // made by start()
    std::atomic<size_t> m_next{0};
    std::atomic<bool> m_isPrimaryLost{false};
    std::atomic<qint64> m_primaryHeardNs{0};
    std::mutex m_mutex; // guards m_isStopped
    std::condition_variable m_wake;
    bool m_isStopped = false;
    std::thread m_thread;
};

} // namespace zg::sql
