// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/route.h"

#include <QStringList>

#include <span>

namespace zg::api {

/// Every endpoint there is. A request's route number in telemetry is its row here.
std::span<const Route> routes();
/// Their names for telemetry: "GET /api/v1/products/{id}".
QStringList routeNames();

} // namespace zg::api
