// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/packingdelegate.h"

#include "ui/models/packingmodel.h"
#include "ui/shell/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

constexpr int rowHeight = 64;
constexpr int piecesPixels = 28;
constexpr int namePixels = 21;
constexpr int iconSize = 28;
constexpr int piecesWidth = 132; // "999 / 999"

} // namespace

PackingDelegate::PackingDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void PackingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = qobject_cast<const PackingModel*>(index.model());
    if (!model)
        return;
    const PackingRow& row = model->row(index.row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect room = option.rect.adjusted(0, 2, -4, -2);
    if (row.isLast) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.color(Tint::AccentSoft));
        painter->drawRoundedRect(room, 8, 8);
    }
    const QRect icon(room.left() + 14, room.center().y() - iconSize / 2, iconSize, iconSize);
    if (row.isDone()) {
        m_theme.icon(u"good"_s, Tint::Good).paint(painter, icon);
    } else {
        painter->setPen(QPen(m_theme.color(Tint::BorderStrong), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(QRectF(icon).adjusted(3, 3, -3, -3));
    }
    QFont figures = Theme::figureFont();
    figures.setPixelSize(piecesPixels);
    figures.setWeight(QFont::DemiBold);
    painter->setFont(figures);
    painter->setPen(m_theme.color(row.isDone() ? Tint::Good : Tint::Text));
    const QRect pieces(icon.right() + 8, room.top(), piecesWidth, room.height());
    painter->drawText(pieces, Qt::AlignRight | Qt::AlignVCenter,
                      index.siblingAtColumn(PackingModel::PiecesColumn).data().toString());
    QFont code = Theme::figureFont();
    code.setPixelSize(namePixels);
    painter->setFont(code);
    painter->setPen(m_theme.color(Tint::TextMuted));
    const QString number = u'#' + QString::number(row.id.value);
    const int numberWidth = painter->fontMetrics().horizontalAdvance(number);
    painter->drawText(room.adjusted(0, 0, -16, 0), Qt::AlignRight | Qt::AlignVCenter, number);
    QFont name = option.font;
    name.setPixelSize(namePixels);
    painter->setFont(name);
    painter->setPen(m_theme.color(row.isDone() ? Tint::TextMuted : Tint::Text));
    const QRect text = room.adjusted(pieces.right() - room.left() + 28, 0, -16 - numberWidth - 24, 0);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(row.name, Qt::ElideRight, text.width()));
    painter->restore();
}

QSize PackingDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {400, rowHeight};
}

} // namespace zg::ui
