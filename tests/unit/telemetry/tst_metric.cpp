// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/exposition.h"
#include "telemetry/metric.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace zg::telemetry;
using namespace Qt::StringLiterals;

namespace {
/// Each figure a number of its own, so that a line proves where it came from.
Snapshot distinctSnapshot()
{
    Snapshot s;
    s.node = u"n1"_s;
    s.version = u"1.0.0"_s;
    s.database = u"sqlite"_s;
    s.cache = u"memory"_s;
    s.inFlight = 11;
    s.connections = 12;
    s.loopLagUs = 13'000;
    RouteFigures route;
    route.route = u"GET /api/v1/products/{id}"_s;
    route.requests = {101, 102, 103, 104};
    route.durationBuckets = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    route.durationCount = 306;
    route.durationUs = 7'500'000;
    s.routes = {route};
    s.pool = {21,
              22,
              23,
              24,
              25,
              26,
              27,
              28,
              {1'000, 2'000, 3'000, 4'000},
              {5'000, 6'000, 7'000, 8'000},
              {9'000, 9'100, 9'200, 9'300},
              31,
              32'000'000,
              33,
              34'000'000,
              35'000'000};
    s.cacheFamilies = {{u"product"_s, 41, 42, 43, 44, 45'000'000, 46, 47, 48, 49, 40}};
    s.cacheFamilies[0].missCauses = {401, 402, 403, 404, 405, 406, 407, 408, 409};
    s.cacheLimitBytes = 50;
    s.cacheRecordBytes = 59;
    s.cacheGuards = {u"write_behind"_s, 111, 112, 113, 114, 115, true, 116, 117'000};
    s.writeBehind = {121, 122'000, 123, 124, 125, 126, 127};
    s.committer = {51, 52, 53, 54, 55, 56, 57'000, 58'000};
    s.workers = {{u"sql"_s, 61, 62, 63, 64, 65, 66'000}};
    s.process = {71.5, 72, 73, 74, 75, 76'000, 77};
    s.shop = {81, 82, 83, 8'450};
    s.ledger.products = 401;
    s.ledger.drifts = 402;
    s.ledger.standing = 403;
    s.ledger.passedAtMs = 404'000;
    s.slowStatements = {{u"product.list"_s, {}, {}, 91, 92'000'000, 93, 94, false}};
    s.breakers = {{u"wechat"_s, BreakerFigures::State::Open, 95, 96, 97, 98}};
    s.queues = {{u"commit"_s, 0.75, 99, 100'000}};
    s.nodes.resize(6);
    s.nodes[3].state = s.nodes[4].state = NodeFigures::State::Draining;
    s.nodes[5].state = NodeFigures::State::Gone;
    s.leases = {{u"keeper"_s, u"n1"_s, true, 101}};
    s.replicas = {{u"h:1/n"_s, true, 301'000, 302, 303}};
    s.strategies = {{u"group"_s, true, 304, 305, 306}};
    s.redis = {true, true,        201, 202, 203, 204, 205, {1'100, 1'200, 1'300, 1'400},
               206,  207'000'000, 208, 209, 210, 211, 212};
    return s;
}

bool has(const QByteArray& text, const QByteArray& part)
{
    return text.contains(part);
}
} // namespace

class TestMetric final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data()
    {
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char* metric, const char* line) { QTest::newRow(metric) << QByteArray(line); };
        row("zhanggui_build_info",
            R"(zhanggui_build_info{version="1.0.0",node="n1",database="sqlite",cache="memory"} 1)");
        row("http_requests_total",
            R"(http_requests_total{method="GET",route="/api/v1/products/{id}",outcome="server_error"} 103)");
        row("http_request_duration_seconds",
            R"(http_request_duration_seconds_bucket{method="GET",route="/api/v1/products/{id}",le="0.0025"} 3)");
        row("http_requests_in_flight", "http_requests_in_flight 11");
        row("http_connections", "http_connections 12");
        row("zhanggui_event_loop_lag_seconds", "zhanggui_event_loop_lag_seconds 0.013");
        row("hikaricp_connections", R"(hikaricp_connections{pool="zhanggui"} 24)");
        row("hikaricp_connections_active", R"(hikaricp_connections_active{pool="zhanggui"} 21)");
        row("hikaricp_connections_idle", R"(hikaricp_connections_idle{pool="zhanggui"} 22)");
        row("hikaricp_connections_pending", R"(hikaricp_connections_pending{pool="zhanggui"} 23)");
        row("hikaricp_connections_max", R"(hikaricp_connections_max{pool="zhanggui"} 25)");
        row("hikaricp_connections_timeout_total", R"(hikaricp_connections_timeout_total{pool="zhanggui"} 26)");
        row("hikaricp_connections_created_total", R"(hikaricp_connections_created_total{pool="zhanggui"} 27)");
        row("hikaricp_connections_leaked_total", R"(hikaricp_connections_leaked_total{pool="zhanggui"} 28)");
        row("hikaricp_connections_acquire_seconds", R"(hikaricp_connections_acquire_seconds_sum{pool="zhanggui"} 32)");
        row("hikaricp_connections_usage_seconds",
            R"(hikaricp_connections_usage_seconds{pool="zhanggui",quantile="0.95"} 0.006)");
        row("hikaricp_connections_creation_seconds",
            R"(hikaricp_connections_creation_seconds_count{pool="zhanggui"} 27)");
        row("zhanggui_cache_requests_total",
            R"(zhanggui_cache_requests_total{family="product",result="negative_hit"} 43)");
        row("zhanggui_cache_requests_total",
            R"(zhanggui_cache_requests_total{family="product",result="stale_hit"} 40)");
        row("zhanggui_cache_misses_total", R"(zhanggui_cache_misses_total{family="product",cause="first_seen"} 401)");
        row("zhanggui_cache_misses_total", R"(zhanggui_cache_misses_total{family="product",cause="other_node"} 406)");
        row("zhanggui_cache_loads_total", R"(zhanggui_cache_loads_total{family="product"} 44)");
        row("zhanggui_cache_load_seconds_total", R"(zhanggui_cache_load_seconds_total{family="product"} 45)");
        row("zhanggui_cache_invalidations_total", R"(zhanggui_cache_invalidations_total{family="product"} 46)");
        row("zhanggui_cache_evictions_total", R"(zhanggui_cache_evictions_total{family="product"} 47)");
        row("zhanggui_cache_entries", R"(zhanggui_cache_entries{family="product"} 48)");
        row("zhanggui_cache_bytes", R"(zhanggui_cache_bytes{family="product"} 49)");
        row("zhanggui_cache_limit_bytes", "zhanggui_cache_limit_bytes 50");
        row("zhanggui_cache_record_bytes", "zhanggui_cache_record_bytes 59");
        row("zhanggui_cache_policy", R"(zhanggui_cache_policy{policy="write_behind"} 1)");
        row("zhanggui_cache_loading", "zhanggui_cache_loading 111");
        row("zhanggui_cache_loads_waiting", "zhanggui_cache_loads_waiting 112");
        row("zhanggui_cache_loads_refused_total", "zhanggui_cache_loads_refused_total 113");
        row("zhanggui_cache_filtered_total", "zhanggui_cache_filtered_total 114");
        row("zhanggui_cache_filter_ids", "zhanggui_cache_filter_ids 115");
        row("zhanggui_cache_warmed", "zhanggui_cache_warmed 116");
        row("zhanggui_cache_warm_up_seconds", "zhanggui_cache_warm_up_seconds 117");
        row("zhanggui_write_behind_queue", "zhanggui_write_behind_queue 121");
        row("zhanggui_write_behind_oldest_seconds", "zhanggui_write_behind_oldest_seconds 122");
        row("zhanggui_write_behind_written_total", "zhanggui_write_behind_written_total 123");
        row("zhanggui_write_behind_coalesced_total", "zhanggui_write_behind_coalesced_total 124");
        row("zhanggui_write_behind_failed_total", "zhanggui_write_behind_failed_total 125");
        row("zhanggui_write_behind_overflowed_total", "zhanggui_write_behind_overflowed_total 126");
        row("zhanggui_commit_groups_total", "zhanggui_commit_groups_total 51");
        row("zhanggui_commit_jobs_total", "zhanggui_commit_jobs_total 52");
        row("zhanggui_commit_failed_groups_total", "zhanggui_commit_failed_groups_total 53");
        row("zhanggui_commit_refused_total", "zhanggui_commit_refused_total 54");
        row("zhanggui_commit_queue", "zhanggui_commit_queue 55");
        row("zhanggui_commit_last_group", "zhanggui_commit_last_group 56");
        row("zhanggui_commit_last_seconds", "zhanggui_commit_last_seconds 0.057");
        row("zhanggui_commit_last_queue_seconds", "zhanggui_commit_last_queue_seconds 0.058");
        row("zhanggui_worker_threads", R"(zhanggui_worker_threads{workers="sql"} 61)");
        row("zhanggui_worker_busy", R"(zhanggui_worker_busy{workers="sql"} 62)");
        row("zhanggui_worker_queue", R"(zhanggui_worker_queue{workers="sql"} 63)");
        row("zhanggui_worker_jobs_total", R"(zhanggui_worker_jobs_total{workers="sql"} 64)");
        row("zhanggui_worker_refused_total", R"(zhanggui_worker_refused_total{workers="sql"} 65)");
        row("zhanggui_worker_last_queue_seconds", R"(zhanggui_worker_last_queue_seconds{workers="sql"} 0.066)");
        row("zhanggui_queue_admitted_ratio", R"(zhanggui_queue_admitted_ratio{queue="commit"} 0.75)");
        row("zhanggui_queue_refused_total", R"(zhanggui_queue_refused_total{queue="commit"} 99)");
        row("zhanggui_queue_shortest_wait_seconds", R"(zhanggui_queue_shortest_wait_seconds{queue="commit"} 0.1)");
        row("zhanggui_breaker_open", R"(zhanggui_breaker_open{breaker="wechat"} 1)");
        row("zhanggui_breaker_opened_total", R"(zhanggui_breaker_opened_total{breaker="wechat"} 98)");
        row("zhanggui_breaker_calls_total", R"(zhanggui_breaker_calls_total{breaker="wechat",result="failure"} 96)");
        row("zhanggui_nodes", R"(zhanggui_nodes{state="draining"} 2)");
        row("zhanggui_lease_held", R"(zhanggui_lease_held{lease="keeper"} 1)");
        row("zhanggui_replica_used", R"(zhanggui_replica_used{replica="h:1/n"} 1)");
        row("zhanggui_replica_lag_seconds", R"(zhanggui_replica_lag_seconds{replica="h:1/n"} 301)");
        row("zhanggui_replica_reads_total", R"(zhanggui_replica_reads_total{replica="h:1/n"} 302)");
        row("zhanggui_replica_failures_total", R"(zhanggui_replica_failures_total{replica="h:1/n"} 303)");
        row("zhanggui_stock_strategy_orders_total", R"(zhanggui_stock_strategy_orders_total{strategy="group"} 304)");
        row("zhanggui_stock_strategy_conflicts_total",
            R"(zhanggui_stock_strategy_conflicts_total{strategy="group"} 305)");
        row("zhanggui_stock_strategy_gave_up_total", R"(zhanggui_stock_strategy_gave_up_total{strategy="group"} 306)");
        row("zhanggui_redis_up", "zhanggui_redis_up 1");
        row("zhanggui_redis_commands_total", "zhanggui_redis_commands_total 201");
        row("zhanggui_redis_errors_total", "zhanggui_redis_errors_total 202");
        row("zhanggui_redis_connects_total", "zhanggui_redis_connects_total 203");
        row("zhanggui_redis_reconnects_total", "zhanggui_redis_reconnects_total 204");
        row("zhanggui_redis_messages_total", "zhanggui_redis_messages_total 205");
        row("zhanggui_redis_command_seconds", R"(zhanggui_redis_command_seconds{quantile="0.95"} 0.0012)");
        row("zhanggui_redis_tier_requests_total", R"(zhanggui_redis_tier_requests_total{result="bypass"} 212)");
        row("zhanggui_redis_used_memory_bytes", "zhanggui_redis_used_memory_bytes 208");
        row("zhanggui_redis_keys", "zhanggui_redis_keys 209");
        row("zhanggui_slow_statement_calls_total",
            R"(zhanggui_slow_statement_calls_total{statement="product.list"} 91)");
        row("zhanggui_slow_statement_seconds_total",
            R"(zhanggui_slow_statement_seconds_total{statement="product.list"} 92)");
        row("zhanggui_orders_total", "zhanggui_orders_total 81");
        row("zhanggui_orders_paid_total", "zhanggui_orders_paid_total 82");
        row("zhanggui_orders_today", "zhanggui_orders_today 83");
        row("zhanggui_takings_today_yuan", "zhanggui_takings_today_yuan 84.5");
        row("zhanggui_ledger_checked_products_total", "zhanggui_ledger_checked_products_total 401");
        row("zhanggui_ledger_drifts_total", "zhanggui_ledger_drifts_total 402");
        row("zhanggui_ledger_drifts_standing", "zhanggui_ledger_drifts_standing 403");
        row("zhanggui_ledger_proven_timestamp_seconds", "zhanggui_ledger_proven_timestamp_seconds 404");
        row("process_cpu_seconds_total", "process_cpu_seconds_total 71.5");
        row("process_resident_memory_bytes", "process_resident_memory_bytes 72");
        row("process_open_fds", "process_open_fds 73");
        row("process_threads", "process_threads 74");
        row("process_max_fds", "process_max_fds 75");
        row("process_start_time_seconds", "process_start_time_seconds 76");
    }
    void lines()
    {
        QFETCH(QByteArray, line);
        const QByteArray text = exposition(distinctSnapshot());
        QVERIFY2(has(text, '\n' + line + '\n'), text.constData());
        QVERIFY(has(text, "# TYPE " + QByteArray(QTest::currentDataTag()) + ' '));
    }

    void tableIsWhole()
    {
        static const QRegularExpression nameRule(u"^[a-z][a-z0-9_]*$"_s);
        QSet<QByteArray> names;
        const QByteArray text = exposition(distinctSnapshot());
        for (const Metric& metric : metrics) {
            const QByteArray name(metric.name.data(), qsizetype(metric.name.size()));
            QVERIFY2(nameRule.match(QString::fromLatin1(name)).hasMatch(), name.constData());
            QVERIFY2(!names.contains(name), name.constData());
            QVERIFY2(!metric.help.empty() && metric.help.ends_with('.'), name.constData());
            QCOMPARE(metric.name.ends_with("_total"), metric.kind == MetricKind::Counter);
            QVERIFY2(has(text, "# HELP " + name + ' '), name.constData());
            names.insert(name);
        }
        QCOMPARE(text.count("# TYPE "), qsizetype(std::size(metrics)));
    }
};

QTEST_GUILESS_MAIN(TestMetric)
#include "tst_metric.moc"
