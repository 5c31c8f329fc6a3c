// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakenode.h"

namespace zg::ui::test {

/// A busy shop's routes, as its node would tell them.
inline void addRoutes(FakeNode& node)
{
    const struct
    {
        const char* route;
        double weight;
        telemetry::Percentiles latency;
        std::array<qint64, telemetry::outcomeCount> minute;
        qint64 minuteUs;
    } routes[] = {{"GET /api/v1/products/{id}", 0.52, {60, 110, 210, 4'900}, {31'204, 12, 0, 0}, 2'280'000},
                  {"GET /api/v1/products", 0.21, {140, 2'300, 6'800, 41'000}, {12'610, 3, 0, 0}, 6'120'000},
                  {"GET /api/v1/orders", 0.09, {180, 900, 3'100, 18'000}, {5'402, 88, 0, 0}, 1'640'000},
                  {"POST /api/v1/orders", 0.07, {3'100, 6'900, 12'400, 184'000}, {4'180, 61, 2, 25}, 14'870'000},
                  {"POST /api/v1/auth/login", 0.002, {71'000, 96'000, 143'000, 310'000}, {118, 9, 0, 0}, 8'940'000},
                  {"GET /api/v1/admin/orders", 0.001, {8'200, 24'000, 61'000, 88'000}, {66, 0, 0, 0}, 720'000},
                  {"GET /metrics", 0.0002, {1'900, 2'400, 2'600, 2'800}, {4, 0, 0, 0}, 8'100}};
    for (const auto& one : routes) {
        telemetry::RouteFigures figures;
        figures.route = QString::fromLatin1(one.route);
        figures.latency = one.latency;
        figures.lastMinute = one.minute;
        figures.lastMinuteUs = one.minuteUs;
        for (size_t i = 0; i < figures.requests.size(); ++i)
            figures.requests[i] = one.minute[i] * 37;
        node.now.routes.append(figures);
        node.routeWeights.append(one.weight);
    }
    telemetry::RouteFigures unused;
    unused.route = QStringLiteral("PUT /api/v1/admin/strategy");
    node.now.routes.append(unused);
    node.routeWeights.append(0);
    node.advance(1);
}

/// An order that waited long for the committer.
inline telemetry::RequestTrace slowOrder(quint64 number, qint64 atMs)
{
    constexpr qint64 ms = 1'000'000;
    telemetry::RequestTrace trace;
    trace.number = number;
    trace.id = "7c1f0a9be2d34856";
    trace.route = QStringLiteral("POST /api/v1/orders");
    trace.client = "203.0.113.24";
    trace.startedAtMs = atMs;
    trace.durationNs = 184 * ms;
    trace.status = 200;
    trace.kept = telemetry::Kept::Slow;
    trace.isSlow = true;
    const auto add = [&](Step step, double from, double to, const char* name = "") {
        trace.spans.append(
            {step, qint64(from * double(ms)), qint64((to - from) * double(ms)), QString::fromLatin1(name)});
    };
    add(Step::Queue, 0, 1.2);
    add(Step::Token, 1.2, 1.3);
    add(Step::Worker, 1.4, 2.2);
    add(Step::Connection, 2.2, 46);
    add(Step::Statement, 46, 53, "order.products");
    add(Step::Return, 53.2, 53.6);
    add(Step::CommitQueue, 53.7, 121);
    add(Step::Commit, 121, 181);
    add(Step::GroupStatement, 121.2, 122, "committer.begin");
    add(Step::GroupStatement, 122, 139, "order.take_stock");
    add(Step::GroupStatement, 139, 151, "order.insert");
    add(Step::GroupStatement, 151, 181, "committer.commit");
    add(Step::Return, 181, 182.4);
    add(Step::Write, 183.5, 184);
    return trace;
}

/// One that failed, one that was refused, one that was shed, one that is ordinary; newest first.
inline void addRequests(FakeNode& node)
{
    constexpr qint64 ms = 1'000'000;
    const qint64 now = node.now.atMs;
    node.kept.requests.append(slowOrder(90, now - 2'000));
    const struct
    {
        quint64 number;
        const char *id, *route, *reason;
        int status;
        telemetry::Kept kept;
        qint64 tookNs;
        Step step;
        const char* name;
    } requests[] = {
        {80, "54be0c2a91f7d3e8", "GET /api/v1/products", "dependency_down", 503, telemetry::Kept::Failed, 3'004 * ms,
         Step::Connection, ""},
        {70, "0d9f66aa1b2c4e77", "GET /api/v1/products", "", 200, telemetry::Kept::Slow, 41 * ms, Step::Statement,
         "product.search"},
        {60, "e1a2b3c4d5f60718", "POST /api/v1/orders", "out_of_stock", 409, telemetry::Kept::Refused, 4 * ms,
         Step::Commit, ""},
        {50, "99887766aabbccdd", "POST /api/v1/orders", "overloaded", 503, telemetry::Kept::Shed, 90'000, Step::Queue,
         ""},
        {40, "1020304050607080", "GET /api/v1/products/{id}", "", 200, telemetry::Kept::Sampled, 71'000, Step::Cache,
         ""},
    };
    qint64 at = now - 5'000;
    for (const auto& one : requests) {
        telemetry::RequestTrace trace;
        trace.number = one.number;
        trace.id = one.id;
        trace.route = QString::fromLatin1(one.route);
        trace.reason = one.reason;
        trace.client = "198.51.100.7";
        trace.status = one.status;
        trace.kept = one.kept;
        trace.isSlow = one.tookNs >= 10 * ms;
        trace.durationNs = one.tookNs;
        trace.startedAtMs = at -= 7'431;
        trace.spans.append({Step::Queue, 0, one.tookNs / 20, {}});
        trace.spans.append({one.step, one.tookNs / 20, one.tookNs * 9 / 10, QString::fromLatin1(one.name)});
        trace.spans.append({Step::Write, one.tookNs * 19 / 20, one.tookNs / 20, {}});
        node.kept.requests.append(trace);
    }
    node.kept.revision = 90;
    telemetry::SlowStatement search;
    search.name = QStringLiteral("product.search");
    search.text =
        QStringLiteral("SELECT id, name, price\n  FROM products\n WHERE name LIKE ?\n ORDER BY sales DESC LIMIT ?");
    node.now.slowStatements.append(search);
}

} // namespace zg::ui::test
