// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgcommitter.h"

#include "core/logging.h"
#include "sql/pgtransaction.h"

#include <pthread.h>

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
    , m_queue(maxQueued, lanes + 1)
{
}

PgCommitter::~PgCommitter()
{
    stop();
}

void PgCommitter::start()
{
    m_queue.open();
    for (int i = 0; i < lanes; ++i)
        m_threads.emplace_back([this, i] { run(size_t(i), maxGroup, "committer", m_slots[size_t(i)]); });
    for (int i = 0; i < singles; ++i)
        m_threads.emplace_back([this, i] { run(lanes, 1, "writer", m_slots[size_t(lanes + i)]); });
}

void PgCommitter::stop()
{
    m_queue.close();
    for (auto& thread : m_threads)
        thread.join();
    m_threads.clear();
}

void PgCommitter::submit(std::unique_ptr<WriteJob> job)
{
    const auto number = job->lane();
    m_queue.submit(std::move(job), number ? size_t(*number % lanes) : size_t(lanes));
}

QList<telemetry::ConnectionFigures> PgCommitter::connections() const
{
    QList<telemetry::ConnectionFigures> list;
    for (size_t i = 0; i < m_slots.size(); ++i)
        if (const auto figures = m_slots[i].figures(int(i) + 1))
            list.append(*figures);
    return list;
}

void PgCommitter::run(size_t lane, size_t groupSize, const char* name, WriterSlot& slot)
{
    pthread_setname_np(pthread_self(), name);
    PgTransaction transaction(m_open, slot);
    for (;;) {
        auto turn = m_queue.take(lane, groupSize);
        if (turn.group.empty())
            return; // stopped, and nothing is left
        slot.work();
        commitGroup(transaction, std::move(turn.group), lane);
        slot.rest();
    }
}

void PgCommitter::commitGroup(PgTransaction& transaction, JobQueue::Group group, size_t lane)
{
    const auto begun = std::chrono::steady_clock::now();
    std::vector<WriteJob*> jobs;
    jobs.reserve(group.size());
    for (const auto& entry : group)
        jobs.push_back(entry.job.get());
    std::vector<Result<void>> results(group.size());
    Trace trace;
    const auto done = [&] {
        const TraceScope scope(&trace);
        return transaction.commit(jobs, results);
    }();
    JobQueue::note(group, begun, trace);
    setHealthy(done);
    const auto took = std::chrono::steady_clock::now() - begun;
    if (done) {
        m_queue.noteCommit(took);
        m_queue.count(group);
        m_queue.answer(std::move(group), std::move(results));
        return;
    }
    JobQueue::Group behind; // before anyone is answered: what is submitted after that has not waited
    if (took >= patience)
        behind = m_queue.takeRest(lane);
    Error down = done.error();
    if (down.code != ErrorCode::Overloaded)
        down.code = ErrorCode::DependencyDown; // whatever it was to PostgreSQL: nothing of the group was answered
    m_queue.fail(std::move(group), down);
    m_queue.fail(std::move(behind), down);
}

void PgCommitter::setHealthy(const Result<void>& outcome)
{
    const bool isWell = outcome || outcome.error().code == ErrorCode::Overloaded;
    if (m_queue.setHealthy(isWell) && !isWell)
        qCWarning(lcSql, "writes fail: %s", qUtf8Printable(outcome.error().message));
}

} // namespace zg::sql
