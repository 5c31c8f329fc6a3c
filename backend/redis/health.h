// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/target.h"
#include "resilience/circuitbreaker.h"

#include <atomic>
#include <functional>
#include <mutex>

namespace zg::redis {

/// Whether Redis can be used, and where it is, as all connections of one client know it. A connection is one call of
/// the circuit breaker: the first that is lost closes the way for all, and only the monitor opens it again.
/// Thread: any.
class Health final
{
public:
    using Permit = resilience::CircuitBreaker::Permit;

    explicit Health(const Clock& clock);
    Q_DISABLE_COPY_MOVE(Health)

    /// While false commands fail at once. One load.
    bool isUp() const noexcept { return m_up.load(std::memory_order_acquire); }
    /// Grows each time Redis was lost.
    quint64 losses() const noexcept { return m_losses.load(std::memory_order_acquire); }
    /// For a connection that opens. @errors DependencyDown
    Result<Permit> enter() { return m_breaker.enter(); }
    void restore(Permit permit, const SocketAddress& address); ///< the monitor's: it was tried and works
    void distrust();                                           ///< as if a connection had been lost
    SocketAddress address() const;
    void setLostListener(std::function<void()> listener) { m_lost = std::move(listener); } ///< before use
    telemetry::BreakerFigures figures() const { return m_breaker.figures(); }

    static constexpr std::chrono::milliseconds firstPause{50}; ///< after a loss; doubles with each failed try
    static constexpr std::chrono::milliseconds longestPause{2'000};

private:
    resilience::CircuitBreaker m_breaker;
    std::function<void()> m_lost;
    std::atomic<bool> m_up{false};
    std::atomic<quint64> m_losses{0};
    mutable std::mutex m_mutex; // guards m_address
    SocketAddress m_address;
};

} // namespace zg::redis
