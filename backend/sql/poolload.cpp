// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/poolload.h"

#include <algorithm>
#include <cmath>

namespace zg::sql {

using namespace std::chrono_literals;
using telemetry::PoolAdvice;

namespace {

// Long enough to see a rush, short enough that an advice is about today's store.
constexpr auto memory = 300s;
// A peak of less is smoothed by the callers' own patience.
constexpr auto window = 10s;
constexpr auto leastMeasured = 10s;
constexpr qint64 leastUses = 100;
// The square root rule's factor: at 2, one in twenty waits, and not for long.
constexpr double headRoom = 2;
// The keeper and whoever looks at a plan borrow beside the workers.
constexpr int othersThanWorkers = 2;

} // namespace

void PoolLoad::sample(const telemetry::PoolFigures& pool, std::chrono::nanoseconds now)
{
    const std::lock_guard lock(m_mutex);
    m_seconds.push_back({now, pool.uses, pool.useUs});
    while (now - m_seconds.front().at > memory)
        m_seconds.pop_front();
}

double PoolLoad::expectedWaitUs(double load, double holdUs, int connections)
{
    if (load <= 0 || holdUs <= 0)
        return 0;
    if (load >= connections)
        return INFINITY;
    // Erlang B by its recursion, then C: the chance that all are in use.
    double blocked = 1;
    for (int i = 1; i <= connections; ++i)
        blocked = load * blocked / (i + load * blocked);
    const double waits = blocked * connections / (connections - load * (1 - blocked));
    return waits <= 0.01 ? 0 : std::log(waits / 0.01) * holdUs / (connections - load);
}

PoolAdvice PoolLoad::advice(int maximum, int workers, bool areBusy) const
{
    PoolAdvice advice;
    advice.maximum = maximum;
    advice.most = workers + othersThanWorkers;
    const std::lock_guard lock(m_mutex);
    if (m_seconds.size() < 2)
        return advice;
    const auto measured = m_seconds.back().at - m_seconds.front().at;
    advice.seconds = int(measured / 1s);
    for (size_t begin = 0, end = 1; end < m_seconds.size(); ++end) {
        const Second& last = m_seconds[end];
        while (last.at - m_seconds[begin + 1].at >= window)
            ++begin;
        const Second& first = m_seconds[begin];
        const double us = std::chrono::duration<double, std::micro>(last.at - first.at).count();
        const bool isWhole = last.at - first.at >= window;
        const double load = us > 0 ? double(last.useUs - first.useUs) / us : 0;
        if (!isWhole || load < advice.load)
            continue;
        const qint64 uses = last.uses - first.uses;
        advice.load = load;
        advice.ratePerS = double(uses) / us * 1e6;
        advice.holdUs = uses > 0 ? double(last.useUs - first.useUs) / double(uses) : 0;
    }
    if (measured < leastMeasured || m_seconds.back().uses - m_seconds.front().uses < leastUses)
        return advice;
    advice.needed = std::max(2, int(std::ceil(advice.load + headRoom * std::sqrt(advice.load))));
    advice.waitUs = expectedWaitUs(advice.load, advice.holdUs, maximum);
    advice.waitAfterUs = expectedWaitUs(advice.load, advice.holdUs, advice.needed);
    advice.verdict = PoolAdvice::Verdict::Enough;
    if (maximum < std::min(advice.needed, advice.most)) {
        advice.needed = std::min(advice.needed, advice.most);
        advice.waitAfterUs = expectedWaitUs(advice.load, advice.holdUs, advice.needed);
        advice.verdict = PoolAdvice::Verdict::TooSmall;
    } else if (areBusy || advice.needed > advice.most) {
        advice.verdict = PoolAdvice::Verdict::WorkersShort;
    }
    return advice;
}

} // namespace zg::sql
