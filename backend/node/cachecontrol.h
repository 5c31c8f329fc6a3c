// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "node/cachedesk.h"

#include <functional>

namespace zg::api {
class JsonCache;
struct CacheKey;
} // namespace zg::api
namespace zg::cache {
class RedisTier;
}

namespace zg::node {

class DatabaseBus;
class StoreBus;

/// Looks into both tiers of the cache, and drops from both, here and on the other nodes.
/// Thread: one with an executor.
class CacheControl final
{
public:
    /// @param hasOthers does the list of nodes show another one? Any thread calls it
    CacheControl(api::JsonCache& cache, StoreBus* bus, DatabaseBus* databaseBus, std::function<bool()> hasOthers);
    Q_DISABLE_COPY_MOVE(CacheControl)

    Task<Result<CachedKey>> lookUp(QString key);
    /// @param by who does it, for the log
    Task<Result<CacheDrop>> drop(QString key, QString by);
    Task<Result<CacheDrop>> dropFamily(QString family, QString by);

private:
    Task<void> askShared(CachedKey& found, QByteArray name);
    CachedKey inMemory(const api::CacheKey& key) const;
    cache::RedisTier* tier() const;
    /// @param sharedName of the key in Redis; empty: it has none. @return whether there are others, and they hear of it
    bool tellOthers(const QString& family, const QByteArray& key, const QByteArray& sharedName);

    api::JsonCache& m_cache;
    StoreBus* const m_bus;
    DatabaseBus* const m_databaseBus;
    const std::function<bool()> m_hasOthers;
};

} // namespace zg::node
