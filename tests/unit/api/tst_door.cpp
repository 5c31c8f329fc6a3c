// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/metricspage.h"
#include "unit/api/store.h"

using namespace zg;
using namespace zg::test;

/// What is true of every call: paths, verbs, roles, languages, limits, the action protocol.
class TestDoor final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Store> m_store;

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<Store>(); }
    void cleanupTestCase() { m_store.reset(); }

    void openPages()
    {
        const auto ping = m_store->get("/ping");
        QCOMPARE(ping.status(), 200);
        QCOMPARE(ping.reply.body, QByteArray(R"({"message":"pong"})"));
        QCOMPARE(m_store->get("/healthz").status(), 200);
        QCOMPARE(m_store->get("/readyz").status(), 200);
        m_store->isReady = false;
        QCOMPARE(m_store->get("/readyz").status(), 503);
        QCOMPARE(m_store->get("/healthz").status(), 200);
        QCOMPARE(m_store->get("/api/v1/status").text("database"), u"down"_s);
        m_store->isReady = true;
        const auto metrics = m_store->get("/metrics");
        QCOMPARE(metrics.status(), 200);
        QVERIFY(QByteArray(metrics.reply.contentType).startsWith("text/plain; version=0.0.4"));
        const auto document = m_store->get("/openapi.yaml");
        QCOMPARE(document.status(), 200);
        QVERIFY(document.reply.body.contains("openapi: 3.1.0"));
        const auto status = m_store->get("/api/v1/status");
        for (const char* key : {"node", "version", "uptime_s", "database", "cache", "requests_total", "in_flight"})
            QVERIFY2(status.data().contains(QLatin1StringView(key)), key);
        QVERIFY(status.number("requests_total") > 0);
        QCOMPARE(status.number("in_flight"), 1);
    }

    void statusTellsWhenTheSharedCacheIsAway()
    {
        QCOMPARE(m_store->get("/api/v1/status").text("cache"), u"ok"_s);
        m_store->isCacheWhole = false;
        QCOMPARE(m_store->get("/api/v1/status").text("cache"), u"degraded"_s);
        QCOMPARE(m_store->get("/api/v1/status").text("database"), u"ok"_s);
        QCOMPARE(m_store->get("/readyz").status(), 200); // it serves, only not as fast
        m_store->isCacheWhole = true;
    }

    void statusTellsTheBreakers()
    {
        using State = telemetry::BreakerFigures::State;
        QCOMPARE(m_store->get("/api/v1/status").data().value("breakers"_L1), QJsonArray());
        m_store->breakers = {{u"database"_s, State::Closed, 9, 1, 0, 0}, {u"wechat"_s, State::Open, 1, 5, 3, 1}};
        const auto told = m_store->get("/api/v1/status").data().value("breakers"_L1).toArray();
        m_store->breakers.clear();
        QCOMPARE(told.size(), 2);
        QCOMPARE(told[0].toObject().value("state"_L1).toString(), u"closed"_s);
        const QJsonObject wechat = told[1].toObject();
        QCOMPARE(wechat.value("name"_L1).toString(), u"wechat"_s);
        QCOMPARE(wechat.value("state"_L1).toString(), u"open"_s);
        QCOMPARE(wechat.value("failures"_L1).toInt(), 5);
        QCOMPARE(wechat.value("refused"_L1).toInt(), 3);
    }

    void verbs_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("allow");
        const auto row = [](const char* verb, const char* path, int status, const char* allow) {
            QTest::addRow("%s %s", verb, path) << QByteArray(verb) << QByteArray(path) << status << QByteArray(allow);
        };
        row("DELETE", "/api/v1/products/7", 405, "GET, HEAD, OPTIONS");
        row("PATCH", "/api/v1/orders", 405, "GET, HEAD, POST, OPTIONS");
        row("GET", "/api/v1/action", 405, "POST, OPTIONS");
        row("HEAD", "/api/v1/auth/login", 405, "POST, OPTIONS");
        row("POST", "/ping", 405, "GET, HEAD, OPTIONS");
        row("OPTIONS", "/api/v1/orders", 204, "GET, HEAD, POST, OPTIONS");
        row("OPTIONS", "/ping", 204, "GET, HEAD, OPTIONS");
        row("OPTIONS", "*", 204, "GET, HEAD, POST, PUT, DELETE, OPTIONS");
        row("OPTIONS", "/api/v1/nothing", 404, "");
        row("HEAD", "/ping", 200, "");
        row("HEAD", "/api/v1/status", 200, "");
        row("HEAD", "/api/v1/products", 200, "");
        row("GET", "/api/v1/nothing", 404, "");
        row("GET", "/", 404, "");
        row("GET", "/api/v1/products/abc", 404, "");
        row("GET", "/api/v1/products/0", 404, "");
        row("POST", "/api/v1/orders/x/pay", 404, "");
    }

    void verbs()
    {
        QFETCH(QByteArray, verb);
        QFETCH(QByteArray, path);
        QFETCH(int, status);
        QFETCH(QByteArray, allow);
        Asked asked;
        asked.target = path;
        const auto answer = m_store->send(verb, asked);
        QCOMPARE(answer.status(), status);
        QCOMPARE(answer.header("Allow"), allow);
        if (status >= 400) {
            QCOMPARE(answer.code(), status);
            QCOMPARE(answer.reason(), status == 405 ? u"method_not_allowed"_s : u"not_found"_s);
        }
        if (status == 204)
            QVERIFY(answer.reply.body.isEmpty());
    }

    void roles_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("action");
        QTest::addColumn<int>("access");
        for (const auto& route : api::routes()) {
            if (!route.handler || route.access == api::Access::Open)
                continue;
            if (QByteArray(route.action) == "auth.logout")
                continue; // would end the sessions of the other rows: TestAccounts has it
            static const char* const verbs[] = {"GET", "POST", "PUT", "DELETE"};
            QByteArray path = route.path;
            path.replace("{id}", "987654321");
            QTest::addRow("%s %s", verbs[int(route.verb)], route.path)
                << QByteArray(verbs[int(route.verb)]) << path << QByteArray(route.action) << int(route.access);
        }
    }

    /// Nobody, a wrong token, and each role, at each guarded call, through both doors.
    void roles()
    {
        QFETCH(QByteArray, verb);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, action);
        QFETCH(int, access);
        const struct
        {
            QByteArray token;
            int rank;
        } callers[] = {{m_store->customer, 1}, {m_store->staff, 2}, {m_store->admin, 3}};

        const auto missing = m_store->send(verb, path, "{}");
        QCOMPARE(missing.status(), 401);
        QCOMPARE(missing.reason(), u"token_missing"_s);
        const auto wrong = m_store->send(verb, path, "{}", "no.such.token");
        QCOMPARE(wrong.status(), 403);
        QCOMPARE(wrong.reason(), u"token_invalid"_s);
        const auto missingThere = m_store->action(action, R"({"id":987654321})");
        QCOMPARE(missingThere.status(), 200);
        QCOMPARE(missingThere.code(), 401);
        for (const auto& caller : callers) {
            const bool mayCall = caller.rank >= access;
            for (const auto& answer : {m_store->send(verb, path, "{}", caller.token),
                                       m_store->action(action, R"({"id":987654321})", caller.token)}) {
                QCOMPARE(answer.reason() == u"role_forbidden"_s, !mayCall);
                QCOMPARE(answer.code() == 403, !mayCall);
                QVERIFY2(answer.code() < 500, answer.reply.body.constData());
            }
        }
    }

    void bearerForms_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("status");
        QTest::newRow("lower case") << QByteArray("bearer " + m_store->customer) << 200;
        QTest::newRow("two spaces") << QByteArray("Bearer  " + m_store->customer) << 200;
        QTest::newRow("basic") << QByteArray("Basic YTpi") << 401;
        QTest::newRow("empty") << QByteArray("Bearer") << 401;
        QTest::newRow("empty token") << QByteArray("Bearer ") << 401;
        QTest::newRow("junk") << QByteArray("Bearer x") << 403;
    }

    void bearerForms()
    {
        QFETCH(QByteArray, value);
        QFETCH(int, status);
        Asked asked;
        asked.target = "/api/v1/me";
        asked.headers.append({"authorization", value});
        QCOMPARE(m_store->send("GET", asked).status(), status);
    }

    void actionTakesTheHeaderToken()
    {
        Asked asked;
        asked.target = "/api/v1/action";
        asked.body = R"({"action":"me"})";
        asked.token = m_store->customer;
        const auto answer = m_store->send("POST", asked);
        QCOMPARE(answer.code(), 200);
        QCOMPARE(answer.data().value("user"_L1).toObject().value("username"_L1).toString(), u"customer"_s);
    }

    void languages()
    {
        Asked asked;
        asked.target = "/api/v1/nothing";
        QCOMPARE(m_store->send("GET", asked).message(), u"内容不存在"_s);
        asked.english = true;
        QCOMPARE(m_store->send("GET", asked).message(), u"not found"_s);
        asked.target = "/api/v1/action";
        asked.body = R"({"action":"product.get","data":{"id":999999}})";
        QCOMPARE(m_store->send("POST", asked).message(), u"not found"_s);
    }

    void malformedActions_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("field");
        QTest::newRow("no JSON") << QByteArray("{") << 400 << u"invalid_json"_s << QString();
        QTest::newRow("empty") << QByteArray() << 400 << u"invalid_json"_s << QString();
        QTest::newRow("array") << QByteArray("[1]") << 400 << u"invalid_argument"_s << u"body"_s;
        QTest::newRow("no action") << QByteArray("{}") << 400 << u"invalid_argument"_s << u"action"_s;
        QTest::newRow("empty action") << QByteArray(R"({"action":""})") << 400 << u"invalid_argument"_s << u"action"_s;
        QTest::newRow("data") << QByteArray(R"({"action":"ping","data":[]})") << 400 << u"invalid_argument"_s
                              << u"data"_s;
        QTest::newRow("unknown") << QByteArray(R"({"action":"no.such"})") << 200 << u"unknown_action"_s << QString();
        QTest::newRow("case") << QByteArray(R"({"action":"Ping"})") << 200 << u"unknown_action"_s << QString();
    }

    void malformedActions()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, reason);
        QFETCH(QString, field);
        const auto answer = m_store->post("/api/v1/action", body);
        QCOMPARE(answer.status(), status);
        QCOMPARE(answer.code(), 400);
        QCOMPARE(answer.reason(), reason);
        QCOMPARE(answer.field(), field);
    }

    void openActions()
    {
        QCOMPARE(m_store->action("ping").data(), QJsonObject({{u"message"_s, u"pong"_s}}));
        QVERIFY(m_store->action("status").data().contains("uptime_s"_L1));
        QCOMPARE(m_store->action("category.list").items().size(), 7);
    }

    void telemetry()
    {
        const auto figures = m_store->get("/api/v1/admin/telemetry", m_store->staff);
        QCOMPARE(figures.code(), 200);
        QCOMPARE(figures.text("node"), u"test-node"_s);
        QVERIFY(figures.data().contains("pool"_L1) && figures.data().contains("routes"_L1));
        const auto twin = m_store->action("admin.telemetry", {}, m_store->staff);
        QCOMPARE(twin.data(), figures.data());
        const auto totals = m_store->counters().snapshot();
        QCOMPARE(totals.inFlight, 0);
    }

    void leaving()
    {
        m_store->isLeaving = true;
        const auto ready = m_store->get("/readyz");
        QCOMPARE(ready.status(), 503);
        QVERIFY(!ready.header("Retry-After").isEmpty());
        QCOMPARE(m_store->get("/api/v1/products").status(), 200);
        QCOMPARE(m_store->action("ping").status(), 200);
        QCOMPARE(m_store->get("/healthz").status(), 200);
        m_store->isLeaving = false;
        QCOMPARE(m_store->get("/readyz").status(), 200);
    }

    void draining()
    {
        m_store->isDraining = true;
        const auto refused = m_store->get("/api/v1/products");
        QCOMPARE(refused.status(), 503);
        QCOMPARE(refused.reason(), u"shutting_down"_s);
        QVERIFY(!refused.header("Retry-After").isEmpty());
        QCOMPARE(m_store->action("ping").status(), 503);
        QCOMPARE(m_store->get("/healthz").status(), 200);
        QCOMPARE(m_store->get("/readyz").status(), 503);
        m_store->isDraining = false;
        QCOMPARE(m_store->get("/ping").status(), 200);
    }

    void refusals()
    {
        const auto tooLarge = m_store->api().refusal(Error{ErrorCode::BodyTooLarge}, true, "some-id");
        QCOMPARE(tooLarge.status, 413);
        QVERIFY(tooLarge.body.contains(R"("reason":"body_too_large")"));
    }

    void rateLimits()
    {
        Store store({.rateLimit = 5, .takesPayment = true});
        int refused = 0;
        Asked asked;
        asked.target = "/api/v1/status";
        for (int i = 0; i < 12; ++i) {
            const auto answer = store.send("GET", asked);
            if (answer.status() == 429) {
                ++refused;
                QCOMPARE(answer.reason(), u"rate_limited"_s);
                QVERIFY(answer.header("Retry-After").toInt() >= 1);
            }
        }
        QCOMPARE(refused, 2);                       // bursts of twice the rate
        QCOMPARE(store.get("/ping").status(), 200); // only /api/
        const auto action = store.action("ping");
        QCOMPARE(action.status(), 429);
        asked.client = "10.0.0.2";
        QCOMPARE(store.send("GET", asked).status(), 200);
        store.clock.advance(std::chrono::seconds(1));
        asked.client = "10.0.0.1";
        QCOMPARE(store.send("GET", asked).status(), 200);

        // One account from many addresses.
        asked.target = "/api/v1/me";
        asked.token = store.customer;
        refused = 0;
        for (int i = 0; i < 12; ++i) {
            asked.client = "10.0.1." + QByteArray::number(i);
            refused += store.send("GET", asked).status() == 429 ? 1 : 0;
        }
        QCOMPARE(refused, 2);
        asked.target = "/api/v1/action";
        asked.body = R"({"action":"me"})";
        asked.client = "10.0.2.1";
        QCOMPARE(store.send("POST", asked).status(), 429);
    }

    void metricsElsewhere()
    {
        api::MetricsPage page([] { return telemetry::Snapshot(); });
        const auto ask = [&](QByteArray verb, QByteArray path) {
            const auto recorder = std::make_shared<Recorder>();
            Asked asked;
            asked.target = path;
            page.handle(makeRequest(verb, asked), http::Responder(recorder));
            return recorder->reply()->status;
        };
        QCOMPARE(ask("GET", "/metrics"), 200);
        QCOMPARE(ask("POST", "/metrics"), 405);
        QCOMPARE(ask("OPTIONS", "/metrics"), 204);
        QCOMPARE(ask("GET", "/api/v1/status"), 404);
    }
};

QTEST_GUILESS_MAIN(TestDoor)
#include "tst_door.moc"
