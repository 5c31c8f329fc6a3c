// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "telemetry/requesttrace.h"

#include <QStringList>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <unordered_map>
#include <vector>

namespace zg::telemetry {

class TraceRing;

/// Keeps the traces that are worth a look: every slow and every failed request, and of the others a few a second.
/// Slow is what took longer than 99 of 100 requests of its route in the last minute did; below a hundredth of a second
/// nothing is, and above half a second everything. Each thread keeps its own, bounded in number and in bytes.
/// Thread: any. A request that is not kept costs a few comparisons; keeping one takes the thread's own lock.
class RequestTraces final
{
public:
    /// What one thread keeps of each kind: of slow ones the slowest of the last minutes, else the newest.
    static constexpr std::array<size_t, keptCount> places{48, 128, 64, 32, 128};
    static constexpr qint64 bytesAThread = 1 << 20; ///< for all of that; a kept request has about one KiB

    /// @param routes their names ("GET /api/v1/products/{id}"); a route's number is its place here
    explicit RequestTraces(QStringList routes, const Clock& clock = Clock::system());
    ~RequestTraces();
    Q_DISABLE_COPY_MOVE(RequestTraces)

    /// The request's answer is out.
    void completed(const Trace& trace, qint64 endNs, const QByteArray& id, const QByteArray& client);
    /// What is slow from now on. @param latency of the last minute, by route as in `routes`, the last one for "other"
    void adapt(std::span<const Percentiles> latency) noexcept;

    /// What is kept, newest first; nothing when that has not changed since `revision`.
    std::optional<KeptRequests> kept(quint64 revision) const;
    /// Requests that found no room among too many of their kind, since start.
    qint64 dropped() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    struct Slab;
    /// The slab this thread used last, and whose it is.
    struct Mine
    {
        quint64 owner = 0;
        Slab* slab = nullptr;
    };
    Slab& slab() noexcept { return t_mine.owner == m_id ? *t_mine.slab : findSlab(); }
    Slab& findSlab() noexcept;
    qint64 slowNs(int route) const noexcept;
    void keep(Slab& slab, Kept kept, bool isSlow, const Trace& trace, qint64 endNs, const QByteArray& id,
              const QByteArray& client);

    static constinit thread_local Mine t_mine;
    const quint64 m_id; // never used twice, unlike an address
    const QStringList m_routes;
    const Clock& m_clock;
    std::vector<std::atomic<qint64>> m_slowNs; // by route
    std::atomic<quint64> m_number{0};
    std::atomic<quint64> m_revision{0};
    std::atomic<qint64> m_dropped{0};
    mutable std::mutex m_mutex; // guards m_slabs, not what is in them
    std::unordered_map<std::thread::id, std::unique_ptr<Slab>> m_slabs;
};

} // namespace zg::telemetry
