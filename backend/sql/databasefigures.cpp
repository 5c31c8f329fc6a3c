// SPDX-License-Identifier: GPL-3.0-or-later
// What the console's database page shows and asks for.
#include "sql/database.h"
#include "sql/plantext.h"

namespace zg::sql {

using namespace Qt::StringLiterals;
using telemetry::DatabaseFigures;
using telemetry::IndexAdvice;
using telemetry::StatementPlan;

namespace {

Error noStatement(int id)
{
    return {ErrorCode::NotFound, u"there is no statement %1"_s.arg(id)};
}

} // namespace

DatabaseFigures Database::figures() const
{
    DatabaseFigures figures;
    figures.isPostgreSql = m_engine->dialect() == Dialect::PostgreSql;
    figures.pool = m_pool->figures();
    figures.minimumIdle = m_pool->settings().minimumIdle;
    figures.configuredMaximum = m_pool->settings().maximumPoolSize;
    figures.problem = m_pool->problem();
    figures.connections = m_pool->connections() + m_engine->committer().connections() + m_replicas.connections();
    figures.waits = m_pool->waits();
    figures.uses = m_pool->uses();
    const auto workers = m_workers->figures();
    figures.advice =
        m_load.advice(figures.pool.maximum, workers.threads, workers.busy >= workers.threads && workers.queued > 0);
    figures.statements = m_statements.all();
    for (const auto& use : std::as_const(figures.statements)) {
        if (use.kind == StatementUse::Kind::Read)
            figures.reads += use.calls;
        else if (use.kind == StatementUse::Kind::Write)
            figures.writes += use.calls;
    }
    figures.replicas = m_replicas.figures();
    return figures;
}

Result<StatementPlan> Database::planNow(int statement)
{
    const StatementFigures* figures = m_statements.find(statement);
    if (!figures)
        return noStatement(statement);
    if (const auto known = m_statements.plan(*figures))
        return readPlan(*known);
    if (figures->kind == StatementUse::Kind::Upkeep && !figures->text.startsWith("SELECT"))
        return StatementPlan(); // BEGIN, COMMIT, PRAGMA
    const auto text = m_engine->plan(figures->shownText);
    if (!text)
        return text.error();
    m_statements.setPlan(*figures, *text);
    return readPlan(*text);
}

Task<Result<StatementPlan>> Database::plan(int statement)
{
    auto job = [this, statement] { return planNow(statement); };
    co_return co_await m_workers->run(job, Weight::Heavy);
}

Task<Result<IndexAdvice>> Database::adviseIndex(int statement)
{
    auto job = [this, statement]() -> Result<IndexAdvice> {
        const StatementFigures* figures = m_statements.find(statement);
        if (!figures)
            return noStatement(statement);
        return m_engine->adviseIndex(figures->shownText);
    };
    co_return co_await m_workers->run(job, Weight::Heavy);
}

} // namespace zg::sql
