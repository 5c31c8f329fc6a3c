// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace zg::ui {

enum class ChartUnit : quint8 { PerSecond, Latency, Count, PerMinute };

/// The vertical axis of a chart: round limits that move only when they must, and where its lines and labels are.
class ValueAxis final
{
public:
    explicit ValueAxis(ChartUnit unit)
        : m_unit(unit)
    {
    }
    void setLogarithmic(bool logarithmic);
    bool isLogarithmic() const { return m_logarithmic; }
    /// @return true when the limits changed
    bool fit(double smallest, double largest);
    double place(double value) const; ///< 0 at the bottom, 1 at the top
    double top() const { return m_top; }

    struct Line
    {
        double value;
        QString label;
    };
    const QList<Line>& lines() const { return m_lines; }

private:
    void rule();

    ChartUnit m_unit;
    bool m_logarithmic = false;
    double m_bottom = 0;
    double m_top = 0;
    QList<Line> m_lines;
};

/// How a value of this unit reads in a legend.
QString chartValueText(ChartUnit unit, double value);

/// Where the time axis has its lines: round local times. @return milliseconds, oldest first
QList<qint64> timeLines(qint64 fromMs, qint64 toMs, int atMost);
/// How a moment reads under that axis.
QString timeLabel(qint64 ms, qint64 spanMs);

} // namespace zg::ui
