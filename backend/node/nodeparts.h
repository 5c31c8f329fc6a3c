// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/api.h"
#include "api/jsoncache.h"
#include "api/metricspage.h"
#include "api/payment.h"
#include "api/warmup.h"
#include "audit/operations.h"
#include "cache/memorycache.h"
#include "cluster/membership.h"
#include "http/server.h"
#include "identity/identity.h"
#include "node/cachecontrol.h"
#include "node/databasebus.h"
#include "node/datafolder.h"
#include "node/figures.h"
#include "node/nodecore.h"
#include "node/queuewatch.h"
#include "node/redislocks.h"
#include "node/storebus.h"
#include "redis/client.h"
#include "resilience/loadshedder.h"
#include "resilience/ratelimiter.h"
#include "shop/shop.h"
#include "sql/database.h"
#include "telemetry/requestcounters.h"
#include "telemetry/requesttraces.h"

#include <atomic>
#include <memory>

namespace zg::node {

/// In build order; it goes in reverse.
struct NodeCore::Parts
{
    Parts(const Settings& settings, const Clock& clock);

    StoreLock lock;
    sql::Database database;
    cluster::Membership membership;
    cache::MemoryCache cache;
    telemetry::RequestCounters counters;
    telemetry::RequestTraces traces;
    resilience::RateLimiter limiter;
    resilience::LoadShedder shedder;
    QueueWatch queueWatch;
    shop::Shop shop;
    audit::Operations operations;
    std::unique_ptr<api::PaymentProvider> payment;
    std::unique_ptr<redis::Client> redis;     // nullptr: none is configured
    std::unique_ptr<RedisLocks> locks;        // the same
    std::unique_ptr<StoreBus> bus;            // the same
    std::unique_ptr<DatabaseBus> databaseBus; // nullptr: there is a Redis, or nobody to tell
    api::JsonCache jsonCache;
    CacheControl cacheControl;
    api::WarmUp warmUp;
    std::unique_ptr<identity::Identity> identity; // once the token's key is known
    std::unique_ptr<Figures> figures;
    std::unique_ptr<api::Api> api;
    std::unique_ptr<api::MetricsPage> metricsPage;
    std::unique_ptr<http::Server> server;
    std::atomic<bool> isLeaving{false};
    std::atomic<bool> isDraining{false};
    int ticks = 0;
};

/// May other nodes work on the same database?
bool isShared(const Settings& settings);

} // namespace zg::node
