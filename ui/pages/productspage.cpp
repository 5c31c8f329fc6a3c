// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/productspage.h"

#include "ui_productspage.h"

#include "ui/pages/productsactions.h"
#include "ui/pages/productsdelegate.h"
#include "ui/pages/productsedits.h"
#include "ui/pages/productsreversals.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/escapeclears.h"
#include "ui/widgets/producteditor.h"
#include "ui/widgets/producteditorhistory.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/undobar.h"

#include <QApplication>
#include <QHeaderView>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace zg::ui {

namespace {

constexpr auto searchDelay = 150ms; // a typist's pause between letters is shorter
constexpr int roomyWidth = 1240;    // below it the buttons show their icons alone; tool tips name them
constexpr int refreshTicks = 12;    // three seconds: stock moves while orders come in

} // namespace

ProductsPage::ProductsPage(const PageContext& context, QWidget* parent)
    : Page("products", parent)
    , m_context(context)
    , m_desk(context.node.products())
    , m_ui(std::make_unique<Ui::ProductsPage>())
    , m_pager(
          m_model, [this](const QByteArray& cursor, int limit) { return m_desk.list(filter(), cursor, limit); }, this)
    , m_banner(new Banner(context.theme, this))
    , m_staleBanner(new Banner(context.theme, this))
    , m_empty(new EmptyState(context.theme, this))
    , m_undo(new UndoBar(context.theme, this))
    , m_progress(new ProgressStrip(this))
    , m_editor(new ProductEditor(context.theme, this))
    , m_history(new ProductHistory(m_desk, context.theme, this))
{
    m_ui->setupUi(this);
    m_ui->bannerPlace->addWidget(m_staleBanner);
    m_ui->bannerPlace->addWidget(m_banner);
    m_ui->progressPlace->addWidget(m_progress);
    setStyleSheet(u"QToolButton:disabled { background: transparent; border-color: transparent; }"_s);
    m_ui->count->setProperty("house", u"muted"_s);
    setList(m_ui->table); // the arrow keys work as soon as the page is there
    setupModel();
    setupEditor();
    setupActions();
    setupFilters();
    connectBackend();
    retranslate();
    showState();
}

ProductsPage::~ProductsPage() = default;

void ProductsPage::setupModel()
{
    TableView* table = m_ui->table;
    table->setModel(&m_model);
    table->dress(m_context.theme);
    table->setItemDelegateForColumn(ProductModel::NameColumn, new DotDelegate(m_context.theme, table));
    table->setItemDelegateForColumn(ProductModel::StatusColumn, new DotDelegate(m_context.theme, table));
    for (const int column : {ProductModel::PriceColumn, ProductModel::StockColumn})
        table->setItemDelegateForColumn(column, new ProductsDelegate(m_context.theme, table));
    table->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked |
                           QAbstractItemView::AnyKeyPressed);
    m_ui->stack->addWidget(m_empty);

    QHeaderView* header = table->horizontalHeader();
    const QList<int> widths{72, 240, 80, 104, 84, 84, 124, 146};
    for (int i = 0; i < widths.size(); ++i)
        header->resizeSection(i, widths.at(i));
    header->setSectionsClickable(true);
    connect(header, &QHeaderView::sectionClicked, this, &ProductsPage::sortByColumn);
    m_context.state.remember(u"products/table"_s, header);
    header->setSortIndicatorShown(false); // the header's text has the arrow
    table->setGivingWay(ProductModel::NameColumn, {ProductModel::UpdatedColumn, ProductModel::SalesColumn,
                                                   ProductModel::CategoryColumn, ProductModel::IdColumn});
    connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ProductsPage::showCurrent);
    connect(table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ProductsPage::showState);
    connect(table, &TableView::rowActivated, m_editor, &ProductEditor::focusFields);
}

void ProductsPage::setupEditor()
{
    m_editor->setHistory(m_history);
    m_ui->splitter->addWidget(m_editor);
    m_ui->splitter->setStretchFactor(0, 1);
    m_ui->splitter->setStretchFactor(1, 0);
    m_ui->splitter->setSizes({780, 430});
    m_context.state.remember(u"products"_s, m_ui->splitter);
    m_edits = new ProductsEdits(m_desk, m_model, *m_editor, *m_banner, *m_undo, this);
    connect(m_edits, &ProductsEdits::created, this, &ProductsPage::select);
    const auto showHistory = [this] {
        if (m_editor->isShowingHistory())
            m_history->showLedger(m_editor->productId());
    };
    connect(m_editor, &ProductEditor::historyShown, this, showHistory);
    connect(m_editor, &ProductEditor::newLeft, this, &ProductsPage::leaveNew);
    connect(m_editor, &ProductEditor::draftsChanged, this, [this] { m_model.setUnsaved(m_editor->unsaved()); });
    connect(m_edits, &ProductsEdits::stockChanged, this, showHistory);
    auto* reversals = new ProductsReversals(m_desk, m_model, *m_editor, *m_edits, *m_banner, *m_undo, this);
    connect(m_history, &ProductHistory::undoWanted, reversals, &ProductsReversals::reverse);
    connect(reversals, &ProductsReversals::reversed, this, showHistory);
}

void ProductsPage::setupActions()
{
    m_actions = new ProductsActions(m_desk, m_model, *m_ui->table, m_context.theme, this);
    m_actions->attach(*m_banner, *m_undo, *m_progress);
    const std::pair<QToolButton*, QAction*> buttons[] = {{m_ui->onSale, m_actions->onSale},
                                                         {m_ui->offShelf, m_actions->offShelf},
                                                         {m_ui->remove, m_actions->remove},
                                                         {m_ui->importCsv, m_actions->importCsv},
                                                         {m_ui->exportCsv, m_actions->exportSheet}};
    for (const auto& [button, action] : buttons) {
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
    }
    m_ui->add->setProperty("house", u"primary"_s);
    connect(m_ui->add, &QPushButton::clicked, m_actions->add, &QAction::trigger);
    connect(m_actions->add, &QAction::triggered, this, [this] {
        if (!m_editor->isNew())
            m_beforeNew = m_editor->productId();
        m_ui->table->setCurrentIndex({}); // the next row that is clicked is a change of mind
        m_ui->table->clearSelection();
        m_editor->beginNew();
    });
    connect(m_actions->save, &QAction::triggered, m_editor, &ProductEditor::save);
    connect(m_actions->adjust, &QAction::triggered, m_editor, &ProductEditor::focusStock);
    connect(m_actions->history, &QAction::triggered, m_editor, &ProductEditor::toggleHistory);
    connect(m_actions->bulk, &QAction::triggered, this, &ProductsPage::changeMany);
    connect(m_actions->importCsv, &QAction::triggered, this, &ProductsPage::askImport);
    connect(m_actions->exportSheet, &QAction::triggered, this, &ProductsPage::askExport);
    connect(m_actions->reload, &QAction::triggered, this, &ProductsPage::reload);
    connect(m_actions, &ProductsActions::removed, this, [this](ProductId id) {
        if (m_editor->productId() == id)
            m_editor->revert();
        m_editor->forgetUnsaved(id);
    });
    connect(m_actions, &ProductsActions::changed, this, [this] {
        m_pager.refresh(m_ui->table->firstVisibleRow());
        showCurrent();
    });
}

void ProductsPage::setupFilters()
{
    m_searchDelay.setSingleShot(true);
    m_searchDelay.setInterval(searchDelay);
    connect(&m_searchDelay, &QTimer::timeout, this, &ProductsPage::reload);
    connect(m_ui->search, &QLineEdit::textChanged, &m_searchDelay, qOverload<>(&QTimer::start));
    connect(m_ui->search, &QLineEdit::returnPressed, this, [this] { m_ui->table->setFocus(); });
    new EscapeClears(m_ui->search);
    m_ui->search->addAction(m_context.theme.icon(u"search"_s, Tint::TextFaint), QLineEdit::LeadingPosition);
    const auto remember = [this](QComboBox* box, const QString& key) {
        connect(box, &QComboBox::activated, this, [this, box, key] {
            m_context.state.setValue(key, box->currentData());
            reload();
        });
    };
    remember(m_ui->status, u"products/status"_s);
    remember(m_ui->category, u"products/category"_s);
    connect(m_ui->sort, &QComboBox::activated, this,
            [this] { applySort(shop::ProductSort(m_ui->sort->currentData().toInt())); });
}

void ProductsPage::connectBackend()
{
    connect(&m_pager, &PagerBase::changed, this, &ProductsPage::showState);
    connect(&m_pager, &PagerBase::changed, this, &ProductsPage::keepInStep);
    connect(&m_pager, &PagerBase::refreshed, m_staleBanner, &Banner::clear);
    connect(&m_pager, &PagerBase::refreshed, this, &ProductsPage::showCurrent);
    connect(&m_pager, &PagerBase::refreshFailed, this, [this](const Error& error) {
        m_staleBanner->say(
            Tone::Warning,
            tr("The list is not up to date: the store does not answer. It is tried again every few seconds."),
            error.message);
    });
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (m_pager.state() == PagerBase::State::Loading)
            m_pager.cancel();
        else if (m_pager.state() == PagerBase::State::Idle && hasFilter())
            clearFilters();
        else if (m_pager.state() == PagerBase::State::Idle)
            m_actions->add->trigger();
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

void ProductsPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (!isAncestorOf(QApplication::focusWidget()))
        m_ui->table->setFocus(Qt::OtherFocusReason); // the arrow keys work at once
    if (!m_isAsked)
        reload();
}

void ProductsPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    const auto style = width() < roomyWidth ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon;
    m_ui->onSale->setToolButtonStyle(style);
    m_ui->offShelf->setToolButtonStyle(style);
}

void ProductsPage::refresh(const Tick& tick)
{
    if (tick.count % refreshTicks == 0 && m_isAsked && !m_ui->table->isEditing())
        m_pager.refresh(m_ui->table->firstVisibleRow());
}

void ProductsPage::focusSearch()
{
    m_ui->search->setFocus(Qt::ShortcutFocusReason);
    m_ui->search->selectAll();
}

QList<QAction*> ProductsPage::paletteActions() const
{
    return m_actions->all();
}

} // namespace zg::ui
