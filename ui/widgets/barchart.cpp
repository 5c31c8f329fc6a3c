// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/barchart.h"

#include "ui/shell/theme.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zg::ui {

namespace {

constexpr int labelWidth = 50; // as the other charts'
constexpr int rightMargin = 10;
constexpr int topMargin = 10;
constexpr int axisHeight = 22;
constexpr double gapShare = 0.28; // of a bar's room
constexpr double widestBar = 46;
constexpr int labelSpace = 14;

QFont smallFont(const QWidget* widget)
{
    QFont font = widget->font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

} // namespace

BarChart::BarChart(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    m_axis.fit(0, 0);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BarChart::setBars(const QList<Bar>& bars)
{
    if (bars == m_bars)
        return;
    m_bars = bars;
    double largest = 0;
    for (const Bar& bar : m_bars)
        largest = std::max(largest, bar.value);
    m_axis.fit(0, largest);
    if (m_pointed >= m_bars.size())
        point(-1);
    update();
}

QRectF BarChart::area() const
{
    return QRectF(labelWidth, topMargin, std::max(10, width() - labelWidth - rightMargin),
                  std::max(10, height() - topMargin - axisHeight));
}

QRectF BarChart::place(int bar) const
{
    const QRectF plot = area();
    const double room = plot.width() / double(std::max<qsizetype>(1, m_bars.size()));
    const double width = std::min(widestBar, std::max(1.0, room * (1 - gapShare)));
    const double height = plot.height() * m_axis.place(m_bars.at(bar).value);
    return QRectF(plot.left() + room * (bar + 0.5) - width / 2, plot.bottom() - height, width, height);
}

void BarChart::point(int bar)
{
    if (bar == m_pointed)
        return;
    m_pointed = bar;
    if (bar >= 0) {
        setAccessibleDescription(m_bars.at(bar).text);
        QAccessibleEvent spoken(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&spoken);
    }
    update();
    Q_EMIT pointedChanged(bar);
}

void BarChart::mouseMoveEvent(QMouseEvent* event)
{
    const QRectF plot = area();
    const double share = (event->position().x() - plot.left()) / plot.width();
    const int bar = int(std::floor(share * double(m_bars.size())));
    point(share >= 0 && bar >= 0 && bar < m_bars.size() ? bar : -1);
}

void BarChart::leaveEvent(QEvent*)
{
    point(-1);
}

void BarChart::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    point(-1);
}

void BarChart::keyPressEvent(QKeyEvent* event)
{
    const int last = int(m_bars.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        point(m_pointed < 0 ? last : std::max(0, m_pointed - 1));
        return;
    case Qt::Key_Right:
        point(std::min(last, m_pointed + 1));
        return;
    case Qt::Key_Home:
        point(std::min(0, last));
        return;
    case Qt::Key_End:
        point(last);
        return;
    case Qt::Key_Escape:
        if (m_pointed >= 0) {
            point(-1);
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void BarChart::paintGround(QPainter& painter)
{
    const QRectF plot = area();
    painter.setFont(smallFont(this));
    for (const ValueAxis::Line& line : m_axis.lines()) {
        const double y = plot.bottom() - plot.height() * m_axis.place(line.value);
        painter.setPen(QPen(m_theme.color(Tint::Grid), 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(m_theme.color(Tint::TextMuted));
        painter.drawText(QRectF(0, y - 10, labelWidth - 8, 20), Qt::AlignRight | Qt::AlignVCenter, line.label);
    }
}

void BarChart::paintLabels(QPainter& painter)
{
    const QRectF plot = area();
    const QFontMetrics metrics(painter.font());
    int widest = 1;
    for (const Bar& bar : m_bars)
        widest = std::max(widest, metrics.horizontalAdvance(bar.label));
    const double room = plot.width() / double(std::max<qsizetype>(1, m_bars.size()));
    const int every = std::max(1, int(std::ceil((widest + labelSpace) / room)));
    painter.setPen(m_theme.color(Tint::TextMuted));
    // From the newest backwards: today has its label.
    for (int i = int(m_bars.size()) - 1; i >= 0; i -= every) {
        double x = plot.left() + room * (i + 0.5) - widest / 2.0;
        x = std::clamp(x, plot.left() - labelWidth / 2.0, double(width() - widest));
        painter.drawText(QRectF(x, plot.bottom() + 4, widest, axisHeight - 4), Qt::AlignHCenter | Qt::AlignTop,
                         m_bars.at(i).label);
    }
}

void BarChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Tint::Window));
    paintGround(painter);
    const QRectF plot = area();
    for (int i = 0; i < m_bars.size(); ++i) {
        const QRectF bar = place(i);
        if (!m_bars.at(i).isKnown)
            painter.fillRect(QRectF(bar.left(), plot.top(), bar.width(), plot.height()),
                             QBrush(m_theme.color(Tint::Grid), Qt::BDiagPattern));
        if (i == m_pointed)
            painter.fillRect(QRectF(bar.left() - 2, plot.top(), bar.width() + 4, plot.height()),
                             m_theme.color(Tint::Hover));
        painter.fillRect(bar, m_theme.color(Tint::Series1));
    }
    painter.setPen(QPen(m_theme.color(Tint::BorderStrong), 1));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    paintLabels(painter);
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Tint::Accent), 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

} // namespace zg::ui
