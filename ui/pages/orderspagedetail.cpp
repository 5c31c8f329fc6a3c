// SPDX-License-Identifier: GPL-3.0-or-later
// The page's list and the order beside it, in step.
#include "ui/pages/orderspage.h"

#include "ui/errortext.h"
#include "ui/pages/ordersactions.h"
#include "ui/pages/orderscustomer.h"
#include "ui/pages/ordersdetail.h"
#include "ui/widgets/banner.h"

#include "ui_orderspage.h"

#include <QApplication>

using namespace Qt::StringLiterals;

namespace zg::ui {

void OrdersPage::showCurrent()
{
    const QModelIndex current = m_ui->table->currentIndex();
    if (current.isValid()) {
        const shop::Order& order = m_model.row(current.row());
        // Another order comes under the hands of somebody who types: the rest of a number is not for it.
        if (order.id != m_detail->order().id && m_detail->isAncestorOf(QApplication::focusWidget()))
            m_ui->table->setFocus(Qt::OtherFocusReason);
        m_detail->showOrder(order);
    }
    m_actions->updateEnabled();
}

/// The order beside the list is always one of the list: what is not seen there must not be acted on.
void OrdersPage::keepInStep()
{
    const PagerBase::State state = m_pager.state();
    if (state == PagerBase::State::Loading || m_ui->table->currentIndex().isValid())
        return;
    if (m_model.rowCount() > 0)
        m_ui->table->chooseRow(0);
    else
        m_detail->showNothing();
    m_actions->updateEnabled();
}

void OrdersPage::askHistory(OrderId id)
{
    if (m_isReadingHistory)
        return; // the next look, two seconds on, asks for what is shown then
    m_isReadingHistory = true;
    whenAnswered(m_desk.find(id), this, [this, id](const Result<shop::Order>& order) {
        m_isReadingHistory = false;
        if (order)
            take(*order);
        if (m_detail->order().id.isSet() && m_detail->order().id != id)
            askHistory(m_detail->order().id); // another one was chosen meanwhile
    });
}

void OrdersPage::take(const shop::Order& order)
{
    if (const shop::Order* shown = m_model.find(order.id); shown && shown->version <= order.version) {
        shop::Order row = order;
        // In the list's own form, so that the next refresh finds nothing to change.
        if (shown->history.isEmpty())
            row.history.clear();
        row.userName = shown->userName;
        m_model.replace(row);
    }
    if (m_detail->order().id == order.id)
        m_detail->showOrder(order);
    m_actions->updateEnabled();
}

QString OrdersPage::unsaved() const
{
    const int count = int(m_detail->typed().size());
    return count == 0 ? QString() : tr("%n tracking number(s) of orders that are not shipped yet", nullptr, count);
}

void OrdersPage::openItem(qint64 id)
{
    const OrderId wanted{id};
    if (const int row = m_model.indexOf(wanted); row >= 0) {
        m_ui->table->chooseRow(row);
        m_ui->table->scrollTo(m_model.index(row, 0));
        return;
    }
    whenAnswered(m_desk.find(wanted), this, [this, wanted](const Result<shop::Order>& found) {
        if (!found) {
            m_banner->say(Tone::Bad, tr("Order %1: %2").arg(wanted.value).arg(errorText(found.error())),
                          found.error().message);
            return;
        }
        m_detail->showOrder(*found);
        clearFilters(found->orderNo); // the list then holds it
    });
}

void OrdersPage::search(const QString& text)
{
    if (const qint64 customer = text.startsWith(u'#') ? text.mid(1).toLongLong() : 0; customer > 0) {
        filterByCustomer(UserId(customer));
        openCustomer(UserId(customer));
        return;
    }
    clearFilters(text);
}

void OrdersPage::openCustomer(UserId id)
{
    auto* dialog = new OrdersCustomer(m_desk, m_context.theme, this);
    dialog->setObjectName(u"customer"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OrdersCustomer::filterWanted, this, &OrdersPage::filterByCustomer);
    connect(dialog, &OrdersCustomer::orderWanted, this, [this](OrderId order) { openItem(order.value); });
    dialog->show(id);
}

void OrdersPage::filterByCustomer(UserId id)
{
    clearFilters({}, id);
    m_ui->table->setFocus(Qt::OtherFocusReason);
}

} // namespace zg::ui
