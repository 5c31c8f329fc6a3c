// SPDX-License-Identifier: GPL-3.0-or-later
// How the cache comes to what it does not have: misses of one key share one load, old values are given meanwhile.
#include "cache/memorycache.h"
#include "cache/shard.h"

#include <utility>

namespace zg::cache {

using std::chrono::nanoseconds;

namespace {
constexpr nanoseconds retryPause = std::chrono::seconds(1); // between two tries to replace an old value

/// Whole seconds, rounded up: an old value is never of age 0.
std::chrono::seconds ageOf(const Node& node, nanoseconds now)
{
    return std::chrono::ceil<std::chrono::seconds>(now - nanoseconds(node.loadedNs - 1));
}
} // namespace

MemoryCache::Boarding MemoryCache::board(Family family, const QByteArray& key)
{
    Ticket ticket;
    ticket.family = family;
    ticket.key = key;
    ticket.hash = hashOf(family, key);
    const nanoseconds now = m_clock.monotonic();
    ticket.beganNs = now.count();
    Shard& shard = shardOf(ticket.hash);
    Boarding boarding;
    Graveyard dead;
    const std::lock_guard lock(shard.mutex);
    ticket.version = shard.version(ticket.hash);
    ticket.epoch = epochOf(family);
    if (const Entry* entry = shard.find(family, key, ticket.hash, ticket.epoch, now.count(), dead)) {
        boarding.entry = *entry;
        return boarding;
    }
    if (const Node* old = shard.findOld(family, key, ticket.hash, ticket.epoch, now.count())) {
        boarding.entry = old->entry;
        boarding.entry->age = ageOf(*old, now);
        // Without an executor nothing can be loaded that nobody waits for.
        if (now.count() < old->retryNs || m_isClosed.load(std::memory_order_relaxed) || !Executor::current())
            return boarding;
    } else {
        shard.countMiss(family, ticket.hash);
    }
    auto& flight = shard.flights[ticket.hash];
    const bool joins = flight && flight->ticket.version == ticket.version && flight->ticket.epoch == ticket.epoch &&
                       flight->ticket.family == family && flight->ticket.key == key;
    if (!joins) {
        flight = std::make_shared<Flight>();
        flight->ticket = std::move(ticket);
        boarding.leads = true;
    }
    boarding.flight = flight;
    return boarding;
}

void MemoryCache::land(const std::shared_ptr<Flight>& flight, const Result<Entry>& result)
{
    const Ticket& ticket = flight->ticket;
    const nanoseconds now = m_clock.monotonic();
    std::unique_ptr<Node> node = result ? makeNode(ticket, *result) : nullptr;
    std::vector<Completion<Result<Entry>>*> waiters;
    Shard& shard = shardOf(ticket.hash);
    {
        Graveyard dead;
        const std::lock_guard lock(shard.mutex);
        if (!result)
            shard.putOff(ticket, (now + retryPause).count());
        store(shard, ticket, std::move(node), now, dead);
        // A later reader may have begun a newer flight in its place.
        if (const auto at = shard.flights.find(ticket.hash); at != shard.flights.end() && at->second == flight)
            shard.flights.erase(at);
        flight->result = result;
        waiters.swap(flight->waiters);
    }
    for (auto* waiter : waiters)
        waiter->fulfil(result);
}

void MemoryCache::await(Flight& flight, Completion<Result<Entry>>& waiter)
{
    Shard& shard = shardOf(flight.ticket.hash);
    std::optional<Result<Entry>> landed;
    {
        const std::lock_guard lock(shard.mutex);
        landed = flight.result;
        if (!landed)
            flight.waiters.push_back(&waiter);
    }
    if (landed)
        waiter.fulfil(*std::move(landed));
}

/// Lands its flight even when the loader throws: those who wait must not wait for ever.
class MemoryCache::Pilot final
{
public:
    Pilot(MemoryCache& cache, std::shared_ptr<Flight> flight)
        : m_cache(cache)
        , m_flight(std::move(flight))
    {
    }
    ~Pilot()
    {
        if (m_flight)
            m_cache.land(m_flight, Error(ErrorCode::Internal, QStringLiteral("the cache's loader did not finish")));
    }
    Q_DISABLE_COPY_MOVE(Pilot)
    void land(const Result<Entry>& result) { m_cache.land(std::exchange(m_flight, nullptr), result); }

private:
    MemoryCache& m_cache;
    std::shared_ptr<Flight> m_flight;
};

Task<Result<Entry>> MemoryCache::loadEntry(Family family, QByteArray key, Loader loader, LoadTerms terms)
{
    Boarding boarding = board(family, key);
    if (boarding.entry) {
        if (boarding.leads) {
            // Nobody waits for it: it runs to its end by itself, and no request is longer for it.
            const TraceScope nobodys(nullptr);
            [[maybe_unused]] const auto refresh =
                fetch(std::move(boarding.flight), std::move(loader), std::move(terms));
        }
        Result<Entry> hit(*std::move(boarding.entry));
        co_return hit;
    }
    if (!boarding.leads) {
        // Plain pointers: this frame keeps the flight, and GCC 12 may destroy what a co_await expression captures
        // twice.
        auto join = [this, flight = boarding.flight.get()](Completion<Result<Entry>>& waiter) {
            await(*flight, waiter);
        };
        auto landed = co_await awaitCompletion<Result<Entry>>(join, Step::SharedLoad);
        co_return landed;
    }
    auto loaded = co_await fetch(std::move(boarding.flight), std::move(loader), std::move(terms));
    co_return loaded;
}

Task<Result<Entry>> MemoryCache::fetch(std::shared_ptr<Flight> flight, Loader loader, LoadTerms terms)
{
    Pilot pilot(*this, std::move(flight));
    if (terms.admission) {
        if (const auto admitted = terms.admission(); !admitted) {
            Result<Entry> refused(admitted.error());
            pilot.land(refused);
            co_return refused;
        }
    }
    if (!terms.isGated) {
        auto loaded = co_await loader();
        pilot.land(loaded);
        co_return loaded;
    }
    if (!m_gate.tryEnter()) {
        auto queue = [this](Completion<Result<void>>& waiter) { m_gate.enter(waiter); };
        const auto admitted = co_await awaitCompletion<Result<void>>(queue, Step::LoadTurn);
        if (!admitted) {
            Result<Entry> refused(admitted.error());
            pilot.land(refused);
            co_return refused;
        }
    }
    const LoaderGate::Pass pass(m_gate);
    auto loaded = co_await loader();
    pilot.land(loaded);
    co_return loaded;
}

Task<Result<QByteArray>> MemoryCache::load(Family family, QByteArray key, Loader loader)
{
    auto entry = co_await loadEntry(family, std::move(key), std::move(loader));
    Result<QByteArray> value = entry ? Result<QByteArray>(entry->value) : Result<QByteArray>(entry.error());
    co_return value;
}

} // namespace zg::cache
