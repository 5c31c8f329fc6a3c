// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/producteditorhistory.h"

#include "ui/errortext.h"
#include "ui/models/reversal.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/tableview.h"

#include <QAction>
#include <QFocusEvent>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace zg::ui {

ProductHistory::ProductHistory(node::ProductDesk& desk, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_pager(
          m_model, [this](const QByteArray& cursor, int limit) { return m_desk.history(m_id, cursor, limit); }, this)
    , m_stack(new QStackedLayout)
    , m_table(new TableView(this))
    , m_empty(new EmptyState(theme, this))
    , m_undo(new QAction(this))
    , m_undoButton(new QPushButton(this))
{
    setFocusPolicy(Qt::StrongFocus); // until there is a row to give the keyboard to
    m_table->setModel(&m_model);
    m_table->dress(theme);
    m_undo->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
    m_undo->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_undo);
    m_table->addAction(m_undo);
    m_undoButton->setObjectName(u"undoLine"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addLayout(m_stack, 1);
    layout->addWidget(m_undoButton, 0, Qt::AlignLeft);
    connect(m_undoButton, &QPushButton::clicked, m_undo, &QAction::trigger);
    connect(m_undo, &QAction::triggered, this, [this] {
        const QList<int> rows = m_table->selectedRowNumbers();
        if (rows.size() == 1)
            Q_EMIT undoWanted(m_id, m_model.row(rows.first()));
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ProductHistory::updateUndo);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ProductHistory::updateUndo);
    retranslate();
    const QList<int> widths{114, 70, 74, 100, 80};
    for (int i = 0; i < widths.size(); ++i)
        m_table->setColumnWidth(i, widths.at(i));
    m_table->setGivingWay(LedgerModel::WhyColumn, {LedgerModel::AfterColumn});
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    connect(&m_pager, &PagerBase::changed, this, &ProductHistory::showState);
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (m_pager.state() == PagerBase::State::Loading)
            m_pager.cancel();
        else
            m_pager.reload();
    });
}

void ProductHistory::retranslate()
{
    m_table->setAccessibleName(tr("History"));
    m_undo->setText(tr("Undo this change"));
    m_undoButton->setText(m_undo->text());
    updateUndo();
}

void ProductHistory::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

/// What cannot be taken back here says why.
void ProductHistory::updateUndo()
{
    const QList<int> rows = m_table->selectedRowNumbers();
    const bool isOne = rows.size() == 1;
    const bool can = isOne && !reversalOf(m_model.row(rows.first())).isEmpty();
    const QString keys = m_undo->shortcut().toString(QKeySequence::NativeText);
    m_undo->setEnabled(can);
    m_undoButton->setEnabled(can);
    m_undoButton->setToolTip(
        !isOne ? tr("Choose a line of the history to set back what it changed (%1)").arg(keys)
        : can  ? tr("Sets back what this line changed; the history keeps both (%1)").arg(keys)
               : tr("Prices, names, the shelf and adjustments of the stock can be set back here; an order is cancelled "
                     "or refunded on its own page"));
    m_undo->setToolTip(m_undoButton->toolTip());
}

void ProductHistory::showLedger(ProductId id)
{
    if (m_id != id)
        m_model.clear();
    m_id = id;
    if (id.isSet())
        m_pager.reload();
}

void ProductHistory::clear()
{
    m_id = {};
    m_pager.cancel();
    m_model.clear();
}

void ProductHistory::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (m_stack->currentWidget() == m_table)
        m_table->setFocus(event->reason());
}

void ProductHistory::showState()
{
    const bool isEmpty = m_model.rowCount() == 0;
    m_undoButton->setVisible(!isEmpty);
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_table);
    if (!isEmpty) {
        for (const int column : {LedgerModel::DeltaColumn, LedgerModel::AfterColumn})
            m_table->resizeColumnToContents(column); // a figure that is cut tells another figure
        if (hasFocus())
            m_table->setFocus(Qt::OtherFocusReason);
        return;
    }
    switch (m_pager.state()) {
    case PagerBase::State::Loading:
    case PagerBase::State::LoadingMore:
        m_empty->showLoading(tr("Reading the history"), true);
        break;
    case PagerBase::State::Failed:
    case PagerBase::State::FailedMore:
        m_empty->showFailed(tr("The history could not be read"), errorText(m_pager.error()), m_pager.error().message,
                            tr("Try again"));
        break;
    case PagerBase::State::Stopped:
        m_empty->showEmpty(u"history"_s, tr("Stopped"), tr("The history was not read."), tr("Read it now"));
        break;
    case PagerBase::State::Idle:
        m_empty->showEmpty(u"history"_s, tr("No changes yet"),
                           tr("Orders, adjustments of the stock and edits will be listed here."));
        break;
    }
}

} // namespace zg::ui
