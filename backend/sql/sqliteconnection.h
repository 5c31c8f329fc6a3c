// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pooledconnection.h"
#include "sql/slowstatements.h"
#include "sql/sqlitestatement.h"
#include "sql/storefiles.h"
#include "sql/textcache.h"

#include <chrono>
#include <memory>
#include <unordered_map>

struct sqlite3;

namespace zg::sql {

/// How a connection is opened.
struct SqliteOptions
{
    enum class Role : quint8 { Reader, Writer };
    QString path; ///< absolute; the file exists
    Role role = Role::Reader;
    std::chrono::milliseconds busyTimeout{700}; ///< a locked database answers within a second
    std::shared_ptr<StoreFiles> files{};        ///< shared by connections that are replaced together; null: its own
};

/// One connection to an SQLite file, in WAL mode and with every commit flushed, through SQLite's own interface: a point
/// read is three times as fast as through QSqlQuery, which turns each name, value and row into UTF-16 and QVariants.
/// Thread: one at a time; lastStatement() any.
class SqliteConnection final : public PooledConnection
{
public:
    static Result<std::unique_ptr<SqliteConnection>> open(const SqliteOptions& options, SlowStatements& statements);
    ~SqliteConnection() override;
    Q_DISABLE_COPY_MOVE(SqliteConnection)

    Result<Rows> runQuery(const Statement& statement, std::initializer_list<QVariant> values) override;
    Result<qint64> runExec(const Statement& statement, std::initializer_list<QVariant> values) override;
    Result<std::vector<Rows>> runTogether(const std::vector<Asked>& queries) override;
    Result<Rows> runText(const char* name, const QString& text, const QVariantList& values) override;
    Result<void> execute(const QString& text) override;
    qint64 lastInsertId() override;
    Dialect dialect() const override { return Dialect::Sqlite; }
    std::optional<Error> takeFailure() override { return std::exchange(m_failure, std::nullopt); }

    void leave() override;
    Result<void> validate(std::chrono::milliseconds timeout) override;

    bool isInTransaction() const;
    Result<void> checkFile();     ///< DependencyDown when a file of the database was moved, deleted, replaced or cut
    Result<qint64> dataVersion(); ///< changes when another connection changed the database
    void setBusyTimeout(std::chrono::milliseconds timeout); ///< how long a lock of another's is waited for
    bool wantsCheckpoint() const { return m_walPages >= m_checkpointAt; } ///< the log has grown long
    Result<void> checkpoint(); ///< moves what it can from the log to the file, without waiting for anyone
    sqlite3* handle() const { return m_handle; }

private:
    friend class SqliteStatement;
    // 32 MB of log: moving them takes 20 ms, 6 % of the time at full load, where half as many take 10 %.
    static constexpr int checkpointPages = 8'000;
    SqliteConnection(sqlite3* handle, SlowStatements& statements)
        : m_handle(handle)
        , m_statements(statements)
    {
    }
    Result<void> switchToLog(const QString& path);
    Result<void> configure(const SqliteOptions& options);
    Result<std::unique_ptr<SqliteStatement>> prepare(const char* name, const QByteArray& text);
    Result<SqliteStatement*> prepared(const Statement& statement);
    Error failed(int code, const QByteArray& name);
    Result<Rows> run(SqliteStatement& statement, std::span<const QVariant> values);
    void note(const SqliteStatement& statement, std::chrono::steady_clock::time_point begun, qint64 rows);

    sqlite3* m_handle;
    SlowStatements& m_statements;
    std::shared_ptr<StoreFiles> m_files; // null until it is open
    std::chrono::milliseconds m_busyTimeout{0};
    std::unordered_map<const Statement*, std::unique_ptr<SqliteStatement>> m_prepared;
    TextCache m_texts;
    std::optional<Error> m_failure;
    int m_walPages = 0; // in the log after the last commit
    int m_checkpointAt = checkpointPages;
};

} // namespace zg::sql
