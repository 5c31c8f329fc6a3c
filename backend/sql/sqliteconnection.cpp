// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqliteconnection.h"

#include "core/logging.h"
#include "sql/logbuffer.h"
#include "sql/sqliteerror.h"
#include "sql/sqliteplan.h"

#include <QFile>

#include <sqlite3.h>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

// FULL flushes the log at every commit: what was answered survives a loss of power.
// Foreign keys are not checked here: every job reads the parents it refers to in the same transaction, and the engine
// would look each of them up a second time. UNIQUE and CHECK stay.
constexpr char commonPragmas[] = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;"
                                 "PRAGMA trusted_schema = OFF; PRAGMA secure_delete = OFF;";
// 128 KiB of pages a reader, the upper levels of the indexes: the hot rows live in the node's own cache, the rest in
// the kernel's; more made no list quicker, and let the process grow when lists that memory had answered were read. No
// mmap: it would count as the process' memory, and a disk error under it is a SIGBUS.
constexpr char readerPragmas[] = "PRAGMA query_only = ON; PRAGMA cache_size = -128;";
// The log is cut back to 64 MB after a burst.
constexpr char writerPragmas[] = "PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864;";

constexpr Statement aliveStatement{"pool.validate", "SELECT 1 FROM sqlite_schema LIMIT 1"};
constexpr Statement dataVersionStatement{"committer.data_version", "PRAGMA data_version"};

// Before the library's first use. It counts every allocation under one lock unless it is told not to; and it takes room
// for twenty pages whenever a statement needs a table of its own, where a list of ids fills half of one.
void configureLibrary()
{
    [[maybe_unused]] static const bool once = [] {
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        sqlite3_config(SQLITE_CONFIG_PAGECACHE, nullptr, 0, 0);
        return true;
    }();
}

} // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const SqliteOptions& options,
                                                                 SlowStatements& statements)
{
    configureLibrary();
    sqlite3* handle = nullptr;
    // Never SQLITE_OPEN_CREATE: a database that went away must not come back empty.
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const char* const vfs = options.role == SqliteOptions::Role::Writer ? logBufferVfs() : nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(options.path).constData(), &handle, flags, vfs);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle, statements));
    if (code != SQLITE_OK)
        return sqliteError(handle, code, options.path);
    if (auto configured = connection->configure(options); !configured) {
        Error error = configured.error();
        if (!error.message.startsWith(options.path))
            error.message.prepend(options.path + u": "_s); // a name of ours says nothing to who has to find the file
        return error;
    }
    connection->m_files = options.files ? options.files : std::make_shared<StoreFiles>(options.path);
    connection->m_files->learn();
    return connection;
}

SqliteConnection::~SqliteConnection()
{
    m_prepared.clear();
    m_texts.clear();
    // The last connection moves what is in the log to the file: never to one that is not what it was.
    if (m_files && !m_files->mayCheckpoint(m_handle))
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_close_v2(m_handle);
}

Result<void> SqliteConnection::configure(const SqliteOptions& options)
{
    setBusyTimeout(options.busyTimeout);
    const bool isWriter = options.role == SqliteOptions::Role::Writer;
    if (isWriter) {
        if (auto switched = switchToLog(options.path); !switched)
            return switched;
        watchRollbacks(m_handle);
        const auto noteLog = [](void* self, sqlite3*, const char*, int pages) {
            static_cast<SqliteConnection*>(self)->m_walPages = pages;
            return SQLITE_OK;
        };
        sqlite3_wal_hook(m_handle, noteLog, this); // in the place of the automatic checkpoint, which delays a commit
    }
    const char* pragmas = isWriter ? writerPragmas : readerPragmas;
    if (auto done = execute(QString::fromLatin1(commonPragmas) + QString::fromLatin1(pragmas)); !done)
        return done;
    auto answer = runQuery(aliveStatement, {}); // reads the header and the schema: damage shows now
    if (!answer)
        return answer.error();
    return {};
}

Result<void> SqliteConnection::switchToLog(const QString& path)
{
    // SQLite does not wait for a lock here when two programs switch the same new file at once: ask again.
    const auto deadline = std::chrono::steady_clock::now() + m_busyTimeout;
    for (;;) {
        auto mode = runText("connection.open", u"PRAGMA journal_mode = WAL"_s, {});
        if (mode) {
            if (mode->next() && mode->text(0) == u"wal"_s)
                return {};
            return Error{ErrorCode::DependencyDown, path + u": this file system cannot hold a write-ahead log"_s};
        }
        const bool isBusy = (sqlite3_errcode(m_handle) & 0xff) == SQLITE_BUSY;
        if (!isBusy || std::chrono::steady_clock::now() >= deadline)
            return mode.error();
        sqlite3_sleep(5);
    }
}

void SqliteConnection::setBusyTimeout(std::chrono::milliseconds timeout)
{
    m_busyTimeout = timeout;
    sqlite3_busy_timeout(m_handle, int(timeout.count()));
}

Error SqliteConnection::failed(int code, const QByteArray& name)
{
    if (breaksConnection(code))
        m_activity.setBroken();
    if (code == logHasHole && m_files)
        m_files->setLogCut();
    return sqliteError(m_handle, code, QString::fromUtf8(name));
}

Result<std::unique_ptr<SqliteStatement>> SqliteConnection::prepare(const char* name, const QByteArray& text)
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(m_handle, text.constData(), int(text.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code != SQLITE_OK)
        return failed(code, QByteArray(name));
    if (!statement)
        return Error{ErrorCode::Internal, QString::fromUtf8(name) + u": an empty statement"_s};
    return std::make_unique<SqliteStatement>(*this, statement, m_statements.of(name, text));
}

Result<SqliteStatement*> SqliteConnection::prepared(const Statement& statement)
{
    auto& known = m_prepared[&statement];
    if (!known) {
        auto fresh =
            prepare(statement.name, QByteArray::fromRawData(statement.text, qsizetype(qstrlen(statement.text))));
        if (!fresh)
            return fresh.error();
        known = std::move(*fresh);
    }
    return known.get();
}

Result<Rows> SqliteConnection::run(SqliteStatement& statement, std::span<const QVariant> values)
{
    if (!statement.isRunning()) {
        if (auto started = statement.start(values); !started)
            return started.error();
        return Rows(&statement);
    }
    // Its rows are still being read, further up: this run gets a statement of its own.
    const auto& figures = statement.figures();
    auto extra = prepare(figures.name.constData(), figures.text);
    if (!extra)
        return extra.error();
    if (auto started = (*extra)->start(values); !started)
        return started.error();
    (*extra)->dieWhenFinished();
    return Rows(extra->release());
}

Result<Rows> SqliteConnection::runQuery(const Statement& statement, std::initializer_list<QVariant> values)
{
    auto query = prepared(statement);
    if (!query)
        return query.error();
    return run(**query, {values.begin(), values.size()});
}

Result<qint64> SqliteConnection::runExec(const Statement& statement, std::initializer_list<QVariant> values)
{
    auto rows = runQuery(statement, values);
    if (!rows)
        return rows.error();
    return qint64(sqlite3_changes64(m_handle));
}

Result<std::vector<Rows>> SqliteConnection::runTogether(const std::vector<Asked>& queries)
{
    std::vector<Rows> all;
    for (const Asked& asked : queries) {
        auto rows = runText(asked.statement.name, QString::fromUtf8(asked.statement.text), asked.values);
        if (!rows)
            return rows.error();
        all.push_back(std::move(*rows));
    }
    return all;
}

Result<Rows> SqliteConnection::runText(const char* name, const QString& text, const QVariantList& values)
{
    SqliteStatement* query = m_texts.find(text);
    if (!query) {
        auto fresh = prepare(name, text.toUtf8());
        if (!fresh)
            return fresh.error();
        query = m_texts.insert(text, std::move(*fresh));
    }
    return run(*query, {values.constData(), size_t(values.size())});
}

Result<void> SqliteConnection::execute(const QString& text)
{
    const int code = sqlite3_exec(m_handle, text.toUtf8().constData(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return failed(code, "execute"_ba);
    return {};
}

qint64 SqliteConnection::lastInsertId()
{
    return sqlite3_last_insert_rowid(m_handle);
}

bool SqliteConnection::isInTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

void SqliteConnection::leave()
{
    m_failure.reset();
    if (!isInTransaction())
        return;
    qCWarning(lcSql, "a transaction was left open after %s; rolled back", lastStatement());
    if (auto rolledBack = execute(u"ROLLBACK"_s); !rolledBack)
        m_activity.setBroken();
}

Result<void> SqliteConnection::validate(std::chrono::milliseconds timeout)
{
    if (auto there = checkFile(); !there)
        return there;
    sqlite3_busy_timeout(m_handle, int(qMin(timeout, m_busyTimeout).count()));
    auto answer = runQuery(aliveStatement, {});
    sqlite3_busy_timeout(m_handle, int(m_busyTimeout.count()));
    if (!answer)
        return answer.error();
    return {};
}

Result<void> SqliteConnection::checkFile()
{
    auto checked = m_files->check(m_handle);
    if (!checked)
        m_activity.setBroken();
    return checked;
}

Result<qint64> SqliteConnection::dataVersion()
{
    auto rows = runQuery(dataVersionStatement, {});
    if (!rows)
        return rows.error();
    return rows->next() ? rows->integer(0) : 0;
}

Result<void> SqliteConnection::checkpoint()
{
    if (!m_files->mayCheckpoint(m_handle))
        return checkFile();
    int pages = 0;
    int moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(m_handle, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
    if (code != SQLITE_OK)
        return failed(code, "checkpoint"_ba);
    // All moved: the next commit starts the log anew. Else readers stand in the way: a little later is soon enough.
    m_checkpointAt = pages == moved ? checkpointPages : pages + checkpointPages / 4;
    m_walPages = 0;
    return {};
}

void SqliteConnection::note(const SqliteStatement& statement, std::chrono::steady_clock::time_point begun, qint64 rows)
{
    const auto now = std::chrono::steady_clock::now();
    noteInTrace(statement.figures(), begun, now);
    if (m_statements.record(statement.figures(), now - begun, rows))
        m_statements.setPlan(statement.figures(), sqlitePlan(m_handle, statement.figures().text));
}

} // namespace zg::sql
