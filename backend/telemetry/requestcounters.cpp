// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/requestcounters.h"

namespace zg::telemetry {

using namespace Qt::StringLiterals;

constinit thread_local RequestCounters::Mine RequestCounters::t_mine;

namespace {
quint64 nextId()
{
    static std::atomic<quint64> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}
} // namespace

RequestCounters::RequestCounters(QStringList routes)
    : m_id(nextId())
    , m_routes(std::move(routes) << u"other"_s)
{
}

RequestCounters::~RequestCounters() = default;

void RequestCounters::record(int route, Outcome outcome, std::chrono::nanoseconds duration) noexcept
{
    Slab& mine = slab();
    const size_t other = mine.counts.size() - 1;
    Counts& counts = mine.counts[size_t(route) < other ? size_t(route) : other];
    bump(counts.requests[size_t(outcome)], 1);
    bump(counts.totalNs, duration.count());
    if (outcome != Outcome::Shed)
        counts.latency.recordAlone(duration);
}

RequestCounters::Slab& RequestCounters::findSlab() noexcept
{
    // A slab outlives its thread, so that nothing counted is lost; a thread that gets the same id goes on with it.
    const std::lock_guard lock(m_mutex);
    auto& slab = m_slabs[std::this_thread::get_id()];
    if (!slab)
        slab = std::make_unique<Slab>(size_t(m_routes.size()));
    t_mine = {m_id, slab.get()};
    return *slab;
}

qint64 RequestCounters::sum(std::atomic<qint64> Slab::*member) const
{
    qint64 result = 0;
    const std::lock_guard lock(m_mutex);
    for (const auto& [thread, slab] : m_slabs)
        result += (*slab.*member).load(std::memory_order_relaxed);
    return result;
}

qint64 RequestCounters::requests() const
{
    qint64 result = 0;
    const std::lock_guard lock(m_mutex);
    for (const auto& [thread, slab] : m_slabs) {
        for (const Counts& counts : slab->counts) {
            for (const auto& count : counts.requests)
                result += count.load(std::memory_order_relaxed);
        }
    }
    return result;
}

RequestCounters::Totals RequestCounters::snapshot() const
{
    Totals totals;
    totals.routes.resize(size_t(m_routes.size()));
    qint64 inFlight = 0;
    qint64 connections = 0;
    const std::lock_guard lock(m_mutex);
    for (const auto& [thread, slab] : m_slabs) {
        inFlight += slab->inFlight.load(std::memory_order_relaxed);
        connections += slab->connections.load(std::memory_order_relaxed);
        for (size_t i = 0; i < totals.routes.size(); ++i) {
            const Counts& counts = slab->counts[i];
            Route& route = totals.routes[i];
            for (size_t outcome = 0; outcome < counts.requests.size(); ++outcome)
                route.requests[outcome] += counts.requests[outcome].load(std::memory_order_relaxed);
            route.total += std::chrono::nanoseconds(counts.totalNs.load(std::memory_order_relaxed));
            counts.latency.addTo(route.latency);
        }
    }
    // Read thread by thread while they count: an end may be seen without its beginning.
    totals.inFlight = int(qMax<qint64>(0, inFlight));
    totals.connections = int(qMax<qint64>(0, connections));
    return totals;
}

} // namespace zg::telemetry
