// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingspage.h"

#include "ui/pages/settingsgeneral.h"
#include "ui/pages/settingsoperations.h"
#include "ui/pages/settingsstaff.h"
#include "ui/widgets/segments.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>

namespace zg::ui {

using namespace Qt::StringLiterals;

SettingsPage::SettingsPage(const PageContext& context, QWidget* parent)
    : Page("settings", parent)
    , m_title(new QLabel(this))
    , m_sections(new Segments(this))
    , m_stack(new QStackedWidget(this))
    , m_general(new SettingsGeneral(context, this))
    , m_staff(new SettingsStaff(context, this))
    , m_operations(new SettingsOperations(context, this))
{
    m_title->setProperty("house", u"title"_s);
    m_sections->setObjectName(u"sections"_s);
    for (QWidget* section :
         {static_cast<QWidget*>(m_general), static_cast<QWidget*>(m_staff), static_cast<QWidget*>(m_operations)})
        m_stack->addWidget(section);
    auto* header = new QHBoxLayout;
    header->setSpacing(20);
    header->addWidget(m_title);
    header->addWidget(m_sections);
    header->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(28, 22, 28, 12);
    column->setSpacing(16);
    column->addLayout(header);
    column->addWidget(m_stack, 1);
    connect(m_sections, &Segments::currentChanged, this, &SettingsPage::showSection);
    for (int i = 0; i < int(std::size(m_actions)); ++i) {
        QAction* action = m_actions[i] = new QAction(this);
        action->setShortcut(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + i)));
        connect(action, &QAction::triggered, this, [this, i] { showSection(i); });
        addAction(action);
    }
    retranslate();
    showSection(General);
}

void SettingsPage::showSection(int section)
{
    m_sections->setCurrent(section);
    m_stack->setCurrentIndex(section);
    if (isVisible())
        takeFocus(); // the arrow keys work at once
}

void SettingsPage::refresh(const Tick& tick)
{
    if (m_staff->isVisible())
        m_staff->refresh(tick);
    if (m_operations->isVisible())
        m_operations->refresh(tick);
}

void SettingsPage::focusSearch()
{
    if (m_operations->isVisible())
        return m_operations->focusSearch();
    showSection(General);
    m_general->focusSearch();
}

QList<QAction*> SettingsPage::paletteActions() const
{
    return actions() + m_stack->currentWidget()->actions();
}

QString SettingsPage::unsaved() const
{
    return m_general->unsaved();
}

void SettingsPage::retranslate()
{
    const QStringList names{tr("General"), tr("Staff"), tr("Operations")};
    m_title->setText(title());
    m_sections->setAccessibleName(title());
    QStringList tips;
    for (int i = 0; i < names.size(); ++i) {
        m_actions[i]->setText(names.at(i));
        tips += tr("%1 (Alt+%2)").arg(names.at(i)).arg(i + 1);
    }
    m_sections->setLabels(names, tips);
    m_general->retranslate();
    m_staff->retranslate();
    m_operations->retranslate();
}

} // namespace zg::ui
