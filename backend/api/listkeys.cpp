// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/listkeys.h"

namespace zg::api {

namespace {
/// Numbers of fixed width first, so that no two keys can read the same.
template <class T>
void append(QByteArray& key, T number)
{
    key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// The number at the head of the rest of a key, which moves behind it.
template <class T>
bool take(QByteArrayView& rest, T& number)
{
    if (rest.size() < qsizetype(sizeof number))
        return false;
    std::memcpy(&number, rest.data(), sizeof number);
    rest = rest.sliced(sizeof number);
    return true;
}
} // namespace

std::optional<ProductId> IdKey::idOf(QByteArrayView key)
{
    qint64 id = 0;
    return take(key, id) && key.isEmpty() ? std::optional(ProductId(id)) : std::nullopt;
}

QByteArray ProductListKey::text() const
{
    QByteArray key;
    key.reserve(32 + cursor.size() + filter.text.size() * 3);
    append(key, filter.sort);
    append(key, quint8(limit));
    append(key, filter.categoryId ? filter.categoryId->value : qint64(0));
    append(key, quint16(cursor.size()));
    key += cursor;
    if (!filter.text.isEmpty())
        key += filter.text.toUtf8();
    return key;
}

std::optional<ProductListKey> ProductListKey::ofText(QByteArrayView text)
{
    ProductListKey key;
    quint8 limit = 0;
    qint64 category = 0;
    quint16 cursor = 0;
    if (!take(text, key.filter.sort) || !take(text, limit) || !take(text, category) || !take(text, cursor) ||
        text.size() < cursor)
        return std::nullopt;
    key.limit = limit;
    if (category != 0)
        key.filter.categoryId = CategoryId(category);
    key.cursor = text.first(cursor).toByteArray();
    key.filter.text = QString::fromUtf8(text.sliced(cursor));
    return key;
}

QByteArray nextCursor(const QByteArray& page)
{
    static constexpr QByteArrayView key = R"(],"next_cursor":")", end = R"("}})"; // cursors hold no quotes
    const qsizetype at = page.lastIndexOf(key);
    if (at < 0 || !page.endsWith(end))
        return {};
    return page.sliced(at + key.size()).chopped(end.size());
}

QByteArray OrderListKey::text() const
{
    QByteArray key;
    key.reserve(16 + cursor.size());
    append(key, owner.value);
    append(key, status ? quint8(*status) : quint8(0xff));
    append(key, quint8(limit));
    key += cursor;
    return key;
}

std::optional<OrderListKey> OrderListKey::ofText(QByteArrayView text)
{
    OrderListKey key;
    quint8 status = 0, limit = 0;
    if (!take(text, key.owner.value) || !take(text, status) || !take(text, limit))
        return std::nullopt;
    if (status != 0xff)
        key.status = shop::OrderStatus(status);
    key.limit = limit;
    key.cursor = text.toByteArray();
    return key;
}

} // namespace zg::api
