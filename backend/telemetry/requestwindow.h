// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "telemetry/requestcounters.h"
#include "telemetry/snapshot.h"

#include <deque>
#include <mutex>

namespace zg::telemetry {

/// Makes "over the last second" and "over the last minute" of what RequestCounters counts since start.
/// Thread: tick() the keeper, once a second; fill() any.
class RequestWindow final
{
public:
    explicit RequestWindow(const RequestCounters& counters, const Clock& clock = Clock::system());

    void tick();
    /// Fills in what is about requests: totals as of now, rates and percentiles as of the last tick.
    void fill(Snapshot& snapshot) const;
    void fill(Sample& sample) const;               ///< rates by outcome, percentiles, in flight, connections
    std::vector<Percentiles> routeLatency() const; ///< over the last minute, by route

private:
    struct Past
    {
        std::chrono::nanoseconds at{};
        std::vector<HistogramSnapshot> latency;                 // by route
        std::vector<std::array<qint64, outcomeCount>> requests; // likewise, since start
    };
    struct Minute
    {
        std::array<qint64, outcomeCount> requests{};
        std::chrono::nanoseconds spent{};
    };
    void keep(std::chrono::nanoseconds now, const RequestCounters::Totals& totals);

    const RequestCounters& m_counters;
    const Clock& m_clock;
    mutable std::mutex m_mutex; // guards what follows
    RequestCounters::Totals m_last;
    HistogramSnapshot m_lastLatency; // of all routes, since start
    std::chrono::nanoseconds m_lastAt;
    std::array<double, outcomeCount> m_rates{};
    Percentiles m_latency;
    std::vector<double> m_routeRates;
    std::vector<Percentiles> m_routeLatency;
    std::vector<Minute> m_routeMinutes;
    std::deque<Past> m_past; // one every ten seconds, the last minute's, oldest first
};

} // namespace zg::telemetry
