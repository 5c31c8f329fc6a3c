// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/writerslot.h"

namespace zg::sql {

using namespace std::chrono_literals;
using telemetry::ConnectionFigures;

void WriterSlot::hold(const PooledConnection* connection)
{
    const std::lock_guard lock(m_mutex);
    m_connection = connection;
    m_isUsed = m_isUsed || connection;
    if (connection)
        m_madeAt = Clock::now();
}

void WriterSlot::work() noexcept
{
    m_groups.store(m_groups.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    m_since.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

void WriterSlot::rest() noexcept
{
    m_since.store(-Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

std::optional<ConnectionFigures> WriterSlot::figures(int id) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_isUsed)
        return std::nullopt;
    const auto now = Clock::now();
    const auto since = m_since.load(std::memory_order_relaxed);
    ConnectionFigures figures;
    figures.id = id;
    figures.role = ConnectionFigures::Role::Writer;
    figures.loans = m_groups.load(std::memory_order_relaxed);
    const Clock::time_point begun = since == 0 ? m_madeAt : Clock::time_point(Clock::duration(std::abs(since)));
    figures.stateMs = std::max<qint64>(0, (now - begun) / 1ms);
    figures.state = since > 0 ? ConnectionFigures::State::InUse : ConnectionFigures::State::Idle;
    if (!m_connection || m_connection->isBroken()) {
        figures.state = ConnectionFigures::State::Broken;
        return figures;
    }
    figures.ageMs = (now - m_madeAt) / 1ms;
    figures.statement = QString::fromUtf8(m_connection->lastStatement());
    figures.runningMs = m_connection->activity().runningMs(now);
    return figures;
}

} // namespace zg::sql
