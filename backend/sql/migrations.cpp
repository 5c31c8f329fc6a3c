// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/migrations.h"

#include "core/logging.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

/// Q_INIT_RESOURCE declares a function where it stands, so it must stand outside of every namespace.
static void initMigrationsResource()
{
    Q_INIT_RESOURCE(migrations);
}

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr Statement listTables{"migration.tables",
                               "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                               "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                               "current_schema()"};
constexpr Statement listApplied{"migration.list",
                                "SELECT version, name, checksum FROM schema_migrations ORDER BY version"};
constexpr Statement insertApplied{
    "migration.insert", "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)"};
constexpr char createTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";
// Several nodes may start at once on one PostgreSQL: the number is "zhanggui"'s, and no other program's.
constexpr char16_t lockOut[] = u"BEGIN; SELECT pg_advisory_xact_lock(8817420663170561865)";

Error refusal(const QString& sentence)
{
    return {ErrorCode::DependencyDown, sentence};
}

/// How many of `migrations` the database has; refuses one that is not ours, newer, or differently made.
Result<int> countApplied(Connection& connection, const QList<Migration>& migrations)
{
    bool isOurs = false;
    bool isEmpty = true;
    {
        auto tables = connection.query(listTables);
        if (!tables)
            return tables.error();
        while (tables->next()) {
            isEmpty = false;
            isOurs = isOurs || tables->text(0) == u"schema_migrations"_s;
        }
    }
    if (!isOurs)
        return isEmpty ? Result<int>(0)
                       : refusal(u"the database belongs to another program: it has tables, but none of ours"_s);
    auto rows = connection.query(listApplied);
    if (!rows)
        return rows.error();
    int count = 0;
    while (rows->next()) {
        if (count >= migrations.size()) {
            return refusal(u"the database was made by a newer version of this program (schema %1, this one knows %2)"_s
                               .arg(rows->integer(0))
                               .arg(migrations.size()));
        }
        const auto& known = migrations.at(count);
        if (rows->integer(0) != known.version || rows->bytes(2) != known.checksum()) {
            return refusal(
                u"step %1 (%2) of the database's schema is not the one this program would take"_s.arg(rows->integer(0))
                    .arg(rows->text(1)));
        }
        ++count;
    }
    return count;
}

/// One step, if one is missing, within a transaction of the caller's. @return whether one was
Result<bool> takeStep(Connection& connection, const QList<Migration>& migrations, const Clock& clock)
{
    auto applied = countApplied(connection, migrations); // again, now that nobody else can take one
    if (!applied)
        return applied.error();
    if (*applied == migrations.size())
        return false;
    const auto& step = migrations.at(*applied);
    if (auto made = connection.execute(QString::fromLatin1(createTable)); !made)
        return made.error();
    if (auto done = connection.execute(QString::fromUtf8(step.sql)); !done)
        return done.error();
    auto noted =
        connection.exec(insertApplied, step.version, step.name, QString::fromLatin1(step.checksum()), clock.wallMs());
    if (!noted)
        return noted.error();
    return true;
}

} // namespace

QByteArray Migration::checksum() const
{
    return QCryptographicHash::hash(sql, QCryptographicHash::Sha256).toHex();
}

Result<QList<Migration>> readMigrations(const QString& folder)
{
    static const QRegularExpression pattern(u"^(\\d{4})_([a-z0-9_]+)\\.sql$"_s);
    QList<Migration> migrations;
    const auto files = QDir(folder).entryInfoList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const auto& file : files) {
        const auto match = pattern.match(file.fileName());
        if (!match.hasMatch() || match.captured(1).toInt() != migrations.size() + 1) {
            return Error{
                ErrorCode::Internal,
                u"%1: migrations are numbered 0001_name.sql, 0002_name.sql, … without a gap"_s.arg(file.fileName())};
        }
        QFile source(file.filePath());
        if (!source.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Internal, file.filePath() + u": "_s + source.errorString()};
        migrations.append({match.captured(1).toInt(), match.captured(2), source.readAll()});
    }
    return migrations;
}

const QList<Migration>& builtInMigrations(Dialect dialect)
{
    const auto read = [](const QString& folder) {
        initMigrationsResource();
        auto found = readMigrations(folder);
        Q_ASSERT_X(found && !found->isEmpty(), Q_FUNC_INFO, "the program was built without its migrations");
        return found.value_or(QList<Migration>());
    };
    static const QList<Migration> sqlite = read(u":/zhanggui/migrations"_s);
    static const QList<Migration> postgreSql = read(u":/zhanggui/migrations/postgresql"_s);
    return dialect == Dialect::Sqlite ? sqlite : postgreSql;
}

Result<int> migrate(Connection& connection, const QList<Migration>& migrations, const Clock& clock)
{
    auto applied = countApplied(connection, migrations);
    if (!applied)
        return applied.error();
    int steps = 0;
    for (bool isDone = *applied == migrations.size(); !isDone;) {
        const bool isSqlite = connection.dialect() == Dialect::Sqlite;
        if (auto begun = connection.execute(isSqlite ? u"BEGIN IMMEDIATE"_s : QString::fromUtf16(lockOut)); !begun)
            return begun.error();
        auto stepped = takeStep(connection, migrations, clock);
        Result<void> ended = stepped ? connection.execute(u"COMMIT"_s) : Result<void>(stepped.error());
        if (!ended) {
            if (auto rolledBack = connection.execute(u"ROLLBACK"_s); !rolledBack) // SQLite may have done so by itself
                qCDebug(lcSql, "%s", qUtf8Printable(rolledBack.error().message));
            return ended.error();
        }
        isDone = !*stepped;
        steps += *stepped ? 1 : 0;
    }
    if (steps > 0)
        qCDebug(lcSql, "the database's schema is now version %lld", qlonglong(migrations.size()));
    return steps;
}

Result<void> checkSchema(Connection& connection, const QList<Migration>& migrations)
{
    auto applied = countApplied(connection, migrations);
    if (!applied)
        return applied.error();
    if (*applied < migrations.size()) {
        return refusal(
            u"the database's schema is version %1 of %2: it was replaced while the program ran; start it again"_s
                .arg(*applied)
                .arg(migrations.size()));
    }
    return {};
}

} // namespace zg::sql
