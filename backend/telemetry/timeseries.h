// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <deque>
#include <mutex>
#include <vector>

namespace zg::telemetry {

/// The node's last hour by seconds and last day by minutes, and what happened in it.
/// Thread: add() and mark() any, in practice the keeper; reading any, it copies.
class TimeSeries final
{
public:
    static constexpr int secondsKept = 3600;
    static constexpr int minutesKept = 1440;
    static constexpr int markersKept = 500; // a day of trouble, and bounded

    void add(const Sample& second);
    void mark(const Marker& marker);

    /// The newest `count`, oldest first.
    QList<Sample> seconds(int count = secondsKept) const;
    /// The newest `count`, oldest first; the last one is the running minute, of what there is of it.
    QList<Sample> minutes(int count = minutesKept) const;
    QList<Marker> markers() const; ///< oldest first

private:
    /// Overwrites its oldest when full; grows until then.
    struct Ring
    {
        void add(const Sample& sample, size_t limit);
        void copyNewest(QList<Sample>& out, qsizetype count) const;
        std::vector<Sample> samples;
        size_t next = 0; // where the oldest is, once full
    };
    Sample runningMinute() const;

    mutable std::mutex m_mutex; // guards what follows
    Ring m_seconds;
    Ring m_minutes;
    Sample m_minute; // sums of rates, maxima of the rest
    int m_minuteSamples = 0;
    std::deque<Marker> m_markers;
};

} // namespace zg::telemetry
