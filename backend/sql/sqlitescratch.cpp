// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqlitescratch.h"

#include "sql/sqliteerror.h"
#include "sql/sqliteplan.h"

#include <QUrl>

#include <sqlite3.h>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

// A writer's checkpoint may hold the schema for a moment.
constexpr int busyMs = 300;

QString quoted(const QString& name)
{
    return u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
}

QString indexColumns(const QStringList& columns)
{
    return columns.join(u", "_s);
}

} // namespace

Result<std::unique_ptr<SqliteScratch>> SqliteScratch::openStore(const QString& path)
{
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.toUtf8().constData(), &handle,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    std::unique_ptr<SqliteScratch> scratch(new SqliteScratch(handle));
    if (code != SQLITE_OK)
        return sqliteError(handle, code, path);
    sqlite3_busy_timeout(handle, busyMs);
    return scratch;
}

Result<std::unique_ptr<SqliteScratch>> SqliteScratch::copyOf(const QString& path)
{
    sqlite3* handle = nullptr;
    constexpr int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI;
    const int code = sqlite3_open_v2(":memory:", &handle, flags, nullptr);
    std::unique_ptr<SqliteScratch> scratch(new SqliteScratch(handle));
    if (code != SQLITE_OK)
        return sqliteError(handle, code, u"scratch"_s);
    sqlite3_busy_timeout(handle, busyMs);
    const QString uri = QString::fromLatin1(QUrl::fromLocalFile(path).toEncoded()) + u"?mode=ro"_s;
    if (auto attached = scratch->execute(u"ATTACH '%1' AS store"_s.arg(QString(uri).replace(u'\'', u"''"_s)));
        !attached)
        return attached.error();
    if (auto copied = scratch->copySchema(); !copied)
        return copied.error();
    return scratch;
}

SqliteScratch::~SqliteScratch()
{
    sqlite3_close_v2(m_handle);
}

/// Tables first, then what stands on them. The tables that SQLite keeps for itself come by themselves.
Result<void> SqliteScratch::copySchema()
{
    auto all = texts(u"SELECT sql FROM store.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' "
                     "ESCAPE '\\' AND type IN ('table', 'index', 'view') ORDER BY type = 'table' DESC, rowid"_s);
    if (!all)
        return all.error();
    for (const QString& statement : *all) // unqualified: they make what they make in main
        if (auto made = execute(statement); !made)
            return made;
    // The live planner's knowledge of the tables whose rows are not copied.
    auto statistics = texts(u"SELECT name FROM store.sqlite_schema WHERE name = 'sqlite_stat1'"_s);
    if (!statistics || statistics->isEmpty())
        return {};
    return execute(u"ANALYZE main; INSERT INTO main.sqlite_stat1 SELECT * FROM store.sqlite_stat1; "
                   "ANALYZE main.sqlite_schema"_s);
}

Result<void> SqliteScratch::execute(const QString& text)
{
    const int code = sqlite3_exec(m_handle, text.toUtf8().constData(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return sqliteError(m_handle, code, u"scratch"_s);
    return {};
}

Result<QStringList> SqliteScratch::texts(const QString& query)
{
    sqlite3_stmt* statement = nullptr;
    if (const int code = sqlite3_prepare_v2(m_handle, query.toUtf8().constData(), -1, &statement, nullptr);
        code != SQLITE_OK)
        return sqliteError(m_handle, code, u"scratch"_s);
    QStringList list;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        list.append(QString::fromUtf8(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0))));
    sqlite3_finalize(statement);
    if (code != SQLITE_DONE)
        return sqliteError(m_handle, code, u"scratch"_s);
    return list;
}

Result<QString> SqliteScratch::plan(const QString& text)
{
    const QString plan = sqlitePlan(m_handle, text.toUtf8());
    if (const int code = sqlite3_errcode(m_handle); code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        return sqliteError(m_handle, code, u"plan"_s);
    return plan;
}

Result<QStringList> SqliteScratch::columns(const QString& table)
{
    return texts(u"SELECT name FROM pragma_table_info('%1', 'main')"_s.arg(QString(table).replace(u'\'', u"''"_s)));
}

Result<qint64> SqliteScratch::rows(const QString& table, qint64 most)
{
    auto counted = texts(u"SELECT count(*) FROM (SELECT 1 FROM store.%1 LIMIT %2)"_s.arg(quoted(table)).arg(most));
    if (!counted)
        return counted.error();
    return counted->value(0).toLongLong();
}

Result<qint64> SqliteScratch::sample(const QString& table, qint64 most)
{
    // From both ends: the oldest rows and the newest differ in what they hold (states, dates).
    const QString name = quoted(table);
    const qint64 half = most / 2;
    const QString copy =
        u"INSERT OR IGNORE INTO main.%1 SELECT * FROM (SELECT * FROM store.%1 LIMIT %2)"_s.arg(name).arg(half);
    if (auto copied = execute(copy); !copied)
        return copied.error();
    auto key = texts(
        u"SELECT group_concat('\"' || name || '\" DESC') FROM (SELECT name FROM "
        "pragma_table_info('%1', 'main') WHERE pk > 0 ORDER BY pk)"_s.arg(QString(table).replace(u'\'', u"''"_s)));
    if (key && !key->value(0).isEmpty()) {
        const QString newest = u"INSERT OR IGNORE INTO main.%1 SELECT * FROM (SELECT * FROM store.%1 ORDER BY %2 "
                               "LIMIT %3)"_s.arg(name, key->value(0))
                                   .arg(most - half);
        if (auto copied = execute(newest); !copied)
            return copied.error();
    }
    if (auto analysed = execute(u"ANALYZE main.%1"_s.arg(name)); !analysed)
        return analysed.error();
    auto counted = texts(u"SELECT count(*) FROM main."_s + name);
    if (!counted)
        return counted.error();
    return counted->value(0).toLongLong();
}

Result<void> SqliteScratch::tryIndex(const QString& table, const QStringList& columns)
{
    return execute(u"CREATE INDEX main.%1 ON %2 (%3); ANALYZE main.%1"_s.arg(QLatin1StringView(trialIndex),
                                                                             quoted(table), indexColumns(columns)));
}

Result<void> SqliteScratch::dropTrial()
{
    return execute(u"DROP INDEX IF EXISTS main."_s + QLatin1StringView(trialIndex));
}

QString SqliteScratch::createStatement(const QString& table, const QStringList& columns) const
{
    return u"CREATE INDEX %1 ON %2 (%3);"_s.arg(indexName(table, columns), table, indexColumns(columns));
}

} // namespace zg::sql
