// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqliteplan.h"

#include <QHash>

#include <sqlite3.h>

namespace zg::sql {

QString sqlitePlan(sqlite3* handle, const QByteArray& text)
{
    sqlite3_stmt* statement = nullptr;
    const QByteArray explain = "EXPLAIN QUERY PLAN " + text;
    if (sqlite3_prepare_v2(handle, explain.constData(), int(explain.size()), &statement, nullptr) != SQLITE_OK)
        return QString::fromUtf8(sqlite3_errmsg(handle));
    QString plan;
    QHash<int, int> depths; // by the step's number
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const int depth = depths.value(sqlite3_column_int(statement, 1), -1) + 1;
        depths.insert(sqlite3_column_int(statement, 0), depth);
        if (!plan.isEmpty())
            plan += u'\n';
        plan += QString(2 * depth, u' ') +
                QString::fromUtf8(reinterpret_cast<const char*>(sqlite3_column_text(statement, 3)));
    }
    sqlite3_finalize(statement);
    return plan;
}

} // namespace zg::sql
