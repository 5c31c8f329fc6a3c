// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/timechart.h"

class QLabel;
class QHBoxLayout;

namespace zg::ui {

/// Names and readings of a chart's lines, each in a place of its own width so that changing figures move nothing.
/// Thread: main.
class ChartLegend final : public QWidget
{
    Q_OBJECT

public:
    ChartLegend(Theme& theme, const TimeChart& chart, QWidget* parent = nullptr);
    QString readingText(int line) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
    const TimeChart& m_chart;
};

/// A chart with its title and legend.
/// Thread: main.
class ChartPanel final : public QWidget
{
    Q_OBJECT

public:
    ChartPanel(Theme& theme, const char* title, ChartUnit unit, std::span<const ChartLine> lines,
               QWidget* parent = nullptr);
    TimeChart& chart() { return *m_chart; }
    ChartLegend& legend() { return *m_legend; }
    void addToHeader(QWidget* widget); ///< right of the title
    void showReadings();               ///< after the chart was plotted or the crosshair moved

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    const char* m_titleSource;
    QLabel* m_title;
    TimeChart* m_chart;
    ChartLegend* m_legend;
    QHBoxLayout* m_header;
};

} // namespace zg::ui
