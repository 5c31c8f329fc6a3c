// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/engine.h"
#include "sql/pgcommitter.h"
#include "sql/pgconnection.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace zg::sql {

class PgScratch;

/// A PostgreSQL, or several of which one takes writes: the first address that does is the one. When it goes away all
/// who wait are told at once, and the next look that finds a server ends it.
class PgEngine final : public Engine
{
public:
    explicit PgEngine(const EngineParts& parts);
    ~PgEngine() override { stopWrites(); }
    Q_DISABLE_COPY_MOVE(PgEngine)

    Dialect dialect() const override { return Dialect::PostgreSql; }
    Result<void> open() override;
    void startWrites() override;
    void stopWrites() override;
    Result<std::unique_ptr<PooledConnection>> connect() override;
    Result<void> probe() override;
    Result<QString> plan(const QString& text) override;
    Result<telemetry::IndexAdvice> adviseIndex(const QString& text) override;
    GroupCommitter& committer() override { return m_committer; }

private:
    Result<std::unique_ptr<PgConnection>> openPrimary();
    Result<std::unique_ptr<PgConnection>> openWriter();
    Result<std::unique_ptr<PgScratch>> openScratch(SlowStatements& statements);

    const Result<QList<PgAddress>> m_addresses;
    const std::chrono::milliseconds m_statementTimeout;
    SlowStatements& m_statements;
    const Clock& m_clock;
    std::atomic<bool> m_isLost{false};
    std::atomic<bool> m_isHeard{false}; // by any connection, since the last look began
    PgCommitter m_committer;
    std::mutex m_probeMutex; // guards m_probe
    std::unique_ptr<PgConnection> m_probe;
    std::mutex m_stopMutex; // guards m_isStopped
    std::condition_variable m_stop;
    bool m_isStopped = false;
    std::thread m_prober;
};

} // namespace zg::sql
