// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace zg::shop {

inline constexpr qint64 maxPriceFen = 10'000'000'000; ///< the contract's

} // namespace zg::shop
