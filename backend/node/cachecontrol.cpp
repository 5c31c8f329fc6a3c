// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/cachecontrol.h"

#include "api/cachekeys.h"
#include "api/jsoncache.h"
#include "core/logging.h"
#include "node/databasebus.h"
#include "node/storebus.h"

namespace zg::node {

using namespace Qt::StringLiterals;
using Shared = CachedKey::Shared;

CacheControl::CacheControl(api::JsonCache& cache, StoreBus* bus, DatabaseBus* databaseBus,
                           std::function<bool()> hasOthers)
    : m_cache(cache)
    , m_bus(bus)
    , m_databaseBus(databaseBus)
    , m_hasOthers(std::move(hasOthers))
{
}

cache::RedisTier* CacheControl::tier() const
{
    return m_bus ? &m_bus->tier() : nullptr;
}

CachedKey CacheControl::inMemory(const api::CacheKey& key) const
{
    CachedKey found;
    found.family = key.family;
    found.key = api::cacheKeyText(key.family, key.key);
    if (const auto held = m_cache.held(key.family, key.key)) {
        CachedKey::Place place;
        place.bytes = held->peek.bytes;
        place.ageMs = held->peek.age.count();
        place.leftMs = held->peek.left.count();
        place.isAbsent = held->peek.entry.isAbsent();
        place.isStale = held->peek.left.count() <= 0;
        place.isOutdated = held->isOutdated;
        found.memory = place;
    }
    return found;
}

bool CacheControl::tellOthers(const QString& family, const QByteArray& key, const QByteArray& sharedName)
{
    if (m_bus)
        m_bus->dropped(family, key, sharedName);
    else if (m_databaseBus)
        m_databaseBus->dropped(family, key);
    const bool isHeard = m_bus ? m_bus->isConnected() : m_databaseBus && m_databaseBus->isTrusted();
    return isHeard && m_hasOthers();
}

/// @param found outlives the task: its caller waits
Task<void> CacheControl::askShared(CachedKey& found, QByteArray name)
{
    if (!tier())
        co_return;
    found.shared = name.isEmpty() ? Shared::NotOfFamily : Shared::Asked;
    if (name.isEmpty())
        co_return;
    const auto held = co_await tier()->held(name);
    if (!held) {
        found.shared = Shared::Away;
        co_return;
    }
    if (*held) {
        CachedKey::Place place;
        place.bytes = (*held)->bytes;
        place.leftMs = (*held)->left.count();
        place.isAbsent = (*held)->isAbsent;
        found.redis = place;
    }
}

Task<Result<CachedKey>> CacheControl::lookUp(QString key)
{
    const auto read = api::readCacheKey(key);
    if (!read)
        co_return Result<CachedKey>(read.error());
    CachedKey found = inMemory(*read);
    co_await askShared(found, read->sharedName);
    co_return Result<CachedKey>(found);
}

Task<Result<CacheDrop>> CacheControl::drop(QString key, QString by)
{
    const auto read = api::readCacheKey(key);
    if (!read)
        co_return Result<CacheDrop>(read.error());
    CachedKey found;
    co_await askShared(found, read->sharedName); // to say what there was
    CacheDrop dropped;
    dropped.family = read->family;
    dropped.key = api::cacheKeyText(read->family, read->key);
    dropped.shared = found.shared;
    dropped.redis = found.redis ? 1 : 0;
    dropped.areOthersTold = tellOthers(read->family, read->key, read->sharedName); // before memory is changed
    dropped.memory = m_cache.drop(read->family, read->key, cache::MissCause::Dropped);
    qCInfo(lcCache, "%ls dropped the key \"%ls %ls\": %lld in memory, %lld in Redis", qUtf16Printable(by),
           qUtf16Printable(dropped.family), qUtf16Printable(dropped.key), dropped.memory, dropped.redis);
    co_return Result<CacheDrop>(dropped);
}

Task<Result<CacheDrop>> CacheControl::dropFamily(QString family, QString by)
{
    if (!m_cache.hasFamily(family))
        co_return Result<CacheDrop>(Error::invalid(u"family"_s, u"there is no family \"%1\""_s.arg(family)));
    CacheDrop dropped;
    dropped.family = family;
    if (tier()) {
        const QByteArray prefix = api::sharedPrefix(family);
        dropped.shared = prefix.isEmpty() ? Shared::NotOfFamily : Shared::Asked;
        if (!prefix.isEmpty()) { // first: else memory would be filled from there again
            const auto gone = co_await tier()->dropAll(prefix);
            dropped.redis = gone.value_or(0);
            if (!gone) {
                dropped.shared = Shared::Away;
                qCInfo(lcCache, "Redis keeps what it has of %ls: %ls", qUtf16Printable(family),
                       qUtf16Printable(gone.error().message));
            }
        }
    }
    dropped.areOthersTold = tellOthers(family, {}, {});
    dropped.memory = m_cache.dropFamily(family, cache::MissCause::Dropped);
    qCInfo(lcCache, "%ls dropped the family %ls: %lld in memory, %lld in Redis", qUtf16Printable(by),
           qUtf16Printable(family), dropped.memory, dropped.redis);
    co_return Result<CacheDrop>(dropped);
}

} // namespace zg::node
