// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/databasestatements.h"

#include "ui/answer.h"
#include "ui/models/planmodel.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/escapeclears.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tableview.h"

#include <QAction>
#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTreeView>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int textLines = 7; // of a statement, before it scrolls

} // namespace

DatabaseStatements::DatabaseStatements(const PageContext& context, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_context(context)
    , m_desk(context.node.database())
    , m_model(new StatementModel(this))
    , m_filter(new StatementFilter(this))
    , m_planModel(new PlanModel(context.theme, this))
    , m_lookAction(new QAction(this))
{
    setChildrenCollapsible(false);
    addWidget(makeList());
    addWidget(makeDetail());
    setStretchFactor(0, 1);
    setSizes({820, 480});
    m_context.state.remember(u"database"_s, this);
    setFocusProxy(m_table);
    connectAll();
}

QWidget* DatabaseStatements::makeList()
{
    auto* list = new QWidget(this);
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_search = new QLineEdit(list);
    m_search->setObjectName(u"search"_s);
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(320);
    new EscapeClears(m_search);
    m_listStack = new QStackedWidget(list);
    m_table = new TableView(m_listStack);
    m_table->setObjectName(u"statements"_s);
    m_empty = new EmptyState(m_context.theme, m_listStack);
    m_listStack->addWidget(m_table);
    m_listStack->addWidget(m_empty);
    column->addWidget(m_search);
    column->addWidget(m_listStack, 1);

    m_filter->setSourceModel(m_model);
    m_table->setModel(m_filter);
    m_table->dress(m_context.theme);
    m_table->setItemDelegateForColumn(StatementModel::Plan, new DotDelegate(m_context.theme, m_table));
    QHeaderView* header = m_table->horizontalHeader();
    const QList<int> widths{230, 84, 84, 84, 92, 76, 64, 150};
    for (int i = 0; i < widths.size(); ++i)
        header->resizeSection(i, widths.at(i));
    header->setStretchLastSection(false);
    header->setSectionsClickable(true);
    m_context.state.remember(u"database/statements"_s, header);
    if (header->sortIndicatorSection() >= m_model->columnCount() || m_filter->sortColumn() < 0)
        m_table->sortByColumn(StatementModel::Share, Qt::DescendingOrder);
    m_table->setSortingEnabled(true);
    header->setSortIndicatorShown(false); // the header's text has the arrow
    m_table->setGivingWay(StatementModel::Name,
                          {StatementModel::Slow, StatementModel::Rows, StatementModel::Mean, StatementModel::Calls});
    return list;
}

QWidget* DatabaseStatements::makeDetail()
{
    m_detailStack = new QStackedWidget(this);
    m_none = new EmptyState(m_context.theme, m_detailStack);
    auto* scroll = new QScrollArea(m_detailStack); // on a small screen it is higher than the page
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* detail = new QWidget(scroll);
    scroll->setWidget(detail);
    auto* column = new QVBoxLayout(detail);
    column->setContentsMargins(16, 0, 8, 4);
    column->setSpacing(8);
    const auto label = [&](const char* house) {
        auto* made = new QLabel(detail);
        made->setProperty("house", QString::fromLatin1(house));
        made->setTextFormat(Qt::PlainText);
        made->setWordWrap(true);
        column->addWidget(made);
        return made;
    };
    m_name = label("section");
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text = new QPlainTextEdit(detail);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setFixedHeight(textLines * m_text->fontMetrics().lineSpacing() + 14);
    column->addWidget(m_text);
    auto* planRow = new QHBoxLayout;
    m_planTitle = new QLabel(detail);
    m_planTitle->setProperty("house", u"section"_s);
    m_which = new Segments(detail);
    planRow->addWidget(m_planTitle);
    planRow->addStretch();
    planRow->addWidget(m_which);
    column->addLayout(planRow);
    m_planNote = label("muted");
    m_tree = new QTreeView(detail);
    m_tree->setObjectName(u"plan"_s);
    m_tree->setModel(m_planModel);
    m_tree->setUniformRowHeights(true);
    m_tree->setItemsExpandable(false);
    m_tree->setRootIsDecorated(true);
    m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tree->header()->setSectionResizeMode(PlanModel::Step, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(PlanModel::Meaning, QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(false);
    m_tree->setMinimumHeight(80);
    m_tree->setStyleSheet(u"QTreeView::item { padding: 3px 0; }"_s); // the tables' air, on the palette's colours
    column->addWidget(m_tree, 1);

    auto* lookRow = new QHBoxLayout;
    m_look = new QPushButton(detail);
    m_look->setObjectName(u"look"_s);
    m_look->setAutoDefault(false);
    m_progress = new ProgressStrip(detail);
    lookRow->addWidget(m_look);
    lookRow->addWidget(m_progress, 1);
    lookRow->addStretch();
    column->addLayout(lookRow);
    m_verdict = label("");
    m_verdict->setObjectName(u"verdict"_s);
    auto* createRow = new QHBoxLayout;
    m_create = new QLineEdit(detail);
    m_create->setReadOnly(true);
    m_create->setObjectName(u"create"_s);
    m_create->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_copy = new QPushButton(detail);
    m_copy->setObjectName(u"copy"_s);
    m_copy->setAutoDefault(false);
    createRow->addWidget(m_create, 1);
    createRow->addWidget(m_copy);
    column->addLayout(createRow);

    m_detailStack->addWidget(m_none);
    m_detailStack->addWidget(scroll);
    m_detailStack->setMinimumWidth(240);
    return m_detailStack;
}

void DatabaseStatements::connectAll()
{
    m_lookAction->setShortcut(Qt::CTRL | Qt::Key_I);
    m_lookAction->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_lookAction);
    connect(m_lookAction, &QAction::triggered, this, &DatabaseStatements::lookForIndex);
    connect(m_look, &QPushButton::clicked, m_lookAction, &QAction::trigger);
    connect(m_search, &QLineEdit::textChanged, this, &DatabaseStatements::applySearch);
    connect(m_empty, &EmptyState::buttonClicked, m_search, &QLineEdit::clear);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DatabaseStatements::showCurrent);
    connect(m_which, &Segments::currentChanged, this, &DatabaseStatements::showPlan);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_create->text()); });
    connect(m_progress, &ProgressStrip::cancelled, this, [this] {
        m_looking = 0; // the copy goes when it is done; nobody waits for it
        m_progress->end();
        showAdvice();
    });
    connect(&m_context.theme, &Theme::changed, this, [this] {
        m_tree->viewport()->update();
        m_copy->setIcon(m_context.theme.icon(u"copy"_s));
    });
    m_copy->setIcon(m_context.theme.icon(u"copy"_s));
}

void DatabaseStatements::show(const telemetry::DatabaseFigures& figures)
{
    m_model->show(figures.statements);
    applySearch(m_search->text());
    if (m_current == 0 && m_filter->rowCount() > 0)
        m_table->chooseRow(0);
    askNextPlan();
}

void DatabaseStatements::forget()
{
    ++m_generation;
    m_known.clear();
    m_asked.clear();
    m_isAskingPlan = false;
    m_looking = 0;
    m_progress->end();
    m_model->clear();
    showCurrent();
}

void DatabaseStatements::applySearch(const QString& text)
{
    if (sender() == m_search || !text.isEmpty())
        m_filter->setText(text);
    const bool isEmpty = m_filter->rowCount() == 0;
    if (isEmpty && !text.isEmpty())
        m_empty->showEmpty(u"search"_s, tr("No statement has “%1”").arg(text),
                           tr("Names, texts and plans are searched, e.g. “full scan”."), tr("Clear search"));
    else if (isEmpty)
        m_empty->showEmpty(u"database"_s, tr("No statement has run yet"), tr("They appear with the first request."));
    m_listStack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_table);
}

void DatabaseStatements::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void DatabaseStatements::setSearch(const QString& text)
{
    m_search->setText(text);
}

void DatabaseStatements::showCurrent()
{
    const QModelIndex index = m_filter->mapToSource(m_table->currentIndex());
    m_current = index.isValid() ? m_model->row(index.row()).use.id : 0;
    m_detailStack->setCurrentIndex(m_current > 0 ? 1 : 0);
    if (m_current == 0)
        return;
    const auto& use = m_model->row(index.row()).use;
    m_name->setText(use.name);
    m_text->setPlainText(use.text);
    m_which->setCurrent(0);
    if (!m_known.contains(m_current))
        askPlan(m_current);
    showPlan();
    showAdvice();
}

void DatabaseStatements::askPlan(int statement)
{
    m_asked.insert(statement);
    whenAnswered(m_desk.plan(statement), this, [this, statement, generation = m_generation](const auto& plan) {
        if (generation != m_generation)
            return;
        m_known.insert(statement, {plan, std::nullopt});
        if (statement == m_current)
            showPlan();
    });
}

/// One at a time, so that the table knows of every full scan and the database hardly hears of it.
void DatabaseStatements::askNextPlan()
{
    if (m_isAskingPlan)
        return;
    for (const StatementRow& row : m_model->rows()) {
        const int statement = row.use.id;
        if (row.use.isPlanned || m_asked.contains(statement))
            continue;
        m_isAskingPlan = true;
        m_asked.insert(statement);
        whenAnswered(m_desk.plan(statement), this, [this, statement, generation = m_generation](const auto& plan) {
            if (generation != m_generation)
                return;
            m_isAskingPlan = false;
            m_known.insert(statement, {plan, std::nullopt});
            if (statement == m_current)
                showPlan();
            askNextPlan();
        });
        return;
    }
}

void DatabaseStatements::lookForIndex()
{
    if (m_current == 0 || m_looking != 0)
        return;
    m_looking = m_current;
    m_progress->begin(tr("Trying indexes on a copy…"));
    m_progress->advance(0, 0);
    showAdvice();
    whenAnswered(m_desk.adviseIndex(m_current), this,
                 [this, statement = m_current, generation = m_generation](const auto& advice) {
                     if (generation != m_generation || m_looking != statement)
                         return; // cancelled
                     m_looking = 0;
                     m_progress->end();
                     if (const auto at = m_known.find(statement); at != m_known.end())
                         at->advice = advice;
                     else
                         m_known.insert(statement, {advice ? Result<telemetry::StatementPlan>(advice->before)
                                                           : Result<telemetry::StatementPlan>(advice.error()),
                                                    advice});
                     showAdvice();
                 });
}

} // namespace zg::ui
