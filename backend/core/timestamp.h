// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace zg {

/// Appends `ms` (since 1970, UTC) as RFC 3339 with milliseconds: 2026-03-01T08:00:00.000Z, 24 bytes.
void appendTimestamp(QByteArray& out, qint64 ms);
QByteArray timestamp(qint64 ms);

/// Reads an RFC 3339 time (any offset, optional fraction) or a plain date (its first instant, UTC).
/// @return milliseconds since 1970, UTC; nothing when it is not such a time
std::optional<qint64> parseTimestamp(QByteArrayView text);

} // namespace zg
