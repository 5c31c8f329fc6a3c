// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"
#include "ui/widgets/paper.h"

namespace zg::ui {

/// The slip's text, for one order: number, address, what to pack, the customer's remark. No prices: it travels in the
/// parcel.
QString packingSlipHtml(const shop::Order& order);
/// The same on paper, with the order's number as a barcode for the packing table.
PaperText packingSlip(const shop::Order& order);

} // namespace zg::ui
