// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/histogram.h"

#include <cmath>

namespace zg::telemetry {

using std::chrono::nanoseconds;

void HistogramSnapshot::cover(qsizetype first, qsizetype end)
{
    if (m_counts.isEmpty())
        m_first = first;
    if (first < m_first) {
        m_counts.insert(0, m_first - first, 0);
        m_first = first;
    }
    if (end > m_first + m_counts.size())
        m_counts.resize(end - m_first);
}

nanoseconds HistogramSnapshot::total() const
{
    double sum = 0;
    for (qsizetype i = 0; i < m_counts.size(); ++i)
        sum += double(m_counts[i]) * Histogram::middleNs(m_first + i);
    return nanoseconds(qint64(sum));
}

nanoseconds HistogramSnapshot::percentile(double percent) const
{
    if (m_count <= 0)
        return nanoseconds(0);
    const qint64 rank = qBound<qint64>(1, qint64(std::ceil(double(m_count) * percent / 100)), m_count);
    qint64 passed = 0;
    for (qsizetype i = 0; i < m_counts.size(); ++i) {
        passed += m_counts[i];
        if (passed >= rank)
            return nanoseconds(qint64(Histogram::middleNs(m_first + i)));
    }
    return nanoseconds(0);
}

Percentiles HistogramSnapshot::percentiles() const
{
    const auto us = [this](double percent) { return (percentile(percent).count() + 500) / 1000; };
    Percentiles result;
    result.p50Us = us(50);
    result.p95Us = us(95);
    result.p99Us = us(99);
    result.maxUs = us(100);
    return result;
}

void HistogramSnapshot::cumulative(std::span<const nanoseconds> bounds, std::span<qint64> counts) const
{
    qint64 passed = 0;
    qsizetype i = 0;
    for (size_t bound = 0; bound < bounds.size() && bound < counts.size(); ++bound) {
        for (; i < m_counts.size() && Histogram::middleNs(m_first + i) <= double(bounds[bound].count()); ++i)
            passed += m_counts[i];
        counts[bound] = passed;
    }
}

HistogramSnapshot& HistogramSnapshot::operator+=(const HistogramSnapshot& other)
{
    if (m_counts.isEmpty())
        return *this = other;
    if (other.m_counts.isEmpty())
        return *this;
    cover(other.m_first, other.m_first + other.m_counts.size());
    qint64* const counts = m_counts.data() + (other.m_first - m_first);
    for (qsizetype i = 0; i < other.m_counts.size(); ++i)
        counts[i] += other.m_counts[i];
    m_count += other.m_count;
    return *this;
}

HistogramSnapshot& HistogramSnapshot::operator-=(const HistogramSnapshot& earlier)
{
    qint64* const counts = m_counts.data();
    m_count = 0;
    for (qsizetype i = 0; i < m_counts.size(); ++i) {
        const qsizetype at = m_first + i - earlier.m_first;
        if (at >= 0 && at < earlier.m_counts.size())
            counts[i] = qMax<qint64>(0, counts[i] - earlier.m_counts[at]);
        m_count += counts[i];
    }
    return *this;
}

Histogram::~Histogram()
{
    for (auto& block : m_blocks)
        delete block.load(std::memory_order_relaxed);
}

double Histogram::middleNs(qsizetype bucket) noexcept
{
    if (bucket < 2 * blockSize)
        return double(bucket);
    const int shift = int(bucket >> subBits) - 1;
    const quint64 low = quint64(blockSize + (bucket & (blockSize - 1))) << shift;
    return double(low) + double(quint64(1) << shift) / 2;
}

Histogram::Block* Histogram::grow(qsizetype index) noexcept
{
    auto* fresh = new Block;
    Block* present = nullptr;
    if (m_blocks[size_t(index)].compare_exchange_strong(present, fresh, std::memory_order_acq_rel,
                                                        std::memory_order_acquire))
        return fresh;
    delete fresh; // another thread was first
    return present;
}

void Histogram::addTo(HistogramSnapshot& sum) const
{
    std::array<const Block*, blockCount> blocks;
    qsizetype first = blockCount;
    qsizetype last = -1;
    for (qsizetype i = 0; i < blockCount; ++i) {
        blocks[size_t(i)] = m_blocks[size_t(i)].load(std::memory_order_acquire);
        if (blocks[size_t(i)]) {
            first = qMin(first, i);
            last = i;
        }
    }
    if (last < 0)
        return;
    sum.cover(first * blockSize, (last + 1) * blockSize);
    qint64* const counts = sum.m_counts.data();
    for (qsizetype i = first; i <= last; ++i) {
        const Block* block = blocks[size_t(i)];
        for (qsizetype j = 0; block && j < blockSize; ++j) {
            const qint64 count = block->counts[size_t(j)].load(std::memory_order_relaxed);
            counts[i * blockSize + j - sum.m_first] += count;
            sum.m_count += count;
        }
    }
}

HistogramSnapshot Histogram::snapshot() const
{
    HistogramSnapshot result;
    addTo(result);
    return result;
}

} // namespace zg::telemetry
