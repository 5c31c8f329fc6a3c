// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/ghosts.h"

#include <algorithm>
#include <bit>

namespace zg::cache {

static_assert(telemetry::missCauseCount <= 16);

void Ghosts::setBytes(qint64 bytes)
{
    m_sets.assign(std::bit_floor(size_t(qMax<qint64>(0, bytes)) / sizeof(Set)), Set{});
}

void Ghosts::note(size_t hash, MissCause cause)
{
    if (m_sets.empty() || cause == MissCause::FirstSeen)
        return;
    Set& set = m_sets[setOf(hash)];
    const quint32 tag = tagOf(hash);
    const auto old = std::find_if(set.begin(), set.end() - 1, [tag](quint32 trace) { return (trace & ~0xFu) == tag; });
    std::move_backward(set.begin(), old, old + 1);
    set[0] = tag | quint32(cause);
}

void Ghosts::forget(size_t hash)
{
    if (m_sets.empty())
        return;
    Set& set = m_sets[setOf(hash)];
    const quint32 tag = tagOf(hash);
    const auto rest = std::remove_if(set.begin(), set.end(), [tag](quint32 trace) { return (trace & ~0xFu) == tag; });
    std::fill(rest, set.end(), 0);
}

MissCause Ghosts::causeOf(size_t hash) const
{
    if (m_sets.empty())
        return MissCause::FirstSeen;
    const quint32 tag = tagOf(hash);
    for (const quint32 trace : m_sets[setOf(hash)]) {
        if ((trace & ~0xFu) == tag)
            return MissCause(trace & 0xF);
    }
    return MissCause::FirstSeen;
}

} // namespace zg::cache
