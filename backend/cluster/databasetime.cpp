// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/databasetime.h"

namespace zg::cluster {

namespace {
// Not now(), which stands still within a transaction: a group of writes may have waited before this one.
constexpr sql::Statement clockStatement{"cluster.clock",
                                        "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
                                        "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"};
} // namespace

Result<qint64> databaseNowMs(sql::Connection& connection, const Clock& clock)
{
    if (connection.dialect() == sql::Dialect::Sqlite)
        return clock.wallMs();
    auto rows = connection.query(clockStatement);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return Error(ErrorCode::DependencyDown, QStringLiteral("the database does not tell the time"));
    return rows->integer(0);
}

} // namespace zg::cluster
