// SPDX-License-Identifier: GPL-3.0-or-later
#include "resilience/ratelimiter.h"

#include <QHashFunctions>
#include <QRandomGenerator>

#include <arpa/inet.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace zg::resilience {

namespace {
constexpr size_t ways = 8; // buckets a key may be in: two cache lines, and room for keys that meet
constexpr size_t sets = RateLimiter::capacity / ways;
constexpr size_t locks = 64; // far more than threads, so that two rarely want the same one
constexpr qint64 nsPerS = 1'000'000'000;
} // namespace

void RateLimiter::Free::operator()(Bucket* buckets) const noexcept
{
    std::free(buckets);
}

RateLimiter::RateLimiter(int perSecond)
    : m_costNs(perSecond > 0 ? qMax<qint64>(1, nsPerS / perSecond) : 0)
    , m_burstNs(2 * m_costNs * perSecond)
    , m_seed(size_t(QRandomGenerator::system()->generate64()))
{
    if (m_costNs == 0)
        return;
    m_locks = std::make_unique<Lock[]>(locks);
    // calloc: the system gives zeroed pages when they are first touched, so a quiet shop pays for a few of them.
    m_buckets.reset(static_cast<Bucket*>(std::calloc(capacity, sizeof(Bucket))));
    if (!m_buckets)
        throw std::bad_alloc();
}

RateLimiter::~RateLimiter() = default;

std::optional<int> RateLimiter::take(QByteArrayView key, qint64 now) noexcept
{
    const size_t hash = qHashBits(key.data(), size_t(key.size()), m_seed);
    const size_t set = hash % sets;
    const std::lock_guard lock(m_locks[set % locks].mutex);
    Bucket* const begin = &m_buckets[set * ways];
    Bucket* const end = begin + ways;
    Bucket* bucket = std::find_if(begin, end, [hash](const Bucket& b) { return b.hash == hash; });
    if (bucket == end) {
        bucket = std::min_element(begin, end, [](const Bucket& a, const Bucket& b) { return a.fullAt < b.fullAt; });
        bucket->hash = hash;
        bucket->fullAt = now;
    }
    const qint64 fullAt = qMax(bucket->fullAt, now) + m_costNs;
    const qint64 waitNs = fullAt - now - m_burstNs;
    if (waitNs > 0) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return int((waitNs + nsPerS - 1) / nsPerS);
    }
    bucket->fullAt = fullAt;
    return std::nullopt;
}

QByteArray clientNetwork(QByteArrayView address)
{
    const QByteArray text = address.toByteArray();
    in6_addr v6{};
    if (::inet_pton(AF_INET6, text.constData(), &v6) != 1)
        return text;
    const auto* bytes = reinterpret_cast<const char*>(v6.s6_addr);
    if (!IN6_IS_ADDR_V4MAPPED(&v6))
        return QByteArray(bytes, 8).toHex(':') + "::/64";
    char v4[INET_ADDRSTRLEN] = {};
    ::inet_ntop(AF_INET, bytes + 12, v4, sizeof v4);
    return QByteArray(v4);
}

} // namespace zg::resilience
