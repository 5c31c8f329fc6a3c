// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cache/node.h"
#include "core/executor.h"
#include "core/result.h"

#include <QByteArrayView>

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace zg::cache {

/// Nodes that left the cache, freed when this goes: after the lock, so that nobody waits for free().
class Graveyard final
{
public:
    Graveyard() = default;
    ~Graveyard();
    Q_DISABLE_COPY_MOVE(Graveyard)
    void bury(Node* node)
    {
        node->chain = m_first;
        m_first = node;
    }

private:
    Node* m_first = nullptr;
};

/// Who goes first when room is needed: SIEVE (NSDI '24), which beats LRU on web traces and on a hit sets one bit.
class SieveQueue final
{
public:
    void push(Node* node);
    void remove(Node* node);
    Node* oldest() const { return m_oldest; }
    Node* hand() const { return m_hand ? m_hand : m_oldest; }
    void moveHand(Node* to) { m_hand = to; }
    qint64 bytes() const { return m_bytes; }

private:
    Node* m_newest = nullptr;
    Node* m_oldest = nullptr;
    Node* m_hand = nullptr;
    qint64 m_bytes = 0;
};

/// One load under way and who waits for it. Guarded by its shard's mutex.
struct Flight
{
    Ticket ticket;
    std::vector<Completion<Result<Entry>>*> waiters;
    std::optional<Result<Entry>> result; // set when it has landed
};

struct FamilyCounts
{
    qint64 hits = 0, misses = 0, negativeHits = 0, loads = 0, loadNs = 0, invalidations = 0, evictions = 0;
    qint64 staleHits = 0;
    qint64 entries = 0, bytes = 0;
};

/// One part of the keys with its own lock. All functions want `mutex` held by the caller.
class alignas(64) Shard final
{
public:
    static constexpr int maxFamilies = 32;

    Shard() = default;
    ~Shard();
    Q_DISABLE_COPY_MOVE(Shard)
    void setLimits(qint64 limitBytes, qint64 negativeLimitBytes, quint64 seed);

    /// The valid entry of a key, counted as a hit; a void one is removed.
    const Entry* find(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs, Graveyard& dead);
    /// The key's node that outlived its time to live and may still be given to readers, counted as a stale hit.
    Node* findOld(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs);
    /// The load of an old value failed: the next one waits until `retryNs`.
    void putOff(const Ticket& ticket, qint64 retryNs);
    /// Puts a node in, in place of what has its key, and makes room.
    void insert(std::unique_ptr<Node> node, const std::atomic<quint64>* epochs, qint64 nowNs, Graveyard& dead);
    void invalidate(Family family, QByteArrayView key, size_t hash, Graveyard& dead);
    /// The same for one who puts another value in its place: no hit and no invalidation is counted.
    std::optional<Entry> withdraw(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs,
                                  Graveyard& dead);
    /// Grows with each invalidation of a key, and of a few others that share the number.
    quint64 version(size_t hash) const { return m_versions[stripe(hash)]; }
    FamilyCounts& counts(Family family) { return m_counts[size_t(family)]; }
    qint64 bytes() const { return m_queues[0].bytes() + m_queues[1].bytes(); }
    qint64 limitBytes() const { return m_limitBytes; }
    /// `base` give or take `percent`, so that what was filled together does not end together.
    qint64 jittered(qint64 base, int percent);

    std::mutex mutex;
    std::unordered_map<size_t, std::shared_ptr<Flight>> flights; // by hash; two keys of one hash just fly apart

private:
    static constexpr size_t stripes = 256;
    static size_t stripe(size_t hash) { return (hash >> 24) % stripes; }
    Node** place(Family family, QByteArrayView key, size_t hash);
    SieveQueue& queueOf(const Node& node) { return m_queues[node.entry.isAbsent()]; }
    void remove(Node** at, Graveyard& dead);
    void evict(SieveQueue& queue, const std::atomic<quint64>* epochs, qint64 nowNs, Graveyard& dead);
    void grow();

    std::vector<Node*> m_slots;
    size_t m_nodes = 0;
    std::array<SieveQueue, 2> m_queues; // entries; absent ones, which have a share of their own
    qint64 m_limitBytes = 0;
    qint64 m_negativeLimitBytes = 0;
    quint64 m_random = 1;
    std::array<quint64, stripes> m_versions{};
    std::array<FamilyCounts, maxFamilies> m_counts{};
};

} // namespace zg::cache
