// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

struct sqlite3;

namespace zg::sql {

/// What SQLite's extended result code means to us, with a sentence for operators: "order.insert: the disk is full".
/// @param what the statement's name, or what was tried
Error sqliteError(int code, const QString& what, const QString& detail);
/// The same for the last error of a connection.
Error sqliteError(sqlite3* handle, int code, const QString& what);
/// True for errors that a connection does not survive: damage, lost files, failing disks.
bool breaksConnection(int code);

} // namespace zg::sql
