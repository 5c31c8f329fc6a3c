// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

struct sqlite3;

namespace zg::sql {

/// EXPLAIN QUERY PLAN of `text`: one step a line, two spaces a level; or why there is none. Beside the connection's
/// cache and figures: a plan is not one of the program's statements. Thread: the connection's.
QString sqlitePlan(sqlite3* handle, const QByteArray& text);

} // namespace zg::sql
