// SPDX-License-Identifier: GPL-3.0-or-later
// What the pool tells of itself.
#include "sql/poolslot.h"

namespace zg::sql {

using namespace std::chrono_literals;
using telemetry::ConnectionFigures;
using telemetry::WaitBars;

namespace {

WaitBars barsOf(const telemetry::Histogram& histogram)
{
    std::array<std::chrono::nanoseconds, telemetry::waitBoundsUs.size()> bounds;
    for (size_t i = 0; i < bounds.size(); ++i)
        bounds[i] = std::chrono::microseconds(telemetry::waitBoundsUs[i]);
    std::array<qint64, telemetry::waitBoundsUs.size()> atMost{};
    const auto snapshot = histogram.snapshot();
    snapshot.cumulative(bounds, atMost);
    WaitBars bars{};
    qint64 before = 0;
    for (size_t i = 0; i < atMost.size(); ++i)
        bars[i] = atMost[i] - std::exchange(before, atMost[i]);
    bars.back() = snapshot.count() - before;
    return bars;
}

} // namespace

telemetry::PoolFigures Pool::figures() const
{
    telemetry::PoolFigures figures;
    {
        const std::lock_guard lock(m_mutex);
        figures.total = int(m_slots.size());
        figures.idle = int(m_idle.size());
        figures.active = figures.total - figures.idle;
        figures.waiting = int(m_waiters.size());
        figures.maximum = m_maximum;
        figures.timeouts = m_timeouts;
        figures.created = m_created;
        figures.leaks = m_leaks;
    }
    using std::chrono::microseconds;
    const auto wait = m_wait.snapshot();
    const auto use = m_use.snapshot();
    const auto creation = m_creation.snapshot();
    figures.wait = wait.percentiles();
    figures.waits = wait.count();
    figures.waitUs = wait.total() / microseconds(1);
    figures.use = use.percentiles();
    figures.uses = use.count();
    figures.useUs = use.total() / microseconds(1);
    figures.creation = creation.percentiles();
    figures.creationUs = creation.total() / microseconds(1);
    return figures;
}

QList<ConnectionFigures> Pool::connections() const
{
    QList<ConnectionFigures> list;
    const auto steadyNow = std::chrono::steady_clock::now(); // activities go by real time
    const std::lock_guard lock(m_mutex);
    const auto now = m_clock.monotonic();
    list.reserve(qsizetype(m_slots.size() + m_openings.size()));
    for (const auto& slot : m_slots) {
        auto& figures = list.emplace_back();
        figures.id = slot->id;
        figures.state = slot->connection->isBroken() ? State::Broken : slot->state;
        figures.stateMs = (now - slot->since) / 1ms;
        figures.ageMs = (now - slot->madeAt) / 1ms;
        figures.loans = slot->loans;
        figures.statement = QString::fromUtf8(slot->connection->lastStatement());
        figures.runningMs = slot->connection->activity().runningMs(steadyNow);
        figures.isLeaking = slot->isLeaking;
    }
    for (const auto begun : m_openings) {
        auto& figures = list.emplace_back();
        figures.state = State::Opening;
        figures.stateMs = (now - begun) / 1ms;
    }
    return list;
}

WaitBars Pool::waits() const
{
    return barsOf(m_wait);
}

WaitBars Pool::uses() const
{
    return barsOf(m_use);
}

QString Pool::problem() const
{
    const std::lock_guard lock(m_mutex);
    return m_backOff > Nanoseconds(0) ? m_creationError.message : QString();
}

} // namespace zg::sql
