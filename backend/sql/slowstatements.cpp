// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/slowstatements.h"

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

bool isFullScan(const QString& plan)
{
    const auto steps = QStringView(plan).split(u'\n');
    return std::any_of(steps.begin(), steps.end(), [](QStringView step) {
        // "SCAN products" reads the table; with USING it reads an index, in the order that was asked for. PostgreSQL's
        // word for the first is "Seq Scan on products".
        if (step.contains(u"Seq Scan on "))
            return true;
        return step.trimmed().startsWith(u"SCAN ") && !step.contains(u" USING ") && !step.contains(u"CONSTANT ROW");
    });
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
    }
    return *figures;
}

bool SlowStatements::record(StatementFigures& figures, std::chrono::nanoseconds took) noexcept
{
    figures.calls.fetch_add(1, std::memory_order_relaxed);
    figures.totalNs.fetch_add(took.count(), std::memory_order_relaxed);
    raise(figures.maxNs, took.count());
    if (took < m_threshold)
        return false;
    figures.slowCalls.fetch_add(1, std::memory_order_relaxed);
    figures.lastSlowAtMs.store(m_clock.wallMs(), std::memory_order_relaxed);
    return !figures.isPlanned.exchange(true, std::memory_order_relaxed);
}

void SlowStatements::setPlan(const StatementFigures& figures, const QString& plan)
{
    const std::lock_guard lock(m_mutex);
    m_plans.insert_or_assign(&figures, plan);
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
            entry.name = QString::fromUtf8(figures->name);
            entry.text = QString::fromUtf8(figures->text);
            entry.calls = figures->calls.load(std::memory_order_relaxed);
            entry.totalUs = figures->totalNs.load(std::memory_order_relaxed) / 1'000;
            entry.maxUs = figures->maxNs.load(std::memory_order_relaxed) / 1'000;
            entry.lastAtMs = figures->lastSlowAtMs.load(std::memory_order_relaxed);
            if (const auto plan = m_plans.find(figures.get()); plan != m_plans.end()) {
                entry.plan = plan->second;
                entry.fullScan = isFullScan(entry.plan);
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
            use.name = QString::fromUtf8(figures->name);
            use.calls = calls;
            use.totalUs = figures->totalNs.load(std::memory_order_relaxed) / 1'000;
            use.maxUs = figures->maxNs.load(std::memory_order_relaxed) / 1'000;
            use.slowCalls = figures->slowCalls.load(std::memory_order_relaxed);
        }
    }
    std::sort(uses.begin(), uses.end(), [](const auto& a, const auto& b) { return a.totalUs > b.totalUs; });
    return uses;
}

} // namespace zg::sql
