// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/timechart.h"

#include "ui/models/markertext.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::Marker;
using telemetry::Sample;

namespace {

constexpr int labelWidth = 50; // "500 ms" in the usual faces
constexpr int rightMargin = 10;
constexpr double dpi2 = 1.5;

QFont smallFont(const QWidget* widget)
{
    QFont font = widget->font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

} // namespace

void drawShape(QPainter& painter, LineShape shape, QPointF centre, QColor color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (shape) {
    case LineShape::Circle:
        painter.drawEllipse(centre, 3.5, 3.5);
        break;
    case LineShape::Square:
        painter.drawRect(QRectF(centre.x() - 3, centre.y() - 3, 6, 6));
        break;
    case LineShape::Triangle:
        painter.drawPolygon(
            QPolygonF({centre + QPointF(-3.8, 3), centre + QPointF(3.8, 3), centre + QPointF(0, -3.8)}));
        break;
    case LineShape::Diamond:
        painter.drawPolygon(QPolygonF({centre + QPointF(-4.2, 0), centre + QPointF(0, -4.2), centre + QPointF(4.2, 0),
                                       centre + QPointF(0, 4.2)}));
        break;
    }
}

TimeChart::TimeChart(Theme& theme, ChartUnit unit, std::span<const ChartLine> lines, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_unit(unit)
    , m_lines(lines)
    , m_axis(unit)
{
    m_polygons.resize(qsizetype(lines.size()));
    m_axis.fit(0, 0);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::CrossCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&m_theme, &Theme::changed, this, [this] {
        m_ground = {};
        update();
    });
}

QRectF TimeChart::area() const
{
    return QRectF(labelWidth, topMargin, std::max(10, width() - labelWidth - rightMargin),
                  std::max(10, height() - topMargin - axisHeight));
}

double TimeChart::xOf(qint64 ms) const
{
    const QRectF plot = area();
    return plot.left() + plot.width() * double(ms - m_fromMs) / double(std::max<qint64>(1, m_toMs - m_fromMs));
}

qint64 TimeChart::msAt(double x) const
{
    const QRectF plot = area();
    const double share = std::clamp((x - plot.left()) / plot.width(), 0.0, 1.0);
    return m_fromMs + qint64(share * double(m_toMs - m_fromMs));
}

void TimeChart::plot(std::span<const Sample> samples, qint64 fromMs, qint64 toMs, qint64 holeMs)
{
    m_fromMs = fromMs;
    m_toMs = toMs;
    m_holeMs = holeMs;
    const auto byTime = [](const Sample& sample, qint64 ms) { return sample.atMs < ms; };
    auto first = std::lower_bound(samples.begin(), samples.end(), fromMs, byTime);
    const auto last = std::lower_bound(first, samples.end(), toMs + 1, byTime);
    if (first != samples.begin() && first != last && first->atMs - std::prev(first)->atMs <= holeMs)
        --first; // the line comes in from the left edge
    m_shown.assign(first, last);
    build(m_shown);
    update();
}

void TimeChart::build(std::span<const Sample> samples)
{
    double largest = 0;
    double smallest = 0;
    for (const ChartLine& line : m_lines) {
        for (const Sample& sample : samples) {
            const double value = double(line.value(sample));
            largest = std::max(largest, value);
            if (value > 0 && (smallest == 0 || value < smallest))
                smallest = value;
        }
    }
    if (m_axis.fit(smallest, largest))
        m_ground = {};

    const QRectF plot = area();
    // At most one column a device pixel: where more samples fall into it, its lowest and highest are drawn.
    const double columns = plot.width() * devicePixelRatioF();
    const double perColumn = double(std::max<qint64>(1, m_toMs - m_fromMs)) / columns;
    const bool thin = double(samples.size()) > columns;
    for (size_t at = 0; at < m_lines.size(); ++at) {
        const auto value = m_lines[at].value;
        m_polygons[qsizetype(at)].clear();
        if (std::none_of(samples.begin(), samples.end(), [&](const Sample& sample) { return value(sample) > 0; }))
            continue; // a line that lies on the axis says nothing, and a red one would alarm
        const auto y = [&](double v) { return plot.bottom() - plot.height() * m_axis.place(v); };
        QList<QPolygonF>& out = m_polygons[qsizetype(at)];
        QPolygonF polygon;
        polygon.reserve(qsizetype(std::min(double(samples.size()), 2 * columns)) + 2);
        for (size_t i = 0; i < samples.size();) {
            const Sample& sample = samples[i];
            if (i > 0 && sample.atMs - samples[i - 1].atMs > m_holeMs && !polygon.isEmpty()) {
                out.append(polygon);
                polygon.clear();
            }
            double low = double(value(sample));
            double high = low;
            if (m_unit == ChartUnit::Latency && low <= 0) { // nothing was measured: no line, rather than a fast one
                if (!polygon.isEmpty())
                    out.append(std::exchange(polygon, {}));
                ++i;
                continue;
            }
            size_t next = i + 1;
            if (thin) {
                const double end = (std::floor(double(sample.atMs - m_fromMs) / perColumn) + 1) * perColumn;
                while (next < samples.size() && double(samples[next].atMs - m_fromMs) < end) {
                    const double v = double(value(samples[next++]));
                    low = std::min(low, v);
                    high = std::max(high, v);
                }
            }
            const double x = xOf(sample.atMs);
            polygon.append(QPointF(x, y(high)));
            if (low != high)
                polygon.append(QPointF(x, y(low)));
            i = next;
        }
        if (!polygon.isEmpty())
            out.append(polygon);
    }
}

void TimeChart::setMarkers(const QList<Marker>& markers)
{
    m_markers = markers;
}

void TimeChart::setLogarithmic(bool logarithmic)
{
    m_axis.setLogarithmic(logarithmic);
    m_ground = {};
    build(m_shown);
    update();
}

void TimeChart::setCrosshair(std::optional<qint64> atMs)
{
    if (atMs == m_crosshair)
        return;
    m_crosshair = atMs;
    update();
}

std::optional<double> TimeChart::reading(int line) const
{
    if (m_shown.empty() || line < 0 || size_t(line) >= m_lines.size())
        return std::nullopt;
    const auto value = m_lines[size_t(line)].value;
    if (!m_crosshair)
        return double(value(m_shown.back()));
    const auto after = std::lower_bound(m_shown.begin(), m_shown.end(), *m_crosshair,
                                        [](const Sample& sample, qint64 ms) { return sample.atMs < ms; });
    const auto nearest =
        after == m_shown.end() ? std::prev(after)
        : after == m_shown.begin() || after->atMs - *m_crosshair < *m_crosshair - std::prev(after)->atMs
            ? after
            : std::prev(after);
    if (std::abs(nearest->atMs - *m_crosshair) > m_holeMs)
        return std::nullopt;
    return double(value(*nearest));
}

void TimeChart::drawGround()
{
    m_ground = QPixmap(size() * devicePixelRatioF());
    m_ground.setDevicePixelRatio(devicePixelRatioF());
    m_ground.fill(m_theme.color(Tint::Window));
    QPainter painter(&m_ground);
    painter.setFont(smallFont(this));
    const QRectF plot = area();
    double labelAt = height() + 100;
    for (const ValueAxis::Line& line : m_axis.lines()) {
        const double y = std::round(plot.bottom() - plot.height() * m_axis.place(line.value)) + 0.5;
        painter.setPen(m_theme.color(line.value == 0 ? Tint::Border : Tint::Grid));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        if (labelAt - y < 18)
            continue;
        labelAt = y;
        painter.setPen(m_theme.color(Tint::TextMuted));
        painter.drawText(QRectF(0, y - 9, labelWidth - 8, 18), Qt::AlignRight | Qt::AlignVCenter, line.label);
    }
}

void TimeChart::drawMarkers(QPainter& painter) const
{
    const QRectF plot = area();
    for (const Marker& marker : m_markers) {
        if (marker.atMs < m_fromMs || marker.atMs > m_toMs)
            continue;
        const bool bad = isBad(marker.kind);
        const QColor color = m_theme.color(bad ? Tint::Bad : Tint::TextFaint);
        const double x = std::round(xOf(marker.atMs)) + 0.5;
        painter.setPen(QPen(color, 1, Qt::DotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        if (bad) // a shape of its own beside the colour
            painter.drawRect(QRectF(x - 3.5, plot.top() - 6, 7, 7));
        else
            painter.drawPolygon(QPolygonF(
                {QPointF(x - 4, plot.top() - 5), QPointF(x + 4, plot.top() - 5), QPointF(x, plot.top() + 1)}));
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
}

void TimeChart::drawCrosshair(QPainter& painter) const
{
    if (!m_crosshair || *m_crosshair < m_fromMs || *m_crosshair > m_toMs)
        return;
    const QRectF plot = area();
    const double x = std::round(xOf(*m_crosshair)) + 0.5;
    painter.setPen(m_theme.color(Tint::TextMuted));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < int(m_lines.size()); ++i)
        if (const auto value = reading(i); value && !m_polygons.at(i).isEmpty())
            drawShape(painter, LineShape(i), {x, plot.bottom() - plot.height() * m_axis.place(*value)},
                      m_theme.color(m_lines[size_t(i)].tint));
    painter.setRenderHint(QPainter::Antialiasing, false);

    const QString text = timeLabel(*m_crosshair, 0);
    const double wide = painter.fontMetrics().horizontalAdvance(text) + 12;
    QRectF box(x - wide / 2, plot.bottom() + 3, wide, axisHeight - 3);
    box.moveLeft(std::clamp(box.left(), 0.0, width() - wide));
    painter.fillRect(box, m_theme.color(Tint::Text));
    painter.setPen(m_theme.color(Tint::Window));
    painter.drawText(box, Qt::AlignCenter, text);
}

void TimeChart::paintEvent(QPaintEvent*)
{
    if (m_ground.isNull() || m_ground.size() != size() * devicePixelRatioF())
        drawGround();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_ground);
    painter.setFont(smallFont(this));
    const QRectF plot = area();

    const qint64 span = m_toMs - m_fromMs;
    if (span > 0) {
        for (const qint64 at : timeLines(m_fromMs, m_toMs, std::max(2, int(plot.width() / 95)))) {
            const double x = std::round(xOf(at)) + 0.5;
            painter.setPen(m_theme.color(Tint::Grid));
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
            painter.setPen(m_theme.color(Tint::TextMuted));
            if (x > plot.left() + 20 && x < plot.right() - 16)
                painter.drawText(QRectF(x - 45, plot.bottom() + 3, 90, axisHeight - 3), Qt::AlignCenter,
                                 timeLabel(at, span));
        }
    }
    drawMarkers(painter);

    painter.save();
    painter.setClipRect(plot.adjusted(-1, -4, 4, 2));
    painter.setRenderHint(QPainter::Antialiasing);
    // A pen of one device pixel has a fast path, a wider one is twenty times slower: two strokes side by side instead.
    const int strokes = devicePixelRatioF() >= dpi2 ? 3 : 2;
    for (qsizetype i = qsizetype(m_lines.size()) - 1; i >= 0; --i) {
        QPen pen(m_theme.color(m_lines[size_t(i)].tint), 1);
        pen.setCosmetic(true);
        painter.setPen(pen);
        for (const QPolygonF& polygon : m_polygons.at(i)) {
            if (polygon.size() == 1)
                painter.drawPoint(polygon.constFirst());
            for (int stroke = 0; stroke < strokes; ++stroke)
                painter.drawPolyline(polygon.translated(0, stroke * 0.6 / devicePixelRatioF()));
        }
    }
    painter.restore();

    drawCrosshair(painter);
    if (m_dragFrom && m_dragTo) {
        QColor veil = m_theme.color(Tint::Accent);
        veil.setAlpha(40);
        painter.fillRect(QRectF(QPointF(*m_dragFrom, plot.top()), QPointF(*m_dragTo, plot.bottom())).normalized(),
                         veil);
    }
    if (hasFocus()) {
        painter.setPen(m_theme.color(Tint::Accent));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -1, -1));
    }
}

void TimeChart::resizeEvent(QResizeEvent*)
{
    m_ground = {};
    build(m_shown);
}

} // namespace zg::ui
