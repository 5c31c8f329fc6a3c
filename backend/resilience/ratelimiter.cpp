// SPDX-License-Identifier: GPL-3.0-or-later
#include "resilience/ratelimiter.h"

#include <QCryptographicHash>
#include <QHashFunctions>
#include <QRandomGenerator>

#include <arpa/inet.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <unordered_map>
#include <utility>

namespace zg::resilience {

namespace {
constexpr size_t ways = 8; // buckets a key may be in: two cache lines, and room for keys that meet
constexpr size_t sets = RateLimiter::capacity / ways;
constexpr size_t locks = 64; // far more than threads, so that two rarely want the same one
constexpr qint64 nsPerS = 1'000'000'000;
constexpr qint64 toldPart = 8; // who owes less than this part of a burst is not told of
constexpr size_t usesALock = 1024;

size_t seedOf(const QByteArray& secret)
{
    const QByteArray digest = QCryptographicHash::hash(QByteArray("rate limits" + secret), QCryptographicHash::Sha256);
    size_t seed = 0;
    std::memcpy(&seed, digest.constData(), sizeof seed);
    return seed;
}

struct Used
{
    quint64 hash;
    quint32 tokens;
    quint32 padding;
};
static_assert(sizeof(Used) == 16);
} // namespace

/// Tokens that the other nodes have not been told of, by a key's hash.
struct RateLimiter::Uses
{
    std::unordered_map<size_t, quint32> tokens;
};

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

/// With the set's lock held.
RateLimiter::Bucket& RateLimiter::bucketOf(size_t hash, qint64 now) noexcept
{
    Bucket* const begin = &m_buckets[hash % sets * ways];
    Bucket* const end = begin + ways;
    Bucket* bucket = std::find_if(begin, end, [hash](const Bucket& b) { return b.hash == hash; });
    if (bucket == end) {
        bucket = std::min_element(begin, end, [](const Bucket& a, const Bucket& b) { return a.fullAt < b.fullAt; });
        bucket->hash = hash;
        bucket->fullAt = now;
    }
    return *bucket;
}

std::optional<int> RateLimiter::take(QByteArrayView key, qint64 now) noexcept
{
    const size_t hash = qHashBits(key.data(), size_t(key.size()), m_seed);
    Lock& place = m_locks[hash % sets % locks];
    const std::lock_guard lock(place.mutex);
    Bucket& bucket = bucketOf(hash, now);
    const qint64 fullAt = qMax(bucket.fullAt, now) + m_costNs;
    const qint64 waitNs = fullAt - now - m_burstNs;
    if (waitNs > 0) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return int((waitNs + nsPerS - 1) / nsPerS);
    }
    bucket.fullAt = fullAt;
    if (m_isShared && fullAt - now > m_burstNs / toldPart && place.uses->tokens.size() < usesALock)
        ++place.uses->tokens[hash];
    return std::nullopt;
}

void RateLimiter::share(const QByteArray& secret)
{
    if (m_costNs == 0)
        return;
    m_seed = seedOf(secret);
    m_isShared = true;
    for (size_t i = 0; i < locks; ++i)
        m_locks[i].uses = std::make_unique<Uses>();
}

QByteArray RateLimiter::takeUsage()
{
    QByteArray usage;
    if (!m_isShared)
        return usage;
    for (size_t i = 0; i < locks; ++i) {
        auto fresh = std::make_unique<Uses>();
        {
            const std::lock_guard lock(m_locks[i].mutex);
            if (m_locks[i].uses->tokens.empty())
                continue;
            m_locks[i].uses.swap(fresh);
        }
        for (const auto& [hash, tokens] : fresh->tokens) {
            const Used used{hash, tokens, 0};
            usage.append(reinterpret_cast<const char*>(&used), sizeof used);
        }
    }
    return usage;
}

void RateLimiter::usedElsewhere(QByteArrayView usage, std::chrono::nanoseconds now)
{
    if (m_costNs == 0)
        return;
    const qint64 nowNs = now.count();
    for (; usage.size() >= qsizetype(sizeof(Used)); usage = usage.sliced(sizeof(Used))) {
        Used used;
        std::memcpy(&used, usage.data(), sizeof used);
        const auto hash = size_t(used.hash);
        const std::lock_guard lock(m_locks[hash % sets % locks].mutex);
        Bucket& bucket = bucketOf(hash, nowNs);
        // Deeper in debt than a client of ours can get, else each of two busy nodes would still let all of it through;
        // but bounded, so that a word that came late locks nobody out for long.
        bucket.fullAt = qMin(qMax(bucket.fullAt, nowNs) + qint64(used.tokens) * m_costNs,
                             qMax(bucket.fullAt, nowNs + 2 * m_burstNs));
    }
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
