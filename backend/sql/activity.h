// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <atomic>
#include <chrono>

namespace zg::sql {

/// What a connection does just now, for whoever looks on.
/// Thread: begin(), end() and setBroken() the borrower's, each a store or two without a lock; the rest any.
class Activity final
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// @param statement its name, which outlives the connection
    void begin(const char* statement, Time now) noexcept
    {
        m_statement.store(statement, std::memory_order_release); // its characters were written before
        m_since.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    }
    /// Of the run that began then; one that began meanwhile goes on.
    void end(Time begun) noexcept
    {
        if (m_since.load(std::memory_order_relaxed) == begun.time_since_epoch().count())
            m_since.store(0, std::memory_order_relaxed);
    }
    void setBroken() noexcept { m_isBroken.store(true, std::memory_order_relaxed); }

    const char* statement() const noexcept { return m_statement.load(std::memory_order_acquire); } ///< or ""
    bool isBroken() const noexcept { return m_isBroken.load(std::memory_order_relaxed); }
    /// @return -1 when no statement runs
    qint64 runningMs(Time now) const noexcept
    {
        const auto since = m_since.load(std::memory_order_relaxed);
        if (since == 0)
            return -1;
        const auto running = now.time_since_epoch() - Time::duration(since);
        return std::max<qint64>(0, std::chrono::duration_cast<std::chrono::milliseconds>(running).count());
    }

private:
    std::atomic<const char*> m_statement{""};
    std::atomic<Time::rep> m_since{0};
    std::atomic<bool> m_isBroken{false};
};

} // namespace zg::sql
