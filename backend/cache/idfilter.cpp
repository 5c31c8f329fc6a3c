// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/idfilter.h"

namespace zg::cache {

IdFilter::~IdFilter()
{
    for (auto& chunk : m_chunks)
        delete chunk.load(std::memory_order_relaxed);
}

void IdFilter::add(qint64 id)
{
    if (id < 0 || id >= maxId)
        return;
    auto& place = m_chunks[size_t(id / chunkIds)];
    Chunk* chunk = place.load(std::memory_order_acquire);
    if (!chunk) {
        auto* const fresh = new Chunk{};
        if (place.compare_exchange_strong(chunk, fresh, std::memory_order_acq_rel))
            chunk = fresh;
        else
            delete fresh; // another was quicker: `chunk` is his
    }
    const quint64 bit = 1ull << (id % 64);
    if ((*chunk)[size_t(id % chunkIds / 64)].fetch_or(bit, std::memory_order_acq_rel) & bit)
        return;
    m_ids.fetch_add(1, std::memory_order_relaxed);
    qint64 highest = m_highest.load(std::memory_order_relaxed);
    while (highest < id && !m_highest.compare_exchange_weak(highest, id, std::memory_order_acq_rel)) {
    }
}

bool IdFilter::mayExist(qint64 id) const noexcept
{
    if (!denies() || id < 0 || id >= maxId)
        return true;
    if (id > m_highest.load(std::memory_order_acquire))
        return !m_deniesNewer.load(std::memory_order_acquire);
    const Chunk* const chunk = m_chunks[size_t(id / chunkIds)].load(std::memory_order_acquire);
    return chunk && ((*chunk)[size_t(id % chunkIds / 64)].load(std::memory_order_acquire) >> (id % 64) & 1);
}

} // namespace zg::cache
