// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/answer.h"
#include "api/valuejson.h"
#include "unit/api/store.h"

#include <QRandomGenerator>

#include <thread>

using namespace zg;
using namespace zg::test;

/// Memory says what the database says, whatever was changed.
class TestJsonCache final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patching()
    {
        shop::Product product;
        product.id = ProductId(7);
        product.name = u"a \",\"stock\":1,\"status\":\" b\\"_s; // a name that looks like JSON
        product.description = u",\"updated_at\":\""_s;
        product.stock = 12;
        product.status = shop::ProductStatus::OnSale;
        product.createdAt = 1'760'000'000'000;
        product.updatedAt = 1'760'000'000'001;
        const QByteArray before = api::envelopeOf(api::toJson(product));
        shop::ProductCounters counters;
        counters.id = product.id;
        counters.stock = product.stock = 1'000'000'007;
        counters.sales = product.sales = 5;
        counters.version = product.version = 99;
        counters.updatedAt = product.updatedAt = 1'770'000'000'000;
        QCOMPARE(api::withCounters(before, counters), api::envelopeOf(api::toJson(product)));
        QVERIFY(api::withCounters("{}", counters).isNull());
        QVERIFY(api::withCounters({}, counters).isNull());
    }

    void fromMemoryOnlyWhatIsThere()
    {
        Store store;
        const qint64 tea = store.addProduct("tea", 10);
        auto& cache = store.cache();
        QVERIFY(cache.productFromMemory(ProductId(tea)).isNull());
        const auto loaded = Store::wait(cache.product(ProductId(tea)));
        QCOMPARE(cache.productFromMemory(ProductId(tea)), loaded->bytes);
        QVERIFY(!Store::wait(cache.product(ProductId(12345))));
        QVERIFY(cache.productFromMemory(ProductId(12345)).isNull());

        api::ProductListKey key;
        key.filter.status = shop::ProductStatus::OnSale;
        QVERIFY(cache.productListFromMemory(key).isNull());
        const auto list = Store::wait(cache.productList(key));
        QCOMPARE(cache.productListFromMemory(key), list->bytes);
        QCOMPARE(store.order(tea).status(), 200);
        // The product was patched, and the list is put together again without the database.
        const QByteArray product = cache.productFromMemory(ProductId(tea));
        QVERIFY(product.contains("\"stock\":9"));
        const QByteArray again = cache.productListFromMemory(key);
        QVERIFY(again.contains("\"stock\":9"));
        QCOMPARE(again.size(), list->bytes.size() - 1);
        QVERIFY(QJsonDocument::fromJson(again).isObject());
        store.addProduct("new");
        QVERIFY(cache.productListFromMemory(key).isNull());
    }

    /// New orders go to the head of the first page in memory; it stays what the database would say, cursor and all.
    void newOrdersJoinTheFirstPage()
    {
        Store store;
        const qint64 tea = store.addProduct("tea", 100);
        auto& cache = store.cache();
        api::OrderListKey key;
        key.owner = UserId(
            store.get("/api/v1/me", store.customer).data().value("user"_L1).toObject().value("id"_L1).toInteger());
        api::OrderListKey waiting = key;
        waiting.status = shop::OrderStatus::PendingPayment;
        QVERIFY(Store::wait(cache.orderList(key)));
        for (int i = 1; i <= 23; ++i) {
            QVERIFY(Store::wait(cache.orderList(waiting)));
            QCOMPARE(store.order(tea).status(), 200);
            const QByteArray kept = cache.orderListFromMemory(key);
            QVERIFY(!kept.isNull());
            QVERIFY(cache.orderListFromMemory(waiting).isNull());
            store.memory().clear();
            const auto read = Store::wait(cache.orderList(key));
            QCOMPARE(kept, *read);
        }
        const auto newest = store.get("/api/v1/orders?limit=1", store.customer).items().first().toObject();
        const QByteArray id = QByteArray::number(newest.value("id"_L1).toInteger());
        QCOMPARE(store.post("/api/v1/orders/" + id + "/cancel", {}, store.customer).status(), 200);
        QVERIFY(cache.orderListFromMemory(key).isNull());
    }

    /// Several of one customer in one commit, more than a page holds.
    void manyNewOrdersAtOnce()
    {
        Store store;
        const qint64 tea = store.addProduct("tea", 100);
        const qint64 owner =
            store.get("/api/v1/me", store.customer).data().value("user"_L1).toObject().value("id"_L1).toInteger();
        api::OrderListKey key;
        key.owner = UserId(owner);
        QVERIFY(Store::wait(store.cache().orderList(key)));
        for (const int count : {1, 3, 25}) {
            std::vector<Task<Result<shop::Order>>> tasks;
            for (int i = 0; i < count; ++i) {
                shop::NewOrder order;
                order.userId = key.owner;
                order.items = {{ProductId(tea), 1}};
                tasks.push_back(store.shop().orders().place(std::move(order)));
            }
            for (auto& task : tasks)
                QVERIFY(QCoro::waitFor(std::move(task)));
            const auto kept = Store::wait(store.cache().orderList(key));
            store.memory().clear();
            QCOMPARE(*kept, *Store::wait(store.cache().orderList(key)));
        }
    }

    /// Each miss is counted under what took the answer away.
    void saysWhyItWasMissed()
    {
        Store store;
        const qint64 tea = store.addProduct("tea", 100);
        const qint64 ink = store.addProduct("ink", 100);
        auto& cache = store.cache();
        api::ProductListKey newest;
        newest.filter.status = shop::ProductStatus::OnSale;
        api::OrderListKey own;
        own.owner = UserId(
            store.get("/api/v1/me", store.customer).data().value("user"_L1).toObject().value("id"_L1).toInteger());
        api::OrderListKey waiting = own;
        waiting.status = shop::OrderStatus::PendingPayment;
        const auto readAll = [&] {
            QVERIFY(Store::wait(cache.product(ProductId(tea))));
            QVERIFY(Store::wait(cache.productList(newest)));
            QVERIFY(Store::wait(cache.orderList(waiting)));
        };
        const auto count = [&](const QString& family, cache::MissCause cause) {
            for (const auto& figures : store.memory().figures()) {
                if (figures.family == family)
                    return figures.missCauses[size_t(cause)];
            }
            return qint64(-1);
        };
        using cache::MissCause;
        readAll();
        QCOMPARE(count(u"product"_s, MissCause::FirstSeen), 1);
        QCOMPARE(count(u"product_list"_s, MissCause::FirstSeen), 1);
        QCOMPARE(count(u"order_list"_s, MissCause::FirstSeen), 1);

        QCOMPARE(store.order(tea).status(), 200); // the product is patched where it stands
        readAll();
        QCOMPARE(count(u"product"_s, MissCause::Ordered), 0);
        QCOMPARE(count(u"product_list"_s, MissCause::Ordered), 1);
        QCOMPARE(count(u"order_list"_s, MissCause::Ordered), 1);

        shop::ProductPatch patch;
        const auto before = Store::wait(store.shop().products().find(ProductId(tea)));
        patch.version = before->version;
        patch.priceFen = 777;
        QVERIFY(Store::wait(store.shop().products().update(ProductId(tea), patch, UserId(1))));
        readAll();
        QCOMPARE(count(u"product"_s, MissCause::Edited), 1);
        QCOMPARE(count(u"product_list"_s, MissCause::Edited), 1);

        shop::ChangeSet elsewhere;
        elsewhere.products = {ProductId(tea)};
        elsewhere.orderOwners = {own.owner};
        cache.committedElsewhere(elsewhere);
        readAll();
        for (const QString& family : {u"product"_s, u"product_list"_s, u"order_list"_s})
            QCOMPARE(count(family, MissCause::Remote), 1);

        cache.forget();
        readAll();
        for (const QString& family : {u"product"_s, u"product_list"_s, u"order_list"_s})
            QCOMPARE(count(family, MissCause::CutOff), 1);

        QCOMPARE(cache.drop(u"product"_s, api::IdKey(ProductId(tea)).bytes(), MissCause::Dropped), 1);
        QCOMPARE(cache.drop(u"product"_s, api::IdKey(ProductId(ink)).bytes(), MissCause::Dropped), 0);
        QVERIFY(cache.dropFamily(u"product_list"_s, MissCause::Dropped) >= 1);
        QCOMPARE(cache.dropFamily(u"tea"_s, MissCause::Dropped), 0);
        readAll();
        QCOMPARE(count(u"product"_s, MissCause::Dropped), 1);
        QCOMPARE(count(u"product_list"_s, MissCause::Dropped), 1);
        QCOMPARE(count(u"order_list"_s, MissCause::Dropped), 0);
    }

    void namesTheHottestKeys()
    {
        Store store;
        const qint64 tea = store.addProduct("tea", 100);
        auto& cache = store.cache();
        QVERIFY(cache.hotKeys(5).isEmpty());
        QVERIFY(Store::wait(cache.product(ProductId(tea))));
        QVERIFY(Store::wait(cache.categories()));
        for (int i = 0; i < 2'000; ++i) {
            QVERIFY(!cache.productFromMemory(ProductId(tea)).isNull());
            if (i % 10 == 0)
                QVERIFY(!cache.categoriesFromMemory().isNull());
        }
        const auto hot = cache.hotKeys(1);
        QCOMPARE(hot.size(), 1);
        QCOMPARE(hot[0].family, u"product"_s);
        QCOMPARE(hot[0].key, QString::number(tea));
        QCOMPARE(hot[0].name, u"tea"_s);
        QVERIFY(hot[0].share > 0.7 && hot[0].share <= 1);
    }

    void keysDiffer()
    {
        QSet<QByteArray> keys;
        int count = 0;
        for (const int limit : {20, 21}) {
            for (const auto& cursor : {QByteArray(), QByteArray("ab"), QByteArray("abc")}) {
                for (const auto& text : {QString(), u"c"_s, u"bc"_s}) {
                    api::ProductListKey key;
                    key.limit = limit;
                    key.cursor = cursor;
                    key.filter.text = text;
                    keys.insert(key.text());
                    key.filter.categoryId = CategoryId(3);
                    keys.insert(key.text());
                    key.filter.sort = shop::ProductSort::Sales;
                    keys.insert(key.text());
                    count += 3;
                }
            }
        }
        QCOMPARE(keys.size(), count);
    }

    /// Many changes at random; after each, every read through memory equals the read from the database.
    void staysCoherent_data()
    {
        QTest::addColumn<CachePolicy>("policy");
        QTest::newRow("cache_aside") << CachePolicy::CacheAside;
        QTest::newRow("write_through") << CachePolicy::WriteThrough;
        QTest::newRow("write_behind") << CachePolicy::WriteBehind;
    }
    void staysCoherent()
    {
        QFETCH(CachePolicy, policy);
        Store::Options options;
        options.cache.policy = policy;
        options.behind.delay = std::chrono::milliseconds(3);
        Store store(options);
        QRandomGenerator random(7);
        QList<qint64> ids;
        for (int i = 0; i < 8; ++i)
            ids += store.addProduct("p" + QByteArray::number(i), 40, 100 + i);
        const QList<QByteArray> lists{"/api/v1/products?limit=5", "/api/v1/products?sort=price_desc",
                                      "/api/v1/products?sort=sales", "/api/v1/products?q=p1"};
        for (int step = 0; step < 60; ++step) {
            const qint64 id = ids.at(random.bounded(int(ids.size())));
            const QByteArray at = "/api/v1/admin/products/" + QByteArray::number(id);
            switch (random.bounded(4)) {
            case 0:
            case 1:
                (void)store.order(id, 1 + random.bounded(3));
                break;
            case 2:
                (void)store.post(at + "/stock", R"({"delta":3,"note":"x"})", store.staff);
                break;
            default: {
                const auto all = store.get("/api/v1/admin/products", store.staff).items();
                for (const auto& item : all) {
                    if (item.toObject().value("id"_L1).toInteger() != id)
                        continue;
                    const QByteArray version = QByteArray::number(item.toObject().value("version"_L1).toInteger());
                    const QByteArray status = random.bounded(2) ? "on_sale" : "off_shelf";
                    (void)store.get("/api/v1/products/" + QByteArray::number(id)); // into memory
                    const auto edited = store.send("PUT", at,
                                                   R"({"price":)" + QByteArray::number(random.bounded(500)) +
                                                       R"(,"status":")" + status + R"(","version":)" + version + '}',
                                                   store.staff);
                    QCOMPARE(edited.status(), 200);
                    const auto seen = store.get("/api/v1/products/" + QByteArray::number(id));
                    QCOMPARE(seen.status(), status == "on_sale" ? 200 : 404);
                    if (seen.status() == 200)
                        QCOMPARE(seen.data(), edited.data());
                    if (random.bounded(2))
                        (void)store.order(id);
                }
            }
            }
            QHash<qint64, QJsonObject> truth;
            for (const auto& item : store.get("/api/v1/admin/products", store.staff).items())
                truth.insert(item.toObject().value("id"_L1).toInteger(), item.toObject());
            for (const qint64 each : ids) {
                const auto seen = store.get("/api/v1/products/" + QByteArray::number(each));
                if (truth.value(each).value("status"_L1).toString() == u"on_sale"_s)
                    QCOMPARE(seen.data(), truth.value(each));
                else
                    QCOMPARE(seen.status(), 404);
            }
            for (const QByteArray& list : lists) {
                const auto seen = store.get(list);
                QCOMPARE(seen.status(), 200);
                for (const auto& item : seen.items())
                    QCOMPARE(item.toObject(), truth.value(item.toObject().value("id"_L1).toInteger()));
                const QByteArray remembered = store.get(list).reply.body;
                store.memory().clear();
                QCOMPARE(QJsonDocument::fromJson(store.get(list).reply.body), QJsonDocument::fromJson(remembered));
            }
        }
    }

    /// Readers on their own threads while orders are committed: a stock never comes back.
    void readersNeverSeeTheOldAgain()
    {
        Store store;
        const qint64 tea = store.addProduct("tea", 1000);
        api::ProductListKey key;
        key.filter.status = shop::ProductStatus::OnSale;
        QVERIFY(Store::wait(store.cache().productList(key)));
        QVERIFY(Store::wait(store.cache().product(ProductId(tea))));
        std::atomic<qint64> told{1000}; // the stock after the newest order that was answered
        std::atomic<bool> isOver{false};
        std::atomic<int> wrong{0};
        std::vector<std::thread> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back([&] {
                const auto stockIn = [](const QByteArray& body) {
                    const qsizetype at = body.indexOf("\"stock\":") + 8;
                    return body.mid(at, body.indexOf(',', at) - at).toLongLong();
                };
                while (!isOver) {
                    const qint64 atMost = told;
                    for (const QByteArray& body :
                         {store.cache().productFromMemory(ProductId(tea)), store.cache().productListFromMemory(key)}) {
                        if (!body.isNull() && stockIn(body) > atMost)
                            ++wrong;
                    }
                }
            });
        }
        for (int i = 0; i < 200; ++i) {
            const auto made = store.order(tea);
            QCOMPARE(made.status(), 200);
            told = 1000 - i - 1;
        }
        isOver = true;
        for (auto& reader : readers)
            reader.join();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestJsonCache)
#include "tst_jsoncache.moc"
