// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cache/entry.h"

#include <QList>

#include <array>

namespace zg::cache {

/// A key and how many of the sampled hits were its own.
struct HotKey
{
    Family family{};
    QByteArray key;
    double weight = 0; ///< at least so many
    bool operator==(const HotKey&) const = default;
};

/// The keys that are hit most, from one hit in some 32: space-saving (Metwally et al., 2005) over a fixed number of
/// keys, where what was counted weighs half after a minute. A hit that is not sampled costs one decrement.
/// Thread: its shard's callers, under the shard's lock.
class HotKeys final
{
public:
    /// Whether this hit is one of the sample.
    bool isSampled() noexcept { return --m_untilSample == 0; }
    /// Counts it; a key of more than maxKeyBytes counts in the total alone.
    void add(Family family, const QByteArray& key, size_t hash, qint64 nowNs);
    /// Those that surely belong here, in no order; `total`: the weight of all samples.
    QList<HotKey> list(qint64 nowNs, double& total);
    qint64 bytes() const;

    static constexpr int places = 32;
    static constexpr qsizetype maxKeyBytes = 256;
    static constexpr qint64 halfLifeNs = 60'000'000'000;

private:
    struct Place
    {
        Family family{};
        QByteArray key;
        float count = 0, error = 0; ///< error: what others may have left here
    };
    void age(qint64 nowNs);
    quint32 nextGap();

    quint32 m_untilSample = 1;
    quint32 m_random = 2'463'534'242;
    qint64 m_agedNs = 0;
    double m_total = 0;
    std::array<size_t, places> m_hashes{}; // apart from the places: a look at them all touches four lines
    std::array<Place, places> m_places;
};

} // namespace zg::cache
