// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pgaddress.h"
#include "sql/pgparameters.h"
#include "sql/pgrows.h"
#include "sql/pgwait.h"
#include "sql/pooledconnection.h"
#include "sql/slowstatements.h"

#include <QHash>

#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

typedef struct pg_conn PGconn;
struct pg_result;

namespace zg::sql {

/// How a connection is made.
struct PgOptions
{
    enum class Role : quint8 { Primary, Replica };
    QList<PgAddress> addresses;                    ///< tried in this order, until one takes the role
    Role role = Role::Primary;                     ///< a primary takes writes
    std::chrono::milliseconds connectTimeout{700}; ///< of each address
    std::chrono::milliseconds statementTimeout{5'000};
    const std::atomic<bool>* isLost = nullptr; ///< set while the database is known not to answer: nobody waits then
    std::atomic<bool>* isHeard = nullptr;      ///< set by each answer: the database is alive, however busy
};

/// One connection to a PostgreSQL, through libpq's own interface: it sends before it waits, so that what may go
/// together costs one round trip, and it never waits longer than it was told, whatever becomes of the server. Thread:
/// one at a time; lastStatement() any.
class PgConnection final : public PooledConnection
{
public:
    static Result<std::unique_ptr<PgConnection>> open(const PgOptions& options, SlowStatements& statements);
    ~PgConnection() override;
    Q_DISABLE_COPY_MOVE(PgConnection)

    Result<Rows> runQuery(const Statement& statement, std::initializer_list<QVariant> values) override;
    Result<qint64> runExec(const Statement& statement, std::initializer_list<QVariant> values) override;
    Result<Rows> runText(const char* name, const QString& text, const QVariantList& values) override;
    Result<std::vector<Rows>> runTogether(const std::vector<Asked>& queries) override;
    Result<void> runLater(const Statement& statement, std::initializer_list<QVariant> values) override;
    Result<void> runTextLater(const char* name, const QString& text, const QVariantList& values) override;
    Result<void> flush() override;
    Result<void> execute(const QString& text) override;
    qint64 lastInsertId() override;
    Dialect dialect() const override { return Dialect::PostgreSql; }

    void leave() override;
    Result<void> validate(std::chrono::milliseconds timeout) override;

    bool isInTransaction() const;
    bool hasFailed() const; ///< a statement of the open transaction failed: nothing of it can be kept
    void rollBack();        ///< whatever is open or waits to be sent; a connection that cannot is broken
    /// The transaction's first error was two transactions in each other's way: the same again may succeed.
    bool hadConflict() const { return m_hadConflict; }
    void forgetConflict() { m_hadConflict = false; }   ///< before a transaction
    const QString& server() const { return m_server; } ///< "127.0.0.1:5432/shop"

private:
    struct Prepared
    {
        QByteArray name; // on the server
        QByteArray text;
        StatementFigures* figures = nullptr;
    };
    struct Call
    {
        Prepared* prepared;
        PgParameters parameters;
    };
    using Texts = std::list<std::pair<QString, std::unique_ptr<Prepared>>>; // the last used first

    PgConnection(const PgOptions& options, SlowStatements& statements)
        : m_options(options)
        , m_statements(statements)
    {
    }
    Result<void> dial();
    Result<void> dial(const PgAddress& address);
    Result<Prepared*> prepared(const Statement& statement);
    Result<Prepared*> prepared(const char* name, const QString& text);
    Result<std::unique_ptr<Prepared>> prepare(const char* name, const QByteArray& text);
    void queue(Prepared& prepared, std::span<const QVariant> values);
    Result<PgResult> run(Prepared& prepared, std::span<const QVariant> values);
    Result<std::vector<PgResult>> sendAll();
    Result<std::vector<PgResult>> sendAll(const std::vector<Call>& calls);
    Result<std::vector<PgResult>> sendPiped(const std::vector<Call>& calls);
    Result<PgResult> sendOne(const Call& call);
    Result<PgResult> receive(const PgWait& wait);
    Result<PgResult> checked(PgResult result, const char* name);
    static void hear(void* connection, const pg_result* notice);
    bool isUnconfirmed(const Call& call) const;
    Error broken(Error error);
    void note(Prepared& prepared, std::chrono::steady_clock::time_point begun, qint64 rows,
              const PgParameters& parameters);
    QString plan(const Prepared& prepared, const PgParameters& parameters);
    PgWait patience() const;

    const PgOptions m_options;
    SlowStatements& m_statements;
    PGconn* m_handle = nullptr;
    QString m_server;
    std::unordered_map<const Statement*, std::unique_ptr<Prepared>> m_prepared;
    Texts m_texts;
    QHash<QString, Texts::iterator> m_textIndex;
    std::vector<Call> m_waiting; // to go with the next one
    int m_names = 0;
    bool m_hadConflict = false;
    bool m_isPlanning = false;
    bool m_isWarned = false; // with the answer that came last
};

} // namespace zg::sql
