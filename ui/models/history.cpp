// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/history.h"

#include <algorithm>

namespace zg::ui {

using telemetry::Sample;
using telemetry::Snapshot;

namespace {

constexpr qint64 tickMs = 250;
constexpr qint64 gapMs = 1'500;              // longer without a tick: the window was hidden, the node's series fills in
constexpr size_t liveShown = 5 * 60 * 4 + 8; // five minutes of ticks
constexpr int secondsInHour = 3'600;
constexpr int minutesInDay = 1'440;
constexpr qint64 dayRefreshMs = 15'000; // a minute's sample is at most this late

} // namespace

qint64 rangeMs(Range range)
{
    static constexpr qint64 lengths[] = {60'000, 300'000, 3'600'000, 86'400'000};
    return lengths[size_t(range)];
}

History::History(const SnapshotSource& source)
    : m_source(source)
{
    m_live.reserve(2 * liveShown);
}

qint64 History::stepMs() const
{
    static constexpr qint64 steps[] = {1'000, 1'000, 1'000, 60'000}; // backfilled seconds stand beside ticks
    return steps[size_t(m_range)];
}

std::span<const Sample> History::samples() const
{
    if (m_range == Range::Hour || m_range == Range::Day)
        return m_stored;
    const size_t count = std::min(m_live.size(), liveShown);
    return std::span(m_live).last(count);
}

void History::select(Range range)
{
    if (range == m_range)
        return;
    m_range = range;
    m_stored.clear();
    m_storedAtMs = 0;
}

void History::push(const Snapshot& snapshot)
{
    pushLive(snapshot);
    if (m_range == Range::Hour || m_range == Range::Day)
        pushStored(snapshot.atMs);
}

History::Counters History::countersOf(const Snapshot& snapshot)
{
    Counters counters;
    counters.atMs = snapshot.atMs;
    counters.outcomes = snapshot.outcomes;
    for (const telemetry::CacheFamilyFigures& family : snapshot.cacheFamilies) {
        counters.hits += family.allHits();
        counters.misses += family.misses;
    }
    return counters;
}

void History::backfill(qint64 beforeMs)
{
    m_live.clear();
    m_counterCount = 0;
    m_ticks = 0;
    for (const Sample& sample : m_source.series(Resolution::Second, 300))
        if (sample.atMs + 1'000 < beforeMs)
            m_live.push_back(sample);
    // A second's sample says its beginning, a tick its end.
    for (Sample& sample : m_live)
        sample.atMs += 1'000;
}

void History::pushLive(const Snapshot& snapshot)
{
    if (m_live.empty() || snapshot.atMs - m_live.back().atMs > gapMs || snapshot.atMs < m_live.back().atMs - gapMs)
        backfill(snapshot.atMs);
    if (!m_live.empty() && snapshot.atMs <= m_live.back().atMs)
        return;

    const Counters now = countersOf(snapshot);
    const Counters before = m_counterCount > 0 ? m_counters[m_counters.size() - size_t(m_counterCount)] : now;
    std::rotate(m_counters.begin(), m_counters.begin() + 1, m_counters.end());
    m_counters.back() = now;
    m_counterCount = std::min(m_counterCount + 1, int(m_counters.size()));

    if (m_ticks++ % 4 == 0) {
        const QList<Sample> newest = m_source.series(Resolution::Second, 1);
        m_ordersPerMinute = newest.isEmpty() ? 0 : newest.constLast().ordersPerMinute;
    }
    Sample sample;
    sample.atMs = snapshot.atMs;
    const float seconds = float(now.atMs - before.atMs) / 1'000.0F;
    if (seconds > 0) {
        // A node that was started again begins at zero.
        const auto rate = [seconds](qint64 to, qint64 from) { return float(std::max<qint64>(0, to - from)) / seconds; };
        for (size_t i = 0; i < sample.ratePerS.size(); ++i)
            sample.ratePerS[i] = rate(now.outcomes[i], before.outcomes[i]);
        sample.cacheHitsPerS = rate(now.hits, before.hits);
        sample.cacheMissesPerS = rate(now.misses, before.misses);
    } else if (!m_live.empty()) {
        sample = m_live.back();
        sample.atMs = snapshot.atMs;
    }
    sample.p50Us = float(snapshot.latency.p50Us);
    sample.p95Us = float(snapshot.latency.p95Us);
    sample.p99Us = float(snapshot.latency.p99Us);
    sample.inFlight = float(snapshot.inFlight);
    sample.connections = float(snapshot.connections);
    sample.queued = float(snapshot.committer.queued);
    for (const telemetry::WorkerFigures& worker : snapshot.workers)
        sample.queued += float(worker.queued);
    sample.poolActive = float(snapshot.pool.active);
    sample.poolIdle = float(snapshot.pool.idle);
    sample.poolWaiting = float(snapshot.pool.waiting);
    sample.ordersPerMinute = m_ordersPerMinute;
    sample.takingsTodayFen = snapshot.shop.takingsTodayFen;
    if (m_live.size() == 2 * liveShown)
        m_live.erase(m_live.begin(), m_live.begin() + qsizetype(liveShown));
    m_live.push_back(sample);
    static_assert(tickMs * 4 == 1'000);
}

void History::pushStored(qint64 nowMs)
{
    const bool isHour = m_range == Range::Hour;
    const Resolution resolution = isHour ? Resolution::Second : Resolution::Minute;
    if (nowMs - m_storedAtMs < (isHour ? 1'000 : dayRefreshMs) && nowMs >= m_storedAtMs)
        return;
    const qint64 missing = m_stored.empty() ? secondsInHour : (nowMs - m_stored.back().atMs) / 1'000 + 2;
    m_storedAtMs = nowMs;
    const int count = isHour ? int(std::min<qint64>(missing, secondsInHour)) : minutesInDay;
    const QList<Sample> newest = m_source.series(resolution, count);
    if (!isHour)
        m_stored.clear();
    for (const Sample& sample : newest)
        if (m_stored.empty() || sample.atMs > m_stored.back().atMs)
            m_stored.push_back(sample);
    if (m_stored.size() > 2 * secondsInHour)
        m_stored.erase(m_stored.begin(), m_stored.end() - secondsInHour);
}

} // namespace zg::ui
