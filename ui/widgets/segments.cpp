// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace zg::ui {

using namespace Qt::StringLiterals;

Segments::Segments(QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_group(new QButtonGroup(this))
{
    setProperty("house", u"segments"_s);
    setAttribute(Qt::WA_StyledBackground);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_row->setContentsMargins(1, 0, 1, 0);
    m_row->setSpacing(0);
    connect(m_group, &QButtonGroup::idClicked, this, &Segments::currentChanged);
}

void Segments::setLabels(const QStringList& labels, const QStringList& toolTips)
{
    for (int i = 0; i < labels.size(); ++i) {
        auto* button = static_cast<QToolButton*>(m_group->button(i));
        if (!button) {
            button = new QToolButton(this);
            button->setCheckable(true);
            button->setAutoRaise(true);
            m_group->addButton(button, i);
            m_row->addWidget(button);
        }
        button->setText(labels.at(i));
        button->setToolTip(toolTips.value(i));
    }
}

void Segments::setCurrent(int index)
{
    if (QAbstractButton* button = m_group->button(index))
        button->setChecked(true);
}

int Segments::current() const
{
    return m_group->checkedId();
}

} // namespace zg::ui
