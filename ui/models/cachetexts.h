// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/cachedesk.h"
#include "telemetry/snapshot.h"

#include <QCoreApplication>

namespace zg::ui {

/// The cache in words, in the language of now.
/// Thread: main.
class CacheTexts final
{
    Q_DECLARE_TR_FUNCTIONS(zg::ui::CacheTexts)

public:
    static QString family(const QString& name); ///< "Product lists"
    static QString cause(telemetry::MissCause why);
    static QString causeHelp(telemetry::MissCause why); ///< one sentence
    static QString policy(const QString& name);
    static QString policyHelp(const QString& name);

    /// "Product 42", "Product list sort=newest&limit=20"; with no key the family alone.
    static QString title(const QString& familyName, const QString& key);
    static QString span(qint64 ms); ///< "48 s", "3 min 20 s", "5 h 12 min"
    /// What is cached under a key, a line for each tier.
    static QString found(const node::CachedKey& key);
    static QString dropped(const node::CacheDrop& drop);

private:
    static QString memoryLine(const node::CachedKey& found);
    static QString redisLine(const node::CachedKey& found);
};

} // namespace zg::ui
