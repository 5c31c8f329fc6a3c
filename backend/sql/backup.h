// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace zg::sql {

/// Copies the store in `database` into the new file `target`: one consistent moment, also while a node writes. The copy
/// is checked, flushed to disk and readable by its owner only before it gets its name.
/// Thread: any, blocking.
/// @errors Duplicate: there is such a file; DependencyDown: cannot be read or written, disk full, not a store, damaged
Result<void> backup(const QString& database, const QString& target);

/// Puts the store in `source` in the place of the one in `database`, also while a node serves it: the node then sees
/// the other content (Database::externalChange()). The one that was there is kept beside it as
/// `database`.before-restore. An older store is brought up to this program's schema on the way. Thread: any, blocking.
/// @errors NotFound: no such source; DependencyDown: not a store, damaged, made by a newer program, disk full, locked
Result<void> restore(const QString& source, const QString& database);

} // namespace zg::sql
