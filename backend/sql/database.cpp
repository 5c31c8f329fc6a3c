// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/database.h"

#include "core/logging.h"
#include "sql/databasefile.h"
#include "sql/migrations.h"
#include "sql/sqlitecommitter.h"
#include "sql/sqliteconnection.h"

#include <QFileInfo>

#include <algorithm>
#include <thread>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A lost database is answered within a second, so a lock is waited for a little less.
constexpr std::chrono::milliseconds busyTimeout = 700ms;
// At the start another program may be opening, or migrating, the same file.
constexpr std::chrono::milliseconds openTimeout = 2s;
// Reads that wait for a worker; beyond this the node is overloaded, whatever its limits say.
constexpr int maxQueuedReads = 4'096;

// Writes a page, and changes nothing: it fails as long as the disk is full.
constexpr Statement touchStatement{"probe.write",
                                   "UPDATE schema_migrations SET applied_at = applied_at WHERE version = 1"};

// Blocking work is SQL from the page cache and bcrypt: more threads than cores, or one slow query holds up the rest,
// but each connection in use is memory.
int workerCount(const PoolSettings& settings)
{
    const int cores = int(std::max(1u, std::thread::hardware_concurrency()));
    return std::clamp(2 * cores + 2, 1, std::max(1, settings.maximumPoolSize));
}

SqliteOptions optionsFor(const QString& path, SqliteOptions::Role role, std::chrono::milliseconds timeout)
{
    SqliteOptions options;
    options.path = path;
    options.role = role;
    options.busyTimeout = timeout;
    return options;
}

Result<std::unique_ptr<SqliteConnection>> openChecked(const SqliteOptions& options, SlowStatements& statements)
{
    auto connection = SqliteConnection::open(options, statements);
    if (!connection)
        return connection;
    if (auto checked = checkSchema(**connection, builtInMigrations()); !checked)
        return checked.error();
    return connection;
}

} // namespace

Result<QString> sqlitePath(const QString& url)
{
    const QString scheme = u"sqlite:"_s;
    if (url.startsWith(u"postgres"_s))
        return Error::invalid(u"database"_s, u"this version keeps its store in SQLite; use sqlite:PATH"_s);
    if (!url.startsWith(scheme) || url.size() == scheme.size() || url == u"sqlite::memory:"_s)
        return Error::invalid(u"database"_s, u"the database is given as sqlite:PATH"_s);
    return QFileInfo(url.mid(scheme.size())).absoluteFilePath();
}

Database::Database(QString url, PoolSettings settings, int committerQueue, const Clock& clock)
    : m_url(std::move(url))
    , m_settings(settings)
    , m_committerQueue(committerQueue)
    , m_clock(clock)
    , m_path(sqlitePath(m_url).value_or(QString()))
    , m_statements(settings.slowStatement, clock)
{
    build();
}

Database::~Database()
{
    close();
}

void Database::build()
{
    // Closed at first: they refuse with a sentence until open() has succeeded.
    const auto patience = std::min(busyTimeout, m_settings.connectionTimeout / 2);
    m_pool = std::make_unique<Pool>(
        m_settings,
        [this, patience]() -> Result<std::unique_ptr<PooledConnection>> {
            auto connection = openChecked(optionsFor(m_path, SqliteOptions::Role::Reader, patience), m_statements);
            if (!connection)
                return connection.error();
            return std::unique_ptr<PooledConnection>(std::move(*connection));
        },
        m_clock);
    m_committer = std::make_unique<SqliteCommitter>(
        [this] { return openChecked(optionsFor(m_path, SqliteOptions::Role::Writer, busyTimeout), m_statements); },
        m_committerQueue);
    m_workers = std::make_unique<WorkerPool>(u"worker"_s, workerCount(m_settings), maxQueuedReads);
}

Result<void> Database::open()
{
    if (m_isOpen.load())
        return {};
    if (auto path = sqlitePath(m_url); !path)
        return path.error();
    if (auto prepared = prepareFile(m_path); !prepared)
        return prepared;
    auto writer = SqliteConnection::open(optionsFor(m_path, SqliteOptions::Role::Writer, openTimeout), m_statements);
    if (!writer)
        return writer.error();
    if (auto migrated = migrate(**writer, builtInMigrations(), m_clock); !migrated)
        return Error{migrated.error().code, m_path + u": "_s + migrated.error().message};
    (*writer)->setBusyTimeout(busyTimeout);
    if (m_isClosed) {
        build();
        m_isClosed = false;
    }
    if (auto started = m_pool->start(); !started)
        return started;
    m_committer->start(std::move(*writer));
    m_isWell.store(true);
    m_isOpen.store(true);
    return {};
}

void Database::close()
{
    if (m_isClosed)
        return;
    m_isClosed = true;
    m_isOpen.store(false);
    m_workers->stop();
    m_committer->stop();
    m_pool->close();
    const std::lock_guard lock(m_probeMutex);
    m_probe.reset();
}

void Database::maintain()
{
    if (!m_isOpen.load())
        return;
    m_pool->maintain();
    probe();
    if (m_committer->takeExternalChange())
        m_changed.store(true);
}

bool Database::probe()
{
    if (!m_isOpen.load())
        return false;
    Result<void> well = probeReader();
    if (!well)
        m_pool->evictAll(); // theirs is the same lost file
    if (well && !m_committer->isHealthy()) {
        well = writeNow([](Connection& connection) -> Result<void> {
            auto touched = connection.exec(touchStatement);
            if (!touched)
                return touched.error();
            return {};
        });
    }
    if (m_isWell.exchange(well.has_value()) && !well)
        qCWarning(lcSql, "the database does not answer: %s", qUtf8Printable(well.error().message));
    return well.has_value();
}

Result<void> Database::probeReader()
{
    // A connection of its own: all others being busy does not mean that the database is lost.
    const std::lock_guard lock(m_probeMutex);
    if (!m_probe) {
        auto opened = openChecked(optionsFor(m_path, SqliteOptions::Role::Reader, busyTimeout / 2), m_statements);
        if (!opened)
            return opened.error();
        m_probe = std::move(*opened);
    }
    auto valid = m_probe->validate(busyTimeout / 2);
    if (!valid)
        m_probe.reset();
    return valid;
}

bool Database::externalChange()
{
    return m_changed.exchange(false);
}

GroupCommitter& Database::committer()
{
    return *m_committer;
}

bool Database::isOpen() const
{
    return m_isOpen.load() && m_isWell.load() && m_committer->isHealthy();
}

} // namespace zg::sql
