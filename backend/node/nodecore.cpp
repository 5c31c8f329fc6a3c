// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/nodecore.h"

#include "api/api.h"
#include "api/jsoncache.h"
#include "api/metricspage.h"
#include "api/payment.h"
#include "api/routes.h"
#include "api/warmup.h"
#include "cache/memorycache.h"
#include "cluster/membership.h"
#include "core/logging.h"
#include "http/server.h"
#include "http/tlscontext.h"
#include "identity/accounts.h"
#include "identity/identity.h"
#include "identity/rules.h"
#include "identity/secret.h"
#include "node/datafolder.h"
#include "node/demostore.h"
#include "node/figures.h"
#include "node/queuewatch.h"
#include "node/redislocks.h"
#include "node/storebus.h"
#include "redis/client.h"
#include "resilience/loadshedder.h"
#include "resilience/ratelimiter.h"
#include "shop/shop.h"
#include "sql/database.h"
#include "sql/transferprogress.h"
#include "telemetry/requestcounters.h"

#include <QSysInfo>

#include <malloc.h>

#include <thread>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

/// Of the ten seconds a stop may take, the share of requests under way; the rest is for commits and joins.
constexpr std::chrono::seconds drainTime{8};
/// Sessions that idled out are forgotten, and times of last use written, every so many ticks.
constexpr int sessionTicks = 15;
/// What the allocator keeps between live blocks goes back to the kernel every so many ticks: else expired orders, a
/// little at a time, would make the process grow for days.
constexpr int trimTicks = 60;

std::unique_ptr<api::PaymentProvider> makePayment(const ShopSettings& settings)
{
    if (settings.payment == "simulated"_L1)
        return std::make_unique<api::SimulatedPayment>();
    return std::make_unique<api::NoPayment>();
}

/// What the node is called; with port 0 the others see the real one behind it.
QString nodeName(const Settings& settings, quint16 port)
{
    if (!settings.nodeName.isEmpty())
        return settings.nodeName;
    const QString machine = QSysInfo::machineHostName();
    return isPostgreSql(settings.database) && port != 0 ? machine + u':' + QString::number(port) : machine;
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

/// May other nodes work on the same database?
bool isShared(const Settings& settings)
{
    return settings.redis.isUsed() || isPostgreSql(databaseUrl(settings));
}

void warn(const char* what, const Error& error)
{
    qCWarning(lcNode, "%s: %ls", what, qUtf16Printable(error.message));
}

} // namespace

/// In build order; it goes in reverse.
struct NodeCore::Parts
{
    Parts(const Settings& settings, const Clock& clock)
        : database(databaseUrl(settings), settings.pool, settings.shop.committerQueue, clock, settings.replicas)
        , membership(database, database.dialect() == sql::Dialect::Sqlite, clock)
        , cache(settings.cache, clock)
        , counters(api::routeNames())
        , limiter(settings.server.rateLimit)
        , shedder(settings.server.maxInFlight)
        , queueWatch(shedder, database, clock)
        , shop(database, clock, settings.shop, settings.cache.policy)
        , payment(makePayment(settings.shop))
        , redis(makeRedis(settings.redis, clock))
        , bus(makeBus(redis.get(), settings.cache, shop))
        , jsonCache(cache, shop, settings.cache.policy, bus ? &bus->tier() : nullptr, settings.cache.nearCache)
        , warmUp(jsonCache, shop, clock)
    {
        shop.addListener(queueWatch);
        if (redis) {
            locks = std::make_unique<RedisLocks>(*redis, clock);
            shop.placer().setLocks(locks.get());
        }
    }

    StoreLock lock;
    sql::Database database;
    cluster::Membership membership;
    cache::MemoryCache cache;
    telemetry::RequestCounters counters;
    resilience::RateLimiter limiter;
    resilience::LoadShedder shedder;
    QueueWatch queueWatch;
    shop::Shop shop;
    std::unique_ptr<api::PaymentProvider> payment;
    std::unique_ptr<redis::Client> redis; // nullptr: none is configured
    std::unique_ptr<RedisLocks> locks;    // the same
    std::unique_ptr<StoreBus> bus;        // the same
    api::JsonCache jsonCache;
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

NodeCore::NodeCore(const Settings& settings, telemetry::TimeSeries& series, const Clock& clock)
    : m_settings(settings)
    , m_series(series)
    , m_clock(clock)
{
}

NodeCore::~NodeCore()
{
    close();
}

Result<void> NodeCore::open()
{
    for (const auto step : {&NodeCore::checkSettings, &NodeCore::openStore, &NodeCore::openIdentity,
                            &NodeCore::beginStore, &NodeCore::openDoors}) {
        const auto done = (this->*step)();
        if (!done) {
            close();
            m_parts.reset();
            return done;
        }
    }
    return {};
}

/// What only the parts can tell of the settings, before there is anything: a first start stays one.
Result<void> NodeCore::checkSettings()
{
    if (!m_settings.identity.adminPassword.isEmpty()) {
        const auto usable = identity::checkPassword(m_settings.identity.adminPassword);
        if (!usable)
            return Error::invalid(u"admin-password"_s,
                                  u"the password of the account admin cannot be used: "_s + usable.error().message);
    }
    if (!m_settings.server.tlsCert.isEmpty()) {
        const auto read = http::TlsContext(m_settings.server.tlsCert, m_settings.server.tlsKey).reload();
        if (!read)
            return Error::invalid(u"tls-cert"_s, read.error().message);
    }
    return {};
}

Result<void> NodeCore::openStore()
{
    if (const auto folders = prepareStoreFolders(m_settings); !folders) {
        Error error = folders.error();
        error.field = u"data-dir"_s;
        return error;
    }
    m_parts = std::make_unique<Parts>(m_settings, m_clock);
    const auto locked = m_parts->lock.lock(m_settings);
    if (!locked)
        return locked;
    const auto opened = m_parts->database.open();
    if (!opened)
        return opened;
    const auto whole = m_parts->database.readNow(sql::refuseUnfinishedTransfer);
    if (!whole)
        return whole;
    m_parts->queueWatch.listenToWorkers();
    return opened;
}

Result<void> NodeCore::openIdentity()
{
    IdentitySettings settings = m_settings.identity;
    if (settings.jwtSecret.isEmpty()) {
        const bool isShared = m_parts->database.dialect() == sql::Dialect::PostgreSql; // by the nodes on it
        const auto secret = isShared ? identity::loadOrMakeJwtSecret(m_parts->database)
                                     : identity::loadOrMakeJwtSecret(dataFolder(m_settings));
        if (!secret)
            return secret.error();
        settings.jwtSecret = *secret;
    }
    m_parts->identity = std::make_unique<identity::Identity>(m_parts->database, settings, m_clock);
    m_parts->queueWatch.listenTo(m_parts->identity->passwords);
    if (isShared(m_settings)) {
        m_parts->identity->sessions.share(m_parts->bus.get());
        m_parts->identity->lockout.share(m_parts->bus.get());
        if (m_parts->bus)
            m_parts->limiter.share(settings.jwtSecret);
        m_parts->jsonCache.filter().setTrusted(false); // until the others are heard
        m_parts->jsonCache.filter().setDeniesNewer(false);
    }
    return m_parts->identity->open();
}

/// What a store begins with: the demo's goods, the first admin.
Result<void> NodeCore::beginStore()
{
    if (m_settings.shop.demo) {
        const auto seeded = seedDemoOnce(m_parts->database, m_clock, m_settings.shop.demoStock);
        if (!seeded)
            return seeded.error();
    }
    if (!m_settings.identity.adminPassword.isEmpty()) {
        const auto made = identity::ensureAdmin(m_parts->database, m_settings.identity.adminPassword, m_clock);
        if (!made) {
            Error error = made.error();
            error.message = u"the account admin cannot be made from ZHANGGUI_ADMIN_PASSWORD: "_s + error.message;
            return error;
        }
        return {};
    }
    const auto hasAdmin = identity::hasAdmin(m_parts->database);
    if (!hasAdmin)
        return hasAdmin.error();
    if (!*hasAdmin)
        m_hints.append(u"there is no admin yet: \"zhanggui user add NAME --role admin\" makes one, "
                       "or ZHANGGUI_ADMIN_PASSWORD at the next start"_s);
    return {};
}

Result<void> NodeCore::openDoors()
{
    Parts& parts = *m_parts;
    const ServerSettings& doors = m_settings.server;
    const QString name = nodeName(m_settings, doors.port);
    parts.server = std::make_unique<http::Server>(doors);
    parts.figures = std::make_unique<Figures>(FigureSources{parts.database, parts.cache, parts.shop, parts.jsonCache,
                                                            parts.warmUp, *parts.identity, parts.shedder, *parts.server,
                                                            parts.membership, parts.counters, parts.redis.get(),
                                                            parts.bus ? &parts.bus->tier() : nullptr},
                                              name, m_clock);

    if (const auto counted = parts.figures->dayBook().refresh(parts.database);
        !counted) // what is placed from now on counts
        return counted;
    QLoggingCategory::setFilterRules(doors.accessLog ? u"zhanggui.access.info=true"_s : QString());
    const bool hasMetricsDoor = !doors.metricsHost.isEmpty();
    api::Services services{.shop = parts.shop,
                           .sessions = parts.identity->sessions,
                           .login = parts.identity->login,
                           .users = parts.identity->users,
                           .cache = parts.jsonCache,
                           .counters = parts.counters,
                           .limiter = parts.limiter,
                           .shedder = parts.shedder,
                           .payment = *parts.payment,
                           .clock = m_clock,
                           .snapshot = [&parts] { return parts.figures->snapshot(); },
                           .isReady = [&parts] { return parts.database.isOpen(); },
                           .isLeaving = [&parts] { return parts.isLeaving.load(std::memory_order_relaxed); },
                           .isDraining = [&parts] { return parts.isDraining.load(std::memory_order_relaxed); },
                           .nodeName = name,
                           .version = QStringLiteral(ZG_VERSION),
                           .startedAt = m_clock.monotonic(),
                           .limitsRates = doors.rateLimit > 0,
                           .showsMetrics = !hasMetricsDoor,
                           .breakers = [&parts] { return parts.figures->breakers(); }};
    parts.api = std::make_unique<api::Api>(std::move(services));
    QList<http::Endpoint> endpoints{{doors.host, doors.port, parts.api.get(), true}};
    if (hasMetricsDoor) {
        parts.metricsPage = std::make_unique<api::MetricsPage>([&parts] { return parts.figures->snapshot(); });
        endpoints.append({doors.metricsHost, doors.metricsPort, parts.metricsPage.get(), false});
    }
    if (parts.redis) {
        if (const auto opened = parts.redis->open(); !opened)
            return opened;
    }
    const auto started = parts.server->start(endpoints);
    if (!started)
        return started;
    parts.membership.join(nodeName(m_settings, parts.server->port()), parts.server->address(),
                          QStringLiteral(ZG_VERSION));
    parts.server->run([&parts] { parts.warmUp.start(); });
    if (parts.bus) {
        parts.bus->start({&parts.shop, &parts.jsonCache, &parts.identity->sessions, &parts.identity->lockout,
                          &parts.limiter, [&parts] { parts.server->run([&parts] { parts.warmUp.start(); }); }});
    }
    return {};
}

/// From the word to stop to the last answer. A balancer hears first that this node is about to go, while everything is
/// still served and each answer ends its connection; then the doors close.
void NodeCore::drain()
{
    Parts& parts = *m_parts;
    const auto begunAt = std::chrono::steady_clock::now();
    const auto delay = m_settings.server.drainDelay;
    if (delay.count() > 0)
        parts.server->beginDrain(); // before anybody can see that it is leaving
    if (parts.isLeaving.exchange(true))
        return;
    parts.membership.beginDrain();
    std::this_thread::sleep_until(begunAt + delay);
    const auto spent = std::chrono::steady_clock::now() - begunAt;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(drainTime - spent);
    if (!parts.server->drain(std::max(left, std::chrono::milliseconds(0))))
        qCWarning(lcNode, "some requests were still under way after %lld s", qint64(drainTime.count()));
    parts.isDraining.store(true);
}

void NodeCore::close()
{
    if (!m_parts)
        return;
    Parts& parts = *m_parts;
    if (parts.server)
        drain();
    if (parts.identity) {
        const auto closed = parts.identity->close();
        if (!closed)
            warn("the sessions' times of last use could not be written", closed.error());
    }
    parts.membership.leave();
    parts.warmUp.stop();
    parts.cache.close();
    parts.shop.settle();
    parts.database.close();
    if (parts.bus)
        parts.bus->stop();
    if (parts.redis)
        parts.redis->close(); // its connections are the I/O threads', which still run
    if (parts.server)
        parts.server->stop(); // last: what waited for the database was woken on its threads
}

void NodeCore::tick()
{
    Parts& parts = *m_parts;
    parts.database.maintain();
    if (parts.database.externalChange()) {
        parts.jsonCache.filter().setFilled(false); // it knows of another store
        parts.cache.clear();
        parts.server->run([&parts] { parts.warmUp.start(); });
        parts.figures->dayBook().forget();
        if (parts.redis)
            parts.redis->distrust(); // what it holds is from before
        if (const auto loaded = parts.identity->sessions.load(); !loaded)
            warn("the sessions could not be read again", loaded.error());
    }
    parts.membership.tick(parts.figures->load());
    if (parts.warmUp.figures().state == api::WarmUp::State::Failed && parts.database.isOpen())
        parts.server->run([&parts] { parts.warmUp.start(); });
    const auto mayKeep = [&parts] { return parts.membership.mayKeep(); };
    if (const auto expired = parts.shop.expiry().runOnce(mayKeep); !expired)
        qCDebug(lcNode, "unpaid orders wait: %ls", qUtf16Printable(expired.error().message));
    // Without a bus nobody tells what other nodes commit: what is in memory is a second old at most. While
    // the database is away nobody commits.
    if (isShared(m_settings) && !parts.bus && parts.database.isOpen() && parts.membership.hasOthers())
        parts.jsonCache.forget();
    // Also beside a bus: whoever ended a session may have lost the word to the others on its own side.
    if (isShared(m_settings)) {
        if (const auto ends = parts.identity->sessions.readEnds(); !ends)
            qCDebug(lcNode, "other nodes' log-outs wait: %ls", qUtf16Printable(ends.error().message));
    }
    if (++parts.ticks % sessionTicks == 0) {
        if (const auto flushed = parts.identity->sessions.flush(); !flushed)
            warn("the sessions' times of last use could not be written", flushed.error());
        if (const auto swept = parts.identity->sessions.sweep(); !swept)
            warn("ended sessions could not be removed", swept.error());
    }
    if (parts.ticks % trimTicks == 0)
        malloc_trim(0);
    parts.figures->tick(m_series);
}

void NodeCore::reloadCertificate()
{
    if (m_settings.server.tlsCert.isEmpty())
        return;
    const auto reloaded = m_parts->server->reloadCertificate();
    if (!reloaded)
        return warn("the certificate stays as it was", reloaded.error());
    qCInfo(lcNode, "the certificate was read again");
}

QString NodeCore::address() const
{
    return m_parts && m_parts->server ? m_parts->server->address() : QString();
}

QStringList NodeCore::hints() const
{
    return m_hints;
}

bool NodeCore::isWell() const
{
    return m_parts->database.isOpen();
}

telemetry::Snapshot NodeCore::snapshot() const
{
    return m_parts->figures->snapshot();
}

shop::Shop& NodeCore::shop()
{
    return m_parts->shop;
}

identity::Identity& NodeCore::identity()
{
    return *m_parts->identity;
}

} // namespace zg::node
