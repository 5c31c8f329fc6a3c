// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/exposition.h"

#include "telemetry/metric.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

namespace zg::telemetry {

namespace {
using prometheus::ClientMetric;
using Labels = std::vector<ClientMetric::Label>;

double fromUs(qint64 us)
{
    return double(us) / 1e6;
}

ClientMetric::Label label(const char* name, const QString& value)
{
    return {name, value.toStdString()};
}

prometheus::MetricType typeOf(MetricKind kind)
{
    switch (kind) {
    case MetricKind::Counter:
        return prometheus::MetricType::Counter;
    case MetricKind::Gauge:
        return prometheus::MetricType::Gauge;
    case MetricKind::Histogram:
        return prometheus::MetricType::Histogram;
    case MetricKind::Summary:
        return prometheus::MetricType::Summary;
    }
    return prometheus::MetricType::Untyped;
}

/// Fills the families of the metric table.
class Families final
{
public:
    Families()
        : m_families(std::size(metrics))
    {
        for (size_t i = 0; i < m_families.size(); ++i) {
            m_families[i].name = metrics[i].name;
            m_families[i].help = metrics[i].help;
            m_families[i].type = typeOf(metrics[i].kind);
        }
    }

    void add(size_t metric, double value, Labels labels = {})
    {
        ClientMetric& series = append(metric, std::move(labels));
        (metrics[metric].kind == MetricKind::Counter ? series.counter.value : series.gauge.value) = value;
    }
    ClientMetric& append(size_t metric, Labels labels)
    {
        ClientMetric& series = m_families[metric].metric.emplace_back();
        series.label = std::move(labels);
        return series;
    }
    void addTimes(size_t metric, const Percentiles& times, qint64 count, qint64 totalUs,
                  Labels labels = {{"pool", "zhanggui"}})
    {
        auto& summary = append(metric, std::move(labels)).summary;
        summary.sample_count = quint64(count);
        summary.sample_sum = fromUs(totalUs);
        summary.quantile = {{0.5, fromUs(times.p50Us)},
                            {0.95, fromUs(times.p95Us)},
                            {0.99, fromUs(times.p99Us)},
                            {1.0, fromUs(times.maxUs)}};
    }
    /// The families that have something to say; an empty one would only be a comment.
    std::vector<prometheus::MetricFamily> take()
    {
        std::erase_if(m_families, [](const prometheus::MetricFamily& family) { return family.metric.empty(); });
        return std::move(m_families);
    }

private:
    std::vector<prometheus::MetricFamily> m_families;
};

Labels routeLabels(const QString& route)
{
    const auto space = route.indexOf(u' ');
    return {label("method", space < 0 ? QString() : route.left(space)), label("route", route.mid(space + 1))};
}

void addRequests(Families& out, const Snapshot& snapshot)
{
    static const char* const outcomes[outcomeCount] = {"ok", "client_error", "server_error", "shed"};
    for (const RouteFigures& route : snapshot.routes) {
        const Labels labels = routeLabels(route.route);
        for (size_t i = 0; i < route.requests.size(); ++i) {
            Labels withOutcome = labels;
            withOutcome.push_back({"outcome", outcomes[i]});
            out.add(metric("http_requests_total"), double(route.requests[i]), std::move(withOutcome));
        }
        auto& histogram = out.append(metric("http_request_duration_seconds"), labels).histogram;
        histogram.sample_count = quint64(route.durationCount);
        histogram.sample_sum = fromUs(route.durationUs);
        for (size_t i = 0; i < route.durationBuckets.size(); ++i)
            histogram.bucket.push_back({quint64(route.durationBuckets[i]), fromUs(durationBoundsUs[i])});
        histogram.bucket.push_back({quint64(route.durationCount), std::numeric_limits<double>::infinity()});
    }
    out.add(metric("http_requests_in_flight"), snapshot.inFlight);
    out.add(metric("http_connections"), snapshot.connections);
    out.add(metric("zhanggui_event_loop_lag_seconds"), fromUs(snapshot.loopLagUs));
}

void addPool(Families& out, const PoolFigures& pool)
{
    const Labels labels{{"pool", "zhanggui"}};
    out.add(metric("hikaricp_connections"), pool.total, labels);
    out.add(metric("hikaricp_connections_active"), pool.active, labels);
    out.add(metric("hikaricp_connections_idle"), pool.idle, labels);
    out.add(metric("hikaricp_connections_pending"), pool.waiting, labels);
    out.add(metric("hikaricp_connections_max"), pool.maximum, labels);
    out.add(metric("hikaricp_connections_timeout_total"), double(pool.timeouts), labels);
    out.add(metric("hikaricp_connections_created_total"), double(pool.created), labels);
    out.add(metric("hikaricp_connections_leaked_total"), double(pool.leaks), labels);
    out.addTimes(metric("hikaricp_connections_acquire_seconds"), pool.wait, pool.waits, pool.waitUs);
    out.addTimes(metric("hikaricp_connections_usage_seconds"), pool.use, pool.uses, pool.useUs);
    out.addTimes(metric("hikaricp_connections_creation_seconds"), pool.creation, pool.created, pool.creationUs);
}

void addCache(Families& out, const Snapshot& snapshot)
{
    for (const CacheFamilyFigures& family : snapshot.cacheFamilies) {
        const Labels labels{label("family", family.family)};
        const auto lookups = [&](const char* result, qint64 count) {
            out.add(metric("zhanggui_cache_requests_total"), double(count), {labels.front(), {"result", result}});
        };
        lookups("hit", family.hits);
        lookups("miss", family.misses);
        lookups("negative_hit", family.negativeHits);
        lookups("stale_hit", family.staleHits);
        for (size_t i = 0; i < family.missCauses.size(); ++i)
            out.add(metric("zhanggui_cache_misses_total"), double(family.missCauses[i]),
                    {labels.front(), {"cause", missCauseNames[i]}});
        out.add(metric("zhanggui_cache_loads_total"), double(family.loads), labels);
        out.add(metric("zhanggui_cache_load_seconds_total"), fromUs(family.loadUs), labels);
        out.add(metric("zhanggui_cache_invalidations_total"), double(family.invalidations), labels);
        out.add(metric("zhanggui_cache_evictions_total"), double(family.evictions), labels);
        out.add(metric("zhanggui_cache_entries"), double(family.entries), labels);
        out.add(metric("zhanggui_cache_bytes"), double(family.bytes), labels);
    }
    out.add(metric("zhanggui_cache_limit_bytes"), double(snapshot.cacheLimitBytes));
    out.add(metric("zhanggui_cache_record_bytes"), double(snapshot.cacheRecordBytes));
}

void addCacheGuards(Families& out, const CacheGuardFigures& guards)
{
    out.add(metric("zhanggui_cache_policy"), 1, {label("policy", guards.policy)});
    out.add(metric("zhanggui_cache_loading"), guards.loading);
    out.add(metric("zhanggui_cache_loads_waiting"), guards.waiting);
    out.add(metric("zhanggui_cache_loads_refused_total"), double(guards.refused));
    out.add(metric("zhanggui_cache_filtered_total"), double(guards.filtered));
    out.add(metric("zhanggui_cache_filter_ids"), double(guards.filterIds));
    out.add(metric("zhanggui_cache_warmed"), double(guards.warmed));
    out.add(metric("zhanggui_cache_warm_up_seconds"), double(guards.warmUpMs) / 1000);
}

void addWriteBehind(Families& out, const WriteBehindFigures& edits)
{
    out.add(metric("zhanggui_write_behind_queue"), edits.queued);
    out.add(metric("zhanggui_write_behind_oldest_seconds"), double(edits.oldestMs) / 1000);
    out.add(metric("zhanggui_write_behind_written_total"), double(edits.written));
    out.add(metric("zhanggui_write_behind_coalesced_total"), double(edits.coalesced));
    out.add(metric("zhanggui_write_behind_failed_total"), double(edits.failed));
    out.add(metric("zhanggui_write_behind_overflowed_total"), double(edits.overflowed));
}

void addCommitter(Families& out, const CommitterFigures& committer)
{
    out.add(metric("zhanggui_commit_groups_total"), double(committer.groups));
    out.add(metric("zhanggui_commit_jobs_total"), double(committer.jobs));
    out.add(metric("zhanggui_commit_failed_groups_total"), double(committer.failedGroups));
    out.add(metric("zhanggui_commit_refused_total"), double(committer.refused));
    out.add(metric("zhanggui_commit_queue"), committer.queued);
    out.add(metric("zhanggui_commit_last_group"), committer.lastGroup);
    out.add(metric("zhanggui_commit_last_seconds"), fromUs(committer.lastCommitUs));
    out.add(metric("zhanggui_commit_last_queue_seconds"), fromUs(committer.lastQueueUs));
}

void addWorkers(Families& out, const QList<WorkerFigures>& pools)
{
    for (const WorkerFigures& pool : pools) {
        const Labels labels{label("workers", pool.name)};
        out.add(metric("zhanggui_worker_threads"), pool.threads, labels);
        out.add(metric("zhanggui_worker_busy"), pool.busy, labels);
        out.add(metric("zhanggui_worker_queue"), pool.queued, labels);
        out.add(metric("zhanggui_worker_jobs_total"), double(pool.done), labels);
        out.add(metric("zhanggui_worker_refused_total"), double(pool.refused), labels);
        out.add(metric("zhanggui_worker_last_queue_seconds"), fromUs(pool.lastQueueUs), labels);
    }
}

void addResilience(Families& out, const Snapshot& snapshot)
{
    for (const QueueFigures& queue : snapshot.queues) {
        const Labels labels{label("queue", queue.queue)};
        out.add(metric("zhanggui_queue_admitted_ratio"), queue.admitted, labels);
        out.add(metric("zhanggui_queue_refused_total"), double(queue.refused), labels);
        out.add(metric("zhanggui_queue_shortest_wait_seconds"), fromUs(queue.waitUs), labels);
    }
    for (const BreakerFigures& breaker : snapshot.breakers) {
        const Labels labels{label("breaker", breaker.name)};
        out.add(metric("zhanggui_breaker_open"), double(breaker.state) / double(BreakerFigures::State::Open), labels);
        out.add(metric("zhanggui_breaker_opened_total"), double(breaker.opened), labels);
        const auto calls = [&](const char* result, qint64 count) {
            out.add(metric("zhanggui_breaker_calls_total"), double(count), {labels.front(), {"result", result}});
        };
        calls("success", breaker.successes);
        calls("failure", breaker.failures);
        calls("refused", breaker.refused);
    }
}

void addNodes(Families& out, const Snapshot& snapshot)
{
    constexpr std::array states{std::pair(NodeFigures::State::Serving, "serving"),
                                std::pair(NodeFigures::State::Draining, "draining"),
                                std::pair(NodeFigures::State::Gone, "gone")};
    for (const auto& [state, name] : states) { // all three, so that none of the lines comes and goes
        const auto isSo = [state = state](const NodeFigures& node) { return node.state == state; };
        const auto count = std::count_if(snapshot.nodes.cbegin(), snapshot.nodes.cend(), isSo);
        out.add(metric("zhanggui_nodes"), double(count), {{"state", name}});
    }
    for (const LeaseFigures& lease : snapshot.leases)
        out.add(metric("zhanggui_lease_held"), lease.isHeld ? 1 : 0, {label("lease", lease.lease)});
}

void addReplicas(Families& out, const QList<ReplicaFigures>& replicas)
{
    for (const ReplicaFigures& replica : replicas) {
        const auto which = label("replica", replica.address);
        out.add(metric("zhanggui_replica_used"), replica.isUsed ? 1 : 0, {which});
        out.add(metric("zhanggui_replica_lag_seconds"), replica.lagMs < 0 ? -1 : double(replica.lagMs) / 1e3, {which});
        out.add(metric("zhanggui_replica_reads_total"), double(replica.reads), {which});
        out.add(metric("zhanggui_replica_failures_total"), double(replica.failures), {which});
    }
}

void addStrategies(Families& out, const QList<StrategyFigures>& strategies)
{
    for (const StrategyFigures& strategy : strategies) {
        const auto which = label("strategy", strategy.strategy);
        out.add(metric("zhanggui_stock_strategy_orders_total"), double(strategy.orders), {which});
        out.add(metric("zhanggui_stock_strategy_conflicts_total"), double(strategy.conflicts), {which});
        out.add(metric("zhanggui_stock_strategy_gave_up_total"), double(strategy.gaveUp), {which});
    }
}

void addRedis(Families& out, const RedisFigures& redis)
{
    if (!redis.configured)
        return;
    out.add(metric("zhanggui_redis_up"), redis.connected);
    out.add(metric("zhanggui_redis_commands_total"), double(redis.commands));
    out.add(metric("zhanggui_redis_errors_total"), double(redis.errors));
    out.add(metric("zhanggui_redis_connects_total"), double(redis.connects));
    out.add(metric("zhanggui_redis_reconnects_total"), double(redis.reconnects));
    out.add(metric("zhanggui_redis_messages_total"), double(redis.messages));
    out.addTimes(metric("zhanggui_redis_command_seconds"), redis.latency, redis.latencyCount, redis.latencyUs, {});
    const auto lookups = [&](const char* result, qint64 count) {
        out.add(metric("zhanggui_redis_tier_requests_total"), double(count), {{"result", result}});
    };
    lookups("hit", redis.tierHits);
    lookups("miss", redis.tierMisses);
    lookups("bypass", redis.tierBypasses);
    out.add(metric("zhanggui_redis_used_memory_bytes"), double(redis.usedMemoryBytes));
    out.add(metric("zhanggui_redis_keys"), double(redis.keys));
}

void addStatements(Families& out, const QList<SlowStatement>& statements)
{
    for (const SlowStatement& statement : statements) {
        const Labels labels{label("statement", statement.name)};
        out.add(metric("zhanggui_slow_statement_calls_total"), double(statement.calls), labels);
        out.add(metric("zhanggui_slow_statement_seconds_total"), fromUs(statement.totalUs), labels);
    }
}

void addShop(Families& out, const ShopFigures& shop)
{
    out.add(metric("zhanggui_orders_total"), double(shop.ordersTotal));
    out.add(metric("zhanggui_orders_paid_total"), double(shop.paidTotal));
    out.add(metric("zhanggui_orders_today"), double(shop.ordersToday));
    out.add(metric("zhanggui_takings_today_yuan"), double(shop.takingsTodayFen) / 100);
}

void addLedger(Families& out, const LedgerFigures& ledger)
{
    out.add(metric("zhanggui_ledger_checked_products_total"), double(ledger.products));
    out.add(metric("zhanggui_ledger_drifts_total"), double(ledger.drifts));
    out.add(metric("zhanggui_ledger_drifts_standing"), double(ledger.standing));
    out.add(metric("zhanggui_ledger_proven_timestamp_seconds"), double(ledger.passedAtMs) / 1000);
}

void addProcess(Families& out, const ProcessFigures& process)
{
    out.add(metric("process_cpu_seconds_total"), process.cpuSeconds);
    out.add(metric("process_resident_memory_bytes"), double(process.residentBytes));
    out.add(metric("process_open_fds"), process.openFiles);
    out.add(metric("process_max_fds"), process.maxFiles);
    out.add(metric("process_threads"), process.threads);
    out.add(metric("process_start_time_seconds"), double(process.startedAtMs) / 1000);
}
} // namespace

QByteArray exposition(const Snapshot& snapshot)
{
    Families families;
    families.add(metric("zhanggui_build_info"), 1,
                 {label("version", snapshot.version), label("node", snapshot.node),
                  label("database", snapshot.database), label("cache", snapshot.cache)});
    addRequests(families, snapshot);
    addPool(families, snapshot.pool);
    addCache(families, snapshot);
    addCacheGuards(families, snapshot.cacheGuards);
    addWriteBehind(families, snapshot.writeBehind);
    addCommitter(families, snapshot.committer);
    addWorkers(families, snapshot.workers);
    addResilience(families, snapshot);
    addNodes(families, snapshot);
    addRedis(families, snapshot.redis);
    addReplicas(families, snapshot.replicas);
    addStrategies(families, snapshot.strategies);
    addStatements(families, snapshot.slowStatements);
    addShop(families, snapshot.shop);
    addLedger(families, snapshot.ledger);
    addProcess(families, snapshot.process);
    return QByteArray::fromStdString(prometheus::TextSerializer().Serialize(families.take()));
}

} // namespace zg::telemetry
