// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/nodeparts.h"

#include "api/routes.h"

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<api::PaymentProvider> makePayment(const ShopSettings& settings)
{
    if (settings.payment == "simulated"_L1)
        return std::make_unique<api::SimulatedPayment>();
    return std::make_unique<api::NoPayment>();
}

std::unique_ptr<redis::Client> makeRedis(const RedisSettings& settings, const Clock& clock)
{
    return settings.isUsed() ? std::make_unique<redis::Client>(settings, "zhanggui", clock) : nullptr;
}

/// It hears of commits from now on: before the JsonCache does.
std::unique_ptr<StoreBus> makeBus(redis::Client* redis, const CacheSettings& settings, shop::Shop& shop)
{
    if (!redis)
        return nullptr;
    auto bus = std::make_unique<StoreBus>(*redis, settings);
    shop.addListener(*bus);
    return bus;
}

/// The same for nodes on one PostgreSQL without a Redis.
std::unique_ptr<DatabaseBus> makeDatabaseBus(const Settings& settings, shop::Shop& shop, const Clock& clock)
{
    const QString url = databaseUrl(settings);
    if (settings.redis.isUsed() || !isPostgreSql(url))
        return nullptr;
    auto bus = std::make_unique<DatabaseBus>(url, clock);
    shop.addListener(*bus);
    return bus;
}

} // namespace

NodeCore::Parts::Parts(const Settings& settings, const Clock& clock)
    : database(databaseUrl(settings), settings.pool, settings.shop.committerQueue, clock, settings.replicas)
    , membership(database, database.dialect() == sql::Dialect::Sqlite, clock)
    , cache(settings.cache, clock)
    , counters(api::routeNames())
    , traces(api::routeNames(), clock)
    , limiter(settings.server.rateLimit)
    , shedder(settings.server.maxInFlight)
    , queueWatch(shedder, database, clock)
    , shop(database, clock, settings.shop, settings.cache.policy)
    , operations(database, clock)
    , payment(makePayment(settings.shop))
    , redis(makeRedis(settings.redis, clock))
    , bus(makeBus(redis.get(), settings.cache, shop))
    , databaseBus(makeDatabaseBus(settings, shop, clock))
    , jsonCache(cache, shop, settings.cache.policy, bus ? &bus->tier() : nullptr, settings.cache.nearCache)
    , cacheControl(jsonCache, bus.get(), databaseBus.get(), [this] { return membership.hasOthers(); })
    , warmUp(jsonCache, shop, clock)
{
    shop.addListener(queueWatch);
    if (redis) {
        locks = std::make_unique<RedisLocks>(*redis, clock);
        shop.placer().setLocks(locks.get());
    }
}

bool isShared(const Settings& settings)
{
    return settings.redis.isUsed() || isPostgreSql(databaseUrl(settings));
}

} // namespace zg::node
