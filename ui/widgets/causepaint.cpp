// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/causepaint.h"

#include "ui/models/column.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QPainter>

namespace zg::ui {

namespace {

struct Fill
{
    Tint tint;
    bool isHatched;
};

constexpr Fill fills[telemetry::missCauseCount] = {
    {Tint::Series4, false}, // first seen
    {Tint::Series1, false}, // expired
    {Tint::Warning, false}, // evicted
    {Tint::Series3, false}, // edited
    {Tint::Series2, false}, // ordered
    {Tint::Series3, true},  // another node's message
    {Tint::Bad, true},      // cut off
    {Tint::Series1, true},  // dropped by hand
    {Tint::Series4, true},  // not kept
};

constexpr int swatch = 12;
constexpr int swatchSpace = 20;
constexpr int cellMargin = 11; // where the other cells' text begins

} // namespace

void fillWithCause(QPainter& painter, const QRectF& area, telemetry::MissCause cause, const Theme& theme)
{
    const Fill& fill = fills[size_t(cause)];
    const QColor color = theme.color(fill.tint);
    if (!fill.isHatched) {
        painter.fillRect(area, color);
        return;
    }
    painter.fillRect(area, theme.color(Tint::Surface));
    painter.fillRect(area, QBrush(color, Qt::BDiagPattern));
    painter.setPen(color);
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
}

CauseDelegate::CauseDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void CauseDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    const QString text = std::exchange(ground.text, QString());
    const QWidget* widget = option.widget;
    (widget ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);
    const QRect cell = option.rect.adjusted(cellMargin, 0, -4, 0);
    painter->save();
    fillWithCause(*painter, QRectF(cell.left(), cell.center().y() - swatch / 2 + 1, swatch, swatch),
                  telemetry::MissCause(index.data(RawRole).toInt()), m_theme);
    painter->setPen(m_theme.color(Tint::Text));
    const QRect room = cell.adjusted(swatchSpace, 0, 0, 0);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      ground.fontMetrics.elidedText(text, Qt::ElideRight, room.width()));
    painter->restore();
}

} // namespace zg::ui
