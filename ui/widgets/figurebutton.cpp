// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figurebutton.h"

#include <QPainter>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int sideMargin = 8;
constexpr int gap = 6;
constexpr int shapeWidth = 14;

} // namespace

FigureButton::FigureButton(Theme& theme, const QString& widest, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_widest(widest)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(Theme::figureFont());
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void FigureButton::setLabel(const QString& label)
{
    m_label = label;
    setAccessibleName(m_label + u' ' + m_figure);
    updateGeometry();
    update();
}

void FigureButton::setFigure(const QString& figure, Tint tint)
{
    if (figure == m_figure && tint == m_tint)
        return;
    m_figure = figure;
    m_tint = tint;
    setAccessibleName(m_label + u' ' + m_figure);
    update();
}

void FigureButton::setShape(std::optional<LineShape> shape, Tint tint)
{
    if (shape == m_shape && tint == m_shapeTint)
        return;
    m_shape = shape;
    m_shapeTint = tint;
    updateGeometry();
    update();
}

QSize FigureButton::sizeHint() const
{
    const QFontMetrics metrics(font());
    int wide = 2 * sideMargin + std::max(metrics.horizontalAdvance(m_widest),
                                         m_widest.isEmpty() ? metrics.horizontalAdvance(m_figure) : 0);
    if (!m_label.isEmpty())
        wide += metrics.horizontalAdvance(m_label) + gap;
    if (m_shape)
        wide += shapeWidth;
    return {wide, metrics.height() + 8};
}

void FigureButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(m_theme.color(Tint::Accent)) : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? m_theme.color(isDown() ? Tint::Pressed : Tint::Hover)
                                      : QColor(Qt::transparent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }
    int x = sideMargin;
    if (m_shape) {
        drawShape(painter, *m_shape, {x + 4.0, height() / 2.0}, m_theme.color(m_shapeTint));
        x += shapeWidth;
    }
    if (!m_label.isEmpty()) {
        painter.setPen(m_theme.color(Tint::TextMuted));
        painter.drawText(QRect(x, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, m_label);
        x += fontMetrics().horizontalAdvance(m_label) + gap;
    }
    painter.setPen(m_theme.color(m_tint));
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, m_figure);
}

void FigureButton::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void FigureButton::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace zg::ui
