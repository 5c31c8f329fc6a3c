// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/groupcommitter.h"
#include "sql/sqliteconnection.h"

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

/// The group committer on SQLite: one thread, one writing connection, one transaction for all that waits.
/// Thread: submit() and the figures any; start() and stop() the owner's.
class SqliteCommitter final : public GroupCommitter
{
public:
    using Opener = std::function<Result<std::unique_ptr<SqliteConnection>>()>;

    /// @param open makes a new writing connection when the one given to start() has broken
    SqliteCommitter(Opener open, int maxQueued);
    ~SqliteCommitter() override;
    Q_DISABLE_COPY_MOVE(SqliteCommitter)

    void start(std::unique_ptr<SqliteConnection> connection);
    /// Commits what is queued, then joins. What comes later is ShuttingDown. Idempotent.
    void stop();

    void submit(std::unique_ptr<WriteJob> job) override;
    Figures figures() const override;

    bool isHealthy() const override { return m_healthy.load(std::memory_order_acquire); }
    /// True once after another program changed the database, or put another in its place. Asks for the next look.
    bool takeExternalChange();

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Entry
    {
        std::unique_ptr<WriteJob> job;
        Time queued;
    };
    using Group = std::vector<Entry>;

    void run();
    Group takeGroup(size_t atMost); // with m_mutex held
    void commitGroup(Group group);
    Result<void> transact(const Group& group, std::vector<Result<void>>& results);
    Result<void> makeReady();
    Result<void> commit();
    void abandon();
    void succeed(Group group, std::vector<Result<void>> results);
    void fail(Group group, const Error& error);
    void noteDataVersion();
    void lookOutside();

    const Opener m_open;
    const size_t m_maxQueued;
    std::unique_ptr<SqliteConnection> m_connection; // the committer's thread alone, once it runs
    qint64 m_dataVersion = -1;                      // likewise; -1: not looked yet

    mutable std::mutex m_mutex; // guards m_queue, the flags below it and m_figures
    std::condition_variable m_wake;
    std::deque<Entry> m_queue;
    bool m_isStarted = false;
    bool m_isStopped = false;
    bool m_isLookWanted = false;
    Figures m_figures;

    std::atomic<bool> m_healthy{true};
    std::atomic<bool> m_changedOutside{false};
    std::thread m_thread;
};

} // namespace zg::sql
