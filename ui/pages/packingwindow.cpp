// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/packingwindow.h"

#include "ui/pages/packingsession.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/packingdelegate.h"
#include "ui/widgets/packingnote.h"
#include "ui/widgets/scanline.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWindow>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace zg::ui {

namespace {

constexpr int lineHeight = 66;
constexpr auto pollInterval = 2s; // how old the news may be that an order was cancelled

QLabel* large(QWidget* parent, int pixels, bool isBold = false)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setStyleSheet(u"font-size: %1px; font-weight: %2;"_s.arg(pixels).arg(isBold ? 600 : 400));
    return label;
}

} // namespace

PackingWindow::PackingWindow(PackingSession& session, Theme& theme, WindowState& state, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_theme(theme)
    , m_state(state)
{
    setObjectName(u"packing"_s);
    setAutoFillBackground(true);
    setupLayout();
    setupActions();
    m_poll.setInterval(pollInterval);
    connect(&m_poll, &QTimer::timeout, &session, &PackingSession::poll);
    connect(&session, &PackingSession::changed, this, &PackingWindow::showState);
    connect(&session, &PackingSession::said, this, &PackingWindow::showMessage);
    connect(&session, &PackingSession::kept, this, [this](const QString& text) {
        m_line->setText(text);
        m_line->selectAll(); // the next scan takes its place
    });
    connect(qGuiApp, &QGuiApplication::focusWindowChanged, this, &PackingWindow::comeBack, Qt::QueuedConnection);
    connect(m_line, &ScanLine::scanned, &session, &PackingSession::scan);
    connect(&theme, &Theme::changed, this, [this] { m_items->viewport()->update(); });
    retranslate();
}

void PackingWindow::setupLayout()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(40, 24, 40, 20);
    column->setSpacing(16);
    column->addLayout(makeHead());
    m_stack = new QStackedWidget(this);
    m_empty = new EmptyState(m_theme, m_stack);
    m_empty->setFocusPolicy(Qt::NoFocus);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeOrder());
    column->addWidget(m_stack, 1);
    m_note = new PackingNote(m_theme, this);
    column->addWidget(m_note);
    m_wanted = large(this, 19, true);
    column->addWidget(m_wanted);
    m_line = new ScanLine(this);
    m_line->setStyleSheet(u"font-size: 30px; padding: 10px 14px;"_s);
    m_line->setFont(Theme::figureFont());
    m_line->setMinimumHeight(lineHeight); // a long message takes its room elsewhere
    column->addWidget(m_line);
    column->addLayout(makeFoot());
    setFocusProxy(m_line);
}

QLayout* PackingWindow::makeHead()
{
    m_title = large(this, 20, true);
    m_progress = large(this, 20);
    m_bar = new QProgressBar(this);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(220);
    auto* row = new QHBoxLayout;
    row->setSpacing(20);
    row->addWidget(m_title);
    row->addStretch();
    row->addWidget(m_progress);
    row->addWidget(m_bar);
    return row;
}

QWidget* PackingWindow::makeOrder()
{
    auto* order = new QWidget(this);
    m_number = large(order, 34, true);
    m_number->setObjectName(u"packingNumber"_s);
    m_pieces = large(order, 34, true);
    m_pieces->setAlignment(Qt::AlignRight);
    m_recipient = large(order, 21);
    m_recipient->setWordWrap(true);
    m_address = large(order, 17);
    m_address->setProperty("house", u"muted"_s);
    m_address->setWordWrap(true);
    m_remark = large(order, 19);
    m_remark->setObjectName(u"packingRemark"_s);
    m_remark->setWordWrap(true);
    m_items = new QListView(order);
    m_items->setModel(&m_model);
    m_items->setItemDelegate(new PackingDelegate(m_theme, m_items));
    m_items->setFocusPolicy(Qt::NoFocus);
    m_items->setSelectionMode(QAbstractItemView::NoSelection);
    m_items->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_items->setUniformItemSizes(true);
    m_items->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* head = new QHBoxLayout;
    head->addWidget(m_number, 1);
    head->addWidget(m_pieces);
    auto* column = new QVBoxLayout(order);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(head);
    column->addWidget(m_recipient);
    column->addWidget(m_address);
    column->addWidget(m_remark);
    column->addSpacing(8);
    column->addWidget(m_items, 1);
    return order;
}

QLayout* PackingWindow::makeFoot()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(addDeed(m_undo, QKeySequence::Undo));
    row->addWidget(addDeed(m_skip, Qt::Key_F8));
    row->addWidget(addDeed(m_sound, Qt::Key_F9));
    row->addStretch();
    row->addWidget(addDeed(m_leave, Qt::Key_Escape));
    return row;
}

QToolButton* PackingWindow::addDeed(QAction*& action, const QKeySequence& keys)
{
    action = new QAction(this);
    action->setShortcut(keys);
    addAction(action);
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setStyleSheet(u"font-size: 16px;"_s);
    button->setFocusPolicy(Qt::NoFocus);
    m_deeds.append(action);
    return button;
}

void PackingWindow::setupActions()
{
    m_sound->setCheckable(true);
    m_sound->setChecked(m_state.value(u"packing/sound"_s, false).toBool());
    m_leave->setShortcuts({QKeySequence(Qt::Key_Escape), QKeySequence(Qt::Key_F11)});
    connect(m_undo, &QAction::triggered, &m_session, &PackingSession::undo);
    connect(m_skip, &QAction::triggered, &m_session, &PackingSession::skip);
    connect(m_sound, &QAction::toggled, this, [this](bool isOn) {
        m_state.setValue(u"packing/sound"_s, isOn);
        retranslate();
    });
    connect(m_leave, &QAction::triggered, this, &PackingWindow::escape);
}

void PackingWindow::open()
{
    showFullScreen();
    raise();
    activateWindow();
    m_line->setFocus(Qt::OtherFocusReason);
    m_poll.start();
    m_session.begin();
    showState();
    showMessage();
}

/// The first Esc takes back what is half typed, the next one leaves.
void PackingWindow::escape()
{
    if (!m_line->text().isEmpty() && m_line->selectedText().isEmpty())
        m_line->clear();
    else
        leave();
}

void PackingWindow::leave()
{
    m_poll.stop();
    hide();
    Q_EMIT left();
}

void PackingWindow::closeEvent(QCloseEvent* event)
{
    event->ignore(); // it is there for the next time
    leave();
}

void PackingWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::ActivationChange && isActiveWindow())
        m_line->setFocus(Qt::OtherFocusReason);
}

/// The window behind it must not get what is scanned; other programs may.
void PackingWindow::comeBack()
{
    if (isVisible() && QGuiApplication::focusWindow() == parentWidget()->window()->windowHandle()) {
        raise();
        activateWindow();
    }
}

} // namespace zg::ui
