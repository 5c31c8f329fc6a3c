// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/nodecore.h"

#include "core/logging.h"
#include "core/loglevels.h"
#include "node/nodeparts.h"

#include <thread>

namespace zg::node {

namespace {

/// Of the ten seconds a stop may take, the share of requests under way; the rest is for commits and joins.
constexpr std::chrono::seconds drainTime{8};
/// Sessions that idled out are forgotten, and times of last use written, every so many ticks.
constexpr int sessionTicks = 15;

void warn(const char* what, const Error& error)
{
    qCWarning(lcNode, "%s: %ls", what, qUtf16Printable(error.message));
}

} // namespace

NodeCore::NodeCore(const Settings& settings, telemetry::TimeSeries& series, const Clock& clock)
    : m_settings(settings)
    , m_series(series)
    , m_clock(clock)
    , m_drainDelay(settings.server.drainDelay)
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

/// From the word to stop to the last answer. A balancer hears first that this node is about to go, while everything is
/// still served and each answer ends its connection; then the doors close.
void NodeCore::drain()
{
    Parts& parts = *m_parts;
    const auto begunAt = std::chrono::steady_clock::now();
    const auto delay = m_drainDelay.load();
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
    if (parts.databaseBus)
        parts.databaseBus->stop();
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
        parts.cache.clear(cache::MissCause::CutOff);
        parts.server->run([&parts] { parts.warmUp.start(); });
        parts.figures->dayBook().forget();
        parts.shop.ledgerProof().forget();
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
    if (const auto proven = parts.shop.ledgerProof().check(mayKeep()); !proven)
        qCDebug(lcNode, "the ledger's proof waits: %ls", qUtf16Printable(proven.error().message));
    // While nobody tells what other nodes commit, what is in memory is a second old at most. While the database is away
    // nobody commits.
    const bool isDeaf = parts.databaseBus && !parts.databaseBus->isTrusted();
    if (isDeaf && parts.database.isOpen() && parts.membership.hasOthers())
        parts.jsonCache.forget();
    // Also beside a bus: whoever ended a session may have lost the word to the others on its own side.
    if (isShared(m_settings)) {
        if (const auto ends = parts.identity->sessions.readEnds(); !ends)
            qCDebug(lcNode, "other nodes' log-outs wait: %ls", qUtf16Printable(ends.error().message));
    }
    if (++parts.ticks % sessionTicks == 0) {
        if (const auto flushed = parts.identity->sessions.flush(); !flushed)
            warn("the sessions' times of last use could not be written", flushed.error());
        parts.identity->sessions.sweep();
        if (mayKeep()) {
            if (const auto swept = parts.identity->sessions.sweepStored(); !swept)
                warn("ended sessions could not be removed", swept.error());
            if (const auto swept = parts.operations.sweep(); !swept)
                warn("old operations could not be removed", swept.error());
        }
    }
    parts.figures->tick(m_series);
    parts.traces.adapt(parts.figures->routeLatency());
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

std::optional<telemetry::KeptRequests> NodeCore::requests(quint64 revision) const
{
    return m_parts->traces.kept(revision);
}

telemetry::Snapshot NodeCore::snapshot() const
{
    return m_parts->figures->snapshot();
}

void NodeCore::apply(const Settings& before, const Settings& settings)
{
    Parts& parts = *m_parts;
    if (const auto set = logAccess(settings.server.accessLog); !set)
        warn("the access log stays as it was", set.error());
    m_drainDelay.store(settings.server.drainDelay);
    parts.shedder.setMaxInFlight(settings.server.maxInFlight);
    parts.database.setSlowThreshold(settings.pool.slowStatement);
    parts.shop.orders().setRefundLimit(settings.shop.refundLimitFen);
    parts.shop.expiry().setAfter(settings.shop.orderExpiry);
    if (before.shop.stockStrategy == settings.shop.stockStrategy)
        return;
    if (const auto set = parts.shop.placer().setStrategy(settings.shop.stockStrategy); !set)
        warn("the stock strategy stays as it was", set.error());
}

audit::Operations& NodeCore::operations()
{
    return m_parts->operations;
}

shop::Shop& NodeCore::shop()
{
    return m_parts->shop;
}

identity::Identity& NodeCore::identity()
{
    return *m_parts->identity;
}

sql::Database& NodeCore::database()
{
    return m_parts->database;
}

CacheControl& NodeCore::cacheControl()
{
    return m_parts->cacheControl;
}

} // namespace zg::node
