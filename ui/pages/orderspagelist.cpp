// SPDX-License-Identifier: GPL-3.0-or-later
// The page's list: filters, counts, what slides in, what is said when there is nothing to show.
#include "ui/pages/orderspage.h"

#include "ui_orderspage.h"

#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/pages/ordersactions.h"
#include "ui/pages/ordersdetail.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"

#include <numeric>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::OrderStatus;

namespace {

/// The segments after "All": what wants to be done comes first.
constexpr OrderStatus segments[] = {OrderStatus::Paid,     OrderStatus::Refunding, OrderStatus::PendingPayment,
                                    OrderStatus::Shipped,  OrderStatus::Completed, OrderStatus::Refunded,
                                    OrderStatus::Cancelled};
static_assert(std::size(segments) == size_t(shop::orderStatusCount));

enum Range { AnyTime, Today, Yesterday, LastWeek, LastMonth, FromTo };

qint64 startOf(QDate day)
{
    return day.startOfDay().toMSecsSinceEpoch();
}

} // namespace

shop::OrderFilter OrdersPage::filter() const
{
    shop::OrderFilter filter;
    if (const int segment = m_ui->status->current(); segment > 0)
        filter.status = segments[segment - 1];
    filter.orderNo = m_ui->number->text().trimmed();
    if (const qint64 id = m_ui->customer->text().toLongLong(); id > 0)
        filter.userId = UserId(id);
    if (const qint64 id = m_ui->product->text().toLongLong(); id > 0)
        filter.productId = ProductId(id);
    const QDate today = QDate::currentDate();
    switch (m_ui->range->currentIndex()) {
    case Today:
        filter.from = startOf(today);
        break;
    case Yesterday:
        filter.from = startOf(today.addDays(-1));
        filter.to = startOf(today);
        break;
    case LastWeek:
        filter.from = startOf(today.addDays(-6));
        break;
    case LastMonth:
        filter.from = startOf(today.addDays(-29));
        break;
    case FromTo:
        filter.from = startOf(qMin(m_ui->from->date(), m_ui->to->date()));
        filter.to = startOf(qMax(m_ui->from->date(), m_ui->to->date()).addDays(1));
        break;
    default:
        break;
    }
    return filter;
}

bool OrdersPage::hasFilter() const
{
    return !(filter() == shop::OrderFilter());
}

void OrdersPage::restoreFilters()
{
    const QDate today = QDate::currentDate();
    m_ui->from->setDate(m_context.state.value(u"orders/from"_s, today.addDays(-29)).toDate());
    m_ui->to->setDate(m_context.state.value(u"orders/to"_s, today).toDate());
    m_ui->status->setCurrent(qBound(0, m_context.state.value(u"orders/status"_s).toInt(), int(std::size(segments))));
    m_ui->range->setCurrentIndex(qBound(int(AnyTime), m_context.state.value(u"orders/range"_s).toInt(), int(FromTo)));
    m_ui->from->setVisible(m_ui->range->currentIndex() == FromTo);
    m_ui->to->setVisible(m_ui->range->currentIndex() == FromTo);
}

void OrdersPage::filterChanged()
{
    m_context.state.setValue(u"orders/status"_s, m_ui->status->current());
    m_context.state.setValue(u"orders/range"_s, m_ui->range->currentIndex());
    m_context.state.setValue(u"orders/from"_s, m_ui->from->date());
    m_context.state.setValue(u"orders/to"_s, m_ui->to->date());
    m_ui->from->setVisible(m_ui->range->currentIndex() == FromTo);
    m_ui->to->setVisible(m_ui->range->currentIndex() == FromTo);
    reload();
}

void OrdersPage::clearFilters(const QString& number, UserId customer)
{
    const QSignalBlocker quiet[] = {QSignalBlocker(m_ui->number), QSignalBlocker(m_ui->customer),
                                    QSignalBlocker(m_ui->product), QSignalBlocker(m_ui->status),
                                    QSignalBlocker(m_ui->range)};
    m_ui->number->setText(number);
    m_ui->customer->setText(customer.isSet() ? QString::number(customer.value) : QString());
    m_ui->product->clear();
    m_ui->status->setCurrent(0);
    m_ui->range->setCurrentIndex(AnyTime);
    filterChanged();
}

void OrdersPage::reload()
{
    m_isAsked = true;
    m_typingDelay.stop();
    m_staleBanner->clear();
    m_ui->table->scrollToTop();
    m_pager.reload();
    askCounts();
}

void OrdersPage::askCounts()
{
    if (std::exchange(m_isCounting, true))
        return;
    whenAnswered(m_desk.counts(), this, [this](const Result<std::array<qint64, shop::orderStatusCount>>& counts) {
        m_isCounting = false;
        if (!counts)
            return; // the list says so
        m_ui->status->setCount(0, std::accumulate(counts->cbegin(), counts->cend(), qint64(0)));
        for (size_t i = 0; i < std::size(segments); ++i)
            m_ui->status->setCount(int(i) + 1, counts->at(size_t(segments[i])));
    });
}

/// More new orders than one page holds. Nobody who reads further down or has chosen an order loses his place.
void OrdersPage::offerNewest()
{
    m_hasGap = true;
    if (m_ui->table->isAtTop() && !m_ui->table->selectionModel()->hasSelection()) {
        m_pager.reload();
        return;
    }
    m_staleBanner->say(Tone::Info, tr("Many new orders have come in."));
    m_staleBanner->setAction(tr("Show them"));
}

void OrdersPage::showState()
{
    const bool isEmpty = m_model.rowCount() == 0;
    m_ui->stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_ui->table);
    using State = PagerBase::State;
    const State state = m_pager.state();
    const Error& error = m_pager.error();
    if (isEmpty && (state == State::Loading || state == State::LoadingMore))
        m_empty->showLoading(tr("Reading the orders"), true);
    else if (isEmpty && (state == State::Failed || state == State::FailedMore))
        m_empty->showFailed(tr("The orders could not be read"), errorText(error), error.message, tr("Try again"));
    else if (isEmpty && state == State::Stopped)
        m_empty->showEmpty(u"orders"_s, tr("Stopped"), tr("The list was not read."), tr("Read it now"));
    else if (isEmpty && !m_ui->number->text().isEmpty())
        m_empty->showEmpty(u"search"_s, tr("There is no such order"),
                           tr("An order is found by its whole number, within the other filters."),
                           tr("Clear the filters"));
    else if (isEmpty && hasFilter())
        m_empty->showEmpty(u"search"_s, tr("No order is like that"),
                           tr("Fewer filters may find it. New ones that fit slide in here."), tr("Clear the filters"));
    else if (isEmpty)
        m_empty->showEmpty(u"orders"_s, tr("No orders yet"),
                           tr("The first one slides in here as soon as it is placed."), tr("Look again"));

    QString count;
    if (!isEmpty)
        count = m_pager.isComplete() ? tr("%n order(s)", nullptr, m_model.rowCount())
                                     : tr("%1 loaded, more as you scroll").arg(countText(m_model.rowCount()));
    if (state == State::FailedMore)
        count += u" · "_s + tr("the next ones could not be read, scroll again to retry");
    if (state == State::LoadingMore)
        count += u" · "_s + tr("reading more");
    if (const int selected = int(m_ui->table->selectedRowNumbers().size()); selected > 1)
        count += u" · "_s + tr("%n selected", nullptr, selected);
    m_ui->count->setText(count);
}

void OrdersPage::retranslate()
{
    QStringList names{tr("All")};
    for (const OrderStatus status : segments)
        names += statusText(status);
    m_ui->status->setSegments(names);
    const QStringList ranges{tr("Any time"),    tr("Today"),        tr("Yesterday"),
                             tr("Last 7 days"), tr("Last 30 days"), tr("From – to")};
    const QSignalBlocker quiet(m_ui->range);
    for (int i = 0; i < ranges.size(); ++i) {
        if (m_ui->range->count() <= i)
            m_ui->range->addItem(QString());
        m_ui->range->setItemText(i, ranges.at(i));
    }
    m_ui->number->setPlaceholderText(tr("Order number"));
    m_ui->number->setToolTip(tr("The whole number of an order (Ctrl+F)"));
    m_ui->customer->setPlaceholderText(tr("Customer no."));
    m_ui->customer->setToolTip(tr("Only the orders of one customer"));
    m_ui->product->setPlaceholderText(tr("Product no."));
    m_ui->product->setToolTip(tr("Only orders that hold this product"));
    m_ui->number->setAccessibleName(tr("Order number"));
    m_ui->customer->setAccessibleName(tr("Customer number"));
    m_ui->product->setAccessibleName(tr("Product number"));
    m_ui->range->setAccessibleName(tr("Ordered when"));
    m_ui->from->setAccessibleName(tr("From"));
    m_ui->to->setAccessibleName(tr("To, that day included"));
    m_ui->table->setAccessibleName(tr("Orders"));
    m_ui->print->setAccessibleName(tr("Print"));
    m_ui->print->setToolTip(tr("Packing slips and pick lists of the selected orders (Ctrl+P, Ctrl+L)"));
    m_ui->status->setAccessibleName(tr("Filter by status"));
    m_actions->retranslate();
    m_detail->retranslate();
    m_model.retranslate();
    showState();
}

} // namespace zg::ui
