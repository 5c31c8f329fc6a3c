// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/task.h"

namespace zg::sql {
class Database;
}

namespace zg::audit {

/// What staff did, for half a year.
/// Thread: any with an executor, where it does not say otherwise.
/// @errors of every call: DependencyDown, Overloaded
class Operations final
{
public:
    static constexpr std::chrono::hours keep{180 * 24};
    static constexpr int maxPage = 100;

    explicit Operations(sql::Database& database, const Clock& clock = Clock::system());
    Q_DISABLE_COPY_MOVE(Operations)

    /// Newest first. @errors InvalidArgument: limit (1–100), cursor
    Task<Result<OperationPage>> list(OperationFilter filter, QByteArray cursor, int limit);
    /// For what is done outside of the database: it has happened already, now when `operation` has
    /// no time.
    Task<Result<void>> add(Actor by, Operation operation);
    /// Removes what is older than half a year, a bounded number at a time. Blocking: keeper, on one node.
    /// @return rows removed
    Result<qint64> sweep();

private:
    sql::Database& m_database;
    const Clock& m_clock;
};

} // namespace zg::audit
