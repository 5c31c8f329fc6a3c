// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/memorycache.h"

#include "cache/shard.h"

#include <QHashFunctions>
#include <QRandomGenerator>

#include <bit>
#include <utility>

namespace zg::cache {

using std::chrono::nanoseconds;

static_assert(MemoryCache::maxFamilies == Shard::maxFamilies);

namespace {
constexpr size_t mostShards = 16;           // a lookup holds its lock for some 30 ns: enough for dozens of I/O threads
constexpr qint64 leastShardBytes = 1 << 20; // with less, one big answer would empty a shard
constexpr int negativeShare = 8;            // one part in so many may be taken by what does not exist
constexpr int biggestShare = 2;        // an entry of more than this part of its shard is not worth what it pushes out
constexpr qint64 allocationBytes = 16; // what malloc adds
constexpr qint64 arrayBytes = 16 + allocationBytes;         // QArrayData's head
constexpr qint64 slotBytes = 16;                            // a node's share of the table, between two doublings
constexpr nanoseconds retryPause = std::chrono::seconds(1); // between two tries to replace an old value

qint64 bytesOf(const QByteArray& array)
{
    return array.isEmpty() ? 0 : qint64(qMax(array.capacity(), array.size())) + 1 + arrayBytes;
}

/// The array with memory of its own (a view on somebody's would dangle) and no more of it than a quarter unused.
QByteArray owned(const QByteArray& array)
{
    if (array.isEmpty() ||
        (array.capacity() >= array.size() && array.capacity() <= array.size() + array.size() / 4 + 64))
        return array;
    return QByteArray(array.constData(), array.size());
}

std::unique_ptr<Node> makeNode(const Ticket& ticket, const Entry& entry)
{
    auto node = std::make_unique<Node>();
    node->hash = ticket.hash;
    node->epoch = ticket.epoch;
    node->family = ticket.family;
    node->key = owned(ticket.key);
    node->entry = entry;
    node->entry.value = owned(entry.value);
    node->bytes = qint64(sizeof(Node)) + allocationBytes + slotBytes + bytesOf(node->key) + bytesOf(node->entry.value) +
                  entry.payloadBytes;
    return node;
}
} // namespace

MemoryCache::MemoryCache(const CacheSettings& settings, const Clock& clock)
    : m_settings(settings)
    , m_clock(clock)
    , m_seed(size_t(QRandomGenerator::system()->generate64()))
    , m_limitBytes(qMax<qint64>(0, settings.memoryBytes))
    , m_gate(settings.loaders, settings.loaders * waitersALoader)
{
    const auto wanted = std::bit_floor(quint64(qMax<qint64>(1, m_limitBytes / leastShardBytes)));
    const size_t shards = qMin(size_t(wanted), mostShards);
    m_shardMask = shards - 1;
    m_shards = std::make_unique<Shard[]>(shards);
    const qint64 share = m_limitBytes / qint64(shards);
    for (size_t i = 0; i < shards; ++i)
        m_shards[i].setLimits(share, share / negativeShare, m_seed + i * 0x9E3779B97F4A7C15ull);
}

MemoryCache::~MemoryCache() = default;

Family MemoryCache::addFamily(const QString& name, std::chrono::milliseconds timeToLive, Lapse lapse)
{
    Q_ASSERT(m_familyCount < maxFamilies);
    FamilyInfo& info = m_families[size_t(m_familyCount)];
    info.name = name;
    info.timeToLive = timeToLive.count() > 0 ? timeToLive : m_settings.timeToLive;
    if (lapse == Lapse::Soft)
        info.staleTime = m_settings.staleTime;
    return Family(m_familyCount++);
}

size_t MemoryCache::hashOf(Family family, QByteArrayView key) const noexcept
{
    return qHashBits(key.data(), size_t(key.size()), m_seed + size_t(family) * 0x9E3779B97F4A7C15ull);
}

Shard& MemoryCache::shardOf(size_t hash) const noexcept
{
    return m_shards[(hash >> 48) & m_shardMask];
}

quint64 MemoryCache::epochOf(Family family) const noexcept
{
    return m_epochs[size_t(family)].load(std::memory_order_acquire);
}

std::optional<Entry> MemoryCache::find(Family family, QByteArrayView key)
{
    const size_t hash = hashOf(family, key);
    const qint64 now = m_clock.coarse().count();
    Shard& shard = shardOf(hash);
    Graveyard dead;
    const std::lock_guard lock(shard.mutex);
    const Entry* entry = shard.find(family, key, hash, epochOf(family), now, dead);
    return entry ? std::optional(*entry) : std::nullopt;
}

Ticket MemoryCache::begin(Family family, QByteArray key)
{
    Ticket ticket;
    ticket.family = family;
    ticket.key = std::move(key);
    ticket.hash = hashOf(family, ticket.key);
    ticket.beganNs = m_clock.monotonic().count();
    Shard& shard = shardOf(ticket.hash);
    const std::lock_guard lock(shard.mutex);
    ++shard.counts(family).misses;
    ticket.version = shard.version(ticket.hash);
    ticket.epoch = epochOf(family);
    return ticket;
}

bool MemoryCache::put(const Ticket& ticket, Entry entry)
{
    const nanoseconds now = m_clock.monotonic();
    auto node = makeNode(ticket, entry);
    Shard& shard = shardOf(ticket.hash);
    Graveyard dead;
    const std::lock_guard lock(shard.mutex);
    return store(shard, ticket, std::move(node), now, dead);
}

bool MemoryCache::store(Shard& shard, const Ticket& ticket, std::unique_ptr<Node> node, nanoseconds now,
                        Graveyard& dead)
{
    FamilyCounts& counts = shard.counts(ticket.family);
    ++counts.loads;
    counts.loadNs += now.count() - ticket.beganNs;
    if (!node || ticket.version != shard.version(ticket.hash) || ticket.epoch != epochOf(ticket.family))
        return false;
    return keep(shard, std::move(node), now, dead);
}

bool MemoryCache::keep(Shard& shard, std::unique_ptr<Node> node, nanoseconds now, Graveyard& dead)
{
    if (node->bytes > shard.limitBytes() / biggestShare)
        return false;
    nanoseconds timeToLive = node->entry.timeToLive;
    if (timeToLive.count() <= 0)
        timeToLive =
            node->entry.isAbsent() ? m_settings.negativeTimeToLive : m_families[size_t(node->family)].timeToLive;
    node->loadedNs = now.count();
    node->expiresNs = now.count() + shard.jittered(timeToLive.count(), m_settings.jitterPercent);
    // That something does not exist is not worth saying when it may be wrong.
    node->endsNs = node->expiresNs;
    if (!node->entry.isAbsent())
        node->endsNs += m_families[size_t(node->family)].staleTime.count();
    shard.insert(std::move(node), m_epochs.data(), now.count(), dead);
    return true;
}

std::optional<Entry> MemoryCache::withdraw(Family family, QByteArray key, Ticket& ticket)
{
    ticket.family = family;
    ticket.key = std::move(key);
    ticket.hash = hashOf(family, ticket.key);
    ticket.epoch = epochOf(family);
    const qint64 now = m_clock.coarse().count();
    Shard& shard = shardOf(ticket.hash);
    Graveyard dead;
    const std::lock_guard lock(shard.mutex);
    auto entry = shard.withdraw(family, ticket.key, ticket.hash, ticket.epoch, now, dead);
    ticket.version = shard.version(ticket.hash);
    return entry;
}

bool MemoryCache::replace(const Ticket& ticket, Entry entry)
{
    const nanoseconds now = m_clock.monotonic();
    auto node = makeNode(ticket, entry);
    Shard& shard = shardOf(ticket.hash);
    Graveyard dead;
    const std::lock_guard lock(shard.mutex);
    if (ticket.version != shard.version(ticket.hash) || ticket.epoch != epochOf(ticket.family))
        return false;
    return keep(shard, std::move(node), now, dead);
}

void MemoryCache::invalidate(Family family, QByteArrayView key)
{
    const size_t hash = hashOf(family, key);
    Shard& shard = shardOf(hash);
    Graveyard dead;
    const std::lock_guard lock(shard.mutex);
    shard.invalidate(family, key, hash, dead);
}

void MemoryCache::invalidateFamily(Family family)
{
    // What a reader finds, and what a load may put in, is held against this number under the shard's lock.
    m_epochs[size_t(family)].fetch_add(1, std::memory_order_acq_rel);
    const std::lock_guard lock(m_shards[0].mutex);
    ++m_shards[0].counts(family).invalidations;
}

void MemoryCache::close()
{
    m_isClosed.store(true, std::memory_order_relaxed);
    m_gate.close();
}

void MemoryCache::clear()
{
    for (int i = 0; i < m_familyCount; ++i)
        invalidateFamily(Family(i));
}

QList<telemetry::CacheFamilyFigures> MemoryCache::figures() const
{
    QList<telemetry::CacheFamilyFigures> result(m_familyCount);
    for (int i = 0; i < m_familyCount; ++i)
        result[i].family = m_families[size_t(i)].name;
    std::array<qint64, maxFamilies> loadNs{};
    for (size_t s = 0; s <= m_shardMask; ++s) {
        const std::lock_guard lock(m_shards[s].mutex);
        for (int i = 0; i < m_familyCount; ++i) {
            const FamilyCounts& counts = m_shards[s].counts(Family(i));
            result[i].hits += counts.hits;
            result[i].misses += counts.misses;
            result[i].negativeHits += counts.negativeHits;
            result[i].staleHits += counts.staleHits;
            result[i].loads += counts.loads;
            result[i].invalidations += counts.invalidations;
            result[i].evictions += counts.evictions;
            result[i].entries += counts.entries;
            result[i].bytes += counts.bytes;
            loadNs[size_t(i)] += counts.loadNs;
        }
    }
    for (int i = 0; i < m_familyCount; ++i)
        result[i].loadUs = loadNs[size_t(i)] / 1000;
    return result;
}

qint64 MemoryCache::bytes() const
{
    qint64 sum = 0;
    for (size_t s = 0; s <= m_shardMask; ++s) {
        const std::lock_guard lock(m_shards[s].mutex);
        sum += m_shards[s].bytes();
    }
    return sum;
}

namespace {
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
        ++shard.counts(family).misses;
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

Task<Result<Entry>> MemoryCache::loadEntry(Family family, QByteArray key, Loader loader)
{
    Boarding boarding = board(family, key);
    if (boarding.entry) {
        if (boarding.leads) {
            // Nobody waits for it: it runs to its end by itself.
            [[maybe_unused]] const auto refresh = fetch(std::move(boarding.flight), std::move(loader));
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
        auto landed = co_await awaitCompletion<Result<Entry>>(join);
        co_return landed;
    }
    auto loaded = co_await fetch(std::move(boarding.flight), std::move(loader));
    co_return loaded;
}

Task<Result<Entry>> MemoryCache::fetch(std::shared_ptr<Flight> flight, Loader loader)
{
    Pilot pilot(*this, std::move(flight));
    if (!m_gate.tryEnter()) {
        auto queue = [this](Completion<Result<void>>& waiter) { m_gate.enter(waiter); };
        const auto admitted = co_await awaitCompletion<Result<void>>(queue);
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
