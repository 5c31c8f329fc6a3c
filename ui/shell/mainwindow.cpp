// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/language.h"
#include "ui/shell/alertspanel.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/firststartpage.h"
#include "ui/shell/pagestack.h"
#include "ui/shell/problemtext.h"
#include "ui/shell/rail.h"
#include "ui/shell/screenfit.h"
#include "ui/shell/signinpanel.h"
#include "ui/shell/statusstrip.h"
#include "ui/shell/theme.h"
#include "ui/shell/tray.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/emptystate.h"

#include <QApplication>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>

namespace zg::ui {

using namespace Qt::StringLiterals;
using node::State;

namespace {

constexpr int tickMs = 250;
constexpr int hiddenTickMs = 2'000; // nobody looks; the alerts still count
constexpr int narrowWindow = 1'100; // below, the rail shows icons alone

} // namespace

MainWindow::MainWindow(NodeControl& node, Theme& theme, Language& language, WindowState& state)
    : m_node(node)
    , m_theme(theme)
    , m_language(language)
    , m_state(state)
    , m_context{node, theme, state, language}
    , m_current(state.value(u"window/page"_s, u"overview"_s).toString())
    , m_isFirst(node.isFirstStart())
{
    if (!findPage(m_current))
        m_current = u"overview"_s;
    setupFrame();
    setupMenu();
    setupShortcuts();
    setupFlight();
    connectNode();
    retranslate();
    showState(m_node.state());
    if (!m_state.restoreGeometry(u"window"_s, this))
        resize(firstWindowSize(*this));
    connect(&m_timer, &QTimer::timeout, this, &MainWindow::tick);
    m_timer.start(hiddenTickMs);
}

MainWindow::~MainWindow() = default;

void MainWindow::setupFrame()
{
    m_rail = new Rail(m_theme, this);
    auto* pages = new PageStack(this);
    m_stack = pages;
    m_strip = new StatusStrip(m_theme, this);
    m_signIn = new SignInPanel(m_node, m_theme, m_stack);
    m_firstStart = new FirstStartPage(m_theme, m_stack);
    for (const SettingInfo& setting : m_node.settings())
        if (setting.key == u"data-dir"_s)
            m_firstStart->setFolder(QDir::toNativeSeparators(setting.value));
    m_notice = new EmptyState(m_theme, m_stack);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_signIn), static_cast<QWidget*>(m_firstStart), static_cast<QWidget*>(m_notice)})
        m_stack->addWidget(widget);

    auto* central = new QWidget(this);
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addWidget(pages->area(), 1);
    column->addLayout(row, 1);
    column->addWidget(m_strip);
    setCentralWidget(central);
    setMinimumSize(leastWindowSize(*this));
    setWindowIcon(QIcon(u":/zhanggui/icons/zhanggui.svg"_s));

    m_palette = new CommandPalette(m_node, m_theme, this);
    m_alertsPanel = new AlertsPanel(m_alerts, m_theme, m_state, this);
    m_tray = new Tray(this);
    connect(m_rail, &Rail::pageChosen, this, [this](const QString& id) { showPage(id); });
    connect(m_rail, &Rail::accountClicked, this, &MainWindow::account);
    connect(m_strip, &StatusStrip::pageAsked, this, [this](const QString& id) { showPage(id); });
    connect(m_palette, &CommandPalette::itemChosen, this, &MainWindow::showPage);
    connect(m_palette, &CommandPalette::searchChosen, this, &MainWindow::search);
    m_signIn->setName(m_state.value(u"window/account"_s).toString());
    connect(m_signIn, &SignInPanel::signedIn, this, &MainWindow::arrange);
    connect(m_firstStart, &FirstStartPage::chosen, this, &MainWindow::begin);
    connect(m_notice, &EmptyState::buttonClicked, this, &MainWindow::retry);
    connect(m_strip, &StatusStrip::ledgerAsked, this, [this](qint64 product) {
        if (product > 0)
            showPage(u"products"_s, product);
        else
            proveLedger();
    });
    connect(m_strip, &StatusStrip::alertsAsked, m_alertsPanel, &AlertsPanel::open);
    connect(m_alertsPanel, &AlertsPanel::pageAsked, this, [this](const QString& id) { showPage(id); });
    connect(&m_alerts, &Alerts::fired, this, &MainWindow::call);
    connect(m_tray, &Tray::notificationClicked, this, [this] {
        comeForward();
        m_alertsPanel->open();
    });
    connect(m_tray, &Tray::openAsked, this, &MainWindow::comeForward);
    connect(m_tray, &Tray::quitAsked, this, &MainWindow::quit);
    m_closingGuard.setSingleShot(true);
    connect(&m_closingGuard, &QTimer::timeout, this, [this] { showState(State::Stopped); });
}

void MainWindow::connectNode()
{
    connect(&m_node, &NodeControl::stateChanged, this, &MainWindow::showState);
    connect(&m_node.staff(), &node::StaffDesk::currentChanged, this, [this] {
        if (const auto current = m_node.staff().current()) {
            m_state.setValue(u"window/account"_s, current->username);
            m_signIn->setName(current->username);
        }
        showAccount();
        arrange();
    });
    showAccount();
}

void MainWindow::showState(State state)
{
    m_strip->showState(state, m_node.address());
    m_tray->showState(state, m_node.address());
    if (m_isClosing && !m_isClosed &&
        (state == State::Stopped || state == State::Failed || m_closingGuard.remainingTime() == 0)) {
        m_isClosed = true;
        m_timer.stop();
        m_state.saveGeometry(u"window"_s, this);
        Q_EMIT closed();
        return;
    }
    m_wasOpen = m_wasOpen || state != State::Stopped;
    arrange();
    updateCommands();
    if (state == State::Serving && !m_ownerPassword.isEmpty())
        signInOwner();
    tick();
}

Page* MainWindow::page(const QString& id)
{
    if (Page* made = m_pages.value(id))
        return made;
    const PageInfo* info = findPage(id);
    if (!info)
        return nullptr;
    Page* made = info->make(m_context, m_stack);
    m_pages.insert(id, made);
    m_stack->addWidget(made);
    connect(made, &Page::goTo, this, &MainWindow::showPage);
    return made;
}

void MainWindow::showPage(const QString& id, qint64 item)
{
    if (!findPage(id))
        return;
    const QWidget* before = shown();
    m_current = id;
    m_pendingItem = item;
    m_state.setValue(u"window/page"_s, id);
    arrange();
    if (before == shown())
        focusShown(); // it is there already: its key leads back to its list
}

QWidget* MainWindow::shown() const
{
    return m_stack->currentWidget();
}

void MainWindow::arrange()
{
    const State state = m_node.state();
    const PageInfo* info = findPage(m_current);
    m_rail->setCurrent(m_current);
    m_rail->setVisible(!m_isFirst && !m_isClosing);
    QWidget* wanted = nullptr;
    if (m_isClosing) {
        m_notice->showLoading(tr("Closing the store: answering what is under way"));
        wanted = m_notice;
    } else if (m_isFirst) {
        wanted = m_firstStart;
    } else if (state == State::Failed && !info->showsWithoutNode) {
        const ProblemText problem = problemText(m_node.problem());
        m_notice->showFailed(problem.headline, problem.help, m_node.problem().message, tr("Try again"));
        wanted = m_notice;
    } else if (state == State::Stopped && m_wasOpen && !info->showsWithoutNode) {
        m_notice->showEmpty(u"store"_s, tr("The store is closed"),
                            tr("The node is stopped; nothing is served. The data is safe."), tr("Open the store"));
        wanted = m_notice;
    } else if (info->needsSignIn && m_node.isRecording()) {
        showNotRecorded();
        wanted = m_notice;
    } else if (info->needsSignIn && !m_node.staff().current()) {
        m_signIn->askFor(pageTitle(*info));
        m_signIn->setReady(state == State::Serving || state == State::Degraded);
        m_signIn->setHint(signInHint());
        wanted = m_signIn;
    } else {
        wanted = page(m_current);
    }
    const bool changed = wanted != shown();
    m_stack->setCurrentWidget(wanted);
    if (changed)
        focusShown();
    if (wanted == m_pages.value(m_current)) {
        if (m_pendingItem > 0)
            m_pages.value(m_current)->openItem(std::exchange(m_pendingItem, 0));
        if (changed && isVisible())
            tick();
    }
}

/// The keyboard goes to what stands in the page area.
void MainWindow::focusShown()
{
    if (m_palette->isVisible())
        return;
    if (shown() == m_signIn)
        m_signIn->focusFirst();
    else if (Page* page = qobject_cast<Page*>(shown()))
        page->takeFocus();
    else
        shown()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::search(const QString& id, const QString& text)
{
    showPage(id);
    if (Page* page = m_pages.value(id); page && page == shown())
        page->search(text);
}

void MainWindow::begin(bool demo, const QByteArray& adminPassword)
{
    m_isFirst = false;
    m_ownerPassword = adminPassword;
    m_node.chooseBeginning(demo, adminPassword);
    m_node.start();
    arrange();
}

/// Who has just chosen the password is not asked for it again.
void MainWindow::signInOwner()
{
    // A refusal needs no word: the pages ask for an account, as ever.
    (void)m_node.staff().signIn(u"admin"_s, QString::fromUtf8(std::exchange(m_ownerPassword, {})));
}

QString MainWindow::signInHint() const
{
    if (isDemo())
        return tr("The demo store's account: staff, password staff-pass");
    const QString hint = m_node.hints().value(0);
    return hint.contains("no admin"_L1)
               ? tr("There is no admin yet. In a terminal, this makes one: zhanggui user add NAME --role admin")
               : hint;
}

bool MainWindow::isDemo() const
{
    const QList<SettingInfo> all = m_node.settings();
    return std::any_of(all.cbegin(), all.cend(), [](const SettingInfo& setting) {
        return setting.key == u"demo"_s && setting.value == u"true"_s;
    });
}

void MainWindow::retry()
{
    if (!m_isClosing)
        m_node.start();
}

void MainWindow::tick()
{
    const telemetry::Snapshot snapshot = m_node.snapshot();
    m_watch.push(snapshot, m_node.state(), m_node.problem());
    m_alerts.push(m_watch.findings(), snapshot.atMs);
    if (!isVisible() || isMinimized())
        return;
    m_strip->showFigures(snapshot, m_watch, m_alerts.standing());
    if (Page* page = m_pages.value(m_current); page && page == shown())
        page->refresh({snapshot, m_ticks, &m_watch});
    ++m_ticks;
}

/// The strip tells how it goes; without an account there is nobody to ask it.
void MainWindow::proveLedger()
{
    if (m_node.staff().current())
        (void)m_node.products().proveLedger();
    else
        account();
}

void MainWindow::call(const Alert& alert)
{
    if (m_alertsPanel->callsDesktop())
        m_tray->notify(alert.isBad ? tr("Requests are failing") : tr("Something is not well"), alert.text, alert.isBad);
    if (m_alertsPanel->callsSound())
        QApplication::beep();
}

void MainWindow::setPace()
{
    if (!m_isClosed)
        m_timer.start(isVisible() && !isMinimized() ? tickMs : hiddenTickMs);
}

void MainWindow::account()
{
    if (m_node.staff().current()) {
        m_node.staff().signOut();
    } else {
        m_signIn->askFor({});
        m_stack->setCurrentWidget(m_signIn);
        m_signIn->focusFirst();
    }
}

void MainWindow::showAccount()
{
    const auto current = m_node.staff().current();
    m_rail->setAccount(!current ? QString() : current->nickname.isEmpty() ? current->username : current->nickname);
}

void MainWindow::openPalette()
{
    if (!m_isFirst && !m_isClosing)
        m_palette->open(paletteEntries());
}

void MainWindow::comeForward()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (const bool narrow = width() < narrowWindow; narrow != m_rail->isCollapsed())
        m_rail->setCollapsed(narrow);
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    setPace();
    arrange();
    focusShown();
}

void MainWindow::hideEvent(QHideEvent* event)
{
    QMainWindow::hideEvent(event);
    setPace();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::WindowStateChange)
        setPace();
    else if (event->type() == QEvent::ActivationChange && isActiveWindow()) {
        // A window that was laid out before it was active may have given the keyboard to nothing.
        const QWidget* focus = focusWidget();
        if (!focus || !focus->isVisible() || focus == this || focus == shown())
            focusShown();
    }
}

} // namespace zg::ui
