// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/indexadviser.h"

#include "sql/indexcandidates.h"
#include "sql/plantext.h"

#include <tuple>

namespace zg::sql {

using namespace Qt::StringLiterals;
using telemetry::IndexAdvice;
using telemetry::PlanStep;
using telemetry::StatementPlan;
using Verdict = telemetry::IndexAdvice::Verdict;

namespace {

// Enough for an honest idea of how many rows share a value; read and indexed in some tens of milliseconds.
constexpr qint64 mostSampled = 20'000;
// Below, reading all is as quick as any index, and the index is one more to keep.
constexpr qint64 smallTable = 500;
constexpr qsizetype mostTried = 24;
// The engine's estimates are guesses: what saves less than a third is no advice.
constexpr double betterBy = 0.67;

/// How bad a plan is: what reads a whole table weighs more than a sort, and that more than what reads a whole index.
using Badness = std::tuple<int, int, int, double>;

Badness badness(const Scratch& scratch, const QString& text, const StatementPlan& plan)
{
    int scans = 0;
    int sorts = 0;
    int indexScans = 0;
    for (const PlanStep& step : plan.steps) {
        scans += step.kind == PlanStep::Kind::FullScan;
        sorts += step.kind == PlanStep::Kind::TemporarySort;
        indexScans += step.kind == PlanStep::Kind::Index && step.text.startsWith(u"SCAN "_s); // SQLite's words
    }
    return {scans, sorts, indexScans, scratch.cost(text)};
}

bool isBetter(const Badness& after, const Badness& before)
{
    // A scan or a sort has to go: an estimate alone that falls is the difference of two guesses.
    const bool isSimpler =
        std::tie(std::get<0>(after), std::get<1>(after)) < std::tie(std::get<0>(before), std::get<1>(before));
    const double costBefore = std::get<double>(before);
    return isSimpler && (costBefore == 0 || std::get<double>(after) < betterBy * costBefore);
}

/// The trial's name reads as the one it would have.
QString renamed(QString plan, const QString& name)
{
    return plan.replace(QLatin1StringView(Scratch::trialIndex), name);
}

struct Tables
{
    QHash<QString, QStringList> columns;
    qint64 sampled = 0;
    bool areSmall = true;
};

Result<Tables> sampleTables(Scratch& scratch, const QString& statement)
{
    Tables tables;
    for (const QString& table : tablesOf(statement)) {
        if (tables.columns.contains(table))
            continue;
        const auto columns = scratch.columns(table);
        if (!columns)
            return columns.error();
        if (columns->isEmpty())
            continue; // a CTE's name
        const auto rows = scratch.rows(table, smallTable);
        if (!rows)
            return rows.error();
        const auto sampled = scratch.sample(table, mostSampled);
        if (!sampled)
            return sampled.error();
        tables.sampled += *sampled;
        if (*rows < smallTable)
            continue; // copied, since the plan is made of it, and needs no index
        tables.areSmall = false;
        tables.columns.insert(table, *columns);
    }
    return tables;
}

/// The best of those that were tried, in `advice`.
Result<void> tryAll(Scratch& scratch, const QString& statement, const Tables& tables, const QString& planBefore,
                    IndexAdvice& advice)
{
    const Badness before = badness(scratch, planBefore, advice.before);
    Badness best = before;
    const auto candidates = indexCandidates(statement, tables.columns).mid(0, mostTried);
    for (const IndexCandidate& candidate : candidates) {
        if (auto made = scratch.tryIndex(candidate.table, candidate.columns); !made)
            return made;
        ++advice.tried;
        const auto text = scratch.plan(statement);
        if (auto dropped = scratch.dropTrial(); !dropped)
            return dropped;
        if (!text)
            return text.error();
        const auto after = readPlan(*text);
        const Badness now = badness(scratch, *text, after);
        if (!text->contains(QLatin1StringView(Scratch::trialIndex)) || !isBetter(now, before) || !(now < best))
            continue;
        best = now;
        advice.verdict = Verdict::Helps;
        advice.statement = scratch.createStatement(candidate.table, candidate.columns);
        advice.after = readPlan(renamed(*text, indexName(candidate.table, candidate.columns)));
    }
    return {};
}

} // namespace

QString indexName(const QString& table, const QStringList& columns)
{
    QString name = table;
    for (const QString& column : columns)
        name += u'_' + column.section(u' ', 0, 0);
    return name.left(63); // PostgreSQL's limit
}

Result<IndexAdvice> adviseIndex(Scratch& scratch, const QString& statement)
{
    IndexAdvice advice;
    const auto tables = sampleTables(scratch, statement);
    if (!tables)
        return tables.error();
    advice.sampledRows = tables->sampled;
    const auto before = scratch.plan(statement);
    if (!before)
        return before.error();
    advice.before = readPlan(*before);
    if (!advice.before.fullScan && !advice.before.temporarySort) {
        advice.verdict = Verdict::NotNeeded;
        return advice;
    }
    if (tables->areSmall) {
        advice.verdict = Verdict::SmallTable;
        return advice;
    }
    if (auto tried = tryAll(scratch, statement, *tables, *before, advice); !tried)
        return tried.error();
    return advice;
}

} // namespace zg::sql
