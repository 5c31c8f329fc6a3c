// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/nodespage.h"

#include "ui/format.h"
#include "ui/pages/nodesstrategy.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/figure.h"
#include "ui/widgets/tabletools.h"
#include "ui/widgets/undobar.h"
#include "ui_nodespage.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QResizeEvent>
#include <QScrollBar>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostRows = 12; // a longer list scrolls by itself

/// As high as its rows: the page scrolls, not each list in it.
void fit(TableView& table)
{
    const int rows = std::clamp(table.model()->rowCount(), 1, mostRows);
    const int bar = table.horizontalScrollBar()->isVisible() ? table.horizontalScrollBar()->height() : 0;
    const int height =
        table.horizontalHeader()->sizeHint().height() + rows * table.verticalHeader()->defaultSectionSize() + bar + 2;
    if (table.minimumHeight() != height || table.maximumHeight() != height)
        table.setFixedHeight(height);
}

} // namespace

NodesPage::NodesPage(const PageContext& context, QWidget* parent)
    : Page("nodes", parent)
    , m_context(context)
    , m_ui(std::make_unique<Ui::NodesPage>())
    , m_mixture(new Banner(context.theme, this))
    , m_failure(new Banner(context.theme, this))
    , m_empty(new EmptyState(context.theme, this))
    , m_undo(new UndoBar(context.theme, this))
    , m_rate(new Figure(this))
    , m_connections(new Figure(this))
    , m_flight(new Figure(this))
    , m_p99(new Figure(this))
    , m_count(new Figure(this))
    , m_addressAction(new QAction(this))
    , m_copyAction(new QAction(this))
{
    m_ui->setupUi(this);
    m_ui->banners->addWidget(m_failure);
    m_ui->banners->addWidget(m_mixture);
    m_failure->setDismissable(true);
    m_mixture->setDismissable(true);
    m_ui->stack->addWidget(m_empty);
    m_ui->stack->setCurrentWidget(m_empty);
    setupTables();
    setupSums();
    setupActions();
    setupStrategy();
    connect(&m_context.theme, &Theme::changed, this, &NodesPage::dressIcons);
    retranslate();
    dressIcons();
}

NodesPage::~NodesPage() = default;

void NodesPage::setupTables()
{
    setupTable(*m_ui->nodes, m_nodes, u"nodes/table"_s, NodeModel::AddressColumn);
    setupTable(*m_ui->leases, m_leases, u"nodes/leases"_s, LeaseModel::HolderColumn);
    setupTable(*m_ui->strategies, m_strategies, u"nodes/strategies"_s, StrategyModel::NameColumn);
    setupTable(*m_ui->breakers, m_breakers, u"nodes/breakers"_s, BreakerModel::StateColumn);
    setupTable(*m_ui->queues, m_queues, u"nodes/queues"_s, QueueModel::NameColumn);
    m_ui->nodes->setGivingWay(NodeModel::AddressColumn,
                              {NodeModel::FlightColumn, NodeModel::ConnectionsColumn, NodeModel::VersionColumn,
                               NodeModel::UptimeColumn, NodeModel::SeenColumn, NodeModel::P99Column});
    m_ui->breakers->setGivingWay(BreakerModel::StateColumn, {BreakerModel::FailuresColumn});
    m_ui->nodes->setItemDelegateForColumn(NodeModel::StateColumn, new DotDelegate(m_context.theme, this));
    m_ui->breakers->setItemDelegateForColumn(BreakerModel::StateColumn, new DotDelegate(m_context.theme, this));
    m_ui->queues->setItemDelegateForColumn(QueueModel::NameColumn, new DotDelegate(m_context.theme, this));
    connect(m_ui->nodes, &TableView::rowActivated, this, &NodesPage::copyAddress);
    connect(m_ui->nodes, &QTableView::doubleClicked, this, &NodesPage::copyAddress);
}

void NodesPage::setupTable(TableView& table, TableModelBase& model, const QString& key, int stretch)
{
    table.dress(m_context.theme);
    table.setModel(&model);
    table.setFont(Theme::figureFont());
    table.setVerticalScrollBarPolicy(model.columnCount() > NodeModel::SeenColumn ? Qt::ScrollBarAsNeeded
                                                                                 : Qt::ScrollBarAlwaysOff);
    QHeaderView* header = table.horizontalHeader();
    for (int column = 0; column < model.columnCount(); ++column)
        header->resizeSection(column, column == 0 ? 190 : 104);
    if (&table == m_ui->nodes) {
        static constexpr int widths[] = {170, 190, 170, 80, 96, 96, 80, 104, 80, 116};
        for (int column = 0; column < int(std::size(widths)); ++column)
            header->resizeSection(column, widths[column]);
    }
    m_context.state.remember(key, header);
    table.setGivingWay(stretch, {});
    const auto refit = [this] { fitTables(); };
    connect(&model, &QAbstractItemModel::rowsInserted, this, refit);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, refit);
}

void NodesPage::setupSums()
{
    for (Figure* figure : {m_rate, m_connections, m_flight, m_p99, m_count})
        m_ui->sums->addWidget(figure);
    m_ui->sums->addStretch();
}

void NodesPage::setupActions()
{
    m_addressAction->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_A);
    m_copyAction->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    connect(m_addressAction, &QAction::triggered, this, &NodesPage::copyAddress);
    connect(m_copyAction, &QAction::triggered, this, [this] {
        m_ui->nodes->clearSelection();
        QGuiApplication::clipboard()->setText(tableAsTsv(*m_ui->nodes));
        m_undo->tell(tr("%n node(s) copied", nullptr, m_nodes.rowCount()));
    });
    for (QAction* action : {m_addressAction, m_copyAction}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    m_ui->nodes->addAction(m_addressAction);
    m_ui->copyAddress->setDefaultAction(m_addressAction);
    m_ui->copyAll->setDefaultAction(m_copyAction);
}

void NodesPage::setupStrategy()
{
    m_strategy = new NodesStrategy(m_context.node, *m_ui->strategy, *m_ui->strategyHelp, this);
    connect(m_strategy, &NodesStrategy::changed, this, [this](const QString& text, const std::function<void()>& undo) {
        m_failure->clear();
        m_undo->offer(text, undo);
    });
    connect(m_strategy, &NodesStrategy::failed, this,
            [this](const QString& text, const QString& details) { m_failure->say(Tone::Bad, text, details); });
    connect(m_mixture, &Banner::dismissed, this, [this] { m_versionsDismissed = m_versions; });
}

void NodesPage::retranslate()
{
    m_ui->title->setText(title());
    m_rate->setName(tr("Requests/s"));
    m_connections->setName(tr("Connections"));
    m_flight->setName(tr("In flight"));
    m_p99->setName(tr("Worst p99"));
    m_count->setName(tr("Nodes at work"));
    m_addressAction->setText(tr("Copy address"));
    m_addressAction->setToolTip(tr("Copy the chosen node's address, else this node's (Ctrl+Shift+A, or Enter)"));
    m_copyAction->setText(tr("Copy as TSV"));
    m_copyAction->setToolTip(tr("Copy all nodes, for a spreadsheet (Ctrl+Shift+C)"));
    m_ui->nodes->setAccessibleName(title());
    m_ui->leases->setAccessibleName(tr("Jobs for one node"));
    m_ui->resilienceTitle->setText(tr("Strategies and resilience of this node"));
    m_ui->strategyLabel->setText(tr("Stock strategy"));
    m_ui->strategies->setAccessibleName(tr("Stock strategies"));
    m_ui->breakers->setAccessibleName(tr("Circuit breakers"));
    m_ui->queues->setAccessibleName(tr("Queues"));
    m_strategy->retranslate();
    for (TableModelBase* model : {static_cast<TableModelBase*>(&m_nodes), static_cast<TableModelBase*>(&m_leases),
                                  static_cast<TableModelBase*>(&m_strategies),
                                  static_cast<TableModelBase*>(&m_breakers), static_cast<TableModelBase*>(&m_queues)})
        model->retranslate();
    m_empty->showLoading(tr("Waiting for the first figures…"));
}

void NodesPage::dressIcons()
{
    m_addressAction->setIcon(m_context.theme.icon(u"copy"_s));
    m_copyAction->setIcon(m_context.theme.icon(u"table"_s));
}

void NodesPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    fitTables();
}

void NodesPage::fitTables()
{
    for (TableView* table : {m_ui->nodes, m_ui->leases, m_ui->strategies, m_ui->breakers, m_ui->queues})
        fit(*table);
}

void NodesPage::refresh(const Tick& tick)
{
    const telemetry::Snapshot& now = tick.snapshot;
    const bool hasFigures = !now.nodes.isEmpty();
    m_ui->stack->setCurrentWidget(hasFigures ? static_cast<QWidget*>(m_ui->scroll) : m_empty);
    m_addressAction->setEnabled(hasFigures);
    m_copyAction->setEnabled(hasFigures);
    if (!hasFigures)
        return;
    m_nodes.show(now.nodes, now.atMs);
    m_leases.assign(now.leases);
    m_strategies.assign(now.strategies);
    m_breakers.assign(now.breakers);
    m_queues.assign(now.queues);
    m_ui->leases->setVisible(!now.leases.isEmpty());
    m_ui->queues->setVisible(!now.queues.isEmpty());
    m_ui->breakers->setVisible(!now.breakers.isEmpty());
    m_strategy->show(now);
    const Fleet fleet = fleetOf(now.nodes);
    showFleet(fleet);
    showVersions(fleet);
    showGrowth(now);
}

void NodesPage::showFleet(const Fleet& fleet)
{
    m_rate->setValue(rateText(fleet.ratePerS));
    m_connections->setValue(countText(fleet.connections));
    m_flight->setValue(countText(fleet.inFlight));
    m_p99->setValue(latencyText(double(fleet.worstP99Us)));
    QStringList parts{tr("%n serving", nullptr, fleet.serving)};
    if (fleet.late > 0)
        parts.append(tr("%n silent", nullptr, fleet.late));
    if (fleet.draining > 0)
        parts.append(tr("%n draining", nullptr, fleet.draining));
    if (fleet.gone > 0)
        parts.append(tr("%n gone", nullptr, fleet.gone));
    m_count->setValue(countText(fleet.atWork()));
    m_ui->states->setText(parts.join(u"  ·  "_s));
}

void NodesPage::showVersions(const Fleet& fleet)
{
    m_versions.clear();
    QStringList parts;
    for (auto it = fleet.versions.cbegin(); it != fleet.versions.cend(); ++it)
        parts.append(u"%1 × %2"_s.arg(it.key(), QString::number(it.value())));
    if (parts.size() > 1)
        m_versions = parts.join(u", "_s);
    if (m_versions.isEmpty() || m_versions == m_versionsDismissed)
        m_mixture->clear();
    else
        m_mixture->say(Tone::Info, tr("The nodes run different versions: %1. That is as it should be during an update; "
                                      "finish it soon.")
                                       .arg(m_versions));
}

/// One node alone is no fault: it says so, and how there can be more.
void NodesPage::showGrowth(const telemetry::Snapshot& now)
{
    const bool isAlone = now.nodes.size() == 1;
    m_ui->growTitle->setVisible(isAlone);
    m_ui->growHelp->setVisible(isAlone);
    if (!isAlone)
        return;
    QString database;
    for (const SettingInfo& setting : m_context.node.settings())
        if (setting.key == u"database"_s)
            database = setting.value;
    const bool isShared = database.startsWith(u"postgres"_s);
    m_ui->growTitle->setText(isShared ? tr("One node is on this database") : tr("This store runs on one node"));
    m_ui->growHelp->setText(
        isShared ? tr("Start another with the same --database and --redis: it shows here within two seconds, and a "
                      "balancer spreads the requests.")
                 : tr("Its database is a file of its own, which is all that a shop needs for a long while. To grow, "
                      "start several nodes with the same --database postgresql://… and --redis redis://…; “zhanggui "
                      "transfer” takes the store along."));
}

void NodesPage::copyAddress()
{
    const QList<int> rows = m_ui->nodes->selectedRowNumbers();
    const int row = rows.isEmpty() ? 0 : rows.first(); // this node is the first
    if (row >= m_nodes.rowCount())
        return;
    const QString address = m_nodes.row(row).node.address;
    QGuiApplication::clipboard()->setText(address);
    m_undo->tell(tr("Copied: %1").arg(address));
}

} // namespace zg::ui
