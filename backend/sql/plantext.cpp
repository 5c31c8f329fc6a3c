// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/plantext.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <vector>

namespace zg::sql {

using namespace Qt::StringLiterals;
using telemetry::PlanStep;
using telemetry::StatementPlan;
using Kind = telemetry::PlanStep::Kind;

namespace {

qsizetype indentOf(QStringView line)
{
    const auto at = std::find_if(line.begin(), line.end(), [](QChar c) { return c != u' '; });
    return at - line.begin();
}

/// "SCAN products" reads the table; with USING it reads an index, in the order that was asked for. What a step before
/// it made (a CTE, a subquery), the schema itself, a virtual table and a constant are no tables.
Kind kindOfSqlite(QStringView text, const QSet<QString>& made)
{
    if (text.startsWith(u"USE TEMP B-TREE"))
        return Kind::TemporarySort;
    if (text.startsWith(u"SCAN ")) {
        const QString name = text.sliced(5).split(u' ').first().toString();
        if (text.contains(u" USING "))
            return Kind::Index;
        const bool isTable = !made.contains(name) && name != u"sqlite_schema"_s && !name.startsWith(u'(') &&
                             !text.contains(u"VIRTUAL TABLE") && !text.contains(u"CONSTANT ROW") &&
                             !text.contains(u"-ROW VALUES");
        return isTable ? Kind::FullScan : Kind::Other;
    }
    return text.startsWith(u"SEARCH ") ? Kind::Index : Kind::Other;
}

StatementPlan readSqlite(const QStringList& lines)
{
    StatementPlan plan;
    QSet<QString> made;
    for (const QString& line : lines) {
        const QStringView text = QStringView(line).trimmed();
        for (const QStringView word : {QStringView(u"MATERIALIZE "), QStringView(u"CO-ROUTINE ")})
            if (text.startsWith(word))
                made.insert(text.sliced(word.size()).toString());
    }
    for (const QString& line : lines) {
        auto& step = plan.steps.emplace_back();
        step.depth = int(indentOf(line) / 2);
        step.text = line.trimmed();
        step.kind = kindOfSqlite(step.text, made);
    }
    return plan;
}

Kind kindOfPostgreSql(QStringView text)
{
    if (text.startsWith(u"Seq Scan on ") || text.startsWith(u"Parallel Seq Scan on "))
        return Kind::FullScan;
    if (text.startsWith(u"Sort") || text.startsWith(u"Incremental Sort"))
        return Kind::TemporarySort;
    if (text.startsWith(u"Index ") || text.startsWith(u"Bitmap Index Scan") || text.startsWith(u"Parallel Index "))
        return Kind::Index;
    return Kind::Other;
}

StatementPlan readPostgreSql(const QStringList& lines)
{
    static const QRegularExpression costs(u"\\s*\\((cost=[^)]*)\\)\\s*$"_s);
    StatementPlan plan;
    std::vector<qsizetype> indents; // of the steps that the next may belong to
    for (const QString& line : lines) {
        const qsizetype indent = indentOf(line);
        QString text = line.trimmed();
        const bool isArrow = text.startsWith(u"->");
        const auto cost = costs.match(text);
        if (!plan.steps.isEmpty() && !isArrow) {
            plan.steps.last().details.append(text);
            continue;
        }
        while (!indents.empty() && indents.back() >= indent)
            indents.pop_back();
        auto& step = plan.steps.emplace_back();
        step.depth = int(indents.size());
        indents.push_back(plan.steps.size() == 1 ? -1 : indent);
        step.estimate = cost.captured(1);
        text.truncate(cost.hasMatch() ? cost.capturedStart(0) : text.size());
        step.text = isArrow ? text.mid(2).trimmed() : text;
        step.kind = kindOfPostgreSql(step.text);
    }
    return plan;
}

} // namespace

StatementPlan readPlan(const QString& text)
{
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    StatementPlan plan = text.contains(u"(cost="_s) ? readPostgreSql(lines) : readSqlite(lines);
    for (const PlanStep& step : std::as_const(plan.steps)) {
        plan.fullScan = plan.fullScan || step.kind == Kind::FullScan;
        plan.temporarySort = plan.temporarySort || step.kind == Kind::TemporarySort;
    }
    return plan;
}

} // namespace zg::sql
