// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/histogrambars.h"

#include "ui/format.h"
#include "ui/shell/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::waitBoundsUs;

namespace {

constexpr int barCount = int(waitBoundsUs.size()) + 1;
constexpr int barGap = 3;
constexpr int leastBarWidth = 22;
constexpr int barHeight = 64;

QString boundText(int bound)
{
    const qint64 us = waitBoundsUs[size_t(bound)];
    if (us < 1'000)
        return QString::number(us) + u" µs"_s;
    return us < 1'000'000 ? QString::number(us / 1'000) + u" ms"_s : QString::number(us / 1'000'000) + u" s"_s;
}

} // namespace

HistogramBars::HistogramBars(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void HistogramBars::show(const telemetry::WaitBars& bars)
{
    if (bars == m_bars)
        return;
    m_bars = bars;
    QStringList all;
    for (int i = 0; i < barCount; ++i)
        if (m_bars[size_t(i)] > 0)
            all.append(barText(i));
    setAccessibleDescription(all.join(u", "_s));
    update();
}

QString HistogramBars::barText(int bar) const
{
    const QString count = countText(m_bars[size_t(bar)]);
    if (bar == 0)
        return tr("%1 took at most %2").arg(count, boundText(0));
    if (bar == barCount - 1)
        return tr("%1 took more than %2").arg(count, boundText(barCount - 2));
    return tr("%1 took %2 to %3").arg(count, boundText(bar - 1), boundText(bar));
}

QSize HistogramBars::sizeHint() const
{
    return {barCount * 38, minimumSizeHint().height()};
}

QSize HistogramBars::minimumSizeHint() const
{
    return {barCount * leastBarWidth, barHeight + 2 * fontMetrics().height() + 8};
}

QRect HistogramBars::barRect(int bar) const
{
    const qint64 count = m_bars[size_t(bar)];
    if (count <= 0)
        return {};
    const double most = std::log1p(double(*std::max_element(m_bars.begin(), m_bars.end())));
    const int high = qMax(2, qRound(barHeight * std::log1p(double(count)) / most));
    const int left = bar * width() / barCount;
    const int right = (bar + 1) * width() / barCount;
    const int bottom = height() - fontMetrics().height() - 6;
    return {left, bottom - high, right - left - barGap, high};
}

int HistogramBars::barAt(QPoint point) const
{
    return qBound(0, point.x() * barCount / qMax(1, width()), barCount - 1);
}

bool HistogramBars::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), barText(barAt(help->pos())), this);
        return true;
    }
    return QWidget::event(event);
}

void HistogramBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QFont font = Theme::figureFont();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    painter.setFont(font);
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = fontMetrics().height();
    const int bottom = height() - line - 6;
    painter.fillRect(QRect(0, bottom, width(), 1), m_theme.color(Tint::BorderStrong));
    for (int i = 0; i < barCount; ++i) {
        const int left = i * width() / barCount;
        const int right = (i + 1) * width() / barCount;
        if (const QRect bar = barRect(i); !bar.isEmpty()) {
            painter.fillRect(bar, m_theme.color(Tint::Series1));
            painter.setPen(m_theme.color(Tint::TextMuted));
            const QString count = rateText(double(m_bars[size_t(i)]) + 0.01);
            const QString whole = m_bars[size_t(i)] < 1'000 ? countText(m_bars[size_t(i)]) : count;
            if (metrics.horizontalAdvance(whole) <= right - left)
                painter.drawText(QRect(left, bar.top() - line, right - left - barGap, line),
                                 Qt::AlignHCenter | Qt::AlignBottom, whole);
        }
        // Each bound stands where its bucket ends; every second one where there is little room.
        const bool fits = metrics.horizontalAdvance(u"300 µs"_s) + 4 <= width() / barCount;
        if (i == barCount - 1 || (!fits && i % 2 == 1))
            continue;
        painter.setPen(m_theme.color(Tint::TextMuted));
        const int span = width() / barCount * (fits ? 1 : 2);
        painter.drawText(QRect(right - span / 2, bottom + 3, span, line), Qt::AlignHCenter | Qt::AlignTop,
                         boundText(i));
    }
}

} // namespace zg::ui
