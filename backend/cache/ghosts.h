// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <array>
#include <vector>

namespace zg::cache {

using telemetry::MissCause;

/// Why keys that were in memory are there no more: a trace of four bytes each in a table of fixed size, where the
/// newest of a set pushes out the oldest. A key whose trace is gone counts as never seen.
/// Thread: its shard's callers, under the shard's lock.
class Ghosts final
{
public:
    /// Before use. @param bytes rounded down to a power of two; too few: nothing is remembered
    void setBytes(qint64 bytes);
    void note(size_t hash, MissCause cause);
    void forget(size_t hash); ///< the key is in memory again
    MissCause causeOf(size_t hash) const;
    qint64 bytes() const { return qint64(m_sets.size() * sizeof(Set)); }

private:
    using Set = std::array<quint32, 4>; // newest first; a tag of the hash and, in the lowest four bits, the cause
    // The shard is chosen by bits 48 and up, its slot by the lowest.
    size_t setOf(size_t hash) const { return (hash >> 8) & (m_sets.size() - 1); }
    static quint32 tagOf(size_t hash) { return quint32(hash >> 32) & ~0xFu; }

    std::vector<Set> m_sets;
};

} // namespace zg::cache
