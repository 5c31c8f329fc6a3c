// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqlitecommitter.h"

#include "core/executor.h"
#include "core/logging.h"
#include "sql/jobrunner.h"

#include <pthread.h>

#include <algorithm>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Beyond some hundreds a larger group commits no more jobs a second, and the first of it waits longer.
constexpr size_t maxGroup = 512;
// A group that failed after this long has used up what those behind it may wait, too: they fail with it.
constexpr auto patience = 300ms;

constexpr Statement beginStatement{"committer.begin", "BEGIN IMMEDIATE"};
constexpr Statement commitStatement{"committer.commit", "COMMIT"};

qint64 microseconds(std::chrono::steady_clock::duration duration)
{
    return duration / 1us;
}

} // namespace

SqliteCommitter::SqliteCommitter(Opener open, int maxQueued)
    : m_open(std::move(open))
    , m_maxQueued(size_t(qMax(maxQueued, 1)))
{
}

SqliteCommitter::~SqliteCommitter()
{
    stop();
}

void SqliteCommitter::start(std::unique_ptr<SqliteConnection> connection)
{
    m_connection = std::move(connection);
    {
        const std::lock_guard lock(m_mutex);
        m_isStarted = true;
    }
    m_thread = std::thread([this] { run(); });
}

void SqliteCommitter::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void SqliteCommitter::submit(std::unique_ptr<WriteJob> job)
{
    Error refusal;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStarted && !m_isStopped && m_queue.size() < m_maxQueued) {
            m_queue.push_back({std::move(job), std::chrono::steady_clock::now()});
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
        m_wake.notify_one();
}

GroupCommitter::Figures SqliteCommitter::figures() const
{
    const std::lock_guard lock(m_mutex);
    Figures figures = m_figures;
    figures.queued = int(m_queue.size());
    return figures;
}

bool SqliteCommitter::takeExternalChange()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isLookWanted = m_isStarted && !m_isStopped;
    }
    m_wake.notify_one();
    return m_changedOutside.exchange(false, std::memory_order_acq_rel);
}

void SqliteCommitter::run()
{
    pthread_setname_np(pthread_self(), "committer");
    for (;;) {
        Group group;
        bool isLookWanted = false;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_isStopped || m_isLookWanted || !m_queue.empty(); });
            isLookWanted = std::exchange(m_isLookWanted, false);
            group = takeGroup(maxGroup);
            if (group.empty() && !isLookWanted)
                break; // stopped, and nothing is left
        }
        if (!group.empty())
            commitGroup(std::move(group));
        if (isLookWanted)
            lookOutside();
    }
    m_connection.reset();
}

SqliteCommitter::Group SqliteCommitter::takeGroup(size_t atMost)
{
    const size_t most = std::min(m_queue.size(), atMost);
    size_t together = 0;
    while (together < most && !m_queue[together].job->isAlone())
        ++together;
    const auto count = ptrdiff_t(together == 0 && most > 0 ? 1 : together);
    Group group(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(m_queue.begin() + count));
    m_queue.erase(m_queue.begin(), m_queue.begin() + count);
    return group;
}

void SqliteCommitter::commitGroup(Group group)
{
    const auto begun = std::chrono::steady_clock::now();
    std::vector<Result<void>> results(group.size());
    const auto done = transact(group, results);
    if (done) {
        succeed(std::move(group), std::move(results));
        if (m_connection->wantsCheckpoint()) {
            if (auto moved = m_connection->checkpoint(); !moved)
                qCWarning(lcSql, "%s", qUtf8Printable(moved.error().message));
        }
        return;
    }
    abandon();
    if (m_healthy.exchange(false, std::memory_order_acq_rel))
        qCWarning(lcSql, "writes fail: %s", qUtf8Printable(done.error().message));
    Group behind; // before anyone is answered: what is submitted after that has not waited
    if (std::chrono::steady_clock::now() - begun >= patience) {
        const std::lock_guard lock(m_mutex);
        behind.assign(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(m_queue.end()));
        m_queue.clear();
    }
    fail(std::move(group), done.error());
    fail(std::move(behind), done.error());
}

Result<void> SqliteCommitter::transact(const Group& group, std::vector<Result<void>>& results)
{
    if (auto ready = makeReady(); !ready)
        return ready;
    if (auto begun = m_connection->exec(beginStatement); !begun)
        return begun.error();
    noteDataVersion();
    std::vector<WriteJob*> jobs;
    jobs.reserve(group.size());
    for (const auto& entry : group)
        jobs.push_back(entry.job.get());
    if (auto run = JobRunner(*m_connection).run(jobs, results); !run)
        return run;
    // What is committed now must be in the files that the next start opens.
    if (auto there = m_connection->checkFile(); !there)
        return there;
    return commit();
}

Result<void> SqliteCommitter::makeReady()
{
    if (m_connection) {
        const auto there = m_connection->checkFile();
        if (there && !m_connection->isBroken())
            return {};
        m_connection.reset();
    }
    auto opened = m_open();
    if (!opened)
        return opened.error();
    m_connection = std::move(*opened);
    m_dataVersion = -1;
    m_changedOutside.store(true, std::memory_order_release); // it may be another file
    return {};
}

Result<void> SqliteCommitter::commit()
{
    const auto begun = std::chrono::steady_clock::now();
    if (auto committed = m_connection->exec(commitStatement); !committed)
        return committed.error();
    const std::lock_guard lock(m_mutex);
    m_figures.lastCommitUs = microseconds(std::chrono::steady_clock::now() - begun);
    return {};
}

void SqliteCommitter::abandon()
{
    if (!m_connection)
        return;
    if (m_connection->isInTransaction()) {
        if (auto rolledBack = m_connection->execute(u"ROLLBACK"_s); !rolledBack)
            qCWarning(lcSql, "%s", qUtf8Printable(rolledBack.error().message));
    }
    if (m_connection->isBroken() || m_connection->isInTransaction())
        m_connection.reset(); // the next group opens another
}

void SqliteCommitter::succeed(Group group, std::vector<Result<void>> results)
{
    if (!m_healthy.exchange(true, std::memory_order_acq_rel))
        qCInfo(lcSql, "writes succeed again");
    {
        const std::lock_guard lock(m_mutex);
        ++m_figures.groups;
        m_figures.jobs += qint64(group.size());
        m_figures.lastGroup = int(group.size());
        m_figures.lastQueueUs = microseconds(std::chrono::steady_clock::now() - group.front().queued);
    }
    std::vector<JobGroup*> told;
    for (const auto& entry : group) {
        JobGroup* const jobGroup = entry.job->group();
        if (!jobGroup || std::find(told.begin(), told.end(), jobGroup) != told.end())
            continue;
        told.push_back(jobGroup);
        jobGroup->committed(*m_connection);
    }
    const PostBatch batch;
    for (size_t i = 0; i < group.size(); ++i) {
        group[i].job->finish(std::move(results[i]));
        group[i].job.reset();
    }
}

void SqliteCommitter::fail(Group group, const Error& error)
{
    if (group.empty())
        return;
    {
        const std::lock_guard lock(m_mutex);
        ++m_figures.failedGroups;
    }
    Error down = error;
    down.code = ErrorCode::DependencyDown; // whatever it was to SQLite: nothing of the group was kept
    for (auto& entry : group) {
        entry.job->finish(down);
        entry.job.reset();
    }
}

void SqliteCommitter::noteDataVersion()
{
    const auto version = m_connection->dataVersion();
    if (!version)
        return;
    if (m_dataVersion >= 0 && *version != m_dataVersion)
        m_changedOutside.store(true, std::memory_order_release);
    m_dataVersion = *version;
}

void SqliteCommitter::lookOutside()
{
    if (const auto ready = makeReady(); !ready) {
        if (m_healthy.exchange(false, std::memory_order_acq_rel))
            qCWarning(lcSql, "writes would fail: %s", qUtf8Printable(ready.error().message));
        return;
    }
    noteDataVersion();
}

} // namespace zg::sql
