// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/snapshot.h"

#include <QList>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>

namespace zg::resilience {

/// Where work waits for a thread.
enum class Queue : quint8 { Database, Commit, Password, SlowRead };
inline constexpr int queueCount = 4;

/// Watches how long work really waited in one queue. When even the shortest wait of an interval is above the target,
/// the queue stands (CoDel, RFC 8289): from then on as much is let in as is served, until the wait is short again.
/// Thread: any.
class QueueWatch final
{
public:
    QueueWatch(std::chrono::nanoseconds target, std::chrono::nanoseconds interval)
        : m_target(target)
        , m_interval(interval)
    {
    }

    /// A piece of work waited so long and begins now.
    void waited(std::chrono::nanoseconds wait, std::chrono::nanoseconds now) noexcept;
    /// May new work be queued? One relaxed load while the queue does not stand.
    bool admits(std::chrono::nanoseconds now) noexcept
    {
        return m_admitted.load(std::memory_order_relaxed) >= all || draw(now);
    }
    telemetry::QueueFigures figures() const;

private:
    static constexpr quint32 all = 1u << 16;
    bool draw(std::chrono::nanoseconds now) noexcept;
    void closeInterval(std::chrono::nanoseconds wait, std::chrono::nanoseconds now) noexcept;
    quint32 sustainable(quint32 admitted) const noexcept;

    const std::chrono::nanoseconds m_target;
    const std::chrono::nanoseconds m_interval;
    std::atomic<quint32> m_admitted{all}; // of all
    std::atomic<qint64> m_refused{0};
    std::atomic<qint64> m_offered{0}; // in this interval, counted only while something is refused
    std::atomic<qint64> m_intervalEndNs{0};
    std::atomic<bool> m_sawShort{false}; // in this interval
    mutable std::mutex m_mutex;          // guards what follows and the end of an interval
    std::chrono::nanoseconds m_shortest{std::chrono::nanoseconds::max()};
    std::chrono::nanoseconds m_lastShortest{0};
    std::chrono::nanoseconds m_lastReport{-1};
    int m_moments = 0;   // at which work began in this interval
    qint64 m_served = 0; // in this interval
    int m_standing = 0;  // how sure it is that the queue stands: at 2 it is
};

/// Keeps the node answering when more comes than it can do: refuses early, by measured queue time and by a bound on the
/// requests under way. A refusal is an Overloaded with retryAfterS, decided on the spot.
/// Thread: any.
class LoadShedder final
{
public:
    explicit LoadShedder(int maxInFlight);

    void waited(Queue queue, std::chrono::nanoseconds wait, std::chrono::nanoseconds now) noexcept
    {
        m_queues[size_t(queue)].waited(wait, now);
    }
    bool admits(Queue queue, std::chrono::nanoseconds now) noexcept { return m_queues[size_t(queue)].admits(now); }
    /// The same as a Result, for `if (auto admitted = shedder.admit(…); !admitted) return admitted.error();`
    Result<void> admit(Queue queue, std::chrono::nanoseconds now);

    void setMaxInFlight(int most) noexcept { m_maxInFlight.store(most, std::memory_order_relaxed); }
    /// Counts a request in, unless maxInFlight are under way already; leave() counts it out.
    bool enter() noexcept;
    void leave() noexcept { m_inFlight.fetch_sub(1, std::memory_order_relaxed); }
    int inFlight() const noexcept { return m_inFlight.load(std::memory_order_relaxed); }

    QList<telemetry::QueueFigures> figures() const;

private:
    std::atomic<int> m_maxInFlight;
    std::array<QueueWatch, queueCount> m_queues;
    alignas(64) std::atomic<int> m_inFlight{0};
};

} // namespace zg::resilience
