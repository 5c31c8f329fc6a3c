// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/httpclient.h"
#include "support/program.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg::test;

/// A shopper's and a clerk's day, from the socket to the disk and back.
class TestShopper final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    Program m_node;

    HttpClient open(const QByteArray& name = {}, const QByteArray& password = {})
    {
        HttpClient client(m_node.port());
        if (!name.isEmpty()) {
            const QByteArray body = "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}";
            client.setToken(client.post("/api/v1/auth/login", body).data().value(u"token"_s).toString().toLatin1());
        }
        return client;
    }
    static qint64 id(const HttpAnswer& answer) { return answer.data().value(u"id"_s).toInteger(); }
    static QString status(const HttpAnswer& answer) { return answer.data().value(u"status"_s).toString(); }
    static QByteArray path(qint64 order, const char* rest)
    {
        return "/api/v1/orders/" + QByteArray::number(order) + rest;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_node.serve({u"--data-dir"_s, m_dir.path() + u"/data"_s, u"--demo"_s, u"--stock"_s, u"100"_s,
                               u"--rate-limit"_s, u"0"_s}),
                 qPrintable(m_node.errorOutput()));
    }
    void cleanupTestCase() { QCOMPARE(m_node.stop().exitCode, 0); }

    void openPages_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("ping") << QByteArray("/ping") << QByteArray("application/json");
        QTest::newRow("health") << QByteArray("/healthz") << QByteArray("text/plain");
        QTest::newRow("ready") << QByteArray("/readyz") << QByteArray("text/plain");
        QTest::newRow("metrics") << QByteArray("/metrics") << QByteArray("text/plain; version=0.0.4");
        QTest::newRow("openapi") << QByteArray("/openapi.yaml") << QByteArray();
        QTest::newRow("status") << QByteArray("/api/v1/status") << QByteArray("application/json");
        QTest::newRow("categories") << QByteArray("/api/v1/categories") << QByteArray("application/json");
        QTest::newRow("products") << QByteArray("/api/v1/products?limit=3&sort=price_asc")
                                  << QByteArray("application/json");
        QTest::newRow("product") << QByteArray("/api/v1/products/1") << QByteArray("application/json");
    }
    void openPages()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, type);
        auto client = open();
        const auto answer = client.get(path);
        QCOMPARE(answer.status, 200);
        QVERIFY2(answer.header("content-type").startsWith(type), answer.header("content-type").constData());
        QVERIFY(!answer.header("x-request-id").isEmpty());
        QVERIFY(!answer.body.isEmpty());
        const auto head = client.request("HEAD", path);
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.isEmpty());
        const auto options = client.request("OPTIONS", path);
        QCOMPARE(options.status, 204);
        QVERIFY(options.header("allow").contains("GET"));
        const auto other = client.request("DELETE", path);
        QCOMPARE(other.status, 405);
        QVERIFY(other.header("allow").contains("GET"));
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* verb, const char* path, const char* body, int status,
                            const QString& reason) {
            QTest::newRow(name) << QByteArray(verb) << QByteArray(path) << QByteArray(body) << status << reason;
        };
        row("unknown path", "GET", "/api/v1/nothing", nullptr, 404, u"not_found"_s);
        row("unknown product", "GET", "/api/v1/products/99999", nullptr, 404, u"not_found"_s);
        row("no number", "GET", "/api/v1/products/x", nullptr, 404, u"not_found"_s);
        row("limit 0", "GET", "/api/v1/products?limit=0", nullptr, 400, u"invalid_argument"_s);
        row("limit 101", "GET", "/api/v1/products?limit=101", nullptr, 400, u"invalid_argument"_s);
        row("sort", "GET", "/api/v1/products?sort=best", nullptr, 400, u"invalid_argument"_s);
        row("cursor", "GET", "/api/v1/products?cursor=!!", nullptr, 400, u"invalid_argument"_s);
        row("no token", "GET", "/api/v1/me", nullptr, 401, u"token_missing"_s);
        row("no token for orders", "POST", "/api/v1/orders", "{}", 401, u"token_missing"_s);
        row("bad json", "POST", "/api/v1/auth/login", "{", 400, u"invalid_json"_s);
        row("wrong password", "POST", "/api/v1/auth/login", R"({"username":"demo9","password":"wrong-pass"})", 401,
            u"bad_credentials"_s);
    }
    void refusals()
    {
        QFETCH(QByteArray, verb);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, reason);
        auto client = open();
        const auto answer = client.request(verb, path, body, "X-Request-Id: mine-7\r\n");
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.reason(), reason);
        QCOMPARE(answer.json().value(u"code"_s).toInt(), status);
        QCOMPARE(answer.header("x-request-id"), QByteArray("mine-7"));
    }

    void badTokens()
    {
        auto client = open();
        client.setToken("not.a.token");
        QCOMPARE(client.get("/api/v1/me").status, 403);
        auto customer = open("demo2", "demo-pass");
        QCOMPARE(customer.get("/api/v1/admin/orders").status, 403);
        QCOMPARE(customer.get("/api/v1/admin/orders").reason(), u"role_forbidden"_s);
    }

    void buysPaysReceivesAndReturns()
    {
        auto customer = open("demo1", "demo-pass");
        auto clerk = open("staff", "staff-pass");
        const QByteArray address =
            R"({"name":"王","phone":"138","province":"浙江","city":"杭州","district":"西湖","detail":"1 号"})";
        const QByteArray items = R"([{"product_id":1,"quantity":2},{"product_id":2,"quantity":1}])";
        const QByteArray order = "{\"items\":" + items + ",\"remark\":\"门口\",\"address\":" + address + "}";
        const auto placed = customer.post("/api/v1/orders", order, "Idempotency-Key: once\r\n");
        QCOMPARE(placed.status, 200);
        const auto again = customer.post("/api/v1/orders", order, "Idempotency-Key: once\r\n");
        QCOMPARE(id(again), id(placed));
        const auto other = customer.post("/api/v1/orders", R"({"items":[{"product_id":1,"quantity":3}]})",
                                         "Idempotency-Key: once\r\n");
        QCOMPARE(other.status, 422);
        QCOMPARE(customer.get("/api/v1/products/1").data().value(u"stock"_s).toInt(), 98);
        QCOMPARE(customer.get("/api/v1/products/2").data().value(u"stock"_s).toInt(), 99);

        QCOMPARE(status(customer.post(path(id(placed), "/pay"), "{}")), u"paid"_s);
        QCOMPARE(customer.post(path(id(placed), "/cancel"), "{}").reason(), u"illegal_transition"_s);
        const QByteArray admin = "/api/v1/admin/orders/" + QByteArray::number(id(placed));
        QCOMPARE(status(clerk.post(admin + "/ship", R"({"tracking_no":"SF1"})")), u"shipped"_s);
        QCOMPARE(status(customer.post(path(id(placed), "/confirm"), "{}")), u"completed"_s);
        QCOMPARE(clerk.get(admin).data().value(u"history"_s).toArray().size(), 3); // paid, shipped, completed

        const auto second = customer.post("/api/v1/orders", R"({"items":[{"product_id":1,"quantity":8}]})");
        QCOMPARE(status(customer.post(path(id(second), "/pay"), "{}")), u"paid"_s);
        QCOMPARE(status(customer.post(path(id(second), "/refund"), R"({"reason":"changed my mind"})")), u"refunding"_s);
        const QByteArray refund = "/api/v1/admin/orders/" + QByteArray::number(id(second)) + "/refund";
        QCOMPARE(status(clerk.post(refund, R"({"approve":true})")), u"refunded"_s);
        QCOMPARE(customer.get("/api/v1/products/1").data().value(u"stock"_s).toInt(), 98);
        QCOMPARE(customer.get("/api/v1/orders?limit=1")
                     .data()
                     .value(u"items"_s)
                     .toArray()
                     .first()
                     .toObject()
                     .value(u"id"_s)
                     .toInteger(),
                 id(second));
        QCOMPARE(customer.post("/api/v1/orders", R"({"items":[{"product_id":1,"quantity":99}]})").reason(),
                 u"out_of_stock"_s);
    }

    void actionsAreTheSameDoor()
    {
        auto client = open("demo3", "demo-pass");
        const auto login = open().post("/api/v1/action",
                                       R"({"action":"auth.login","data":{"username":"demo3","password":"demo-pass"}})");
        QCOMPARE(login.status, 200);
        const QByteArray token = login.data().value(u"token"_s).toString().toLatin1();
        QVERIFY(!token.isEmpty());
        QByteArray order =
            R"({"action":"order.create","data":{"items":[{"product_id":5,"quantity":1}],"idempotency_key":"k1"},"token":"TOKEN"})";
        order.replace("TOKEN", token);
        const auto first = open().post("/api/v1/action", order);
        QCOMPARE(first.json().value(u"code"_s).toInt(), 200);
        const auto rest =
            client.post("/api/v1/orders", R"({"items":[{"product_id":5,"quantity":1}]})", "Idempotency-Key: k1\r\n");
        QCOMPARE(id(rest), id(first));
        QCOMPARE(open().post("/api/v1/action", R"({"action":"no.such"})").json().value(u"code"_s).toInt(), 400);
        QCOMPARE(open().post("/api/v1/action", R"({"action":""})").status, 400);
    }

    void countsWhatItDid()
    {
        auto clerk = open("staff", "staff-pass");
        QTRY_VERIFY_WITH_TIMEOUT(clerk.get("/metrics").body.contains("zhanggui_"), 3'000);
        const auto telemetry = clerk.get("/api/v1/admin/telemetry");
        QCOMPARE(telemetry.status, 200);
        QVERIFY(!telemetry.data().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestShopper)
#include "tst_shopper.moc"
