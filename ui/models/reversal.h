// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

#include <QStringList>

namespace zg::ui {

/// What takes a line of a product's history back: price, shelf, name, or an adjustment of the stock. What orders did to
/// the stock belongs to the orders; pictures, descriptions and categories are written down too short to be set back.
struct Reversal
{
    qint64 stockDelta = 0;
    std::optional<qint64> priceFen;
    std::optional<shop::ProductStatus> status;
    std::optional<QString> name;

    bool isEmpty() const { return stockDelta == 0 && !priceFen && !status && !name; }
    shop::ProductPatch patch(qint64 version) const;
};

/// Empty when the line cannot be taken back by hand.
Reversal reversalOf(const shop::ProductEvent& event);

/// Leaves what the product does not have already.
Reversal remaining(const Reversal& reversal, const shop::Product& now);

/// "Price ¥ 12.00": what the line changed and somebody has changed again since, as it is now.
QStringList changedSince(const shop::ProductEvent& event, const shop::Product& now);

} // namespace zg::ui
