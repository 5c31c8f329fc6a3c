// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/groupcommitter.h"
#include "sql/pgconnection.h"
#include "sql/writerslot.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace zg::sql {

/// Commits jobs on one PostgreSQL connection, which it replaces when it breaks: several of one group in one
/// transaction, and again when it collided with another. A job that spoils its group's transaction is found by trying
/// each alone. Thread: one, the committer's.
class PgTransaction final
{
public:
    using Opener = std::function<Result<std::unique_ptr<PgConnection>>()>;
    PgTransaction(Opener open, WriterSlot& slot)
        : m_open(std::move(open))
        , m_slot(slot)
    {
    }
    ~PgTransaction() { m_slot.hold(nullptr); }
    Q_DISABLE_COPY_MOVE(PgTransaction)

    /// @return an error when the database is at fault: nothing was kept, or, when it went away during the commit, all
    ///         or nothing; else each job's own result is in `results`
    Result<void> commit(std::span<WriteJob* const> jobs, std::span<Result<void>> results);

private:
    enum class Outcome : quint8 { Done, Again, Alone };
    Result<void> makeReady();
    Result<void> commitEach(std::span<WriteJob* const> jobs, std::span<Result<void>> results);
    Result<Outcome> attempt(std::span<WriteJob* const> jobs, std::span<Result<void>> results);
    Result<void> apply(std::span<WriteJob* const> jobs, std::span<Result<void>> results);
    void undo(std::span<WriteJob* const> jobs, bool isUnsure);

    const Opener m_open;
    WriterSlot& m_slot;
    std::unique_ptr<PgConnection> m_connection;
};

} // namespace zg::sql
