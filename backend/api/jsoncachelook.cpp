// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/cachekeys.h"
#include "api/jsoncache.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace zg::api {

using namespace Qt::StringLiterals;

// What people ask of the cache: what is in it, and to take something out.

std::optional<JsonCache::Held> JsonCache::held(const QString& family, const QByteArray& key) const
{
    const auto number = m_memory.familyNamed(family);
    auto peek = number ? m_memory.peek(*number, key) : std::nullopt;
    if (!peek)
        return std::nullopt;
    Held held;
    if (*number == m_productLists)
        held.isOutdated = isProductListOutdated(peek->entry);
    else if (*number == m_orderLists)
        held.isOutdated = isOrderListOutdated(key, peek->entry);
    held.peek = *std::move(peek);
    return held;
}

qint64 JsonCache::drop(const QString& family, const QByteArray& key, cache::MissCause cause)
{
    const auto number = m_memory.familyNamed(family);
    return number && m_memory.invalidate(*number, key, cause) ? 1 : 0;
}

qint64 JsonCache::dropFamily(const QString& family, cache::MissCause cause)
{
    const auto number = m_memory.familyNamed(family);
    return number ? m_memory.invalidateFamily(*number, cause) : 0;
}

QString JsonCache::productName(ProductId id) const
{
    const auto peek = m_memory.peek(m_products, IdKey(id));
    if (!peek || peek->entry.isAbsent())
        return {};
    const QJsonObject envelope = QJsonDocument::fromJson(peek->entry.value).object();
    return envelope["data"_L1].toObject()["name"_L1].toString();
}

QList<telemetry::HotKeyFigures> JsonCache::hotKeys(int count) const
{
    QList<telemetry::HotKeyFigures> figures;
    for (const auto& hot : m_memory.hotKeys(count)) {
        telemetry::HotKeyFigures key;
        key.family = m_memory.nameOf(hot.family);
        key.key = cacheKeyText(key.family, hot.key);
        if (hot.family == m_products) {
            if (const auto id = IdKey::idOf(hot.key))
                key.name = productName(*id);
        }
        key.share = hot.weight;
        figures.append(key);
    }
    return figures;
}

} // namespace zg::api
