// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"

namespace zg::sql {
class Database;
}

namespace zg::node {

/// Fills an empty store with the demo's goods, customers and orders; one that holds anything stays as it is, and costs
/// no more than a look. Blocks.
/// @return whether it was filled now
Result<bool> seedDemoOnce(sql::Database& database, const Clock& clock, qint64 stock);

} // namespace zg::node
