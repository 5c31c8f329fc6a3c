// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/logspage.h"

#include "ui/pages/logslevels.h"
#include "ui/shell/problemtext.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/escapeclears.h"
#include "ui/widgets/logdetail.h"
#include "ui/widgets/tabletools.h"
#include "ui/widgets/undobar.h"
#include "ui_logspage.h"

#include <QAction>
#include <QMenu>
#include <QResizeEvent>
#include <QScrollBar>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int widthForWords = 940;   // below, the tools are icons alone
constexpr int heightForDetail = 460; // below, the list takes all of it
constexpr int filterDelayMs = 60;    // typed letters that follow each other are one filter

} // namespace

LogsPage::LogsPage(const PageContext& context, QWidget* parent)
    : Page("logs", parent)
    , m_context(context)
    , m_ui(std::make_unique<Ui::LogsPage>())
    , m_empty(new EmptyState(context.theme, this))
    , m_banner(new Banner(context.theme, this))
    , m_nodeBanner(new Banner(context.theme, this))
    , m_undo(new UndoBar(context.theme, this))
    , m_detail(new LogDetail(context.theme, this))
    , m_levels(new LogsLevels(context.node, this))
    , m_followAction(new QAction(this))
    , m_pauseAction(new QAction(this))
    , m_clearAction(new QAction(this))
    , m_tsvAction(new QAction(this))
    , m_textAction(new QAction(this))
    , m_exportAction(new QAction(this))
{
    m_ui->setupUi(this);
    setupTable();
    setupDetail();
    setupActions();
    setupFilters();
    setupLevels();
    connect(&m_context.theme, &Theme::changed, this, &LogsPage::dressIcons);
    connect(&m_context.node, &NodeControl::stateChanged, this, &LogsPage::showNode);
    connect(m_nodeBanner, &Banner::actionClicked, this, [this] { m_context.node.start(); });
    retranslate();
    m_ui->level->setCurrent(std::clamp(m_context.state.value(u"logs/level"_s, 0).toInt(), 0, logLevelCount - 1));
    dressIcons();
    applyFilter();
}

LogsPage::~LogsPage() = default;

void LogsPage::setupTable()
{
    TableView* table = m_ui->table;
    table->dress(m_context.theme);
    qDeleteAll(table->actions()); // its own copies cell by cell: too slow for the whole log
    table->setModel(&m_model);
    table->setItemDelegateForColumn(LogModel::LevelColumn, new DotDelegate(m_context.theme, this));
    QHeaderView* header = table->horizontalHeader();
    static constexpr int widths[] = {170, 100, 100};
    for (int i = 0; i < int(std::size(widths)); ++i)
        header->resizeSection(i, widths[i]);
    m_context.state.remember(u"logs/table"_s, header);
    table->setGivingWay(LogModel::TextColumn, {LogModel::CategoryColumn, LogModel::TimeColumn});
    m_ui->stack->addWidget(m_empty);
    m_ui->banners->addWidget(m_nodeBanner);
    m_ui->banners->addWidget(m_banner);
    m_banner->setDismissable(true);
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (m_model.total() == 0)
            showEverything();
        else
            clearFilters();
    });
    QScrollBar* bar = table->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, &LogsPage::scrolled);
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar] {
        if (m_isFollowing)
            bar->setValue(bar->maximum());
    });
}

void LogsPage::setupDetail()
{
    m_ui->splitter->addWidget(m_detail);
    m_ui->splitter->setStretchFactor(0, 1);
    m_ui->splitter->setStretchFactor(1, 0);
    m_ui->splitter->setSizes({500, 130});
    m_context.state.remember(u"logs"_s, m_ui->splitter);
    connect(m_detail, &LogDetail::requestAsked, this,
            [this](const QByteArray& id) { m_ui->request->setText(QString::fromUtf8(id)); });
    connect(m_ui->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LogsPage::showCurrent);
    connect(m_ui->table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LogsPage::showCurrent);
}

void LogsPage::setupFilters()
{
    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(filterDelayMs);
    connect(&m_filterDelay, &QTimer::timeout, this, &LogsPage::applyFilter);
    for (QLineEdit* field : {m_ui->search, m_ui->request}) {
        new EscapeClears(field);
        connect(field, &QLineEdit::textChanged, &m_filterDelay, qOverload<>(&QTimer::start));
    }
    connect(m_ui->level, &FilterBar::currentChanged, this, [this](int level) {
        m_context.state.setValue(u"logs/level"_s, level);
        applyFilter();
    });
    auto* menu = new QMenu(m_ui->categories);
    m_ui->categories->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &LogsPage::rebuildCategories);
    const QStringList chosen = m_context.state.value(u"logs/categories"_s).toStringList();
    for (const QString& category : chosen)
        m_chosen.insert(category.toUtf8());
}

void LogsPage::setupActions()
{
    m_followAction->setShortcut(Qt::Key_F);
    m_pauseAction->setShortcut(Qt::Key_P);
    m_clearAction->setShortcut(Qt::CTRL | Qt::Key_L);
    m_tsvAction->setShortcut(QKeySequence::Copy);
    m_textAction->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_exportAction->setShortcut(Qt::CTRL | Qt::Key_E);
    m_followAction->setCheckable(true);
    m_followAction->setChecked(true);
    m_pauseAction->setCheckable(true);
    connect(m_followAction, &QAction::toggled, this, &LogsPage::setFollowing);
    connect(m_pauseAction, &QAction::toggled, this, &LogsPage::setPaused);
    connect(m_clearAction, &QAction::triggered, this, &LogsPage::clearView);
    connect(m_tsvAction, &QAction::triggered, this, [this] { copy(LogFormat::Tsv); });
    connect(m_textAction, &QAction::triggered, this, [this] { copy(LogFormat::Text); });
    connect(m_exportAction, &QAction::triggered, this, &LogsPage::askExport);
    auto* menu = new QMenu(m_ui->more);
    for (QAction* action : {m_followAction, m_pauseAction, m_clearAction, m_tsvAction, m_textAction, m_exportAction}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    for (QAction* action : {m_tsvAction, m_textAction, m_exportAction, m_clearAction})
        menu->addAction(action);
    for (QAction* action : {m_tsvAction, m_textAction}) // also where one points at the lines
        m_ui->table->addAction(action);
    m_ui->table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_ui->follow->setDefaultAction(m_followAction);
    m_ui->pause->setDefaultAction(m_pauseAction);
    m_ui->more->setMenu(menu);
}

void LogsPage::setupLevels()
{
    m_ui->levels->setMenu(m_levels->menu());
    connect(m_levels, &LogsLevels::changed, this, [this](const QString& text, const std::function<void()>& undo) {
        m_banner->clear();
        m_undo->offer(text, undo);
    });
    connect(m_levels, &LogsLevels::failed, this,
            [this](const QString& text, const QString& details) { m_banner->say(Tone::Bad, text, details); });
}

void LogsPage::retranslate()
{
    m_ui->title->setText(title());
    m_ui->search->setPlaceholderText(tr("Search the log"));
    m_ui->search->setToolTip(tr("Lines in which every word occurs, in text, category or thread (Ctrl+F)"));
    m_ui->search->setAccessibleName(tr("Search the log"));
    m_ui->request->setPlaceholderText(tr("Request id"));
    m_ui->request->setToolTip(tr("Only lines of the request whose id begins so"));
    m_ui->request->setAccessibleName(tr("Request id"));
    m_ui->level->setSegments({tr("All"), tr("Info"), tr("Warnings"), tr("Critical")});
    m_ui->level->setAccessibleName(tr("The least level that is shown"));
    m_ui->table->setAccessibleName(title());
    m_followAction->setText(tr("Follow"));
    m_followAction->setToolTip(tr("Stay at the newest line (F)"));
    m_pauseAction->setText(tr("Pause"));
    m_pauseAction->setToolTip(tr("Let no new lines in, to read in peace (P)"));
    m_clearAction->setText(tr("Clear view"));
    m_clearAction->setToolTip(tr("Empty the view; the lines are kept (Ctrl+L)"));
    m_tsvAction->setText(tr("Copy as TSV"));
    m_tsvAction->setToolTip(tr("Copy the selected lines, else all that show, for a spreadsheet (Ctrl+C)"));
    m_textAction->setText(tr("Copy as text"));
    m_textAction->setToolTip(tr("Copy the selected lines, else all that show, as a log file has them (Ctrl+Shift+C)"));
    m_exportAction->setText(tr("Export…"));
    m_exportAction->setToolTip(tr("Save the selected lines, else all that show (Ctrl+E)"));
    m_ui->levels->setText(tr("Levels"));
    m_ui->levels->setToolTip(tr("How much each category writes"));
    m_ui->levels->setAccessibleName(m_ui->levels->toolTip());
    m_ui->more->setText(tr("More"));
    m_ui->more->setToolTip(tr("Copy (Ctrl+C, Ctrl+Shift+C), export (Ctrl+E), clear the view (Ctrl+L)"));
    m_levels->retranslate();
    m_model.retranslate();
    rebuildCategories();
    showState();
    showCount();
    showNode(m_context.node.state());
}

void LogsPage::dressIcons()
{
    Theme& theme = m_context.theme;
    m_followAction->setIcon(theme.icon(u"follow"_s));
    m_pauseAction->setIcon(theme.icon(m_isPaused ? u"play"_s : u"pause"_s));
    m_clearAction->setIcon(theme.icon(u"trash"_s));
    m_tsvAction->setIcon(theme.icon(u"table"_s));
    m_textAction->setIcon(theme.icon(u"copy"_s));
    m_exportAction->setIcon(theme.icon(u"export"_s));
    m_ui->categories->setIcon(theme.icon(u"filter"_s));
    m_ui->levels->setIcon(theme.icon(u"levels"_s));
    m_ui->more->setIcon(theme.icon(u"menu"_s));
}

void LogsPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    arrange();
}

void LogsPage::arrange()
{
    const auto style = width() < widthForWords ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon;
    for (QToolButton* button : {m_ui->categories, m_ui->follow, m_ui->pause, m_ui->levels, m_ui->more})
        button->setToolButtonStyle(style);
    m_detail->setVisible(height() >= heightForDetail);
}

void LogsPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    arrange();
}

void LogsPage::showNode(node::State state)
{
    if (state != node::State::Failed) {
        m_nodeBanner->clear();
        return;
    }
    const Error error = m_context.node.problem();
    const ProblemText problem = problemText(error);
    m_nodeBanner->say(Tone::Bad, tr("%1. %2").arg(problem.headline, problem.help), error.message);
    m_nodeBanner->setAction(tr("Try again"));
}

void LogsPage::focusSearch()
{
    m_ui->search->setFocus(Qt::ShortcutFocusReason);
    m_ui->search->selectAll();
}

void LogsPage::search(const QString& text)
{
    m_ui->search->setText(text);
}

} // namespace zg::ui
