// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqliteengine.h"

#include "sql/database.h"
#include "sql/databasefile.h"
#include "sql/indexadviser.h"
#include "sql/migrations.h"
#include "sql/sqlitescratch.h"

#include <QFileInfo>

#include <algorithm>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A lost database is answered within a second, so a lock is waited for a little less.
constexpr std::chrono::milliseconds busyTimeout = 700ms;
// At the start another program may be opening, or migrating, the same file.
constexpr std::chrono::milliseconds openTimeout = 2s;

SqliteOptions optionsFor(const QString& path, SqliteOptions::Role role, std::chrono::milliseconds timeout)
{
    SqliteOptions options;
    options.path = path;
    options.role = role;
    options.busyTimeout = timeout;
    return options;
}

} // namespace

SqliteEngine::SqliteEngine(const EngineParts& parts)
    : m_url(parts.url)
    , m_path(sqlitePath(parts.url).value_or(QString()))
    , m_patience(std::min(busyTimeout, parts.settings.connectionTimeout / 2))
    , m_statements(parts.statements)
    , m_clock(parts.clock)
    , m_committer([this] { return openChecked(SqliteOptions::Role::Writer, busyTimeout); }, parts.committerQueue)
{
}

Result<std::unique_ptr<SqliteConnection>> SqliteEngine::openChecked(SqliteOptions::Role role,
                                                                    std::chrono::milliseconds timeout)
{
    auto files = this->files();
    if (!files)
        return files.error();
    auto options = optionsFor(m_path, role, timeout);
    options.files = std::move(*files);
    auto connection = SqliteConnection::open(options, m_statements);
    if (!connection)
        return connection;
    if (auto checked = checkSchema(**connection, builtInMigrations(Dialect::Sqlite)); !checked)
        return checked.error();
    return connection;
}

/// Files that were removed or cut are given up by all connections before one opens what is there now.
Result<std::shared_ptr<StoreFiles>> SqliteEngine::files()
{
    const std::lock_guard lock(m_filesMutex);
    auto files = m_files.lock();
    if (files && !files->isOtherFile()) {
        if (auto checked = files->check(nullptr); !checked)
            return Error{checked.error().code, m_path + u": "_s + checked.error().message};
        return files;
    }
    // SQLite would take it for a new database, and remove its log.
    if (const QFileInfo file(m_path); file.exists() && file.size() == 0)
        return Error{ErrorCode::DependencyDown, m_path + u": the database file is empty"_s};
    files = std::make_shared<StoreFiles>(m_path);
    m_files = files;
    return files;
}

Result<void> SqliteEngine::open()
{
    if (auto path = sqlitePath(m_url); !path)
        return path.error();
    if (auto prepared = prepareFile(m_path); !prepared)
        return prepared;
    auto options = optionsFor(m_path, SqliteOptions::Role::Writer, openTimeout);
    options.files = std::make_shared<StoreFiles>(m_path);
    auto writer = SqliteConnection::open(options, m_statements);
    if (!writer)
        return writer.error();
    if (auto migrated = migrate(**writer, builtInMigrations(Dialect::Sqlite), m_clock); !migrated)
        return Error{migrated.error().code, m_path + u": "_s + migrated.error().message};
    (*writer)->setBusyTimeout(busyTimeout);
    m_writer = std::move(*writer);
    const std::lock_guard lock(m_filesMutex);
    m_files = options.files;
    return {};
}

void SqliteEngine::startWrites()
{
    m_committer.start(std::move(m_writer));
}

Result<std::unique_ptr<PooledConnection>> SqliteEngine::connect()
{
    auto connection = openChecked(SqliteOptions::Role::Reader, m_patience);
    if (!connection)
        return connection.error();
    return std::unique_ptr<PooledConnection>(std::move(*connection));
}

Result<void> SqliteEngine::probe()
{
    // A connection of its own: all others being busy does not mean that the database is lost.
    const std::lock_guard lock(m_probeMutex);
    if (!m_probe) {
        auto opened = openChecked(SqliteOptions::Role::Reader, busyTimeout / 2);
        if (!opened)
            return opened.error();
        m_probe = std::move(*opened);
    }
    auto valid = m_probe->validate(busyTimeout / 2);
    if (!valid)
        m_probe.reset();
    return valid;
}

Result<QString> SqliteEngine::plan(const QString& text)
{
    auto scratch = SqliteScratch::openStore(m_path);
    if (!scratch)
        return scratch.error();
    return (*scratch)->plan(text);
}

Result<telemetry::IndexAdvice> SqliteEngine::adviseIndex(const QString& text)
{
    auto scratch = SqliteScratch::copyOf(m_path);
    if (!scratch)
        return scratch.error();
    return sql::adviseIndex(**scratch, text);
}

Result<QString> sqlitePath(const QString& url)
{
    const QString scheme = u"sqlite:"_s;
    if (!url.startsWith(scheme) || url.size() == scheme.size() || url == u"sqlite::memory:"_s)
        return Error::invalid(u"database"_s, u"the embedded database is given as sqlite:PATH"_s);
    return QFileInfo(url.mid(scheme.size())).absoluteFilePath();
}

} // namespace zg::sql
