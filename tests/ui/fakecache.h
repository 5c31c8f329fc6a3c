// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/cachedesk.h"
#include "telemetry/snapshot.h"

#include <QHash>
#include <QPromise>

#include <functional>

namespace zg::ui::test {

/// A cache that holds what a test says; asked() tells what was asked of it.
class FakeCache final : public node::CacheDesk
{
public:
    QHash<QString, node::CachedKey> held; ///< by what is typed
    QStringList asked;
    std::optional<Error> failure; ///< what every call answers, while it is set
    bool isHeld = false;          ///< answers wait for release()

    void release()
    {
        for (const auto& answer : std::exchange(m_waiting, {}))
            answer();
    }
    node::Answer<node::CachedKey> lookUp(const QString& key) override
    {
        asked.append(u"look " + key);
        if (!held.contains(key))
            return give<node::CachedKey>(Error::invalid(QStringLiteral("key"), u"\"" + key + u"\" is no key"));
        return give<node::CachedKey>(held.value(key));
    }
    node::Answer<node::CacheDrop> drop(const QString& key) override
    {
        asked.append(u"drop " + key);
        node::CacheDrop dropped;
        const node::CachedKey found = held.value(key);
        dropped.family = found.family;
        dropped.key = found.key;
        dropped.memory = found.memory ? 1 : 0;
        dropped.redis = found.redis ? 1 : 0;
        dropped.shared = found.shared;
        held[key].memory.reset();
        held[key].redis.reset();
        return give<node::CacheDrop>(dropped);
    }
    node::Answer<node::CacheDrop> dropFamily(const QString& family) override
    {
        asked.append(u"family " + family);
        node::CacheDrop dropped;
        dropped.family = family;
        dropped.memory = 1'204;
        dropped.areOthersTold = true;
        return give<node::CacheDrop>(dropped);
    }

private:
    template <class T>
    node::Answer<T> give(Result<T> value)
    {
        if (failure)
            value = *failure;
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        const auto finish = [promise, value] {
            promise->addResult(value);
            promise->finish();
        };
        if (isHeld)
            m_waiting.append(finish);
        else
            finish();
        return promise->future();
    }
    QList<std::function<void()>> m_waiting;
};

/// Four families after a busy day, the keys that are asked for most, and the guards' figures.
inline void fillCache(telemetry::Snapshot& snapshot)
{
    using namespace Qt::StringLiterals;
    telemetry::CacheFamilyFigures product{u"product"_s, 1'284'360, 31'002, 1'210, 29'870, 17'922'000, 30'117, 1'204};
    product.entries = 9'312;
    product.bytes = 10'812'416;
    product.staleHits = 318;
    product.missCauses = {18'004, 6'120, 1'204, 2'318, 0, 3'211, 60, 5, 80};
    telemetry::CacheFamilyFigures lists{u"product_list"_s, 412'770, 88'120, 0, 87'900, 79'110'000, 12'004, 88};
    lists.entries = 1'408;
    lists.bytes = 18'120'704;
    lists.staleHits = 92;
    lists.missCauses = {6'041, 3'902, 88, 31'460, 46'517, 104, 8, 0, 0};
    telemetry::CacheFamilyFigures orders{u"order_list"_s, 22'418, 9'117, 0, 9'117, 6'381'900, 8'007, 0};
    orders.entries = 2'204;
    orders.bytes = 4'404'224;
    orders.missCauses = {3'114, 1'802, 0, 0, 4'201, 0, 0, 0, 0};
    telemetry::CacheFamilyFigures categories{u"category"_s, 61'004, 14, 0, 14, 9'800, 9, 0};
    categories.entries = 1;
    categories.bytes = 1'204;
    categories.missCauses = {1, 9, 0, 4, 0, 0, 0, 0, 0};
    snapshot.cacheFamilies = {product, lists, orders, categories};
    snapshot.cacheBytes = product.bytes + lists.bytes + orders.bytes + categories.bytes;
    snapshot.cacheLimitBytes = 64 << 20;
    snapshot.cacheRecordBytes = 331'776;
    snapshot.cacheGuards = {u"cache_aside"_s, 2, 0, 0, 1'118, 10'204, true, 104, 86};
    snapshot.hotKeys = {{u"product_list"_s, u"sort=newest&limit=20"_s, {}, 0.214},
                        {u"product"_s, u"42"_s, u"西湖龙井 明前特级 250 g"_s, 0.121},
                        {u"product"_s, u"7"_s, u"《平凡的世界》全三册"_s, 0.064},
                        {u"category"_s, u"all"_s, {}, 0.034},
                        {u"product_list"_s, u"sort=sales&category_id=3&limit=20"_s, {}, 0.029},
                        {u"product"_s, u"8"_s, u"有机小米 2.5 kg"_s, 0.018},
                        {u"order_list"_s, u"user=12&limit=20"_s, {}, 0.006}};
}

inline void fillRedis(telemetry::Snapshot& snapshot)
{
    auto& redis = snapshot.redis;
    redis.configured = redis.connected = true;
    redis.latency = {180, 420, 960, 3'100};
    redis.usedMemoryBytes = 48'234'496;
    redis.keys = 10'316;
    redis.tierHits = 21'004;
    redis.tierMisses = 8'900;
    redis.tierBypasses = 37;
    redis.reconnects = 1;
}

} // namespace zg::ui::test
