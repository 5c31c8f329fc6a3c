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

constexpr Statement lastInsert{"connection.last_insert", "SELECT lastval()"};

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
    m_activity.setBroken();
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
    if (isBroken() || !isInTransaction())
        return;
    if (auto done = execute(u"ROLLBACK"_s); !done)
        m_activity.setBroken();
}

void PgConnection::leave()
{
    if (!isBroken() && isInTransaction())
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

void PgConnection::note(Prepared& prepared, std::chrono::steady_clock::time_point begun, qint64 rows,
                        const PgParameters& parameters)
{
    const auto now = std::chrono::steady_clock::now();
    noteInTrace(*prepared.figures, begun, now);
    if (m_statements.record(*prepared.figures, now - begun, rows) && !m_isPlanning)
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
