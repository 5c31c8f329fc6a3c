// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ordermodel.h"

#include "ui/format.h"
#include "ui/shell/theme.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Order;
using shop::OrderStatus;

namespace {

QString statusAsText(const QVariant& raw)
{
    return statusText(OrderStatus(raw.toInt()));
}

QString everyItem(const Order& order)
{
    QStringList lines;
    for (const shop::OrderItem& item : order.items)
        lines += QString(item.name % u" × "_s % QString::number(item.quantity));
    return lines.join(u'\n');
}

const Column<Order> orderColumns[] = {
    {QT_TRANSLATE_NOOP("OrderModel", "Order"), Qt::AlignLeft, [](const Order& o) { return QVariant(o.orderNo); },
     plainText},
    {QT_TRANSLATE_NOOP("OrderModel", "Ordered"), Qt::AlignLeft, [](const Order& o) { return QVariant(o.createdAt); },
     timeAsLocal, [](const Order& o) { return utcTimeText(o.createdAt); }},
    {QT_TRANSLATE_NOOP("OrderModel", "Customer"), Qt::AlignLeft,
     [](const Order& o) { return QVariant(customerText(o)); }, plainText},
    {QT_TRANSLATE_NOOP("OrderModel", "Items"), Qt::AlignLeft, [](const Order& o) { return QVariant(itemsText(o)); },
     plainText, everyItem},
    {QT_TRANSLATE_NOOP("OrderModel", "Total"), Qt::AlignRight, [](const Order& o) { return QVariant(o.totalFen); },
     fenAsYuan},
    {QT_TRANSLATE_NOOP("OrderModel", "Status"), Qt::AlignLeft, [](const Order& o) { return QVariant(int(o.status)); },
     statusAsText},
    {QT_TRANSLATE_NOOP("OrderModel", "Tracking"), Qt::AlignLeft, [](const Order& o) { return QVariant(o.trackingNo); },
     plainText},
};

using shop::OrderItem;
const Column<OrderItem> itemColumns[] = {
    {QT_TRANSLATE_NOOP("OrderItemModel", "Product"), Qt::AlignLeft, [](const OrderItem& i) { return QVariant(i.name); },
     plainText,
     [](const OrderItem& i) { return QString(u"#"_s % QString::number(i.productId.value) % u"  "_s % i.name); }},
    {QT_TRANSLATE_NOOP("OrderItemModel", "Price"), Qt::AlignRight,
     [](const OrderItem& i) { return QVariant(i.priceFen); }, fenAsYuan},
    {QT_TRANSLATE_NOOP("OrderItemModel", "Pieces"), Qt::AlignRight,
     [](const OrderItem& i) { return QVariant(i.quantity); }, countAsText},
    {QT_TRANSLATE_NOOP("OrderItemModel", "Amount"), Qt::AlignRight,
     [](const OrderItem& i) { return QVariant(i.amountFen()); }, fenAsYuan},
};

} // namespace

QString statusText(OrderStatus status)
{
    switch (status) {
    case OrderStatus::PendingPayment:
        return QCoreApplication::translate("OrderModel", "Not paid yet");
    case OrderStatus::Paid:
        return QCoreApplication::translate("OrderModel", "To be shipped");
    case OrderStatus::Shipped:
        return QCoreApplication::translate("OrderModel", "Shipped");
    case OrderStatus::Completed:
        return QCoreApplication::translate("OrderModel", "Completed");
    case OrderStatus::Cancelled:
        return QCoreApplication::translate("OrderModel", "Cancelled");
    case OrderStatus::Refunding:
        return QCoreApplication::translate("OrderModel", "Refund asked");
    case OrderStatus::Refunded:
        return QCoreApplication::translate("OrderModel", "Refunded");
    }
    return {};
}

int statusTint(OrderStatus status)
{
    switch (status) {
    case OrderStatus::Paid:
        return int(Tint::Accent); // work to do
    case OrderStatus::Refunding:
        return int(Tint::Warning); // somebody waits for a word
    case OrderStatus::Shipped:
    case OrderStatus::Completed:
        return int(Tint::Good);
    case OrderStatus::PendingPayment:
    case OrderStatus::Cancelled:
    case OrderStatus::Refunded:
        break;
    }
    return int(Tint::TextFaint);
}

QString customerText(const Order& order)
{
    return order.userName.isEmpty() ? QString(u"#"_s % QString::number(order.userId.value)) : order.userName;
}

QString itemsText(const Order& order)
{
    if (order.items.isEmpty())
        return {};
    const shop::OrderItem& first = order.items.first();
    const QString text = first.name % u" × "_s % QString::number(first.quantity);
    const int others = int(order.items.size()) - 1;
    return others == 0 ? text : QCoreApplication::translate("OrderModel", "%1, and %n more", nullptr, others).arg(text);
}

QString addressText(const shop::Address& address)
{
    QStringList parts{address.province, address.city, address.district, address.detail};
    parts.removeAll(QString());
    if (address.province == address.city)
        parts.removeOne(address.city); // 上海市 上海市
    return parts.join(u' ');
}

OrderItemModel::OrderItemModel(QObject* parent)
    : TableModel(itemColumns, "OrderItemModel", parent)
{
}

OrderModel::OrderModel(QObject* parent)
    : TableModel(orderColumns, "OrderModel", parent)
{
}

void OrderModel::setTyped(const QSet<OrderId>& ids)
{
    const QSet<OrderId> before = std::exchange(m_typed, ids);
    for (const OrderId id : before + ids)
        if (const int at = indexOf(id); at >= 0 && before.contains(id) != ids.contains(id))
            touchRows(at, at);
}

QVariant OrderModel::data(const QModelIndex& index, int role) const
{
    if (role == TintRole && index.column() == StatusColumn)
        return statusTint(row(index.row()).status);
    if (index.column() == NumberColumn && !m_typed.isEmpty() && m_typed.contains(row(index.row()).id)) {
        if (role == TintRole)
            return int(Tint::Warning);
        if (role == Qt::ToolTipRole || role == Qt::AccessibleDescriptionRole)
            return tr("A tracking number is typed here and not shipped yet");
    }
    return TableModel::data(index, role);
}

} // namespace zg::ui
