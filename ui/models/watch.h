// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "node/node.h"

#include <QCoreApplication>
#include <QList>

#include <array>
#include <optional>

namespace zg::ui {

/// Something that is wrong now, and what to do about it.
struct Finding
{
    enum class Kind : quint8 {
        Degraded,
        ServerErrors,
        Shedding,
        PoolExhausted,
        PoolLeaks,
        OrdersQueue,
        SlowAnswers,
        BusyLoop,
        BreakerOpen,
        ReplicaAway,
        NodeGone,
        LedgerDrift,
    };
    Kind kind = Kind::Degraded;
    bool isBad = false; ///< requests are failing; else they are only slower
    QString text;       ///< what is so, and what to do, in the language of now
    QString details;
};

/// Looks at each snapshot and says what is wrong: the strip counts these, the overview's banner tells the first.
/// Thread: main.
class Watch final
{
    Q_DECLARE_TR_FUNCTIONS(zg::ui::Watch)

public:
    void push(const telemetry::Snapshot& snapshot, node::State state, const Error& problem);
    const QList<Finding>& findings() const { return m_findings; }
    qint64 errorsLastMinute() const { return m_errors; }        ///< answers 5xx
    std::optional<double> hitRate() const { return m_hitRate; } ///< of the last minute; nothing without a lookup

private:
    struct Mark
    {
        qint64 atMs = 0;
        std::array<qint64, telemetry::outcomeCount> outcomes{};
        qint64 hits = 0, lookups = 0, poolTimeouts = 0, leaks = 0;
        qint64 overloads = 0; ///< refused for want of room, as far as the queues count it
    };
    static QString degradedText(const Error& problem);
    void find(const telemetry::Snapshot& snapshot, node::State state, const Error& problem, const Mark& then,
              const Mark& now);
    void findAround(const telemetry::Snapshot& snapshot); ///< what the node depends on, and its neighbours
    void add(Finding::Kind kind, bool isBad, const QString& text, const QString& details = {});

    QList<Mark> m_marks; // one a second, of the last minute
    QList<Finding> m_findings;
    qint64 m_errors = 0;
    std::optional<double> m_hitRate;
    int m_waitingTicks = 0;
    int m_slowTicks = 0;
};

} // namespace zg::ui
