// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/memorycache.h"

#include "cache/node.h"
#include "cache/shard.h"

#include <QHashFunctions>
#include <QRandomGenerator>

#include <algorithm>
#include <bit>

namespace zg::cache {

using std::chrono::nanoseconds;

static_assert(MemoryCache::maxFamilies == Shard::maxFamilies);

namespace {
constexpr size_t mostShards = 16;            // a lookup holds its lock for some 30 ns: enough for dozens of I/O threads
constexpr qint64 leastShardBytes = 1 << 20;  // with less, one big answer would empty a shard
constexpr int negativeShare = 8;             // one part in so many may be taken by what does not exist
constexpr int ghostShare = 256;              // likewise for why keys are gone, ...
constexpr qint64 mostGhostBytes = 16 * 1024; // ... and no more a shard: 4096 keys, of a thousand bytes all of 4 MB
constexpr int biggestShare = 2; // an entry of more than this part of its shard is not worth what it pushes out

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
    const qint64 ghosts = qMin(mostGhostBytes, share / ghostShare);
    for (size_t i = 0; i < shards; ++i)
        m_shards[i].setLimits(share - ghosts, share / negativeShare, ghosts, m_seed + i * 0x9E3779B97F4A7C15ull);
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

std::optional<Family> MemoryCache::familyNamed(QStringView name) const
{
    for (int i = 0; i < m_familyCount; ++i) {
        if (m_families[size_t(i)].name == name)
            return Family(i);
    }
    return std::nullopt;
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

Ticket MemoryCache::begin(Family family, QByteArray key, std::optional<MissCause> cause)
{
    Ticket ticket;
    ticket.family = family;
    ticket.key = std::move(key);
    ticket.hash = hashOf(family, ticket.key);
    ticket.beganNs = m_clock.monotonic().count();
    Shard& shard = shardOf(ticket.hash);
    const std::lock_guard lock(shard.mutex);
    if (cause)
        shard.countMiss(family, *cause);
    else
        shard.countMiss(family, ticket.hash);
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
    if (node->bytes > shard.limitBytes() / biggestShare) {
        shard.noteNotKept(node->hash);
        return false;
    }
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

std::optional<Entry> MemoryCache::withdraw(Family family, QByteArray key, Ticket& ticket, MissCause cause)
{
    ticket.family = family;
    ticket.key = std::move(key);
    ticket.hash = hashOf(family, ticket.key);
    ticket.epoch = epochOf(family);
    const qint64 now = m_clock.coarse().count();
    Shard& shard = shardOf(ticket.hash);
    Graveyard dead;
    const std::lock_guard lock(shard.mutex);
    auto entry = shard.withdraw(family, ticket.key, ticket.hash, ticket.epoch, now, cause, dead);
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

bool MemoryCache::invalidate(Family family, QByteArrayView key, MissCause cause)
{
    const size_t hash = hashOf(family, key);
    Shard& shard = shardOf(hash);
    Graveyard dead;
    const std::lock_guard lock(shard.mutex);
    return shard.invalidate(family, key, hash, cause, dead);
}

qint64 MemoryCache::invalidateFamily(Family family, MissCause cause)
{
    // What a reader finds, and what a load may put in, is held against this number under the shard's lock.
    auto& epoch = m_epochs[size_t(family)];
    quint64 old = epoch.load(std::memory_order_relaxed);
    while (!epoch.compare_exchange_weak(old, nextEpoch(old, cause), std::memory_order_acq_rel)) {
    }
    qint64 entries = 0;
    for (size_t s = 0; s <= m_shardMask; ++s) {
        const std::lock_guard lock(m_shards[s].mutex);
        entries += m_shards[s].counts(family).entries;
        m_shards[s].counts(family).invalidations += s == 0;
    }
    return entries;
}

void MemoryCache::close()
{
    m_isClosed.store(true, std::memory_order_relaxed);
    m_gate.close();
}

void MemoryCache::clear(MissCause cause)
{
    for (int i = 0; i < m_familyCount; ++i)
        invalidateFamily(Family(i), cause);
}

std::optional<Peek> MemoryCache::peek(Family family, QByteArrayView key) const
{
    const size_t hash = hashOf(family, key);
    const qint64 now = m_clock.coarse().count();
    const auto inMs = [](qint64 ns) { return std::chrono::floor<std::chrono::milliseconds>(nanoseconds(ns)); };
    Shard& shard = shardOf(hash);
    const std::lock_guard lock(shard.mutex);
    const Node* node = shard.peek(family, key, hash, epochOf(family), now);
    if (!node)
        return std::nullopt;
    return Peek{node->entry, node->bytes, inMs(qMax<qint64>(0, now - node->loadedNs)), inMs(node->expiresNs - now),
                inMs(node->endsNs - now)};
}

QList<HotKey> MemoryCache::hotKeys(int count) const
{
    QList<HotKey> keys;
    double total = 0;
    const qint64 now = m_clock.coarse().count();
    for (size_t s = 0; s <= m_shardMask; ++s) {
        const std::lock_guard lock(m_shards[s].mutex);
        keys += m_shards[s].hotKeys().list(now, total);
    }
    std::ranges::sort(keys, std::greater<>(), &HotKey::weight);
    keys.resize(qMin<qsizetype>(keys.size(), count));
    for (HotKey& key : keys)
        key.weight /= total;
    return keys;
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
            for (size_t cause = 0; cause < counts.misses.size(); ++cause) {
                result[i].misses += counts.misses[cause];
                result[i].missCauses[cause] += counts.misses[cause];
            }
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

qint64 MemoryCache::recordBytes() const
{
    qint64 sum = 0;
    for (size_t s = 0; s <= m_shardMask; ++s) {
        const std::lock_guard lock(m_shards[s].mutex);
        sum += m_shards[s].recordBytes();
    }
    return sum;
}

} // namespace zg::cache
