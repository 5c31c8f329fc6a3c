// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"
#include "ui/shell/theme.h"
#include "ui/widgets/chartaxis.h"

#include <QPixmap>
#include <QPolygonF>
#include <QWidget>

#include <optional>
#include <span>

namespace zg::ui {

/// One line of a chart. Its shape marks it beside its colour.
struct ChartLine
{
    const char* name; ///< QT_TRANSLATE_NOOP("Charts", …)
    Tint tint;
    float (*value)(const telemetry::Sample&);
};

enum class LineShape : quint8 { Circle, Square, Triangle, Diamond };
void drawShape(QPainter& painter, LineShape shape, QPointF centre, QColor color);

/// Lines over time, drawn in one pass and no more often than the figures change. Six Qt Charts views cost 12–22 ms a
/// tick here (scrolling axis, 4 × 240 points each), six of these 1–2 ms, and the node has to share its cores with them.
/// Thread: main.
class TimeChart final : public QWidget
{
    Q_OBJECT

public:
    TimeChart(Theme& theme, ChartUnit unit, std::span<const ChartLine> lines, QWidget* parent = nullptr);
    /// Shows the samples of [fromMs, toMs]. A hole longer than `holeMs` is left open. The span is not kept.
    void plot(std::span<const telemetry::Sample> samples, qint64 fromMs, qint64 toMs, qint64 holeMs);
    void setMarkers(const QList<telemetry::Marker>& markers);
    void setLogarithmic(bool logarithmic);
    void setCrosshair(std::optional<qint64> atMs); ///< the same moment in all charts

    std::span<const ChartLine> lines() const { return m_lines; }
    ChartUnit unit() const { return m_unit; }
    /// The line's value at the crosshair, else the newest; nothing when there is none.
    std::optional<double> reading(int line) const;
    const ValueAxis& axis() const { return m_axis; }
    const QList<QPolygonF>& polygons(int line) const { return m_polygons.at(line); }
    QSize sizeHint() const override { return {360, 220}; }
    QSize minimumSizeHint() const override { return {220, 130}; }

Q_SIGNALS:
    void pointed(std::optional<qint64> atMs); ///< the mouse, or the arrow keys, are at this moment
    void zoomAsked(qint64 fromMs, qint64 toMs);
    void zoomBackAsked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    static constexpr int axisHeight = 20;
    static constexpr int topMargin = 8;

    QRectF area() const;
    double xOf(qint64 ms) const;
    qint64 msAt(double x) const;
    void build(std::span<const telemetry::Sample> samples);
    void drawGround();
    void drawMarkers(QPainter& painter) const;
    void drawCrosshair(QPainter& painter) const;

    Theme& m_theme;
    const ChartUnit m_unit;
    const std::span<const ChartLine> m_lines;
    ValueAxis m_axis;
    qint64 m_fromMs = 0, m_toMs = 0, m_holeMs = 0;
    QList<QList<QPolygonF>> m_polygons;     // by line; one polygon between two holes
    std::vector<telemetry::Sample> m_shown; // what is on screen, for the crosshair and a new size
    QList<telemetry::Marker> m_markers;
    std::optional<qint64> m_crosshair;
    std::optional<double> m_dragFrom, m_dragTo;
    QPixmap m_ground; // background, value lines and their labels
};

} // namespace zg::ui
