// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/trace.h"
#include "telemetry/databasefigures.h"
#include "telemetry/histogram.h"
#include "telemetry/snapshot.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace zg::sql {

/// What one statement has cost on all connections since the start.
/// Thread: any.
struct StatementFigures
{
    int id = 0; ///< counts up from 1
    QByteArray name;
    QByteArray text;
    QString shownName, shownText; ///< the same, made once
    telemetry::StatementUse::Kind kind = telemetry::StatementUse::Kind::Upkeep;
    std::atomic<qint64> calls{0};
    std::atomic<qint64> totalNs{0};
    std::atomic<qint64> maxNs{0};
    std::atomic<qint64> rows{0};
    std::atomic<qint64> slowCalls{0};
    std::atomic<qint64> lastSlowAtMs{0};
    std::atomic<bool> isPlanned{false}; ///< its plan is there, or someone is fetching it
    telemetry::Histogram times;
};

/// Notes a run in the trace of the request that this thread works for, if it does.
inline void noteInTrace(const StatementFigures& figures, std::chrono::steady_clock::time_point begun,
                        std::chrono::steady_clock::time_point ended) noexcept
{
    const auto ns = [](std::chrono::steady_clock::time_point at) { return at.time_since_epoch().count(); };
    if (Trace* const trace = Trace::current())
        trace->add(Step::Statement, ns(begun), ns(ended), figures.name.constData());
}

using telemetry::StatementUse;

/// Counts every statement, and keeps the plans of those that took longer than the threshold or that were asked for.
/// Thread: any. record() is a few relaxed atomics.
class SlowStatements final
{
public:
    explicit SlowStatements(std::chrono::milliseconds threshold, const Clock& clock = Clock::system());
    void setThreshold(std::chrono::milliseconds threshold) { m_threshold.store(threshold, std::memory_order_relaxed); }
    ~SlowStatements();
    Q_DISABLE_COPY_MOVE(SlowStatements)

    /// The figures of a statement, the same for every connection; asked for once when it is prepared.
    StatementFigures& of(const char* name, const QByteArray& text);
    /// Counts a run that read or changed so many rows. @return true when it was slow and its plan is still unknown: the
    /// caller then fetches it, once
    bool record(StatementFigures& figures, std::chrono::nanoseconds took, qint64 rows) noexcept;
    void setPlan(const StatementFigures& figures, const QString& plan);
    const StatementFigures* find(int id) const;                         ///< nullptr: there is none such
    std::optional<QString> plan(const StatementFigures& figures) const; ///< as the engine wrote it

    QList<telemetry::SlowStatement> list() const; ///< those that were slow, the most expensive first
    QList<StatementUse> all() const;              ///< every statement that ran, the most expensive first

private:
    std::atomic<std::chrono::nanoseconds> m_threshold;
    const Clock& m_clock;
    struct Plan
    {
        QString text;
        bool fullScan = false, temporarySort = false;
    };
    mutable std::mutex m_mutex;                                           // guards the maps, not the figures in them
    std::map<QByteArray, std::unique_ptr<StatementFigures>> m_statements; // by name and text
    QHash<const StatementFigures*, Plan> m_plans;
};

} // namespace zg::sql
