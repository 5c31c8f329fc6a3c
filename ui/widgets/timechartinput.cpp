// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/format.h"
#include "ui/models/markertext.h"
#include "ui/widgets/timechart.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::Marker;

namespace {

constexpr double smallestDrag = 6; // pixels; less was a click

} // namespace

void TimeChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && area().contains(event->position()))
        m_dragFrom = event->position().x();
}

void TimeChart::mouseMoveEvent(QMouseEvent* event)
{
    const QRectF plot = area();
    const double x = std::clamp(event->position().x(), plot.left(), plot.right());
    if (m_dragFrom) {
        m_dragTo = x;
        update();
    }
    Q_EMIT pointed(plot.adjusted(-4, -topMargin, 4, axisHeight).contains(event->position()) ? std::optional(msAt(x))
                                                                                            : std::nullopt);
}

void TimeChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_dragFrom)
        return;
    const auto from = std::exchange(m_dragFrom, std::nullopt);
    const auto to = std::exchange(m_dragTo, std::nullopt);
    update();
    if (to && std::abs(*to - *from) >= smallestDrag)
        Q_EMIT zoomAsked(msAt(std::min(*from, *to)), msAt(std::max(*from, *to)));
}

void TimeChart::mouseDoubleClickEvent(QMouseEvent*)
{
    Q_EMIT zoomBackAsked();
}

void TimeChart::leaveEvent(QEvent*)
{
    Q_EMIT pointed(std::nullopt);
}

void TimeChart::keyPressEvent(QKeyEvent* event)
{
    // The crosshair by keyboard: arrows move it, Escape lets go, Plus and Minus zoom.
    const qint64 span = m_toMs - m_fromMs;
    const qint64 step = std::max<qint64>(1, span / (event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 60));
    const qint64 at = m_crosshair.value_or(m_toMs);
    switch (event->key()) {
    case Qt::Key_Left:
        Q_EMIT pointed(std::max(m_fromMs, at - step));
        return;
    case Qt::Key_Right:
        Q_EMIT pointed(std::min(m_toMs, at + step));
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        Q_EMIT zoomAsked(std::max(m_fromMs, at - span / 4), std::min(m_toMs, at + span / 4));
        return;
    case Qt::Key_Minus:
        Q_EMIT zoomBackAsked();
        return;
    case Qt::Key_Escape:
        if (m_crosshair) {
            Q_EMIT pointed(std::nullopt);
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void TimeChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_ground = {};
        update();
    }
}

bool TimeChart::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QStringList said;
        for (const Marker& marker : m_markers)
            if (marker.atMs >= m_fromMs && std::abs(xOf(marker.atMs) - help->pos().x()) <= 5)
                said.append(localTimeText(marker.atMs) + u"  "_s + markerText(marker));
        if (said.isEmpty() && m_crosshair)
            said.append(utcTimeText(*m_crosshair));
        QToolTip::showText(help->globalPos(), said.join(u'\n'), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace zg::ui
