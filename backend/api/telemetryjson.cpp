// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/telemetryjson.h"

namespace zg::api {

using namespace telemetry;

namespace {

void writeOutcomes(JsonWriter& json, const std::array<qint64, outcomeCount>& outcomes)
{
    static constexpr const char* names[outcomeCount] = {"ok", "client_error", "server_error", "shed"};
    json.beginObject();
    for (size_t i = 0; i < outcomes.size(); ++i)
        json.field(names[i], outcomes[i]);
    json.endObject();
}

void writePercentiles(JsonWriter& json, const Percentiles& p)
{
    json.beginObject();
    json.field("p50_us", p.p50Us).field("p95_us", p.p95Us).field("p99_us", p.p99Us).field("max_us", p.maxUs);
    json.endObject();
}

void writeRoute(JsonWriter& json, const RouteFigures& route)
{
    json.beginObject().field("route", route.route).key("requests");
    writeOutcomes(json, route.requests);
    json.field("rate_per_s", route.ratePerS).field("total_us", route.totalUs).key("latency");
    writePercentiles(json, route.latency);
    json.endObject();
}

void writePool(JsonWriter& json, const PoolFigures& pool)
{
    json.beginObject();
    json.field("active", pool.active).field("idle", pool.idle).field("waiting", pool.waiting);
    json.field("total", pool.total).field("maximum", pool.maximum).field("timeouts", pool.timeouts);
    json.field("created", pool.created).field("leaks", pool.leaks);
    json.key("wait");
    writePercentiles(json, pool.wait);
    json.key("use");
    writePercentiles(json, pool.use);
    json.key("creation");
    writePercentiles(json, pool.creation);
    json.endObject();
}

void writeFamily(JsonWriter& json, const CacheFamilyFigures& family)
{
    json.beginObject();
    json.field("family", family.family).field("hits", family.hits).field("misses", family.misses);
    json.field("negative_hits", family.negativeHits).field("stale_hits", family.staleHits);
    json.key("miss_causes").beginObject();
    for (size_t i = 0; i < family.missCauses.size(); ++i)
        json.field(missCauseNames[i], family.missCauses[i]);
    json.endObject();
    json.field("loads", family.loads).field("load_us", family.loadUs).field("saved_us", family.savedUs());
    json.field("invalidations", family.invalidations).field("evictions", family.evictions);
    json.field("entries", family.entries).field("bytes", family.bytes);
    json.endObject();
}

void writeHotKeys(JsonWriter& json, const QList<HotKeyFigures>& keys)
{
    json.beginArray();
    for (const auto& key : keys) {
        json.beginObject().field("family", key.family).field("key", key.key).field("name", key.name);
        json.field("share", key.share).endObject();
    }
    json.endArray();
}

void writeGuards(JsonWriter& json, const CacheGuardFigures& guards)
{
    json.beginObject().field("loading", guards.loading).field("waiting", guards.waiting);
    json.field("refused", guards.refused).field("filtered", guards.filtered);
    json.field("filter_ids", guards.filterIds).field("filter_denies", guards.filterDenies);
    json.field("warmed", guards.warmed).field("warm_up_ms", guards.warmUpMs).endObject();
}

void writeBehind(JsonWriter& json, const WriteBehindFigures& edits)
{
    json.beginObject().field("queued", edits.queued).field("oldest_ms", edits.oldestMs);
    json.field("written", edits.written).field("coalesced", edits.coalesced);
    json.field("failed", edits.failed).field("overflowed", edits.overflowed).endObject();
}

void writeCache(JsonWriter& json, const Snapshot& snapshot)
{
    json.beginObject();
    json.field("policy", snapshot.cacheGuards.policy).field("bytes", snapshot.cacheBytes);
    json.field("limit_bytes", snapshot.cacheLimitBytes).field("record_bytes", snapshot.cacheRecordBytes);
    json.key("guards");
    writeGuards(json, snapshot.cacheGuards);
    json.key("write_behind");
    writeBehind(json, snapshot.writeBehind);
    json.key("families").beginArray();
    for (const auto& family : snapshot.cacheFamilies)
        writeFamily(json, family);
    json.endArray().key("hot_keys");
    writeHotKeys(json, snapshot.hotKeys);
    json.endObject();
}

void writeCommitter(JsonWriter& json, const CommitterFigures& committer)
{
    json.beginObject();
    json.field("groups", committer.groups).field("jobs", committer.jobs).field("failed_groups", committer.failedGroups);
    json.field("refused", committer.refused).field("queued", committer.queued).field("last_group", committer.lastGroup);
    json.field("last_commit_us", committer.lastCommitUs).field("last_queue_us", committer.lastQueueUs);
    json.endObject();
}

void writeWorkers(JsonWriter& json, const QList<WorkerFigures>& pools)
{
    json.beginArray();
    for (const auto& pool : pools) {
        json.beginObject().field("name", pool.name).field("threads", pool.threads).field("busy", pool.busy);
        json.field("queued", pool.queued).field("done", pool.done).field("refused", pool.refused);
        json.field("last_queue_us", pool.lastQueueUs).endObject();
    }
    json.endArray();
}

void writeProcess(JsonWriter& json, const ProcessFigures& process)
{
    json.beginObject();
    json.field("cpu_s", process.cpuSeconds).field("resident_bytes", process.residentBytes);
    json.field("open_files", process.openFiles).field("max_files", process.maxFiles).field("threads", process.threads);
    json.key("started_at").time(process.startedAtMs).field("uptime_s", process.uptimeS).endObject();
}

void writeLedger(JsonWriter& json, const LedgerFigures& ledger)
{
    json.beginObject();
    json.field("groups", ledger.groups).field("products", ledger.products).field("due", ledger.due);
    json.field("drifts", ledger.drifts).field("standing", ledger.standing).field("checked_at", ledger.checkedAtMs);
    json.field("passes", ledger.passes).field("passed_at", ledger.passedAtMs).field("pass_took_ms", ledger.passTookMs);
    json.field("passed_products", ledger.passedProducts).field("passing", ledger.isPassing).key("last").beginArray();
    for (const LedgerDrift& drift : ledger.last) {
        json.beginObject().field("product_id", drift.productId).field("stock", drift.stock);
        json.field("ledger", drift.ledger).field("at", drift.atMs).key("orders").beginArray();
        for (const qint64 order : drift.orders)
            json.value(order);
        json.endArray().endObject();
    }
    json.endArray().endObject();
}

void writeShop(JsonWriter& json, const ShopFigures& shop)
{
    json.beginObject();
    json.field("orders_total", shop.ordersTotal).field("paid_total", shop.paidTotal);
    json.field("orders_today", shop.ordersToday).field("takings_today", shop.takingsTodayFen).endObject();
}

void writeSlowStatements(JsonWriter& json, const QList<SlowStatement>& statements)
{
    json.beginArray();
    for (const auto& statement : statements) {
        json.beginObject().field("name", statement.name).field("text", statement.text).field("plan", statement.plan);
        json.field("calls", statement.calls).field("total_us", statement.totalUs).field("max_us", statement.maxUs);
        json.key("last_at").time(statement.lastAtMs).field("full_scan", statement.fullScan).endObject();
    }
    json.endArray();
}

void writeQueues(JsonWriter& json, const QList<QueueFigures>& queues)
{
    json.beginArray();
    for (const auto& queue : queues) {
        json.beginObject().field("queue", queue.queue).field("admitted", queue.admitted);
        json.field("refused", queue.refused).field("wait_us", queue.waitUs).endObject();
    }
    json.endArray();
}

void writeNodes(JsonWriter& json, const QList<NodeFigures>& nodes)
{
    static constexpr const char* states[] = {"serving", "draining", "gone"};
    json.beginArray();
    for (const auto& node : nodes) {
        json.beginObject().field("id", node.id).field("name", node.name).field("address", node.address);
        json.field("version", node.version).field("state", states[int(node.state)]).field("self", node.isSelf);
        json.key("started_at").time(node.startedAtMs).key("last_seen").time(node.lastSeenMs);
        json.field("silent_ms", node.silentMs).field("rate_per_s", node.ratePerS).field("in_flight", node.inFlight);
        json.field("connections", node.connections).field("p99_us", node.p99Us).endObject();
    }
    json.endArray();
}

void writeLeases(JsonWriter& json, const QList<LeaseFigures>& leases)
{
    json.beginArray();
    for (const auto& lease : leases) {
        json.beginObject().field("lease", lease.lease).field("holder", lease.holder);
        json.field("held", lease.isHeld).field("fence", lease.fence).endObject();
    }
    json.endArray();
}

void writeReplicas(JsonWriter& json, const QList<ReplicaFigures>& replicas)
{
    json.beginArray();
    for (const auto& replica : replicas) {
        json.beginObject().field("address", replica.address).field("used", replica.isUsed);
        json.field("lag_ms", replica.lagMs).field("reads", replica.reads);
        json.field("failures", replica.failures).endObject();
    }
    json.endArray();
}

void writeStrategies(JsonWriter& json, const QList<StrategyFigures>& strategies)
{
    json.beginArray();
    for (const auto& strategy : strategies) {
        json.beginObject().field("strategy", strategy.strategy).field("in_force", strategy.inForce);
        json.field("orders", strategy.orders).field("conflicts", strategy.conflicts);
        json.field("gave_up", strategy.gaveUp).endObject();
    }
    json.endArray();
}

void writeRedis(JsonWriter& json, const RedisFigures& redis)
{
    json.beginObject().field("connected", redis.connected).field("commands", redis.commands);
    json.field("errors", redis.errors).field("connects", redis.connects).field("reconnects", redis.reconnects);
    json.field("messages", redis.messages).key("latency");
    writePercentiles(json, redis.latency);
    json.field("tier_hits", redis.tierHits).field("tier_misses", redis.tierMisses);
    json.field("tier_bypasses", redis.tierBypasses);
    json.field("used_memory_bytes", redis.usedMemoryBytes).field("keys", redis.keys).endObject();
}

} // namespace

void write(JsonWriter& json, const QList<BreakerFigures>& breakers)
{
    static constexpr const char* states[] = {"closed", "half_open", "open"};
    json.beginArray();
    for (const auto& breaker : breakers) {
        json.beginObject().field("name", breaker.name).field("state", states[int(breaker.state)]);
        json.field("successes", breaker.successes).field("failures", breaker.failures);
        json.field("refused", breaker.refused).field("opened", breaker.opened).endObject();
    }
    json.endArray();
}

void write(JsonWriter& json, const Snapshot& snapshot)
{
    json.beginObject().key("at").time(snapshot.atMs);
    json.field("node", snapshot.node).field("version", snapshot.version);
    json.field("database", snapshot.database).field("requests_total", snapshot.requestsTotal);
    json.field("in_flight", snapshot.inFlight).field("connections", snapshot.connections);
    json.field("rate_per_s", snapshot.ratePerS).field("loop_lag_us", snapshot.loopLagUs).key("outcomes");
    writeOutcomes(json, snapshot.outcomes);
    json.key("latency");
    writePercentiles(json, snapshot.latency);
    json.key("routes").beginArray();
    for (const auto& route : snapshot.routes)
        writeRoute(json, route);
    json.endArray().key("pool");
    writePool(json, snapshot.pool);
    json.key("cache");
    writeCache(json, snapshot);
    json.key("committer");
    writeCommitter(json, snapshot.committer);
    json.key("workers");
    writeWorkers(json, snapshot.workers);
    json.key("process");
    writeProcess(json, snapshot.process);
    json.key("shop");
    writeShop(json, snapshot.shop);
    json.key("ledger");
    writeLedger(json, snapshot.ledger);
    json.key("slow_statements");
    writeSlowStatements(json, snapshot.slowStatements);
    json.key("breakers");
    write(json, snapshot.breakers);
    json.key("queues");
    writeQueues(json, snapshot.queues);
    json.key("nodes");
    writeNodes(json, snapshot.nodes);
    json.key("leases");
    writeLeases(json, snapshot.leases);
    json.key("replicas");
    writeReplicas(json, snapshot.replicas);
    json.key("strategies");
    writeStrategies(json, snapshot.strategies);
    if (snapshot.redis.configured) {
        json.key("redis");
        writeRedis(json, snapshot.redis);
    }
    json.endObject();
}

} // namespace zg::api
