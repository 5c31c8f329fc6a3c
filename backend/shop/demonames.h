// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace zg::shop {

struct DemoProduct
{
    QString name;
    QString description;
    qint64 priceFen = 0;
};

inline constexpr int demoCategories = 7; ///< the ones that are there from the start, with the ids 1 to 7

/// The `number`th (from 0) product of a category (from 0): the same each time, names differ up to 144 a category.
DemoProduct demoProduct(int category, int number);

} // namespace zg::shop
