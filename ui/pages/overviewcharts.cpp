// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overviewcharts.h"

#include "core/timestamp.h"

namespace zg::ui {

using telemetry::Outcome;
using telemetry::Sample;

namespace {

template <Outcome outcome>
float rate(const Sample& sample)
{
    return sample.ratePerS[size_t(outcome)];
}

template <float Sample::*member>
float figure(const Sample& sample)
{
    return sample.*member;
}

constexpr ChartLine requests[] = {
    {QT_TRANSLATE_NOOP("Charts", "2xx"), Tint::Series1, rate<Outcome::Ok>},
    {QT_TRANSLATE_NOOP("Charts", "4xx"), Tint::Warning, rate<Outcome::ClientError>},
    {QT_TRANSLATE_NOOP("Charts", "5xx"), Tint::Bad, rate<Outcome::ServerError>},
    {QT_TRANSLATE_NOOP("Charts", "Shed"), Tint::Series3, rate<Outcome::Shed>},
};
constexpr ChartLine latency[] = {
    {QT_TRANSLATE_NOOP("Charts", "p50"), Tint::Series1, figure<&Sample::p50Us>},
    {QT_TRANSLATE_NOOP("Charts", "p95"), Tint::Series2, figure<&Sample::p95Us>},
    {QT_TRANSLATE_NOOP("Charts", "p99"), Tint::Series3, figure<&Sample::p99Us>},
};
constexpr ChartLine work[] = {
    {QT_TRANSLATE_NOOP("Charts", "In flight"), Tint::Series1, figure<&Sample::inFlight>},
    {QT_TRANSLATE_NOOP("Charts", "Queued"), Tint::Series3, figure<&Sample::queued>},
};
constexpr ChartLine cache[] = {
    {QT_TRANSLATE_NOOP("Charts", "Hits/s"), Tint::Series1, figure<&Sample::cacheHitsPerS>},
    {QT_TRANSLATE_NOOP("Charts", "Misses/s"), Tint::Series3, figure<&Sample::cacheMissesPerS>},
};
constexpr ChartLine pool[] = {
    {QT_TRANSLATE_NOOP("Charts", "Active"), Tint::Series1, figure<&Sample::poolActive>},
    {QT_TRANSLATE_NOOP("Charts", "Idle"), Tint::Series4, figure<&Sample::poolIdle>},
    {QT_TRANSLATE_NOOP("Charts", "Waiting"), Tint::Warning, figure<&Sample::poolWaiting>},
};
constexpr ChartLine orders[] = {
    {QT_TRANSLATE_NOOP("Charts", "Per minute"), Tint::Series1, figure<&Sample::ordersPerMinute>},
};

constexpr OverviewChart charts[] = {
    {QT_TRANSLATE_NOOP("Charts", "Requests per second"), ChartUnit::PerSecond, requests},
    {QT_TRANSLATE_NOOP("Charts", "Latency"), ChartUnit::Latency, latency},
    {QT_TRANSLATE_NOOP("Charts", "Work in hand"), ChartUnit::Count, work},
    {QT_TRANSLATE_NOOP("Charts", "Cache"), ChartUnit::PerSecond, cache},
    {QT_TRANSLATE_NOOP("Charts", "Database connections"), ChartUnit::Count, pool},
    {QT_TRANSLATE_NOOP("Charts", "Orders"), ChartUnit::PerMinute, orders},
};

} // namespace

std::span<const OverviewChart> overviewCharts()
{
    return charts;
}

QByteArray overviewCsv(std::span<const Sample> samples, qint64 fromMs, qint64 toMs)
{
    QByteArray text =
        "time,requests_2xx_per_s,requests_4xx_per_s,requests_5xx_per_s,requests_shed_per_s,p50_us,p95_us,p99_us,"
        "in_flight,queued,connections,cache_hits_per_s,cache_misses_per_s,pool_active,pool_idle,pool_waiting,"
        "orders_per_minute,takings_today_fen\n";
    for (const Sample& sample : samples) {
        if (sample.atMs < fromMs || sample.atMs > toMs)
            continue;
        appendTimestamp(text, sample.atMs);
        const auto add = [&text](float value) { text.append(',').append(QByteArray::number(double(value), 'g', 7)); };
        for (const float value : sample.ratePerS)
            add(value);
        for (const float value : {sample.p50Us, sample.p95Us, sample.p99Us, sample.inFlight, sample.queued,
                                  sample.connections, sample.cacheHitsPerS, sample.cacheMissesPerS, sample.poolActive,
                                  sample.poolIdle, sample.poolWaiting, sample.ordersPerMinute})
            add(value);
        text.append(',').append(QByteArray::number(sample.takingsTodayFen)).append('\n');
    }
    return text;
}

} // namespace zg::ui
