// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/api/store.h"

using namespace zg;
using namespace zg::test;

/// Products and categories, as everyone and as staff see them.
class TestShelf final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Store> m_store;

    static QByteArray idData(qint64 id) { return R"({"id":)" + QByteArray::number(id) + '}'; }
    static QByteArray path(qint64 id) { return "/api/v1/products/" + QByteArray::number(id); }
    static QByteArray adminPath(qint64 id, const QByteArray& more = {})
    {
        return "/api/v1/admin/products/" + QByteArray::number(id) + more;
    }

    static Task<> hold(sql::Database* database, std::shared_future<void> opened, std::atomic<int>* held,
                       std::atomic<int>* done)
    {
        auto work = [opened, held](sql::Connection&) -> Result<int> {
            ++*held;
            opened.wait();
            return 0;
        };
        const auto read = co_await database->readHeavy(work);
        *done += read.has_value();
    }
    static Task<> listForStaff(shop::Shop* shop, std::atomic<int>* done)
    {
        const auto page = co_await shop->products().list({}, {}, 10);
        *done += page.has_value();
    }
    static Task<> search(api::JsonCache* cache, QString text, std::atomic<int>* done)
    {
        api::ProductListKey key;
        key.filter.status = shop::ProductStatus::OnSale;
        key.filter.text = std::move(text);
        const auto page = co_await cache->productList(key);
        *done += page.has_value();
    }

private Q_SLOTS:
    void init() { m_store = std::make_unique<Store>(); }
    void cleanup() { m_store.reset(); }

    /// A bulkhead: whatever searches and lists for staff there are, a product is answered.
    void slowReadsLeaveWorkersForProducts()
    {
        const QByteArray tea = path(m_store->addProduct("tea"));
        m_store->memory().clear();
        std::promise<void> gate;
        const std::shared_future<void> opened = gate.get_future().share();
        std::atomic<int> held{0}, done{0};
        for (int i = 0; i < 20; ++i)
            hold(&m_store->database(), opened, &held, &done);
        QTRY_VERIFY(held > 0);
        listForStaff(&m_store->shop(), &done);
        for (int i = 0; i < 100; ++i) // more than may load into memory at a time
            search(&m_store->cache(), QString::number(i), &done);
        QCOMPARE(m_store->get(tea).status(), 200);
        QCOMPARE(m_store->get("/api/v1/products").status(), 200);
        QCOMPARE(m_store->get("/api/v1/me", m_store->customer).status(), 200);
        QCOMPARE(held.load(), 1); // of three workers
        QCOMPARE(done.load(), 0);
        gate.set_value();
        QTRY_COMPARE(done.load(), 121);
    }

    void productShape()
    {
        const qint64 id = m_store->addProduct("茶 \\\"quoted\\\"\\n", 5, 1234,
                                              R"(,"category_id":2,"image_url":"/a.jpg","description":"x")");
        const auto answer = m_store->get(path(id));
        QCOMPARE(answer.status(), 200);
        QCOMPARE(answer.message(), u"success"_s);
        const auto product = answer.data();
        QStringList keys = product.keys();
        QStringList wanted =
            u"id name category_id price stock sales version status image_url description created_at updated_at"_s.split(
                u' ');
        wanted.sort();
        QCOMPARE(keys, wanted);
        QCOMPARE(product.value("name"_L1).toString(), u"茶 \"quoted\"\n"_s);
        QCOMPARE(answer.number("stock"), 5);
        QCOMPARE(answer.number("price"), 1234);
        QCOMPARE(answer.number("category_id"), 2);
        QCOMPARE(answer.text("status"), u"on_sale"_s);
        QVERIFY(QRegularExpression(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$"_s)
                    .match(answer.text("created_at"))
                    .hasMatch());
        QCOMPARE(m_store->get(path(id)).reply.body, answer.reply.body); // from memory now
        QCOMPARE(m_store->action("product.get", idData(id)).reply.body, answer.reply.body);
        QCOMPARE(m_store->action("product.get", R"({"x":1,"id":)" + QByteArray::number(id) + '}').reply.body,
                 answer.reply.body);
    }

    void unknownProducts()
    {
        for (int twice = 0; twice < 2; ++twice) {
            const auto answer = m_store->get(path(99999));
            QCOMPARE(answer.status(), 404);
            QCOMPARE(answer.reason(), u"not_found"_s);
        }
        const auto action = m_store->action("product.get", idData(99999));
        QCOMPARE(action.status(), 200);
        QCOMPARE(action.code(), 404);
        QCOMPARE(m_store->action("product.get").field(), u"id"_s);
        QCOMPARE(m_store->action("product.get", R"({"id":"1"})").code(), 400);
        QCOMPARE(m_store->action("product.get", R"({"id":0})").code(), 404);
    }

    void listAndPages()
    {
        QList<qint64> ids;
        for (int i = 0; i < 25; ++i)
            ids.prepend(m_store->addProduct("p" + QByteArray::number(i), 10, 100 + (i * 7) % 13));
        auto page = m_store->get("/api/v1/products");
        QCOMPARE(page.items().size(), 20);
        QCOMPARE(page.items().first().toObject().value("id"_L1).toInteger(), ids.first());
        QList<qint64> seen;
        QByteArray cursor;
        do {
            page = m_store->get("/api/v1/products?limit=10" + (cursor.isEmpty() ? QByteArray() : "&cursor=" + cursor));
            for (const auto& item : page.items())
                seen += item.toObject().value("id"_L1).toInteger();
            cursor = page.text("next_cursor").toUtf8();
        } while (!cursor.isEmpty());
        QCOMPARE(seen, ids);
        QVERIFY(page.data().value("next_cursor"_L1).isNull());
        const auto cheap = m_store->get("/api/v1/products?sort=price_asc&limit=100").items();
        for (int i = 1; i < cheap.size(); ++i)
            QVERIFY(cheap.at(i - 1).toObject().value("price"_L1).toInteger() <=
                    cheap.at(i).toObject().value("price"_L1).toInteger());
        QCOMPARE(m_store->action("product.list", R"({"limit":5,"sort":"price_desc"})").items().size(), 5);
        QCOMPARE(m_store->get("/api/v1/products?q=p24").items().size(), 1);
        QCOMPARE(m_store->get("/api/v1/products?category_id=3").items().size(), 0);
    }

    void badQueries_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* query, const char* data, const char* field) {
            QTest::newRow(query) << QByteArray(query) << QByteArray(data) << QString::fromLatin1(field);
        };
        row("limit=0", R"({"limit":0})", "limit");
        row("limit=101", R"({"limit":101})", "limit");
        row("limit=x", R"({"limit":"5"})", "limit");
        row("sort=magic", R"({"sort":"magic"})", "sort");
        row("sort=", R"({"sort":""})", "sort");
        row("limit=", R"({"limit":""})", "limit");
        row("cursor=!!!", R"({"cursor":"!!!"})", "cursor");
        row("cursor=AAAA", R"({"cursor":7})", "cursor");
        row("category_id=0", R"({"category_id":0})", "category_id");
        row("category_id=x", R"({"category_id":"x"})", "category_id");
    }

    void badQueries()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, data);
        QFETCH(QString, field);
        for (const auto& answer : {m_store->get("/api/v1/products?" + query), m_store->action("product.list", data)}) {
            QCOMPARE(answer.code(), 400);
            QCOMPARE(answer.reason(), u"invalid_argument"_s);
            QCOMPARE(answer.field(), field);
        }
    }

    void badDrafts_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* body, const char* field) {
            QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(field);
        };
        row(R"({})", "name");
        row(R"({"name":"x"})", "price");
        row(R"({"name":"","price":1})", "name");
        row(R"({"name":null,"price":1})", "name");
        row(R"({"name":"x","price":1,"description":null})", "description");
        row(R"({"name":7,"price":1})", "name");
        row(R"({"name":"x","price":-1})", "price");
        row(R"({"name":"x","price":10000000001})", "price");
        row(R"({"name":"x","price":"1"})", "price");
        row(R"({"name":"x","price":1.5})", "price");
        row(R"({"name":"x","price":1,"stock":-1})", "stock");
        row(R"({"name":"x","price":1,"status":"deleted"})", "status");
        row(R"({"name":"x","price":1,"category_id":99})", "category_id");
        row(R"({"name":"x","price":1,"category_id":"1"})", "category_id");
        row(R"({"name":"x","price":1,"description":[]})", "description");
        QTest::newRow("long name") << QByteArray(R"({"price":1,"name":")" + QByteArray(201, 'x') + R"("})")
                                   << u"name"_s;
    }

    void badDrafts()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        for (const auto& answer : {m_store->post("/api/v1/admin/products", body, m_store->staff),
                                   m_store->action("admin.product.create", body, m_store->staff)}) {
            QCOMPARE(answer.code(), 400);
            QCOMPARE(answer.reason(), u"invalid_argument"_s);
            QCOMPARE(answer.field(), field);
        }
        QCOMPARE(m_store->post("/api/v1/admin/products", "{", m_store->staff).reason(), u"invalid_json"_s);
        QCOMPARE(m_store->post("/api/v1/admin/products", "[]", m_store->staff).field(), u"body"_s);
    }

    void createDefaults()
    {
        const auto made =
            m_store->post("/api/v1/admin/products", R"({"name":"plain","price":0,"unknown":{}})", m_store->staff);
        QCOMPARE(made.code(), 200);
        QCOMPARE(made.text("status"), u"off_shelf"_s);
        QCOMPARE(made.number("stock"), 0);
        QVERIFY(made.data().value("category_id"_L1).isNull());
        QCOMPARE(m_store->get(path(made.number("id"))).status(), 404); // not on sale
        QVERIFY(m_store
                    ->post("/api/v1/admin/products",
                           R"({"price":1,"name":")" + QByteArray("茶").repeated(200) + R"("})", m_store->staff)
                    .code() == 200);
    }

    void editing()
    {
        const qint64 id = m_store->addProduct("before", 5, 100, R"(,"category_id":1)");
        QCOMPARE(m_store->get(path(id)).text("name"), u"before"_s);
        QCOMPARE(m_store->get("/api/v1/products").items().size(), 1);
        const qint64 version = m_store->get(path(id)).number("version");
        const QByteArray now = QByteArray::number(version);
        QCOMPARE(m_store->send("PUT", adminPath(id), R"({"name":"x"})", m_store->staff).field(), u"version"_s);
        const auto edited =
            m_store->send("PUT", adminPath(id),
                          R"({"name":"after","category_id":null,"stock":77,"version":)" + now + '}', m_store->staff);
        QCOMPARE(edited.code(), 200);
        QCOMPARE(edited.text("name"), u"after"_s);
        QVERIFY(edited.data().value("category_id"_L1).isNull());
        QCOMPARE(edited.number("stock"), 5);
        // The next reads show it, alone and in the list.
        QCOMPARE(m_store->get(path(id)).data(), edited.data());
        QCOMPARE(m_store->get("/api/v1/products").items().first().toObject(), edited.data());
        const auto stale = m_store->action(
            "admin.product.update", R"({"id":)" + QByteArray::number(id) + R"(,"name":"late","version":)" + now + '}',
            m_store->staff);
        QCOMPARE(stale.code(), 409);
        QCOMPARE(stale.reason(), u"version_conflict"_s);
        QCOMPARE(m_store->send("PUT", adminPath(99999), R"({"version":1})", m_store->staff).status(), 404);

        const auto off = m_store->send(
            "PUT", adminPath(id),
            R"({"status":"off_shelf","version":)" + QByteArray::number(edited.number("version")) + '}', m_store->staff);
        QCOMPARE(off.code(), 200);
        QCOMPARE(m_store->get(path(id)).status(), 404);
        QCOMPARE(m_store->get("/api/v1/products").items().size(), 0);
        const auto on = m_store->send(
            "PUT", adminPath(id), R"({"status":"on_sale","version":)" + QByteArray::number(off.number("version")) + '}',
            m_store->staff);
        QCOMPARE(m_store->get(path(id)).data(), on.data());
        QCOMPARE(m_store->get("/api/v1/products").items().size(), 1);
    }

    void deleting()
    {
        const qint64 id = m_store->addProduct("gone");
        QCOMPARE(m_store->get(path(id)).status(), 200);
        const auto gone = m_store->send("DELETE", adminPath(id), {}, m_store->staff);
        QCOMPARE(gone.code(), 200);
        QCOMPARE(gone.text("status"), u"off_shelf"_s);
        QCOMPARE(m_store->get(path(id)).status(), 404);
        QCOMPARE(m_store->get("/api/v1/admin/products", m_store->staff).items().size(), 0);
        QCOMPARE(m_store->send("DELETE", adminPath(id), {}, m_store->staff).status(), 404);
        QCOMPARE(m_store->order(id).reason(), u"off_shelf"_s);
    }

    void stock()
    {
        const qint64 id = m_store->addProduct("counted", 5);
        QCOMPARE(m_store->get(path(id)).number("stock"), 5);
        const auto more = m_store->post(adminPath(id, "/stock"), R"({"delta":7,"note":"delivery"})", m_store->staff);
        QCOMPARE(more.number("stock"), 12);
        QCOMPARE(m_store->get(path(id)).data(), more.data());
        const auto tooMuch = m_store->post(adminPath(id, "/stock"), R"({"delta":-13,"note":"theft"})", m_store->staff);
        QCOMPARE(tooMuch.status(), 409);
        QCOMPARE(tooMuch.reason(), u"out_of_stock"_s);
        QCOMPARE(m_store->post(adminPath(id, "/stock"), R"({"delta":"1","note":"x"})", m_store->staff).field(),
                 u"delta"_s);
        QCOMPARE(m_store->post(adminPath(id, "/stock"), R"({"delta":0,"note":"x"})", m_store->staff).field(),
                 u"delta"_s);
        QCOMPARE(m_store->post(adminPath(id, "/stock"), R"({"delta":1})", m_store->staff).field(), u"note"_s);
        QCOMPARE(m_store
                     ->action("admin.product.stock",
                              R"({"id":)" + QByteArray::number(id) + R"(,"delta":-2,"note":"broken"})", m_store->staff)
                     .number("stock"),
                 10);

        QCOMPARE(m_store->order(id, 3).code(), 200);
        const auto ledger = m_store->get(adminPath(id, "/ledger"), m_store->staff);
        QCOMPARE(ledger.items().size(), 4);
        const auto newest = ledger.items().first().toObject();
        QCOMPARE(newest.value("delta"_L1).toInteger(), -3);
        QCOMPARE(newest.value("stock_after"_L1).toInteger(), 7);
        QCOMPARE(newest.value("cause"_L1).toString(), u"order"_s);
        QVERIFY(newest.value("order_id"_L1).isDouble());
        qint64 sum = 0;
        for (const auto& entry : ledger.items())
            sum += entry.toObject().value("delta"_L1).toInteger();
        QCOMPARE(sum, m_store->get(path(id)).number("stock"));
        QCOMPARE(ledger.items().last().toObject().value("cause"_L1).toString(), u"initial"_s);
        const auto first = m_store->get(adminPath(id, "/ledger?limit=3"), m_store->staff);
        QCOMPARE(first.items().size(), 3);
        QCOMPARE(m_store
                     ->action("admin.product.ledger",
                              R"({"id":)" + QByteArray::number(id) + R"(,"limit":3,"cursor":")" +
                                  first.text("next_cursor").toUtf8() + R"("})",
                              m_store->staff)
                     .items()
                     .size(),
                 1);
        QCOMPARE(m_store->get(adminPath(99999, "/ledger"), m_store->staff).status(), 404);
        QCOMPARE(m_store->get(adminPath(id, "/ledger?cursor=zz"), m_store->staff).field(), u"cursor"_s);
    }

    void staffList()
    {
        m_store->addProduct("shown");
        QCOMPARE(m_store->post("/api/v1/admin/products", R"({"name":"hidden","price":1})", m_store->staff).code(), 200);
        QCOMPARE(m_store->get("/api/v1/admin/products", m_store->staff).items().size(), 2);
        QCOMPARE(m_store->get("/api/v1/admin/products?status=off_shelf", m_store->staff).items().size(), 1);
        QCOMPARE(m_store->get("/api/v1/admin/products?q=show", m_store->staff).items().size(), 1);
        QCOMPARE(m_store->action("admin.product.list", R"({"status":"on_sale"})", m_store->staff).items().size(), 1);
        QCOMPARE(m_store->get("/api/v1/admin/products?status=deleted", m_store->staff).field(), u"status"_s);
    }

    void categories()
    {
        const auto before = m_store->get("/api/v1/categories");
        QCOMPARE(before.items().size(), 7);
        QCOMPARE(before.items().first().toObject().value("name"_L1).toString(), u"食品"_s);
        QCOMPARE(m_store->get("/api/v1/categories").reply.body, before.reply.body);
        const auto made = m_store->post("/api/v1/admin/categories", R"({"name":"玩具","sort":0})", m_store->staff);
        QCOMPARE(made.code(), 200);
        QCOMPARE(made.text("name"), u"玩具"_s);
        QCOMPARE(m_store->get("/api/v1/categories").items().first().toObject(), made.data());
        QCOMPARE(m_store->post("/api/v1/admin/categories", R"({"name":"玩具"})", m_store->staff).reason(),
                 u"duplicate"_s);
        QCOMPARE(m_store->post("/api/v1/admin/categories", R"({"sort":1})", m_store->staff).field(), u"name"_s);
        QCOMPARE(m_store->post("/api/v1/admin/categories", R"({"name":""})", m_store->staff).field(), u"name"_s);
        const QByteArray at = "/api/v1/admin/categories/" + QByteArray::number(made.number("id"));
        QCOMPARE(m_store->send("PUT", at, R"({"name":"游戏"})", m_store->staff).text("name"), u"游戏"_s);
        QCOMPARE(m_store->action("category.list").items().first().toObject().value("name"_L1).toString(), u"游戏"_s);
        QCOMPARE(m_store->send("PUT", at, R"({"sort":"1"})", m_store->staff).field(), u"sort"_s);
        QCOMPARE(m_store->send("PUT", "/api/v1/admin/categories/99", R"({"name":"x"})", m_store->staff).status(), 404);
        QCOMPARE(m_store->action("admin.category.update", R"({"id":1,"name":"游戏"})", m_store->staff).reason(),
                 u"duplicate"_s);
    }
};

QTEST_GUILESS_MAIN(TestShelf)
#include "tst_shelf.moc"
