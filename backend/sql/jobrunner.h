// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/groupcommitter.h"
#include "sql/sqliteconnection.h"

#include <optional>
#include <span>

namespace zg::sql {

/// Runs jobs inside an open transaction, neighbours of one JobGroup together. First without savepoints, for which
/// SQLite would copy every page it is about to change; when a job fails that had written, all is undone and done once
/// more, each run under a savepoint of its own. Thread: the committer's.
class JobRunner final
{
public:
    explicit JobRunner(SqliteConnection& connection)
        : m_connection(connection)
    {
    }
    /// @return an error when the transaction itself is lost; else each job's own result is in `results`
    Result<void> run(std::span<WriteJob* const> jobs, std::span<Result<void>> results);

private:
    Result<bool> runBare(std::span<WriteJob* const> jobs, std::span<Result<void>> results);
    Result<void> runGuarded(std::span<WriteJob* const> jobs, std::span<Result<void>> results);
    Result<void> runTogether(JobGroup& group, std::span<WriteJob* const> jobs, std::span<Result<void>> results);
    Result<void> runAlone(WriteJob& job, Result<void>& result);
    Result<void> end(bool keep, const std::optional<Error>& cause);

    SqliteConnection& m_connection;
};

} // namespace zg::sql
