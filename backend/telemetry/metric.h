// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace zg::telemetry {

enum class MetricKind : quint8 { Counter, Gauge, Histogram, Summary };

struct Metric
{
    std::string_view name;
    std::string_view unit; ///< of what /metrics shows
    MetricKind kind;
    std::string_view help;
};

/// Every metric of the program, in the order of /metrics. A new one is a row here, the line in exposition.cpp that
/// reads it, and a row in tst_metric.cpp. The pool's are named like HikariCP's, the process's as Prometheus' clients
/// do.
inline constexpr Metric metrics[] = {
    {"zhanggui_build_info", "", MetricKind::Gauge, "Always 1; the labels say what runs."},
    {"http_requests_total", "requests", MetricKind::Counter, "Requests answered, by route and outcome."},
    {"http_request_duration_seconds", "seconds", MetricKind::Histogram,
     "Time from a whole request to its answer, without what was shed."},
    {"http_requests_in_flight", "requests", MetricKind::Gauge, "Requests being worked on."},
    {"http_connections", "connections", MetricKind::Gauge, "Open client connections."},
    {"zhanggui_event_loop_lag_seconds", "seconds", MetricKind::Gauge,
     "The worst I/O thread's delay over the last second."},
    {"hikaricp_connections", "connections", MetricKind::Gauge, "Database connections that are open."},
    {"hikaricp_connections_active", "connections", MetricKind::Gauge, "Database connections in use."},
    {"hikaricp_connections_idle", "connections", MetricKind::Gauge, "Database connections waiting for use."},
    {"hikaricp_connections_pending", "threads", MetricKind::Gauge, "Threads waiting for a database connection."},
    {"hikaricp_connections_max", "connections", MetricKind::Gauge, "Database connections there may be."},
    {"hikaricp_connections_timeout_total", "timeouts", MetricKind::Counter,
     "Times no database connection came free in time."},
    {"hikaricp_connections_created_total", "connections", MetricKind::Counter,
     "Database connections opened since start."},
    {"hikaricp_connections_leaked_total", "connections", MetricKind::Counter,
     "Database connections kept longer than the leak threshold."},
    {"hikaricp_connections_acquire_seconds", "seconds", MetricKind::Summary, "Time waited for a database connection."},
    {"hikaricp_connections_usage_seconds", "seconds", MetricKind::Summary, "Time a database connection was kept."},
    {"hikaricp_connections_creation_seconds", "seconds", MetricKind::Summary,
     "Time opening a database connection took."},
    {"zhanggui_cache_requests_total", "requests", MetricKind::Counter, "Cache lookups, by key family and result."},
    {"zhanggui_cache_misses_total", "requests", MetricKind::Counter,
     "Cache lookups that found nothing in memory, by key family and cause."},
    {"zhanggui_cache_loads_total", "loads", MetricKind::Counter, "Values read from behind the cache."},
    {"zhanggui_cache_load_seconds_total", "seconds", MetricKind::Counter, "Time spent reading from behind the cache."},
    {"zhanggui_cache_invalidations_total", "keys", MetricKind::Counter, "Keys and families declared stale."},
    {"zhanggui_cache_evictions_total", "entries", MetricKind::Counter, "Entries dropped to make room."},
    {"zhanggui_cache_entries", "entries", MetricKind::Gauge, "Entries in memory."},
    {"zhanggui_cache_bytes", "bytes", MetricKind::Gauge, "Memory the entries take."},
    {"zhanggui_cache_limit_bytes", "bytes", MetricKind::Gauge, "Memory the cache may take."},
    {"zhanggui_cache_record_bytes", "bytes", MetricKind::Gauge,
     "Memory that the causes of misses and the hottest keys take."},
    {"zhanggui_cache_policy", "", MetricKind::Gauge, "Always 1; the label says what a write does to cached answers."},
    {"zhanggui_cache_loading", "loads", MetricKind::Gauge, "Loads under way."},
    {"zhanggui_cache_loads_waiting", "loads", MetricKind::Gauge, "Loads waiting for their turn."},
    {"zhanggui_cache_loads_refused_total", "loads", MetricKind::Counter, "Loads that found too many waiting."},
    {"zhanggui_cache_filtered_total", "requests", MetricKind::Counter,
     "Lookups of products that there are not, answered by the filter of ids."},
    {"zhanggui_cache_filter_ids", "ids", MetricKind::Gauge, "Ids the filter knows."},
    {"zhanggui_cache_warmed", "answers", MetricKind::Gauge, "Answers the last warm-up brought into memory."},
    {"zhanggui_cache_warm_up_seconds", "seconds", MetricKind::Gauge, "Time the last warm-up took."},
    {"zhanggui_write_behind_queue", "products", MetricKind::Gauge, "Products with edits that are not written yet."},
    {"zhanggui_write_behind_oldest_seconds", "seconds", MetricKind::Gauge,
     "How long the oldest edit that is not written yet waits."},
    {"zhanggui_write_behind_written_total", "edits", MetricKind::Counter, "Edits written behind their answer."},
    {"zhanggui_write_behind_coalesced_total", "edits", MetricKind::Counter,
     "Edits written together with one before them."},
    {"zhanggui_write_behind_failed_total", "times", MetricKind::Counter, "Times the edits could not be written."},
    {"zhanggui_write_behind_overflowed_total", "edits", MetricKind::Counter,
     "Edits written at once, since too many waited."},
    {"zhanggui_commit_groups_total", "transactions", MetricKind::Counter, "Group commits done."},
    {"zhanggui_commit_jobs_total", "writes", MetricKind::Counter, "Writes that went through the committer."},
    {"zhanggui_commit_failed_groups_total", "transactions", MetricKind::Counter, "Group commits that failed."},
    {"zhanggui_commit_refused_total", "writes", MetricKind::Counter, "Writes refused because the queue was full."},
    {"zhanggui_commit_queue", "writes", MetricKind::Gauge, "Writes waiting for the committer."},
    {"zhanggui_commit_last_group", "writes", MetricKind::Gauge, "Writes in the last group."},
    {"zhanggui_commit_last_seconds", "seconds", MetricKind::Gauge, "Time the last commit took."},
    {"zhanggui_commit_last_queue_seconds", "seconds", MetricKind::Gauge, "Longest wait in the last group."},
    {"zhanggui_worker_threads", "threads", MetricKind::Gauge, "Threads of a worker pool."},
    {"zhanggui_worker_busy", "threads", MetricKind::Gauge, "Threads of a worker pool at work."},
    {"zhanggui_worker_queue", "jobs", MetricKind::Gauge, "Jobs waiting for a worker."},
    {"zhanggui_worker_jobs_total", "jobs", MetricKind::Counter, "Jobs done by a worker pool."},
    {"zhanggui_worker_refused_total", "jobs", MetricKind::Counter, "Jobs refused because the queue was full."},
    {"zhanggui_worker_last_queue_seconds", "seconds", MetricKind::Gauge, "Wait of the job that began last."},
    {"zhanggui_queue_admitted_ratio", "ratio", MetricKind::Gauge,
     "Share of new work the load shedder lets into a queue."},
    {"zhanggui_queue_refused_total", "jobs", MetricKind::Counter, "Work the load shedder kept out of a queue."},
    {"zhanggui_queue_shortest_wait_seconds", "seconds", MetricKind::Gauge,
     "Shortest wait in a queue over the last interval."},
    {"zhanggui_breaker_open", "", MetricKind::Gauge,
     "1 while a circuit breaker refuses calls, 0.5 while it tries one."},
    {"zhanggui_breaker_opened_total", "times", MetricKind::Counter, "Times a circuit breaker opened."},
    {"zhanggui_breaker_calls_total", "calls", MetricKind::Counter, "Calls through a circuit breaker, by result."},
    {"zhanggui_nodes", "nodes", MetricKind::Gauge, "Nodes on the same database, by state."},
    {"zhanggui_lease_held", "", MetricKind::Gauge, "1 while this node does the jobs that are for one node."},
    {"zhanggui_redis_up", "", MetricKind::Gauge, "1 while Redis is used."},
    {"zhanggui_redis_commands_total", "commands", MetricKind::Counter, "Commands asked of Redis."},
    {"zhanggui_redis_errors_total", "commands", MetricKind::Counter, "Commands that failed."},
    {"zhanggui_redis_connects_total", "connections", MetricKind::Counter, "Connections to Redis that were opened."},
    {"zhanggui_redis_reconnects_total", "times", MetricKind::Counter, "Times Redis came back."},
    {"zhanggui_redis_messages_total", "messages", MetricKind::Counter, "Messages heard from other nodes."},
    {"zhanggui_redis_command_seconds", "seconds", MetricKind::Summary, "Time a Redis command took."},
    {"zhanggui_redis_tier_requests_total", "requests", MetricKind::Counter,
     "Look-ups of finished answers in Redis, by result."},
    {"zhanggui_redis_used_memory_bytes", "bytes", MetricKind::Gauge, "Memory Redis uses."},
    {"zhanggui_redis_keys", "keys", MetricKind::Gauge, "Keys in Redis."},
    {"zhanggui_replica_used", "", MetricKind::Gauge, "1 while a read replica is asked."},
    {"zhanggui_replica_lag_seconds", "seconds", MetricKind::Gauge,
     "Since when a read replica is known to have all of the primary's past; -1: never."},
    {"zhanggui_replica_reads_total", "reads", MetricKind::Counter, "Reads that a replica answered."},
    {"zhanggui_replica_failures_total", "reads", MetricKind::Counter, "Reads that a replica failed; the primary did."},
    {"zhanggui_stock_strategy_orders_total", "orders", MetricKind::Counter, "Orders placed, by stock strategy."},
    {"zhanggui_stock_strategy_conflicts_total", "orders", MetricKind::Counter,
     "Attempts lost to another order, by stock strategy."},
    {"zhanggui_stock_strategy_gave_up_total", "orders", MetricKind::Counter,
     "Orders refused because others were always quicker."},
    {"zhanggui_slow_statement_calls_total", "calls", MetricKind::Counter, "Runs over the threshold, by statement."},
    {"zhanggui_slow_statement_seconds_total", "seconds", MetricKind::Counter,
     "Time of the runs over the threshold, by statement."},
    {"zhanggui_orders_total", "orders", MetricKind::Counter, "Orders placed since start."},
    {"zhanggui_orders_paid_total", "orders", MetricKind::Counter, "Orders paid since start."},
    {"zhanggui_orders_today", "orders", MetricKind::Gauge, "Orders placed since midnight."},
    {"zhanggui_takings_today_yuan", "yuan", MetricKind::Gauge, "Paid since midnight."},
    {"zhanggui_ledger_checked_products_total", "products", MetricKind::Counter,
     "Products whose stock was held against its ledger after a commit."},
    {"zhanggui_ledger_drifts_total", "products", MetricKind::Counter,
     "Times a product's stock was not what its ledger adds up to."},
    {"zhanggui_ledger_drifts_standing", "products", MetricKind::Gauge,
     "Drifts found since the whole ledger was last proven clean."},
    {"zhanggui_ledger_proven_timestamp_seconds", "seconds", MetricKind::Gauge,
     "When the whole ledger was last gone over; 0 for not since the start."},
    {"process_cpu_seconds_total", "seconds", MetricKind::Counter, "Processor time, user and system."},
    {"process_resident_memory_bytes", "bytes", MetricKind::Gauge, "Memory in use."},
    {"process_open_fds", "files", MetricKind::Gauge, "Open file descriptors."},
    {"process_max_fds", "files", MetricKind::Gauge, "File descriptors that may be open."},
    {"process_threads", "threads", MetricKind::Gauge, "Threads of the process."},
    {"process_start_time_seconds", "seconds", MetricKind::Gauge, "When the process began, in seconds since 1970."},
};

/// A metric's place in the table; a name that is not there does not compile.
consteval size_t metric(std::string_view name)
{
    for (size_t i = 0; i < std::size(metrics); ++i) {
        if (metrics[i].name == name)
            return i;
    }
    throw std::invalid_argument("no such metric");
}

} // namespace zg::telemetry
