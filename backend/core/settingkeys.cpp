// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settingkeys.h"

#include "core/settingkinds.h"

namespace zg {

using namespace Qt::StringLiterals;
using namespace settingkinds;
using std::chrono::milliseconds;

namespace {

/// What core/livesettings.cpp hands to a running node.
constexpr QLatin1StringView liveKeys[] = {"access-log"_L1,         "drain-delay"_L1,  "max-in-flight"_L1,
                                          "order-expiry"_L1,       "refund-limit"_L1, "stock-strategy"_L1,
                                          "pool-slow-statement"_L1};

std::vector<SettingKey> makeKeys()
{
    using S = Settings;
    const auto server = [](auto field) { return member(&S::server, field); };
    const auto pool = [](auto field) { return member(&S::pool, field); };
    const auto cache = [](auto field) { return member(&S::cache, field); };
    const auto shop = [](auto field) { return member(&S::shop, field); };
    const auto identity = [](auto field) { return member(&S::identity, field); };
    const auto redis = [](auto field) { return member(&S::redis, field); };
    const auto dataDir = [](auto& settings) -> auto&
    {
        return settings.dataDir;
    };
    const auto nodeName = [](auto& settings) -> auto&
    {
        return settings.nodeName;
    };
    constexpr milliseconds none{0}, ms{1}, second{1'000}, minute{60'000}, hour{3'600'000}, day{86'400'000};
    constexpr auto Ms = BareNumber::Milliseconds;
    constexpr qint64 KiB = 1024, MiB = 1024 * KiB, GiB = 1024 * MiB;
    return {
        {u"listen"_s, address(server(&ServerSettings::host), server(&ServerSettings::port)),
         u"Where the API listens; port 0 takes a free one."_s},
        {u"data-dir"_s, text(dataDir, u"DIR"_s), u"The folder that keeps the store; made when it is not there."_s},
        {u"database"_s, database(), u"The database; a file in the data folder unless said otherwise."_s},
        {u"replica"_s, replicas(), u"Read replicas of the PostgreSQL: lists and details are read there."_s},
        {u"redis"_s, redisUrl(), u"The Redis that several nodes share; without one the cache is in the process."_s},
        {u"sentinel"_s, sentinels(), u"The sentinels that know which Redis is the master."_s},
        {u"redis-timeout"_s, duration(redis(&RedisSettings::timeout), 10 * ms, minute, Ms),
         u"How long a command to Redis may take."_s},
        {u"node-name"_s, text(nodeName, u"text"_s), u"What the other nodes know this one by."_s},
        {u"demo"_s, flag(shop(&ShopSettings::demo)), u"On an empty database, begin with the demo store."_s},
        {u"stock"_s, integer(shop(&ShopSettings::demoStock), 0, 1'000'000'000),
         u"The stock of every demo product, with --demo."_s},
        {u"payment"_s, payment(), u"Who takes the money: simulated, with --demo only; none: paying answers 503."_s},
        {u"order-expiry"_s, duration(shop(&ShopSettings::orderExpiry), second, 30 * day),
         u"An unpaid order is cancelled after this time."_s},
        {u"stock-strategy"_s,
         choice(shop(&ShopSettings::stockStrategy), std::array{std::pair("group"_L1, StockStrategy::Group),
                                                               std::pair("optimistic"_L1, StockStrategy::Optimistic),
                                                               std::pair("pessimistic"_L1, StockStrategy::Pessimistic),
                                                               std::pair("redis_lock"_L1, StockStrategy::RedisLock)}),
         u"How orders take their stock: many in one commit, or one by one under a version, a row lock or a Redis lock."_s},
        {u"refund-limit"_s, yuan(shop(&ShopSettings::refundLimitFen), 10'000'000'00),
         u"What an account of staff without a limit of its own may approve as a refund, at most; 0: any amount."_s},
        {u"committer-queue"_s, integer(shop(&ShopSettings::committerQueue), 1, 1'000'000, u"writes"_s),
         u"Writes that may wait for the committer; one more is refused."_s},
        {u"io-threads"_s, integer(server(&ServerSettings::ioThreads), 0, 256, u"threads"_s),
         u"Threads that serve connections; 0: one a core."_s},
        {u"tls-cert"_s, text(server(&ServerSettings::tlsCert), u"FILE"_s),
         u"The certificate chain, PEM; with --tls-key the API speaks HTTPS."_s},
        {u"tls-key"_s, text(server(&ServerSettings::tlsKey), u"FILE"_s), u"The certificate's private key, PEM."_s},
        {u"metrics-listen"_s, address(server(&ServerSettings::metricsHost), server(&ServerSettings::metricsPort)),
         u"Where /metrics is, when not on the API's own address."_s},
        {u"access-log"_s, flag(server(&ServerSettings::accessLog)), u"One line a request on standard error."_s},
        {u"rate-limit"_s, integer(server(&ServerSettings::rateLimit), 0, 1'000'000, u"requests/s"_s),
         u"Requests of one client address and of one account, bursts of twice that; 0: off."_s},
        {u"trusted-proxy"_s, cidrs(server(&ServerSettings::trustedProxies)),
         u"Only these may say who the client is, by X-Forwarded-For."_s},
        {u"request-timeout"_s, duration(server(&ServerSettings::requestTimeout), 100 * ms, hour),
         u"Time to send a whole request; slower is 408."_s},
        {u"idle-timeout"_s, duration(server(&ServerSettings::idleTimeout), 100 * ms, day),
         u"A connection without a request is closed after this time."_s},
        {u"drain-delay"_s, duration(server(&ServerSettings::drainDelay), none, 5 * second),
         u"When it stops: how long it still serves with /readyz at 503, so that a balancer turns elsewhere; 1s with PostgreSQL."_s},
        {u"max-header-bytes"_s, bytes(server(&ServerSettings::headBytes), 1 * KiB, 1 * MiB),
         u"Request line and headers; more is 431."_s},
        {u"max-body-bytes"_s, bytes(server(&ServerSettings::bodyBytes), 1 * KiB, 1 * GiB),
         u"A request's body; more is 413."_s},
        {u"max-connections"_s, integer(server(&ServerSettings::maxConnections), 1, 1'000'000, u"connections"_s),
         u"Connections at a time; one more is answered 503."_s},
        {u"max-in-flight"_s, integer(server(&ServerSettings::maxInFlight), 1, 1'000'000, u"requests"_s),
         u"Requests under way at a time; one more is answered 503."_s},
        {u"pool-size"_s, integer(pool(&PoolSettings::maximumPoolSize), 1, 1'000, u"connections"_s),
         u"Database connections at most (HikariCP's maximumPoolSize)."_s},
        {u"pool-minimum-idle"_s, integer(pool(&PoolSettings::minimumIdle), 0, 1'000, u"connections"_s),
         u"Idle connections that are kept ready."_s},
        {u"pool-connection-timeout"_s, duration(pool(&PoolSettings::connectionTimeout), 10 * ms, hour, Ms),
         u"How long a request waits for a connection."_s},
        {u"pool-idle-timeout"_s, duration(pool(&PoolSettings::idleTimeout), none, day, Ms),
         u"Idle connections beyond the minimum are closed after this time; 0: never."_s},
        {u"pool-max-lifetime"_s, duration(pool(&PoolSettings::maxLifetime), none, 7 * day, Ms),
         u"A connection is replaced after this time; 0: never."_s},
        {u"pool-keepalive-time"_s, duration(pool(&PoolSettings::keepaliveTime), none, day, Ms),
         u"Idle connections are tried this often; 0: never."_s},
        {u"pool-leak-detection-threshold"_s, duration(pool(&PoolSettings::leakDetectionThreshold), none, day, Ms),
         u"A loan longer than this is reported; 0: never."_s},
        {u"pool-validation-timeout"_s, duration(pool(&PoolSettings::validationTimeout), 10 * ms, hour, Ms),
         u"How long a connection may take to show that it lives."_s},
        {u"pool-initialization-fail-timeout"_s,
         duration(pool(&PoolSettings::initializationFailTimeout), -1 * ms, hour, Ms),
         u"Time to get the first connection at the start; 0: one try; -1ms: start without."_s},
        {u"pool-slow-statement"_s, duration(pool(&PoolSettings::slowStatement), none, hour, Ms),
         u"Statements slower than this are listed with their plan; 0: all."_s},
        {u"statement-timeout"_s, duration(pool(&PoolSettings::statementTimeout), none, hour, Ms),
         u"PostgreSQL cancels a statement that runs longer; 0: never."_s},
        {u"cache-bytes"_s, bytes(cache(&CacheSettings::memoryBytes), 0, 64 * GiB),
         u"Memory for cached answers; 0: none are kept."_s},
        {u"cache-ttl"_s, duration(cache(&CacheSettings::timeToLive), none, day),
         u"A cached answer is read afresh after this time."_s},
        {u"cache-jitter"_s, integer(cache(&CacheSettings::jitterPercent), 0, 100, u"%"_s),
         u"By how much that time differs between answers, up or down."_s},
        {u"cache-negative-ttl"_s, duration(cache(&CacheSettings::negativeTimeToLive), none, day),
         u"An unknown id is remembered for this time."_s},
        {u"cache-stale-time"_s, duration(cache(&CacheSettings::staleTime), none, day),
         u"An answer past its time is served this long while a new one loads, or while the database is away; 0: never."_s},
        {u"cache-loaders"_s, integer(cache(&CacheSettings::loaders), 1, 100'000, u"loads"_s),
         u"Answers that are read from the database at a time; more wait."_s},
        {u"near-cache"_s, flag(cache(&CacheSettings::nearCache)),
         u"With Redis: keep answers in this process, too; false: every read asks Redis."_s},
        {u"cache-policy"_s,
         choice(cache(&CacheSettings::policy), std::array{std::pair("cache_aside"_L1, CachePolicy::CacheAside),
                                                          std::pair("write_through"_L1, CachePolicy::WriteThrough),
                                                          std::pair("write_behind"_L1, CachePolicy::WriteBehind)}),
         u"What a write does to cached answers: drop them, replace them, or be written later (never orders or stock)."_s},
        {u"wechat-api"_s, httpUrl(&IdentitySettings::wechatApi),
         u"WeChat's address, to which /sns/jscode2session is added."_s},
        {u"wechat-appid"_s, text(identity(&IdentitySettings::wechatAppId), u"text"_s), u"The mini-program's id."_s,
         u"WECHAT_APPID"_s},
        {u"wechat-secret"_s, secret("WECHAT_SECRET", &IdentitySettings::wechatSecret, u"text"_s, 1),
         u"The mini-program's secret."_s, u"WECHAT_SECRET"_s, true},
        {u"jwt-secret"_s, secret("JWT_SECRET", &IdentitySettings::jwtSecret, u"at least 32 bytes"_s, 32),
         u"The key that signs tokens; made on the first start and kept in the data folder."_s, u"JWT_SECRET"_s, true},
        {u"admin-password"_s, secret("ZHANGGUI_ADMIN_PASSWORD", &IdentitySettings::adminPassword, u"text"_s, 1),
         u"The password of the account admin, made on the first start."_s, u"ZHANGGUI_ADMIN_PASSWORD"_s, true},
    };
}

} // namespace

QString SettingKey::variable() const
{
    return secretVariable.isEmpty() ? QString(u"ZHANGGUI_"_s + name.toUpper().replace(u'-', u'_')) : secretVariable;
}

const std::vector<SettingKey>& settingKeys()
{
    static const std::vector<SettingKey> keys = [] {
        auto made = makeKeys();
        for (SettingKey& key : made)
            key.isLive = std::ranges::find(liveKeys, key.name) != std::end(liveKeys);
        return made;
    }();
    return keys;
}

const SettingKey* findSettingKey(QStringView name)
{
    for (const SettingKey& key : settingKeys()) {
        if (key.name == name)
            return &key;
    }
    return nullptr;
}

QString notInThisVersion(QStringView key, const QString& value)
{
    if (key == u"payment" && value == "wechat"_L1)
        return u"--payment: wechat is not in this version; it takes simulated (with --demo) or none"_s;
    return {};
}

} // namespace zg
