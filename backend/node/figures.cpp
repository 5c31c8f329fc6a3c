// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/figures.h"

#include "api/jsoncache.h"
#include "api/warmup.h"
#include "cache/memorycache.h"
#include "cache/redistier.h"
#include "cluster/membership.h"
#include "core/logging.h"
#include "http/server.h"
#include "identity/identity.h"
#include "resilience/loadshedder.h"
#include "shop/shop.h"
#include "telemetry/process.h"
#include "telemetry/timeseries.h"

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

constexpr int hotKeyCount = 20;

telemetry::CommitterFigures committerFigures(sql::Database& database)
{
    const auto from = database.committer().figures();
    telemetry::CommitterFigures to;
    to.groups = from.groups;
    to.jobs = from.jobs;
    to.failedGroups = from.failedGroups;
    to.refused = from.refused;
    to.queued = from.queued;
    to.lastGroup = from.lastGroup;
    to.lastCommitUs = from.lastCommitUs;
    to.lastQueueUs = from.lastQueueUs;
    return to;
}

QString policyName(CachePolicy policy)
{
    switch (policy) {
    case CachePolicy::CacheAside:
        break;
    case CachePolicy::WriteThrough:
        return u"write_through"_s;
    case CachePolicy::WriteBehind:
        return u"write_behind"_s;
    }
    return u"cache_aside"_s;
}

telemetry::WorkerFigures workerFigures(const QString& name, const WorkerPool::Figures& from)
{
    telemetry::WorkerFigures to;
    to.name = name;
    to.threads = from.threads;
    to.busy = from.busy;
    to.queued = from.queued;
    to.done = from.done;
    to.refused = from.refused;
    to.lastQueueUs = from.lastQueueUs;
    return to;
}

} // namespace

Figures::Figures(FigureSources sources, QString nodeName, const Clock& clock)
    : m_sources(sources)
    , m_nodeName(std::move(nodeName))
    , m_clock(clock)
    , m_startedAt(clock.monotonic())
    , m_window(sources.counters, clock)
    , m_dayBook(clock)
    , m_process(telemetry::processFigures())
{
}

void Figures::tick(telemetry::TimeSeries& series)
{
    m_window.tick();
    if (const auto refreshed = m_dayBook.refresh(m_sources.database); !refreshed)
        qCDebug(lcNode, "today's figures stay as they were: %ls", qUtf16Printable(refreshed.error().message));
    m_lastSample = sample();
    series.add(m_lastSample);
    const auto process = telemetry::processFigures();
    const auto server = m_sources.server.figures();
    auto hotKeys = m_sources.jsonCache.hotKeys(hotKeyCount);
    const std::lock_guard lock(m_mutex);
    m_process = process;
    m_loopLagUs = server.loopLagUs;
    m_hotKeys = std::move(hotKeys);
}

telemetry::Sample Figures::sample()
{
    telemetry::Sample sample;
    sample.atMs = m_clock.wallMs() / 1000 * 1000;
    m_window.fill(sample);
    const auto pool = m_sources.database.pool().figures();
    sample.poolActive = float(pool.active);
    sample.poolIdle = float(pool.idle);
    sample.poolWaiting = float(pool.waiting);
    sample.queued =
        float(m_sources.database.committer().figures().queued + m_sources.database.workers().figures().queued);
    qint64 hits = 0;
    qint64 misses = 0;
    for (const auto& family : m_sources.cache.figures()) {
        hits += family.allHits();
        misses += family.misses;
    }
    sample.cacheHitsPerS = float(hits - std::exchange(m_lastHits, hits));
    sample.cacheMissesPerS = float(misses - std::exchange(m_lastMisses, misses));
    sample.ordersPerMinute = float(m_dayBook.ordersPerMinute());
    sample.takingsTodayFen = m_dayBook.figures().takingsTodayFen;
    return sample;
}

cluster::Load Figures::load() const
{
    cluster::Load load;
    for (const float rate : m_lastSample.ratePerS)
        load.ratePerS += double(rate);
    load.inFlight = int(m_lastSample.inFlight);
    load.connections = int(m_lastSample.connections);
    load.p99Us = qint64(m_lastSample.p99Us);
    return load;
}

telemetry::CacheGuardFigures Figures::cacheGuards() const
{
    telemetry::CacheGuardFigures to;
    to.policy = policyName(m_sources.jsonCache.policy());
    const auto gate = m_sources.cache.gate().figures();
    to.loading = gate.loading;
    to.waiting = gate.waiting;
    to.refused = gate.refused;
    to.filtered = m_sources.jsonCache.filtered();
    to.filterIds = m_sources.jsonCache.filter().ids();
    to.filterDenies = m_sources.jsonCache.filter().denies();
    const auto warmUp = m_sources.warmUp.figures();
    to.warmed = warmUp.answers;
    to.warmUpMs = warmUp.tookMs;
    return to;
}

QList<telemetry::BreakerFigures> Figures::breakers() const
{
    QList<telemetry::BreakerFigures> list{m_sources.database.breaker(), m_sources.identity.wechat.breaker()};
    if (m_sources.redis)
        list.append(m_sources.redis->breaker());
    return list;
}

telemetry::Snapshot Figures::snapshot() const
{
    telemetry::Snapshot snapshot;
    snapshot.atMs = m_clock.wallMs();
    snapshot.node = m_nodeName;
    snapshot.version = QStringLiteral(ZG_VERSION);
    snapshot.database = m_sources.database.isOpen() ? u"ok"_s : u"down"_s;
    snapshot.cache = u"ok"_s;
    m_window.fill(snapshot);
    snapshot.pool = m_sources.database.pool().figures();
    snapshot.cacheFamilies = m_sources.cache.figures();
    snapshot.cacheBytes = m_sources.cache.bytes();
    snapshot.cacheRecordBytes = m_sources.cache.recordBytes();
    snapshot.cacheLimitBytes = m_sources.cache.limitBytes();
    snapshot.cacheGuards = cacheGuards();
    snapshot.writeBehind = m_sources.shop.writeBehind();
    snapshot.committer = committerFigures(m_sources.database);
    snapshot.workers = {workerFigures(u"database"_s, m_sources.database.workers().figures()),
                        workerFigures(u"password"_s, m_sources.identity.passwords.figures())};
    snapshot.shop = m_dayBook.figures();
    snapshot.ledger = m_sources.shop.ledgerProof().figures();
    snapshot.slowStatements = m_sources.database.slowStatements();
    snapshot.queues = m_sources.shedder.figures();
    snapshot.strategies = m_sources.shop.placer().figures();
    snapshot.replicas = m_sources.database.replicas();
    snapshot.nodes = m_sources.membership.nodes();
    snapshot.leases = m_sources.membership.leases();
    if (m_sources.redis) {
        snapshot.redis = m_sources.redis->figures();
        const auto tier = m_sources.tier->figures();
        snapshot.redis.tierHits = tier.hits;
        snapshot.redis.tierMisses = tier.misses;
        snapshot.redis.tierBypasses = tier.bypasses;
        if (!snapshot.redis.connected)
            snapshot.cache = u"degraded"_s; // memory goes on alone
    }
    snapshot.breakers = breakers();
    const std::lock_guard lock(m_mutex);
    snapshot.process = m_process;
    snapshot.process.uptimeS = std::chrono::duration<double>(m_clock.monotonic() - m_startedAt).count();
    snapshot.loopLagUs = m_loopLagUs;
    snapshot.hotKeys = m_hotKeys;
    return snapshot;
}

} // namespace zg::node
