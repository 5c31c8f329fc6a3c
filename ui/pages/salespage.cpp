// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/salespage.h"

#include "ui_salespage.h"

#include "ui/answer.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/barchart.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/sheetfile.h"
#include "ui/widgets/undobar.h"

#include <QAction>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

enum RangeSegment { Today, LastWeek, LastMonth, FromTo };
constexpr int figureCount = 4;
constexpr quint64 hourlyTicks = 240;  // a minute
constexpr quint64 dailyTicks = 1'200; // five: many days are more to read, and change less to the eye

} // namespace

SalesPage::SalesPage(const PageContext& context, QWidget* parent)
    : Page("sales", parent)
    , m_context(context)
    , m_ui(std::make_unique<Ui::SalesPage>())
    , m_banner(new Banner(context.theme, this))
    , m_empty(new EmptyState(context.theme, this))
    , m_chart(new BarChart(context.theme, this))
    , m_progress(new ProgressStrip(this))
    , m_undo(new UndoBar(context.theme, this))
    , m_reload(new QAction(this))
    , m_export(new QAction(this))
{
    m_ui->setupUi(this);
    setupLayout();
    setupActions();
    retranslate();
    setupRange();
    showState();
}

SalesPage::~SalesPage() = default;

void SalesPage::setupLayout()
{
    m_ui->bannerPlace->addWidget(m_banner);
    m_banner->setDismissable(true);
    m_ui->progressPlace->addWidget(m_progress);
    m_ui->stack->addWidget(m_empty);
    m_ui->splitter->insertWidget(0, m_chart);
    m_ui->splitter->setStretchFactor(0, 3);
    m_ui->splitter->setStretchFactor(1, 2);
    m_ui->splitter->setSizes({720, 420});
    m_context.state.remember(u"sales"_s, m_ui->splitter);
    m_ui->note->setProperty("house", u"muted"_s);
    m_ui->reading->setFont(Theme::figureFont());
    m_ui->table->setModel(&m_model);
    m_ui->table->dress(m_context.theme);
    m_ui->table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_ui->table->setColumnWidth(BestSellerModel::PiecesColumn, 84);
    m_ui->table->setColumnWidth(BestSellerModel::AmountColumn, 120);
    m_ui->table->setGivingWay(BestSellerModel::NameColumn, {BestSellerModel::PiecesColumn});
    connect(m_ui->table, &TableView::rowActivated, this,
            [this](int row) { Q_EMIT goTo(u"products"_s, m_model.row(row).id.value); });
    m_ui->figures->setHorizontalSpacing(48);
    m_ui->figures->setVerticalSpacing(2);
    for (int i = 0; i < figureCount; ++i) {
        m_titles += new QLabel(m_ui->body);
        m_figures += new QLabel(m_ui->body);
        m_titles.last()->setProperty("house", u"muted"_s);
        m_figures.last()->setProperty("house", u"title"_s);
        m_figures.last()->setFont(Theme::figureFont());
        m_ui->figures->addWidget(m_titles.last(), 0, i);
        m_ui->figures->addWidget(m_figures.last(), 1, i);
    }
    m_ui->figures->setColumnStretch(figureCount, 1);
    setList(m_ui->table);
    connect(m_chart, &BarChart::pointedChanged, this, &SalesPage::showReading);
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (m_isAsking)
            stop();
        else
            ask(false);
    });
    connect(m_progress, &ProgressStrip::cancelled, this, &SalesPage::stop);
}

void SalesPage::setupActions()
{
    const std::pair<QAction*, QString> rows[] = {{m_reload, u"refresh"_s}, {m_export, u"export"_s}};
    for (const auto& [action, icon] : rows) {
        const auto dress = [this, action = action, icon = icon] { action->setIcon(m_context.theme.icon(icon)); };
        connect(&m_context.theme, &Theme::changed, action, dress);
        dress();
        addAction(action);
    }
    m_reload->setShortcut(Qt::Key_F5);
    m_export->setShortcut(Qt::CTRL | Qt::Key_E);
    m_ui->reload->setDefaultAction(m_reload);
    m_ui->exportSheet->setDefaultAction(m_export);
    for (QToolButton* button : {m_ui->reload, m_ui->exportSheet})
        button->setFocusPolicy(Qt::TabFocus);
    connect(m_reload, &QAction::triggered, this, [this] { ask(false); });
    connect(m_export, &QAction::triggered, this, &SalesPage::askExport);
}

QList<QAction*> SalesPage::paletteActions() const
{
    return {m_reload, m_export};
}

void SalesPage::setupRange()
{
    const QDate today = QDate::currentDate();
    m_ui->from->setDate(m_context.state.value(u"sales/from"_s, today.addDays(-29)).toDate());
    m_ui->to->setDate(m_context.state.value(u"sales/to"_s, today).toDate());
    m_ui->range->setCurrent(qBound(int(Today), m_context.state.value(u"sales/range"_s, LastWeek).toInt(), int(FromTo)));
    m_ui->what->setCurrent(qBound(0, m_context.state.value(u"sales/what"_s).toInt(), 1));
    for (QDateEdit* field : {m_ui->from, m_ui->to}) {
        field->setVisible(m_ui->range->current() == FromTo);
        connect(field, &QDateEdit::dateChanged, this, &SalesPage::rangeChanged);
    }
    connect(m_ui->range, &Segments::currentChanged, this, &SalesPage::rangeChanged);
    connect(m_ui->what, &Segments::currentChanged, this, [this](int what) {
        m_context.state.setValue(u"sales/what"_s, what);
        showBars();
    });
    const auto again = [this] {
        if (isVisible() && !m_shown)
            ask(false);
    };
    connect(&m_context.node.staff(), &node::StaffDesk::currentChanged, this, again);
    connect(&m_context.node, &NodeControl::stateChanged, this, again);
}

SalesRange SalesPage::range() const
{
    const QDate today = QDate::currentDate();
    switch (m_ui->range->current()) {
    case Today:
        return {today, today};
    case LastMonth:
        return {today.addDays(-29), today};
    case FromTo:
        return {qMin(m_ui->from->date(), m_ui->to->date()), qMax(m_ui->from->date(), m_ui->to->date())};
    default:
        return {today.addDays(-6), today};
    }
}

void SalesPage::rangeChanged()
{
    m_context.state.setValue(u"sales/range"_s, m_ui->range->current());
    m_context.state.setValue(u"sales/from"_s, m_ui->from->date());
    m_context.state.setValue(u"sales/to"_s, m_ui->to->date());
    for (QDateEdit* field : {m_ui->from, m_ui->to})
        field->setVisible(m_ui->range->current() == FromTo);
    ask(false);
}

void SalesPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (!m_shown && !m_isAsking)
        ask(false);
}

void SalesPage::refresh(const Tick& tick)
{
    if (m_shown && !m_isAsking && tick.count % (m_shown->isHourly() ? hourlyTicks : dailyTicks) == 0)
        ask(true);
}

/// @param isQuiet nobody asked for it: it says nothing while it goes on
void SalesPage::ask(bool isQuiet)
{
    const SalesRange wanted = range();
    const quint64 question = ++m_question;
    m_isStopped = false;
    m_error = {};
    if (wanted.isTooLong()) {
        m_isAsking = false;
        m_progress->end();
        m_shown.reset();
        showState();
        return;
    }
    m_isAsking = true;
    if (!isQuiet)
        m_progress->begin(tr("Adding up the sales"));
    showState();
    whenAnswered(m_context.node.orders().sales(wanted.edges()), this,
                 [this, question, wanted](const Result<shop::SalesReport>& report) {
                     if (question != m_question)
                         return;
                     m_isAsking = false;
                     m_progress->end();
                     if (report)
                         m_shown = wanted;
                     answered(report);
                 });
}

void SalesPage::stop()
{
    ++m_question; // its answer is dropped
    m_isAsking = false;
    m_isStopped = true;
    m_progress->end();
    showState();
}

void SalesPage::askExport()
{
    if (!m_shown)
        return;
    auto* dialog = new QFileDialog(this, tr("Export sales"), m_context.state.value(u"sales/folder"_s).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("CSV (*.csv)"), tr("Excel workbook (*.xlsx)")});
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(tr("sales") + m_shown->first.toString(u"-yyyy-MM-dd") + m_shown->last.toString(u"-yyyy-MM-dd"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(u"xlsx"_s) ? u"xlsx"_s : u"csv"_s);
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_context.state.setValue(u"sales/folder"_s, QFileInfo(path).path());
        exportTo(path);
    });
    dialog->open();
}

void SalesPage::exportTo(const QString& path)
{
    if (!m_shown)
        return;
    whenAnswered(writeSheet(path, salesSheet(m_report)), this, [this, path](const Result<void>& written) {
        if (written)
            m_undo->tell(tr("Written to %1").arg(QFileInfo(path).fileName()));
        else
            m_banner->say(Tone::Bad, tr("The export was not written. An older file of that name is as it was."),
                          written.error().message);
    });
}

} // namespace zg::ui
