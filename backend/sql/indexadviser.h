// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/scratch.h"
#include "telemetry/databasefigures.h"

namespace zg::sql {

/// Tries the indexes that a statement's words suggest, each for itself, on a copy of a part of the store with the
/// statistics of that part. Only one with which the plan gets better is advised. Thread: any that may take a second.
Result<telemetry::IndexAdvice> adviseIndex(Scratch& scratch, const QString& statement);

} // namespace zg::sql
