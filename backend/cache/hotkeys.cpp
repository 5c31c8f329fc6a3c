// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/hotkeys.h"

#include <algorithm>
#include <cmath>

namespace zg::cache {

/// 1 to 63, so that no rhythm of the requests hides a key.
quint32 HotKeys::nextGap()
{
    m_random ^= m_random << 13;
    m_random ^= m_random >> 17;
    m_random ^= m_random << 5;
    return 1 + m_random % 63;
}

void HotKeys::age(qint64 nowNs)
{
    if (m_total == 0)
        m_agedNs = nowNs;
    constexpr qint64 stepNs = halfLifeNs / 4;
    const qint64 steps = (nowNs - m_agedNs) / stepNs;
    if (steps <= 0)
        return;
    m_agedNs += steps * stepNs;
    const auto factor = float(std::exp2(-double(steps) / 4));
    m_total *= double(factor);
    for (Place& place : m_places) {
        place.count *= factor;
        place.error *= factor;
    }
}

void HotKeys::add(Family family, const QByteArray& key, size_t hash, qint64 nowNs)
{
    m_untilSample = nextGap();
    age(nowNs);
    m_total += 1;
    if (key.size() > maxKeyBytes)
        return;
    const auto known = std::find(m_hashes.begin(), m_hashes.end(), hash);
    if (known != m_hashes.end()) {
        Place& place = m_places[size_t(known - m_hashes.begin())];
        if (place.count > 0 && place.family == family && place.key == key) {
            place.count += 1;
            return;
        }
    }
    const auto least = std::ranges::min_element(m_places, {}, &Place::count);
    m_hashes[size_t(least - m_places.begin())] = hash;
    least->family = family;
    least->key = key;
    least->error = least->count;
    least->count += 1;
}

QList<HotKey> HotKeys::list(qint64 nowNs, double& total)
{
    age(nowNs);
    total += m_total;
    QList<HotKey> keys;
    for (const Place& place : m_places) {
        if (const double sure = double(place.count - place.error); sure >= 0.5)
            keys.append({place.family, place.key, sure});
    }
    return keys;
}

qint64 HotKeys::bytes() const
{
    qint64 sum = sizeof *this;
    for (const Place& place : m_places)
        sum += place.key.size();
    return sum;
}

} // namespace zg::cache
