// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/executor.h"
#include "core/settings.h"
#include "core/task.h"
#include "shop/changecollector.h"
#include "shop/orderrequest.h"
#include "sql/database.h"
#include "sql/groupcommitter.h"

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace zg::shop {

class Writer;

/// A write of the shop in the committer's queue.
class ShopJob : public sql::WriteJob
{
public:
    explicit ShopJob(Writer& writer)
        : m_writer(writer)
    {
    }
    Result<void> apply(sql::Connection& connection) final;
    sql::JobGroup* group() final;

    /// Set for new orders, which are decided together.
    virtual OrderRequest* order() { return nullptr; }
    /// Decides first and writes then: after the first write only the database's own failures may follow, since jobs of
    /// a group share one savepoint.
    virtual Result<void> write(sql::Connection& connection, ChangeCollector& changes) = 0;
    void finish(Result<void> committed) final;

protected:
    virtual void answer(Result<void> committed) = 0;
    Writer& writer() const { return m_writer; }

private:
    friend class Writer;
    Writer& m_writer;
    const sql::Connection* m_appliedOn = nullptr; // it went well there, up to the commit
};

/// Every write of the shop goes through here: new orders of a group are decided together, and whoever listens hears of
/// a commit before anyone is answered.
/// Thread: submitting any; applying and telling on the committers'. Listeners are told by one at a time.
class Writer final : public sql::JobGroup
{
public:
    Writer(sql::Database& database, const Clock& clock)
        : m_database(database)
        , m_clock(clock)
    {
    }
    Q_DISABLE_COPY_MOVE(Writer)

    const Clock& clock() const { return m_clock; }
    void addListener(ChangeListener& listener) { m_listeners.push_back(&listener); }

    void tellAcknowledged(ProductId id)
    {
        for (auto* const listener : m_listeners)
            listener->acknowledged(id);
    }

    Task<Result<Order>> place(OrderRequest request);
    /// The same in a transaction of its own, by another strategy than group. @errors also VersionConflict: try again
    Task<Result<Order>> placeAlone(OrderRequest request, StockStrategy strategy);
    /// Runs `work(Connection&, ChangeCollector&)`, which gives a Result<T>; see ShopJob::write for its manners.
    template <class Work, class R = std::invoke_result_t<Work&, sql::Connection&, ChangeCollector&>>
    Task<R> write(Work work)
    {
        auto start = [this, &work](Completion<R>& completion) {
            auto answer = [&completion](R r) { completion.fulfil(std::move(r)); };
            submit(std::make_unique<Call<Work, R>>(*this, work, answer), completion.wait().trace());
        };
        co_return co_await awaitCompletion<R>(std::move(start), Step::Return);
    }
    /// The same, blocking.
    template <class Work, class R = std::invoke_result_t<Work&, sql::Connection&, ChangeCollector&>>
    R writeNow(Work work)
    {
        std::promise<R> promise;
        auto future = promise.get_future();
        submit(std::make_unique<Call<Work, R>>(*this, work, [&promise](R r) { promise.set_value(std::move(r)); }));
        return future.get();
    }

    Result<std::vector<Result<void>>> applyTogether(sql::Connection& connection,
                                                    std::span<sql::WriteJob* const> jobs) override;
    void undone(sql::Connection& connection) override { forget(connection); }
    void unsure(sql::Connection& connection) override;
    void committed(sql::Connection& connection) override;
    /// The transaction failed: nothing of it is to be told.
    void forget(const sql::Connection& connection);

private:
    template <class Work, class R>
    class Call final : public ShopJob
    {
    public:
        Call(Writer& writer, Work& work, std::function<void(R)> answer)
            : ShopJob(writer)
            , m_work(work)
            , m_answer(std::move(answer))
        {
        }
        Result<void> write(sql::Connection& connection, ChangeCollector& changes) override
        {
            m_result.emplace(m_work(connection, changes));
            if (!*m_result)
                return m_result->error();
            return {};
        }
        void answer(Result<void> committed) override
        {
            m_answer(committed ? std::move(*m_result) : R(committed.error()));
        }

    private:
        Work& m_work; // lives in the waiting coroutine's frame, or on the waiting thread's stack
        std::function<void(R)> m_answer;
        std::optional<R> m_result;
    };

    std::optional<ChangeCollector> takePending(const sql::Connection& connection);
    void tell(const ChangeSet& changes);
    void submit(std::unique_ptr<sql::WriteJob> job, Trace* trace = nullptr)
    {
        job->setTrace(trace);
        m_database.committer().submit(std::move(job));
    }

    sql::Database& m_database;
    const Clock& m_clock;
    std::vector<ChangeListener*> m_listeners;
    std::mutex m_pendingMutex;                                             // guards the map
    std::unordered_map<const sql::Connection*, ChangeCollector> m_pending; // of each transaction under way
    std::mutex m_tellMutex;                                                // held while listeners are told
};

} // namespace zg::shop
