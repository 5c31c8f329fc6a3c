// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/alerts.h"
#include "ui/models/watch.h"
#include "ui/nodecontrol.h"
#include "ui/pages/pages.h"
#include "ui/shell/palettemodel.h"

#include <QMainWindow>
#include <QMap>
#include <QTimer>

class QActionGroup;
class QMenu;
class QStackedWidget;

namespace zg::ui {

class AlertsPanel;
class CommandPalette;
class EmptyState;
class FirstStartPage;
class FlightNotice;
class Language;
class Rail;
class SignInPanel;
class StatusStrip;
class Theme;
class Tray;
class WindowState;

/// The frame: rail, pages, status strip, and what stands in a page's place while it cannot show.
/// Thread: main. Four times a second it takes one snapshot and hands it round.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(NodeControl& node, Theme& theme, Language& language, WindowState& state);
    ~MainWindow() override;

    void showPage(const QString& id, qint64 item = 0);
    QString currentPage() const { return m_current; }
    Page* page(const QString& id); ///< makes it on first use
    void openPalette();
    /// Closes the store; asks first when something that was typed would be lost.
    void quit();
    /// Stops the node, shows that it does, then emits closed().
    void closeStore();
    void comeForward();

    StatusStrip& strip() { return *m_strip; }
    Rail& rail() { return *m_rail; }
    FlightNotice& flightNotice() { return *m_flight; }
    void addFoot(QWidget* foot); ///< above the status strip
    CommandPalette& commandPalette() { return *m_palette; }
    AlertsPanel& alertsPanel() { return *m_alertsPanel; }
    Alerts& alerts() { return m_alerts; }
    QWidget* shown() const; ///< what stands in the page area now
    QList<PaletteEntry> paletteEntries();

Q_SIGNALS:
    void closed(); ///< the node has stopped; the program may end

public Q_SLOTS:
    void tick();

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void setupFrame();
    void setupMenu();
    void setupShortcuts();
    void setupFlight();
    void showMoment(const QList<telemetry::Snapshot>& minute);
    void showNotRecorded();
    void connectNode();
    void retranslate();
    void showState(node::State state);
    void arrange(); ///< decides what stands in the page area
    void focusShown();
    void search(const QString& id, const QString& text);
    void begin(bool demo, const QByteArray& adminPassword);
    void account();
    void showAccount();
    void retry();
    void signInOwner();
    bool isDemo() const;
    QString signInHint() const;
    QStringList unsaved() const; ///< what would be lost, a line a page
    void askHowToClose();
    void askToClose();
    void updateCommands();
    void setPace();
    void call(const Alert& alert); ///< as the alerts' panel says
    void proveLedger();
    QAction* addCommand(const char* text, const QString& icon, const QKeySequence& shortcut, std::function<void()> run);

    struct Command
    {
        QAction* action;
        const char* text;
        QString icon;
    };

    NodeControl& m_node;
    Theme& m_theme;
    Language& m_language;
    WindowState& m_state;
    const PageContext m_context;
    Watch m_watch;
    Alerts m_alerts;
    QTimer m_timer;
    quint64 m_ticks = 0;
    QString m_current;
    QMap<QString, Page*> m_pages;
    qint64 m_pendingItem = 0; ///< to be shown once somebody signed in
    bool m_isFirst = false;
    bool m_wasOpen = false;     ///< the node was started: when it is stopped now, somebody closed the store
    QByteArray m_ownerPassword; ///< from the first start's page to the first sign-in
    bool m_isClosing = false;
    bool m_isClosed = false;
    QTimer m_closingGuard;
    QList<Command> m_commands;
    Rail* m_rail = nullptr;
    QStackedWidget* m_stack = nullptr;
    StatusStrip* m_strip = nullptr;
    SignInPanel* m_signIn = nullptr;
    FirstStartPage* m_firstStart = nullptr;
    EmptyState* m_notice = nullptr; ///< failed, stopped, closing
    CommandPalette* m_palette = nullptr;
    AlertsPanel* m_alertsPanel = nullptr;
    Tray* m_tray = nullptr;
    FlightNotice* m_flight = nullptr;
    QAction* m_writeFlight = nullptr;
    QAction *m_copyAddress = nullptr, *m_startNode = nullptr, *m_stopNode = nullptr;
    QAction *m_signInCommand = nullptr, *m_signOutCommand = nullptr;
    QMenu* m_menu = nullptr;
    QMenu* m_themeMenu = nullptr;
    QMenu* m_languageMenu = nullptr;
    QActionGroup* m_themeGroup = nullptr;
    QActionGroup* m_languageGroup = nullptr;
};

} // namespace zg::ui
