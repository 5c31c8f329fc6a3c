// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/chartaxis.h"

#include <QWidget>

namespace zg::ui {

class Theme;

/// One bar a stretch of time. The mouse or the arrow keys point at one.
/// Thread: main.
class BarChart final : public QWidget
{
    Q_OBJECT

public:
    struct Bar
    {
        double value = 0;
        QString label;       ///< below it, where there is room
        QString text;        ///< the whole of it, for the ear
        bool isKnown = true; ///< else hatched: it was not read
        bool operator==(const Bar&) const = default;
    };

    explicit BarChart(Theme& theme, QWidget* parent = nullptr);
    void setBars(const QList<Bar>& bars);
    const QList<Bar>& bars() const { return m_bars; }
    int pointed() const { return m_pointed; } ///< -1: none
    QSize sizeHint() const override { return {480, 260}; }
    QSize minimumSizeHint() const override { return {220, 130}; }

Q_SIGNALS:
    void pointedChanged(int bar);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRectF area() const;
    QRectF place(int bar) const;
    void point(int bar);
    void paintGround(QPainter& painter);
    void paintLabels(QPainter& painter);

    Theme& m_theme;
    ValueAxis m_axis{ChartUnit::Count};
    QList<Bar> m_bars;
    int m_pointed = -1;
};

} // namespace zg::ui
