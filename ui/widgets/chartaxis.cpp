// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chartaxis.h"

#include "ui/format.h"

#include <QDateTime>

#include <cmath>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double headRoom = 1.08; // the highest point stays clear of the edge

constexpr double tops[] = {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};

/// The next of those × 10ⁿ.
double roundUp(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : tops)
        if (value <= step * power * 1.000001)
            return step * power;
    return 10 * power;
}

double smallestTop(ChartUnit unit)
{
    switch (unit) {
    case ChartUnit::Latency:
        return 100; // answers from memory take a few µs
    case ChartUnit::PerSecond:
    case ChartUnit::PerMinute:
        return 10;
    case ChartUnit::Count:
        return 4;
    }
    return 1;
}

} // namespace

void ValueAxis::setLogarithmic(bool logarithmic)
{
    m_logarithmic = logarithmic;
    m_top = 0;
}

bool ValueAxis::fit(double smallest, double largest)
{
    double bottom = 0;
    double top = roundUp(std::max(largest * headRoom, smallestTop(m_unit)));
    if (m_logarithmic) {
        bottom = std::pow(10.0, std::floor(std::log10(std::max(smallest, 1.0))));
        top = std::pow(10.0, std::ceil(std::log10(std::max(largest, 10 * bottom))));
    }
    // It falls only when there is a good deal of room, so that a value near a limit does not make it jump to and fro.
    if (m_top > 0 && top < m_top && !m_logarithmic && roundUp(std::max(largest * 1.4, smallestTop(m_unit))) >= m_top)
        top = m_top;
    if (top == m_top && bottom == m_bottom)
        return false;
    m_top = top;
    m_bottom = bottom;
    rule();
    return true;
}

double ValueAxis::place(double value) const
{
    if (!m_logarithmic)
        return value / m_top;
    const double low = std::log10(m_bottom);
    return (std::log10(std::max(value, m_bottom)) - low) / (std::log10(m_top) - low);
}

void ValueAxis::rule()
{
    m_lines.clear();
    const auto add = [this](double value) {
        m_lines.append(
            {value, m_unit == ChartUnit::Latency ? (value > 0 ? latencyText(value) : u"0"_s) : rateText(value)});
    };
    if (m_logarithmic) {
        for (double value = m_bottom; value <= m_top * 1.000001; value *= 10)
            add(value);
        return;
    }
    const double power = std::pow(10.0, std::floor(std::log10(m_top) + 1e-9));
    // As many lines as give round values between them: 1.5 in three, 8 in four.
    static constexpr int partsOf[] = {5, 3, 4, 5, 3, 4, 5, 3, 4, 5};
    const auto* top = std::min_element(std::begin(tops), std::end(tops), [&](double a, double b) {
        return std::abs(a - m_top / power) < std::abs(b - m_top / power);
    });
    const int parts = partsOf[top - std::begin(tops)];
    for (int i = 0; i <= parts; ++i) {
        const double value = m_top * i / parts;
        if (m_unit == ChartUnit::Count && value != std::floor(value))
            continue;
        add(value);
    }
    if (m_unit == ChartUnit::Latency) { // the whole axis in the unit of its top, without decimals that say nothing
        const bool seconds = m_top >= 1'000'000;
        const bool millis = m_top >= 1'000;
        const double divisor = seconds ? 1e6 : millis ? 1e3 : 1;
        for (Line& line : m_lines)
            line.label = line.value == 0 ? u"0"_s
                                         : QString::number(line.value / divisor) + (seconds  ? u" s"_s
                                                                                    : millis ? u" ms"_s
                                                                                             : u" µs"_s);
    } else {
        const bool thousands = m_top >= 10'000; // the whole axis in one manner
        for (Line& line : m_lines)
            line.label = thousands && line.value > 0 ? QString(QString::number(line.value / 1'000) + u'k')
                                                     : QString::number(line.value);
    }
}

QString chartValueText(ChartUnit unit, double value)
{
    switch (unit) {
    case ChartUnit::Latency:
        return latencyText(value);
    case ChartUnit::Count:
        return countText(qRound64(value));
    case ChartUnit::PerSecond:
    case ChartUnit::PerMinute:
        return rateText(value);
    }
    return {};
}

QList<qint64> timeLines(qint64 fromMs, qint64 toMs, int atMost)
{
    static constexpr qint64 steps[] = {1'000,      2'000,      5'000,      10'000,     15'000,    30'000,    60'000,
                                       120'000,    300'000,    600'000,    900'000,    1'800'000, 3'600'000, 7'200'000,
                                       10'800'000, 14'400'000, 21'600'000, 43'200'000, 86'400'000};
    qint64 step = steps[0];
    for (const qint64 candidate : steps) {
        step = candidate;
        if ((toMs - fromMs) / candidate <= atMost)
            break;
    }
    // Round in local time: a day's lines are at the shop's own hours.
    const qint64 offset = qint64(QDateTime::fromMSecsSinceEpoch(toMs).offsetFromUtc()) * 1'000;
    QList<qint64> lines;
    for (qint64 at = (fromMs + offset + step - 1) / step * step - offset; at <= toMs; at += step)
        lines.append(at);
    return lines;
}

QString timeLabel(qint64 ms, qint64 spanMs)
{
    const QTime time = QDateTime::fromMSecsSinceEpoch(ms).time();
    return time.toString(spanMs <= 600'000 ? u"HH:mm:ss"_s : u"HH:mm"_s);
}

} // namespace zg::ui
