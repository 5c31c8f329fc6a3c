// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity/tokens.h"

#include <array>
#include <memory>
#include <mutex>
#include <optional>

namespace zg::identity {

/// Tokens whose signature was checked, so that the next request with one costs a look-up. Bounded: a new token takes
/// the place of an old one of its set. Only what was signed here gets in, so a stranger cannot push others out. Thread:
/// any.
class TokenCache final
{
public:
    TokenCache();
    Q_DISABLE_COPY_MOVE(TokenCache)

    std::optional<Claims> find(QByteArrayView token, qint64 nowS); ///< the whole token is compared
    void insert(QByteArrayView token, const Claims& claims);

private:
    static constexpr int shardCount = 64;
    static constexpr int setCount = 64; // of each shard
    static constexpr int ways = 4;      // 16,384 tokens in all, some 7 MB when full
    struct Slot
    {
        quint64 hash = 0;
        Claims claims;
        QByteArray token; ///< empty: free
    };
    struct alignas(64) Shard
    {
        std::mutex mutex;                                         // guards slots and next
        std::unique_ptr<std::array<Slot, setCount * ways>> slots; ///< made with the first token
        quint32 next = 0;                                         ///< which way gives up its place next
    };

    quint64 hashOf(QByteArrayView token) const { return qHashBits(token.data(), size_t(token.size()), m_seed); }
    Shard& shard(quint64 hash) { return m_shards[hash >> 58]; }
    static int firstOf(quint64 hash) { return int(hash % setCount) * ways; }

    const size_t m_seed;
    std::array<Shard, shardCount> m_shards;
};

} // namespace zg::identity
