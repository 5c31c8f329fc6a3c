// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace zg::sql {

/// Makes the folder (0700) and an empty database file (0600) where they are missing, and takes other people's rights
/// away from a file that is there. SQLite gives the files beside it (-wal, -shm) the same rights.
/// @errors DependencyDown: no such folder and none can be made, not a file, not ours to write
Result<void> prepareFile(const QString& path);

/// A new, empty file in `folder` (0600), under a name of its own: what is written there gets its real name when it is
/// whole.
Result<QString> makeTemporary(const QString& folder);
/// Removes it and what SQLite may have left beside it.
void removeDatabaseFiles(const QString& path);
/// Flushes the file, gives it its name and flushes the folder. @param replace false: Duplicate when the name is taken
Result<void> publish(const QString& temporary, const QString& target, bool replace);

} // namespace zg::sql
