// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgscratch.h"

#include <QRegularExpression>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {
// A table that somebody is altering is not waited for.
constexpr char settings[] = "SET lock_timeout = '300ms'; SET plan_cache_mode = force_generic_plan; "
                            "SET idle_in_transaction_session_timeout = '10s'; BEGIN";
} // namespace

Result<std::unique_ptr<PgScratch>> PgScratch::open(const PgOptions& options, SlowStatements& statements)
{
    auto connection = PgConnection::open(options, statements);
    if (!connection)
        return connection.error();
    if (auto set = (*connection)->execute(QString::fromLatin1(settings)); !set)
        return set.error();
    return std::unique_ptr<PgScratch>(new PgScratch(std::move(*connection)));
}

PgScratch::~PgScratch()
{
    m_connection->rollBack();
}

Result<QStringList> PgScratch::texts(const QString& query, const QVariantList& values)
{
    auto rows = m_connection->runText("scratch", query, values);
    if (!rows)
        return rows.error();
    QStringList list;
    while (rows->next())
        list.append(rows->text(0));
    return list;
}

/// A generic plan: for any values, as a prepared statement gets it after a few runs.
Result<QString> PgScratch::plan(const QString& text)
{
    static const QRegularExpression parameter(u"\\$(\\d+)"_s);
    int count = 0;
    for (auto at = parameter.globalMatch(text); at.hasNext();)
        count = std::max(count, at.next().capturedView(1).toInt());
    const QString nulls = count > 0 ? u'(' + QStringList(count, u"NULL"_s).join(u", "_s) + u')' : QString();
    if (auto prepared = m_connection->execute(u"SAVEPOINT planned; PREPARE zhanggui_plan AS "_s + text); !prepared) {
        if (auto back = m_connection->execute(u"ROLLBACK TO planned"_s); !back)
            return back.error();
        return prepared.error();
    }
    auto lines = texts(u"EXPLAIN EXECUTE zhanggui_plan"_s + nulls);
    const QString end = lines ? u"DEALLOCATE zhanggui_plan"_s : u"ROLLBACK TO planned; DEALLOCATE zhanggui_plan"_s;
    if (auto ended = m_connection->execute(end); !ended)
        return ended.error();
    if (!lines)
        return lines.error();
    return lines->join(u'\n');
}

Result<QString> PgScratch::storeTable(const QString& table)
{
    if (const auto at = m_tables.constFind(table); at != m_tables.cend())
        return *at;
    auto found = texts(u"SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c "
                       "JOIN pg_namespace n ON n.oid = c.relnamespace "
                       "WHERE c.oid = to_regclass(?) AND c.relkind IN ('r', 'p')"_s,
                       {table});
    if (!found)
        return found.error();
    m_tables.insert(table, found->value(0));
    return found->value(0);
}

Result<QStringList> PgScratch::columns(const QString& table)
{
    auto name = storeTable(table);
    if (!name)
        return name.error();
    if (name->isEmpty())
        return QStringList();
    return texts(
        u"SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped "
        "ORDER BY attnum"_s,
        {*name});
}

Result<qint64> PgScratch::rows(const QString& table, qint64 most)
{
    auto name = storeTable(table);
    if (!name)
        return name.error();
    auto counted = texts(u"SELECT count(*) FROM (SELECT 1 FROM %1 LIMIT %2) t"_s.arg(*name).arg(most));
    if (!counted)
        return counted.error();
    return counted->value(0).toLongLong();
}

Result<qint64> PgScratch::sample(const QString& table, qint64 most)
{
    auto name = storeTable(table);
    if (!name)
        return name.error();
    auto guessed = texts(u"SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(?)"_s, {*name});
    if (!guessed)
        return guessed.error();
    const double whole = guessed->value(0).toDouble();
    // A few more than are wanted: pages are not equally full.
    const double percent = whole > double(most) ? std::min(100.0, 110.0 * double(most) / whole) : 100;
    const QString statement =
        u"CREATE TEMPORARY TABLE %1 (LIKE %2 INCLUDING INDEXES INCLUDING STATISTICS) ON COMMIT DROP; "
        "INSERT INTO pg_temp.%1 SELECT * FROM %2 TABLESAMPLE SYSTEM (%3) LIMIT %4; ANALYZE pg_temp.%1"_s
            .arg(table, *name)
            .arg(percent, 0, 'f', 4)
            .arg(most);
    if (auto copied = m_connection->execute(statement); !copied)
        return copied.error();
    auto counted = texts(u"SELECT count(*) FROM pg_temp."_s + table);
    if (!counted)
        return counted.error();
    return counted->value(0).toLongLong();
}

Result<void> PgScratch::tryIndex(const QString& table, const QStringList& columns)
{
    return m_connection->execute(
        u"CREATE INDEX %1 ON pg_temp.%2 (%3)"_s.arg(QLatin1StringView(trialIndex), table, columns.join(u", "_s)));
}

Result<void> PgScratch::dropTrial()
{
    return m_connection->execute(u"DROP INDEX IF EXISTS pg_temp."_s + QLatin1StringView(trialIndex));
}

double PgScratch::cost(const QString& plan) const
{
    static const QRegularExpression whole(u"cost=[\\d.]+\\.\\.([\\d.]+)"_s);
    return whole.match(plan).captured(1).toDouble();
}

QString PgScratch::createStatement(const QString& table, const QStringList& columns) const
{
    return u"CREATE INDEX CONCURRENTLY %1 ON %2 (%3);"_s.arg(indexName(table, columns), table, columns.join(u", "_s));
}

} // namespace zg::sql
