// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgconnection.h"

#include "core/logging.h"
#include "sql/pgerror.h"
#include "sql/pgtext.h"

#include <QRegularExpression>

#include <libpq-fe.h>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Texts made at run time: a list's filters and sorts in all their mixtures, and inserts of a few sizes.
constexpr size_t mostTexts = 128;
// The server cancels a statement first, and says so; a connection that does not even say that is given up.
constexpr std::chrono::milliseconds grace = 500ms;
constexpr std::chrono::milliseconds endless = 24h;

constexpr QByteArrayView inFailedTransaction = "25P02";

constexpr Statement lastInsert{"connection.last_insert", "SELECT lastval()"};

bool isGood(const PGresult* result)
{
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
        return true;
    default:
        return false;
    }
}

Error unconfirmed()
{
    return Error{ErrorCode::DependencyDown, u"the standby did not confirm a commit in time"_s};
}

} // namespace

PgConnection::~PgConnection()
{
    PQfinish(m_handle);
}

PgWait PgConnection::patience() const
{
    return {m_options.statementTimeout > 0ms ? m_options.statementTimeout + grace : endless, m_options.isLost};
}

Error PgConnection::broken(Error error)
{
    m_isBroken = true;
    m_waiting.clear();
    return error;
}

Result<PgConnection::Prepared*> PgConnection::prepared(const Statement& statement)
{
    auto& known = m_prepared[&statement];
    if (!known) {
        auto fresh = prepare(statement.name, statement.postgresql ? statement.postgresql : statement.text);
        if (!fresh)
            return fresh.error();
        known = std::move(*fresh);
    }
    return known.get();
}

Result<PgConnection::Prepared*> PgConnection::prepared(const char* name, const QString& text)
{
    if (const auto at = m_textIndex.constFind(text); at != m_textIndex.cend()) {
        m_texts.splice(m_texts.begin(), m_texts, *at);
        return m_texts.front().second.get();
    }
    auto fresh = prepare(name, text.toUtf8());
    if (!fresh)
        return fresh.error();
    if (m_texts.size() >= mostTexts && m_waiting.empty()) { // those that wait point at theirs
        const QString command = u"DEALLOCATE "_s + QString::fromLatin1(m_texts.back().second->name);
        m_textIndex.remove(m_texts.back().first);
        m_texts.pop_back();
        if (auto freed = execute(command); !freed)
            return freed.error();
    }
    m_texts.emplace_front(text, std::move(*fresh));
    m_textIndex.insert(text, m_texts.begin());
    return m_texts.front().second.get();
}

Result<std::unique_ptr<PgConnection::Prepared>> PgConnection::prepare(const char* name, const QByteArray& text)
{
    auto fresh = std::make_unique<Prepared>();
    fresh->name = "z" + QByteArray::number(++m_names);
    fresh->text = toPostgreSql(text);
    fresh->figures = &m_statements.of(name, fresh->text);
    if (!m_waiting.empty()) { // what waits goes first: it may begin the transaction
        if (auto sent = sendAll(); !sent)
            return sent.error();
    }
    if (!PQsendPrepare(m_handle, fresh->name.constData(), fresh->text.constData(), 0, nullptr))
        return broken(pgError(m_handle, QString::fromUtf8(name)));
    auto answer = receive(patience());
    if (answer)
        answer = checked(std::move(*answer), name);
    if (!answer)
        return answer.error();
    return fresh;
}

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
    std::vector<PgResult> answers;
    if (m_waiting.empty())
        return answers;
    const auto calls = std::exchange(m_waiting, {});
    if (!hasFailed())
        m_hadConflict = false;
    m_lastStatement.store(calls.back().prepared->figures->name.constData(), std::memory_order_relaxed);
    if (calls.size() > 1)
        return sendPiped(calls);
    auto answer = sendOne(calls.front());
    if (!answer)
        return answer.error();
    answers.push_back(std::move(*answer));
    return answers;
}

/// A COMMIT whose wait for the synchronous standby was cut short, by statement_timeout or an administrator, succeeds
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
        auto good = checked(std::move(*answer), call.prepared->figures->name.constData());
        if (good)
            answers.push_back(std::move(*good));
        else if (!failure)
            failure = good.error();
        if (m_statements.record(*call.prepared->figures, now - since))
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
        note(*call.prepared, std::chrono::steady_clock::now() - begun, parameters);
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

Result<Rows> PgConnection::runQuery(const Statement& statement, std::initializer_list<QVariant> values)
{
    auto query = prepared(statement);
    if (!query)
        return query.error();
    auto answer = run(**query, {values.begin(), values.size()});
    if (!answer)
        return answer.error();
    return Rows(new PgRows(std::move(*answer)));
}

Result<std::vector<Rows>> PgConnection::runTogether(const std::vector<Asked>& queries)
{
    std::vector<Prepared*> all; // before any is queued: preparing sends what waits
    for (const Asked& asked : queries) {
        auto query = prepared(asked.statement);
        if (!query)
            return query.error();
        all.push_back(*query);
    }
    for (size_t i = 0; i < all.size(); ++i)
        queue(*all[i], {queries[i].values.constData(), size_t(queries[i].values.size())});
    auto answers = sendAll();
    if (!answers)
        return answers.error();
    std::vector<Rows> rows;
    rows.reserve(queries.size());
    for (size_t i = answers->size() - queries.size(); i < answers->size(); ++i)
        rows.emplace_back(new PgRows(std::move((*answers)[i])));
    return rows;
}

Result<qint64> PgConnection::runExec(const Statement& statement, std::initializer_list<QVariant> values)
{
    auto query = prepared(statement);
    if (!query)
        return query.error();
    auto answer = run(**query, {values.begin(), values.size()});
    if (!answer)
        return answer.error();
    return QByteArray(PQcmdTuples(answer->get())).toLongLong();
}

Result<Rows> PgConnection::runText(const char* name, const QString& text, const QVariantList& values)
{
    auto query = prepared(name, text);
    if (!query)
        return query.error();
    auto answer = run(**query, {values.constData(), size_t(values.size())});
    if (!answer)
        return answer.error();
    return Rows(new PgRows(std::move(*answer)));
}

Result<void> PgConnection::runLater(const Statement& statement, std::initializer_list<QVariant> values)
{
    auto query = prepared(statement);
    if (!query)
        return query.error();
    queue(**query, {values.begin(), values.size()});
    return {};
}

Result<void> PgConnection::runTextLater(const char* name, const QString& text, const QVariantList& values)
{
    auto query = prepared(name, text);
    if (!query)
        return query.error();
    queue(**query, {values.constData(), size_t(values.size())});
    return {};
}

Result<void> PgConnection::flush()
{
    if (auto sent = sendAll(); !sent)
        return sent.error();
    return {};
}

Result<void> PgConnection::execute(const QString& text)
{
    if (auto flushed = flush(); !flushed)
        return flushed;
    if (!PQsendQuery(m_handle, text.toUtf8().constData()))
        return broken(pgError(m_handle, u"execute"_s));
    auto answer = receive(patience());
    if (answer)
        answer = checked(std::move(*answer), "execute");
    if (!answer)
        return answer.error();
    return {};
}

qint64 PgConnection::lastInsertId()
{
    auto rows = query(lastInsert);
    return rows && rows->next() ? rows->integer(0) : 0;
}

bool PgConnection::isInTransaction() const
{
    return PQtransactionStatus(m_handle) != PQTRANS_IDLE;
}

bool PgConnection::hasFailed() const
{
    return PQtransactionStatus(m_handle) == PQTRANS_INERROR;
}

void PgConnection::rollBack()
{
    m_waiting.clear();
    if (m_isBroken || !isInTransaction())
        return;
    if (auto done = execute(u"ROLLBACK"_s); !done)
        m_isBroken = true;
}

void PgConnection::leave()
{
    if (!m_isBroken && isInTransaction())
        qCWarning(lcSql, "a transaction was left open after %s; rolled back", lastStatement());
    rollBack();
}

Result<void> PgConnection::validate(std::chrono::milliseconds timeout)
{
    if (!PQsendQuery(m_handle, "SELECT 1"))
        return broken(pgError(m_handle, u"pool.validate"_s));
    auto answer = receive(PgWait(timeout, m_options.isLost));
    if (answer)
        answer = checked(std::move(*answer), "pool.validate");
    if (!answer)
        return answer.error();
    return {};
}

void PgConnection::note(Prepared& prepared, std::chrono::nanoseconds took, const PgParameters& parameters)
{
    if (m_statements.record(*prepared.figures, took) && !m_isPlanning)
        m_statements.setPlan(*prepared.figures, plan(prepared, parameters));
}

QString PgConnection::plan(const Prepared& prepared, const PgParameters& parameters)
{
    // Of what has none, asking for a plan is an error, which would be the end of the transaction that is open.
    const auto begins = [&](QByteArrayView word) { return prepared.text.startsWith(word); };
    if (!begins("SELECT") && !begins("INSERT") && !begins("UPDATE") && !begins("DELETE") && !begins("WITH"))
        return {};
    m_isPlanning = true;
    const QByteArray text = "EXPLAIN " + prepared.text;
    QString plan;
    if (PQsendQueryParams(m_handle, text.constData(), parameters.count(), nullptr, parameters.values(),
                          parameters.lengths(), parameters.formats(), 0)) {
        auto answer = receive(patience());
        if (answer && isGood(answer->get())) {
            PgRows rows(std::move(*answer));
            while (rows.next())
                plan += (plan.isEmpty() ? QString() : u"\n"_s) + rows.text(0);
        }
    }
    m_isPlanning = false;
    static const QRegularExpression literal(u"'(?:[^']|'')*'"_s); // values are people's: names, addresses, hashes
    return plan.replace(literal, u"'?'"_s);
}

} // namespace zg::sql
