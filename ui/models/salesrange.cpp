// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/salesrange.h"

#include "ui/models/productmodel.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

constexpr qint64 hourMs = 3'600'000;

QDateTime local(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms);
}

QString stamp(qint64 ms)
{
    return local(ms).toString(u"yyyy-MM-dd HH:mm");
}

} // namespace

QList<qint64> SalesRange::edges() const
{
    QList<qint64> edges;
    const qint64 end = last.addDays(1).startOfDay().toMSecsSinceEpoch();
    if (isHourly()) {
        for (qint64 at = first.startOfDay().toMSecsSinceEpoch(); at < end; at += hourMs)
            edges += at;
    } else {
        for (QDate day = first; day <= last; day = day.addDays(1))
            edges += day.startOfDay().toMSecsSinceEpoch();
    }
    edges += end;
    return edges;
}

QString SalesRange::label(qint64 edgeMs) const
{
    return local(edgeMs).toString(isHourly() ? u"HH:mm" : u"MM-dd");
}

QString SalesRange::text(qint64 fromMs, qint64 toMs) const
{
    return isHourly() ? QString(stamp(fromMs) % u" – "_s % local(toMs).toString(u"HH:mm"))
                      : local(fromMs).toString(u"yyyy-MM-dd ddd");
}

Sheet salesSheet(const shop::SalesReport& report)
{
    Sheet sheet;
    sheet.header = {u"section"_s, u"from"_s,   u"to"_s,     u"product_id"_s,
                    u"product"_s, u"orders"_s, u"pieces"_s, u"amount"_s};
    sheet.numbers = {3, 5, 6, 7};
    for (int i = report.firstRead; i < report.spans.size(); ++i)
        sheet.rows += {u"span"_s,
                       stamp(report.edgesMs.at(i)),
                       stamp(report.edgesMs.at(i + 1)),
                       {},
                       {},
                       QString::number(report.spans.at(i).orders),
                       {},
                       yuanInput(report.spans.at(i).takingsFen)};
    const QString from = stamp(report.edgesMs.at(report.firstRead));
    const QString to = stamp(report.edgesMs.last());
    const shop::SalesSpan sum = report.sum();
    sheet.rows += {u"total"_s, from, to, {}, {}, QString::number(sum.orders), {}, yuanInput(sum.takingsFen)};
    sheet.rows += {u"refunded"_s, from, to, {}, {}, QString::number(report.refunds), {}, yuanInput(report.refundedFen)};
    for (const shop::BestSeller& seller : report.bestSellers)
        sheet.rows += {u"product"_s,
                       from,
                       to,
                       QString::number(seller.id.value),
                       seller.name,
                       {},
                       QString::number(seller.pieces),
                       yuanInput(seller.amountFen)};
    return sheet;
}

} // namespace zg::ui
