// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/usebar.h"

#include "ui/shell/theme.h"

#include <QPainter>

#include <algorithm>

namespace zg::ui {

UseBar::UseBar(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void UseBar::setUse(double share)
{
    share = std::clamp(share, 0.0, 1.0);
    if (qFuzzyCompare(1 + share, 1 + m_share))
        return;
    m_share = share;
    update();
}

void UseBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Tint::Pressed));
    painter.drawRoundedRect(rect(), 3, 3);
    if (m_share <= 0)
        return;
    painter.setBrush(m_theme.color(Tint::Accent));
    painter.drawRoundedRect(QRectF(0, 0, std::max(4.0, m_share * width()), height()), 3, 3);
}

} // namespace zg::ui
