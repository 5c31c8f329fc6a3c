// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "telemetry/snapshot.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace zg::shop {
class Shop;
}
namespace zg::audit {
class Operations;
}
namespace zg::identity {
class Login;
class Sessions;
class Users;
} // namespace zg::identity
namespace zg::telemetry {
class RequestCounters;
class RequestTraces;
} // namespace zg::telemetry
namespace zg::resilience {
class LoadShedder;
class RateLimiter;
} // namespace zg::resilience

namespace zg::api {

class JsonCache;
class PaymentProvider;

/// What the API stands on; everything outlives it. The hooks are the node's and must not block.
struct Services
{
    shop::Shop& shop;
    identity::Sessions& sessions;
    identity::Login& login;
    identity::Users& users;
    audit::Operations& operations;
    JsonCache& cache;                     ///< a listener of the shop
    telemetry::RequestCounters& counters; ///< made with routeNames()
    resilience::RateLimiter& limiter;     ///< by client address and by account
    resilience::LoadShedder& shedder;     ///< asked before work is queued; counting requests in and out is the gate's
    PaymentProvider& payment;
    const Clock& clock;

    std::function<telemetry::Snapshot()> snapshot; ///< for /metrics and admin.telemetry
    std::function<bool()> isReady;                 ///< the database is reachable and migrated
    std::function<bool()> isLeaving;               ///< about to stop: /readyz says no, everything is still served
    std::function<bool()> isDraining;              ///< new requests are refused

    QString nodeName;
    QString version;
    std::chrono::nanoseconds startedAt{};                       ///< clock.monotonic() at the start
    bool limitsRates = true;                                    ///< false: --rate-limit 0
    bool showsMetrics = true;                                   ///< false: /metrics has an address of its own
    std::function<QList<telemetry::BreakerFigures>()> breakers; ///< for the status, so it must be cheap
    /// false: the tier that nodes share is away, and memory goes on alone
    std::function<bool()> isCacheWhole = [] { return true; };
    telemetry::RequestTraces* traces = nullptr; ///< nullptr: none are kept
};

} // namespace zg::api
