// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/packingslip.h"

#include "ui/format.h"
#include "ui/models/ordermodel.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("PackingSlip", text);
}

QString fact(const QString& name, const QString& value)
{
    return u"<tr><td style='color:#666666; padding-right:12px'>"_s % name.toHtmlEscaped() % u"</td><td>"_s %
           value.toHtmlEscaped() % u"</td></tr>"_s;
}

} // namespace

QString packingSlipHtml(const shop::Order& order)
{
    QString html = u"<html><body style='font-size:10px'>"_s;
    html += u"<p style='font-size:18px; font-weight:600; margin-bottom:2px'>"_s %
            say(QT_TRANSLATE_NOOP("PackingSlip", "Packing slip")).toHtmlEscaped() % u"</p>"_s;
    html += u"<table cellspacing='0' cellpadding='2'>"_s;
    html += fact(say(QT_TRANSLATE_NOOP("PackingSlip", "Order")), order.orderNo);
    html += fact(say(QT_TRANSLATE_NOOP("PackingSlip", "Ordered")), localTimeText(order.createdAt));
    if (!order.trackingNo.isEmpty())
        html += fact(say(QT_TRANSLATE_NOOP("PackingSlip", "Tracking")), order.trackingNo);
    html += u"</table>"_s;
    if (order.address) {
        html += u"<p style='font-size:14px; font-weight:600; margin-top:14px; margin-bottom:2px'>"_s %
                order.address->name.toHtmlEscaped() % u"&nbsp;&nbsp;"_s % order.address->phone.toHtmlEscaped() %
                u"</p><p style='font-size:12px; margin-top:0'>"_s % addressText(*order.address).toHtmlEscaped() %
                u"</p>"_s;
    } else {
        html += u"<p style='font-size:12px; margin-top:14px'>"_s %
                say(QT_TRANSLATE_NOOP("PackingSlip", "No address: to be fetched")).toHtmlEscaped() % u"</p>"_s;
    }
    qint64 pieces = 0;
    html +=
        u"<table width='100%' cellspacing='0' cellpadding='5' style='margin-top:14px'><thead><tr style='color:#666666'>"
        "<th align='left' width='5%'></th><th align='left'>"_s %
        say(QT_TRANSLATE_NOOP("PackingSlip", "Product")).toHtmlEscaped() % u"</th><th align='right' width='16%'>"_s %
        say(QT_TRANSLATE_NOOP("PackingSlip", "No.")).toHtmlEscaped() % u"</th><th align='right' width='16%'>"_s %
        say(QT_TRANSLATE_NOOP("PackingSlip", "Pieces")).toHtmlEscaped() % u"</th></tr></thead>"_s;
    for (const shop::OrderItem& item : order.items) {
        pieces += item.quantity;
        html += u"<tr><td style='font-size:13px'>□</td><td>"_s % item.name.toHtmlEscaped() %
                u"</td><td align='right'>"_s % QString::number(item.productId.value) %
                u"</td><td align='right' style='font-size:12px; font-weight:600'>"_s % countText(item.quantity) %
                u"</td></tr>"_s;
    }
    html += u"<tr><td></td><td></td><td align='right' style='color:#666666'>"_s %
            say(QT_TRANSLATE_NOOP("PackingSlip", "Together")).toHtmlEscaped() %
            u"</td><td align='right' style='font-size:12px; font-weight:600'>"_s % countText(pieces) %
            u"</td></tr></table>"_s;
    if (!order.remark.isEmpty())
        html += u"<p style='margin-top:14px'><span style='color:#666666'>"_s %
                say(QT_TRANSLATE_NOOP("PackingSlip", "Remark")).toHtmlEscaped() % u"</span><br>"_s %
                order.remark.toHtmlEscaped().replace(u'\n', u"<br>"_s) % u"</p>"_s;
    return html + u"</body></html>"_s;
}

PaperText packingSlip(const shop::Order& order)
{
    return {packingSlipHtml(order), order.orderNo, order.orderNo};
}

} // namespace zg::ui
