// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/flightfile.h"
#include "node/flightframe.h"

namespace zg::node {

/// A recording as it was read from its file: packed, a second is unpacked when it is looked at.
/// Thread: one at a time.
class FlightRecording final
{
public:
    /// A damaged or missing end is left out.
    /// @errors InvalidArgument: no recording, of a later format, or nothing in it; NotFound: cannot be read
    static Result<FlightRecording> load(const QString& path);

    const FlightHeader& header() const { return m_header; }
    int size() const { return int(m_records.size()); } ///< seconds; at least one
    qint64 atMs(int index) const { return m_records.at(index).atMs; }
    FlightFrame frame(int index) const;
    bool isCut() const { return m_isCut; } ///< its end is damaged or missing

private:
    FlightHeader m_header;
    QList<FlightRecord> m_records;
    bool m_isCut = false;
};

/// The plan of a statement (StatementUse::id) as the recording's second has it; no steps: it was not slow, and not
/// asked.
telemetry::StatementPlan recordedPlan(const FlightFrame& frame, int statement);

} // namespace zg::node
