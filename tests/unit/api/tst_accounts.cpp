// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/api/store.h"

using namespace zg;
using namespace zg::test;

/// Signing in and out, and the accounts.
class TestAccounts final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Store> m_store;

    Answered login(const QByteArray& name, const QByteArray& password)
    {
        return m_store->post("/api/v1/auth/login",
                             R"({"username":")" + name + R"(","password":")" + password + R"("})");
    }

private Q_SLOTS:
    void init() { m_store = std::make_unique<Store>(); }
    void cleanup() { m_store.reset(); }

    void signIn()
    {
        const auto in = login("customer", "secret-pass");
        QCOMPARE(in.status(), 200);
        QCOMPARE(in.number("expires_in"), 3600);
        const auto user = in.data().value("user"_L1).toObject();
        QCOMPARE(user.value("username"_L1).toString(), u"customer"_s);
        QCOMPARE(user.value("role"_L1).toString(), u"customer"_s);
        QVERIFY(!user.contains("openid"_L1));
        QVERIFY(!user.contains("password"_L1));
        const QByteArray token = in.text("token").toUtf8();
        QCOMPARE(m_store->get("/api/v1/me", token).data().value("user"_L1).toObject(), user);
        QCOMPARE(m_store->action("me", {}, token).data().value("user"_L1).toObject(), user);
        QCOMPARE(m_store->action("auth.login", R"({"username":"customer","password":"secret-pass"})").code(), 200);
    }

    /// Passwords that take long hold up other passwords, and nothing else.
    void passwordsHaveThreadsOfTheirOwn()
    {
        const qint64 tea = m_store->addProduct("tea");
        const QByteArray slow = "$2b$13$" + QByteArray(22, '.') + QByteArray(31, '.'); // half a second or so
        std::vector<Task<Result<bool>>> flood;
        for (int i = 0; i < 20; ++i)
            flood.push_back(m_store->passwords().verify("x", i == 0 ? slow : QByteArray()));
        QTRY_COMPARE(m_store->passwords().figures().busy, 1);
        const qint64 done = m_store->passwords().figures().done;
        QCOMPARE(m_store->get("/api/v1/products/" + QByteArray::number(tea)).status(), 200); // from the database
        QCOMPARE(m_store->order(tea).status(), 200);
        QCOMPARE(m_store->get("/api/v1/orders", m_store->customer).status(), 200);
        QCOMPARE(m_store->passwords().figures().done, done); // all that while the first was under way
        QVERIFY(!flood.front().isReady());
        for (auto& each : flood)
            QVERIFY(Store::wait(std::move(each)).has_value());
    }

    void badSignIns_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char* body, const char* outcome) {
            QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(outcome);
        };
        row(R"({"username":"customer","password":"no"})", "bad_credentials");
        row(R"({"username":"nobody","password":"secret-pass"})", "bad_credentials");
        row(R"({"username":"customer","password":"secret-pass\u0000"})", "bad_credentials");
        row(R"({"username":"customer"})", "invalid_argument password");
        row(R"({"password":"x"})", "invalid_argument username");
        row(R"({"username":7,"password":"x"})", "invalid_argument username");
        row("{", "invalid_json");
        row("", "invalid_json");
        row("[]", "invalid_argument body");
    }

    void badSignIns()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, outcome);
        const auto answer = m_store->post("/api/v1/auth/login", body);
        QCOMPARE(QString(answer.reason() + u' ' + answer.field()).trimmed(), outcome);
        QCOMPARE(answer.status(), outcome == u"bad_credentials"_s ? 401 : 400);
    }

    void lockout()
    {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(login("ghost", "no").status(), 401);
        const auto locked = login("ghost", "no");
        QCOMPARE(locked.status(), 429);
        QCOMPARE(locked.reason(), u"rate_limited"_s);
        QVERIFY(locked.header("Retry-After").toInt() > 0);
        const auto there = m_store->action("auth.login", R"({"username":"ghost","password":"no"})");
        QCOMPARE(there.status(), 200);
        QCOMPARE(there.code(), 429);
        QCOMPARE(login("customer", "secret-pass").status(), 200);
    }

    void refreshAndOut()
    {
        const QByteArray token = login("customer", "secret-pass").text("token").toUtf8();
        const auto fresh = m_store->post("/api/v1/auth/refresh", {}, token);
        QCOMPARE(fresh.status(), 200);
        QCOMPARE(fresh.number("expires_in"), 3600);
        QCOMPARE(m_store->get("/api/v1/me", fresh.text("token").toUtf8()).status(), 200);
        QCOMPARE(m_store->action("auth.refresh", {}, token).code(), 200);
        QCOMPARE(m_store->post("/api/v1/auth/refresh", {}).status(), 401);
        QCOMPARE(m_store->post("/api/v1/auth/refresh", {}, "junk").reason(), u"token_invalid"_s);
        QCOMPARE(m_store->post("/api/v1/auth/logout", {}, token).data(), QJsonObject());
        QCOMPARE(m_store->get("/api/v1/me", token).reason(), u"session_revoked"_s);
        QCOMPARE(m_store->get("/api/v1/me", fresh.text("token").toUtf8()).status(), 403);
        QCOMPARE(m_store->post("/api/v1/auth/refresh", {}, token).status(), 403);
        QCOMPARE(m_store->get("/api/v1/products", token).status(), 200); // open routes ask nobody
        QCOMPARE(m_store->action("auth.logout", {}, m_store->other).code(), 200);
        QCOMPARE(m_store->get("/api/v1/me", m_store->other).status(), 403);
    }

    void wechatWithoutAppId()
    {
        QCOMPARE(m_store->post("/api/login", R"({"code":"abc"})").reason(), u"dependency_down"_s);
        QCOMPARE(m_store->post("/api/login", R"({})").field(), u"code"_s);
        QCOMPARE(m_store->action("login", R"({"code":7})").field(), u"code"_s);
    }

    void users()
    {
        const QByteArray list = "/api/v1/admin/users";
        QCOMPARE(m_store->get(list, m_store->staff).reason(), u"role_forbidden"_s);
        QCOMPARE(m_store->get(list, m_store->admin).items().size(), 4);
        QCOMPARE(m_store->get(list + "?role=customer", m_store->admin).items().size(), 2);
        QCOMPARE(m_store->get(list + "?q=sta", m_store->admin).items().size(), 1);
        QCOMPARE(m_store->get(list + "?role=king", m_store->admin).field(), u"role"_s);
        const auto page = m_store->get(list + "?limit=3", m_store->admin);
        QCOMPARE(m_store
                     ->action("admin.user.list",
                              R"({"limit":3,"cursor":")" + page.text("next_cursor").toUtf8() + R"("})", m_store->admin)
                     .items()
                     .size(),
                 1);

        const auto made = m_store->post(
            list, R"({"username":"clerk","password":"clerk-pass","role":"staff","nickname":"小李"})", m_store->admin);
        QCOMPARE(made.status(), 200);
        QCOMPARE(made.text("nickname"), u"小李"_s);
        QCOMPARE(made.text("role"), u"staff"_s);
        QCOMPARE(made.data().value("disabled"_L1).toBool(true), false);
        QVERIFY(!made.reply.body.contains("pass"));
        QCOMPARE(m_store->post(list, R"({"username":"clerk","password":"clerk-pass","role":"staff"})", m_store->admin)
                     .reason(),
                 u"duplicate"_s);
        const QByteArray token = login("clerk", "clerk-pass").text("token").toUtf8();
        QCOMPARE(m_store->get("/api/v1/admin/orders", token).status(), 200);

        const QByteArray at = list + '/' + QByteArray::number(made.number("id"));
        QVERIFY(!made.data().contains("refund_limit"_L1));
        const auto limited = m_store->send("PUT", at, R"({"refund_limit":9900})", m_store->admin);
        QCOMPARE(limited.number("refund_limit"), 9'900);
        QCOMPARE(m_store->send("PUT", at, R"({"nickname":"李"})", m_store->admin).number("refund_limit"), 9'900);
        QCOMPARE(m_store->send("PUT", at, R"({"refund_limit":-1})", m_store->admin).field(), u"refund_limit"_s);
        QCOMPARE(m_store->send("PUT", at, R"({"refund_limit":"9"})", m_store->admin).field(), u"refund_limit"_s);
        QVERIFY(
            !m_store->send("PUT", at, R"({"refund_limit":null})", m_store->admin).data().contains("refund_limit"_L1));
        const auto off = m_store->send("PUT", at, R"({"disabled":true})", m_store->admin);
        QCOMPARE(off.data().value("disabled"_L1).toBool(), true);
        QCOMPARE(m_store->get("/api/v1/admin/orders", token).reason(), u"session_revoked"_s);
        QCOMPARE(login("clerk", "clerk-pass").status(), 401);
        QCOMPARE(m_store->send("PUT", list + "/98765", R"({"disabled":true})", m_store->admin).status(), 404);
        const auto me = m_store->get("/api/v1/me", m_store->admin).data().value("user"_L1).toObject();
        const QByteArray self = list + '/' + QByteArray::number(me.value("id"_L1).toInteger());
        for (const char* body : {R"({"disabled":true})", R"({"role":"staff"})"}) {
            const auto last = m_store->send("PUT", self, body, m_store->admin);
            QCOMPARE(last.status(), 409);
        }
        QCOMPARE(m_store->get("/api/v1/me", m_store->admin).status(), 200);
    }

    void badUsers_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* body, const char* field) {
            QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(field);
        };
        row(R"({"password":"long-enough","role":"staff"})", "username");
        row(R"({"username":"x","role":"staff"})", "password");
        row(R"({"username":"x","password":"long-enough"})", "role");
        row(R"({"username":"x","password":"long-enough","role":"king"})", "role");
        row(R"({"username":"","password":"long-enough","role":"staff"})", "username");
        row(R"({"username":"x","password":"1","role":"staff"})", "password");
        row(R"({"username":"x","password":7,"role":"staff"})", "password");
        row(R"({"username":"x","password":"long-enough","role":"staff","disabled":"no"})", "disabled");
    }

    void badUsers()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        for (const auto& answer : {m_store->post("/api/v1/admin/users", body, m_store->admin),
                                   m_store->action("admin.user.create", body, m_store->admin)}) {
            QCOMPARE(answer.code(), 400);
            QCOMPARE(answer.field(), field);
        }
    }
};

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
