// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/lock.h"
#include "shop/productlocks.h"

namespace zg::node {

/// The strategy redis_lock's locks: one key a product, taken in the order of the ids.
/// Thread: any with an executor.
class RedisLocks final : public shop::ProductLocks
{
public:
    /// Before the client opens.
    RedisLocks(redis::Client& client, const Clock& clock)
        : m_clock(clock)
        , m_lock(client, clock)
    {
    }
    Task<Result<std::unique_ptr<Hold>>> acquire(QList<ProductId> ids) override;

private:
    const Clock& m_clock;
    redis::Lock m_lock;
};

} // namespace zg::node
