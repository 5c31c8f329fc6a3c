// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/slowstatements.h"

#include "sql/plantext.h"

#include <algorithm>

namespace zg::sql {

namespace {

// Texts made at run time could grow without end; beyond this they share one entry a name.
constexpr size_t maxStatements = 1'000;
// What a person reads through; the most expensive ones.
constexpr qsizetype maxListed = 100;

void raise(std::atomic<qint64>& maximum, qint64 value) noexcept
{
    qint64 seen = maximum.load(std::memory_order_relaxed);
    while (value > seen && !maximum.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
    }
}

/// The pool's and the committer's own are neither reads nor writes of the shop.
StatementUse::Kind kindOf(QByteArrayView name, QByteArrayView text)
{
    static constexpr QByteArrayView upkeep[] = {"pool.", "committer.", "connection.", "probe.", "replica."};
    for (const QByteArrayView prefix : upkeep)
        if (name.startsWith(prefix))
            return StatementUse::Kind::Upkeep;
    const auto begins = [&](QByteArrayView word) { return text.trimmed().startsWith(word); };
    if (begins("INSERT") || begins("UPDATE") || begins("DELETE") || begins("REPLACE"))
        return StatementUse::Kind::Write;
    if (!begins("SELECT") && !begins("WITH") && !begins("VALUES"))
        return StatementUse::Kind::Upkeep;
    const QByteArray body = text.toByteArray().replace("FOR UPDATE", ""); // SELECT … FOR UPDATE reads
    const bool writes = body.contains("INSERT INTO") || body.contains("UPDATE ") || body.contains("DELETE FROM");
    return begins("WITH") && writes ? StatementUse::Kind::Write : StatementUse::Kind::Read;
}

} // namespace

SlowStatements::SlowStatements(std::chrono::milliseconds threshold, const Clock& clock)
    : m_threshold(threshold)
    , m_clock(clock)
{
}

SlowStatements::~SlowStatements() = default;

StatementFigures& SlowStatements::of(const char* name, const QByteArray& text)
{
    const QByteArray owned(name);
    const QByteArray key = owned + '\n' + text;
    const std::lock_guard lock(m_mutex);
    if (const auto at = m_statements.find(key); at != m_statements.end())
        return *at->second;
    const bool isFull = m_statements.size() >= maxStatements;
    auto& figures = m_statements[isFull ? owned : key];
    if (!figures) {
        figures = std::make_unique<StatementFigures>();
        figures->name = owned;
        figures->text = QByteArray(text.constData(), text.size()); // `text` may be someone's literal, seen through
        figures->id = int(m_statements.size());
        figures->shownName = QString::fromUtf8(figures->name);
        figures->shownText = QString::fromUtf8(figures->text);
        figures->kind = kindOf(figures->name, figures->text);
    }
    return *figures;
}

bool SlowStatements::record(StatementFigures& figures, std::chrono::nanoseconds took, qint64 rows) noexcept
{
    figures.calls.fetch_add(1, std::memory_order_relaxed);
    figures.totalNs.fetch_add(took.count(), std::memory_order_relaxed);
    raise(figures.maxNs, took.count());
    figures.times.record(took);
    if (rows > 0)
        figures.rows.fetch_add(rows, std::memory_order_relaxed);
    if (took < m_threshold.load(std::memory_order_relaxed))
        return false;
    figures.slowCalls.fetch_add(1, std::memory_order_relaxed);
    figures.lastSlowAtMs.store(m_clock.wallMs(), std::memory_order_relaxed);
    return !figures.isPlanned.exchange(true, std::memory_order_relaxed);
}

void SlowStatements::setPlan(const StatementFigures& figures, const QString& plan)
{
    const auto read = readPlan(plan);
    const std::lock_guard lock(m_mutex);
    m_plans.insert(&figures, {plan, read.fullScan, read.temporarySort});
}

const StatementFigures* SlowStatements::find(int id) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto& [key, figures] : m_statements)
        if (figures->id == id)
            return figures.get();
    return nullptr;
}

std::optional<QString> SlowStatements::plan(const StatementFigures& figures) const
{
    const std::lock_guard lock(m_mutex);
    const auto at = m_plans.constFind(&figures);
    return at == m_plans.cend() ? std::nullopt : std::optional(at->text);
}

QList<telemetry::SlowStatement> SlowStatements::list() const
{
    QList<telemetry::SlowStatement> slow;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [key, figures] : m_statements) {
            if (figures->slowCalls.load(std::memory_order_relaxed) == 0)
                continue;
            auto& entry = slow.emplace_back();
            entry.name = figures->shownName;
            entry.text = figures->shownText;
            entry.calls = figures->calls.load(std::memory_order_relaxed);
            entry.totalUs = figures->totalNs.load(std::memory_order_relaxed) / 1'000;
            entry.maxUs = figures->maxNs.load(std::memory_order_relaxed) / 1'000;
            entry.lastAtMs = figures->lastSlowAtMs.load(std::memory_order_relaxed);
            if (const auto plan = m_plans.constFind(figures.get()); plan != m_plans.cend()) {
                entry.plan = plan->text;
                entry.fullScan = plan->fullScan;
            }
        }
    }
    std::sort(slow.begin(), slow.end(), [](const auto& a, const auto& b) { return a.totalUs > b.totalUs; });
    slow.resize(qMin(slow.size(), maxListed));
    return slow;
}

QList<StatementUse> SlowStatements::all() const
{
    QList<StatementUse> uses;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [key, figures] : m_statements) {
            const qint64 calls = figures->calls.load(std::memory_order_relaxed);
            if (calls == 0)
                continue;
            auto& use = uses.emplace_back();
            use.id = figures->id;
            use.name = figures->shownName;
            use.text = figures->shownText;
            use.kind = figures->kind;
            use.calls = calls;
            use.totalUs = figures->totalNs.load(std::memory_order_relaxed) / 1'000;
            use.maxUs = figures->maxNs.load(std::memory_order_relaxed) / 1'000;
            use.p99Us = std::min(figures->times.snapshot().percentiles().p99Us, use.maxUs); // it is right to 1 %
            use.slowCalls = figures->slowCalls.load(std::memory_order_relaxed);
            use.rows = figures->rows.load(std::memory_order_relaxed);
            if (const auto plan = m_plans.constFind(figures.get()); plan != m_plans.cend()) {
                use.isPlanned = !plan->text.isEmpty(); // an INSERT of values has none
                use.fullScan = plan->fullScan;
                use.temporarySort = plan->temporarySort;
            }
        }
    }
    std::sort(uses.begin(), uses.end(), [](const auto& a, const auto& b) { return a.totalUs > b.totalUs; });
    return uses;
}

} // namespace zg::sql
