// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/groupcommitter.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace zg::sql {

/// What waits for a committer's threads, in one lane or several, and what the jobs are told in the end; with the
/// figures of both. Bounded: what is too much is refused at once. Thread: any.
class JobQueue final
{
public:
    struct Entry
    {
        std::unique_ptr<WriteJob> job;
        std::chrono::steady_clock::time_point queued;
    };
    using Group = std::vector<Entry>;
    /// What a committer's thread does next. Neither a job nor a look: the queue is closed, and nothing is left.
    struct Turn
    {
        Group group;
        bool isLookWanted = false;
    };

    JobQueue(int maxQueued, size_t lanes);
    Q_DISABLE_COPY_MOVE(JobQueue)

    void open();
    void close(); ///< what is queued may still be taken; what comes later is ShuttingDown. Idempotent.

    void submit(std::unique_ptr<WriteJob> job, size_t lane = 0);
    /// Asks the lane's thread for a turn without a job, while the queue is open.
    void wantLook(size_t lane = 0);

    /// Waits for a turn. A job that is alone comes alone.
    Turn take(size_t lane, size_t atMost);
    Group takeRest(size_t lane);

    void count(const Group& group); ///< it was committed
    /// Notes for each job's request how it waited for the group, and what that has done since `begun`, up to now.
    /// Before it is answered, or fails.
    static void note(const Group& group, std::chrono::steady_clock::time_point begun, const Trace& done);
    void answer(Group group, std::vector<Result<void>> results);
    void fail(Group group, const Error& error);

    void noteCommit(std::chrono::steady_clock::duration took);
    /// @return true when this is news
    bool setHealthy(bool isHealthy);
    bool isHealthy() const { return m_isHealthy.load(std::memory_order_acquire); }
    GroupCommitter::Figures figures() const;

private:
    struct Lane
    {
        std::deque<Entry> entries;
        std::condition_variable wake;
        bool isLookWanted = false;
    };

    Error refusal() const; // with m_mutex held
    Group takeGroup(Lane& lane, size_t atMost);

    const size_t m_maxQueued;
    mutable std::mutex m_mutex; // guards the lanes, the flags below and m_figures
    std::vector<Lane> m_lanes;
    size_t m_queued = 0;
    bool m_isOpened = false;
    bool m_isClosed = false;
    GroupCommitter::Figures m_figures;
    std::atomic<bool> m_isHealthy{true};
};

} // namespace zg::sql
