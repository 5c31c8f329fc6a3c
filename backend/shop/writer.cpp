// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/writer.h"

#include "shop/orderbatch.h"
#include "shop/singleorder.h"

namespace zg::shop {

namespace {
/// The shop's own refusals; everything else is the database's trouble and undoes the group.
bool isRefusal(const Error& error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
    case ErrorCode::InvalidArgument:
    case ErrorCode::OutOfStock:
    case ErrorCode::OffShelf:
    case ErrorCode::VersionConflict:
    case ErrorCode::IllegalTransition:
    case ErrorCode::Duplicate:
    case ErrorCode::IdempotencyMismatch:
        return true;
    default:
        return false;
    }
}

/// An order is no duplicate of another: two of the same key met in two transactions, and the later finds the earlier
/// when it is tried again.
Error collision(Error error)
{
    if (error.code == ErrorCode::Duplicate)
        error.code = ErrorCode::DependencyDown;
    return error;
}

class OrderJob final : public ShopJob
{
public:
    OrderJob(Writer& writer, OrderRequest request, Completion<Result<Order>>& completion)
        : ShopJob(writer)
        , m_request(std::move(request))
        , m_completion(completion)
    {
    }
    OrderRequest* order() override { return &m_request; }
    std::optional<quint64> lane() const override { return quint64(m_request.order.items.first().productId.value); }
    Result<void> write(sql::Connection&, ChangeCollector&) override
    {
        return Error(ErrorCode::Internal);
    } // decided in its batch
    void answer(Result<void> committed) override
    {
        if (committed)
            m_completion.fulfil(std::move(m_request.placed));
        else
            m_completion.fulfil(committed.error());
    }

private:
    OrderRequest m_request;
    Completion<Result<Order>>& m_completion; // lives in the waiting coroutine's frame
};

class LoneOrderJob final : public ShopJob
{
public:
    LoneOrderJob(Writer& writer, OrderRequest request, StockStrategy strategy, Completion<Result<Order>>& completion)
        : ShopJob(writer)
        , m_request(std::move(request))
        , m_strategy(strategy)
        , m_completion(completion)
    {
    }
    bool isAlone() const override { return true; }
    Result<void> write(sql::Connection& connection, ChangeCollector& changes) override
    {
        auto placed = SingleOrder(connection, writer().clock(), changes, m_strategy).place(m_request);
        if (!placed)
            return collision(placed.error());
        return placed;
    }
    void answer(Result<void> committed) override
    {
        if (committed)
            m_completion.fulfil(std::move(m_request.placed));
        else
            m_completion.fulfil(committed.error());
    }

private:
    OrderRequest m_request;
    const StockStrategy m_strategy;
    Completion<Result<Order>>& m_completion; // lives in the waiting coroutine's frame
};
} // namespace

Result<void> ShopJob::apply(sql::Connection& connection)
{
    sql::WriteJob* const self = this;
    auto results = m_writer.applyTogether(connection, std::span(&self, 1));
    if (!results)
        return results.error();
    return results->front();
}

void ShopJob::finish(Result<void> committed)
{
    if (m_appliedOn && !committed)
        m_writer.forget(*m_appliedOn);
    answer(std::move(committed));
}

sql::JobGroup* ShopJob::group()
{
    return &m_writer;
}

Task<Result<Order>> Writer::place(OrderRequest request)
{
    auto start = [this, &request](Completion<Result<Order>>& completion) {
        submit(std::make_unique<OrderJob>(*this, std::move(request), completion), completion.wait().trace());
    };
    co_return co_await awaitCompletion<Result<Order>>(start, Step::Return);
}

Task<Result<Order>> Writer::placeAlone(OrderRequest request, StockStrategy strategy)
{
    auto start = [this, &request, strategy](Completion<Result<Order>>& completion) {
        submit(std::make_unique<LoneOrderJob>(*this, std::move(request), strategy, completion),
               completion.wait().trace());
    };
    co_return co_await awaitCompletion<Result<Order>>(start, Step::Return);
}

Result<std::vector<Result<void>>> Writer::applyTogether(sql::Connection& connection,
                                                        std::span<sql::WriteJob* const> jobs)
{
    // None of these has been answered, so any order among them is a right one: orders last, all at once.
    ChangeCollector changes;
    std::vector<Result<void>> results(jobs.size());
    std::vector<OrderRequest*> requests;
    std::vector<size_t> places;
    for (size_t i = 0; i < jobs.size(); ++i) {
        auto& job = static_cast<ShopJob&>(*jobs[i]); // only those name this group
        if (auto* const request = job.order()) {
            requests.push_back(request);
            places.push_back(i);
            continue;
        }
        results[i] = job.write(connection, changes);
        if (!results[i] && !isRefusal(results[i].error()))
            return results[i].error();
    }
    if (!requests.empty()) {
        OrderBatch batch(connection, m_clock, changes);
        auto outcomes = batch.run(requests);
        if (!outcomes)
            return collision(outcomes.error());
        for (size_t i = 0; i < places.size(); ++i)
            results[places[i]] = std::move((*outcomes)[i]);
    }
    if (auto failure = connection.takeFailure())
        return std::move(*failure);
    {
        const std::lock_guard lock(m_pendingMutex);
        m_pending[&connection].add(changes);
    }
    // PostgreSQL's committers say when it is undone; their connection may be gone when a job is finished.
    const bool isForgotten = connection.dialect() == sql::Dialect::Sqlite;
    for (size_t i = 0; i < jobs.size(); ++i)
        static_cast<ShopJob&>(*jobs[i]).m_appliedOn = results[i] && isForgotten ? &connection : nullptr;
    return results;
}

void Writer::forget(const sql::Connection& connection)
{
    const std::lock_guard lock(m_pendingMutex);
    m_pending.erase(&connection);
}

std::optional<ChangeCollector> Writer::takePending(const sql::Connection& connection)
{
    const std::lock_guard lock(m_pendingMutex);
    const auto pending = m_pending.extract(&connection);
    return pending ? std::optional(std::move(pending.mapped())) : std::nullopt;
}

void Writer::committed(sql::Connection& connection)
{
    if (auto changes = takePending(connection))
        tell(changes->take());
}

/// What is remembered of it may be wrong now, here and in other nodes.
void Writer::unsure(sql::Connection& connection)
{
    if (auto changes = takePending(connection))
        tell(changes->takeUnsure());
}

void Writer::tell(const ChangeSet& changes)
{
    if (changes.isEmpty())
        return;
    const std::lock_guard lock(m_tellMutex);
    for (auto* const listener : m_listeners)
        listener->committed(changes);
}

} // namespace zg::shop
