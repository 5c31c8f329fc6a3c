// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pgconnection.h"
#include "sql/pool.h"
#include "telemetry/snapshot.h"

#include <atomic>

namespace zg::sql {

/// One read replica: its pool, and how much of the primary's past it has.
/// Thread: follow() and maintain() the poller's; the rest any.
class Replica final
{
public:
    Replica(const QList<PgAddress>& addresses, const PoolSettings& settings, SlowStatements& statements,
            const Clock& clock);

    void start();
    void close() { m_pool.close(); }
    void maintain() { m_pool.maintain(); }
    /// Asks whether it has replayed the primary's log up to `position`, which was read at `at`.
    void follow(const QString& position, std::chrono::nanoseconds at);

    /// It has everything that was committed before this moment; 0: nothing is known.
    std::chrono::nanoseconds caughtUpTo() const { return std::chrono::nanoseconds(m_caughtUpToNs.load()); }
    Result<Lease> take() { return m_pool.take(); }
    void countRead() { m_reads.fetch_add(1, std::memory_order_relaxed); }
    void countFailure() { m_failures.fetch_add(1, std::memory_order_relaxed); }
    bool isLost() const { return m_isLost.load(std::memory_order_relaxed); }
    telemetry::ReplicaFigures figures() const;
    QList<telemetry::ConnectionFigures> connections() const;

private:
    PgOptions m_options;
    SlowStatements& m_statements;
    const Clock& m_clock;
    Pool m_pool;
    std::unique_ptr<PgConnection> m_watch; // the poller's
    std::atomic<bool> m_isLost{true};
    std::atomic<qint64> m_caughtUpToNs{0};
    std::atomic<qint64> m_reads{0}, m_failures{0};
};

} // namespace zg::sql
