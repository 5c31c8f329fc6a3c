// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/warmup.h"

#include "unit/api/store.h"

using namespace zg;
using namespace zg::test;

/// What shoppers look at first is in memory before they ask, and ids that are none never reach the database.
class TestWarmUp final : public QObject
{
    Q_OBJECT

    static qint64 missesOf(Store& store, const QString& family)
    {
        for (const auto& figures : store.memory().figures()) {
            if (figures.family == family)
                return figures.misses;
        }
        return -1;
    }
    static QByteArray target(qint64 id) { return "/api/v1/products/" + QByteArray::number(id); }

private Q_SLOTS:
    void memoryIsFilled()
    {
        Store store;
        for (int i = 0; i < 45; ++i)
            store.addProduct("tea " + QByteArray::number(i));
        api::WarmUp warmUp(store.cache(), store.shop());
        QCOMPARE(warmUp.figures(), api::WarmUp::Figures());
        warmUp.start();
        QTRY_VERIFY(warmUp.figures().state == api::WarmUp::State::Done);
        QCOMPARE(warmUp.figures().answers, 1 + 3 + 45);
        QCOMPARE(warmUp.figures().ids, 45);
        const qint64 lists = missesOf(store, u"product_list"_s);
        const qint64 products = missesOf(store, u"product"_s);
        QByteArray cursor;
        int seen = 0;
        do {
            const auto page =
                store.get("/api/v1/products?limit=20" + (cursor.isEmpty() ? QByteArray() : "&cursor=" + cursor));
            seen += int(page.items().size());
            cursor = page.data().value("next_cursor"_L1).toString().toLatin1();
        } while (!cursor.isEmpty());
        QCOMPARE(seen, 45);
        for (qint64 id = 1; id <= 45; ++id)
            QCOMPARE(store.get(target(id)).status(), 200);
        QCOMPARE(missesOf(store, u"product_list"_s), lists);
        QCOMPARE(missesOf(store, u"product"_s), products);
    }

    void whatIsNotThereIsNotLookedFor()
    {
        Store store;
        const qint64 tea = store.addProduct("tea");
        api::WarmUp warmUp(store.cache(), store.shop());
        warmUp.start();
        QTRY_VERIFY(store.cache().filter().denies());
        const qint64 misses = missesOf(store, u"product"_s);
        for (qint64 id = tea + 1; id < tea + 1000; ++id)
            QCOMPARE(store.get(target(id)).status(), 404);
        QCOMPARE(missesOf(store, u"product"_s), misses);
        QCOMPARE(store.cache().filtered(), 999);
        const qint64 coffee = store.addProduct("coffee"); // after the filter was filled
        QCOMPARE(store.get(target(coffee)).status(), 200);
        QCOMPARE(store.get(target(tea)).status(), 200);
    }

    void untrustedItLooks()
    {
        Store store;
        const qint64 tea = store.addProduct("tea");
        api::WarmUp warmUp(store.cache(), store.shop());
        warmUp.start();
        QTRY_VERIFY(store.cache().filter().denies());
        // Another node's product, of which this one did not hear.
        QVERIFY(store.database()
                    .writeNow([](sql::Connection& connection) -> Result<void> {
                        static const sql::Statement insert{"test.product",
                                                           "INSERT INTO products (name, folded, price, stock, status, "
                                                           "image_url, description, created_at, updated_at) "
                                                           "VALUES ('x', 'x', 1, 1, 0, '', '', 0, 0)"};
                        const auto done = connection.exec(insert);
                        if (!done)
                            return done.error();
                        return {};
                    })
                    .has_value());
        QCOMPARE(store.get(target(tea + 1)).status(), 404);
        store.cache().filter().setDeniesNewer(false);
        QCOMPARE(store.get(target(tea + 1)).status(), 200);
        store.memory().clear();
        store.cache().filter().setDeniesNewer(true);
        store.cache().filter().setTrusted(false);
        QCOMPARE(store.get(target(tea + 1)).status(), 200);
        store.memory().clear();
        store.cache().filter().setTrusted(true);
        warmUp.start();
        QTRY_VERIFY(store.cache().filter().denies());
        QCOMPARE(store.get(target(tea + 1)).status(), 200);
    }

    void withoutADatabase()
    {
        Store store;
        store.database().close();
        api::WarmUp warmUp(store.cache(), store.shop());
        warmUp.start();
        QTRY_VERIFY(warmUp.figures().state == api::WarmUp::State::Failed);
        QVERIFY(!store.cache().filter().denies());
    }

    void itStops()
    {
        Store store;
        store.addProduct("tea");
        api::WarmUp warmUp(store.cache(), store.shop());
        warmUp.start();
        warmUp.stop();
        const qint64 misses = missesOf(store, u"product"_s);
        QTRY_VERIFY(missesOf(store, u"category"_s) > 0);
        QCOMPARE(store.get("/ping").status(), 200);
        QVERIFY(warmUp.figures().state == api::WarmUp::State::Running); // and so it stays
        QVERIFY(!store.cache().filter().denies());
        QCOMPARE(missesOf(store, u"product"_s), misses);
        warmUp.start();
        QTRY_VERIFY(warmUp.figures().state == api::WarmUp::State::Done);
    }
};

QTEST_GUILESS_MAIN(TestWarmUp)
#include "tst_warmup.moc"
