// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

#include <QList>

namespace zg::ui {

/// The same change for many products.
struct BulkChange
{
    enum class Kind : quint8 { PriceTo, PriceBy, PriceByPercent, StockBy, CategoryTo };
    Kind kind = Kind::PriceByPercent;
    qint64 amount = 0;   ///< fen, hundredths of a percent, or pieces
    qint64 roundFen = 1; ///< prices by percent end on whole multiples of it, half and more upward
    std::optional<CategoryId> category;
    QString note; ///< of a change of the stock
    bool operator==(const BulkChange&) const = default;
};

/// What the change does to one product: `after` differs from `before` in one field, or not at all.
struct BulkRow
{
    enum class State : quint8 { Change, Same, Wrong, Done, Failed };
    shop::Product before, after;
    State state = State::Change;
    QString problem; ///< why it is wrong, or was not changed
    bool operator==(const BulkRow&) const = default;
};

/// @return the product as the change would leave it; Wrong when the store would refuse that
BulkRow bulkRow(const BulkChange& change, const shop::Product& product);

} // namespace zg::ui
