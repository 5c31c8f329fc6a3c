// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/cachekeys.h"
#include "api/listkeys.h"

#include <QTest>

using namespace zg;
using namespace zg::api;
using namespace Qt::StringLiterals;

class TestCacheKeys final : public QObject
{
    Q_OBJECT

    static QByteArray productList(shop::ProductSort sort, qint64 category, const QString& text, int limit,
                                  const QByteArray& cursor = {})
    {
        ProductListKey key;
        key.filter.sort = sort;
        if (category > 0)
            key.filter.categoryId = CategoryId(category);
        key.filter.text = text;
        key.limit = limit;
        key.cursor = cursor;
        return key.text();
    }
    static QByteArray orderList(qint64 owner, std::optional<shop::OrderStatus> status, int limit)
    {
        OrderListKey key;
        key.owner = UserId(owner);
        key.status = status;
        key.limit = limit;
        return key.text();
    }

private Q_SLOTS:
    void thereAndBack_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("text");
        using Sort = shop::ProductSort;
        QTest::newRow("product") << u"product"_s << IdKey(ProductId(42)).bytes() << u"42"_s;
        QTest::newRow("categories") << u"category"_s << QByteArray("all") << u"all"_s;
        QTest::newRow("all products") << u"product_list"_s << productList(Sort::Newest, 0, {}, 20)
                                      << u"sort=newest&limit=20"_s;
        QTest::newRow("a page") << u"product_list"_s << productList(Sort::Sales, 3, {}, 50, "AbC-_9")
                                << u"sort=sales&category_id=3&limit=50&cursor=AbC-_9"_s;
        QTest::newRow("a search") << u"product_list"_s << productList(Sort::PriceAsc, 0, u"龙井 250g"_s, 20)
                                  << u"sort=price_asc&q=龙井 250g&limit=20"_s;
        QTest::newRow("orders") << u"order_list"_s << orderList(7, {}, 20) << u"user=7&limit=20"_s;
        QTest::newRow("paid orders") << u"order_list"_s << orderList(7, shop::OrderStatus::Paid, 10)
                                     << u"user=7&status=paid&limit=10"_s;
    }
    void thereAndBack()
    {
        QFETCH(QString, family);
        QFETCH(QByteArray, key);
        QFETCH(QString, text);
        QCOMPARE(cacheKeyText(family, key), text);
        for (const QString& asked : {QString(family + u' ' + text), text}) {
            const auto read = readCacheKey(asked);
            QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
            QCOMPARE(read->family, family);
            QCOMPARE(read->key, key);
        }
    }

    void oddSearches_data()
    {
        QTest::addColumn<QString>("search");
        for (const char16_t* text : {u"a&b=c", u"100%", u"a+b", u"50% & more", u"#1", u"limit=3", u"%41"})
            QTest::addRow("%s", qPrintable(QString::fromUtf16(text))) << QString::fromUtf16(text);
    }
    void oddSearches()
    {
        QFETCH(QString, search);
        const QByteArray key = productList(shop::ProductSort::Newest, 0, search, 20);
        const QString text = cacheKeyText(u"product_list"_s, key);
        const auto read = readCacheKey(u"product_list "_s + text);
        QVERIFY2(read, qPrintable(text));
        QVERIFY2(read->key == key, qPrintable(text));
    }

    void otherWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("shared"); // null: no key
        QTest::newRow("blanks") << u"  42 "_s << QByteArray("p:42");
        QTest::newRow("a path") << u"/api/v1/products/42"_s << QByteArray("p:42");
        QTest::newRow("an address") << u"http://127.0.0.1:8080/api/v1/products/42"_s << QByteArray("p:42");
        QTest::newRow("a path of a list") << u"/api/v1/products?sort=sales&limit=50"_s << QByteArray("");
        QTest::newRow("a path of all") << u"/api/v1/products"_s << QByteArray("");
        QTest::newRow("categories") << u"/api/v1/categories"_s << QByteArray("categories");
        QTest::newRow("nothing") << QString() << QByteArray();
        QTest::newRow("zero") << u"0"_s << QByteArray();
        QTest::newRow("minus") << u"product -1"_s << QByteArray();
        QTest::newRow("a name") << u"龙井"_s << QByteArray();
        QTest::newRow("another path") << u"/api/v1/orders/42"_s << QByteArray();
        QTest::newRow("no such sort") << u"sort=best"_s << QByteArray();
        QTest::newRow("no such limit") << u"product_list limit=1000"_s << QByteArray();
        QTest::newRow("no such user") << u"order_list user=x"_s << QByteArray();
        QTest::newRow("nobody's orders") << u"order_list limit=20"_s << QByteArray();
        QTest::newRow("no such family") << u"session 7"_s << QByteArray();
    }
    void otherWords()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, shared);
        const auto read = readCacheKey(text);
        QCOMPARE(read.has_value(), !shared.isNull());
        if (read)
            QCOMPARE(read->sharedName, shared);
        else
            QCOMPARE(int(read.error().code), int(ErrorCode::InvalidArgument));
    }

    void brokenKeysAreShownAsTheyAre()
    {
        QCOMPARE(cacheKeyText(u"product"_s, "abc"), u"abc"_s);
        QCOMPARE(cacheKeyText(u"product_list"_s, "abc"), u"abc"_s);
        QCOMPARE(cacheKeyText(u"order_list"_s, "abc"), u"abc"_s);
    }
};

QTEST_GUILESS_MAIN(TestCacheKeys)
#include "tst_cachekeys.moc"
