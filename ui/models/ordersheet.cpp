// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ordersheet.h"

#include "ui/models/ordermodel.h"
#include "ui/models/productmodel.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

QString timeText(std::optional<qint64> ms)
{
    return ms ? QDateTime::fromMSecsSinceEpoch(*ms).toString(u"yyyy-MM-dd HH:mm:ss") : QString();
}

} // namespace

Sheet orderSheet()
{
    Sheet sheet;
    sheet.header = {u"order_no"_s,   u"status"_s,    u"created_at"_s, u"paid_at"_s,  u"shipped_at"_s, u"customer_id"_s,
                    u"customer"_s,   u"recipient"_s, u"phone"_s,      u"address"_s,  u"remark"_s,     u"tracking_no"_s,
                    u"product_id"_s, u"product"_s,   u"price"_s,      u"quantity"_s, u"amount"_s,     u"order_total"_s};
    sheet.numbers = {5, 12, 14, 15, 16, 17};
    return sheet;
}

void addOrder(Sheet& sheet, const shop::Order& order)
{
    const shop::Address address = order.address.value_or(shop::Address());
    const QStringList head{order.orderNo,
                           QString::fromLatin1(shop::name(order.status)),
                           timeText(order.createdAt),
                           timeText(order.paidAt),
                           timeText(order.shippedAt),
                           QString::number(order.userId.value),
                           order.userName,
                           address.name,
                           address.phone,
                           addressText(address),
                           order.remark,
                           order.trackingNo};
    bool isFirst = true;
    for (const shop::OrderItem& item : order.items) {
        sheet.rows += head + QStringList{QString::number(item.productId.value),
                                         item.name,
                                         yuanInput(item.priceFen),
                                         QString::number(item.quantity),
                                         yuanInput(item.amountFen()),
                                         isFirst ? yuanInput(order.totalFen) : QString()};
        isFirst = false;
    }
}

} // namespace zg::ui
