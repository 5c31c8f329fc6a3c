// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <QString>

namespace zg::ui {

/// "Breaker opened: redis", in the user's language.
QString markerText(const telemetry::Marker& marker);

/// Something is not as it should be from here on.
bool isBad(telemetry::Marker::Kind kind);

} // namespace zg::ui
