// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/watch.h"

#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/shell/problemtext.h"

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::Outcome;
using telemetry::Snapshot;

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr int sustainedTicks = 8;      // two seconds: shorter waits are the pool doing its work
constexpr qint64 slowP99Us = 500'000;  // a shopper notices
constexpr qint64 busyLoopUs = 100'000; // an I/O thread that is this late answers nobody
constexpr int longQueue = 1'000;       // orders; about 50 ms of commits

} // namespace

void Watch::push(const Snapshot& snapshot, node::State state, const Error& problem)
{
    Mark now;
    now.atMs = snapshot.atMs;
    now.outcomes = snapshot.outcomes;
    now.poolTimeouts = snapshot.pool.timeouts;
    now.leaks = snapshot.pool.leaks;
    now.overloads = snapshot.committer.refused;
    for (const telemetry::QueueFigures& queue : snapshot.queues)
        now.overloads += queue.refused;
    for (const telemetry::WorkerFigures& workers : snapshot.workers)
        now.overloads += workers.refused;
    for (const telemetry::CacheFamilyFigures& family : snapshot.cacheFamilies) {
        now.hits += family.allHits();
        now.lookups += family.lookups();
    }
    const bool startedAgain = !m_marks.isEmpty() && now.outcomes[0] < m_marks.constLast().outcomes[0];
    if (startedAgain)
        m_marks.clear();
    if (m_marks.isEmpty() || now.atMs - m_marks.constLast().atMs >= 1'000)
        m_marks.append(now);
    while (m_marks.size() > 1 && now.atMs - m_marks.constFirst().atMs > minuteMs)
        m_marks.removeFirst();

    const Mark& then = m_marks.constFirst();
    m_errors = now.outcomes[size_t(Outcome::ServerError)] - then.outcomes[size_t(Outcome::ServerError)];
    const qint64 lookups = now.lookups - then.lookups;
    m_hitRate = lookups > 0 ? std::optional(double(now.hits - then.hits) / double(lookups)) : std::nullopt;
    m_waitingTicks = snapshot.pool.waiting > 0 ? m_waitingTicks + 1 : 0;
    m_slowTicks = snapshot.latency.p99Us > slowP99Us ? m_slowTicks + 1 : 0;
    find(snapshot, state, problem, then, now);
}

QString Watch::degradedText(const Error& problem)
{
    if (const auto known = knownProblem(problem))
        return tr("The node is degraded: %1. %2").arg(known->headline, known->help);
    return tr("The node is degraded: %1").arg(errorText(problem));
}

void Watch::find(const Snapshot& snapshot, node::State state, const Error& problem, const Mark& then, const Mark& now)
{
    m_findings.clear();
    if (state == node::State::Degraded)
        add(Finding::Kind::Degraded, true, degradedText(problem), problem.message);
    if (m_errors > 0)
        add(Finding::Kind::ServerErrors, true,
            tr("%n request(s) failed in the last minute. The node's log names the route and the reason.", nullptr,
               int(m_errors)));
    const qint64 shed = now.outcomes[size_t(Outcome::Shed)] - then.outcomes[size_t(Outcome::Shed)];
    const qint64 overloads = std::min(shed, now.overloads - then.overloads);
    if (overloads > 0)
        add(Finding::Kind::Shedding, false,
            tr("Turned away in the last minute, because more came in than the node carries: %1 (503).")
                .arg(countText(overloads)));
    if (shed > overloads)
        add(Finding::Kind::Shedding, false,
            tr("Turned away in the last minute by the limits in Settings: %1. As a rule it is rate-limit (429), and "
               "one client that asks too fast.")
                .arg(countText(shed - overloads)));
    const qint64 timeouts = now.poolTimeouts - then.poolTimeouts;
    if (timeouts > 0 || m_waitingTicks >= sustainedTicks)
        add(Finding::Kind::PoolExhausted, timeouts > 0,
            tr("All %1 database connections are busy and %2 requests wait. Look for slow statements before raising "
               "pool-size.")
                .arg(snapshot.pool.total)
                .arg(snapshot.pool.waiting));
    if (const qint64 leaks = now.leaks - then.leaks; leaks > 0)
        add(Finding::Kind::PoolLeaks, false, tr("%n database connection(s) were held too long.", nullptr, int(leaks)));
    if (snapshot.committer.queued >= longQueue)
        add(Finding::Kind::OrdersQueue, false,
            tr("%1 orders wait to be written. The disk is the limit; a full queue answers 503.")
                .arg(countText(snapshot.committer.queued)));
    if (m_slowTicks >= sustainedTicks)
        add(Finding::Kind::SlowAnswers, false,
            tr("One answer in a hundred takes longer than %1. Slow statements and a busy processor are the usual "
               "reasons.")
                .arg(latencyText(double(snapshot.latency.p99Us))));
    if (snapshot.loopLagUs >= busyLoopUs)
        add(Finding::Kind::BusyLoop, false,
            tr("An I/O thread was late by %1. The processor is busy with something else.")
                .arg(latencyText(double(snapshot.loopLagUs))));
    findAround(snapshot);
}

void Watch::findAround(const Snapshot& snapshot)
{
    if (snapshot.ledger.standing > 0 && !snapshot.ledger.last.isEmpty()) {
        const telemetry::LedgerDrift& drift = snapshot.ledger.last.constFirst();
        QStringList orders;
        for (const qint64 order : drift.orders)
            orders.append(QString::number(order));
        add(Finding::Kind::LedgerDrift, true,
            tr("The stock of product %1 is %2, its ledger adds up to %3. Look who changed it; an adjustment with a "
               "note "
               "puts it right.")
                .arg(drift.productId)
                .arg(countText(drift.stock), countText(drift.ledger)),
            tr("The orders of its last rows: %1").arg(orders.join(", "_L1)));
    }
    for (const telemetry::BreakerFigures& breaker : snapshot.breakers)
        if (breaker.state == telemetry::BreakerFigures::State::Open)
            add(Finding::Kind::BreakerOpen, false,
                tr("The circuit breaker of %1 is open: it did not answer, and is asked again in a moment. What needs "
                   "it "
                   "is refused, or goes on without it.")
                    .arg(breaker.name));
    for (const telemetry::ReplicaFigures& replica : snapshot.replicas)
        if (!replica.isUsed)
            add(Finding::Kind::ReplicaAway, false,
                replica.lagMs > 0
                    ? tr("The replica %1 is %2 behind and left out until it has caught up.")
                          .arg(replica.address, latencyText(double(replica.lagMs) * 1'000))
                    : tr("The replica %1 does not answer. The primary does its reading.").arg(replica.address));
    for (const telemetry::NodeFigures& other : snapshot.nodes)
        if (other.state == telemetry::NodeFigures::State::Gone)
            add(Finding::Kind::NodeGone, false,
                tr("The node %1 has said nothing for %2. Its load goes to the others.")
                    .arg(other.name, latencyText(double(other.silentMs) * 1'000)));
}

void Watch::add(Finding::Kind kind, bool isBad, const QString& text, const QString& details)
{
    m_findings.append({kind, isBad, text, details});
}

} // namespace zg::ui
