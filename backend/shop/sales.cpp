// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/sales.h"

#include "shop/concerns.h"
#include "shop/orderquery.h"
#include "shop/salesquery.h"
#include "sql/database.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
// An order is paid at most this long after it was made: the longest order-expiry there is, and a day for clocks.
constexpr qint64 longestUnpaidMs = qint64(31) * 24 * 3'600'000;

using Sellers = QHash<qint64, BestSeller>; // by product

Result<SalesSpan> readSpan(sql::Connection& connection, const ListStatement& statement)
{
    auto rows = statement.run(connection);
    if (!rows)
        return rows.error();
    rows->next(); // an aggregate always gives a row
    return SalesSpan{rows->integer(0), rows->integer(1)};
}

Result<SalesSpan> readRefunds(sql::Connection& connection, qint64 fromMs, qint64 toMs)
{
    OrderFilter made;
    made.from = fromMs - longestUnpaidMs;
    made.to = toMs;
    const auto range = readRange(connection, made);
    if (!range)
        return range.error();
    if (!*range)
        return SalesSpan();
    return readSpan(connection, refundsOfSales((*range)->from, (*range)->to, fromMs, toMs, connection.dialect()));
}

Result<void> readSellers(sql::Connection& connection, qint64 fromMs, qint64 toMs, Sellers& sellers)
{
    auto rows = sellersOfSales(fromMs, toMs, connection.dialect()).run(connection);
    if (!rows)
        return rows.error();
    while (rows->next()) {
        auto& seller = sellers[rows->integer(0)];
        seller.id = ProductId(rows->integer(0));
        seller.name = rows->text(1);
        seller.pieces += rows->integer(2);
        seller.amountFen += rows->integer(3);
    }
    return {};
}

QList<BestSeller> best(const Sellers& sellers)
{
    QList<BestSeller> all = sellers.values();
    std::ranges::sort(all, [](const BestSeller& a, const BestSeller& b) {
        return std::tuple(-a.amountFen, -a.pieces, a.id.value) < std::tuple(-b.amountFen, -b.pieces, b.id.value);
    });
    return all.mid(0, Sales::sellersShown);
}

bool areRising(const QList<qint64>& edges)
{
    return std::ranges::adjacent_find(edges, std::greater_equal<>()) == edges.cend();
}
} // namespace

SalesSpan SalesReport::sum() const
{
    SalesSpan sum;
    for (const auto& span : spans) {
        sum.orders += span.orders;
        sum.takingsFen += span.takingsFen;
    }
    return sum;
}

Task<Result<SalesReport>> Sales::report(QList<qint64> edgesMs)
{
    if (edgesMs.size() < 2 || edgesMs.size() > mostSpans + 1 || !areRising(edgesMs))
        co_return Error::invalid(u"edges"_s, u"%1 edges, 2 to %2 that rise"_s.arg(edgesMs.size()).arg(mostSpans + 1));
    SalesReport report;
    report.edgesMs = edgesMs;
    report.spans.resize(edgesMs.size() - 1);
    Sellers sellers;
    qint64 orders = 0;
    // A job a span, newest first: no connection is kept long, and what is left out is the oldest.
    for (qsizetype i = report.spans.size() - 1; i >= 0; --i) {
        if (orders >= mostOrders) {
            report.firstRead = int(i) + 1;
            break;
        }
        const qint64 from = edgesMs.at(i);
        const qint64 to = edgesMs.at(i + 1);
        const bool withSellers = report.sellersOrders < mostSellers;
        auto work = [&](sql::Connection& connection) -> Result<SalesSpan> {
            const auto span = readSpan(connection, spanOfSales(from, to));
            if (!span || span->orders == 0 || !withSellers)
                return span;
            if (auto done = readSellers(connection, from, to, sellers); !done)
                return done.error();
            return span;
        };
        const auto span = co_await m_database.readHeavy(concernOfAllOrders(), work);
        if (!span)
            co_return span.error();
        report.spans[i] = *span;
        report.areSpansCapped = report.areSpansCapped || span->orders > mostInSpan;
        orders += span->orders;
        if (withSellers)
            report.sellersOrders += qMin(span->orders, mostSellersInSpan);
    }
    auto work = [&](sql::Connection& connection) {
        return readRefunds(connection, edgesMs.at(report.firstRead), edgesMs.last());
    };
    const auto refunds = co_await m_database.readHeavy(concernOfAllOrders(), work);
    if (!refunds)
        co_return refunds.error();
    report.refunds = refunds->orders;
    report.refundedFen = refunds->takingsFen;
    report.areRefundsCapped = refunds->orders > mostRefunds;
    report.bestSellers = best(sellers);
    co_return report;
}

} // namespace zg::shop
