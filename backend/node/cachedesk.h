// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"

#include <optional>

namespace zg::node {

/// What is cached under one key.
struct CachedKey
{
    struct Place
    {
        qint64 bytes = 0;
        qint64 ageMs = 0;        ///< in memory alone
        qint64 leftMs = 0;       ///< of its time to live; negative: over for so long
        bool isAbsent = false;   ///< what is kept is that there is no such thing
        bool isStale = false;    ///< given with its age, while it is loaded anew or cannot be
        bool isOutdated = false; ///< what it shows has changed; the next reader brings it up to date
        bool operator==(const Place&) const = default;
    };
    /// What Redis has to do with it.
    enum class Shared : quint8 { NotConfigured, NotOfFamily, Away, Asked };
    QString family, key; ///< the key as it may be asked for again
    std::optional<Place> memory, redis;
    Shared shared = Shared::NotConfigured;
    bool operator==(const CachedKey&) const = default;
};

/// What was taken out.
struct CacheDrop
{
    QString family, key; ///< no key: all of the family
    qint64 memory = 0, redis = 0;
    CachedKey::Shared shared = CachedKey::Shared::NotConfigured;
    bool areOthersTold = false; ///< there may be other nodes, and they drop theirs
    qint64 entries() const { return memory + redis; }
    bool operator==(const CacheDrop&) const = default;
};

/// What staff ask of the cache. A key is a product's id, or a text as in telemetry::HotKeyFigures with its family
/// before it ("product_list sort=newest&limit=20"). Every call answers DependencyDown when the node does not serve.
/// Thread: main.
class CacheDesk
{
public:
    virtual ~CacheDesk() = default;
    virtual Answer<CachedKey> lookUp(const QString& key) = 0; ///< InvalidArgument: no key
    /// Nothing is lost: what is dropped is loaded again when it is asked for. Recorded under the name who does it.
    virtual Answer<CacheDrop> drop(const QString& key) = 0;
    virtual Answer<CacheDrop> dropFamily(const QString& family) = 0;
};

} // namespace zg::node
