// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <atomic>

namespace zg::cache {

/// Which ids there are, a bit each: whoever asks for one that there is not is answered without the source. Ids are
/// given in rising order, so a million take 125 KB. An id that was added stays; one that was not is only denied while
/// the filter is filled and trusted. Thread: any; asking is two loads.
class IdFilter final
{
public:
    IdFilter() = default;
    ~IdFilter();
    Q_DISABLE_COPY_MOVE(IdFilter)

    void add(qint64 id);
    /// False: there is no such id, for certain.
    bool mayExist(qint64 id) const noexcept;

    /// Whether all ids there are have been added.
    void setFilled(bool filled) { m_isFilled.store(filled, std::memory_order_release); }
    /// Whether each new id will be added before, or soon after, anybody is told of it. When that was not so for a
    /// while the filter must be filled again.
    void setTrusted(bool trusted)
    {
        m_isTrusted.store(trusted, std::memory_order_release);
        if (!trusted)
            setFilled(false);
    }
    bool denies() const
    {
        return m_isFilled.load(std::memory_order_acquire) && m_isTrusted.load(std::memory_order_acquire);
    }
    /// Whether ids above all known ones may be denied, too. Not while others make new ones and may not be heard.
    void setDeniesNewer(bool denies) { m_deniesNewer.store(denies, std::memory_order_release); }

    qint64 highest() const { return m_highest.load(std::memory_order_relaxed); }
    qint64 ids() const { return m_ids.load(std::memory_order_relaxed); }

    static constexpr qint64 chunkIds = 1 << 18;      ///< 32 KiB each
    static constexpr qint64 maxId = chunkIds * 4096; ///< a thousand million; those above may always exist

private:
    using Chunk = std::array<std::atomic<quint64>, chunkIds / 64>;
    std::array<std::atomic<Chunk*>, maxId / chunkIds> m_chunks{};
    std::atomic<qint64> m_highest{0}, m_ids{0};
    std::atomic<bool> m_isFilled{false}, m_isTrusted{true}, m_deniesNewer{true};
};

} // namespace zg::cache
