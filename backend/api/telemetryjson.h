// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonwriter.h"
#include "telemetry/snapshot.h"

namespace zg::api {

/// The node's figures as GET /api/v1/admin/telemetry shows them.
void write(JsonWriter& json, const telemetry::Snapshot& snapshot);
void write(JsonWriter& json, const QList<telemetry::BreakerFigures>& breakers);

} // namespace zg::api
