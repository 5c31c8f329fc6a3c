// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/waterfall.h"

#include "ui/format.h"
#include "ui/models/column.h"
#include "ui/models/spanmodel.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOptionHeader>

#include <algorithm>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 11; // where the other cells' text begins
constexpr int barHeight = 10;
constexpr double leastBar = 2; // the shortest is still seen
constexpr int labelWidth = 72; // "100 ms", and a gap

QRectF axisOf(const QRect& cell)
{
    return QRectF(cell).adjusted(margin, 0, -margin, 0);
}

int linesIn(double width)
{
    return std::clamp(int(width) / labelWidth, 2, 6);
}

} // namespace

QList<qint64> roundTimes(qint64 spanNs, int atMost)
{
    QList<qint64> times{0};
    if (spanNs <= 0 || atMost < 2)
        return times;
    // 1, 2 or 5 times a power of ten.
    qint64 step = 1'000; // no time is shown to less than a microsecond
    for (int i = 0; spanNs / step > atMost - 1; ++i)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    for (qint64 at = step; at <= spanNs; at += step)
        times.append(at);
    return times;
}

WaterfallDelegate::WaterfallDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void WaterfallDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    const QWidget* widget = option.widget;
    (widget ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);

    const QRectF axis = axisOf(option.rect);
    const qint64 span = static_cast<const SpanModel*>(index.model())->row(index.row()).wholeNs;
    painter->save();
    painter->setPen(m_theme.color(Tint::Grid));
    for (const qint64 at : roundTimes(span, linesIn(axis.width()))) {
        const double x = axis.left() + axis.width() * double(at) / double(std::max<qint64>(span, 1));
        painter->drawLine(QPointF(x, option.rect.top()), QPointF(x, option.rect.bottom()));
    }
    if (const QVariant bar = index.data(BarRole); bar.isValid()) {
        const QPointF part = bar.toPointF();
        const double from = axis.left() + axis.width() * part.x();
        const double wide = std::max(leastBar, axis.width() * (part.y() - part.x()));
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.color(Tint(index.data(TintRole).toInt())));
        const double left = std::min(from, axis.right() - leastBar);
        painter->drawRoundedRect(QRectF(left, axis.center().y() - barHeight / 2.0, wide, barHeight), 2, 2);
    }
    painter->restore();
}

WaterfallHeader::WaterfallHeader(Theme& theme, int section, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_theme(theme)
    , m_section(section)
{
    setHighlightSections(false);
}

void WaterfallHeader::setSpan(qint64 ns)
{
    m_spanNs = ns;
    viewport()->update();
}

void WaterfallHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    if (section != m_section) {
        QHeaderView::paintSection(painter, rect, section);
        return;
    }
    painter->save();
    QStyleOptionHeader ground; // the other sections' ground and line
    initStyleOption(&ground);
    ground.rect = rect;
    ground.section = section;
    style()->drawControl(QStyle::CE_HeaderSection, &ground, painter, this);
    painter->setPen(m_theme.color(Tint::TextMuted));
    painter->setFont(Theme::figureFont());
    const QRectF axis = axisOf(rect);
    for (const qint64 at : roundTimes(m_spanNs, linesIn(axis.width()))) {
        const double x = axis.left() + axis.width() * double(at) / double(std::max<qint64>(m_spanNs, 1));
        const QString text = at == 0 ? u"0"_s : latencyText(double(at) / 1'000);
        const double wide = painter->fontMetrics().horizontalAdvance(text);
        // In the middle over its line; the first and the last stay within the axis.
        const double left = std::clamp(x - wide / 2, axis.left(), std::max(axis.left(), axis.right() - wide));
        painter->drawText(QRectF(left, rect.top(), wide + 1, rect.height()), Qt::AlignVCenter | Qt::AlignLeft, text);
    }
    painter->restore();
}

} // namespace zg::ui
