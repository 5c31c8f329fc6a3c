// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/api/store.h"

using namespace zg;
using namespace zg::test;

/// Orders through both doors, from the cart to the refund.
class TestOrders final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Store> m_store;

    static QByteArray idData(qint64 id, const QByteArray& more = {})
    {
        return R"({"id":)" + QByteArray::number(id) + more + '}';
    }
    static QByteArray path(qint64 id, const QByteArray& more = {})
    {
        return "/api/v1/orders/" + QByteArray::number(id) + more;
    }
    static QByteArray adminPath(qint64 id, const QByteArray& more = {})
    {
        return "/api/v1/admin/orders/" + QByteArray::number(id) + more;
    }
    qint64 stockOf(qint64 product)
    {
        return m_store->get("/api/v1/products/" + QByteArray::number(product)).number("stock");
    }
    Answered withKey(const QByteArray& key, const QByteArray& body, const QByteArray& token)
    {
        Asked asked;
        asked.target = "/api/v1/orders";
        asked.body = body;
        asked.token = token;
        asked.headers.append({"Idempotency-Key", key});
        return m_store->send("POST", asked);
    }

private Q_SLOTS:
    void init() { m_store = std::make_unique<Store>(); }
    void cleanup() { m_store.reset(); }

    void placing()
    {
        const qint64 tea = m_store->addProduct("tea", 10, 500), cup = m_store->addProduct("cup", 10, 300);
        QJsonObject address{{u"zip"_s, 7}};
        for (const auto& part : {u"phone"_s, u"province"_s, u"city"_s, u"district"_s, u"detail"_s})
            address.insert(part, u"x"_s);
        address.insert(u"name"_s, u"李"_s);
        const auto item = [](qint64 id, int quantity) {
            return QJsonObject{{u"product_id"_s, id}, {u"quantity"_s, quantity}, {u"price"_s, 1}};
        };
        QString remark = u"快 q\n"_s;
        remark.append(QChar(u'"'));
        remark.append(QChar(u'\0'));
        const QJsonObject object{{u"items"_s, QJsonArray{item(tea, 2), item(cup, 1)}},
                                 {u"remark"_s, remark},
                                 {u"address"_s, address},
                                 {u"total"_s, 1}};
        const QByteArray body = QJsonDocument(object).toJson();
        const auto made = m_store->post("/api/v1/orders", body, m_store->customer);
        QCOMPARE(made.status(), 200);
        QStringList keys = made.data().keys();
        QStringList wanted =
            u"id order_no user_id status items total address remark tracking_no version created_at paid_at shipped_at completed_at cancelled_at"_s
                .split(u' ');
        wanted.sort();
        QCOMPARE(keys, wanted);
        QCOMPARE(made.text("status"), u"pending_payment"_s);
        QCOMPARE(made.number("total"), 1300);
        QCOMPARE(made.items().size(), 2);
        QCOMPARE(made.items().first().toObject().value("amount"_L1).toInteger(), 1000);
        QCOMPARE(made.data().value("address"_L1).toObject().value("name"_L1).toString(), u"李"_s);
        QVERIFY(made.data().value("paid_at"_L1).isNull());
        QVERIFY(made.data().value("tracking_no"_L1).isNull());
        QCOMPARE(made.text("remark"), remark); // a NUL is a character like others
        QCOMPARE(m_store->get(path(made.number("id")), m_store->customer).data(), made.data());
        QCOMPARE(m_store->action("order.get", idData(made.number("id")), m_store->customer).data(), made.data());
        // Someone else's is nobody's, for staff too.
        QCOMPARE(m_store->get(path(made.number("id")), m_store->other).status(), 404);
        QCOMPARE(m_store->get(path(made.number("id")), m_store->admin).status(), 404);
        const auto bare = m_store->order(cup);
        QVERIFY(bare.data().value("address"_L1).isNull());
        QCOMPARE(bare.text("remark"), QString());
    }

    void badOrders_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* body, const char* field) {
            QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(field);
        };
        row(R"({})", "items");
        row(R"({"items":[]})", "items");
        row(R"({"items":{}})", "items");
        row(R"({"items":[7]})", "items");
        row(R"({"items":[{"quantity":1}]})", "product_id");
        row(R"({"items":[{"product_id":"1","quantity":1}]})", "product_id");
        row(R"({"items":[{"product_id":0,"quantity":1}]})", "product_id");
        row(R"({"items":[{"product_id":1}]})", "quantity");
        row(R"({"items":[{"product_id":1,"quantity":0}]})", "quantity");
        row(R"({"items":[{"product_id":1,"quantity":1000}]})", "quantity");
        row(R"({"items":[{"product_id":1,"quantity":1.5}]})", "quantity");
        row(R"({"items":[{"product_id":1,"quantity":"1"}]})", "quantity");
        row(R"({"items":[{"product_id":1,"quantity":1},{"product_id":1,"quantity":1}]})", "items");
        row(R"({"items":[{"product_id":1,"quantity":1}],"address":"home"})", "address");
        row(R"({"items":[{"product_id":1,"quantity":1}],"address":{"phone":1}})", "phone");
        row(R"({"items":[{"product_id":1,"quantity":1}],"remark":7})", "remark");
        QByteArray many;
        for (int i = 1; i <= 51; ++i)
            many += (many.isEmpty() ? "" : ",") + (R"({"product_id":)" + QByteArray::number(i) + R"(,"quantity":1})");
        QTest::newRow("51 items") << QByteArray(R"({"items":[)" + many + "]}") << u"items"_s;
    }

    void badOrders()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        for (const auto& answer : {m_store->post("/api/v1/orders", body, m_store->customer),
                                   m_store->action("order.create", body, m_store->customer)}) {
            QCOMPARE(answer.code(), 400);
            QCOMPARE(answer.reason(), u"invalid_argument"_s);
            QCOMPARE(answer.field(), field);
        }
    }

    void refusedOrders()
    {
        const qint64 tea = m_store->addProduct("tea", 3);
        const auto unknown = m_store->post("/api/v1/orders",
                                           R"({"items":[{"product_id":)" + QByteArray::number(tea) +
                                               R"(,"quantity":1},{"product_id":99999,"quantity":1}]})",
                                           m_store->customer);
        QCOMPARE(unknown.status(), 404);
        QCOMPARE(unknown.number("product_id"), 99999);
        QCOMPARE(stockOf(tea), 3);
        const auto tooMany = m_store->order(tea, 4);
        QCOMPARE(tooMany.status(), 409);
        QCOMPARE(tooMany.reason(), u"out_of_stock"_s);
        QCOMPARE(tooMany.number("product_id"), tea);
        QCOMPARE(m_store->order(tea, 3).status(), 200);
        QCOMPARE(m_store->order(tea, 1).reason(), u"out_of_stock"_s);
        QCOMPARE(stockOf(tea), 0);
        QCOMPARE(m_store->post("/api/v1/orders", "{", m_store->customer).reason(), u"invalid_json"_s);
        QCOMPARE(m_store->post("/api/v1/orders", {}, m_store->customer).reason(), u"invalid_json"_s);
    }

    void idempotency()
    {
        const qint64 tea = m_store->addProduct("tea", 10);
        const QByteArray item = R"({"product_id":)" + QByteArray::number(tea) + R"(,"quantity":1})";
        const QByteArray body = R"({"items":[)" + item + "]}";
        const auto first = withKey("k-1", body, m_store->customer);
        QCOMPARE(first.status(), 200);
        const auto again =
            withKey("k-1", R"( { "remark":"", "items" : [)" + item + R"(], "extra":1 })", m_store->customer);
        QCOMPARE(again.data(), first.data()); // the same meaning
        const auto there = m_store->action("order.create", R"({"items":[)" + item + R"(],"idempotency_key":"k-1"})",
                                           m_store->customer);
        QCOMPARE(there.data(), first.data()); // the doors share the keys
        QCOMPARE(stockOf(tea), 9);
        const auto mismatch = withKey("k-1", R"({"items":[)" + item + R"(],"remark":"x"})", m_store->customer);
        QCOMPARE(mismatch.status(), 422);
        QCOMPARE(mismatch.reason(), u"idempotency_mismatch"_s);
        QVERIFY(withKey("k-1", body, m_store->other).number("id") != first.number("id")); // keys are a user's own
        QCOMPARE(withKey(QByteArray(64, 'k'), body, m_store->customer).status(), 200);
        const auto tooLong = withKey(QByteArray(65, 'k'), body, m_store->customer);
        QCOMPARE(tooLong.status(), 400);
        QCOMPARE(tooLong.field(), u"idempotency_key"_s);
        QCOMPARE(
            m_store->action("order.create", R"({"items":[)" + item + R"(],"idempotency_key":7})", m_store->customer)
                .field(),
            u"idempotency_key"_s);
    }

    void whatWasToldIsRead()
    {
        const qint64 tea = m_store->addProduct("tea", 50);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(stockOf(tea), 50 - i); // in memory from the second on
            QCOMPARE(m_store->get("/api/v1/products").items().first().toObject().value("stock"_L1).toInteger(), 50 - i);
            QCOMPARE(
                m_store->get("/api/v1/products?sort=sales").items().first().toObject().value("sales"_L1).toInteger(),
                i);
            QCOMPARE(m_store->get("/api/v1/orders", m_store->customer).items().size(), i);
            QCOMPARE(m_store->order(tea).status(), 200);
        }
        const auto product = m_store->get("/api/v1/products/" + QByteArray::number(tea));
        QCOMPARE(product.number("sales"), 5);
        QCOMPARE(m_store->get("/api/v1/products").items().first().toObject(), product.data());
        QCOMPARE(m_store->get("/api/v1/admin/products", m_store->staff).items().first().toObject(),
                 product.data()); // from the database
        const auto own = m_store->get("/api/v1/orders", m_store->customer);
        QCOMPARE(
            own.items().first().toObject(),
            m_store->get(path(own.items().first().toObject().value("id"_L1).toInteger()), m_store->customer).data());
        QCOMPARE(m_store->get("/api/v1/orders", m_store->other).items().size(), 0);
    }

    void lists()
    {
        const qint64 tea = m_store->addProduct("tea", 50);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(m_store->order(tea).status(), 200);
        const auto page = m_store->get("/api/v1/orders?limit=3", m_store->customer);
        QCOMPARE(page.items().size(), 3);
        const auto rest = m_store->action(
            "order.list", R"({"limit":3,"cursor":")" + page.text("next_cursor").toUtf8() + R"("})", m_store->customer);
        QCOMPARE(rest.items().size(), 2);
        QVERIFY(rest.data().value("next_cursor"_L1).isNull());
        const qint64 newest = page.items().first().toObject().value("id"_L1).toInteger();
        QCOMPARE(m_store->post(path(newest, "/cancel"), {}, m_store->customer).text("status"), u"cancelled"_s);
        QCOMPARE(m_store->get("/api/v1/orders?status=cancelled", m_store->customer).items().size(), 1);
        QCOMPARE(m_store->get("/api/v1/orders?status=pending_payment", m_store->customer).items().size(), 4);
        QCOMPARE(m_store->get("/api/v1/orders?status=lost", m_store->customer).field(), u"status"_s);
        QCOMPARE(m_store->get("/api/v1/orders?limit=101", m_store->customer).field(), u"limit"_s);
        QCOMPARE(m_store->get("/api/v1/orders?cursor=!", m_store->customer).field(), u"cursor"_s);
        // Another user's cursor opens nothing of his.
        QCOMPARE(
            m_store->get("/api/v1/orders?cursor=" + page.text("next_cursor").toUtf8(), m_store->other).items().size(),
            0);
    }

    void lifeCycle()
    {
        const qint64 tea = m_store->addProduct("tea", 10);
        const qint64 id = m_store->order(tea, 2).number("id");
        QCOMPARE(m_store->post(path(id, "/confirm"), {}, m_store->customer).reason(), u"illegal_transition"_s);
        QCOMPARE(m_store->post(path(id, "/pay"), {}, m_store->other).status(), 404);
        const auto paid = m_store->post(path(id, "/pay"), {}, m_store->customer);
        QCOMPARE(paid.text("status"), u"paid"_s);
        QVERIFY(paid.data().value("paid_at"_L1).isString());
        QCOMPARE(m_store->post(path(id, "/pay"), {}, m_store->customer).status(), 409);
        QCOMPARE(m_store->post(path(id, "/cancel"), {}, m_store->customer).reason(), u"illegal_transition"_s);
        QCOMPARE(m_store->post(adminPath(id, "/ship"), R"({})", m_store->staff).field(), u"tracking_no"_s);
        const auto shipped = m_store->post(adminPath(id, "/ship"), R"({"tracking_no":"SF123"})", m_store->staff);
        QCOMPARE(shipped.text("status"), u"shipped"_s);
        QCOMPARE(shipped.text("tracking_no"), u"SF123"_s);
        QCOMPARE(m_store->action("order.refund", idData(id), m_store->customer).code(), 409);
        QCOMPARE(m_store->action("order.confirm", idData(id), m_store->customer).text("status"), u"completed"_s);
        QCOMPARE(stockOf(tea), 8);

        const auto seen = m_store->get(adminPath(id), m_store->staff);
        const auto history = seen.data().value("history"_L1).toArray();
        QVERIFY(history.size() >= 3);
        const auto last = history.last().toObject();
        QCOMPARE(last.value("from"_L1).toString(), u"shipped"_s);
        QCOMPARE(last.value("to"_L1).toString(), u"completed"_s);
        QVERIFY(last.contains("user_id"_L1) && last.contains("at"_L1) && last.contains("note"_L1));
        QVERIFY(!m_store->get(path(id), m_store->customer).data().contains("history"_L1));
    }

    void refunds()
    {
        const qint64 tea = m_store->addProduct("tea", 10);
        const qint64 id = m_store->order(tea, 2).number("id");
        QCOMPARE(m_store->action("order.pay", idData(id), m_store->customer).text("status"), u"paid"_s);
        QCOMPARE(m_store->post(path(id, "/refund"), R"({"reason":7})", m_store->customer).field(), u"reason"_s);
        QCOMPARE(m_store->post(path(id, "/refund"), "[", m_store->customer).reason(), u"invalid_json"_s);
        QCOMPARE(m_store->post(path(id, "/refund"), {}, m_store->customer).text("status"),
                 u"refunding"_s); // no body is fine
        QCOMPARE(m_store->post(adminPath(id, "/refund"), R"({"approve":"yes"})", m_store->staff).field(), u"approve"_s);
        QCOMPARE(m_store->post(adminPath(id, "/refund"), R"({"approve":false})", m_store->staff).text("status"),
                 u"paid"_s);
        QCOMPARE(stockOf(tea), 8);
        QCOMPARE(m_store->action("order.refund", idData(id, R"(,"reason":"太大")"), m_store->customer).text("status"),
                 u"refunding"_s);
        QCOMPARE(m_store->action("admin.order.refund", idData(id, R"(,"approve":true)"), m_store->staff).text("status"),
                 u"refunded"_s);
        QCOMPARE(stockOf(tea), 10);
        QCOMPARE(m_store->post(adminPath(id, "/refund"), R"({"approve":true})", m_store->staff).reason(),
                 u"illegal_transition"_s);
        const qint64 cancelled = m_store->order(tea, 4).number("id");
        QCOMPARE(stockOf(tea), 6);
        QCOMPARE(m_store->action("order.cancel", idData(cancelled), m_store->customer).text("status"), u"cancelled"_s);
        QCOMPARE(stockOf(tea), 10);
    }

    /// An account with a limit is told of it; one without decides as ever.
    void refundsUpToALimit()
    {
        const qint64 tea = m_store->addProduct("tea", 10);
        const qint64 id = m_store->order(tea, 2).number("id");
        QCOMPARE(m_store->action("order.pay", idData(id), m_store->customer).text("status"), u"paid"_s);
        QCOMPARE(m_store->post(path(id, "/refund"), {}, m_store->customer).text("status"), u"refunding"_s);
        m_store->shop().orders().setRefundLimit(1);
        const auto refused = m_store->post(adminPath(id, "/refund"), R"({"approve":true})", m_store->staff);
        QCOMPARE(refused.status(), 403);
        QCOMPARE(refused.reason(), u"role_forbidden"_s);
        QCOMPARE(refused.number("limit"), 1);
        QVERIFY2(refused.message().contains(u"¥ 0.01"_s), qPrintable(refused.message()));
        QCOMPARE(m_store->post(adminPath(id, "/refund"), R"({"approve":true})", m_store->admin).text("status"),
                 u"refunded"_s);
        m_store->shop().orders().setRefundLimit(0);
    }

    void nobodyToPay()
    {
        Store store({.rateLimit = 0, .takesPayment = false});
        const qint64 tea = store.addProduct("tea", 10);
        const qint64 id = store.order(tea).number("id");
        const auto answer = store.post(path(id, "/pay"), {}, store.customer);
        QCOMPARE(answer.status(), 503);
        QCOMPARE(answer.reason(), u"dependency_down"_s);
        QVERIFY(!answer.header("Retry-After").isEmpty());
        QCOMPARE(store.post(path(id + 1, "/pay"), {}, store.customer).status(), 404);
        QCOMPARE(store.get(path(id), store.customer).text("status"), u"pending_payment"_s);
    }

    void staffSearch()
    {
        const qint64 tea = m_store->addProduct("tea", 50);
        const auto mine = m_store->order(tea);
        const auto theirs = m_store->order(tea, 1, m_store->other);
        const QByteArray list = "/api/v1/admin/orders";
        QCOMPARE(m_store->get(list, m_store->staff).items().size(), 2);
        QVERIFY(m_store->get(list, m_store->staff).items().first().toObject().contains("history"_L1));
        QCOMPARE(m_store->get(list + "?user_id=" + QByteArray::number(theirs.number("user_id")), m_store->staff)
                     .items()
                     .size(),
                 1);
        QCOMPARE(m_store->get(list + "?order_no=" + mine.text("order_no").toUtf8(), m_store->staff).items().size(), 1);
        QCOMPARE(m_store->get(list + "?status=paid", m_store->staff).items().size(), 0);
        const QByteArray created = mine.text("created_at").toUtf8();
        QVERIFY(m_store->get(list + "?from=" + created, m_store->staff).items().size() >= 1);
        QCOMPARE(m_store->get(list + "?to=" + created, m_store->staff).items().size(), 0);
        QCOMPARE(m_store->get(list + "?from=2000-01-01T00:00:00%2B08:00&to=2001-01-01", m_store->staff).items().size(),
                 0);
        QCOMPARE(m_store->get(list + "?from=soon", m_store->staff).field(), u"from"_s);
        QCOMPARE(m_store->get(list + "?user_id=x", m_store->staff).field(), u"user_id"_s);
        QCOMPARE(m_store->get(list + "?limit=1", m_store->staff).items().size(), 1);
        QCOMPARE(m_store->action("admin.order.list", R"({"limit":1,"from":"2000-01-01T00:00:00Z"})", m_store->staff)
                     .items()
                     .size(),
                 1);
        QCOMPARE(m_store->action("admin.order.list", R"({"to":7})", m_store->staff).field(), u"to"_s);
        QCOMPARE(m_store->get(adminPath(987654), m_store->staff).status(), 404);
    }
};

QTEST_GUILESS_MAIN(TestOrders)
#include "tst_orders.moc"
