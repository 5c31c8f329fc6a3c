// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <QByteArray>

namespace zg::telemetry {

inline constexpr const char* expositionType = "text/plain; version=0.0.4; charset=utf-8";

/// What GET /metrics answers: the snapshot as Prometheus text 0.0.4.
/// Thread: any. About a millisecond for forty routes.
QByteArray exposition(const Snapshot& snapshot);

} // namespace zg::telemetry
