// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <QString>

namespace zg::sql {
class Database;
}

namespace zg::shop {

/// Fills an empty store: 1,000 products with `stock` each, customers demo1 … demo200, the account staff, 20 past orders
/// a customer. Does nothing when there are products or customers already. Blocks; one transaction.
/// @return true when it was filled now
Result<bool> seedDemo(sql::Database& database, const Clock& clock, qint64 stock, QString customerPasswordHash,
                      QString staffPasswordHash);

} // namespace zg::shop
