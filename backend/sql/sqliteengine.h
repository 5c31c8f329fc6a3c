// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/engine.h"
#include "sql/sqlitecommitter.h"
#include "sql/sqliteconnection.h"

#include <mutex>

namespace zg::sql {

/// One SQLite file: readers beside one writer, which commits in groups.
class SqliteEngine final : public Engine
{
public:
    explicit SqliteEngine(const EngineParts& parts);

    Dialect dialect() const override { return Dialect::Sqlite; }
    Result<void> open() override;
    void startWrites() override;
    void stopWrites() override { m_committer.stop(); }
    Result<std::unique_ptr<PooledConnection>> connect() override;
    Result<void> probe() override;
    bool wantsWriteProbe() const override { return !m_committer.isHealthy(); }
    Result<QString> plan(const QString& text) override;
    Result<telemetry::IndexAdvice> adviseIndex(const QString& text) override;
    GroupCommitter& committer() override { return m_committer; }
    bool takeExternalChange() override { return m_committer.takeExternalChange(); }
    QString path() const override { return m_path; }

private:
    Result<std::unique_ptr<SqliteConnection>> openChecked(SqliteOptions::Role role, std::chrono::milliseconds timeout);
    Result<std::shared_ptr<StoreFiles>> files();

    const QString m_url;
    const QString m_path;
    const std::chrono::milliseconds m_patience; ///< of a reader, with a lock
    SlowStatements& m_statements;
    const Clock& m_clock;
    SqliteCommitter m_committer;
    std::unique_ptr<SqliteConnection> m_writer; // from open() to startWrites()
    std::mutex m_filesMutex;                    // guards m_files
    std::weak_ptr<StoreFiles> m_files;          // the connections hold them
    std::mutex m_probeMutex;                    // guards m_probe
    std::unique_ptr<SqliteConnection> m_probe;
};

} // namespace zg::sql
