// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/api/store.h"

using namespace zg;
using namespace zg::test;

/// What an edit does to the answers that show it, by policy; what is read next is right under each.
class TestCachePolicy final : public QObject
{
    Q_OBJECT

    static Store::Options options(CachePolicy policy)
    {
        Store::Options options;
        options.cache.policy = policy;
        options.behind.delay = std::chrono::hours(1); // written when somebody needs it
        return options;
    }
    static QByteArray path(qint64 id) { return "/api/v1/admin/products/" + QByteArray::number(id); }
    static Answered edit(Store& store, qint64 id, const QByteArray& what, qint64 version)
    {
        return store.send("PUT", path(id), "{" + what + R"(,"version":)" + QByteArray::number(version) + "}",
                          store.staff);
    }

private Q_SLOTS:
    void policies_data()
    {
        QTest::addColumn<CachePolicy>("policy");
        QTest::addColumn<bool>("inMemory"); // right after the edit
        QTest::newRow("cache_aside") << CachePolicy::CacheAside << false;
        QTest::newRow("write_through") << CachePolicy::WriteThrough << true;
        QTest::newRow("write_behind") << CachePolicy::WriteBehind << false;
    }
    void policies()
    {
        QFETCH(CachePolicy, policy);
        QFETCH(bool, inMemory);
        Store store(options(policy));
        const qint64 tea = store.addProduct("tea", 10);
        auto& cache = store.cache();
        const auto body = [&] { return cache.productFromMemory(ProductId(tea)); };
        QCOMPARE(!body().isNull(), inMemory); // created
        QVERIFY(Store::wait(cache.product(ProductId(tea))));
        QVERIFY(Store::wait(cache.categories()));
        QCOMPARE(edit(store, tea, R"("price":77)", 1).status(), 200);
        QCOMPARE(!body().isNull(), inMemory);
        if (inMemory)
            QVERIFY2(body().contains(R"("price":77)"), body().constData());
        QCOMPARE(store.order(tea, 2).status(), 200);
        QCOMPARE(store.get("/api/v1/products/" + QByteArray::number(tea)).number("stock"), 8);
        const QByteArray kept = body();
        store.memory().clear();
        QCOMPARE(kept, Store::wait(cache.product(ProductId(tea)))->bytes); // what the database says

        QVERIFY(Store::wait(cache.categories()));
        QCOMPARE(store.post("/api/v1/admin/categories", R"({"name":"toys"})", store.staff).status(), 200);
        const QByteArray categories = cache.categoriesFromMemory();
        QCOMPARE(!categories.isNull(), policy != CachePolicy::CacheAside);
        QCOMPARE(store.send("PUT", "/api/v1/admin/categories/1", R"({"name":"grub"})", store.staff).status(), 200);
        const QByteArray renamed = cache.categoriesFromMemory();
        store.memory().clear();
        const auto read = Store::wait(cache.categories());
        if (policy != CachePolicy::CacheAside)
            QCOMPARE(renamed, read->bytes);

        QCOMPARE(edit(store, tea, R"("status":"off_shelf")", 3).status(), 200);
        QCOMPARE(store.get("/api/v1/products/" + QByteArray::number(tea)).status(), 404);
        QCOMPARE(edit(store, tea, R"("status":"on_sale")", 4).status(), 200);
        QCOMPARE(store.get("/api/v1/products/" + QByteArray::number(tea)).status(), 200);
        QCOMPARE(store.send("DELETE", path(tea), {}, store.staff).status(), 200);
        QCOMPARE(store.get("/api/v1/products/" + QByteArray::number(tea)).status(), 404);
        QVERIFY(store.get("/api/v1/products").items().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCachePolicy)
#include "tst_cachepolicy.moc"
