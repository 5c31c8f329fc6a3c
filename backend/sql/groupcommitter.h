// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/trace.h"
#include "sql/connection.h"
#include "telemetry/databasefigures.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace zg::sql {

class JobGroup;

/// One write on its way to the committer.
class WriteJob
{
public:
    virtual ~WriteJob() = default;
    /// Does the writing, inside the group's transaction, under a savepoint of its own.
    /// Called again from scratch when the group has to be repeated. Thread: the committer's.
    virtual Result<void> apply(Connection& connection) = 0;
    /// Called once, after the commit or its failure. `committed` is apply's error, or the commit's, or success.
    /// Thread: the committer's (or the submitter's, when the queue refuses).
    virtual void finish(Result<void> committed) = 0;
    /// Jobs that want to be applied together (orders merge their stock updates) name the group that does it.
    virtual JobGroup* group() { return nullptr; }
    /// Where several committers share the work: jobs with the same number meet at the same one, in groups. Without a
    /// number a job is committed alone there, by whichever is free.
    virtual std::optional<quint64> lane() const { return std::nullopt; }
    /// Wants a transaction of its own, also where one committer would group it with its neighbours.
    virtual bool isAlone() const { return false; }

    /// Whose work it is, when a coroutine waits for it: finish() may be the end of that trace.
    void setTrace(Trace* trace) { m_trace = trace; }
    Trace* trace() const { return m_trace; }

private:
    Trace* m_trace = nullptr;
};

/// Applies a run of neighbouring jobs of the same group at once, under one savepoint.
class JobGroup
{
public:
    virtual ~JobGroup() = default;
    /// @return one result a job, in order; a total failure (the connection's) is the outer error, and the committer
    /// then
    ///         rolls the run back and repeats its jobs one by one
    virtual Result<std::vector<Result<void>>> applyTogether(Connection& connection,
                                                            std::span<WriteJob* const> jobs) = 0;
    /// What was applied so far in this transaction has been rolled back and will be applied again. Thread: the
    /// committer's.
    virtual void undone(Connection&) {}
    /// The COMMIT was sent, and whether it stands is not known. Thread: the committer's.
    virtual void unsure(Connection& connection) { undone(connection); }
    /// After a successful commit and before any finish(): caches are invalidated here. Thread: the committer's.
    virtual void committed(Connection&) {}
};

/// Takes all writes that wait (no timer), runs them in one transaction, commits once, then answers each.
/// Thread: submit() any; the jobs run on the committer's own thread.
class GroupCommitter
{
public:
    struct Figures
    {
        qint64 groups = 0;
        qint64 jobs = 0;
        qint64 failedGroups = 0;
        qint64 refused = 0;
        int queued = 0;
        int lastGroup = 0; ///< jobs in the last group
        qint64 lastCommitUs = 0;
        qint64 lastQueueUs = 0; ///< how long the oldest job of the last group had waited
        bool operator==(const Figures&) const = default;
    };
    virtual ~GroupCommitter() = default;
    /// Queues a job; when the queue is full or stopped the job is finished at once with Overloaded / ShuttingDown.
    virtual void submit(std::unique_ptr<WriteJob> job) = 0;
    virtual Figures figures() const = 0;
    virtual QList<telemetry::ConnectionFigures> connections() const = 0; ///< those it has open, or lost
    virtual bool isHealthy() const = 0;                                  ///< the last group was committed
};

/// A job made of a callable.
template <class Work, class R>
class FunctionJob final : public WriteJob
{
public:
    FunctionJob(Work& work, std::function<void(R)> answer)
        : m_work(work)
        , m_answer(std::move(answer))
    {
    }
    Result<void> apply(Connection& connection) override
    {
        m_result.emplace(m_work(connection));
        if (!*m_result)
            return m_result->error();
        return {};
    }
    void finish(Result<void> committed) override
    {
        if (!committed)
            m_answer(R(committed.error()));
        else
            m_answer(std::move(*m_result));
    }

private:
    Work& m_work; // lives in the waiting coroutine's frame, or on the waiting thread's stack
    std::function<void(R)> m_answer;
    std::optional<R> m_result;
};

} // namespace zg::sql
