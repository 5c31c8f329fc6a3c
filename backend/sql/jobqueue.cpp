// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/jobqueue.h"

#include "core/executor.h"
#include "core/logging.h"

#include <algorithm>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

JobQueue::JobQueue(int maxQueued, size_t lanes)
    : m_maxQueued(size_t(qMax(maxQueued, 1)))
    , m_lanes(lanes)
{
}

void JobQueue::open()
{
    const std::lock_guard lock(m_mutex);
    m_isOpened = true;
}

void JobQueue::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
    }
    for (Lane& lane : m_lanes)
        lane.wake.notify_all();
}

void JobQueue::submit(std::unique_ptr<WriteJob> job, size_t lane)
{
    Error refused;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isOpened && !m_isClosed && m_queued < m_maxQueued) {
            m_lanes[lane].entries.push_back({std::move(job), steady_clock::now()});
            ++m_queued;
        } else {
            ++m_figures.refused;
            refused = refusal();
        }
    }
    if (job)
        job->finish(refused);
    else
        m_lanes[lane].wake.notify_one();
}

Error JobQueue::refusal() const
{
    if (m_isClosed)
        return Error{ErrorCode::ShuttingDown, u"the committer has stopped"_s};
    if (!m_isOpened)
        return Error{ErrorCode::DependencyDown, u"the database is not open"_s};
    return Error::retry(ErrorCode::Overloaded, 1, u"%1 writes are waiting, no more may"_s.arg(m_maxQueued));
}

void JobQueue::wantLook(size_t lane)
{
    {
        const std::lock_guard lock(m_mutex);
        m_lanes[lane].isLookWanted = m_isOpened && !m_isClosed;
    }
    m_lanes[lane].wake.notify_one();
}

JobQueue::Turn JobQueue::take(size_t lane, size_t atMost)
{
    Lane& mine = m_lanes[lane];
    std::unique_lock lock(m_mutex);
    mine.wake.wait(lock, [&] { return m_isClosed || mine.isLookWanted || !mine.entries.empty(); });
    Turn turn;
    turn.isLookWanted = std::exchange(mine.isLookWanted, false);
    turn.group = takeGroup(mine, atMost);
    return turn;
}

JobQueue::Group JobQueue::takeRest(size_t lane)
{
    Lane& mine = m_lanes[lane];
    const std::lock_guard lock(m_mutex);
    Group rest(std::make_move_iterator(mine.entries.begin()), std::make_move_iterator(mine.entries.end()));
    mine.entries.clear();
    m_queued -= rest.size();
    return rest;
}

JobQueue::Group JobQueue::takeGroup(Lane& lane, size_t atMost)
{
    const size_t most = std::min(lane.entries.size(), atMost);
    size_t together = 0;
    while (together < most && !lane.entries[together].job->isAlone())
        ++together;
    const auto count = ptrdiff_t(together == 0 && most > 0 ? 1 : together);
    const auto first = lane.entries.begin();
    Group group(std::make_move_iterator(first), std::make_move_iterator(first + count));
    lane.entries.erase(first, first + count);
    m_queued -= group.size();
    return group;
}

void JobQueue::count(const Group& group)
{
    const std::lock_guard lock(m_mutex);
    ++m_figures.groups;
    m_figures.jobs += qint64(group.size());
    m_figures.lastGroup = int(group.size());
    m_figures.lastQueueUs = (steady_clock::now() - group.front().queued) / 1us;
}

void JobQueue::note(const Group& group, steady_clock::time_point begun, const Trace& done)
{
    const auto ns = [](steady_clock::time_point at) { return at.time_since_epoch() / 1ns; };
    const qint64 now = Trace::now();
    for (const Entry& entry : group) {
        Trace* const trace = entry.job->trace();
        if (!trace)
            continue;
        trace->add(Step::CommitQueue, ns(entry.queued), ns(begun));
        trace->add(Step::Commit, ns(begun), now);
        trace->addGroup(done);
    }
}

void JobQueue::answer(Group group, std::vector<Result<void>> results)
{
    const PostBatch batch;
    for (size_t i = 0; i < group.size(); ++i) {
        group[i].job->finish(std::move(results[i]));
        group[i].job.reset();
    }
}

void JobQueue::fail(Group group, const Error& error)
{
    if (group.empty())
        return;
    {
        const std::lock_guard lock(m_mutex);
        ++m_figures.failedGroups;
    }
    for (auto& entry : group) {
        entry.job->finish(error);
        entry.job.reset();
    }
}

void JobQueue::noteCommit(steady_clock::duration took)
{
    const std::lock_guard lock(m_mutex);
    m_figures.lastCommitUs = took / 1us;
}

bool JobQueue::setHealthy(bool isHealthy)
{
    if (m_isHealthy.exchange(isHealthy, std::memory_order_acq_rel) == isHealthy)
        return false;
    if (isHealthy)
        qCInfo(lcSql, "writes succeed again");
    return true;
}

GroupCommitter::Figures JobQueue::figures() const
{
    const std::lock_guard lock(m_mutex);
    auto figures = m_figures;
    figures.queued = int(m_queued);
    return figures;
}

} // namespace zg::sql
