// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <array>
#include <atomic>
#include <memory>

namespace zg::sql {

/// What a read is about: it must show every change of that which was told before. Numbers that meet only cost a read
/// of the primary that a replica could have answered.
struct Concern
{
    quint64 number = 0;
};

/// When each concern was last written about, as far as this node was told. Thread: any, without a lock.
class RecentWrites final
{
public:
    explicit RecentWrites(const Clock& clock)
        : m_clock(clock)
        , m_slots(std::make_unique<Slots>())
    {
    }
    /// After the commit, and before anybody is told of it.
    void note(Concern concern) { slot(concern).store(m_clock.monotonic().count(), std::memory_order_release); }
    /// Others wrote unheard: it may have been anything.
    void noteAll()
    {
        for (auto& slot : *m_slots)
            slot.store(m_clock.monotonic().count(), std::memory_order_release);
    }
    std::chrono::nanoseconds last(Concern concern) const
    {
        return std::chrono::nanoseconds(slot(concern).load(std::memory_order_acquire));
    }

private:
    static constexpr size_t count = 16'384;
    using Slots = std::array<std::atomic<qint64>, count>;
    std::atomic<qint64>& slot(Concern concern) const
    {
        return (*m_slots)[size_t((concern.number * 0x9E3779B97F4A7C15ull) >> 50)];
    }
    const Clock& m_clock;
    std::unique_ptr<Slots> m_slots;
};

} // namespace zg::sql
