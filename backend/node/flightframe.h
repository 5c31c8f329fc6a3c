// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/logring.h"
#include "core/result.h"
#include "node/node.h"
#include "telemetry/databasefigures.h"

namespace zg::node {

/// One second of a node's life, as the console's pages need it. Requests, lines and markers are those that were new.
struct FlightFrame
{
    qint64 atMs = 0;
    State state = State::Serving;
    ErrorCode problemCode = ErrorCode::Internal;
    QString problem; ///< empty: there is none
    Snapshot snapshot;
    Sample sample;
    telemetry::DatabaseFigures database;
    QList<telemetry::RequestTrace> requests; ///< oldest first
    QList<LogLine> lines;
    qint64 linesLeftOut = 0; ///< more came in this second than are kept
    QList<Marker> markers;
    bool operator==(const FlightFrame&) const = default;
};

/// As CBOR: arrays in the order of flightfields.h. A reader takes what it knows and skips what follows, so fields are
/// only ever added at an end.
QByteArray toCbor(const FlightFrame& frame);
/// @return nothing when the bytes are no frame
std::optional<FlightFrame> flightFrame(const QByteArray& cbor);

} // namespace zg::node
