// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/livesettings.h"

namespace zg {

void takeOver(Settings& running, const Settings& wanted)
{
    running.server.accessLog = wanted.server.accessLog;
    running.server.drainDelay = wanted.server.drainDelay;
    running.server.maxInFlight = wanted.server.maxInFlight;
    running.shop.orderExpiry = wanted.shop.orderExpiry;
    running.shop.refundLimitFen = wanted.shop.refundLimitFen;
    running.pool.slowStatement = wanted.pool.slowStatement;
    // Without a Redis in force that strategy has nothing to lock in: it waits for the restart.
    if (wanted.shop.stockStrategy != StockStrategy::RedisLock || running.redis.isUsed())
        running.shop.stockStrategy = wanted.shop.stockStrategy;
}

} // namespace zg
