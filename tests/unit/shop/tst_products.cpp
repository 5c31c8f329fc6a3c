// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include <QSet>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

class TestProducts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<Store>(); }
    void cleanup();
    void aNewProductHasAnInitialLedgerRow();
    void editsNeedTheVersion();
    void historyTellsWhoChangedWhat();
    void unknownCategoriesAreRefused();
    void removedProductsAreGone();
    void stockIsAdjustedByDeltas();
    void deltasAreBounded_data();
    void deltasAreBounded();
    void theLedgerIsPaged();
    void listsArePagedByKey_data();
    void listsArePagedByKey();
    void categoriesHaveNamesOfTheirOwn();

private:
    Products& products() { return m_store->shop.products(); }
    Result<Page<Product>> page(const ProductFilter& filter, const QByteArray& cursor = {}, int limit = 100)
    {
        return m_store->wait(products().list(filter, cursor, limit));
    }
    std::unique_ptr<Store> m_store;
};

void TestProducts::cleanup()
{
    QCOMPARE(m_store->violations(), QStringList());
    m_store.reset();
}

void TestProducts::aNewProductHasAnInitialLedgerRow()
{
    const auto staff = m_store->addUser(u"staff"_s, u"staff"_s);
    ProductDraft draft;
    draft.name = u"苹果"_s;
    draft.categoryId = CategoryId(1);
    draft.priceFen = 500;
    draft.stock = 7;
    draft.description = u"红的"_s;
    const auto made = m_store->wait(products().create(draft, staff));
    ZG_OK(made);
    QCOMPARE(made->status, ProductStatus::OffShelf);
    QCOMPARE(made->version, 1);
    QCOMPARE(made->createdAt, m_store->clock.wallMs());
    QCOMPARE(m_store->product(made->id), *made);
    const auto ledger = m_store->ledger(made->id);
    QCOMPARE(ledger.size(), 1);
    QCOMPARE(ledger[0].cause, LedgerCause::Initial);
    QCOMPARE(ledger[0].delta, 7);
    QCOMPARE(ledger[0].stockAfter, 7);
    QCOMPARE(*ledger[0].by, staff);
    QCOMPARE(ledger[0].byName, u"staff"_s);
    ZG_FAILS(m_store->wait(products().find(ProductId(99))), NotFound);
}

void TestProducts::editsNeedTheVersion()
{
    const auto id = m_store->addProduct(u"old"_s);
    ProductPatch patch;
    patch.version = 1;
    patch.name = u"new"_s;
    patch.priceFen = 5;
    patch.status = ProductStatus::OffShelf;
    patch.categoryId = std::optional(CategoryId(2));
    m_store->clock.advance(std::chrono::seconds(5));
    const auto edited = m_store->wait(products().update(id, patch, UserId(1)));
    ZG_OK(edited);
    QCOMPARE(edited->version, 2);
    QCOMPARE(edited->name, u"new"_s);
    QCOMPARE(edited->stock, 100);
    QCOMPARE(edited->updatedAt, edited->createdAt + 5000);
    QCOMPARE(m_store->product(id), *edited);
    ZG_FAILS(m_store->wait(products().update(id, patch, UserId(1))), VersionConflict);
    ZG_FAILS(m_store->wait(products().update(ProductId(99), patch, UserId(1))), NotFound);

    ProductPatch none;
    none.version = 2;
    none.categoryId = std::optional<CategoryId>();
    QVERIFY(!m_store->wait(products().update(id, none, UserId(1)))->categoryId);
}

void TestProducts::historyTellsWhoChangedWhat()
{
    const auto staff = m_store->addUser(u"staff"_s, u"staff"_s);
    const auto id = m_store->addProduct(u"old"_s, 500, 10);
    ProductPatch patch;
    patch.version = 1;
    patch.name = u"new"_s;
    patch.priceFen = 450;
    patch.categoryId = std::optional(CategoryId(2));
    m_store->clock.advance(std::chrono::seconds(5));
    ZG_OK(m_store->wait(products().update(id, patch, staff)));
    ProductPatch nothing;
    nothing.version = 2;
    nothing.name = u"new"_s;
    ZG_OK(m_store->wait(products().update(id, nothing, staff)));
    ZG_OK(m_store->wait(products().adjustStock(id, 5, u"到货"_s, staff)));
    m_store->clock.advance(std::chrono::seconds(5));
    ZG_OK(m_store->wait(products().remove(id, staff)));

    const auto whole = m_store->wait(products().history(id, {}, 20));
    ZG_OK(whole);
    QVERIFY(whole->nextCursor.isEmpty());
    QCOMPARE(whole->items.size(), 4);
    QCOMPARE(whole->items[0].edits, (QList<FieldChange>{{u"status"_s, u"on_sale"_s, u"deleted"_s}}));
    QCOMPARE(whole->items[1].edits, (QList<FieldChange>{{u"name"_s, u"old"_s, u"new"_s},
                                                        {u"category"_s, u""_s, u"饮料"_s},
                                                        {u"price"_s, u"500"_s, u"450"_s}}));
    QCOMPARE(whole->items[1].byName, u"staff"_s);
    QCOMPARE(whole->items[2].stock->note, u"到货"_s);
    QCOMPARE(whole->items[3].stock->cause, LedgerCause::Initial);

    for (const int limit : {1, 2, 3}) { // page by page the same
        QList<ProductEvent> read;
        QByteArray cursor;
        do {
            const auto page = m_store->wait(products().history(id, cursor, limit));
            ZG_OK(page);
            read += page->items;
            cursor = page->nextCursor;
        } while (!cursor.isEmpty() && read.size() < 10);
        QCOMPARE(read, whole->items);
    }
    ZG_FAILS(m_store->wait(products().history(ProductId(99), {}, 20)), NotFound);
    ZG_FAILS(m_store->wait(products().history(id, "junk", 20)), InvalidArgument);
}

void TestProducts::unknownCategoriesAreRefused()
{
    ProductDraft draft;
    draft.name = u"x"_s;
    draft.categoryId = CategoryId(77);
    const auto made = m_store->wait(products().create(draft, UserId(1)));
    ZG_FAILS(made, InvalidArgument);
    QCOMPARE(made.error().field, u"category_id"_s);
}

void TestProducts::removedProductsAreGone()
{
    const auto id = m_store->addProduct(u"apple"_s);
    const auto removed = m_store->wait(products().remove(id, UserId(1)));
    ZG_OK(removed);
    QCOMPARE(removed->status, ProductStatus::Deleted);
    ZG_FAILS(m_store->wait(products().find(id)), NotFound);
    ZG_FAILS(m_store->wait(products().remove(id, UserId(1))), NotFound);
    ZG_FAILS(m_store->wait(products().adjustStock(id, 1, {}, UserId(1))), NotFound);
    ProductPatch patch;
    patch.version = removed->version;
    ZG_FAILS(m_store->wait(products().update(id, patch, UserId(1))), NotFound);
    ProductFilter filter;
    QVERIFY(page(filter)->items.isEmpty());
    filter.text = u"apple"_s;
    QVERIFY(page(filter)->items.isEmpty());
    QCOMPARE(m_store->ledger(id).size(), 1); // what happened to its stock stays readable
}

void TestProducts::stockIsAdjustedByDeltas()
{
    const auto staff = m_store->addUser(u"staff"_s, u"staff"_s);
    const auto id = m_store->addProduct(u"x"_s, 100, 10);
    const auto more = m_store->wait(products().adjustStock(id, 5, u"到货"_s, staff));
    ZG_OK(more);
    QCOMPARE(more->stock, 15);
    QCOMPARE(more->version, 2);
    QCOMPARE(m_store->wait(products().adjustStock(id, -15, {}, staff))->stock, 0);
    const auto less = m_store->wait(products().adjustStock(id, -1, {}, staff));
    ZG_FAILS(less, OutOfStock);
    QCOMPARE(less.error().productId, id.value);
    const auto ledger = m_store->ledger(id);
    QCOMPARE(ledger.size(), 3);
    QCOMPARE(ledger[1].note, u"到货"_s);
    QCOMPARE(ledger[0].stockAfter, 0);
}

void TestProducts::deltasAreBounded_data()
{
    QTest::addColumn<qint64>("delta");
    QTest::newRow("most") << std::numeric_limits<qint64>::max();
    QTest::newRow("least") << std::numeric_limits<qint64>::min();
    QTest::newRow("too many") << qint64(1'000'000'000'000);
}

void TestProducts::deltasAreBounded()
{
    QFETCH(qint64, delta);
    const auto id = m_store->addProduct(u"x"_s, 100, 10);
    ZG_FAILS(m_store->wait(products().adjustStock(id, delta, {}, UserId(1))), InvalidArgument);
}

void TestProducts::theLedgerIsPaged()
{
    const auto id = m_store->addProduct(u"x"_s, 100, 10);
    const auto other = m_store->addProduct(u"y"_s);
    for (int i = 0; i < 4; ++i)
        ZG_OK(m_store->wait(products().adjustStock(id, 1, {}, UserId(1))));
    QList<qint64> after;
    QByteArray cursor;
    do {
        const auto page = m_store->wait(products().ledger(id, cursor, 2));
        ZG_OK(page);
        QVERIFY(page->items.size() <= 2);
        for (const auto& entry : page->items)
            after.append(entry.stockAfter);
        cursor = page->nextCursor;
        if (!cursor.isEmpty())
            ZG_FAILS(m_store->wait(products().ledger(other, cursor, 2)), InvalidArgument);
    } while (!cursor.isEmpty());
    QCOMPARE(after, QList<qint64>({14, 13, 12, 11, 10}));
    ZG_FAILS(m_store->wait(products().ledger(ProductId(99), {}, 2)), NotFound);
}

void TestProducts::listsArePagedByKey_data()
{
    QTest::addColumn<int>("sort");
    QTest::addColumn<bool>("allStates");
    QTest::addColumn<bool>("inCategory");
    QTest::addColumn<QString>("text");
    for (int sort = 0; sort < 4; ++sort) {
        for (const bool all : {false, true}) {
            for (const bool category : {false, true}) {
                for (const auto& text : {u""_s, u"p"_s, u"part"_s})
                    QTest::addRow("sort %d all %d category %d '%s'", sort, all, category, qPrintable(text))
                        << sort << all << category << text;
            }
        }
    }
}

void TestProducts::listsArePagedByKey()
{
    QFETCH(int, sort);
    QFETCH(bool, allStates);
    QFETCH(bool, inCategory);
    QFETCH(QString, text);
    for (int i = 0; i < 23; ++i) {
        const auto category = i % 3 == 0 ? std::optional<CategoryId>() : CategoryId(1 + i % 3);
        m_store->addProduct(i % 5 == 0 ? u"other %1"_s.arg(i) : u"Part %1"_s.arg(i), 100 * (i % 4), 50,
                            i % 4 == 3 ? ProductStatus::OffShelf : ProductStatus::OnSale, category);
    }
    const auto buyer = m_store->addUser(u"u"_s);
    for (const qint64 id : {1, 2, 6, 7})
        ZG_OK(m_store->place(Store::order(buyer, {{ProductId(id), 1 + id % 2}})));

    ProductFilter filter;
    filter.sort = ProductSort(sort);
    if (!allStates)
        filter.status = ProductStatus::OnSale;
    if (inCategory)
        filter.categoryId = CategoryId(2);
    filter.text = text;

    QList<Product> expected;
    for (qint64 id = 1; id <= 23; ++id) {
        const auto p = m_store->product(ProductId(id));
        if ((allStates || p.status == ProductStatus::OnSale) && (!inCategory || p.categoryId == CategoryId(2)) &&
            p.name.contains(text, Qt::CaseInsensitive))
            expected.append(p);
    }
    QVERIFY(!expected.isEmpty());
    std::ranges::sort(expected, [&](const Product& a, const Product& b) {
        switch (filter.sort) {
        case ProductSort::PriceAsc:
            return std::pair(a.priceFen, a.id) < std::pair(b.priceFen, b.id);
        case ProductSort::PriceDesc:
            return std::pair(a.priceFen, a.id) > std::pair(b.priceFen, b.id);
        case ProductSort::Sales:
            return std::pair(a.sales, a.id) > std::pair(b.sales, b.id);
        default:
            return a.id > b.id;
        }
    });
    for (const int limit : {1, 2, 5, 23}) {
        QList<Product> got;
        QByteArray cursor;
        do {
            const auto part = page(filter, cursor, limit);
            ZG_OK(part);
            QVERIFY(part->items.size() <= limit);
            got.append(part->items);
            cursor = part->nextCursor;
        } while (!cursor.isEmpty());
        QCOMPARE(got, expected);
    }
    ZG_FAILS(page(filter, "nonsense"), InvalidArgument);
}

void TestProducts::categoriesHaveNamesOfTheirOwn()
{
    auto& categories = m_store->shop.categories();
    const auto seven = m_store->wait(categories.list());
    ZG_OK(seven);
    QCOMPARE(seven->size(), 7);
    QCOMPARE(seven->first().name, u"食品"_s);
    const auto made = m_store->wait(categories.create(u"玩具"_s, {}, UserId(1)));
    ZG_OK(made);
    QCOMPARE(made->sort, 8);
    ZG_FAILS(m_store->wait(categories.create(u"玩具"_s, 1, UserId(1))), Duplicate);
    ZG_FAILS(m_store->wait(categories.update(CategoryId(1), u"玩具"_s, {}, UserId(1))), Duplicate);
    ZG_FAILS(m_store->wait(categories.update(CategoryId(99), u"x"_s, {}, UserId(1))), NotFound);
    const auto renamed = m_store->wait(categories.update(made->id, u"玩具店"_s, -1, UserId(1)));
    ZG_OK(renamed);
    QCOMPARE(m_store->wait(categories.list())->first(), *renamed);
    ZG_OK(m_store->wait(categories.update(made->id, u"玩具店"_s, {}, UserId(1))));
}

QTEST_GUILESS_MAIN(TestProducts)
#include "tst_products.moc"
