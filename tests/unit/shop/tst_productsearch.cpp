// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include "shop/bulk.h"
#include "shop/grams.h"

#include <QSet>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

class TestProductSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<Store>(); }
    void cleanup();
    void searchFindsPartsOfNames_data();
    void searchFindsPartsOfNames();
    void searchFollowsANewName();
    void aSearchIsPaged_data();
    void aSearchIsPaged();
    void aLongSearchEndsAPageEarly_data();
    void aLongSearchEndsAPageEarly();

private:
    Products& products() { return m_store->shop.products(); }
    Result<Page<Product>> page(const ProductFilter& filter, const QByteArray& cursor = {}, int limit = 100)
    {
        return m_store->wait(products().list(filter, cursor, limit));
    }
    /// Many products at once; without a category they are of all kinds.
    template <class Name>
    void fillNames(int count, Name name, std::optional<CategoryId> category = {}, qint64 priceFen = 0)
    {
        static const BulkInsert products(
            "test.products",
            u"INSERT INTO products (name, folded, category_id, price, stock, status, created_at, updated_at) VALUES "_s,
            u"(?, ?, ?, ?, 0, ?, 0, 0)"_s, 5);
        static const BulkInsert pieces("test.grams", u"INSERT INTO product_grams (gram, product_id) VALUES "_s,
                                       u"(?, ?)"_s, 2);
        const auto fill = [&](sql::Connection& connection) -> Result<void> {
            qint64 id = 0;
            if (auto rows = connection.runText("test.last", u"SELECT COALESCE(MAX(id), 0) FROM products"_s, {});
                rows && rows->next())
                id = rows->integer(0);
            QVariantList values, found;
            for (int i = 0; i < count; ++i) {
                const QString text = name(i);
                values << text << text << (category ? category->value : 1 + i % 3)
                       << (priceFen > 0 ? priceFen : i * 37 % 500) << (!category && i % 7 == 0 ? 1 : 0);
                for (const auto& piece : grams(text))
                    found << piece << id + 1 + i;
            }
            if (auto done = products.run(connection, values); !done)
                return done;
            if (auto done = pieces.run(connection, found); !done)
                return done;
            return connection.flush();
        };
        ZG_OK(m_store->database.writeNow(fill));
    }

    std::unique_ptr<Store> m_store;
};

void TestProductSearch::cleanup()
{
    QCOMPARE(m_store->violations(), QStringList());
    m_store.reset();
}
void TestProductSearch::searchFindsPartsOfNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<qint64>>("ids");
    QTest::newRow("one character") << u"苹"_s << QList<qint64>{3, 1};
    QTest::newRow("two") << u"苹果"_s << QList<qint64>{3, 1};
    QTest::newRow("latin, other case") << u"IPH"_s << QList<qint64>{3, 2};
    QTest::newRow("full width") << u"ｉｐｈｏｎｅ"_s << QList<qint64>{3, 2};
    QTest::newRow("across a space") << u"ne 1"_s << QList<qint64>{2};
    QTest::newRow("grams, but not in a row") << u"abcabd"_s << QList<qint64>{4};
    QTest::newRow("same grams, other order") << u"bdabca"_s << QList<qint64>{};
    QTest::newRow("percent sign") << u"100%"_s << QList<qint64>{5};
    QTest::newRow("underscore") << u"_"_s << QList<qint64>{};
    QTest::newRow("quote") << u"'; --"_s << QList<qint64>{};
    QTest::newRow("beyond the plane") << u"🍎"_s << QList<qint64>{6};
    QTest::newRow("nothing") << u"zzz"_s << QList<qint64>{};
    QTest::newRow("too long") << QString(5000, u'a') << QList<qint64>{};
    QTest::newRow("blank") << u"  "_s << QList<qint64>{6, 5, 4, 3, 2, 1};
}

void TestProductSearch::searchFindsPartsOfNames()
{
    QFETCH(QString, text);
    QFETCH(QList<qint64>, ids);
    for (const auto& name : {u"红苹果"_s, u"iPhone 15"_s, u"苹果 IPHONE-16"_s, u"abcabd"_s, u"100% 纯棉"_s, u"🍎汁"_s})
        m_store->addProduct(name);
    for (int sort = 0; sort < 4; ++sort) {
        ProductFilter filter;
        filter.text = text;
        filter.sort = ProductSort(sort);
        const auto found = page(filter);
        ZG_OK(found);
        QSet<qint64> got;
        for (const auto& product : found->items)
            got.insert(product.id.value);
        QCOMPARE(got, QSet<qint64>(ids.cbegin(), ids.cend()));
    }
}

void TestProductSearch::searchFollowsANewName()
{
    const auto id = m_store->addProduct(u"apple"_s);
    ProductPatch patch;
    patch.version = 1;
    patch.name = u"apricot"_s;
    ZG_OK(m_store->wait(products().update(id, patch, UserId(1))));
    ProductFilter filter;
    for (const auto& [text, count] :
         {std::pair(u"ap"_s, 1), std::pair(u"apple"_s, 0), std::pair(u"pl"_s, 0), std::pair(u"cot"_s, 1)}) {
        filter.text = text;
        QCOMPARE(page(filter)->items.size(), count);
    }
}

void TestProductSearch::aSearchIsPaged_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("names");
    // Few of them are gathered; many are walked past, newest first or in the list's order.
    QTest::newRow("few") << u"苹果 9"_s << 1500;
    QTest::newRow("many, one piece") << u"苹果"_s << 1500;
    QTest::newRow("many, rarest piece") << u"苹果 "_s << 1500;
    QTest::newRow("many, another text's pieces, too") << u"红苹果 "_s << 2500;
}

/// Every sort, state and category gives each match once, in order, whichever way it is found.
void TestProductSearch::aSearchIsPaged()
{
    QFETCH(QString, text);
    QFETCH(int, names);
    fillNames(names, [](int i) { return u"红苹果 %1"_s.arg(i); });
    fillNames(300, [](int i) { return u"绿茶果 %1"_s.arg(i); });
    for (int sort = 0; sort < 4; ++sort) {
        for (int kind = 0; kind < 3; ++kind) {
            ProductFilter filter;
            filter.text = text;
            filter.sort = ProductSort(sort);
            if (kind == 1)
                filter.status = ProductStatus::OffShelf;
            if (kind == 2)
                filter.categoryId = CategoryId(2);
            ProductFilter all = filter;
            all.text.clear();
            QList<qint64> wanted, got;
            for (auto* list : {&wanted, &got}) {
                QByteArray cursor;
                do {
                    const auto found = page(list == &got ? filter : all, cursor);
                    ZG_OK(found);
                    for (const auto& product : found->items) {
                        if (product.name.contains(text))
                            list->append(product.id.value);
                    }
                    cursor = found->nextCursor;
                } while (!cursor.isEmpty());
            }
            QVERIFY(!wanted.isEmpty());
            QCOMPARE(got, wanted);
        }
    }
}

void TestProductSearch::aLongSearchEndsAPageEarly_data()
{
    QTest::addColumn<int>("sort");
    QTest::newRow("newest") << int(ProductSort::Newest);
    QTest::newRow("price") << int(ProductSort::PriceAsc);
}

/// What matches is behind more than a page looks at: the next page has it.
void TestProductSearch::aLongSearchEndsAPageEarly()
{
    QFETCH(int, sort);
    fillNames(
        2, [](int i) { return u"苹果 %1"_s.arg(i); }, CategoryId(1), 9'000'000);
    fillNames(
        1'500, [](int i) { return u"苹果 %1"_s.arg(i); }, CategoryId(2));
    const bool isNewest = ProductSort(sort) == ProductSort::Newest;
    fillNames(
        20'500, [&](int i) { return (isNewest ? u"苹果 %1"_s : u"茶 %1"_s).arg(i); }, CategoryId(isNewest ? 2 : 1));
    ProductFilter filter;
    filter.text = u"苹果"_s;
    filter.categoryId = CategoryId(1);
    filter.sort = ProductSort(sort);
    const auto first = page(filter, {}, 20);
    ZG_OK(first);
    QCOMPARE(first->items.size(), 0);
    QVERIFY(!first->nextCursor.isEmpty());
    const auto second = page(filter, first->nextCursor, 20);
    ZG_OK(second);
    QCOMPARE(second->items.size(), 2);
    QVERIFY(second->nextCursor.isEmpty());
}

QTEST_GUILESS_MAIN(TestProductSearch)
#include "tst_productsearch.moc"
