// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/snapshotsource.h"

#include <array>
#include <span>
#include <vector>

namespace zg::ui {

enum class Range : quint8 { Minute, FiveMinutes, Hour, Day };
inline constexpr int rangeCount = 4;
qint64 rangeMs(Range range);

/// What the charts show. The short ranges come from the window's own ticks, four a second, smoothed over one second;
/// before the window looked, and for the long ranges, the node's time series tells.
/// Thread: main.
class History final
{
public:
    explicit History(const SnapshotSource& source);
    /// One tick. After a pause of the window the missing seconds are fetched.
    void push(const telemetry::Snapshot& snapshot);
    /// Oldest first; valid until the next push() or select().
    std::span<const telemetry::Sample> samples() const;
    void select(Range range);
    Range range() const { return m_range; }
    qint64 stepMs() const; ///< between two samples when none is missing

private:
    struct Counters
    {
        qint64 atMs = 0;
        std::array<qint64, telemetry::outcomeCount> outcomes{};
        qint64 hits = 0, misses = 0;
    };
    static Counters countersOf(const telemetry::Snapshot& snapshot);
    void pushLive(const telemetry::Snapshot& snapshot);
    void pushStored(qint64 nowMs);
    void backfill(qint64 beforeMs);

    const SnapshotSource& m_source;
    Range m_range = Range::Minute;
    std::vector<telemetry::Sample> m_live; // grows to twice what is shown, then its newer half moves to the front
    std::array<Counters, 5> m_counters;    // the last ticks, newest last: one second back
    int m_counterCount = 0;
    float m_ordersPerMinute = 0;
    int m_ticks = 0;
    std::vector<telemetry::Sample> m_stored;
    qint64 m_storedAtMs = 0;
};

} // namespace zg::ui
