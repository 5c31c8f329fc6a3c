// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/orderspage.h"

#include "ui_orderspage.h"

#include "ui/pages/ordersactions.h"
#include "ui/pages/ordersdetail.h"
#include "ui/pages/packingsession.h"
#include "ui/pages/packingwindow.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/escapeclears.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/undobar.h"

#include <QApplication>
#include <QHeaderView>
#include <QMenu>
#include <QRegularExpressionValidator>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace zg::ui {

namespace {

constexpr auto typingDelay = 400ms; // numbers are compared whole: half a number asks nothing useful
constexpr int pollTicks = 2;        // half a second: a new order slides in
constexpr int slowTicks = 8;        // two seconds: counts, the chosen order, the rows further down

} // namespace

OrdersPage::OrdersPage(const PageContext& context, QWidget* parent)
    : Page("orders", parent)
    , m_context(context)
    , m_desk(context.node.orders())
    , m_ui(std::make_unique<Ui::OrdersPage>())
    , m_pager(
          m_model, [this](const QByteArray& cursor, int limit) { return m_desk.list(filter(), cursor, limit); }, this)
    , m_banner(new Banner(context.theme, this))
    , m_staleBanner(new Banner(context.theme, this))
    , m_empty(new EmptyState(context.theme, this))
    , m_undo(new UndoBar(context.theme, this))
    , m_progress(new ProgressStrip(this))
    , m_detail(new OrdersDetail(context.theme, this))
    , m_packing(new PackingSession(m_desk, context.state, this))
{
    m_ui->setupUi(this);
    m_ui->bannerPlace->addWidget(m_staleBanner);
    m_ui->bannerPlace->addWidget(m_banner);
    m_ui->progressPlace->addWidget(m_progress);
    setStyleSheet(u"QToolButton:disabled { background: transparent; border-color: transparent; }"_s);
    m_ui->count->setProperty("house", u"muted"_s);
    setList(m_ui->table); // the arrow keys work as soon as the page is there
    setupModel();
    setupActions();
    retranslate();
    setupFilters();
    connectBackend();
    showState();
}

OrdersPage::~OrdersPage() = default;

void OrdersPage::setupModel()
{
    TableView* table = m_ui->table;
    table->setModel(&m_model);
    table->dress(m_context.theme);
    for (const int column : {OrderModel::NumberColumn, OrderModel::StatusColumn})
        table->setItemDelegateForColumn(column, new DotDelegate(m_context.theme, table));
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_ui->stack->addWidget(m_empty);
    QHeaderView* header = table->horizontalHeader();
    const QList<int> widths{164, 146, 104, 220, 104, 132, 150};
    for (int i = 0; i < widths.size(); ++i)
        header->resizeSection(i, widths.at(i));
    m_context.state.remember(u"orders/table"_s, header);
    table->setGivingWay(OrderModel::ItemsColumn,
                        {OrderModel::TrackingColumn, OrderModel::CustomerColumn, OrderModel::TimeColumn});
    connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &OrdersPage::showCurrent);
    connect(table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &OrdersPage::showState);
    connect(table, &TableView::rowActivated, m_detail, &OrdersDetail::focusTracking);
    m_ui->splitter->addWidget(m_detail);
    m_ui->splitter->setStretchFactor(0, 1);
    m_ui->splitter->setStretchFactor(1, 0);
    m_ui->splitter->setSizes({820, 400});
    m_context.state.remember(u"orders"_s, m_ui->splitter);
}

void OrdersPage::setupActions()
{
    m_actions = new OrdersActions(m_desk, m_model, *m_ui->table, *m_detail, m_context.theme, this);
    m_actions->attach(*m_banner, *m_undo, *m_progress, m_context.state);
    const std::pair<QToolButton*, QAction*> buttons[] = {{m_ui->pack, m_actions->pack},
                                                         {m_ui->ship, m_actions->ship},
                                                         {m_ui->shipFile, m_actions->shipFile},
                                                         {m_ui->exportSheet, m_actions->exportSheet}};
    for (const auto& [button, action] : buttons) {
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
    }
    for (QToolButton* button : {m_ui->pack, m_ui->ship})
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* papers = new QMenu(m_ui->print);
    papers->addActions({m_actions->print, m_actions->pdf});
    papers->addSeparator();
    papers->addActions({m_actions->pickList, m_actions->pickPdf});
    m_ui->print->setMenu(papers);
    m_ui->print->setPopupMode(QToolButton::InstantPopup);
    m_ui->print->setFocusPolicy(Qt::TabFocus);
    const auto dressPrint = [this] { m_ui->print->setIcon(m_context.theme.icon(u"print"_s)); };
    connect(&m_context.theme, &Theme::changed, m_ui->print, dressPrint);
    dressPrint();
    connect(m_actions->customer, &QAction::triggered, this, [this] {
        if (m_detail->order().id.isSet())
            openCustomer(m_detail->order().userId);
    });
    connect(m_detail, &OrdersDetail::customerWanted, this, &OrdersPage::openCustomer);
    connect(m_actions->pack, &QAction::triggered, this, &OrdersPage::pack);
    connect(m_packing, &PackingSession::orderChanged, this, [this](const shop::Order& order) {
        if (order.status != shop::OrderStatus::Paid)
            m_detail->keepTyped(order.id, {}); // a number typed for it here is not for it any more
        take(order);
    });
    connect(m_actions->exportSheet, &QAction::triggered, this, &OrdersPage::askExport);
    connect(m_actions->reload, &QAction::triggered, this, &OrdersPage::reload);
    connect(m_actions, &OrdersActions::changed, this, [this](const shop::Order& order) {
        take(order);
        askCounts();
    });
}

void OrdersPage::setupFilters()
{
    m_typingDelay.setSingleShot(true);
    m_typingDelay.setInterval(typingDelay);
    connect(&m_typingDelay, &QTimer::timeout, this, &OrdersPage::reload);
    for (QLineEdit* field : {m_ui->customer, m_ui->product})
        field->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[1-9][0-9]{0,17}"_s), field));
    m_ui->number->addAction(m_context.theme.icon(u"search"_s, Tint::TextFaint), QLineEdit::LeadingPosition);
    restoreFilters();
    for (QLineEdit* field : {m_ui->number, m_ui->customer, m_ui->product}) {
        new EscapeClears(field);
        connect(field, &QLineEdit::textChanged, &m_typingDelay, qOverload<>(&QTimer::start));
        connect(field, &QLineEdit::returnPressed, this, [this] {
            reload();
            m_ui->table->setFocus();
        });
    }
    connect(m_ui->status, &FilterBar::currentChanged, this, &OrdersPage::filterChanged);
    connect(m_ui->range, &QComboBox::currentIndexChanged, this, &OrdersPage::filterChanged);
    connect(m_ui->from, &QDateEdit::dateChanged, this, &OrdersPage::filterChanged);
    connect(m_ui->to, &QDateEdit::dateChanged, this, &OrdersPage::filterChanged);
}

void OrdersPage::connectBackend()
{
    connect(&m_pager, &PagerBase::changed, this, &OrdersPage::showState);
    connect(&m_pager, &PagerBase::changed, this, &OrdersPage::keepInStep);
    connect(&m_pager, &PagerBase::refreshed, this, [this] {
        if (!std::exchange(m_hasGap, false))
            m_staleBanner->clear();
        showCurrent();
    });
    connect(&m_pager, &PagerBase::refreshFailed, this, [this](const Error& error) {
        m_staleBanner->say(Tone::Warning,
                           tr("The list is not up to date: the store does not answer. It is tried again all the time."),
                           error.message);
        m_staleBanner->setAction({});
    });
    connect(&m_pager, &PagerBase::gapFound, this, &OrdersPage::offerNewest);
    connect(m_staleBanner, &Banner::actionClicked, this, &OrdersPage::reload);
    connect(m_detail, &OrdersDetail::historyWanted, this, &OrdersPage::askHistory);
    connect(m_detail, &OrdersDetail::typedChanged, this, [this] {
        const QHash<OrderId, QString> typed = m_detail->typed();
        m_model.setTyped({typed.keyBegin(), typed.keyEnd()});
    });
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (m_pager.state() == PagerBase::State::Loading)
            m_pager.cancel();
        else if (m_pager.state() == PagerBase::State::Idle && hasFilter())
            clearFilters();
        else
            reload();
    });
    const auto again = [this] {
        if (m_isAsked && (m_model.rowCount() == 0 || m_pager.state() == PagerBase::State::Failed))
            reload();
    };
    connect(&m_context.node.staff(), &node::StaffDesk::currentChanged, this, again);
    connect(&m_context.node, &NodeControl::stateChanged, this, again);
}

void OrdersPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (!isAncestorOf(QApplication::focusWidget()))
        m_ui->table->setFocus(Qt::OtherFocusReason); // the arrow keys work at once
    if (!m_isAsked)
        reload();
}

void OrdersPage::refresh(const Tick& tick)
{
    if (!m_isAsked)
        return;
    const int top = m_ui->table->firstVisibleRow();
    const bool isDeep = top >= Pager<shop::Order>::pageRows;
    if (isDeep && tick.count % slowTicks == slowTicks / 2)
        m_pager.refresh(top);
    else if (tick.count % pollTicks == 0)
        m_pager.refresh(0);
    if (tick.count % slowTicks == 0) {
        askCounts();
        if (m_detail->order().id.isSet())
            askHistory(m_detail->order().id);
    }
}

void OrdersPage::pack()
{
    if (!m_packingWindow) {
        m_packingWindow = new PackingWindow(*m_packing, m_context.theme, m_context.state, this);
        connect(m_packingWindow, &PackingWindow::left, this, [this] {
            window()->activateWindow();
            m_ui->table->setFocus(Qt::OtherFocusReason);
            askCounts();
        });
    }
    m_packingWindow->open();
}

void OrdersPage::focusSearch()
{
    m_ui->number->setFocus(Qt::ShortcutFocusReason);
    m_ui->number->selectAll();
}

QList<QAction*> OrdersPage::paletteActions() const
{
    return m_actions->all();
}

} // namespace zg::ui
