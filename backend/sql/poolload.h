// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/databasefigures.h"

#include <chrono>
#include <deque>
#include <mutex>

namespace zg::sql {

/// What was asked of the pool in the last minutes, and how many connections that needs: Little's law gives how many
/// are in use on average, the square root rule how many more keep waits rare (Erlang C says how rare).
/// Thread: sample() the keeper's, about once a second; advice() any.
class PoolLoad final
{
public:
    void sample(const telemetry::PoolFigures& pool, std::chrono::nanoseconds now);
    /// @param workers threads that may hold a connection; `areBusy`: all of them do, and reads wait for one
    telemetry::PoolAdvice advice(int maximum, int workers, bool areBusy) const;

    /// p99 of the wait, in microseconds, when `load` connections are in use on average, each for holdUs.
    static double expectedWaitUs(double load, double holdUs, int connections);

private:
    struct Second
    {
        std::chrono::nanoseconds at{0};
        qint64 uses = 0, useUs = 0;
    };
    mutable std::mutex m_mutex; // guards m_seconds
    std::deque<Second> m_seconds;
};

} // namespace zg::sql
