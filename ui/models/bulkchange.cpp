// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bulkchange.h"

#include "core/money.h"
#include "shop/limits.h"

#include <QCoreApplication>

namespace zg::ui {

using shop::Product;
using Kind = BulkChange::Kind;

namespace {

qint64 rounded(qint64 numerator, qint64 denominator)
{
    return (2 * numerator + denominator) / (2 * denominator); // both are 0 or more
}

/// Fen and hundredths of a percent: 1,000,000.00 yuan and 1,000 % stay far below what 64 bits hold.
qint64 byPercent(qint64 fen, qint64 hundredths, qint64 roundFen)
{
    const qint64 factor = 10'000 + hundredths;
    return factor <= 0 ? 0 : rounded(fen * factor, 10'000 * roundFen) * roundFen;
}

QString priceProblem(qint64 fen)
{
    if (fen < 0)
        return QCoreApplication::translate("BulkChange", "The price would be below nothing");
    if (fen > shop::maxPriceFen)
        return QCoreApplication::translate("BulkChange", "No price may be above %1").arg(yuanText(shop::maxPriceFen));
    return {};
}

} // namespace

BulkRow bulkRow(const BulkChange& change, const Product& product)
{
    BulkRow row{product, product, {}, {}};
    switch (change.kind) {
    case Kind::PriceTo:
        row.after.priceFen = change.amount;
        row.problem = priceProblem(row.after.priceFen);
        break;
    case Kind::PriceBy:
        row.after.priceFen += change.amount;
        row.problem = priceProblem(row.after.priceFen);
        break;
    case Kind::PriceByPercent:
        row.after.priceFen = byPercent(product.priceFen, change.amount, qMax<qint64>(1, change.roundFen));
        row.problem = priceProblem(row.after.priceFen);
        break;
    case Kind::StockBy:
        row.after.stock += change.amount;
        if (row.after.stock < 0)
            row.problem = QCoreApplication::translate("BulkChange", "There are only %1").arg(product.stock);
        break;
    case Kind::CategoryTo:
        row.after.categoryId = change.category;
        break;
    }
    row.state = !row.problem.isEmpty() ? BulkRow::State::Wrong
                : row.after == product ? BulkRow::State::Same
                                       : BulkRow::State::Change;
    return row;
}

} // namespace zg::ui
