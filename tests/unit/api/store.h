// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/api.h"
#include "api/jsoncache.h"
#include "api/payment.h"
#include "api/routes.h"
#include "audit/operations.h"
#include "cache/memorycache.h"
#include "core/qtexecutor.h"
#include "http/respondertarget.h"
#include "identity/lockout.h"
#include "identity/login.h"
#include "identity/passwords.h"
#include "identity/sessions.h"
#include "identity/tokens.h"
#include "identity/users.h"
#include "identity/wechat.h"
#include "resilience/loadshedder.h"
#include "resilience/ratelimiter.h"
#include "shop/shop.h"
#include "sql/database.h"
#include "support/testdatabase.h"
#include "telemetry/requestcounters.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <QTest>

namespace zg::test {

using namespace Qt::StringLiterals;

/// One answer, as a client reads it.
struct Answered
{
    http::Reply reply;

    int status() const { return reply.status; }
    QJsonObject envelope() const { return QJsonDocument::fromJson(reply.body).object(); }
    int code() const { return envelope().value("code"_L1).toInt(-1); }
    QString message() const { return envelope().value("msg"_L1).toString(); }
    QJsonObject data() const { return envelope().value("data"_L1).toObject(); }
    QJsonArray items() const { return data().value("items"_L1).toArray(); }
    QString reason() const { return data().value("reason"_L1).toString(); }
    QString field() const { return data().value("field"_L1).toString(); }
    qint64 number(const char* name) const { return data().value(QLatin1StringView(name)).toInteger(-1); }
    QString text(const char* name) const { return data().value(QLatin1StringView(name)).toString(); }
    QByteArray header(QByteArrayView name) const
    {
        for (const QByteArray& line : reply.headers.split('\n')) {
            if (line.startsWith(name) && line.mid(name.size(), 2) == ": ")
                return line.mid(name.size() + 2).trimmed();
        }
        return {};
    }
};

/// The gate's end, in a test: keeps the answer.
class Recorder final : public http::Responder::Target
{
public:
    void answer(http::Reply reply) override { m_reply = std::move(reply); }
    const std::optional<http::Reply>& reply() const { return m_reply; }

private:
    std::optional<http::Reply> m_reply;
};

struct Asked
{
    QByteArray target = "/";
    QByteArray body;
    QByteArray token;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray client = "10.0.0.1";
    bool english = false;
};

inline http::RequestPtr makeRequest(QByteArray method, const Asked& asked)
{
    static const QHash<QByteArray, http::Verb> verbs{{"GET", http::Verb::Get},    {"POST", http::Verb::Post},
                                                     {"PUT", http::Verb::Put},    {"DELETE", http::Verb::Delete},
                                                     {"HEAD", http::Verb::Head},  {"OPTIONS", http::Verb::Options},
                                                     {"PATCH", http::Verb::Other}};
    // Views into one storage, as the gate makes them.
    auto request = std::make_shared<http::Request>();
    QList<std::pair<QByteArray, QByteArray>> headers = asked.headers;
    if (!asked.token.isEmpty())
        headers.append({"Authorization", "Bearer " + asked.token});
    QByteArray& storage = request->storage;
    QList<std::pair<qsizetype, qsizetype>> places;
    const auto add = [&](const QByteArray& text) {
        places.append({storage.size(), text.size()});
        storage += text;
    };
    const qsizetype mark = asked.target.indexOf('?');
    add(method);
    add(mark < 0 ? asked.target : asked.target.first(mark));
    add(mark < 0 ? QByteArray() : asked.target.sliced(mark + 1));
    add(asked.body);
    for (const auto& [name, value] : headers) {
        add(name);
        add(value);
    }
    qsizetype next = 0;
    const auto view = [&] {
        const auto [from, size] = places.at(next++);
        return QByteArrayView(storage.constData() + from, size);
    };
    request->verb = verbs.value(method, http::Verb::Other);
    request->method = view();
    request->path = view();
    request->query = view();
    request->body = view();
    for (int i = 0; i < int(headers.size()); ++i) {
        request->headers[size_t(i)].name = view();
        request->headers[size_t(i)].value = view();
    }
    request->headerCount = int(headers.size());
    request->requestId = "test-request";
    request->client = asked.client;
    request->english = asked.english;
    return request;
}

/// A whole store without sockets: real database, shop, identity, cache and API. Accounts customer, other, staff, admin
/// with the password "secret-pass"; products are the test's.
class Store final
{
public:
    struct Options
    {
        int rateLimit = 0;
        bool takesPayment = true;
        CacheSettings cache = {};
        shop::BehindSettings behind = {};
    };
    Store()
        : Store(Options())
    {
    }
    explicit Store(Options options)
        : m_database(m_place.url(), poolSettings(), 4096)
        , m_shop(m_database, Clock::system(), {}, options.cache.policy, options.behind)
        , m_passwords(4, 1)
        , m_tokens(QByteArray(32, 's'))
        , m_sessions(m_database, m_tokens)
        , m_wechat(identity::WeChat::Options())
        , m_users(m_database, m_passwords, m_sessions)
        , m_login(m_users, m_passwords, m_lockout, m_tokens, m_sessions, m_wechat)
        , m_operations(m_database, clock)
        , m_memory(options.cache, clock)
        , m_cache(m_memory, m_shop, options.cache.policy)
        , m_counters(api::routeNames())
        , m_limiter(options.rateLimit)
        , m_shedder(1000)
        , m_api(services(options))
    {
        const auto opened = m_database.open();
        if (!opened)
            qFatal("%s", qUtf8Printable(opened.error().message));
        const auto loaded = m_sessions.load();
        if (!loaded)
            qFatal("%s", qUtf8Printable(loaded.error().message));
        customer = enter(u"customer"_s, identity::Role::Customer);
        other = enter(u"other"_s, identity::Role::Customer);
        staff = enter(u"staff"_s, identity::Role::Staff);
        admin = enter(u"admin"_s, identity::Role::Admin);
    }
    ~Store() { m_database.close(); }
    Q_DISABLE_COPY_MOVE(Store)

    QByteArray customer, other, staff, admin; ///< tokens

    Answered send(QByteArray method, const Asked& asked)
    {
        const auto recorder = std::make_shared<Recorder>();
        m_api.handle(makeRequest(std::move(method), asked), http::Responder(recorder));
        QElapsedTimer timer;
        timer.start();
        while (!recorder->reply() && timer.elapsed() < 10'000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
        if (!recorder->reply())
            qFatal("no answer to %s", asked.target.constData());
        return {*recorder->reply()};
    }
    Answered get(QByteArray target, QByteArray token = {})
    {
        Asked asked;
        asked.target = std::move(target);
        asked.token = std::move(token);
        return send("GET", asked);
    }
    Answered send(QByteArray method, QByteArray target, QByteArray body, QByteArray token = {})
    {
        Asked asked;
        asked.target = std::move(target);
        asked.body = std::move(body);
        asked.token = std::move(token);
        return send(std::move(method), asked);
    }
    Answered post(QByteArray target, QByteArray body, QByteArray token = {})
    {
        return send("POST", std::move(target), std::move(body), std::move(token));
    }
    Answered action(const QByteArray& name, const QByteArray& data = {}, const QByteArray& token = {})
    {
        QByteArray body = R"({"action":")" + name + '"';
        if (!data.isEmpty())
            body += R"(,"data":)" + data;
        if (!token.isEmpty())
            body += R"(,"token":")" + token + '"';
        return post("/api/v1/action", body + '}');
    }

    /// A product on sale. @return its id
    qint64 addProduct(const QByteArray& name, qint64 stock = 100, qint64 price = 990, const QByteArray& more = {})
    {
        const auto made = post("/api/v1/admin/products",
                               R"({"name":")" + name + R"(","price":)" + QByteArray::number(price) + R"(,"stock":)" +
                                   QByteArray::number(stock) + R"(,"status":"on_sale")" + more + '}',
                               staff);
        if (made.code() != 200)
            qFatal("%s", made.reply.body.constData());
        return made.number("id");
    }
    /// @return the new order
    Answered order(qint64 product, int quantity = 1, const QByteArray& token = {})
    {
        return post("/api/v1/orders",
                    R"({"items":[{"product_id":)" + QByteArray::number(product) + R"(,"quantity":)" +
                        QByteArray::number(quantity) + "}]}",
                    token.isEmpty() ? customer : token);
    }

    QList<telemetry::BreakerFigures> breakers;
    std::atomic<bool> isReady{true}, isCacheWhole{true}, isLeaving{false}, isDraining{false};
    ManualClock clock; ///< the limiter's and the cache's
    api::Api& api() { return m_api; }
    api::JsonCache& cache() { return m_cache; }
    cache::MemoryCache& memory() { return m_memory; }
    shop::Shop& shop() { return m_shop; }
    sql::Database& database() { return m_database; }
    identity::Users& users() { return m_users; }
    identity::Passwords& passwords() { return m_passwords; }
    telemetry::RequestCounters& counters() { return m_counters; }

    template <class T>
    static T wait(Task<T> task)
    {
        return QCoro::waitFor(std::move(task));
    }

private:
    static PoolSettings poolSettings()
    {
        PoolSettings settings;
        settings.maximumPoolSize = 3;
        settings.minimumIdle = 1;
        return settings;
    }
    QByteArray enter(const QString& name, identity::Role role)
    {
        identity::NewUser wanted;
        wanted.username = name;
        wanted.password = "secret-pass";
        wanted.role = role;
        const auto user = wait(m_users.create(wanted));
        if (!user)
            qFatal("%s", qUtf8Printable(user.error().message));
        const auto in = wait(m_login.byPassword(name, "secret-pass"));
        if (!in)
            qFatal("%s", qUtf8Printable(in.error().message));
        return in->token;
    }
    api::Services services(const Options& options)
    {
        api::PaymentProvider* const payment =
            options.takesPayment ? static_cast<api::PaymentProvider*>(&m_simulated) : &m_noPayment;
        api::Services services{m_shop,
                               m_sessions,
                               m_login,
                               m_users,
                               m_operations,
                               m_cache,
                               m_counters,
                               m_limiter,
                               m_shedder,
                               *payment,
                               clock,
                               {},
                               {},
                               {},
                               {},
                               {},
                               {},
                               {},
                               options.rateLimit > 0,
                               true,
                               {}};
        services.snapshot = [] {
            telemetry::Snapshot snapshot;
            snapshot.node = u"test-node"_s;
            return snapshot;
        };
        services.isReady = [this] { return isReady.load(); };
        services.isCacheWhole = [this] { return isCacheWhole.load(); };
        services.isLeaving = [this] { return isLeaving.load(); };
        services.isDraining = [this] { return isDraining.load(); };
        services.breakers = [this] { return breakers; };
        services.nodeName = u"test-node"_s;
        services.version = u"1.0.0"_s;
        return services;
    }

    QtExecutor m_executor;
    TestDatabase m_place;
    sql::Database m_database;
    shop::Shop m_shop;
    identity::Passwords m_passwords;
    identity::Tokens m_tokens;
    identity::Sessions m_sessions;
    identity::Lockout m_lockout;
    identity::WeChat m_wechat;
    identity::Users m_users;
    identity::Login m_login;
    audit::Operations m_operations;
    cache::MemoryCache m_memory;
    api::JsonCache m_cache;
    telemetry::RequestCounters m_counters;
    resilience::RateLimiter m_limiter;
    resilience::LoadShedder m_shedder;
    api::SimulatedPayment m_simulated;
    api::NoPayment m_noPayment;
    api::Api m_api;
};

} // namespace zg::test
