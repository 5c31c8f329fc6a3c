// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgcommitter.h"

#include "core/executor.h"
#include "core/logging.h"
#include "sql/pgtransaction.h"

#include <pthread.h>

#include <algorithm>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
// Beyond some hundreds a larger group commits no more jobs a second, and the first of it waits longer.
constexpr size_t maxGroup = 256;
// A group that failed after this long has used up what those behind it may wait, too: they fail with it.
constexpr auto patience = 300ms;
} // namespace

PgCommitter::PgCommitter(Opener open, int maxQueued)
    : m_open(std::move(open))
    , m_maxQueued(size_t(qMax(maxQueued, 1)))
{
    for (int i = 0; i < lanes; ++i)
        m_queues[size_t(i)].groupSize = maxGroup;
}

PgCommitter::~PgCommitter()
{
    stop();
}

void PgCommitter::start()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStarted = true;
    }
    for (int i = 0; i < lanes; ++i)
        m_threads.emplace_back([this, i] { run(m_queues[size_t(i)], "committer"); });
    for (int i = 0; i < singles; ++i)
        m_threads.emplace_back([this] { run(m_queues.back(), "writer"); });
}

void PgCommitter::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
    }
    for (auto& queue : m_queues)
        queue.wake.notify_all();
    for (auto& thread : m_threads)
        thread.join();
    m_threads.clear();
}

void PgCommitter::submit(std::unique_ptr<WriteJob> job)
{
    const auto lane = job->lane();
    Queue& queue = lane ? m_queues[size_t(*lane % lanes)] : m_queues.back();
    Error refusal;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStarted && !m_isStopped && m_queued < m_maxQueued) {
            queue.entries.push_back({std::move(job), std::chrono::steady_clock::now()});
            ++m_queued;
        } else {
            ++m_figures.refused;
            if (m_isStopped)
                refusal = Error{ErrorCode::ShuttingDown, u"the committer has stopped"_s};
            else if (!m_isStarted)
                refusal = Error{ErrorCode::DependencyDown, u"the database is not open"_s};
            else
                refusal =
                    Error::retry(ErrorCode::Overloaded, 1, u"%1 writes are waiting, no more may"_s.arg(m_maxQueued));
        }
    }
    if (job)
        job->finish(refusal);
    else
        queue.wake.notify_one();
}

GroupCommitter::Figures PgCommitter::figures() const
{
    const std::lock_guard lock(m_mutex);
    Figures figures = m_figures;
    figures.queued = int(m_queued);
    return figures;
}

void PgCommitter::run(Queue& queue, const char* name)
{
    pthread_setname_np(pthread_self(), name);
    PgTransaction transaction(m_open);
    for (;;) {
        Group group;
        {
            std::unique_lock lock(m_mutex);
            queue.wake.wait(lock, [&] { return m_isStopped || !queue.entries.empty(); });
            const auto count = ptrdiff_t(std::min(queue.entries.size(), queue.groupSize));
            group.assign(std::make_move_iterator(queue.entries.begin()),
                         std::make_move_iterator(queue.entries.begin() + count));
            queue.entries.erase(queue.entries.begin(), queue.entries.begin() + count);
            m_queued -= size_t(count);
        }
        if (group.empty())
            return; // stopped, and nothing is left
        const auto begun = std::chrono::steady_clock::now();
        std::vector<WriteJob*> jobs;
        jobs.reserve(group.size());
        for (const auto& entry : group)
            jobs.push_back(entry.job.get());
        std::vector<Result<void>> results(group.size());
        const auto done = transaction.commit(jobs, results);
        setHealthy(done);
        const auto took = std::chrono::steady_clock::now() - begun;
        if (done) {
            {
                const std::lock_guard lock(m_mutex);
                m_figures.lastCommitUs = took / 1us;
            }
            succeed(std::move(group), std::move(results));
            continue;
        }
        Group behind; // before anyone is answered: what is submitted after that has not waited
        if (took >= patience) {
            const std::lock_guard lock(m_mutex);
            behind.assign(std::make_move_iterator(queue.entries.begin()), std::make_move_iterator(queue.entries.end()));
            m_queued -= queue.entries.size();
            queue.entries.clear();
        }
        fail(std::move(group), done.error());
        fail(std::move(behind), done.error());
    }
}

void PgCommitter::setHealthy(const Result<void>& outcome)
{
    const bool isWell = outcome || outcome.error().code == ErrorCode::Overloaded;
    if (m_healthy.exchange(isWell, std::memory_order_acq_rel) == isWell)
        return;
    if (isWell)
        qCInfo(lcSql, "writes succeed again");
    else
        qCWarning(lcSql, "writes fail: %s", qUtf8Printable(outcome.error().message));
}

void PgCommitter::succeed(Group group, std::vector<Result<void>> results)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_figures.groups;
        m_figures.jobs += qint64(group.size());
        m_figures.lastGroup = int(group.size());
        m_figures.lastQueueUs = (std::chrono::steady_clock::now() - group.front().queued) / 1us;
    }
    const PostBatch batch;
    for (size_t i = 0; i < group.size(); ++i) {
        group[i].job->finish(std::move(results[i]));
        group[i].job.reset();
    }
}

void PgCommitter::fail(Group group, const Error& error)
{
    if (group.empty())
        return;
    {
        const std::lock_guard lock(m_mutex);
        ++m_figures.failedGroups;
    }
    Error down = error;
    if (down.code != ErrorCode::Overloaded)
        down.code = ErrorCode::DependencyDown; // whatever it was to PostgreSQL: nothing of the group was answered
    for (auto& entry : group) {
        entry.job->finish(down);
        entry.job.reset();
    }
}

} // namespace zg::sql
