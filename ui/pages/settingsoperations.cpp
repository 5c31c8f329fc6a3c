// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingsoperations.h"

#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/escapeclears.h"
#include "ui/widgets/listexport.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QToolButton>

#include <chrono>

namespace zg::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using node::Operation;
using node::OperationKind;

namespace {
constexpr auto typingDelay = 300ms;
constexpr int slowTicks = 8; // two seconds: what others do slides in
} // namespace

SettingsOperations::SettingsOperations(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_desk(context.node.operations())
    , m_pager(
          m_model, [this](const QByteArray& cursor, int limit) { return m_desk.list(filter(), cursor, limit); }, this)
    , m_text(new QLineEdit(this))
    , m_who(new QComboBox(this))
    , m_what(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new TableView(this))
    , m_empty(new EmptyState(context.theme, this))
    , m_count(new QLabel(this))
    , m_progress(new ProgressStrip(this))
    , m_undo(new UndoBar(context.theme, this))
    , m_export(new QAction(this))
{
    setupTable();
    setupFilters();
    setupActions();
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_text);
    row->addWidget(m_who);
    row->addWidget(m_what);
    row->addStretch();
    auto* button = new QToolButton(this);
    button->setObjectName(u"exportOperations"_s);
    button->setDefaultAction(m_export);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(button);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_count);
    foot->addWidget(m_progress, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(row);
    column->addWidget(m_stack, 1);
    column->addLayout(foot);
    retranslate();
}

void SettingsOperations::setupTable()
{
    m_table->setObjectName(u"operations"_s);
    m_table->setModel(&m_model);
    m_table->dress(m_context.theme);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    const QList<int> widths{160, 110, 110, 170, 230, 230, 120};
    for (int i = 0; i < widths.size(); ++i)
        m_table->setColumnWidth(i, widths.at(i));
    m_context.state.remember(u"settings/operations"_s, m_table->horizontalHeader());
    m_table->setGivingWay(OperationModel::AfterColumn, {OperationModel::OriginColumn});
    m_count->setProperty("house", u"muted"_s);
    m_count->setMinimumHeight(m_count->fontMetrics().height());
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    connect(&m_pager, &PagerBase::changed, this, &SettingsOperations::showState);
    connect(&m_pager, &PagerBase::gapFound, this, &SettingsOperations::reload);
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (m_pager.state() == PagerBase::State::Loading)
            return m_pager.cancel();
        const QSignalBlocker quiet[] = {QSignalBlocker(m_text), QSignalBlocker(m_who), QSignalBlocker(m_what)};
        m_text->clear();
        m_who->setCurrentIndex(0);
        m_what->setCurrentIndex(0);
        reload();
    });
    const auto again = [this] {
        if (isVisible())
            reload();
    };
    connect(&m_context.node.staff(), &node::StaffDesk::currentChanged, this, again);
    connect(&m_context.node, &NodeControl::stateChanged, this, again);
}

void SettingsOperations::setupFilters()
{
    m_text->setObjectName(u"operationText"_s);
    m_who->setObjectName(u"operationWho"_s);
    m_what->setObjectName(u"operationWhat"_s);
    m_text->setMinimumWidth(220);
    m_text->setClearButtonEnabled(true);
    m_text->addAction(m_context.theme.icon(u"search"_s, Tint::TextFaint), QLineEdit::LeadingPosition);
    new EscapeClears(m_text);
    m_typingDelay.setSingleShot(true);
    m_typingDelay.setInterval(typingDelay);
    connect(&m_typingDelay, &QTimer::timeout, this, &SettingsOperations::reload);
    connect(m_text, &QLineEdit::textChanged, &m_typingDelay, qOverload<>(&QTimer::start));
    connect(m_text, &QLineEdit::returnPressed, this, &SettingsOperations::reload);
    m_who->addItem(QString(), qint64(0));
    m_what->addItem(QString(), -1);
    for (int kind = 0; kind < audit::operationKindCount; ++kind)
        m_what->addItem(QString(), kind);
    connect(m_who, &QComboBox::currentIndexChanged, this, &SettingsOperations::reload);
    connect(m_what, &QComboBox::currentIndexChanged, this, &SettingsOperations::reload);
}

void SettingsOperations::setupActions()
{
    m_export->setShortcut(Qt::CTRL | Qt::Key_E);
    m_export->setShortcutContext(Qt::WindowShortcut); // while the section shows, wherever the focus is
    m_export->setIcon(m_context.theme.icon(u"export"_s));
    connect(&m_context.theme, &Theme::changed, m_export,
            [this] { m_export->setIcon(m_context.theme.icon(u"export"_s)); });
    connect(m_export, &QAction::triggered, this, &SettingsOperations::askExport);
    addAction(m_export);
}

node::OperationFilter SettingsOperations::filter() const
{
    node::OperationFilter filter;
    filter.text = m_text->text().trimmed();
    if (const qint64 id = m_who->currentData().toLongLong(); id > 0)
        filter.by = UserId(id);
    if (const int kind = m_what->currentData().toInt(); kind >= 0)
        filter.kind = OperationKind(kind);
    return filter;
}

bool SettingsOperations::hasFilter() const
{
    return !(filter() == node::OperationFilter());
}

void SettingsOperations::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_wantsFocus = true;
    reload();
    askPeople();
}

void SettingsOperations::refresh(const Tick& tick)
{
    if (tick.count % slowTicks == 0)
        m_pager.refresh(qMax(0, m_table->firstVisibleRow()));
}

void SettingsOperations::reload()
{
    m_typingDelay.stop();
    m_pager.reload();
}

void SettingsOperations::askPeople()
{
    whenAnswered(m_context.node.accounts().list(), this, [this](const Result<QList<node::StaffAccount>>& accounts) {
        if (!accounts)
            return; // the list says so
        const QSignalBlocker quiet(m_who);
        const qint64 chosen = m_who->currentData().toLongLong();
        while (m_who->count() > 1)
            m_who->removeItem(1);
        for (const node::StaffAccount& account : *accounts)
            m_who->addItem(account.username.isEmpty() ? account.nickname : account.username, account.id.value);
        m_who->setCurrentIndex(qMax(0, m_who->findData(chosen)));
    });
}

void SettingsOperations::showState()
{
    const bool isEmpty = m_model.rowCount() == 0;
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_table);
    if (!isEmpty && isVisible() && std::exchange(m_wantsFocus, false) && !isAncestorOf(QApplication::focusWidget()))
        m_table->setFocus(Qt::OtherFocusReason);
    using State = PagerBase::State;
    const State state = m_pager.state();
    const Error& error = m_pager.error();
    m_export->setEnabled(!isEmpty && !m_run);
    if (isEmpty && (state == State::Loading || state == State::LoadingMore))
        m_empty->showLoading(tr("Reading what was done"), true);
    else if (isEmpty && state == State::Failed && error.code == ErrorCode::RoleForbidden)
        m_empty->showEmpty(u"lock"_s, tr("For administrators"), tr("Sign in as one to see what staff did."));
    else if (isEmpty && (state == State::Failed || state == State::FailedMore))
        m_empty->showFailed(tr("What was done could not be read"), errorText(error), error.message, tr("Try again"));
    else if (isEmpty && hasFilter())
        m_empty->showEmpty(u"search"_s, tr("Nothing like that was done"), tr("Fewer filters may find it."),
                           tr("Clear the filters"));
    else if (isEmpty)
        m_empty->showEmpty(u"history"_s, tr("Nothing yet"),
                           tr("What staff do here or through the API is listed for half a year."), tr("Look again"));
    QString count;
    if (!isEmpty)
        count = m_pager.isComplete() ? tr("%n operation(s)", nullptr, m_model.rowCount())
                                     : tr("%1 loaded, more as you scroll").arg(countText(m_model.rowCount()));
    if (state == State::FailedMore)
        count += u" · "_s + tr("the next ones could not be read, scroll again to retry");
    m_count->setText(count);
}

void SettingsOperations::focusSearch()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void SettingsOperations::askExport()
{
    auto* dialog =
        new QFileDialog(this, tr("Export operations"), m_context.state.value(u"settings/folder"_s).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("CSV (*.csv)")});
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(tr("operations") + QDate::currentDate().toString(u"-yyyy-MM-dd"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_context.state.setValue(u"settings/folder"_s, QFileInfo(path).path());
        exportTo(path);
    });
    dialog->open();
}

void SettingsOperations::exportTo(const QString& path)
{
    if (m_run)
        return;
    Sheet sheet;
    sheet.title = tr("Operations");
    sheet.header = QStringList{tr("UTC")};
    for (int column = 0; column < m_model.columnCount(); ++column)
        sheet.header += m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    const auto add = [this](Sheet& to, const Operation& operation) {
        QStringList row{utcTimeText(operation.at)};
        for (int column = 0; column < m_model.columnCount(); ++column)
            row += m_model.column(column).text(m_model.column(column).raw(operation));
        to.rows += row;
    };
    const auto ask = [this, asked = filter()](const QByteArray& cursor, int limit) {
        return m_desk.list(asked, cursor, limit);
    };
    auto* run = new ListExport<Operation>(ask, add, sheet, path, this);
    m_run = run;
    m_progress->begin(tr("Exporting"));
    const auto end = [this] {
        m_run = nullptr;
        m_progress->end();
        showState();
    };
    connect(run, &ListExportBase::advanced, m_progress, [this](int rows) { m_progress->advance(rows, 0); });
    connect(m_progress, &ProgressStrip::cancelled, run, &ListExportBase::cancel);
    connect(run, &ListExportBase::cancelled, this, end);
    connect(run, &ListExportBase::finished, this, [this, end, path](int rows) {
        end();
        m_undo->tell(tr("%n operation(s) written to %1", nullptr, rows).arg(QFileInfo(path).fileName()));
    });
    connect(run, &ListExportBase::failed, this, [this, end](const Error& error) {
        end();
        m_undo->tell(tr("The export was not written: %1").arg(errorText(error)));
    });
    run->start();
}

void SettingsOperations::retranslate()
{
    m_text->setPlaceholderText(tr("Search what was done"));
    m_text->setToolTip(tr("Part of what was worked on, of a value, a name or an address (Ctrl+F)"));
    m_text->setAccessibleName(tr("Search what was done"));
    m_who->setItemText(0, tr("Everybody"));
    m_who->setAccessibleName(tr("Who"));
    m_who->setToolTip(tr("Only what one account did"));
    m_what->setItemText(0, tr("Everything"));
    for (int kind = 0; kind < audit::operationKindCount; ++kind)
        m_what->setItemText(kind + 1, operationText(OperationKind(kind)));
    m_what->setAccessibleName(tr("What"));
    m_what->setToolTip(tr("Only one kind of operation"));
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("Writes all that fit the filters to a CSV file (Ctrl+E)"));
    m_table->setAccessibleName(tr("Operations"));
    m_model.retranslate();
    showState();
}

} // namespace zg::ui
