// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakenode.h"

namespace zg::ui::test {

/// Four nodes on one database, one in each state, in the middle of an update; with strategies, breakers and queues.
inline telemetry::Snapshot fleetOfFour()
{
    using State = telemetry::NodeFigures::State;
    telemetry::Snapshot snapshot;
    snapshot.atMs = FakeNode::startMs;
    const struct
    {
        State state;
        const char* version;
        qint64 silentMs;
        double ratePerS;
        int inFlight, connections;
        qint64 p99Us;
    } nodes[] = {{State::Serving, "1.1.0", 400, 920, 8, 212, 4'200},
                 {State::Serving, "1.0.0", 8'300, 880, 7, 190, 9'800},
                 {State::Draining, "1.0.0", 1'200, 40, 2, 18, 3'900},
                 {State::Gone, "1.0.0", 754'000, 611, 5, 170, 5'000}};
    int number = 0;
    for (const auto& node : nodes) {
        ++number;
        telemetry::NodeFigures figures;
        figures.id = QString::number(number);
        figures.name = QStringLiteral("counter-%1").arg(number);
        figures.address = QStringLiteral("http://10.0.0.%1:8080").arg(number);
        figures.version = QString::fromLatin1(node.version);
        figures.state = node.state;
        figures.startedAtMs = FakeNode::startMs - (51 * 3'600 + 20 * number) * 1'000;
        figures.lastSeenMs = FakeNode::startMs - node.silentMs;
        figures.silentMs = node.silentMs;
        figures.ratePerS = node.ratePerS;
        figures.inFlight = node.inFlight;
        figures.connections = node.connections;
        figures.p99Us = node.p99Us;
        figures.isSelf = number == 1;
        snapshot.nodes.append(figures);
    }
    snapshot.leases = {{QStringLiteral("keeper"), QStringLiteral("counter-1"), true, 7}};
    snapshot.strategies = {{QStringLiteral("group"), true, 48'210, 0, 0},
                           {QStringLiteral("optimistic"), false, 1'190, 87, 2}};
    using Breaker = telemetry::BreakerFigures::State;
    snapshot.breakers = {{QStringLiteral("database"), Breaker::Closed, 911'204, 2, 0, 0},
                         {QStringLiteral("wechat"), Breaker::Closed, 1'804, 11, 0, 0},
                         {QStringLiteral("redis"), Breaker::Open, 402'118, 64, 1'911, 3}};
    snapshot.queues = {{QStringLiteral("database"), 1, 0, 180},
                       {QStringLiteral("commit"), 0.625, 1'204, 212'000},
                       {QStringLiteral("password"), 1, 0, 900},
                       {QStringLiteral("slow_read"), 1, 12, 5'400}};
    return snapshot;
}

} // namespace zg::ui::test
