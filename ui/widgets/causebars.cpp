// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/causebars.h"

#include "ui/format.h"
#include "ui/models/cachetexts.h"
#include "ui/shell/theme.h"
#include "ui/widgets/causepaint.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::MissCause;

namespace {

constexpr int barHeight = 14;
constexpr int rowGap = 10;
constexpr int columnGap = 12;
constexpr int leastBar = 120;
constexpr qreal leastPart = 2; // what happened at all is seen

} // namespace

CauseBars::CauseBars(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFont(Theme::figureFont());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CauseBars::assign(const QList<CacheFamilyRow>& families)
{
    if (families == m_families)
        return;
    const bool isOther = families.size() != m_families.size();
    m_families = families;
    if (isOther)
        updateGeometry();
    name();
    update();
}

/// Who hears the window instead of seeing it gets the numbers, too.
void CauseBars::name()
{
    QStringList lines;
    for (int i = 0; i < m_families.size(); ++i)
        lines.append(describe(i));
    setAccessibleName(tr("Causes of misses by family"));
    setAccessibleDescription(lines.join(u'\n'));
}

void CauseBars::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    name();
    updateGeometry();
    update();
}

QString CauseBars::describe(int family) const
{
    const auto& figures = m_families.at(family).figures;
    QStringList parts;
    for (size_t i = 0; i < figures.missCauses.size(); ++i) {
        if (const qint64 count = figures.missCauses[i]; count > 0)
            parts.append(tr("%1 %2 (%3%)")
                             .arg(CacheTexts::cause(MissCause(i)), countText(count))
                             .arg(double(count) * 100 / double(figures.misses), 0, 'f', 1));
    }
    return CacheTexts::family(figures.family) + u": "_s + (parts.isEmpty() ? tr("no misses") : parts.join(u", "_s));
}

int CauseBars::labelWidth() const
{
    int width = 0;
    for (const CacheFamilyRow& row : m_families)
        width = std::max(width, fontMetrics().horizontalAdvance(CacheTexts::family(row.figures.family)));
    return width;
}

int CauseBars::numberWidth() const
{
    return fontMetrics().horizontalAdvance(u"000,000,000"_s);
}

int CauseBars::rowHeight() const
{
    return std::max(fontMetrics().height(), barHeight) + rowGap;
}

QSize CauseBars::sizeHint() const
{
    return {labelWidth() + numberWidth() + 2 * columnGap + 3 * leastBar, rowHeight() * int(m_families.size())};
}

QSize CauseBars::minimumSizeHint() const
{
    return {labelWidth() + numberWidth() + 2 * columnGap + leastBar, rowHeight() * int(m_families.size())};
}

QList<CauseBars::Part> CauseBars::parts() const
{
    QList<Part> parts;
    const qreal left = labelWidth() + columnGap;
    const qreal width = this->width() - left - numberWidth() - columnGap;
    for (int family = 0; family < m_families.size(); ++family) {
        const auto& figures = m_families.at(family).figures;
        const auto kinds =
            std::count_if(figures.missCauses.begin(), figures.missCauses.end(), [](qint64 count) { return count > 0; });
        const qreal shared = width - leastPart * qreal(kinds);
        const qreal top = family * rowHeight() + (rowHeight() - barHeight) / 2.0;
        qreal at = left;
        for (size_t i = 0; i < figures.missCauses.size(); ++i) {
            if (figures.missCauses[i] == 0)
                continue;
            const qreal size = leastPart + shared * qreal(figures.missCauses[i]) / qreal(figures.misses);
            parts.append({QRectF(at, top, size, barHeight), family, MissCause(i)});
            at += size;
        }
    }
    return parts;
}

void CauseBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const int left = labelWidth() + columnGap;
    for (int family = 0; family < m_families.size(); ++family) {
        const auto& figures = m_families.at(family).figures;
        const QRect row(0, family * rowHeight(), width(), rowHeight());
        painter.setPen(m_theme.color(Tint::Text));
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, CacheTexts::family(figures.family));
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, countText(figures.misses));
        const int top = row.top() + (row.height() - barHeight) / 2;
        painter.fillRect(QRect(left, top, width() - left - numberWidth() - columnGap, barHeight),
                         m_theme.color(Tint::Hover));
    }
    const QList<Part> all = parts();
    for (const Part& part : all) {
        fillWithCause(painter, part.area, part.cause, m_theme);
        painter.fillRect(QRectF(part.area.right() - 1, part.area.top(), 1, barHeight), m_theme.color(Tint::Window));
    }
}

bool CauseBars::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int family = help->pos().y() / rowHeight();
    if (family >= 0 && family < m_families.size())
        QToolTip::showText(help->globalPos(), describe(family), this);
    return true;
}

} // namespace zg::ui
