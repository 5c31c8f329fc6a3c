// SPDX-License-Identifier: GPL-3.0-or-later
// What the order's side says.
#include "ui/pages/ordersdetail.h"

#include "core/money.h"
#include "ui/format.h"
#include "ui/shell/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/ordertimeline.h"
#include "ui/widgets/tableview.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::OrderStatus;

namespace {

constexpr int itemsShown = 8; // rows before the items scroll in their own table

} // namespace

void OrdersDetail::fill()
{
    m_number->setText(m_order.orderNo);
    m_status->setText(u"● "_s + statusText(m_order.status));
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, m_theme.color(Tint(statusTint(m_order.status))));
    m_status->setPalette(palette);
    m_customer->setText(customerText(m_order));
    m_customer->setAccessibleName(tr("Customer %1").arg(customerText(m_order)));
    m_facts->setText(tr("ordered %1 · version %2").arg(localTimeText(m_order.createdAt)).arg(m_order.version));
    m_facts->setToolTip(utcTimeText(m_order.createdAt));
    m_items.assign(m_order.items);
    fitItems();
    m_total->setText(tr("Total %1").arg(yuanText(m_order.totalFen)));
    QString address = tr("None was given");
    if (m_order.address)
        address = m_order.address->name % u"  "_s % m_order.address->phone % u'\n' % addressText(*m_order.address);
    m_address->setText(address);
    m_copy->setVisible(m_order.address.has_value());
    m_remarkTitle->setVisible(!m_order.remark.isEmpty());
    m_remark->setVisible(!m_order.remark.isEmpty());
    m_remark->setText(m_order.remark);
    m_timeline->showOrder(m_order);
    fillDeeds();
}

void OrdersDetail::fitItems()
{
    // The figures take what they need and no more: the name has the rest.
    for (const int column : {OrderItemModel::PriceColumn, OrderItemModel::QuantityColumn, OrderItemModel::AmountColumn})
        m_table->resizeColumnToContents(column);
    const int rows = qMin(itemsShown, m_items.rowCount());
    const int height =
        m_table->horizontalHeader()->sizeHint().height() + rows * m_table->verticalHeader()->defaultSectionSize() + 2;
    m_table->setFixedHeight(height);
    m_table->setVerticalScrollBarPolicy(m_items.rowCount() > itemsShown ? Qt::ScrollBarAsNeeded
                                                                        : Qt::ScrollBarAlwaysOff);
}

void OrdersDetail::fillDeeds()
{
    const bool isPaid = m_order.status == OrderStatus::Paid;
    const bool isRefunding = m_order.status == OrderStatus::Refunding;
    m_tracking->setVisible(isPaid);
    m_tracking->setReadOnly(m_isBusy);
    m_ship->setVisible(isPaid);
    m_ship->setEnabled(!m_isBusy && !trackingTyped().isEmpty());
    m_ship->setText(m_isBusy && isPaid ? tr("Shipping…") : tr("Ship"));
    m_approve->setVisible(isRefunding);
    m_refuse->setVisible(isRefunding);
    m_approve->setEnabled(!m_isBusy);
    m_refuse->setEnabled(!m_isBusy);
    m_approve->setText(tr("Refund %1…").arg(yuanText(m_order.totalFen)));
    QString hint;
    if (!m_order.trackingNo.isEmpty())
        hint = tr("Tracking number %1").arg(m_order.trackingNo);
    else if (m_order.status == OrderStatus::PendingPayment)
        hint = tr("Nothing to do yet: the customer has not paid. An order that is never paid is cancelled by itself.");
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

void OrdersDetail::retranslate()
{
    m_empty->showEmpty(u"orders"_s, tr("No order is chosen"),
                       tr("The arrow keys choose one in the list; what it holds is shown here."));
    m_tracking->setPlaceholderText(tr("Tracking number"));
    m_tracking->setToolTip(tr("Tracking number, then Enter (Ctrl+T)"));
    m_tracking->setAccessibleName(tr("Tracking number"));
    m_ship->setToolTip(tr("Marks it as shipped (Enter in the field)"));
    m_approve->setToolTip(tr("Gives the money back and puts the stock back (Ctrl+Shift+A)"));
    m_refuse->setText(tr("Refuse…"));
    m_refuse->setToolTip(tr("The order goes back to be shipped (Ctrl+Shift+R)"));
    m_table->setAccessibleName(tr("Items"));
    m_addressTitle->setText(tr("Address"));
    m_remarkTitle->setText(tr("Remark"));
    m_historyTitle->setText(tr("History"));
    m_customer->setToolTip(tr("The customer: sums and last orders (Ctrl+U)"));
    m_copy->setToolTip(tr("Copy the address"));
    m_copy->setAccessibleName(tr("Copy the address"));
    m_items.retranslate();
    if (m_order.id.isSet())
        fill();
}

} // namespace zg::ui
