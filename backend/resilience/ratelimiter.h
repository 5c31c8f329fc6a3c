// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

namespace zg::resilience {

/// So many requests a second of one client, bursts of twice that: a token bucket a key.
/// Its memory is fixed (1 MB, touched as needed): of many keys it forgets those that used least of their allowance,
/// so that naming others does not win a blocked client anything.
/// Several nodes can share the allowance: each tells the others some ten times a second what its clients used, and
/// takes that off its own buckets. Clients that use less than an eighth of their burst here are not told of, so that N
/// nodes together let through at most N/8 of a burst too much, and what N nodes see within one such interval.
/// Thread: any.
class RateLimiter final
{
public:
    /// @param perSecond 0: off, nothing is refused and nothing allocated
    explicit RateLimiter(int perSecond);
    ~RateLimiter();
    RateLimiter(const RateLimiter&) = delete;
    RateLimiter& operator=(const RateLimiter&) = delete;

    /// Takes a token of `key` at `now` (Clock::monotonic()).
    /// @return nothing when there was one, else the whole seconds until there is, at least 1
    std::optional<int> refuse(QByteArrayView key, std::chrono::nanoseconds now) noexcept
    {
        return m_costNs == 0 ? std::nullopt : take(key, now.count());
    }
    /// Nodes that share have the same secret. Before use.
    void share(const QByteArray& secret);
    /// What clients used since the last call, for usedElsewhere() of the other nodes.
    QByteArray takeUsage();
    void usedElsewhere(QByteArrayView usage, std::chrono::nanoseconds now);
    qint64 refused() const noexcept { return m_refused.load(std::memory_order_relaxed); }

    static constexpr size_t capacity = 65'536; // keys in use within the same two seconds

private:
    /// A bucket as the moment it is full again: what lies before now is as good as none.
    struct Bucket
    {
        size_t hash;
        qint64 fullAt;
    };
    struct Free
    {
        void operator()(Bucket* buckets) const noexcept;
    };
    struct Uses;
    struct alignas(64) Lock
    {
        std::mutex mutex;
        std::unique_ptr<Uses> uses; ///< while they are shared
    };
    std::optional<int> take(QByteArrayView key, qint64 now) noexcept;
    Bucket& bucketOf(size_t hash, qint64 now) noexcept;

    const qint64 m_costNs;  // of one token
    const qint64 m_burstNs; // the debt a key may have
    size_t m_seed;          // nobody outside can choose keys that meet
    bool m_isShared = false;
    std::unique_ptr<Lock[]> m_locks; // each guards its share of the buckets
    std::unique_ptr<Bucket[], Free> m_buckets;
    std::atomic<qint64> m_refused{0};
};

/// What a client is counted by: an IPv4 address, or the /64 of an IPv6 address, since one client has all of it.
QByteArray clientNetwork(QByteArrayView address);

} // namespace zg::resilience
