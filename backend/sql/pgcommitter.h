// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/groupcommitter.h"
#include "sql/pgconnection.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace zg::sql {

/// The group committer on PostgreSQL. Jobs with a lane (new orders, by product) meet in one transaction a lane, so that
/// a hot product's row is locked once for many of them. All others are committed one by one, several at a time: locks
/// are then taken in one order everywhere (an order, then its products by id), and no two transactions can wait for
/// each other. What other nodes do may still collide: such a transaction is done again. Thread: submit() and the
/// figures any; start() and stop() the owner's.
class PgCommitter final : public GroupCommitter
{
public:
    using Opener = std::function<Result<std::unique_ptr<PgConnection>>()>;

    PgCommitter(Opener open, int maxQueued);
    ~PgCommitter() override;
    Q_DISABLE_COPY_MOVE(PgCommitter)

    void start();
    /// Commits what is queued, then joins. What comes later is ShuttingDown. Idempotent.
    void stop();

    void submit(std::unique_ptr<WriteJob> job) override;
    Figures figures() const override;
    bool isHealthy() const override { return m_healthy.load(std::memory_order_acquire); }

    static constexpr int lanes = 2;   ///< with groups: more share no more work on a machine with few cores
    static constexpr int singles = 4; ///< committed one by one, at a time

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Entry
    {
        std::unique_ptr<WriteJob> job;
        Time queued;
    };
    using Group = std::vector<Entry>;
    struct Queue
    {
        std::deque<Entry> entries;
        std::condition_variable wake;
        size_t groupSize = 1;
    };

    void run(Queue& queue, const char* name);
    void succeed(Group group, std::vector<Result<void>> results);
    void fail(Group group, const Error& error);
    void setHealthy(const Result<void>& outcome);

    const Opener m_open;
    const size_t m_maxQueued;
    mutable std::mutex m_mutex;            // guards the queues, the flags and m_figures
    std::array<Queue, lanes + 1> m_queues; // the last one's jobs go one by one
    size_t m_queued = 0;
    bool m_isStarted = false;
    bool m_isStopped = false;
    Figures m_figures;
    std::atomic<bool> m_healthy{true};
    std::vector<std::thread> m_threads;
};

} // namespace zg::sql
