// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language.h"
#include "ui/shell/alertspanel.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/flightnotice.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/rail.h"
#include "ui/shell/theme.h"
#include "ui/shell/tray.h"
#include "ui/shell/windowstate.h"

#include <QActionGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QShortcut>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

const QString languages[] = {{}, u"zh_CN"_s, u"en"_s};

QString shortcutText(const QAction* action)
{
    return action->shortcut().toString(QKeySequence::NativeText);
}

} // namespace

QAction* MainWindow::addCommand(const char* text, const QString& icon, const QKeySequence& shortcut,
                                std::function<void()> run)
{
    auto* action = new QAction(this);
    action->setShortcut(shortcut);
    addAction(action);
    connect(action, &QAction::triggered, this, std::move(run));
    m_commands.append({action, text, icon});
    return action;
}

void MainWindow::setupMenu()
{
    m_menu = new QMenu(this);
    m_menu->addAction(addCommand(QT_TR_NOOP("Find a page, action, order or product…"), u"search"_s,
                                 Qt::CTRL | Qt::Key_K, [this] { openPalette(); }));
    m_menu->addAction(addCommand(QT_TR_NOOP("Alerts"), u"alert"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_A,
                                 [this] { m_alertsPanel->open(); }));
    addCommand(QT_TR_NOOP("Hold all stock against the whole ledger"), u"check"_s, {}, [this] { proveLedger(); });
    m_menu->addSeparator();
    m_themeMenu = m_menu->addMenu(QString());
    m_themeGroup = new QActionGroup(this);
    for (int mode = 0; mode < 3; ++mode) {
        QAction* action = m_themeMenu->addAction(QString());
        action->setCheckable(true);
        m_themeGroup->addAction(action);
        connect(action, &QAction::triggered, this, [this, mode] {
            m_state.setValue(u"look/theme"_s, mode);
            m_theme.setMode(Theme::Mode(mode));
        });
    }
    m_languageMenu = m_menu->addMenu(QString());
    m_languageGroup = new QActionGroup(this);
    for (const QString& language : languages) {
        QAction* action = m_languageMenu->addAction(QString());
        action->setCheckable(true);
        m_languageGroup->addAction(action);
        connect(action, &QAction::triggered, this, [this, language] {
            m_state.setValue(u"look/language"_s, language);
            m_language.setChoice(language);
        });
    }
    m_menu->addSeparator();
    m_copyAddress = addCommand(QT_TR_NOOP("Copy the API's address"), u"copy"_s, {},
                               [this] { QGuiApplication::clipboard()->setText(m_node.address()); });
    m_startNode = addCommand(QT_TR_NOOP("Start the node"), u"play"_s, {}, [this] { m_node.start(); });
    m_stopNode = addCommand(QT_TR_NOOP("Stop the node"), u"stop"_s, {}, [this] { m_node.stop(); });
    m_menu->addActions({m_copyAddress, m_startNode, m_stopNode});
    m_menu->addSeparator();
    // Only one of the two is offered, and in the palette alone: the rail has a button for it.
    m_signInCommand = addCommand(QT_TR_NOOP("Sign in"), u"lock"_s, {}, [this] { account(); });
    m_signOutCommand = addCommand(QT_TR_NOOP("Sign out"), u"lock"_s, {}, [this] { account(); });
    m_menu->addAction(
        addCommand(QT_TR_NOOP("Close the store and quit"), u"close"_s, QKeySequence::Quit, [this] { quit(); }));
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        updateCommands();
        m_themeGroup->actions().at(int(m_theme.mode()))->setChecked(true);
        const auto* found = std::find(std::begin(languages), std::end(languages), m_language.choice());
        m_languageGroup->actions().at(int(found - std::begin(languages)))->setChecked(true);
    });
    m_rail->setMenu(m_menu);
}

/// A command that would do nothing now is not offered.
void MainWindow::updateCommands()
{
    const node::State state = m_node.state();
    m_copyAddress->setEnabled(!m_node.address().isEmpty());
    m_startNode->setEnabled(state == node::State::Stopped || state == node::State::Failed);
    m_stopNode->setEnabled(state == node::State::Serving || state == node::State::Degraded);
    m_signInCommand->setEnabled(!m_node.staff().current());
    m_signOutCommand->setEnabled(m_node.staff().current().has_value());
    m_writeFlight->setEnabled(m_stopNode->isEnabled());
    if (m_node.isRecording())
        for (QAction* action : {m_startNode, m_stopNode, m_signInCommand, m_writeFlight})
            action->setEnabled(false);
}

void MainWindow::setupShortcuts()
{
    int number = 0;
    for (const PageInfo& info : pages()) {
        if (++number > 9)
            break;
        const QString id = QString::fromLatin1(info.id);
        connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number)), this), &QShortcut::activated, this,
                [this, id] {
                    if (!m_isFirst && !m_isClosing)
                        showPage(id);
                });
    }
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, this, [this] {
        if (Page* page = m_pages.value(m_current); page && page == shown())
            page->focusSearch();
    });
    connect(new QShortcut(Qt::Key_F10, this), &QShortcut::activated, m_rail, &Rail::openMenu);
}

void MainWindow::retranslate()
{
    //: The program's name, in the window's title.
    setWindowTitle(m_node.isRecording() ? tr("Recording of %1 – Zhanggui").arg(m_node.snapshot().node)
                                        : tr("Zhanggui"));
    for (const Command& command : std::as_const(m_commands))
        command.action->setText(tr(command.text));
    m_themeMenu->setTitle(tr("Appearance"));
    const QString modes[] = {tr("Like the system"), tr("Light"), tr("Dark")};
    for (int i = 0; i < 3; ++i)
        m_themeGroup->actions().at(i)->setText(modes[i]);
    m_languageMenu->setTitle(tr("Language"));
    const QString names[] = {tr("Like the system"), u"简体中文"_s, u"English"_s};
    for (int i = 0; i < 3; ++i)
        m_languageGroup->actions().at(i)->setText(names[i]);
    m_tray->retranslate();
    m_flight->retranslate();
    arrange();
}

QList<PaletteEntry> MainWindow::paletteEntries()
{
    updateCommands();
    QList<PaletteEntry> entries;
    int number = 0;
    for (const PageInfo& info : pages()) {
        ++number;
        const QString id = QString::fromLatin1(info.id);
        entries.append({QString::fromLatin1(info.icon), pageTitle(info),
                        number <= 9
                            ? QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number)).toString(QKeySequence::NativeText)
                            : QString(),
                        [this, id] { showPage(id); }});
    }
    const auto addPageActions = [&](Page* page) {
        for (QAction* action : page->paletteActions()) {
            if (!action->isEnabled() || action->isSeparator() || action->text().isEmpty())
                continue;
            const QString shortcut = shortcutText(action);
            QString text = action->text();
            text.remove(u'&');
            entries.append({page->iconName(), text, shortcut.isEmpty() ? page->title() : shortcut,
                            [action = QPointer<QAction>(action)] {
                                if (action)
                                    action->trigger();
                            }});
        }
    };
    // The page on screen first; another page's actions would work on something nobody sees.
    if (Page* page = m_pages.value(m_current); page && page == shown())
        addPageActions(page);
    for (const Command& command : std::as_const(m_commands))
        if (command.icon != u"search"_s && command.action->isEnabled())
            entries.append({command.icon, command.action->text(), shortcutText(command.action),
                            [action = command.action] { action->trigger(); }});
    for (QMenu* menu : {m_themeMenu, m_languageMenu})
        for (QAction* action : menu->actions())
            entries.append({menu == m_themeMenu ? u"sun"_s : u"language"_s,
                            menu->title() + u": "_s + action->text(),
                            {},
                            [action] { action->trigger(); }});
    return entries;
}

} // namespace zg::ui
