// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "sql/connection.h"

namespace zg::cluster {

/// What time it is for all nodes on one database: PostgreSQL's own clock, so that machines whose clocks differ agree.
/// SQLite's nodes are on one machine, and its clock is theirs.
/// @return milliseconds since 1970, UTC
Result<qint64> databaseNowMs(sql::Connection& connection, const Clock& clock);

} // namespace zg::cluster
