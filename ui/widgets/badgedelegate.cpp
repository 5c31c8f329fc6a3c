// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/badgedelegate.h"

#include "ui/models/column.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QPainter>

namespace zg::ui {

BadgeDelegate::BadgeDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void BadgeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    const QString text = std::exchange(ground.text, QString());
    const QWidget* widget = option.widget;
    (widget ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);

    const bool isOrdinary = index.data(RawRole).toInt() == 0;
    const int wide = ground.fontMetrics.horizontalAdvance(text) + 16;
    const int high = ground.fontMetrics.height() + 4;
    // The text begins where the column's heading does.
    const QRectF badge(option.rect.left() + 3, QRectF(option.rect).center().y() - high / 2.0, wide, high);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!isOrdinary) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.color(Tint::AccentSoft));
        painter->drawRoundedRect(badge, 4, 4);
    }
    painter->setPen(m_theme.color(isOrdinary ? Tint::TextMuted : Tint::Accent));
    painter->drawText(badge, Qt::AlignCenter, text);
    painter->restore();
}

} // namespace zg::ui
