// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterbar.h"

#include "ui/format.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QShortcut>
#include <QToolButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace zg::ui {

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent)
    , m_group(this)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    setProperty("house", u"segments"_s);
    setAttribute(Qt::WA_StyledBackground);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    row->setSizeConstraint(QLayout::SetNoConstraint); // minimumSizeHint() speaks
    m_group.setExclusive(true);
    if (parent)
        parent->installEventFilter(this);
    connect(&m_group, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on)
            Q_EMIT currentChanged(id);
    });
}

void FilterBar::setSegments(const QStringList& names)
{
    m_names = names;
    m_counts.resize(names.size(), -1);
    auto* row = static_cast<QHBoxLayout*>(layout());
    for (int i = int(m_group.buttons().size()); i < names.size(); ++i) {
        auto* button = new QToolButton(this);
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::TabFocus);
        m_group.addButton(button, i);
        row->insertWidget(i, button);
        if (i < 9) {
            // On the page, so that they work wherever the focus is in it.
            auto* shortcut = new QShortcut(QKeySequence(int(Qt::ALT) | (int(Qt::Key_1) + i)), parentWidget());
            shortcut->setContext(Qt::WindowShortcut);
            connect(shortcut, &QShortcut::activated, button, &QToolButton::click);
        }
    }
    for (int i = 0; i < names.size(); ++i)
        label(i);
    fit();
    if (m_group.checkedId() < 0 && !names.isEmpty()) {
        const QSignalBlocker quiet(&m_group);
        m_group.button(0)->setChecked(true);
    }
}

void FilterBar::setCount(int segment, qint64 count)
{
    if (segment < 0 || segment >= m_counts.size() || m_counts.at(segment) == count)
        return;
    m_counts[segment] = count;
    label(segment);
    fit();
}

void FilterBar::setCurrent(int segment)
{
    if (QAbstractButton* button = m_group.button(segment))
        button->setChecked(true);
}

void FilterBar::label(int segment)
{
    QAbstractButton* button = m_group.button(segment);
    const QString& name = m_names.at(segment);
    const qint64 count = m_counts.at(segment);
    const QString text = count < 0 || m_isTight ? name : QString(name % u"  "_s % countText(count));
    button->setText(text);
    button->setAccessibleName(count < 0 ? name : QString(name % u", "_s % countText(count)));
    if (segment < 9)
        button->setToolTip(name % u" (Alt+"_s % QString::number(segment + 1) % u")"_s);
    if (count >= 0 && m_isTight)
        button->setToolTip(countText(count) % u" · "_s % button->toolTip());
    // A changing count must not make the row jump: a segment grows by whole digits and never shrinks.
    button->setMinimumWidth(m_isTight ? 0 : qMax(button->minimumWidth(), widthOf(text)));
    updateGeometry();
}

int FilterBar::widthOf(const QString& text) const
{
    constexpr int padding = 34; // the theme's, with a border
    return fontMetrics().horizontalAdvance(text) + padding;
}

QSize FilterBar::minimumSizeHint() const
{
    int width = 0;
    for (const QString& name : m_names)
        width += widthOf(name) - 6;
    return {width, QWidget::minimumSizeHint().height()};
}

/// The room is the page's, not the bar's own: without its counts the bar takes less than it may.
bool FilterBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        fit();
    return QWidget::eventFilter(watched, event);
}

void FilterBar::fit()
{
    constexpr int margins = 40; // the page's, left and right
    int wanted = 0;
    for (int i = 0; i < m_names.size(); ++i)
        wanted +=
            widthOf(m_counts.at(i) < 0 ? m_names.at(i) : QString(m_names.at(i) % u"  "_s % countText(m_counts.at(i))));
    const bool isTight = wanted > parentWidget()->width() - margins;
    if (std::exchange(m_isTight, isTight) != isTight)
        for (int i = 0; i < m_names.size(); ++i)
            label(i);
}

} // namespace zg::ui
