// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

#include <optional>

class QIODevice;

namespace zg::node {

/// Why a recording was written.
enum class FlightReason : quint8 { Running, Crash, Alert, Manual };

/// A recording's file, and each segment of the running one: "ZGFLIGHT", the format's version, a header and the records,
/// each with its length, its moment and a checksum; all numbers big endian. Nothing in it depends on the computer.
struct FlightHeader
{
    FlightReason reason = FlightReason::Running;
    QString program; ///< the version that wrote it
    QString node;
    qint64 beganAtMs = 0, endedAtMs = 0; ///< of its records; 0: they were still coming
    bool operator==(const FlightHeader&) const = default;
};

inline constexpr quint16 flightFormat = 1;

/// What the file begins with.
QByteArray flightBeginning(const FlightHeader& header);
/// @errors InvalidArgument: no recording, or of a later format; in one sentence about `name`
Result<FlightHeader> readFlightBeginning(QIODevice& file, const QString& name);

/// One record as the file has it.
struct FlightRecord
{
    qint64 atMs = 0;
    QByteArray packed; ///< compressed
};
QByteArray toBytes(const FlightRecord& record);
/// @return nothing at the end, and where the file is damaged or was cut: what follows cannot be trusted
std::optional<FlightRecord> readFlightRecord(QIODevice& file);

QByteArray packFlight(const QByteArray& cbor);
/// @return empty: cannot be unpacked
QByteArray unpackFlight(const QByteArray& packed);

} // namespace zg::node
