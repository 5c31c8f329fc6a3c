// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/settings.h"
#include "core/task.h"
#include "core/workerpool.h"
#include "resilience/circuitbreaker.h"
#include "sql/connection.h"
#include "sql/engine.h"
#include "sql/groupcommitter.h"
#include "sql/pool.h"
#include "sql/poolload.h"
#include "sql/replicas.h"
#include "sql/slowstatements.h"

#include <QString>

#include <atomic>
#include <future>
#include <memory>

namespace zg::sql {

/// The store's database: a pool of connections for reading, a group committer for writes, migrations before either;
/// what differs between SQLite and PostgreSQL is the engine's.
/// Thread: any, after open(); open() and close() their owner's.
class Database final
{
public:
    /// @param url "sqlite:PATH" or "postgresql://user:password@host:port/name"
    /// @param replicas of a PostgreSQL: reads that say their concern may go there
    Database(QString url, PoolSettings settings, int committerQueue, const Clock& clock = Clock::system(),
             const QStringList& replicas = {});
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    /// Opens, migrates, starts workers and the committer. May be called again after it failed.
    /// @errors DependencyDown with one clear sentence: locked, corrupt, newer schema, no such folder, disk full
    Result<void> open();
    /// Commits what is queued, joins, closes. Idempotent.
    void close();

    /// Runs `work(Connection&)`, which gives a Result<T>, on a worker with a pooled reading connection.
    /// @errors Overloaded (queue full), DependencyDown (no connection in time), and what work gives
    template <class Work, class R = std::invoke_result_t<Work&, Connection&>>
    Task<R> read(Work work)
    {
        co_return co_await m_workers->run([this, &work]() -> R { return readNow(work); });
    }
    /// The same for a read that a replica may answer, when it has all that this node was told of `concern`.
    template <class Work, class R = std::invoke_result_t<Work&, Connection&>>
    Task<R> read(Concern concern, Work work)
    {
        co_return co_await m_workers->run([this, concern, &work]() -> R { return readNow(concern, work); });
    }
    /// What takes long (searches, lists for staff, statistics): at most half of the workers, and so of the connections
    /// they hold, do such reads at a time, so that the others answer what is quick.
    template <class Work, class R = std::invoke_result_t<Work&, Connection&>>
    Task<R> readHeavy(Work work)
    {
        auto job = [this, &work]() -> R { return readNow(work); };
        co_return co_await m_workers->run(job, Weight::Heavy);
    }
    template <class Work, class R = std::invoke_result_t<Work&, Connection&>>
    Task<R> readHeavy(Concern concern, Work work)
    {
        auto job = [this, concern, &work]() -> R { return readNow(concern, work); };
        co_return co_await m_workers->run(job, Weight::Heavy);
    }
    template <class Work, class R = std::invoke_result_t<Work&, Connection&>>
    R readNow(Concern concern, Work&& work)
    {
        if (Replica* const replica = m_replicas.pick(concern)) {
            if (auto lease = replica->take()) {
                R result = run(*lease, work);
                if (result || result.error().code != ErrorCode::DependencyDown) {
                    replica->countRead();
                    return result;
                }
            }
            replica->countFailure(); // the primary may know
        }
        return readNow(work);
    }
    /// The same on the calling thread, which may block: workers, keeper, tests.
    template <class Work, class R = std::invoke_result_t<Work&, Connection&>>
    R readNow(Work&& work)
    {
        auto permit = m_breaker.enter();
        if (!permit)
            return R(permit.error());
        auto lease = m_pool->take();
        if (!lease) {
            conclude(*permit, lease.error());
            return R(lease.error());
        }
        R result = run(*lease, work);
        if (result)
            permit->succeeded();
        else
            conclude(*permit, result.error());
        return result;
    }

    /// Runs `work(Connection&)` in the committer's next group, under its own savepoint: an error it gives rolls back
    /// only what it did. Answered after the group's commit, so success is durable.
    /// @errors Overloaded (queue full), DependencyDown (the commit failed: nothing was kept), and what work gives
    template <class Work, class R = std::invoke_result_t<Work&, Connection&>>
    Task<R> write(Work work)
    {
        auto start = [this, &work](Completion<R>& completion) {
            auto answer = [&completion](R r) { completion.fulfil(std::move(r)); };
            auto job = std::make_unique<FunctionJob<Work, R>>(work, answer);
            job->setTrace(completion.wait().trace());
            committer().submit(std::move(job));
        };
        co_return co_await awaitCompletion<R>(std::move(start), Step::Return);
    }
    /// The same, blocking the calling thread: keeper, command line, tests. Never on an I/O thread.
    template <class Work, class R = std::invoke_result_t<Work&, Connection&>>
    R writeNow(Work work)
    {
        std::promise<R> promise;
        auto future = promise.get_future();
        committer().submit(
            std::make_unique<FunctionJob<Work, R>>(work, [&promise](R r) { promise.set_value(std::move(r)); }));
        return future.get();
    }

    /// Upkeep: the pool's, the log's, and one look at the database. Blocks for a second at most.
    /// Thread: the keeper's, about once a second.
    void maintain();
    /// Asks the database, and after a failed write also the disk, whether they are well. isOpen() is the last answer.
    /// Thread: any that may block, a second at most.
    bool probe();
    /// True once after another program changed the database (a restore, a new account): caches are to be dropped.
    bool externalChange();

    GroupCommitter& committer();
    Pool& pool() { return *m_pool; }
    WorkerPool& workers() { return *m_workers; }
    Dialect dialect() const { return m_engine->dialect(); }
    QString path() const { return m_engine->path(); } ///< the SQLite file, absolute
    /// What was told of, here or by other nodes, since when no replica may answer for it that has not replayed it.
    RecentWrites& recentWrites() { return m_replicas.recentWrites(); }
    QList<telemetry::ReplicaFigures> replicas() const { return m_replicas.figures(); }
    telemetry::BreakerFigures breaker() const { return m_breaker.figures(); }
    bool isOpen() const; ///< open, migrated, and the last probe and the last commit succeeded
    QList<StatementUse> statements() const { return m_statements.all(); }
    void setSlowThreshold(std::chrono::milliseconds threshold)
    {
        m_statements.setThreshold(threshold);
    } ///< Thread: any
    QList<telemetry::SlowStatement> slowStatements() const { return m_statements.list(); }

    /// The console's database page at this moment: cheap, callable a few times a second.
    telemetry::DatabaseFigures figures() const;
    /// A statement's plan, fetched when it is not known yet, on a worker. @param statement StatementUse::id
    /// @errors NotFound, and why the database gives none
    Task<Result<telemetry::StatementPlan>> plan(int statement);
    /// Looks for an index that would help the statement, on a worker, on a copy. @errors the same
    Task<Result<telemetry::IndexAdvice>> adviseIndex(int statement);

private:
    void build();
    template <class Work, class R = std::invoke_result_t<Work&, Connection&>>
    static R run(Lease& lease, Work& work)
    {
        R result = work(*lease);
        if (auto failure = lease->takeFailure())
            return R(std::move(*failure));
        return result;
    }
    Result<telemetry::StatementPlan> planNow(int statement);
    static void conclude(resilience::CircuitBreaker::Permit& permit, const Error& error);

    const QString m_url;
    const PoolSettings m_settings;
    const int m_committerQueue;
    const Clock& m_clock;
    SlowStatements m_statements;
    PoolLoad m_load;
    resilience::CircuitBreaker m_breaker;
    Replicas m_replicas;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Pool> m_pool;
    std::unique_ptr<WorkerPool> m_workers;
    bool m_isClosed = false; // the owner's
    std::atomic<bool> m_isOpen{false};
    std::atomic<bool> m_isWell{false};
    std::atomic<bool> m_changed{false};
};

/// The file of "sqlite:PATH", absolute.
/// @errors InvalidArgument, with one sentence on what is supported
Result<QString> sqlitePath(const QString& url);

} // namespace zg::sql
