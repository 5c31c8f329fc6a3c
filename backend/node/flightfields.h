// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/flightframe.h"

#include <concepts>

namespace zg::node::flight {

template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

// Each value's fields in the order a recording has them, once for writing and reading. New ones go to the end.

void fields(auto& a, Is<telemetry::Percentiles> auto& v)
{
    a(v.p50Us, v.p95Us, v.p99Us, v.maxUs);
}

void fields(auto& a, Is<telemetry::RouteFigures> auto& v)
{
    a(v.route, v.requests, v.ratePerS, v.latency, v.totalUs, v.lastMinute, v.lastMinuteUs, v.durationBuckets,
      v.durationCount, v.durationUs);
}

void fields(auto& a, Is<telemetry::PoolFigures> auto& v)
{
    a(v.active, v.idle, v.waiting, v.total, v.maximum, v.timeouts, v.created, v.leaks, v.wait, v.use, v.creation,
      v.waits, v.waitUs, v.uses, v.useUs, v.creationUs);
}

void fields(auto& a, Is<telemetry::CacheFamilyFigures> auto& v)
{
    a(v.family, v.hits, v.misses, v.negativeHits, v.loads, v.loadUs, v.invalidations, v.evictions, v.entries, v.bytes,
      v.staleHits, v.missCauses);
}

void fields(auto& a, Is<telemetry::HotKeyFigures> auto& v)
{
    a(v.family, v.key, v.name, v.share);
}

void fields(auto& a, Is<telemetry::CacheGuardFigures> auto& v)
{
    a(v.policy, v.loading, v.waiting, v.refused, v.filtered, v.filterIds, v.filterDenies, v.warmed, v.warmUpMs);
}

void fields(auto& a, Is<telemetry::WriteBehindFigures> auto& v)
{
    a(v.queued, v.oldestMs, v.written, v.coalesced, v.failed, v.overflowed, v.waiters);
}

void fields(auto& a, Is<telemetry::CommitterFigures> auto& v)
{
    a(v.groups, v.jobs, v.failedGroups, v.refused, v.queued, v.lastGroup, v.lastCommitUs, v.lastQueueUs);
}

void fields(auto& a, Is<telemetry::WorkerFigures> auto& v)
{
    a(v.name, v.threads, v.busy, v.queued, v.done, v.refused, v.lastQueueUs);
}

void fields(auto& a, Is<telemetry::ProcessFigures> auto& v)
{
    a(v.cpuSeconds, v.residentBytes, v.openFiles, v.threads, v.maxFiles, v.startedAtMs, v.uptimeS);
}

void fields(auto& a, Is<telemetry::BreakerFigures> auto& v)
{
    a(v.name, v.state, v.successes, v.failures, v.refused, v.opened);
}

void fields(auto& a, Is<telemetry::RedisFigures> auto& v)
{
    a(v.configured, v.connected, v.commands, v.errors, v.connects, v.reconnects, v.messages, v.latency, v.latencyCount,
      v.latencyUs, v.usedMemoryBytes, v.keys, v.tierHits, v.tierMisses, v.tierBypasses);
}

void fields(auto& a, Is<telemetry::QueueFigures> auto& v)
{
    a(v.queue, v.admitted, v.refused, v.waitUs);
}

void fields(auto& a, Is<telemetry::NodeFigures> auto& v)
{
    a(v.id, v.name, v.address, v.version, v.state, v.startedAtMs, v.lastSeenMs, v.silentMs, v.ratePerS, v.inFlight,
      v.connections, v.p99Us, v.isSelf);
}

void fields(auto& a, Is<telemetry::LeaseFigures> auto& v)
{
    a(v.lease, v.holder, v.isHeld, v.fence);
}

void fields(auto& a, Is<telemetry::SlowStatement> auto& v)
{
    a(v.name, v.text, v.plan, v.calls, v.totalUs, v.maxUs, v.lastAtMs, v.fullScan);
}

void fields(auto& a, Is<telemetry::LedgerDrift> auto& v)
{
    a(v.productId, v.stock, v.ledger, v.atMs, v.orders);
}

void fields(auto& a, Is<telemetry::LedgerFigures> auto& v)
{
    a(v.groups, v.products, v.due, v.drifts, v.standing, v.last, v.checkedAtMs, v.passes, v.passedAtMs, v.passTookMs,
      v.passedProducts, v.isPassing, v.passProducts);
}

void fields(auto& a, Is<telemetry::ShopFigures> auto& v)
{
    a(v.ordersTotal, v.paidTotal, v.ordersToday, v.takingsTodayFen);
}

void fields(auto& a, Is<telemetry::ReplicaFigures> auto& v)
{
    a(v.address, v.isUsed, v.lagMs, v.reads, v.failures);
}

void fields(auto& a, Is<telemetry::StrategyFigures> auto& v)
{
    a(v.strategy, v.inForce, v.orders, v.conflicts, v.gaveUp);
}

void fields(auto& a, Is<telemetry::Snapshot> auto& v)
{
    a(v.atMs, v.node, v.version, v.database, v.cache, v.requestsTotal, v.outcomes, v.inFlight, v.connections,
      v.ratePerS, v.latency, v.loopLagUs, v.routes, v.pool, v.cacheFamilies, v.hotKeys, v.cacheBytes, v.cacheLimitBytes,
      v.cacheRecordBytes, v.cacheGuards, v.writeBehind, v.committer, v.workers, v.process, v.shop, v.ledger,
      v.strategies, v.replicas, v.slowStatements, v.breakers, v.queues, v.nodes, v.leases, v.redis);
}

void fields(auto& a, Is<telemetry::Sample> auto& v)
{
    a(v.atMs, v.ratePerS, v.p50Us, v.p95Us, v.p99Us, v.inFlight, v.queued, v.connections, v.cacheHitsPerS,
      v.cacheMissesPerS, v.poolActive, v.poolIdle, v.poolWaiting, v.ordersPerMinute, v.takingsTodayFen);
}

void fields(auto& a, Is<telemetry::Marker> auto& v)
{
    a(v.atMs, v.kind, v.text);
}

void fields(auto& a, Is<telemetry::ConnectionFigures> auto& v)
{
    a(v.id, v.role, v.state, v.place, v.stateMs, v.ageMs, v.loans, v.statement, v.runningMs, v.isLeaking);
}

void fields(auto& a, Is<telemetry::StatementUse> auto& v)
{
    a(v.id, v.name, v.text, v.kind, v.calls, v.totalUs, v.p99Us, v.maxUs, v.slowCalls, v.rows, v.isPlanned, v.fullScan,
      v.temporarySort);
}

void fields(auto& a, Is<telemetry::PoolAdvice> auto& v)
{
    a(v.verdict, v.seconds, v.ratePerS, v.holdUs, v.load, v.needed, v.most, v.maximum, v.waitUs, v.waitAfterUs);
}

void fields(auto& a, Is<telemetry::DatabaseFigures> auto& v)
{
    a(v.isPostgreSql, v.pool, v.minimumIdle, v.configuredMaximum, v.problem, v.connections, v.waits, v.uses, v.advice,
      v.statements, v.reads, v.writes, v.replicas);
}

void fields(auto& a, Is<telemetry::RequestSpan> auto& v)
{
    a(v.step, v.beginNs, v.durationNs, v.name);
}

void fields(auto& a, Is<telemetry::RequestTrace> auto& v)
{
    a(v.number, v.id, v.route, v.client, v.reason, v.startedAtMs, v.durationNs, v.readNs, v.status, v.kept, v.isSlow,
      v.hasLeft, v.spans, v.leftOut, v.leftOutNs);
}

void fields(auto& a, Is<LogLine> auto& v)
{
    a(v.number, v.atMs, v.level, v.category, v.thread, v.requestId, v.text);
}

void fields(auto& a, Is<FlightFrame> auto& v)
{
    a(v.atMs, v.state, v.problemCode, v.problem, v.snapshot, v.sample, v.database, v.requests, v.lines, v.linesLeftOut,
      v.markers);
}

} // namespace zg::node::flight
