// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/logslevels.h"

#include "core/loglevels.h"
#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/models/logtext.h"
#include "ui/nodecontrol.h"

#include <QActionGroup>
#include <QMenu>

namespace zg::ui {

using namespace Qt::StringLiterals;

LogsLevels::LogsLevels(NodeControl& node, QObject* parent)
    : QObject(parent)
    , m_node(node)
    , m_menu(std::make_unique<QMenu>())
    , m_hint(m_menu->addAction(QString()))
    , m_categories(logCategories())
{
    m_hint->setEnabled(false);
    m_menu->addSeparator();
    for (const QByteArray& category : std::as_const(m_categories)) {
        QMenu* submenu = m_menu->addMenu(QString());
        auto* group = new QActionGroup(submenu);
        for (int level = 0; level < logLevelCount; ++level) {
            QAction* action = submenu->addAction(QString());
            action->setCheckable(true);
            group->addAction(action);
            connect(action, &QAction::triggered, this, [this, category, level] { set(category, LogLevel(level)); });
        }
        m_submenus.append(submenu);
    }
    connect(m_menu.get(), &QMenu::aboutToShow, this, &LogsLevels::look);
    retranslate();
}

LogsLevels::~LogsLevels() = default;

void LogsLevels::retranslate()
{
    look();
    for (QMenu* submenu : std::as_const(m_submenus))
        for (int level = 0; level < logLevelCount; ++level)
            submenu->actions().at(level)->setText(level == logLevelCount - 1
                                                      ? logLevelText(LogLevel(level))
                                                      : tr("%1 and worse").arg(logLevelText(LogLevel(level))));
}

/// How it is now: who sits there, and what each category writes.
void LogsLevels::look()
{
    const auto member = m_node.staff().current();
    const bool isAdmin = member && member->role == u"admin"_s;
    m_hint->setText(isAdmin  ? tr("What is written from now on, until the program ends")
                    : member ? tr("Only an admin may change what is written")
                             : tr("Sign in as an admin to change what is written"));
    for (qsizetype i = 0; i < m_categories.size(); ++i) {
        const LogLevel least = logLevel(m_categories.at(i));
        m_submenus.at(i)->setTitle(u"%1:  %2"_s.arg(logCategoryText(m_categories.at(i)), logLevelText(least)));
        const QList<QAction*> actions = m_submenus.at(i)->actions();
        for (int level = 0; level < logLevelCount; ++level) {
            actions.at(level)->setChecked(level == int(least));
            actions.at(level)->setEnabled(isAdmin);
        }
    }
}

void LogsLevels::set(const QByteArray& category, LogLevel least, bool isUndo)
{
    whenAnswered(m_node.admin().setLogLevel(category, least), this,
                 [this, category, least, isUndo](const Result<LogLevel>& before) {
                     if (!before) {
                         Q_EMIT failed(errorText(before.error()), before.error().message);
                         return;
                     }
                     const QString text =
                         tr("%1 writes from now on: %2").arg(logCategoryText(category), logLevelText(least));
                     if (isUndo || *before == least)
                         Q_EMIT changed(text, nullptr);
                     else
                         Q_EMIT changed(text, [this, category, was = *before] { set(category, was, true); });
                 });
}

} // namespace zg::ui
