// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <QList>

#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <span>

namespace zg::telemetry {

/// What a Histogram held at one moment; a value. The difference of two of the same histogram is the time in between.
/// Thread: any, like an int.
class HistogramSnapshot final
{
public:
    qint64 count() const { return m_count; }
    std::chrono::nanoseconds total() const; ///< the sum of all durations, right to 1 %
    /// The duration that `percent` of all did not exceed, right to 1 %; 0 when nothing was recorded.
    std::chrono::nanoseconds percentile(double percent) const;
    Percentiles percentiles() const;
    /// How many lasted at most each of `bounds` (ascending), as Prometheus' buckets count.
    void cumulative(std::span<const std::chrono::nanoseconds> bounds, std::span<qint64> counts) const;

    HistogramSnapshot& operator+=(const HistogramSnapshot& other);
    HistogramSnapshot& operator-=(const HistogramSnapshot& earlier);
    friend HistogramSnapshot operator-(HistogramSnapshot later, const HistogramSnapshot& earlier)
    {
        return later -= earlier;
    }

private:
    friend class Histogram;
    void cover(qsizetype first, qsizetype end);

    QList<qint64> m_counts; // of the buckets from m_first on: only the stretch that is used
    qsizetype m_first = 0;
    qint64 m_count = 0;
};

/// Durations from 1 ns to 73 minutes, log-linear (HDR): 64 buckets a power of two, so a percentile is right to 1 %.
/// Memory is taken for the powers of two that occur: 300 bytes when empty, about 4 KB in use, 20 KB at most.
/// Thread: any. Recording is one relaxed atomic add; snapshot() copies and never blocks the adders.
class Histogram final
{
public:
    Histogram() = default;
    ~Histogram();
    Histogram(const Histogram&) = delete;
    Histogram& operator=(const Histogram&) = delete;

    void record(std::chrono::nanoseconds duration) noexcept { cell(duration).fetch_add(1, std::memory_order_relaxed); }
    /// The same for a histogram that only one thread records to: without the locked add.
    void recordAlone(std::chrono::nanoseconds duration) noexcept
    {
        auto& count = cell(duration);
        count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }
    HistogramSnapshot snapshot() const;
    void addTo(HistogramSnapshot& sum) const; ///< sum += snapshot(), without the copy in between

private:
    friend class HistogramSnapshot;
    static constexpr int subBits = 6;
    static constexpr qsizetype blockSize = 1 << subBits;
    static constexpr quint64 maxNs = (quint64(1) << 42) - 1; // 73 minutes; what is longer counts as that
    static constexpr qsizetype blockCount = 42 - subBits + 1;
    struct alignas(64) Block
    {
        std::array<std::atomic<qint64>, blockSize> counts{};
    };

    static qsizetype bucketOf(quint64 ns) noexcept;
    static double middleNs(qsizetype bucket) noexcept;
    std::atomic<qint64>& cell(std::chrono::nanoseconds duration) noexcept;
    Block* grow(qsizetype index) noexcept;

    std::array<std::atomic<Block*>, blockCount> m_blocks{};
};

inline qsizetype Histogram::bucketOf(quint64 ns) noexcept
{
    // The top 7 bits of the number pick the bucket; below 128 ns each value has its own.
    const int shift = std::bit_width(ns | (quint64(1) << subBits)) - (subBits + 1);
    return (qsizetype(shift) << subBits) + qsizetype(ns >> shift);
}

inline std::atomic<qint64>& Histogram::cell(std::chrono::nanoseconds duration) noexcept
{
    const auto bucket = bucketOf(qMin(quint64(qMax<qint64>(duration.count(), 0)), maxNs));
    Block* block = m_blocks[size_t(bucket >> subBits)].load(std::memory_order_acquire);
    if (!block) [[unlikely]]
        block = grow(bucket >> subBits);
    return block->counts[size_t(bucket & (blockSize - 1))];
}

} // namespace zg::telemetry
