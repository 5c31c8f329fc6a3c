// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/jobqueue.h"
#include "sql/pgconnection.h"
#include "sql/writerslot.h"

#include <array>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace zg::sql {

class PgTransaction;

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
    Figures figures() const override { return m_queue.figures(); }
    QList<telemetry::ConnectionFigures> connections() const override;
    bool isHealthy() const override { return m_queue.isHealthy(); }

    static constexpr int lanes = 2;   ///< with groups: more share no more work on a machine with few cores
    static constexpr int singles = 4; ///< committed one by one, at a time

private:
    void run(size_t lane, size_t groupSize, const char* name, WriterSlot& slot);
    void commitGroup(PgTransaction& transaction, JobQueue::Group group, size_t lane);
    void setHealthy(const Result<void>& outcome);

    const Opener m_open;
    JobQueue m_queue;                                // its last lane's jobs go one by one
    std::array<WriterSlot, lanes + singles> m_slots; // one a thread
    std::vector<std::thread> m_threads;
};

} // namespace zg::sql
