// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/trace.h"
#include "telemetry/snapshot.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>

namespace zg::sql {

/// What one statement has cost on all connections since the start.
/// Thread: any.
struct StatementFigures
{
    QByteArray name;
    QByteArray text;
    std::atomic<qint64> calls{0};
    std::atomic<qint64> totalNs{0};
    std::atomic<qint64> maxNs{0};
    std::atomic<qint64> slowCalls{0};
    std::atomic<qint64> lastSlowAtMs{0};
    std::atomic<bool> isPlanned{false}; ///< its plan is there, or someone is fetching it
};

/// Notes a run in the trace of the request that this thread works for, if it does.
inline void noteInTrace(const StatementFigures& figures, std::chrono::steady_clock::time_point begun,
                        std::chrono::steady_clock::time_point ended) noexcept
{
    const auto ns = [](std::chrono::steady_clock::time_point at) { return at.time_since_epoch().count(); };
    if (Trace* const trace = Trace::current())
        trace->add(Step::Statement, ns(begun), ns(ended), figures.name.constData());
}

/// One statement's figures, as a value.
struct StatementUse
{
    QString name;
    qint64 calls = 0, totalUs = 0, maxUs = 0, slowCalls = 0;
    bool operator==(const StatementUse&) const = default;
};

/// Counts every statement, and keeps those that took longer than the threshold, with their plan.
/// Thread: any. record() is a few relaxed atomics.
class SlowStatements final
{
public:
    explicit SlowStatements(std::chrono::milliseconds threshold, const Clock& clock = Clock::system());
    ~SlowStatements();
    Q_DISABLE_COPY_MOVE(SlowStatements)

    /// The figures of a statement, the same for every connection; asked for once when it is prepared.
    StatementFigures& of(const char* name, const QByteArray& text);
    /// Counts a run. @return true when it was slow and its plan is still unknown: the caller then fetches it, once
    bool record(StatementFigures& figures, std::chrono::nanoseconds took) noexcept;
    void setPlan(const StatementFigures& figures, const QString& plan);

    QList<telemetry::SlowStatement> list() const; ///< those that were slow, the most expensive first
    QList<StatementUse> all() const;              ///< every statement that ran, the most expensive first

private:
    const std::chrono::nanoseconds m_threshold;
    const Clock& m_clock;
    mutable std::mutex m_mutex; // guards the two maps, not the figures in them
    std::map<QByteArray, std::unique_ptr<StatementFigures>> m_statements; // by name and text
    std::map<const StatementFigures*, QString> m_plans;
};

} // namespace zg::sql
