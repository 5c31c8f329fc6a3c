// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/health.h"

namespace zg::redis {

namespace {
resilience::CircuitBreaker::Policy policy()
{
    resilience::CircuitBreaker::Policy policy;
    policy.failures = 1;
    policy.openFor = Health::firstPause;
    policy.openAtMost = Health::longestPause;
    return policy;
}
} // namespace

Health::Health(const Clock& clock)
    : m_breaker(QStringLiteral("redis"), clock, policy())
{
    m_breaker.setListener([this](auto state) {
        if (state != resilience::CircuitBreaker::State::Open)
            return;
        m_losses.fetch_add(1, std::memory_order_acq_rel);
        m_up.store(false, std::memory_order_release);
        if (m_lost)
            m_lost();
    });
}

void Health::restore(Permit permit, const SocketAddress& address)
{
    {
        const std::lock_guard lock(m_mutex);
        m_address = address;
    }
    permit.succeeded();
    m_up.store(true, std::memory_order_release);
}

void Health::distrust()
{
    if (auto permit = m_breaker.enter())
        permit->failed();
}

SocketAddress Health::address() const
{
    const std::lock_guard lock(m_mutex);
    return m_address;
}

} // namespace zg::redis
