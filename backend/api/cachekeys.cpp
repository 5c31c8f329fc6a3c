// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/cachekeys.h"

#include "api/filters.h"
#include "api/listkeys.h"
#include "api/sharednames.h"

#include <QUrl>
#include <QUrlQuery>

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

QString queryText(std::initializer_list<std::pair<QString, QString>> items)
{
    QUrlQuery query;
    for (const auto& [name, value] : items) {
        if (!value.isEmpty())
            query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    }
    return query.toString(QUrl::PrettyDecoded);
}

QString numberText(qint64 number)
{
    return number > 0 ? QString::number(number) : QString();
}

QString textOf(const ProductListKey& key)
{
    return queryText({{u"sort"_s, QString::fromLatin1(shop::name(key.filter.sort))},
                      {u"category_id"_s, numberText(key.filter.categoryId.value_or(CategoryId(0)).value)},
                      {u"q"_s, key.filter.text},
                      {u"limit"_s, QString::number(key.limit)},
                      {u"cursor"_s, QString::fromLatin1(key.cursor)}});
}

QString textOf(const OrderListKey& key)
{
    return queryText({{u"user"_s, QString::number(key.owner.value)},
                      {u"status"_s, key.status ? QString::fromLatin1(shop::name(*key.status)) : QString()},
                      {u"limit"_s, QString::number(key.limit)},
                      {u"cursor"_s, QString::fromLatin1(key.cursor)}});
}

Error unreadable(const QString& text)
{
    return Error::invalid(u"key"_s, u"\"%1\" is no key of the cache"_s.arg(text));
}

Result<CacheKey> readProduct(const QString& text)
{
    bool isNumber = false;
    const qint64 id = text.toLongLong(&isNumber);
    if (!isNumber || id <= 0)
        return unreadable(text);
    return CacheKey{u"product"_s, IdKey(ProductId(id)).bytes(), sharedName(ProductId(id))};
}

Result<CacheKey> readProductList(const QString& text)
{
    const QByteArray query = QUrlQuery(text).toString(QUrl::FullyEncoded).toUtf8();
    const Params params = Params::ofQuery(0, query);
    const auto filter = readProductFilter(params);
    const auto limit = params.limit();
    const auto cursor = params.cursor();
    if (!filter || !limit || !cursor)
        return !filter ? filter.error() : !limit ? limit.error() : cursor.error();
    ProductListKey key;
    key.filter = *filter;
    key.limit = *limit;
    key.cursor = *cursor;
    return CacheKey{u"product_list"_s, key.text(), {}};
}

Result<CacheKey> readOrderList(const QString& text)
{
    const QByteArray query = QUrlQuery(text).toString(QUrl::FullyEncoded).toUtf8();
    const Params params = Params::ofQuery(0, query);
    const auto user = params.integer("user", 1, std::numeric_limits<qint64>::max());
    const auto status = readOrderStatus(params);
    const auto limit = params.limit();
    const auto cursor = params.cursor();
    if (!user || !status || !limit || !cursor)
        return !user ? user.error() : !status ? status.error() : !limit ? limit.error() : cursor.error();
    OrderListKey key;
    key.owner = UserId(*user);
    key.status = *status;
    key.limit = *limit;
    key.cursor = *cursor;
    return CacheKey{u"order_list"_s, key.text(), {}};
}

/// "/api/v1/products/7" → "product 7", "/api/v1/products?q=x" → "product_list q=x", "/api/v1/categories" → "category
/// all"
QString withoutPath(const QString& text)
{
    if (!text.contains(u'/'))
        return text;
    const QUrl url(text);
    const QString last = url.path().section(u'/', -1);
    if (last == u"products"_s)
        return u"product_list "_s + url.query(QUrl::FullyEncoded);
    if (last == u"categories"_s)
        return u"category all"_s;
    return url.path().section(u'/', -2, -2) == u"products"_s ? u"product "_s + last : text;
}

} // namespace

QString cacheKeyText(const QString& family, const QByteArray& key)
{
    if (family == u"product"_s) {
        if (const auto id = IdKey::idOf(key))
            return QString::number(id->value);
    } else if (family == u"product_list"_s) {
        if (const auto page = ProductListKey::ofText(key))
            return textOf(*page);
    } else if (family == u"order_list"_s) {
        if (const auto page = OrderListKey::ofText(key))
            return textOf(*page);
    }
    return QString::fromUtf8(key);
}

Result<CacheKey> readCacheKey(const QString& text)
{
    static const QStringList families{u"product"_s, u"product_list"_s, u"order_list"_s, u"category"_s};
    QString key = withoutPath(text.trimmed());
    QString family = key.section(u' ', 0, 0);
    if (families.contains(family)) {
        key = key.section(u' ', 1).trimmed();
    } else if (key == u"all"_s) {
        family = u"category"_s;
    } else {
        family = !key.contains(u'=')                      ? u"product"_s
                 : QUrlQuery(key).hasQueryItem(u"user"_s) ? u"order_list"_s
                                                          : u"product_list"_s;
    }
    if (family == u"product"_s)
        return readProduct(key);
    if (family == u"product_list"_s)
        return readProductList(key);
    if (family == u"order_list"_s)
        return readOrderList(key);
    if (family == u"category"_s && key == u"all"_s)
        return CacheKey{family, key.toUtf8(), sharedCategories()};
    return unreadable(text);
}

QByteArray sharedPrefix(const QString& family)
{
    if (family == u"product"_s)
        return "p:";
    return family == u"category"_s ? sharedCategories() : QByteArray();
}

} // namespace zg::api
