// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace zg::api {

/// One key of the cache.
struct CacheKey
{
    QString family;
    QByteArray key;        ///< as the cache has it
    QByteArray sharedName; ///< in the tier that nodes share; empty: its family stays in memory
    bool operator==(const CacheKey&) const = default;
};

/// A key as people write it: a product's id; a list's parameters as in the API's query, with `user` for a customer's
/// orders; "all" for the categories.
QString cacheKeyText(const QString& family, const QByteArray& key);

/// Reads what cacheKeyText() wrote, with its family before it ("product 42", "order_list user=7&limit=20") or, where
/// it is clear, without; and the path of a request ("/api/v1/products?sort=sales").
/// @errors InvalidArgument: nothing of the kind
Result<CacheKey> readCacheKey(const QString& text);

/// What a family's names in the shared tier begin with; empty: it has none there.
QByteArray sharedPrefix(const QString& family);

} // namespace zg::api
