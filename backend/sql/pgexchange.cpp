// SPDX-License-Identifier: GPL-3.0-or-later
// How a PgConnection's statements go to the server, alone or in a pipeline, and their answers come back.
#include "sql/pgconnection.h"
#include "sql/pgerror.h"

#include <libpq-fe.h>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView inFailedTransaction = "25P02";

/// Read or changed.
qint64 rowsOf(const PGresult* result)
{
    if (const int rows = PQntuples(result); rows > 0)
        return rows;
    return QByteArrayView(PQcmdTuples(const_cast<PGresult*>(result))).toLongLong();
}

Error unconfirmed()
{
    return Error{ErrorCode::DependencyDown, u"the standby did not confirm a commit"_s};
}

} // namespace

void PgConnection::queue(Prepared& prepared, std::span<const QVariant> values)
{
    m_waiting.push_back({&prepared, PgParameters::of(values)});
}

Result<PgResult> PgConnection::run(Prepared& prepared, std::span<const QVariant> values)
{
    queue(prepared, values);
    auto answers = sendAll();
    if (!answers)
        return answers.error();
    return std::move(answers->back());
}

/// Sends what waits. @return all answers; the first error is that of all
Result<std::vector<PgResult>> PgConnection::sendAll()
{
    if (m_waiting.empty())
        return std::vector<PgResult>();
    const auto calls = std::exchange(m_waiting, {});
    if (!hasFailed())
        m_hadConflict = false;
    const auto begun = std::chrono::steady_clock::now();
    m_activity.begin(calls.back().prepared->figures->name.constData(), begun);
    auto sent = sendAll(calls);
    m_activity.end(begun);
    return sent;
}

Result<std::vector<PgResult>> PgConnection::sendAll(const std::vector<Call>& calls)
{
    if (calls.size() > 1)
        return sendPiped(calls);
    std::vector<PgResult> answers;
    auto answer = sendOne(calls.front());
    if (!answer)
        return answer.error();
    answers.push_back(std::move(*answer));
    return answers;
}

/// A COMMIT whose wait for the synchronous standby was cut short, by an administrator's pg_cancel_backend(), succeeds
/// with a warning: what it wrote may be on this server alone, and nobody may be told that it is kept.
bool PgConnection::isUnconfirmed(const Call& call) const
{
    return m_isWarned && call.prepared->text == "COMMIT";
}

Result<std::vector<PgResult>> PgConnection::sendPiped(const std::vector<Call>& calls)
{
    const PgWait wait = patience();
    if (!PQenterPipelineMode(m_handle))
        return broken(pgError(m_handle, u"pipeline"_s));
    auto since = std::chrono::steady_clock::now();
    for (const Call& call : calls) {
        if (!PQsendQueryPrepared(m_handle, call.prepared->name.constData(), call.parameters.count(),
                                 call.parameters.values(), call.parameters.lengths(), call.parameters.formats(), 0))
            return broken(pgError(m_handle, QString::fromUtf8(call.prepared->figures->name)));
    }
    if (!PQpipelineSync(m_handle))
        return broken(pgError(m_handle, u"pipeline"_s));
    std::vector<PgResult> answers;
    std::optional<Error> failure;
    std::vector<const Call*> slow; // whose plans are fetched when nothing is on its way any more
    for (const Call& call : calls) {
        m_isWarned = false;
        auto answer = receive(wait);
        if (!answer)
            return answer.error();
        if (isUnconfirmed(call))
            return broken(unconfirmed());
        if (PQresultStatus(answer->get()) == PGRES_PIPELINE_ABORTED)
            continue; // one before it failed, and said why
        const auto now = std::chrono::steady_clock::now();
        const qint64 rows = rowsOf(answer->get());
        auto good = checked(std::move(*answer), call.prepared->figures->name.constData());
        if (good)
            answers.push_back(std::move(*good));
        else if (!failure)
            failure = good.error();
        noteInTrace(*call.prepared->figures, since, now);
        if (m_statements.record(*call.prepared->figures, now - since, rows))
            slow.push_back(&call);
        since = now;
    }
    if (auto synced = receive(wait); !synced)
        return synced.error();
    if (!PQexitPipelineMode(m_handle))
        return broken(pgError(m_handle, u"pipeline"_s));
    if (failure)
        return *failure;
    for (const Call* call : slow)
        m_statements.setPlan(*call->prepared->figures, plan(*call->prepared, call->parameters));
    return answers;
}

Result<PgResult> PgConnection::sendOne(const Call& call)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto& parameters = call.parameters;
    const char* const name = call.prepared->figures->name.constData();
    if (!PQsendQueryPrepared(m_handle, call.prepared->name.constData(), parameters.count(), parameters.values(),
                             parameters.lengths(), parameters.formats(), 0))
        return broken(pgError(m_handle, QString::fromUtf8(name)));
    m_isWarned = false;
    auto answer = receive(patience());
    if (answer && isUnconfirmed(call))
        return broken(unconfirmed());
    if (answer)
        answer = checked(std::move(*answer), name);
    if (answer)
        note(*call.prepared, begun, rowsOf(answer->get()), parameters);
    return answer;
}

/// The next answer. In a pipeline each statement's ends with a null that is read here, too; the sync has none.
Result<PgResult> PgConnection::receive(const PgWait& wait)
{
    if (auto sent = wait.flushed(m_handle); !sent)
        return broken(sent.error());
    PgResult first;
    for (;;) {
        while (PQisBusy(m_handle)) {
            if (auto there = wait.readable(m_handle); !there)
                return broken(there.error());
            if (!PQconsumeInput(m_handle))
                return broken(pgError(m_handle, QString::fromUtf8(lastStatement())));
            if (m_options.isHeard)
                m_options.isHeard->store(true, std::memory_order_relaxed);
        }
        PgResult next(PQgetResult(m_handle));
        if (!next)
            return first;
        if (PQresultStatus(next.get()) == PGRES_PIPELINE_SYNC)
            return next;
        if (!first || isGood(first.get())) // of several commands the first that failed
            first = std::move(next);
    }
}

Result<PgResult> PgConnection::checked(PgResult result, const char* name)
{
    if (!result)
        return broken(pgError(m_handle, QString::fromUtf8(name)));
    if (isGood(result.get()))
        return result;
    const auto state = sqlState(result.get());
    if (state != inFailedTransaction) // it only follows from the first error
        m_hadConflict = isConflict(state);
    const Error error = pgError(result.get(), QString::fromUtf8(name));
    if (breaksSession(state) || PQstatus(m_handle) != CONNECTION_OK)
        return broken(error);
    return error;
}

} // namespace zg::sql
