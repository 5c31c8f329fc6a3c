// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <atomic>
#include <chrono>

namespace zg::sql {
class Connection;
class Database;
} // namespace zg::sql

namespace zg::cluster {

/// The right to do a job that one node at a time does. It lasts six seconds and is renewed while its holder lives; a
/// holder that cannot renew it stops a second before another one may begin, by its own clock.
/// Thread: keep() and giveUp() the keeper's; the rest any.
class Lease final
{
public:
    static constexpr std::chrono::milliseconds lifetime{6'000};
    static constexpr std::chrono::milliseconds margin{1'000}; ///< what a batch of work may still take

    /// @param holder who asks for it: one run of a node
    Lease(sql::Database& database, QString name, QString holder, const Clock& clock);
    Q_DISABLE_COPY_MOVE(Lease)

    /// Takes the lease when it is free, renews it when it is ours. After an error it is held as long as it was.
    /// Blocks for as long as the database takes.
    Result<void> keep();
    /// Leaves it to the next one at once.
    Result<void> giveUp();

    bool isHeld() const; ///< may its work be done now?
    /// A number that grew with every change of holder: whoever shows a smaller one acts on a lease he lost.
    qint64 fence() const { return m_fence.load(std::memory_order_relaxed); }
    QString name() const { return m_name; }
    QString holder() const { return m_lastHolder; } ///< as of the last keep(); thread: the keeper's

private:
    struct Claim
    {
        QString holder;
        qint64 fence = 0;
    };
    Result<Claim> claim(sql::Connection& connection) const;

    sql::Database& m_database;
    const QString m_name;
    const QString m_self;
    const Clock& m_clock;
    QString m_lastHolder;
    std::atomic<qint64> m_fence{0};
    std::atomic<qint64> m_heldUntilNs{0}; // monotonic; in the past when it is not ours
};

} // namespace zg::cluster
