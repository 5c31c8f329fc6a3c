// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connection.h"

namespace zg::sql {

/// After rows were inserted with ids of their own: PostgreSQL's next ids begin behind the highest. SQLite does so
/// itself. Thread: the borrowing one, inside a write.
Result<void> continueIdentities(Connection& connection);

} // namespace zg::sql
