// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picklist.h"

#include "ui/format.h"
#include "ui/models/ordermodel.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QMap>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("PickList", text).toHtmlEscaped();
}

QString heading(const QString& text, const QString& more)
{
    return u"<th style='color:#666666' "_s % more % u">"_s % text % u"</th>"_s;
}

QString placesOf(const PickLine& line)
{
    QStringList places;
    for (const PickLine::Part& part : line.parts)
        places += QString::number(part.place) % u" × "_s % QString::number(part.pieces);
    return places.join(u",&nbsp; "_s);
}

} // namespace

QList<PickLine> pickLines(const QList<shop::Order>& orders)
{
    QMap<qint64, PickLine> lines; // by product
    for (int at = 0; at < orders.size(); ++at) {
        for (const shop::OrderItem& item : orders.at(at).items) {
            PickLine& line = lines[item.productId.value];
            line.id = item.productId;
            line.name = item.name;
            line.pieces += item.quantity;
            line.parts += PickLine::Part{at + 1, item.quantity};
        }
    }
    return lines.values();
}

QString pickListHtml(const QList<shop::Order>& orders)
{
    qint64 pieces = 0;
    QString html =
        u"<html><body style='font-size:10px'><p style='font-size:18px; font-weight:600; margin-bottom:2px'>"_s %
        say(QT_TRANSLATE_NOOP("PickList", "Pick list")) % u"</p><p style='color:#666666; margin-top:0'>"_s %
        QCoreApplication::translate("PickList", "%n order(s)", nullptr, int(orders.size())).toHtmlEscaped() % u" · "_s %
        QDateTime::currentDateTime().toString(u"yyyy-MM-dd HH:mm") % u"</p>"_s;
    html += u"<table width='100%' cellspacing='0' cellpadding='5' style='margin-top:10px'><thead><tr>"
            "<th width='4%'></th>"_s %
            heading(say(QT_TRANSLATE_NOOP("PickList", "No.")), u"align='right' width='10%'"_s) %
            heading(say(QT_TRANSLATE_NOOP("PickList", "Product")), u"align='left'"_s) %
            heading(say(QT_TRANSLATE_NOOP("PickList", "Pieces")), u"align='right' width='10%'"_s) %
            heading(say(QT_TRANSLATE_NOOP("PickList", "Place × pieces")), u"align='left' width='34%'"_s) %
            u"</tr></thead>"_s;
    for (const PickLine& line : pickLines(orders)) {
        pieces += line.pieces;
        html += u"<tr><td style='font-size:13px'>□</td><td align='right'>"_s % QString::number(line.id.value) %
                u"</td><td>"_s % line.name.toHtmlEscaped() %
                u"</td><td align='right' style='font-size:12px; font-weight:600'>"_s % countText(line.pieces) %
                u"</td><td>"_s % placesOf(line) % u"</td></tr>"_s;
    }
    html += u"<tr><td></td><td></td><td align='right' style='color:#666666'>"_s %
            say(QT_TRANSLATE_NOOP("PickList", "Together")) %
            u"</td><td align='right' style='font-size:12px; font-weight:600'>"_s % countText(pieces) %
            u"</td><td></td></tr></table>"_s;
    html += u"<p style='font-size:14px; font-weight:600; margin-top:18px; margin-bottom:2px'>"_s %
            say(QT_TRANSLATE_NOOP("PickList", "Places on the cart")) %
            u"</p><table width='100%' cellspacing='0' cellpadding='4'><thead><tr>"_s %
            heading(say(QT_TRANSLATE_NOOP("PickList", "Place")), u"align='right' width='8%'"_s) %
            heading(say(QT_TRANSLATE_NOOP("PickList", "Order")), u"align='left' width='26%'"_s) %
            heading(say(QT_TRANSLATE_NOOP("PickList", "Recipient")), u"align='left'"_s) %
            heading(say(QT_TRANSLATE_NOOP("PickList", "Remark")), u"align='left' width='40%'"_s) % u"</tr></thead>"_s;
    for (int at = 0; at < orders.size(); ++at) {
        const shop::Order& order = orders.at(at);
        html += u"<tr><td align='right' style='font-size:12px; font-weight:600'>"_s % QString::number(at + 1) %
                u"</td><td>"_s % order.orderNo.toHtmlEscaped() % u"</td><td>"_s %
                (order.address ? order.address->name : customerText(order)).toHtmlEscaped() % u"</td><td>"_s %
                order.remark.toHtmlEscaped() % u"</td></tr>"_s;
    }
    return html + u"</table></body></html>"_s;
}

PaperText pickList(const QList<shop::Order>& orders)
{
    return {pickListHtml(orders), QCoreApplication::translate("PickList", "Pick list"), {}};
}

} // namespace zg::ui
