// SPDX-License-Identifier: GPL-3.0-or-later
#include "resilience/circuitbreaker.h"

namespace zg::resilience {

using namespace Qt::StringLiterals;

CircuitBreaker::Permit::Permit(Permit&& other) noexcept
    : m_breaker(std::exchange(other.m_breaker, nullptr))
    , m_round(other.m_round)
{
}

CircuitBreaker::Permit::~Permit()
{
    if (m_breaker)
        m_breaker->conclude(m_round, Verdict::None);
}

void CircuitBreaker::Permit::succeeded()
{
    if (auto* breaker = std::exchange(m_breaker, nullptr))
        breaker->conclude(m_round, Verdict::Success);
}

void CircuitBreaker::Permit::failed()
{
    if (auto* breaker = std::exchange(m_breaker, nullptr))
        breaker->conclude(m_round, Verdict::Failure);
}

CircuitBreaker::CircuitBreaker(QString name, const Clock& clock)
    : CircuitBreaker(std::move(name), clock, Policy())
{
}

CircuitBreaker::CircuitBreaker(QString name, const Clock& clock, Policy policy)
    : m_name(std::move(name))
    , m_clock(clock)
    , m_policy(policy)
{
    m_figures.name = m_name;
}

Result<CircuitBreaker::Permit> CircuitBreaker::enter()
{
    const auto now = m_clock.monotonic();
    std::unique_lock lock(m_mutex);
    if (m_figures.state == State::Closed)
        return Permit(*this, m_round);
    const bool tries = now >= m_openUntil && !m_trying;
    if (!tries) {
        ++m_figures.refused;
        const auto wait = std::chrono::ceil<std::chrono::seconds>(m_openUntil - now).count();
        return Error::retry(ErrorCode::DependencyDown, int(qMax<qint64>(1, wait)),
                            u"%1 failed %2 times in a row; not asking it for now"_s.arg(m_name).arg(m_failuresInRow));
    }
    m_trying = true;
    const bool changed = m_figures.state != State::HalfOpen;
    m_figures.state = State::HalfOpen;
    Permit permit(*this, m_round);
    lock.unlock();
    if (changed && m_listener)
        m_listener(State::HalfOpen);
    return permit;
}

void CircuitBreaker::open()
{
    const auto openFor = m_policy.openFor * (qint64(1) << qMin(m_timesInRow, 20));
    m_openUntil = m_clock.monotonic() + qMin<std::chrono::milliseconds>(openFor, m_policy.openAtMost);
    ++m_timesInRow;
    ++m_round;
    ++m_figures.opened;
    m_figures.state = State::Open;
}

void CircuitBreaker::conclude(qint64 round, Verdict verdict)
{
    std::unique_lock lock(m_mutex);
    const State before = m_figures.state;
    m_figures.successes += verdict == Verdict::Success;
    m_figures.failures += verdict == Verdict::Failure;
    if (round != m_round)
        return; // began before the last change: it says nothing about now
    m_trying = false;
    if (verdict == Verdict::Success) {
        m_round += before != State::Closed;
        m_failuresInRow = 0;
        m_timesInRow = 0;
        m_figures.state = State::Closed;
    } else if (verdict == Verdict::Failure) {
        ++m_failuresInRow;
        if (before == State::HalfOpen || m_failuresInRow >= m_policy.failures)
            open();
    }
    const State after = m_figures.state;
    lock.unlock();
    if (after != before && m_listener)
        m_listener(after);
}

telemetry::BreakerFigures CircuitBreaker::figures() const
{
    const std::lock_guard lock(m_mutex);
    return m_figures;
}

} // namespace zg::resilience
