// SPDX-License-Identifier: GPL-3.0-or-later
// How a run of the node begins: what is looked at, opened and started, in this order.
#include "core/logging.h"
#include "core/loglevels.h"
#include "http/tlscontext.h"
#include "identity/accounts.h"
#include "identity/rules.h"
#include "identity/secret.h"
#include "node/demostore.h"
#include "node/nodeparts.h"
#include "sql/transferprogress.h"

#include <QSysInfo>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

/// What the node is called; with port 0 the others see the real one behind it.
QString nodeName(const Settings& settings, quint16 port)
{
    if (!settings.nodeName.isEmpty())
        return settings.nodeName;
    const QString machine = QSysInfo::machineHostName();
    return isPostgreSql(settings.database) && port != 0 ? machine + u':' + QString::number(port) : machine;
}

} // namespace

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
        identity::Feed* feed = m_parts->bus.get();
        if (m_parts->databaseBus)
            feed = m_parts->databaseBus.get();
        m_parts->identity->sessions.share(feed);
        m_parts->identity->lockout.share(feed);
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
    if (const auto set = logAccess(doors.accessLog); !set)
        qCWarning(lcNode, "the access log stays as it was: %ls", qUtf16Printable(set.error().message));
    const bool hasMetricsDoor = !doors.metricsHost.isEmpty();
    api::Services services{.shop = parts.shop,
                           .sessions = parts.identity->sessions,
                           .login = parts.identity->login,
                           .users = parts.identity->users,
                           .operations = parts.operations,
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
                           .breakers = [&parts] { return parts.figures->breakers(); },
                           .isCacheWhole = [&parts] { return !parts.redis || parts.redis->isUp(); },
                           .traces = &parts.traces};
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
    const auto warm = [&parts] { parts.server->run([&parts] { parts.warmUp.start(); }); };
    warm();
    const StoreEars ears{
        &parts.shop, &parts.jsonCache, &parts.identity->sessions, &parts.identity->lockout, &parts.limiter, warm};
    if (parts.bus)
        parts.bus->start(ears);
    if (parts.databaseBus)
        parts.databaseBus->start(ears, [&parts] { return parts.membership.hasOthers(); });
    return {};
}

} // namespace zg::node
