// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"
#include "ui/widgets/sheetfile.h"

namespace zg::ui {

/// Orders for a spreadsheet: a row an item; what concerns the whole order's money stands in its first row only, so that
/// a column adds up.
Sheet orderSheet();
void addOrder(Sheet& sheet, const shop::Order& order);

} // namespace zg::ui
