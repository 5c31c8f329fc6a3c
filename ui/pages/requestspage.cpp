// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requestspage.h"

#include "ui/format.h"
#include "ui/pages/requestsdetail.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/tabletools.h"

#include "ui_requestspage.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QResizeEvent>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {
constexpr int widthForBoth = 900; // of list and waterfall beside each other
/// The arrow of the sorted column has its place beside the heading, also where that ends at the right.
constexpr char sortable[] = "QHeaderView::section { padding-left: 11px; padding-right: 22px; }";
constexpr int widestChip = 260;
constexpr int sortEvery = 20; // ticks: rows that changed places all the time could not be read
} // namespace

RequestsPage::RequestsPage(const PageContext& context, QWidget* parent)
    : Page("requests", parent)
    , m_context(context)
    , m_ui(std::make_unique<Ui::RequestsPage>())
    , m_empty(new EmptyState(context.theme, this))
    , m_detail(new RequestsDetail(context.theme, this))
    , m_open(new QAction(this))
    , m_copy(new QAction(this))
    , m_clearRoute(new QAction(this))
{
    m_ui->setupUi(this);
    setupRoutes();
    setupRequests();
    setupActions();
    connect(&m_context.theme, &Theme::changed, this, &RequestsPage::dressIcons);
    dressIcons();
    retranslate();
}

RequestsPage::~RequestsPage() = default;

void RequestsPage::setupRoutes()
{
    m_sortedRoutes.setSourceModel(&m_routes);
    m_sortedRoutes.setSortRole(RawRole);
    m_sortedRoutes.setDynamicSortFilter(false);
    TableView* table = m_ui->routes;
    table->setModel(&m_sortedRoutes);
    table->dress(m_context.theme);
    table->setItemDelegateForColumn(RouteModel::Trend,
                                    new SparklineDelegate(m_context.theme, RouteModel::trendSeconds, this));
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setFont(Theme::figureFont());
    QHeaderView* header = table->horizontalHeader();
    header->setStyleSheet(QString::fromLatin1(sortable));
    static constexpr int widths[] = {280, 96, 84, 84, 84, 84, 84, 112, 150};
    for (int i = 0; i < int(std::size(widths)); ++i)
        header->resizeSection(i, widths[i]);
    header->setSortIndicator(RouteModel::Share, Qt::DescendingOrder);
    m_context.state.remember(u"requests/routes"_s, header);
    table->setSortingEnabled(true);
    table->setGivingWay(RouteModel::Route, {RouteModel::Trend, RouteModel::P50, RouteModel::Max, RouteModel::P95,
                                            RouteModel::Share, RouteModel::Errors});
    // Not what is merely selected: the keyboard selects a row as soon as it comes to the table.
    connect(table, &QTableView::clicked, this, [this](const QModelIndex& index) { chooseRoute(index.row()); });
    connect(table, &TableView::rowActivated, this, &RequestsPage::chooseRoute);
}

void RequestsPage::setupRequests()
{
    m_filter.setSourceModel(&m_requests);
    TableView* table = m_ui->requests;
    table->setModel(&m_filter);
    table->dress(m_context.theme);
    table->setItemDelegateForColumn(RequestModel::Why, new DotDelegate(m_context.theme, this));
    table->setFont(Theme::figureFont());
    QHeaderView* header = table->horizontalHeader();
    header->setStyleSheet(QString::fromLatin1(sortable));
    static constexpr int widths[] = {116, 96, 250, 176, 84, 216, 120, 150};
    for (int i = 0; i < int(std::size(widths)); ++i)
        header->resizeSection(i, widths[i]);
    header->setSortIndicator(RequestModel::When, Qt::DescendingOrder);
    m_context.state.remember(u"requests/requests"_s, header);
    table->setSortingEnabled(true);
    table->setGivingWay(RequestModel::Route, {RequestModel::Id, RequestModel::Client, RequestModel::Mostly,
                                              RequestModel::Outcome, RequestModel::Why});
    connect(table, &TableView::rowActivated, this, &RequestsPage::openCurrent);
    connect(table, &QTableView::doubleClicked, this, &RequestsPage::openCurrent);
    connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RequestsPage::showDetail);
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        m_ui->show->setCurrent(RequestFilter::All);
        Q_EMIT m_ui->show->currentChanged(RequestFilter::All);
        listRoute({});
    });
    connect(m_ui->show, &Segments::currentChanged, this, [this](int index) {
        m_context.state.setValue(u"requests/show"_s, index);
        m_filter.setShow(RequestFilter::Show(index));
        showStates();
    });
    connect(m_detail, &RequestsDetail::closeWanted, this, &RequestsPage::closeDetail);
    m_ui->requestStack->addWidget(m_empty);
    m_ui->sides->addWidget(m_detail);
    m_detail->hide();
    m_ui->split->setStretchFactor(0, 2);
    m_ui->split->setStretchFactor(1, 3);
    m_ui->sides->setStretchFactor(0, 1);
    m_ui->sides->setStretchFactor(1, 1);
    m_context.state.remember(u"requests/split"_s, m_ui->split);
    m_context.state.remember(u"requests/sides"_s, m_ui->sides);
}

void RequestsPage::setupActions()
{
    connect(m_open, &QAction::triggered, this, &RequestsPage::openCurrent);
    connect(m_copy, &QAction::triggered, this, [this] {
        m_ui->requests->clearSelection();
        QGuiApplication::clipboard()->setText(tableAsTsv(*m_ui->requests));
    });
    connect(m_clearRoute, &QAction::triggered, this, [this] { listRoute({}); });
    connect(&m_context.node.staff(), &node::StaffDesk::currentChanged, this, [this] {
        m_revision = 0; // whoever may see addresses sees them at once, and who left does not
        takeRequests();
    });
    m_copy->setShortcut(Qt::CTRL | Qt::Key_E);
    m_clearRoute->setShortcut(Qt::Key_Backspace);
    for (QAction* action : {m_open, m_copy, m_clearRoute}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    m_ui->open->setDefaultAction(m_open);
    m_ui->copy->setDefaultAction(m_copy);
    m_ui->route->setDefaultAction(m_clearRoute);
    m_ui->route->hide();
    m_clearRoute->setEnabled(false);
}

void RequestsPage::retranslate()
{
    m_ui->title->setText(title());
    m_ui->routes->setAccessibleName(tr("Routes"));
    m_ui->requests->setAccessibleName(tr("Single requests"));
    m_ui->show->setAccessibleName(tr("Which requests are listed"));
    m_ui->show->setLabels(
        {tr("Slow and failed"), tr("Slow"), tr("Failed"), tr("Refused"), tr("All")},
        {tr("What took unusually long, and what the server could not answer"),
         tr("What took longer than 99 of 100 requests of its route"), tr("What the server could not answer (5xx)"),
         tr("What was not allowed, not possible (4xx), or shed"), tr("Also some ordinary ones, to compare with")});
    const int shown = qBound(0, m_context.state.value(u"requests/show"_s, int(RequestFilter::SlowAndFailed)).toInt(),
                             RequestFilter::showCount - 1);
    m_ui->show->setCurrent(shown);
    m_filter.setShow(RequestFilter::Show(shown));
    m_open->setText(tr("Open"));
    m_open->setToolTip(tr("Show where this request's time went (Enter)"));
    m_copy->setText(tr("Copy as TSV"));
    m_copy->setToolTip(tr("Copy all requests that are listed, for a spreadsheet (Ctrl+E)"));
    m_clearRoute->setToolTip(tr("List the requests of every route again (Backspace)"));
    m_routes.retranslate();
    m_requests.retranslate();
    m_detail->retranslate();
    listRoute(m_filter.route());
}

void RequestsPage::dressIcons()
{
    m_open->setIcon(m_context.theme.icon(u"requests"_s));
    m_copy->setIcon(m_context.theme.icon(u"copy"_s));
    m_clearRoute->setIcon(m_context.theme.icon(u"close"_s));
}

void RequestsPage::refresh(const Tick& tick)
{
    const int before = m_routes.rowCount();
    m_routes.take(tick.snapshot);
    if (m_routes.rowCount() != before || tick.count % sortEvery == 0)
        sortRoutes();
    if (tick.count % 4 == 0 || m_requests.rowCount() == 0)
        takeRequests();
    if (m_isOpen && tick.count % 4 == 0)
        m_detail->setStatements(tick.snapshot.slowStatements);
    showSummary(tick.snapshot);
    showStates();
}

void RequestsPage::takeRequests()
{
    const auto kept = m_context.node.requests(m_revision);
    if (!kept)
        return;
    m_revision = kept->revision;
    QList<telemetry::RequestTrace> requests = kept->requests;
    if (!m_context.node.staff()
             .current()) { // figures are anybody's who stands at the screen; people's addresses are not
        for (telemetry::RequestTrace& request : requests)
            request.client.clear();
        if (m_isOpen)
            m_detail->hideClient();
    }
    m_requests.assign(requests);
}

void RequestsPage::sortRoutes()
{
    if (m_ui->routes->underMouse())
        return; // somebody is about to click a row
    const QHeaderView* header = m_ui->routes->horizontalHeader();
    m_sortedRoutes.sort(header->sortIndicatorSection(), header->sortIndicatorOrder());
}

void RequestsPage::showSummary(const telemetry::Snapshot& snapshot)
{
    const QString text = tr("%1 per second · %2 in flight · p99 %3")
                             .arg(rateText(snapshot.ratePerS), countText(snapshot.inFlight),
                                  latencyText(double(snapshot.latency.p99Us)));
    if (text != m_ui->summary->text())
        m_ui->summary->setText(text);
}

void RequestsPage::showStates()
{
    const bool hasRoutes = m_routes.rowCount() > 0;
    const bool hasRequests = m_filter.rowCount() > 0;
    m_ui->routes->setVisible(hasRoutes);
    if (!hasRequests)
        sayWhyEmpty(hasRoutes);
    m_ui->requestStack->setCurrentWidget(hasRequests ? static_cast<QWidget*>(m_ui->requests) : m_empty);
    m_open->setEnabled(currentRequest() >= 0);
    m_copy->setEnabled(hasRequests);
}

void RequestsPage::sayWhyEmpty(bool hasRoutes)
{
    const auto say = [this](const QString& icon, const QString& headline, const QString& help,
                            const QString& button = {}) {
        if (headline != m_empty->headline() || help != m_empty->help()) // it is asked four times a second
            m_empty->showEmpty(icon, headline, help, button);
    };
    const int show = m_ui->show->current();
    if (!hasRoutes)
        say(u"requests"_s, tr("No request yet"),
            tr("Each route appears here with its figures as soon as somebody asks for it."));
    else if (!m_filter.route().isEmpty())
        say(u"good"_s, tr("None of this route in the last five minutes"), tr("Requests of other routes may be there."),
            tr("Show all"));
    else if (show == RequestFilter::All)
        say(u"requests"_s, tr("No request in the last five minutes"),
            tr("Slow and failed ones are kept here, and of the others a few each second."));
    else if (show == RequestFilter::Refused)
        say(u"good"_s, tr("No request was refused or shed in the last five minutes"),
            tr("Asking without a token, or for what there is not, is not listed: clients do it all day."),
            tr("Show all"));
    else
        say(u"good"_s, tr("No request was slow or failed in the last five minutes"),
            tr("Slow is what takes longer than 99 of 100 requests of its route, and at least 10 ms."), tr("Show all"));
}

int RequestsPage::currentRequest() const
{
    const QModelIndex current = m_ui->requests->currentIndex();
    return current.isValid() ? m_filter.mapToSource(current).row() : -1;
}

void RequestsPage::showDetail()
{
    const int row = currentRequest();
    m_open->setEnabled(row >= 0);
    // A request that is read stays, also when the list has moved on.
    if (m_isOpen && row >= 0 && m_ui->requests->hasFocus())
        m_detail->showRequest(m_requests.row(row));
}

void RequestsPage::openCurrent()
{
    const int row = currentRequest();
    if (row < 0)
        return;
    m_isOpen = true;
    m_detail->showRequest(m_requests.row(row));
    m_detail->setStatements(m_context.node.snapshot().slowStatements);
    m_detail->show();
    arrange();
    m_detail->focusSpans();
}

void RequestsPage::closeDetail()
{
    m_isOpen = false;
    m_detail->hide();
    arrange();
    m_ui->requests->setFocus(Qt::OtherFocusReason);
}

/// Where there is no room for both, the request takes the list's place until it is closed.
void RequestsPage::arrange()
{
    m_ui->requestStack->setVisible(!m_isOpen || width() >= widthForBoth);
}

void RequestsPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    arrange();
}

/// Lists the requests of this route alone; of all again when it was so already.
void RequestsPage::chooseRoute(int row)
{
    const QString route = m_sortedRoutes.index(row, RouteModel::Route).data().toString();
    listRoute(route == m_filter.route() ? QString() : route);
}

void RequestsPage::listRoute(const QString& route)
{
    m_filter.setRoute(route);
    m_clearRoute->setEnabled(!route.isEmpty());
    m_clearRoute->setText(m_ui->route->fontMetrics().elidedText(tr("Only %1").arg(route), Qt::ElideMiddle, widestChip));
    m_clearRoute->setVisible(!route.isEmpty()); // in the palette, too
    m_ui->route->setVisible(!route.isEmpty());
    showStates();
}

} // namespace zg::ui
