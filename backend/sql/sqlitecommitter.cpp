// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqlitecommitter.h"

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

} // namespace

SqliteCommitter::SqliteCommitter(Opener open, int maxQueued)
    : m_open(std::move(open))
    , m_queue(maxQueued, 1)
{
}

SqliteCommitter::~SqliteCommitter()
{
    stop();
}

void SqliteCommitter::start(std::unique_ptr<SqliteConnection> connection)
{
    hold(std::move(connection));
    m_queue.open();
    m_thread = std::thread([this] { run(); });
}

void SqliteCommitter::hold(std::unique_ptr<SqliteConnection> connection)
{
    m_slot.hold(connection.get()); // before the one it held goes
    m_connection = std::move(connection);
}

QList<telemetry::ConnectionFigures> SqliteCommitter::connections() const
{
    const auto figures = m_slot.figures(1);
    return figures ? QList{*figures} : QList<telemetry::ConnectionFigures>();
}

void SqliteCommitter::stop()
{
    m_queue.close();
    if (m_thread.joinable())
        m_thread.join();
}

bool SqliteCommitter::takeExternalChange()
{
    m_queue.wantLook();
    return m_changedOutside.exchange(false, std::memory_order_acq_rel);
}

void SqliteCommitter::run()
{
    pthread_setname_np(pthread_self(), "committer");
    for (;;) {
        auto turn = m_queue.take(0, maxGroup);
        if (turn.group.empty() && !turn.isLookWanted)
            break; // stopped, and nothing is left
        if (!turn.group.empty()) {
            m_slot.work();
            commitGroup(std::move(turn.group));
            m_slot.rest();
        }
        if (turn.isLookWanted)
            lookOutside();
    }
    hold(nullptr);
}

void SqliteCommitter::commitGroup(Group group)
{
    const auto begun = std::chrono::steady_clock::now();
    std::vector<Result<void>> results(group.size());
    Trace trace;
    const auto done = [&] {
        const TraceScope scope(&trace);
        return transact(group, results);
    }();
    if (done) {
        m_queue.setHealthy(true);
        m_queue.count(group);
        tellGroups(group);
        JobQueue::note(group, begun, trace);
        m_queue.answer(std::move(group), std::move(results));
        if (m_connection->wantsCheckpoint()) {
            if (auto moved = m_connection->checkpoint(); !moved)
                qCWarning(lcSql, "%s", qUtf8Printable(moved.error().message));
        }
        return;
    }
    abandon();
    if (m_queue.setHealthy(false))
        qCWarning(lcSql, "writes fail: %s", qUtf8Printable(done.error().message));
    Group behind; // before anyone is answered: what is submitted after that has not waited
    if (std::chrono::steady_clock::now() - begun >= patience)
        behind = m_queue.takeRest(0);
    JobQueue::note(group, begun, trace);
    Error down = done.error();
    down.code = ErrorCode::DependencyDown; // whatever it was to SQLite: nothing of the group was kept
    m_queue.fail(std::move(group), down);
    m_queue.fail(std::move(behind), down);
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
        hold(nullptr);
    }
    auto opened = m_open();
    if (!opened)
        return opened.error();
    hold(std::move(*opened));
    m_dataVersion = -1;
    m_changedOutside.store(true, std::memory_order_release); // it may be another file
    return {};
}

Result<void> SqliteCommitter::commit()
{
    const auto begun = std::chrono::steady_clock::now();
    if (auto committed = m_connection->exec(commitStatement); !committed)
        return committed.error();
    m_queue.noteCommit(std::chrono::steady_clock::now() - begun);
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
        hold(nullptr);
}

void SqliteCommitter::tellGroups(const Group& group)
{
    std::vector<JobGroup*> told;
    for (const auto& entry : group) {
        JobGroup* const jobGroup = entry.job->group();
        if (!jobGroup || std::find(told.begin(), told.end(), jobGroup) != told.end())
            continue;
        told.push_back(jobGroup);
        jobGroup->committed(*m_connection);
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
        if (m_queue.setHealthy(false))
            qCWarning(lcSql, "writes would fail: %s", qUtf8Printable(ready.error().message));
        return;
    }
    noteDataVersion();
}

} // namespace zg::sql
