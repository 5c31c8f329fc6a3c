// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/databasefigures.h"

#include <QString>

namespace zg::sql {

/// A plan as the engine wrote it, one step a line (SQLite's EXPLAIN QUERY PLAN with two spaces a level, PostgreSQL's
/// EXPLAIN), as a tree; with what is dear in it marked: a whole table is read, rows are sorted.
telemetry::StatementPlan readPlan(const QString& text);

} // namespace zg::sql
