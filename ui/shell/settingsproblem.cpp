// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settingsproblem.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace zg::ui {

using namespace std::chrono_literals;

SettingsProblem::SettingsProblem(std::function<QString()> problem)
    : m_problem(std::move(problem))
    , m_sentence(new QLabel(this))
{
    setWindowTitle(tr("Zhanggui"));
    auto* const heading = new QLabel(tr("The store cannot be opened: a setting cannot be used"), this);
    heading->setObjectName("heading");
    QFont bold = heading->font();
    bold.setWeight(QFont::DemiBold);
    heading->setFont(bold);
    heading->setWordWrap(true);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* const hint = new QLabel(
        tr("Nothing was changed. Correct the setting; the window goes on by itself as soon as it can be used."), this);
    hint->setWordWrap(true);
    auto* const buttons = new QDialogButtonBox(this);
    auto* const again = buttons->addButton(tr("Try again"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("Quit"), QDialogButtonBox::RejectRole);
    again->setDefault(true);
    connect(again, &QPushButton::clicked, this, &SettingsProblem::look);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(heading);
    column->addWidget(m_sentence);
    column->addWidget(hint);
    column->addStretch();
    column->addWidget(buttons);
    setMinimumWidth(480);

    connect(&m_timer, &QTimer::timeout, this, &SettingsProblem::look);
    m_timer.start(1s);
    look();
}

void SettingsProblem::look()
{
    const QString problem = m_problem();
    if (problem.isEmpty())
        accept();
    else
        m_sentence->setText(problem);
}

} // namespace zg::ui
