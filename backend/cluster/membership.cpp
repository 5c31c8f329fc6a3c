// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/membership.h"

#include "core/logging.h"

#include <QUuid>

#include <algorithm>

namespace zg::cluster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using telemetry::LeaseFigures;
using telemetry::NodeFigures;

namespace {
/// Ticks come about once a second: one that is a little early is not left out.
constexpr std::chrono::milliseconds tickSlack = 200ms;
constexpr std::chrono::hours sweepTime{1};
/// In the past of every clock: what never was is due.
constexpr std::chrono::nanoseconds never{std::chrono::hours(-24)};

void warn(const char* what, const Error& error)
{
    qCWarning(lcNode, "%s: %ls", what, qUtf16Printable(error.message));
}
} // namespace

Membership::Membership(sql::Database& database, bool isAlone, const Clock& clock)
    : m_self{QUuid::createUuid().toString(QUuid::WithoutBraces), {}, {}, {}}
    , m_isAlone(isAlone)
    , m_clock(clock)
    , m_roster(database, clock)
    , m_keeping(database, u"keeper"_s, m_self.id, clock)
    , m_lastBeat(never)
    , m_lastRenewal(never)
    , m_lastSweep(never)
{
}

bool Membership::isDue(std::chrono::nanoseconds last) const
{
    return m_clock.monotonic() - last >= beatTime - tickSlack;
}

void Membership::join(const QString& name, const QString& address, const QString& version)
{
    m_self.name = name;
    m_self.address = address;
    m_self.version = version;
    m_startedAtMs = m_clock.wallMs();
    m_hasJoined = true;
    tick(Load());
}

/// The list of a node that is alone.
void Membership::showSelf()
{
    NodeFigures self;
    self.id = m_self.id;
    self.name = m_self.name;
    self.address = m_self.address;
    self.version = m_self.version;
    self.state = m_state;
    self.startedAtMs = m_startedAtMs;
    self.lastSeenMs = m_clock.wallMs();
    self.ratePerS = m_load.ratePerS;
    self.inFlight = m_load.inFlight;
    self.connections = m_load.connections;
    self.p99Us = m_load.p99Us;
    self.isSelf = true;
    show({self});
}

void Membership::tick(const Load& load)
{
    m_load = load;
    if (m_isAlone)
        return showSelf();
    if (isDue(m_lastRenewal))
        renew(); // first: its time runs out
    if (isDue(m_lastBeat))
        beat();
}

void Membership::beat()
{
    auto nodes = m_roster.beat(m_self, m_state, m_load);
    if (!nodes) {
        qCDebug(lcNode, "the other nodes do not hear from this one: %ls", qUtf16Printable(nodes.error().message));
        return; // the next tick tries again
    }
    m_lastBeat = m_clock.monotonic();
    show(std::move(*nodes));
    if (!m_keeping.isHeld() || m_clock.monotonic() - m_lastSweep < sweepTime)
        return;
    m_lastSweep = m_clock.monotonic();
    if (const auto swept = m_roster.sweep(); !swept)
        warn("nodes that are long gone stay on the list", swept.error());
}

void Membership::renew()
{
    if (const auto kept = m_keeping.keep(); kept)
        m_lastRenewal = m_clock.monotonic();
    else
        qCDebug(lcNode, "the lease could not be renewed: %ls", qUtf16Printable(kept.error().message));
    if (const bool isHeld = m_keeping.isHeld(); isHeld != std::exchange(m_wasHeld, isHeld))
        qCInfo(lcNode,
               isHeld ? "this node does the jobs that are for one" : "another node does the jobs that are for one");
}

bool Membership::mayKeep()
{
    if (m_isAlone)
        return true;
    if (m_state == NodeFigures::State::Serving && isDue(m_lastRenewal))
        renew();
    return m_keeping.isHeld();
}

void Membership::beginDrain()
{
    if (!m_hasJoined)
        return;
    m_state = NodeFigures::State::Draining;
    if (m_isAlone)
        return showSelf();
    if (const auto given = m_keeping.giveUp(); !given)
        warn("the lease could not be given up, and ends by itself", given.error());
    m_wasHeld = false;
    beat();
}

void Membership::leave()
{
    if (m_isAlone || !std::exchange(m_hasJoined, false))
        return;
    if (const auto left = m_roster.leave(m_self); !left)
        warn("the other nodes will see this one as gone", left.error());
}

void Membership::show(QList<NodeFigures> nodes)
{
    const auto holder = std::find_if(nodes.cbegin(), nodes.cend(),
                                     [this](const NodeFigures& node) { return node.id == m_keeping.holder(); });
    const QString name = m_isAlone ? m_self.name : holder != nodes.cend() ? holder->name : QString();
    const std::lock_guard lock(m_mutex);
    m_nodes = std::move(nodes);
    m_holder = name;
}

QList<NodeFigures> Membership::nodes() const
{
    const std::lock_guard lock(m_mutex);
    return m_nodes;
}

bool Membership::hasOthers() const
{
    const std::lock_guard lock(m_mutex);
    return std::ranges::any_of(
        m_nodes, [](const NodeFigures& node) { return !node.isSelf && node.state != NodeFigures::State::Gone; });
}

QList<LeaseFigures> Membership::leases() const
{
    LeaseFigures keeping;
    keeping.lease = m_keeping.name();
    keeping.isHeld = m_isAlone || m_keeping.isHeld();
    keeping.fence = m_keeping.fence();
    const std::lock_guard lock(m_mutex);
    keeping.holder = m_holder;
    return {keeping};
}

} // namespace zg::cluster
