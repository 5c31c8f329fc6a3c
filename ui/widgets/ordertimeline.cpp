// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ordertimeline.h"

#include "ui/format.h"
#include "ui/models/ordermodel.h"
#include "ui/shell/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::OrderStatus;

namespace {

constexpr int dotSize = 9;
constexpr int textLeft = 24;
constexpr int stepSpace = 12;

} // namespace

OrderTimeline::OrderTimeline(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QList<OrderTimeline::Step> OrderTimeline::stepsOf(const shop::Order& order)
{
    QList<Step> steps;
    const bool beginsInHistory = !order.history.isEmpty() && order.history.first().from == order.history.first().to;
    if (!beginsInHistory)
        steps += Step{tr("Ordered"), customerText(order), order.createdAt, {}, int(Tint::TextFaint)};
    for (const shop::HistoryEntry& entry : order.history) {
        const QString who =
            !entry.userName.isEmpty() ? entry.userName
            : entry.userId            ? (*entry.userId == order.userId ? customerText(order)
                                                                       : QString(u"#"_s % QString::number(entry.userId->value)))
                                      : tr("the store");
        QString what = entry.from == entry.to ? tr("Ordered") : statusText(entry.to);
        if (entry.from == OrderStatus::PendingPayment && entry.to == OrderStatus::Paid)
            what = tr("Paid");
        else if (entry.from == OrderStatus::Refunding && entry.to == OrderStatus::Paid)
            what = tr("Refund refused");
        steps += Step{what, who, entry.at, entry.note, statusTint(entry.to)};
    }
    return steps;
}

void OrderTimeline::showOrder(const shop::Order& order)
{
    QList<Step> steps = stepsOf(order);
    if (steps == m_steps)
        return;
    m_steps = std::move(steps);
    QStringList spoken;
    for (const Step& step : std::as_const(m_steps))
        spoken += QString(step.what % u", "_s % step.who % u", "_s % localTimeText(step.at));
    setAccessibleName(tr("History"));
    setAccessibleDescription(spoken.join(u"; "_s));
    updateGeometry();
    update();
}

int OrderTimeline::noteHeight(const Step& step, int width) const
{
    if (step.note.isEmpty())
        return 0;
    return fontMetrics()
        .boundingRect(QRect(0, 0, qMax(40, width - textLeft), 10000), Qt::TextWordWrap, step.note)
        .height();
}

int OrderTimeline::stepHeight(const Step& step, int width) const
{
    return 2 * fontMetrics().height() + 2 + noteHeight(step, width) + stepSpace;
}

int OrderTimeline::heightForWidth(int width) const
{
    int height = 0;
    for (const Step& step : m_steps)
        height += stepHeight(step, width);
    return height;
}

QSize OrderTimeline::sizeHint() const
{
    return {240, heightForWidth(qMax(240, width()))};
}

void OrderTimeline::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetrics metrics = fontMetrics();
    const int line = metrics.height();
    int top = 0;
    for (int i = 0; i < m_steps.size(); ++i) {
        const Step& step = m_steps.at(i);
        const int height = stepHeight(step, width());
        const QPointF centre(dotSize / 2.0 + 2, top + line / 2.0);
        if (i + 1 < m_steps.size()) {
            painter.setPen(QPen(m_theme.color(Tint::Border), 1));
            painter.drawLine(centre + QPointF(0, dotSize), centre + QPointF(0, height - dotSize));
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Tint(step.tint)));
        painter.drawEllipse(centre, dotSize / 2.0, dotSize / 2.0);
        painter.setPen(m_theme.color(Tint::Text));
        painter.drawText(QRect(textLeft, top, width() - textLeft, line), Qt::AlignLeft | Qt::AlignVCenter, step.what);
        painter.setPen(m_theme.color(Tint::TextMuted));
        const QString by = localTimeText(step.at) % u" · "_s % step.who;
        painter.drawText(QRect(textLeft, top + line + 2, width() - textLeft, line), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(by, Qt::ElideRight, width() - textLeft));
        if (!step.note.isEmpty())
            painter.drawText(QRect(textLeft, top + 2 * line + 2, width() - textLeft, noteHeight(step, width())),
                             Qt::AlignLeft | Qt::TextWordWrap, step.note);
        top += height;
    }
}

bool OrderTimeline::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        int top = 0;
        for (const Step& step : std::as_const(m_steps)) {
            top += stepHeight(step, width());
            if (help->pos().y() < top) {
                QToolTip::showText(help->globalPos(), utcTimeText(step.at), this);
                return true;
            }
        }
    }
    return QWidget::event(event);
}

} // namespace zg::ui
