// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/histogram.h"
#include "telemetry/snapshot.h"

#include <QStringList>

#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace zg::telemetry {

/// Counts requests by route and outcome, and how long they took. Each thread counts in its own cache lines.
/// Thread: any. Counting is plain stores; snapshot() adds the threads up and never blocks them.
class RequestCounters final
{
public:
    /// One route since start.
    struct Route
    {
        std::array<qint64, outcomeCount> requests{};
        std::chrono::nanoseconds total{}; ///< time spent
        HistogramSnapshot latency;        ///< of those that were not shed: a refusal's time says nothing of the service
    };
    struct Totals
    {
        std::vector<Route> routes; ///< as in routes(): the last one is what matched none
        int inFlight = 0;
        int connections = 0;
    };

    /// @param routes their names ("GET /api/v1/products/{id}"); a route's number is its place here
    explicit RequestCounters(QStringList routes);
    ~RequestCounters();
    RequestCounters(const RequestCounters&) = delete;
    RequestCounters& operator=(const RequestCounters&) = delete;

    /// A request was answered. @param route -1 (or any other number that is none): it matched no route
    void record(int route, Outcome outcome, std::chrono::nanoseconds duration) noexcept;
    void requestStarted() noexcept { add(&Slab::inFlight, 1); }
    void requestFinished() noexcept { add(&Slab::inFlight, -1); } ///< on any thread; record() does not do it
    void connectionOpened() noexcept { add(&Slab::connections, 1); }
    void connectionClosed() noexcept { add(&Slab::connections, -1); }

    const QStringList& routes() const { return m_routes; } ///< the given ones and "other"
    Totals snapshot() const;
    int inFlight() const { return int(sum(&Slab::inFlight)); }
    int connections() const { return int(sum(&Slab::connections)); }
    qint64 requests() const; ///< answered since start

private:
    struct alignas(64) Counts
    {
        std::array<std::atomic<qint64>, outcomeCount> requests{};
        std::atomic<qint64> totalNs{0};
        Histogram latency;
    };
    /// One thread's numbers: written by that thread alone, read by all.
    struct alignas(64) Slab
    {
        explicit Slab(size_t routes)
            : counts(routes)
        {
        }
        std::atomic<qint64> inFlight{0}; // of one thread alone it may be negative: the sum is what counts
        std::atomic<qint64> connections{0};
        std::vector<Counts> counts;
    };
    /// The slab this thread used last, and whose it is.
    struct Mine
    {
        quint64 owner = 0;
        Slab* slab = nullptr;
    };

    static void bump(std::atomic<qint64>& count, qint64 by) noexcept
    {
        count.store(count.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
    }
    void add(std::atomic<qint64> Slab::*member, qint64 by) noexcept { bump(slab().*member, by); }
    qint64 sum(std::atomic<qint64> Slab::*member) const;
    Slab& slab() noexcept { return t_mine.owner == m_id ? *t_mine.slab : findSlab(); }
    Slab& findSlab() noexcept;

    static constinit thread_local Mine t_mine;
    const quint64 m_id; // never used twice, unlike an address
    const QStringList m_routes;
    mutable std::mutex m_mutex; // guards m_slabs, not what is in them
    std::unordered_map<std::thread::id, std::unique_ptr<Slab>> m_slabs;
};

} // namespace zg::telemetry
