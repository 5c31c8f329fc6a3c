// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/producteditorhistory.h"

#include "ui/errortext.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/tableview.h"

#include <QFocusEvent>
#include <QHeaderView>
#include <QStackedLayout>

using namespace Qt::StringLiterals;

namespace zg::ui {

ProductHistory::ProductHistory(node::ProductDesk& desk, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_pager(
          m_model, [this](const QByteArray& cursor, int limit) { return m_desk.history(m_id, cursor, limit); }, this)
    , m_stack(new QStackedLayout(this))
    , m_table(new TableView(this))
    , m_empty(new EmptyState(theme, this))
{
    setFocusPolicy(Qt::StrongFocus); // until there is a row to give the keyboard to
    m_table->setModel(&m_model);
    m_table->dress(theme);
    m_table->setAccessibleName(tr("History"));
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
