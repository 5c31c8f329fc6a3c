// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/jobqueue.h"
#include "sql/sqliteconnection.h"
#include "sql/writerslot.h"

#include <atomic>
#include <functional>
#include <memory>
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

    void submit(std::unique_ptr<WriteJob> job) override { m_queue.submit(std::move(job)); }
    Figures figures() const override { return m_queue.figures(); }
    QList<telemetry::ConnectionFigures> connections() const override;
    bool isHealthy() const override { return m_queue.isHealthy(); }

    /// True once after another program changed the database, or put another in its place. Asks for the next look.
    bool takeExternalChange();

private:
    using Group = JobQueue::Group;

    void run();
    void commitGroup(Group group);
    void hold(std::unique_ptr<SqliteConnection> connection); ///< nullptr: the next group opens another
    Result<void> transact(const Group& group, std::vector<Result<void>>& results);
    Result<void> makeReady();
    Result<void> commit();
    void abandon();
    void tellGroups(const Group& group);
    void noteDataVersion();
    void lookOutside();

    const Opener m_open;
    JobQueue m_queue;
    std::unique_ptr<SqliteConnection> m_connection; // the committer's thread alone, once it runs
    qint64 m_dataVersion = -1;                      // likewise; -1: not looked yet

    WriterSlot m_slot;
    std::atomic<bool> m_changedOutside{false};
    std::thread m_thread;
};

} // namespace zg::sql
