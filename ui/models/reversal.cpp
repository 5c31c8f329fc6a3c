// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/reversal.h"

#include "ui/models/ledgermodel.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::FieldChange;
using shop::Product;
using shop::ProductEvent;

namespace {

/// What the product has in that field now, written as the history writes it; nothing for fields that are not set back.
std::optional<QString> fieldOf(const Product& product, const QString& field)
{
    if (field == "price"_L1)
        return QString::number(product.priceFen);
    if (field == "status"_L1)
        return QString::fromUtf8(shop::name(product.status));
    if (field == "name"_L1)
        return product.name;
    return {};
}

} // namespace

shop::ProductPatch Reversal::patch(qint64 version) const
{
    shop::ProductPatch patch;
    patch.version = version;
    patch.priceFen = priceFen;
    patch.status = status;
    patch.name = name;
    return patch;
}

Reversal reversalOf(const ProductEvent& event)
{
    Reversal reversal;
    if (event.stock && event.stock->cause == shop::LedgerCause::Adjust)
        reversal.stockDelta = -event.stock->delta;
    for (const FieldChange& change : event.edits) {
        if (change.field == "price"_L1)
            reversal.priceFen = change.before.toLongLong();
        else if (change.field == "status"_L1 && change.after != "deleted"_L1)
            reversal.status = shop::productStatus(change.before.toUtf8());
        else if (change.field == "name"_L1)
            reversal.name = change.before;
    }
    return reversal;
}

Reversal remaining(const Reversal& reversal, const Product& now)
{
    Reversal left = reversal;
    if (left.priceFen == now.priceFen)
        left.priceFen.reset();
    if (left.status == now.status)
        left.status.reset();
    if (left.name == now.name)
        left.name.reset();
    return left;
}

QStringList changedSince(const ProductEvent& event, const Product& now)
{
    QStringList changed;
    for (const FieldChange& change : event.edits) {
        const auto is = fieldOf(now, change.field);
        if (is && *is != change.after && *is != change.before)
            changed += changeText({change.field, change.after, *is});
    }
    return changed;
}

} // namespace zg::ui
