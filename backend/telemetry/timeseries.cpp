// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/timeseries.h"

namespace zg::telemetry {

namespace {
constexpr qint64 minuteMs = 60'000;
constexpr float Sample::*rates[] = {&Sample::cacheHitsPerS, &Sample::cacheMissesPerS, &Sample::ordersPerMinute};
constexpr float Sample::*peaks[] = {&Sample::p50Us,      &Sample::p95Us,    &Sample::p99Us,
                                    &Sample::inFlight,   &Sample::queued,   &Sample::connections,
                                    &Sample::poolActive, &Sample::poolIdle, &Sample::poolWaiting};

qint64 minuteOf(qint64 ms)
{
    return ms - ms % minuteMs;
}
} // namespace

void TimeSeries::Ring::add(const Sample& sample, size_t limit)
{
    if (samples.size() < limit) {
        samples.push_back(sample);
        return;
    }
    samples[next] = sample;
    next = (next + 1) % limit;
}

void TimeSeries::Ring::copyNewest(QList<Sample>& out, qsizetype count) const
{
    const size_t size = samples.size();
    const size_t wanted = qMin(size, size_t(qMax<qsizetype>(count, 0)));
    for (size_t i = size - wanted; i < size; ++i)
        out.append(samples[(next + i) % size]);
}

void TimeSeries::add(const Sample& second)
{
    const std::lock_guard lock(m_mutex);
    m_seconds.add(second, secondsKept);
    if (m_minuteSamples > 0 && minuteOf(second.atMs) > m_minute.atMs) {
        m_minutes.add(runningMinute(), minutesKept);
        m_minuteSamples = 0;
    }
    if (m_minuteSamples == 0) {
        m_minute = second;
        m_minute.atMs = minuteOf(second.atMs);
    } else {
        for (size_t i = 0; i < m_minute.ratePerS.size(); ++i)
            m_minute.ratePerS[i] += second.ratePerS[i];
        for (const auto rate : rates)
            m_minute.*rate += second.*rate;
        for (const auto peak : peaks)
            m_minute.*peak = qMax(m_minute.*peak, second.*peak);
        m_minute.takingsTodayFen = second.takingsTodayFen;
    }
    ++m_minuteSamples;
}

Sample TimeSeries::runningMinute() const
{
    Sample minute = m_minute;
    for (float& rate : minute.ratePerS)
        rate /= float(m_minuteSamples);
    for (const auto rate : rates)
        minute.*rate /= float(m_minuteSamples);
    return minute;
}

void TimeSeries::mark(const Marker& marker)
{
    const std::lock_guard lock(m_mutex);
    m_markers.push_back(marker);
    if (m_markers.size() > size_t(markersKept))
        m_markers.pop_front();
}

QList<Sample> TimeSeries::seconds(int count) const
{
    QList<Sample> result;
    result.reserve(qBound(0, count, secondsKept));
    const std::lock_guard lock(m_mutex);
    m_seconds.copyNewest(result, count);
    return result;
}

QList<Sample> TimeSeries::minutes(int count) const
{
    QList<Sample> result;
    if (count <= 0)
        return result;
    result.reserve(qMin(count, minutesKept));
    const std::lock_guard lock(m_mutex);
    const bool running = m_minuteSamples > 0;
    m_minutes.copyNewest(result, qMin(count, minutesKept) - (running ? 1 : 0));
    if (running)
        result.append(runningMinute());
    return result;
}

QList<Marker> TimeSeries::markers() const
{
    const std::lock_guard lock(m_mutex);
    return QList<Marker>(m_markers.begin(), m_markers.end());
}

} // namespace zg::telemetry
