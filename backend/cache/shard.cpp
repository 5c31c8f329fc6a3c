// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/shard.h"

#include <atomic>

namespace zg::cache {

Graveyard::~Graveyard()
{
    while (m_first)
        delete std::exchange(m_first, m_first->chain);
}

void SieveQueue::push(Node* node)
{
    node->older = m_newest;
    node->newer = nullptr;
    (m_newest ? m_newest->newer : m_oldest) = node;
    m_newest = node;
    m_bytes += node->bytes;
}

void SieveQueue::remove(Node* node)
{
    (node->newer ? node->newer->older : m_newest) = node->older;
    (node->older ? node->older->newer : m_oldest) = node->newer;
    if (m_hand == node)
        m_hand = node->newer;
    m_bytes -= node->bytes;
}

Shard::~Shard()
{
    for (Node* node : m_slots) {
        while (node)
            delete std::exchange(node, node->chain);
    }
}

void Shard::setLimits(qint64 limitBytes, qint64 negativeLimitBytes, qint64 ghostBytes, quint64 seed)
{
    m_ghosts.setBytes(ghostBytes);
    m_limitBytes = limitBytes;
    m_negativeLimitBytes = negativeLimitBytes;
    m_random = seed | 1;
    m_slots.assign(64, nullptr);
}

qint64 Shard::jittered(qint64 base, int percent)
{
    m_random ^= m_random << 13;
    m_random ^= m_random >> 7;
    m_random ^= m_random << 17;
    const qint64 permille = percent * 10;
    return permille > 0 ? base + base / 1000 * (qint64(m_random % quint64(2 * permille + 1)) - permille) : base;
}

/// Where the pointer to the key's node is, or, when there is none, where it would be.
Node** Shard::place(Family family, QByteArrayView key, size_t hash)
{
    Node** at = &m_slots[hash & (m_slots.size() - 1)];
    while (*at && ((*at)->hash != hash || (*at)->family != family || QByteArrayView((*at)->key) != key))
        at = &(*at)->chain;
    return at;
}

void Shard::remove(Node** at, Graveyard& dead)
{
    Node* node = *at;
    *at = node->chain;
    queueOf(*node).remove(node);
    FamilyCounts& counts = m_counts[size_t(node->family)];
    --counts.entries;
    counts.bytes -= node->bytes;
    --m_nodes;
    dead.bury(node);
}

void Shard::remove(Node** at, MissCause cause, Graveyard& dead)
{
    m_ghosts.note((*at)->hash, cause);
    remove(at, dead);
}

void Shard::countMiss(Family family, size_t hash)
{
    countMiss(family, m_limitBytes > 0 ? m_ghosts.causeOf(hash) : MissCause::NotKept);
}

const Entry* Shard::find(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs, Graveyard& dead)
{
    Node** at = place(family, key, hash);
    Node* node = *at;
    if (!node)
        return nullptr;
    if (node->epoch != epoch || node->expiresNs <= nowNs) {
        if (node->epoch != epoch)
            remove(at, causeOf(epoch), dead);
        else if (node->endsNs <= nowNs)
            remove(at, MissCause::Expired, dead);
        return nullptr;
    }
    node->visited = true;
    FamilyCounts& counts = m_counts[size_t(family)];
    ++(node->entry.isAbsent() ? counts.negativeHits : counts.hits);
    if (m_hotKeys.isSampled())
        m_hotKeys.add(family, node->key, hash, nowNs);
    return &node->entry;
}

Node* Shard::findOld(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs)
{
    Node* node = *place(family, key, hash);
    if (!node || node->epoch != epoch || node->expiresNs > nowNs || node->endsNs <= nowNs)
        return nullptr;
    node->visited = true;
    ++m_counts[size_t(family)].staleHits;
    return node;
}

void Shard::putOff(const Ticket& ticket, qint64 retryNs)
{
    if (Node* node = *place(ticket.family, ticket.key, ticket.hash))
        node->retryNs = retryNs;
}

void Shard::insert(std::unique_ptr<Node> node, const std::atomic<quint64>* epochs, qint64 nowNs, Graveyard& dead)
{
    Node** at = place(node->family, node->key, node->hash);
    if (*at)
        remove(at, dead);
    m_ghosts.forget(node->hash);
    SieveQueue& queue = queueOf(*node);
    const bool absent = node->entry.isAbsent();
    while (bytes() + node->bytes > m_limitBytes || (absent && queue.bytes() + node->bytes > m_negativeLimitBytes)) {
        // An absent entry makes room among its own: asking for what does not exist must not empty the cache.
        SieveQueue& from = absent || !m_queues[0].oldest() ? m_queues[1] : m_queues[0];
        if (!from.oldest())
            break;
        evict(from, epochs, nowNs, dead);
    }
    if (m_nodes >= m_slots.size())
        grow();
    Node** slot = &m_slots[node->hash & (m_slots.size() - 1)];
    node->chain = *slot;
    FamilyCounts& counts = m_counts[size_t(node->family)];
    ++counts.entries;
    counts.bytes += node->bytes;
    ++m_nodes;
    queue.push(node.get());
    *slot = node.release();
}

void Shard::evict(SieveQueue& queue, const std::atomic<quint64>* epochs, qint64 nowNs, Graveyard& dead)
{
    const auto epochOf = [&](const Node& node) { return epochs[size_t(node.family)].load(std::memory_order_relaxed); };
    const auto isVoid = [&](const Node& node) { return node.endsNs <= nowNs || node.epoch != epochOf(node); };
    Node* victim = queue.hand();
    while (victim->visited && !isVoid(*victim)) {
        victim->visited = false;
        victim = victim->newer ? victim->newer : queue.oldest();
    }
    queue.moveHand(victim); // remove() moves it on
    ++m_counts[size_t(victim->family)].evictions;
    MissCause cause = victim->endsNs <= nowNs ? MissCause::Expired : MissCause::Evicted;
    if (const quint64 epoch = epochOf(*victim); epoch != victim->epoch)
        cause = causeOf(epoch);
    remove(place(victim->family, victim->key, victim->hash), cause, dead);
}

bool Shard::invalidate(Family family, QByteArrayView key, size_t hash, MissCause cause, Graveyard& dead)
{
    ++m_versions[stripe(hash)];
    ++m_counts[size_t(family)].invalidations;
    Node** at = place(family, key, hash);
    if (*at) {
        remove(at, cause, dead);
        return true;
    }
    if (flights.contains(hash)) // what it brings will not be kept, for this reason
        m_ghosts.note(hash, cause);
    return false;
}

const Node* Shard::peek(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs)
{
    const Node* node = *place(family, key, hash);
    return node && node->epoch == epoch && node->endsNs > nowNs ? node : nullptr;
}

std::optional<Entry> Shard::withdraw(Family family, QByteArrayView key, size_t hash, quint64 epoch, qint64 nowNs,
                                     MissCause cause, Graveyard& dead)
{
    ++m_versions[stripe(hash)];
    Node** at = place(family, key, hash);
    if (!*at)
        return std::nullopt;
    const bool isValid = (*at)->epoch == epoch && (*at)->expiresNs > nowNs;
    std::optional<Entry> entry;
    if (isValid)
        entry = (*at)->entry;
    remove(at, cause, dead);
    return entry;
}

void Shard::grow()
{
    std::vector<Node*> slots(m_slots.size() * 2);
    for (Node* node : m_slots) {
        while (node) {
            Node* const next = node->chain;
            Node*& slot = slots[node->hash & (slots.size() - 1)];
            node->chain = std::exchange(slot, node);
            node = next;
        }
    }
    m_slots = std::move(slots);
}

} // namespace zg::cache
