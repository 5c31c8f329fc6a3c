// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/poolcells.h"

#include "ui/format.h"
#include "ui/shell/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::ConnectionFigures;
using State = telemetry::ConnectionFigures::State;

namespace {

constexpr int leastWidth = 176; // "order.list.by_status" and the time beside the state
constexpr int gap = 8;
constexpr int padding = 8;
constexpr int mark = 8;

Tint tintOf(const ConnectionFigures& connection)
{
    if (connection.isLeaking || connection.state == State::Broken)
        return Tint::Bad;
    switch (connection.state) {
    case State::InUse:
        return Tint::Accent;
    case State::Checking:
    case State::Opening:
        return Tint::Warning;
    case State::Idle:
    case State::Broken:
        break;
    }
    return Tint::TextFaint;
}

Tint groundOf(const ConnectionFigures& connection)
{
    if (connection.isLeaking || connection.state == State::Broken)
        return Tint::BadSoft;
    if (connection.state == State::InUse)
        return Tint::AccentSoft;
    return connection.state == State::Idle ? Tint::Sunken : Tint::WarningSoft;
}

QString forText(qint64 ms)
{
    return ms <= 0 ? u"0 ms"_s : latencyText(double(ms) * 1'000);
}

} // namespace

PoolCells::PoolCells(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PoolCells::show(const QList<ConnectionFigures>& connections)
{
    const bool isOther = connections.size() != m_connections.size();
    m_connections = connections;
    if (isOther) {
        layOut(width());
        updateGeometry();
    }
    if (m_current >= count())
        setCurrent(count() - 1);
    update();
}

QString PoolCells::stateText(int cell) const
{
    const ConnectionFigures& connection = m_connections.at(cell);
    const QString time = forText(connection.stateMs);
    if (connection.isLeaking)
        return tr("Leaked? %1").arg(time);
    switch (connection.state) {
    case State::Idle:
        return tr("Idle %1").arg(time);
    case State::InUse:
        return tr("In use %1").arg(time);
    case State::Checking:
        return tr("Checked %1").arg(time);
    case State::Opening:
        return tr("Opening %1").arg(time);
    case State::Broken:
        break;
    }
    return tr("Broken %1").arg(time);
}

QString PoolCells::nameOf(const ConnectionFigures& connection) const
{
    switch (connection.role) {
    case ConnectionFigures::Role::Writer:
        return tr("Writer %1").arg(connection.id);
    case ConnectionFigures::Role::Replica:
        return tr("Replica %1").arg(connection.id);
    case ConnectionFigures::Role::Reader:
        break;
    }
    return connection.id > 0 ? tr("Reader %1").arg(connection.id) : tr("Reader");
}

QString PoolCells::detailText(int cell) const
{
    const ConnectionFigures& connection = m_connections.at(cell);
    QStringList lines{nameOf(connection) + u" · "_s + stateText(cell)};
    if (!connection.place.isEmpty())
        lines.append(connection.place);
    if (connection.runningMs >= 0)
        lines.append(tr("%1 has been running for %2").arg(connection.statement, forText(connection.runningMs)));
    else if (!connection.statement.isEmpty())
        lines.append(tr("Its last statement: %1").arg(connection.statement));
    if (connection.id > 0)
        lines.append(tr("Open for %1, lent %2 times").arg(forText(connection.ageMs), countText(connection.loans)));
    return lines.join(u'\n');
}

void PoolCells::layOut(int width)
{
    m_columns = qMax(1, (width + gap) / (leastWidth + gap));
    const int cellWidth = (width - gap * (m_columns - 1)) / m_columns;
    const int cellHeight = 2 * fontMetrics().height() + 2 * padding - 2;
    m_rects.clear();
    for (int i = 0; i < count(); ++i)
        m_rects.append(
            QRect((i % m_columns) * (cellWidth + gap), (i / m_columns) * (cellHeight + gap), cellWidth, cellHeight));
    m_height = m_rects.isEmpty() ? cellHeight : m_rects.constLast().bottom() + 1;
}

int PoolCells::heightForWidth(int width) const
{
    const int columns = qMax(1, (width + gap) / (leastWidth + gap));
    const int rows = qMax(1, (count() + columns - 1) / columns);
    return rows * (2 * fontMetrics().height() + 2 * padding - 2 + gap) - gap;
}

QSize PoolCells::sizeHint() const
{
    return {4 * leastWidth, heightForWidth(qMax(width(), leastWidth))};
}

QSize PoolCells::minimumSizeHint() const
{
    return {leastWidth, heightForWidth(qMax(width(), leastWidth))};
}

void PoolCells::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut(width());
    updateGeometry();
}

QRect PoolCells::cellRect(int cell) const
{
    return m_rects.value(cell);
}

int PoolCells::cellAt(QPoint point) const
{
    for (int i = 0; i < m_rects.size(); ++i)
        if (m_rects.at(i).contains(point))
            return i;
    return -1;
}

void PoolCells::setCurrent(int cell)
{
    if (cell == m_current)
        return;
    m_current = cell;
    setAccessibleDescription(cell >= 0 ? detailText(cell) : QString());
    update();
    Q_EMIT currentChanged(cell);
}

void PoolCells::keyPressEvent(QKeyEvent* event)
{
    int to = qMax(m_current, 0);
    switch (event->key()) {
    case Qt::Key_Left:
        --to;
        break;
    case Qt::Key_Right:
        to += m_current >= 0;
        break;
    case Qt::Key_Up:
        to -= m_columns;
        break;
    case Qt::Key_Down:
        to += m_columns;
        break;
    case Qt::Key_Home:
        to = 0;
        break;
    case Qt::Key_End:
        to = count() - 1;
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    if (to >= 0 && to < count())
        setCurrent(to);
}

void PoolCells::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    setCurrent(cellAt(event->pos()));
}

bool PoolCells::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int cell = cellAt(help->pos());
        if (cell >= 0)
            QToolTip::showText(help->globalPos(), detailText(cell), this, cellRect(cell));
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void PoolCells::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < count() && i < m_rects.size(); ++i)
        paintCell(painter, i);
}

void PoolCells::paintCell(QPainter& painter, int cell) const
{
    const ConnectionFigures& connection = m_connections.at(cell);
    const QRect rect = m_rects.at(cell);
    const bool isCurrent = cell == m_current && hasFocus();
    painter.setPen(QPen(m_theme.color(isCurrent ? Tint::Accent : Tint::Border), isCurrent ? 2 : 1,
                        connection.state == State::Opening ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(m_theme.color(groundOf(connection)));
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 5, 5);

    // A mark of its own for each state: a disc in use, a ring idle, a cross broken, a bar while it is looked after.
    const QRectF spot(rect.left() + padding + 1, rect.top() + padding + (fontMetrics().height() - mark) / 2.0 - 1, mark,
                      mark);
    const QColor tint = m_theme.color(tintOf(connection));
    painter.setPen(QPen(tint, 2));
    painter.setBrush(connection.state == State::InUse ? QBrush(tint) : QBrush(Qt::NoBrush));
    if (connection.state == State::Broken) {
        painter.drawLine(spot.topLeft(), spot.bottomRight());
        painter.drawLine(spot.topRight(), spot.bottomLeft());
    } else if (connection.state == State::Checking || connection.state == State::Opening) {
        painter.drawLine(QPointF(spot.left(), spot.center().y()), QPointF(spot.right(), spot.center().y()));
    } else {
        painter.drawEllipse(spot);
    }

    const QRect text = rect.adjusted(padding + mark + 9, padding - 2, -padding, -(padding - 2));
    const int line = fontMetrics().height();
    painter.setFont(Theme::figureFont());
    const int stateWidth = painter.fontMetrics().horizontalAdvance(stateText(cell)) + 8;
    painter.setPen(m_theme.color(Tint::Text));
    painter.drawText(QRect(text.left(), text.top(), text.width() - stateWidth, line), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(nameOf(connection), Qt::ElideRight, text.width() - stateWidth));
    painter.setPen(m_theme.color(tintOf(connection) == Tint::Bad ? Tint::Bad : Tint::TextMuted));
    painter.drawText(QRect(text.left(), text.top(), text.width(), line), Qt::AlignVCenter | Qt::AlignRight,
                     stateText(cell));
    const bool isBusy = connection.state == State::InUse;
    painter.setPen(m_theme.color(isBusy ? Tint::Text : Tint::TextMuted));
    const QString statement = isBusy && connection.runningMs < 0 && !connection.statement.isEmpty()
                                  ? tr("after %1").arg(connection.statement)
                                  : connection.statement;
    painter.drawText(QRect(text.left(), text.top() + line, text.width(), line), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(statement, Qt::ElideMiddle, text.width()));
}

} // namespace zg::ui
