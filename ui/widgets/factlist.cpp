// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/factlist.h"

#include "ui/shell/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

void say(QLabel* label, const QString& text)
{
    if (label->text() != text)
        label->setText(text);
}

} // namespace

FactList::FactList(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_remark(new QLabel(this))
    , m_body(new QWidget(this))
    , m_grid(new QGridLayout(m_body))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_heading);
    column->addWidget(m_remark);
    column->addWidget(m_body);
    m_heading->setProperty("house", u"section"_s);
    m_remark->setProperty("house", u"muted"_s);
    m_remark->setWordWrap(true);
    m_remark->hide();
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
}

void FactList::setHeading(const QString& heading)
{
    say(m_heading, heading);
}

void FactList::setRemark(const QString& remark)
{
    say(m_remark, remark);
    m_remark->setVisible(!remark.isEmpty());
    m_body->setVisible(remark.isEmpty());
}

void FactList::setFact(int number, const QString& name, const QString& value, const QString& help)
{
    while (m_facts.size() <= number) {
        Fact fact{new QLabel(m_body), new QLabel(m_body)};
        fact.name->setProperty("house", u"muted"_s);
        fact.value->setFont(Theme::figureFont());
        fact.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        fact.value->setWordWrap(true);
        fact.name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        m_grid->addWidget(fact.name, int(m_facts.size()), 0);
        m_grid->addWidget(fact.value, int(m_facts.size()), 1);
        m_facts.append(fact);
    }
    const Fact& fact = m_facts.at(number);
    say(fact.name, name);
    say(fact.value, value);
    fact.value->setAccessibleName(name);
    fact.name->setToolTip(help);
    fact.value->setToolTip(help);
}

QString FactList::value(int number) const
{
    return number < m_facts.size() ? m_facts.at(number).value->text() : QString();
}

QString FactList::remark() const
{
    return m_remark->text();
}

} // namespace zg::ui
