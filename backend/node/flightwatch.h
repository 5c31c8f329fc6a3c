// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/logring.h"
#include "node/flightframe.h"

namespace zg::telemetry {
class TimeSeries;
}

namespace zg::node {

class NodeCore;

/// Makes the flight recorder's seconds of what the node says of itself. What belongs to customers stays out: addresses,
/// and the lines of the access log. Thread: one, the keeper's.
class FlightWatch final
{
public:
    static constexpr int linesASecond = 500; ///< a node in trouble says the same many times; the rest is counted

    FlightWatch(const LogRing& log, const telemetry::TimeSeries& series);
    FlightFrame look(const NodeCore& core, const telemetry::DatabaseFigures& database, State state,
                     const Error& problem);

private:
    void addLines(FlightFrame& frame);

    const LogRing& m_log;
    const telemetry::TimeSeries& m_series;
    quint64 m_line = 0;
    quint64 m_revision = 0;
    quint64 m_request = 0; // the number of the newest that was taken
    qint64 m_markersUntilMs = 0;
    qsizetype m_markersAtThat = 0;
};

} // namespace zg::node
