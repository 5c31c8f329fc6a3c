// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/api/store.h"

using namespace zg;
using namespace zg::test;
using namespace std::chrono_literals;

/// What the shelf shows outlives its time to live: while it is loaded anew, and while the database is away. Its age is
/// told. What was changed, and orders, are never answered so.
class TestDegraded final : public QObject
{
    Q_OBJECT

    static Store::Options options()
    {
        Store::Options options;
        options.cache.timeToLive = 60s;
        options.cache.staleTime = 600s;
        options.cache.jitterPercent = 0;
        return options;
    }
    static telemetry::CacheFamilyFigures figuresOf(Store& store, const QString& family)
    {
        for (const auto& figures : store.memory().figures()) {
            if (figures.family == family)
                return figures;
        }
        return {};
    }

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QString>("family");
        QTest::newRow("product") << QByteArray("/api/v1/products/1") << u"product"_s;
        QTest::newRow("list") << QByteArray("/api/v1/products?limit=5") << u"product_list"_s;
        QTest::newRow("categories") << QByteArray("/api/v1/categories") << u"category"_s;
    }
    void reads()
    {
        QFETCH(QByteArray, target);
        QFETCH(QString, family);
        Store store(options());
        store.addProduct("tea");
        const auto first = store.get(target);
        QCOMPARE(first.status(), 200);
        QCOMPARE(first.header("Age"), QByteArray());
        QCOMPARE(store.get(target).header("Age"), QByteArray()); // from memory
        const qint64 loads = figuresOf(store, family).loads;

        store.clock.advance(90s);
        const auto old = store.get(target);
        QCOMPARE(old.status(), 200);
        QCOMPARE(old.header("Age"), QByteArray("91"));
        QCOMPARE(old.reply.body, first.reply.body);
        QCOMPARE(figuresOf(store, family).staleHits, 1);
        QTRY_COMPARE(figuresOf(store, family).loads, loads + 1);
        QCOMPARE(store.get(target).header("Age"), QByteArray());

        store.clock.advance(90s);
        store.database().close();
        const auto away = store.get(target);
        QCOMPARE(away.status(), 200);
        QCOMPARE(away.header("Age"), QByteArray("91"));
        QTRY_COMPARE(figuresOf(store, family).loads, loads + 2); // tried, and failed
        QCOMPARE(store.get(target).status(), 200);
        store.clock.advance(600s);
        QCOMPARE(store.get(target).status(), 503); // too old for anybody
    }

    void theActionDoorTellsTheAge()
    {
        Store store(options());
        store.addProduct("tea");
        QCOMPARE(store.action("product.get", R"({"id":1})").code(), 200);
        store.clock.advance(90s);
        const auto old = store.action("product.get", R"({"id":1})");
        QCOMPARE(old.code(), 200);
        QCOMPARE(old.header("Age"), QByteArray("91"));
        QTRY_VERIFY(!store.cache().productFromMemory(ProductId(1)).isNull());
    }

    void neverWhatWasChanged()
    {
        Store store(options());
        const qint64 tea = store.addProduct("tea");
        const QByteArray target = "/api/v1/products/" + QByteArray::number(tea);
        QCOMPARE(store.get(target).status(), 200);
        QCOMPARE(store.get("/api/v1/products").status(), 200);
        store.clock.advance(90s); // both are old now, and nobody has asked
        QCOMPARE(store.order(tea).status(), 200);
        store.database().close();
        QCOMPARE(store.get(target).status(), 503);
        QCOMPARE(store.get("/api/v1/products").status(), 503);
    }

    /// The shedder decides about work for the database, and about nothing else.
    void onlyLoadsAskWhetherTheyMay()
    {
        Store store(options());
        const qint64 tea = store.addProduct("tea");
        const QByteArray target = "/api/v1/products/" + QByteArray::number(tea);
        int asked = 0;
        bool admits = true;
        store.cache().setAdmission([&](Weight) -> Result<void> {
            ++asked;
            if (admits)
                return {};
            return Error::retry(ErrorCode::Overloaded, 1);
        });
        QCOMPARE(store.get(target).status(), 200);
        QCOMPARE(asked, 1);
        QCOMPARE(store.get(target).status(), 200);
        QCOMPARE(asked, 1);
        admits = false;
        store.clock.advance(90s);
        const auto old = store.get(target); // it may not be loaded anew, and need not be
        QCOMPARE(old.status(), 200);
        QCOMPARE(old.header("Age"), QByteArray("91"));
        QCOMPARE(asked, 2);
        store.cache().filter().add(tea);
        store.cache().filter().setFilled(true);
        store.cache().filter().setTrusted(true);
        QCOMPARE(store.get("/api/v1/products/999").status(), 404); // known not to exist
        QCOMPARE(asked, 2);
        QCOMPARE(store.get("/api/v1/products").status(), 503);
        QCOMPARE(store.get("/api/v1/categories").status(), 503);
        QCOMPARE(store.get("/api/v1/orders", store.customer).status(), 503);
        QCOMPARE(asked, 5);
        store.clock.advance(600s);
        const auto refused = store.get(target);
        QCOMPARE(refused.status(), 503);
        QCOMPARE(refused.reason(), u"overloaded"_s);
    }

    void neverOrders()
    {
        Store store(options());
        QCOMPARE(store.order(store.addProduct("tea")).status(), 200);
        QCOMPARE(store.get("/api/v1/orders", store.customer).items().size(), 1);
        store.clock.advance(90s);
        store.database().close();
        QCOMPARE(store.get("/api/v1/orders", store.customer).status(), 503);
    }
};

QTEST_GUILESS_MAIN(TestDegraded)
#include "tst_degraded.moc"
