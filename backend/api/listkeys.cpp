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
} // namespace

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

} // namespace zg::api
