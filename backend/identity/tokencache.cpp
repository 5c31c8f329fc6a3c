// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/tokencache.h"

#include <QRandomGenerator>

#include <cstring>

namespace zg::identity {

TokenCache::TokenCache()
    : m_seed(size_t(QRandomGenerator::system()->generate64()))
{
}

std::optional<Claims> TokenCache::find(QByteArrayView token, qint64 nowS)
{
    const quint64 hash = hashOf(token);
    Shard& place = shard(hash);
    const std::lock_guard lock(place.mutex);
    if (!place.slots)
        return {};
    Slot* const set = place.slots->data() + firstOf(hash);
    for (int i = 0; i < ways; ++i) {
        Slot& slot = set[i];
        if (slot.hash != hash || slot.token.size() != token.size() ||
            std::memcmp(slot.token.constData(), token.data(), size_t(token.size())) != 0)
            continue;
        const Claims claims = slot.claims;
        if (claims.expiresAtS <= nowS)
            slot = Slot();
        return claims;
    }
    return {};
}

void TokenCache::insert(QByteArrayView token, const Claims& claims)
{
    const quint64 hash = hashOf(token);
    const QByteArray copy = token.toByteArray();
    Shard& place = shard(hash);
    const std::lock_guard lock(place.mutex);
    if (!place.slots)
        place.slots = std::make_unique<std::array<Slot, setCount * ways>>();
    Slot* const set = place.slots->data() + firstOf(hash);
    Slot* target = nullptr;
    for (int i = 0; i < ways; ++i) {
        if (set[i].hash == hash && set[i].token == copy)
            return; // another thread was faster
        if (set[i].token.isEmpty())
            target = &set[i];
    }
    if (!target)
        target = &set[place.next++ % ways];
    *target = Slot{hash, claims, copy};
}

} // namespace zg::identity
