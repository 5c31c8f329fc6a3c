// SPDX-License-Identifier: GPL-3.0-or-later
// How a connection to a PostgreSQL is made.
#include "sql/pgconnection.h"
#include "sql/pgerror.h"

#include <libpq-fe.h>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// libpq's words for the options of an address, and ours where the address does not say them.
struct Keywords
{
    QList<std::pair<QByteArray, QByteArray>> options;

    void preset(const QByteArray& keyword, const QByteArray& value)
    {
        for (const auto& option : options) {
            if (option.first == keyword)
                return;
        }
        options.append({keyword, value});
    }
    void addToOptions(const QByteArray& more)
    {
        for (auto& option : options) {
            if (option.first == "options") {
                option.second = more + ' ' + option.second; // the address' own win
                return;
            }
        }
        options.append({"options", more});
    }
};

} // namespace

Result<std::unique_ptr<PgConnection>> PgConnection::open(const PgOptions& options, SlowStatements& statements)
{
    std::unique_ptr<PgConnection> connection(new PgConnection(options, statements));
    if (auto dialled = connection->dial(); !dialled)
        return dialled.error();
    return connection;
}

Result<void> PgConnection::dial()
{
    Error last(ErrorCode::DependencyDown, u"the database has no address"_s);
    for (const PgAddress& address : m_options.addresses) {
        auto dialled = dial(address);
        if (dialled)
            return dialled;
        last = dialled.error();
    }
    return last;
}

Result<void> PgConnection::dial(const PgAddress& address)
{
    Keywords keywords{address.options};
    keywords.preset("application_name", "zhanggui");
    keywords.preset("client_encoding", "UTF8");
    keywords.preset("target_session_attrs", m_options.role == PgOptions::Role::Primary ? "read-write" : "any");
    keywords.preset("tcp_user_timeout", "5000");
    keywords.addToOptions(
        "-c statement_timeout=" + QByteArray::number(qint64(m_options.statementTimeout.count())) +
        " -c idle_in_transaction_session_timeout=30000 -c jit=off -c max_parallel_workers_per_gather=0");
    std::vector<const char*> words, values;
    for (const auto& [word, value] : keywords.options) {
        words.push_back(word.constData());
        values.push_back(value.constData());
    }
    words.push_back(nullptr);
    values.push_back(nullptr);

    PQfinish(m_handle);
    m_server = address.shown;
    m_handle = PQconnectStartParams(words.data(), values.data(), 0);
    if (!m_handle)
        return Error{ErrorCode::DependencyDown, u"libpq has no memory for a connection"_s};
    const PgWait wait(m_options.connectTimeout, nullptr); // whoever looks whether it is back dials while it is lost
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (PQstatus(m_handle) != CONNECTION_BAD && state != PGRES_POLLING_OK) {
        auto waited = state == PGRES_POLLING_READING ? wait.readable(m_handle) : wait.writable(m_handle);
        if (!waited)
            return Error{ErrorCode::DependencyDown, u"%1: %2"_s.arg(m_server, waited.error().message)};
        state = PQconnectPoll(m_handle);
        if (state == PGRES_POLLING_FAILED)
            break;
    }
    if (state != PGRES_POLLING_OK)
        return pgError(m_handle, m_server);
    if (PQsetnonblocking(m_handle, 1) != 0)
        return pgError(m_handle, m_server);
    PQsetNoticeReceiver(m_handle, &PgConnection::hear, this);
    return {};
}

/// Of all notices one says what no error does, behind a COMMIT (see sendPiped()).
void PgConnection::hear(void* connection, const PGresult* notice)
{
    if (sqlState(notice) == "01000")
        static_cast<PgConnection*>(connection)->m_isWarned = true;
}

} // namespace zg::sql
