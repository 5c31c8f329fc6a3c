// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "telemetry/snapshot.h"

#include <QString>

#include <functional>
#include <mutex>

namespace zg::resilience {

/// Stops asking a dependency that fails: after some failures in a row it refuses at once for a while, then lets one
/// call try. Each further failed try doubles the while.
/// Thread: any.
class CircuitBreaker final
{
public:
    using State = telemetry::BreakerFigures::State;
    struct Policy
    {
        int failures = 5; ///< in a row, then it opens
        std::chrono::milliseconds openFor{5'000};
        std::chrono::milliseconds openAtMost{60'000};
    };

    /// Leave to make one call. Say how it went; one that is dropped without a word (the caller gave up) counts as
    /// neither.
    class [[nodiscard]] Permit final
    {
    public:
        Permit(Permit&& other) noexcept;
        Permit& operator=(Permit&&) = delete;
        ~Permit();
        void succeeded();
        void failed();

    private:
        friend class CircuitBreaker;
        Permit(CircuitBreaker& breaker, qint64 round)
            : m_breaker(&breaker)
            , m_round(round)
        {
        }
        CircuitBreaker* m_breaker; // nullptr: said already
        qint64 m_round;
    };

    explicit CircuitBreaker(QString name, const Clock& clock = Clock::system());
    CircuitBreaker(QString name, const Clock& clock, Policy policy);
    Q_DISABLE_COPY_MOVE(CircuitBreaker)

    /// @errors DependencyDown while it is open, with the seconds until it tries again
    Result<Permit> enter();
    telemetry::BreakerFigures figures() const;
    /// Called after each change of state, on the thread that caused it. Set before use.
    void setListener(std::function<void(State)> listener) { m_listener = std::move(listener); }

private:
    enum class Verdict : quint8 { Success, Failure, None };
    void conclude(qint64 round, Verdict verdict);
    void open();

    const QString m_name;
    const Clock& m_clock;
    const Policy m_policy;
    std::function<void(State)> m_listener;
    mutable std::mutex m_mutex; // guards what follows
    telemetry::BreakerFigures m_figures;
    int m_failuresInRow = 0;
    int m_timesInRow = 0; // opened without a success in between
    std::chrono::nanoseconds m_openUntil{};
    qint64 m_round = 0;    // grows with each change: a call from before it no longer has a say
    bool m_trying = false; // half open: the one call is under way
};

} // namespace zg::resilience
