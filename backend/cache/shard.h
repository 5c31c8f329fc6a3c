// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cache/ghosts.h"
#include "cache/hotkeys.h"
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
    qint64 hits = 0, negativeHits = 0, loads = 0, loadNs = 0, invalidations = 0, evictions = 0;
    qint64 staleHits = 0;
    qint64 entries = 0, bytes = 0;
    std::array<qint64, telemetry::missCauseCount> misses{}; // by cause
};

/// A family's epoch: how many times all of it was declared void, and, in the lowest four bits, why the last time.
inline MissCause causeOf(quint64 epoch)
{
    return MissCause(epoch & 0xF);
}
inline quint64 nextEpoch(quint64 epoch, MissCause cause)
{
    return (((epoch >> 4) + 1) << 4) | quint64(cause);
}

/// One part of the keys with its own lock. All functions want `mutex` held by the caller.
class alignas(64) Shard final
{
public:
    static constexpr int maxFamilies = 32;

    Shard() = default;
    ~Shard();
    Q_DISABLE_COPY_MOVE(Shard)
    void setLimits(qint64 limitBytes, qint64 negativeLimitBytes, qint64 ghostBytes, quint64 seed);

    /// Nobody found the key here, for the reason that is remembered.
    void countMiss(Family family, size_t hash);
    void countMiss(Family family, MissCause cause) { ++m_counts[size_t(family)].misses[size_t(cause)]; }
    /// The valid entry of a key, counted as a hit; a void one is removed.
    const Entry* find(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs, Graveyard& dead);
    /// The key's node that outlived its time to live and may still be given to readers, counted as a stale hit.
    Node* findOld(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs);
    /// The load of an old value failed: the next one waits until `retryNs`.
    void putOff(const Ticket& ticket, qint64 retryNs);
    /// Puts a node in, in place of what has its key, and makes room.
    void insert(std::unique_ptr<Node> node, const std::atomic<quint64>* epochs, qint64 nowNs, Graveyard& dead);
    /// @return whether it was here
    bool invalidate(Family family, QByteArrayView key, size_t hash, MissCause cause, Graveyard& dead);
    /// The same for one who puts another value in its place: no hit and no invalidation is counted.
    std::optional<Entry> withdraw(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs,
                                  MissCause cause, Graveyard& dead);
    /// The node that readers would be given, also an old one; nothing is counted.
    const Node* peek(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs);
    void noteNotKept(size_t hash) { m_ghosts.note(hash, MissCause::NotKept); }
    /// Grows with each invalidation of a key, and of a few others that share the number.
    quint64 version(size_t hash) const { return m_versions[stripe(hash)]; }
    FamilyCounts& counts(Family family) { return m_counts[size_t(family)]; }
    qint64 bytes() const { return m_queues[0].bytes() + m_queues[1].bytes(); }
    qint64 limitBytes() const { return m_limitBytes; }
    qint64 recordBytes() const { return m_ghosts.bytes() + m_hotKeys.bytes(); }
    HotKeys& hotKeys() { return m_hotKeys; }
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
    void remove(Node** at, MissCause cause, Graveyard& dead); ///< and remembers why
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
    HotKeys m_hotKeys;
    Ghosts m_ghosts;
};

} // namespace zg::cache
