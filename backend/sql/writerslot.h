// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pooledconnection.h"
#include "telemetry/databasefigures.h"

#include <atomic>
#include <mutex>
#include <optional>

namespace zg::sql {

/// A committer's connection, as the console lists it beside the pool's.
/// Thread: figures() any; the rest the committer's.
class WriterSlot final
{
public:
    WriterSlot() = default;
    Q_DISABLE_COPY_MOVE(WriterSlot)

    /// It works with this one from now on; nullptr before that goes.
    void hold(const PooledConnection* connection);
    void work() noexcept; ///< a group begins
    void rest() noexcept;
    std::optional<telemetry::ConnectionFigures> figures(int id) const; ///< nothing before the first connection

private:
    using Clock = std::chrono::steady_clock;
    mutable std::mutex m_mutex; // guards what follows: figures() reads from the connection
    const PooledConnection* m_connection = nullptr;
    Clock::time_point m_madeAt{};
    bool m_isUsed = false;

    std::atomic<Clock::rep> m_since{0}; // at work since; negative: at rest since
    std::atomic<qint64> m_groups{0};
};

} // namespace zg::sql
