// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figure.h"

#include "ui/shell/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

Figure::Figure(QWidget* parent)
    : QWidget(parent)
    , m_value(new QLabel(this))
    , m_name(new QLabel(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_value);
    column->addWidget(m_name);
    m_value->setFont(Theme::figureFont());
    m_value->setProperty("house", u"headline"_s);
    m_value->setTextFormat(Qt::PlainText);
    m_name->setProperty("house", u"muted"_s);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void Figure::setName(const QString& name)
{
    m_name->setText(name);
    setAccessibleName(name);
}

void Figure::setValue(const QString& value)
{
    if (value == m_value->text())
        return;
    m_value->setText(value);
    m_value->setMinimumWidth(qMax(m_value->minimumWidth(), m_value->sizeHint().width())); // it grows and never shrinks
    setAccessibleDescription(value);
}

QString Figure::value() const
{
    return m_value->text();
}

} // namespace zg::ui
