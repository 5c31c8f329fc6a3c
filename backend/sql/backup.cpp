// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/backup.h"

#include "core/logging.h"
#include "sql/databasefile.h"
#include "sql/migrations.h"
#include "sql/sqliteconnection.h"
#include "sql/sqliteerror.h"

#include <QFileInfo>
#include <QScopeGuard>

#include <sqlite3.h>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A node's groups are milliseconds; the locks of another backup or restore may last longer.
constexpr auto lockTimeout = 10s;

struct Close
{
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Result<Handle> openFile(const QString& path, int flags)
{
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(path).constData(), &raw,
                                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Handle handle(raw);
    if (code != SQLITE_OK)
        return sqliteError(raw, code, path);
    sqlite3_busy_timeout(raw, int(lockTimeout / 1ms));
    return handle;
}

/// Copies all pages in one go: a backup in pieces would start again with each of the node's commits. Readers and, in
/// the log, even the writer of the source go on meanwhile.
Result<void> copy(sqlite3* from, sqlite3* to, const QString& what)
{
    sqlite3_backup* const pages = sqlite3_backup_init(to, "main", from, "main");
    if (!pages)
        return sqliteError(to, sqlite3_extended_errcode(to), what);
    const int stepped = sqlite3_backup_step(pages, -1);
    const int finished = sqlite3_backup_finish(pages);
    if (stepped == SQLITE_DONE && finished == SQLITE_OK)
        return {};
    const int code = finished != SQLITE_OK ? finished : stepped;
    return sqliteError(code, what, QString::fromUtf8(sqlite3_errstr(code)));
}

Result<void> checkIntegrity(sqlite3* handle, const QString& path)
{
    QString verdict;
    const auto note = [](void* text, int, char** values, char**) {
        *static_cast<QString*>(text) = QString::fromUtf8(values[0]);
        return 0;
    };
    const int code = sqlite3_exec(handle, "PRAGMA integrity_check(1)", note, &verdict, nullptr);
    if (code != SQLITE_OK)
        return sqliteError(handle, code, path);
    if (verdict != u"ok"_s)
        return Error{ErrorCode::DependencyDown, path + u" is damaged: "_s + verdict};
    return {};
}

/// Copies the database `from` into the empty file `temporary`, as one file without a log, and checks the copy.
Result<void> copyInto(const QString& temporary, const QString& from)
{
    // Reading a database in the log needs the files beside it, which a reader may have to make.
    auto source = openFile(from, SQLITE_OPEN_READWRITE);
    if (!source)
        source = openFile(from, SQLITE_OPEN_READONLY);
    if (!source)
        return source.error();
    auto target = openFile(temporary, SQLITE_OPEN_READWRITE);
    if (!target)
        return target.error();
    if (auto copied = copy(source->get(), target->get(), from); !copied)
        return copied;
    const int code = sqlite3_exec(target->get(), "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return sqliteError(target->get(), code, temporary);
    return checkIntegrity(target->get(), from);
}

/// Is it a store, of a schema this program knows? @param upgrade brings an older one up to date, else it may be older
Result<void> checkStore(const QString& file, const QString& name, bool upgrade)
{
    SlowStatements statements(24h); // nobody asks
    SqliteOptions options;
    options.path = file;
    auto connection = SqliteConnection::open(options, statements);
    if (!connection)
        return connection.error();
    auto tables = (*connection)->runText("backup.check", u"SELECT version FROM schema_migrations LIMIT 1"_s, {});
    if (!tables || !tables->next())
        return Error{ErrorCode::DependencyDown, name + u" is not a store of this program"_s};
    tables = Rows(nullptr);
    if (!upgrade)
        return {};
    if (auto writable = (*connection)->execute(u"PRAGMA query_only = OFF"_s); !writable)
        return writable;
    auto migrated = migrate(**connection, builtInMigrations());
    if (!migrated)
        return Error{migrated.error().code, name + u": "_s + migrated.error().message};
    return {};
}

/// The copy of a store that is there before another takes its place.
Result<void> keepOld(const QString& database, const QString& kept)
{
    auto temporary = makeTemporary(QFileInfo(database).absolutePath());
    if (!temporary)
        return temporary.error();
    const auto cleanUp = qScopeGuard([&] { removeDatabaseFiles(*temporary); });
    if (auto copied = copyInto(*temporary, database); !copied)
        return copied;
    return publish(*temporary, kept, true);
}

/// Writes the pages of `from` over those of the live `database`, as one transaction of its own.
Result<void> overwrite(const QString& from, const QString& database)
{
    auto source = openFile(from, SQLITE_OPEN_READONLY);
    if (!source)
        return source.error();
    auto target = openFile(database, SQLITE_OPEN_READWRITE);
    if (!target)
        return target.error();
    return copy(source->get(), target->get(), database);
}

/// The log belongs to the old pages: beside the new ones it would spoil them.
Result<void> moveLog(const QString& database, const QString& kept)
{
    const QString log = database + u"-wal"_s;
    if (QFileInfo(log).size() > 0) {
        QFile::remove(kept + u"-wal"_s);
        if (!QFile::rename(log, kept + u"-wal"_s))
            return Error{ErrorCode::DependencyDown, log + u" cannot be moved aside"_s};
    }
    QFile::remove(database + u"-shm"_s);
    return {};
}

/// For a database that is too damaged to be written to: the old files go aside, the new one takes the name.
Result<void> exchange(const QString& temporary, const QString& database, const QString& kept)
{
    removeDatabaseFiles(kept);
    if (!QFile::rename(database, kept))
        return Error{ErrorCode::DependencyDown, database + u" cannot be moved aside"_s};
    if (auto moved = moveLog(database, kept); !moved)
        return moved;
    return publish(temporary, database, true);
}

} // namespace

Result<void> backup(const QString& database, const QString& target)
{
    if (QFileInfo::exists(target))
        return Error{ErrorCode::Duplicate, target + u": there is a file of this name already; choose another"_s};
    if (!QFileInfo::exists(database))
        return Error{ErrorCode::DependencyDown, database + u": there is no database here"_s};
    if (auto checked = checkStore(database, database, false); !checked)
        return checked;
    auto temporary = makeTemporary(QFileInfo(target).absolutePath());
    if (!temporary)
        return temporary.error();
    const auto cleanUp = qScopeGuard([&] { removeDatabaseFiles(*temporary); });
    if (auto copied = copyInto(*temporary, database); !copied)
        return copied;
    return publish(*temporary, target, false);
}

Result<void> restore(const QString& source, const QString& database)
{
    if (!QFileInfo(source).isFile())
        return Error{ErrorCode::NotFound, source + u": there is no such file"_s};
    const bool isNew = QFileInfo(database).size() == 0;
    if (auto prepared = prepareFile(database); !prepared)
        return prepared;
    auto temporary = makeTemporary(QFileInfo(database).absolutePath());
    if (!temporary)
        return temporary.error();
    const auto cleanUp = qScopeGuard([&] { removeDatabaseFiles(*temporary); });
    if (auto copied = copyInto(*temporary, source); !copied)
        return copied;
    if (auto checked = checkStore(*temporary, source, true); !checked)
        return checked;

    const QString kept = database + u".before-restore"_s;
    if (isNew) { // or was cut to nothing, and its log is still there
        if (auto moved = moveLog(database, kept); !moved)
            return moved;
        return publish(*temporary, database, true);
    }
    if (auto old = keepOld(database, kept); old)
        return overwrite(*temporary, database);
    else
        qCWarning(lcSql, "the old database is kept as it is: %s", qUtf8Printable(old.error().message));
    return exchange(*temporary, database, kept);
}

} // namespace zg::sql
