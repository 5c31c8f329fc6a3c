// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"
#include "core/result.h"

namespace zg::sql {
class Connection;
}

namespace zg::audit {

/// Notes `change` when there is one. Long texts are cut.
void note(QList<Change>& changes, const char* field, const QString& before, const QString& after);

/// Writes down what `by` does, in the transaction that does it. Of `operation`, by, origin and id are not read.
/// Thread: the committer's.
Result<void> record(sql::Connection& connection, const Actor& by, Operation operation);

} // namespace zg::audit
