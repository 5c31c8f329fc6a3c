// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sparkline.h"

#include "ui/models/routemodel.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace zg::ui {

namespace {
constexpr int margin = 11; // where the other cells' text begins
constexpr int verticalMargin = 6;
} // namespace

SparklineDelegate::SparklineDelegate(Theme& theme, int places, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_places(places)
{
}

void SparklineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    const QWidget* widget = option.widget;
    (widget ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);

    const auto trend = index.data(TrendRole).value<QList<float>>();
    const QRectF room = QRectF(option.rect).adjusted(margin, verticalMargin, -margin, -verticalMargin);
    if (room.width() < 8 || room.height() < 4)
        return;
    painter->save();
    painter->setPen(m_theme.color(Tint::Grid));
    painter->drawLine(room.bottomLeft(), room.bottomRight());
    const float highest = trend.isEmpty() ? 0 : *std::max_element(trend.cbegin(), trend.cend());
    if (trend.size() > 1 && highest > 0) {
        const double step = room.width() / (m_places - 1);
        QPolygonF line;
        for (qsizetype i = 0; i < trend.size(); ++i)
            line.append({room.right() - step * double(trend.size() - 1 - i),
                         room.bottom() - room.height() * double(trend.at(i) / highest)});
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_theme.color(Tint::Series1), 1.5));
        painter->drawPolyline(line);
    }
    painter->restore();
}

} // namespace zg::ui
