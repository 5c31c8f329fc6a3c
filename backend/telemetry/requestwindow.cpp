// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/requestwindow.h"

#include <numeric>

namespace zg::telemetry {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {
constexpr nanoseconds keepEvery = 10s; // "the last minute" is 50 to 60 s long: a few copies in place of sixty
constexpr nanoseconds keepFor = 50s;

std::array<nanoseconds, durationBoundsUs.size()> bounds()
{
    std::array<nanoseconds, durationBoundsUs.size()> result;
    for (size_t i = 0; i < result.size(); ++i)
        result[i] = std::chrono::microseconds(durationBoundsUs[i]);
    return result;
}

double perSecond(qint64 count, nanoseconds elapsed)
{
    return elapsed.count() > 0 ? double(count) * 1e9 / double(elapsed.count()) : 0;
}

qint64 sumOf(const std::array<qint64, outcomeCount>& requests)
{
    return std::accumulate(requests.begin(), requests.end(), qint64(0));
}
} // namespace

RequestWindow::RequestWindow(const RequestCounters& counters, const Clock& clock)
    : m_counters(counters)
    , m_clock(clock)
    , m_last(counters.snapshot())
    , m_lastAt(clock.monotonic())
    , m_routeRates(m_last.routes.size())
    , m_routeLatency(m_last.routes.size())
    , m_routeMinutes(m_last.routes.size())
{
    for (const auto& route : m_last.routes)
        m_lastLatency += route.latency;
    keep(m_lastAt, m_last);
}

void RequestWindow::keep(nanoseconds now, const RequestCounters::Totals& totals)
{
    if (!m_past.empty() && now - m_past.back().at < keepEvery)
        return;
    // The newest that is old enough is where the minute begins.
    while (m_past.size() > 1 && now - m_past[1].at >= keepFor)
        m_past.pop_front();
    Past past;
    past.at = now;
    past.latency.reserve(totals.routes.size());
    past.requests.reserve(totals.routes.size());
    for (size_t i = 0; i < totals.routes.size(); ++i) {
        // A route that was not used shares its copy with the one before: most routes, most of the time.
        const auto& latency = totals.routes[i].latency;
        const bool isSame = !m_past.empty() && m_past.back().latency[i].count() == latency.count();
        past.latency.push_back(isSame ? m_past.back().latency[i] : latency);
        past.requests.push_back(totals.routes[i].requests);
    }
    m_past.push_back(std::move(past));
}

void RequestWindow::tick()
{
    const auto now = m_clock.monotonic();
    auto totals = m_counters.snapshot();
    HistogramSnapshot latency;
    for (const auto& route : totals.routes)
        latency += route.latency;

    const std::lock_guard lock(m_mutex);
    const auto elapsed = now - m_lastAt;
    m_rates.fill(0);
    for (size_t i = 0; i < totals.routes.size(); ++i) {
        const auto& requests = totals.routes[i].requests;
        const auto& before = m_last.routes[i].requests;
        for (size_t outcome = 0; outcome < requests.size(); ++outcome)
            m_rates[outcome] += perSecond(requests[outcome] - before[outcome], elapsed);
        m_routeRates[i] = perSecond(sumOf(requests) - sumOf(before), elapsed);
        const auto minute = totals.routes[i].latency - m_past.front().latency[i];
        m_routeLatency[i] = minute.percentiles();
        m_routeMinutes[i].spent = minute.total();
        for (size_t outcome = 0; outcome < requests.size(); ++outcome)
            m_routeMinutes[i].requests[outcome] = requests[outcome] - m_past.front().requests[i][outcome];
    }
    m_latency = (latency - m_lastLatency).percentiles();
    keep(now, totals);
    m_last = std::move(totals);
    m_lastLatency = std::move(latency);
    m_lastAt = now;
}

void RequestWindow::fill(Snapshot& snapshot) const
{
    static const auto bucketBounds = bounds();
    const auto totals = m_counters.snapshot();
    snapshot.inFlight = totals.inFlight;
    snapshot.connections = totals.connections;
    snapshot.requestsTotal = 0;
    snapshot.outcomes.fill(0);
    snapshot.routes.clear();
    snapshot.routes.reserve(qsizetype(totals.routes.size()));

    const std::lock_guard lock(m_mutex);
    for (size_t i = 0; i < totals.routes.size(); ++i) {
        const auto& route = totals.routes[i];
        RouteFigures figures;
        figures.route = m_counters.routes()[qsizetype(i)];
        figures.requests = route.requests;
        figures.ratePerS = m_routeRates[i];
        figures.latency = m_routeLatency[i];
        figures.lastMinute = m_routeMinutes[i].requests;
        figures.lastMinuteUs = m_routeMinutes[i].spent.count() / 1000;
        figures.totalUs = route.total.count() / 1000;
        figures.durationCount = route.latency.count();
        figures.durationUs = route.latency.total().count() / 1000;
        route.latency.cumulative(bucketBounds, figures.durationBuckets);
        for (size_t outcome = 0; outcome < route.requests.size(); ++outcome)
            snapshot.outcomes[outcome] += route.requests[outcome];
        snapshot.routes.append(std::move(figures));
    }
    snapshot.requestsTotal = sumOf(snapshot.outcomes);
    snapshot.ratePerS = std::accumulate(m_rates.begin(), m_rates.end(), 0.0);
    snapshot.latency = m_latency;
}

std::vector<Percentiles> RequestWindow::routeLatency() const
{
    const std::lock_guard lock(m_mutex);
    return m_routeLatency;
}

void RequestWindow::fill(Sample& sample) const
{
    const std::lock_guard lock(m_mutex);
    for (size_t outcome = 0; outcome < m_rates.size(); ++outcome)
        sample.ratePerS[outcome] = float(m_rates[outcome]);
    sample.p50Us = float(m_latency.p50Us);
    sample.p95Us = float(m_latency.p95Us);
    sample.p99Us = float(m_latency.p99Us);
    sample.inFlight = float(m_last.inFlight);
    sample.connections = float(m_last.connections);
}

} // namespace zg::telemetry
