// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/node.h"

#include "core/clock.h"
#include "support/httpclient.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using node::Node;
using node::State;
using telemetry::Kept;
using telemetry::RequestTrace;

/// What the node tells of single requests that came over a real socket.
class TestRequests final : public QObject
{
    Q_OBJECT

    static LoadedSettings settings(const QTemporaryDir& dir)
    {
        LoadedSettings loaded;
        loaded.settings.dataDir = dir.filePath(u"data"_s);
        loaded.settings.server.port = 0;
        loaded.settings.server.ioThreads = 2;
        loaded.settings.server.rateLimit = 0;
        loaded.settings.identity.adminPassword = "first-pass";
        loaded.settings.shop.demo = true;
        loaded.settings.shop.demoStock = 500;
        return loaded;
    }
    static QList<Step> stepsOf(const RequestTrace& trace)
    {
        QList<Step> steps;
        for (const auto& span : trace.spans)
            steps.append(span.step);
        return steps;
    }
    static QStringList statementsOf(const RequestTrace& trace)
    {
        QStringList names;
        for (const auto& span : trace.spans)
            if (!span.name.isEmpty())
                names.append(span.name);
        return names;
    }

    /// The trace of the request with this id; it is kept a moment after the client has the answer.
    RequestTrace find(const QByteArray& id)
    {
        RequestTrace found;
        const auto isThere = [&] {
            const auto kept = m_node->requests();
            if (!kept)
                return false;
            for (const RequestTrace& one : kept->requests)
                if (one.id == id)
                    found = one;
            return !found.id.isEmpty();
        };
        [&] { QTRY_VERIFY2(isThere(), id.constData()); }();
        return found;
    }
    test::HttpAnswer logIn(test::HttpClient& client, const QByteArray& headers = {})
    {
        return client.post("/api/v1/auth/login", R"({"username":"admin","password":"first-pass"})", headers);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Node> m_node;
    quint16 m_port = 0;

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_node = std::make_unique<Node>(settings(*m_dir));
        m_node->start();
        QTRY_VERIFY(m_node->state() == State::Serving);
        m_port = m_node->address().section(u':', -1).toUShort();
    }
    void cleanup() { m_node.reset(); }

    /// A log-in hashes a password, which is slow on purpose: it is found with where its time went.
    void aSlowRequestIsFoundWithItsSpans()
    {
        test::HttpClient client(m_port);
        QElapsedTimer timer;
        timer.start();
        const auto answer = logIn(client);
        const qint64 clientNs = timer.nsecsElapsed();
        QCOMPARE(answer.status, 200);
        const RequestTrace trace = find(answer.header("x-request-id"));
        QVERIFY(trace.kept == Kept::Slow && trace.isSlow);
        QCOMPARE(trace.route, u"POST /api/v1/auth/login"_s);
        QCOMPARE(trace.status, 200);
        QCOMPARE(trace.client, "127.0.0.1"_ba);
        QVERIFY(trace.reason.isEmpty());
        QVERIFY(qAbs(Clock::system().wallMs() - trace.startedAtMs) < 60'000);

        const auto steps = stepsOf(trace);
        for (const Step step : {Step::Queue, Step::Worker, Step::Connection, Step::Statement, Step::Work, Step::Return,
                                Step::CommitQueue, Step::Commit, Step::GroupStatement, Step::Write})
            QVERIFY2(steps.contains(step), qPrintable(QString::number(int(step))));
        QVERIFY(statementsOf(trace).contains(u"committer.commit"_s));
        // Together they are about the whole; what the client saw has the way there and back as well.
        QVERIFY2(trace.coveredNs() >= trace.durationNs * 9 / 10, qPrintable(QString::number(trace.coveredNs())));
        QVERIFY(trace.coveredNs() <= trace.durationNs);
        // It ends behind the send: a client may have the answer before the node has noted that it gave it.
        QVERIFY(trace.durationNs <= clientNs + 100'000'000);
        qint64 hash = 0;
        for (const auto& span : trace.spans)
            if (span.step == Step::Work)
                hash = qMax(hash, span.durationNs);
        QVERIFY(hash >= trace.durationNs / 4);
    }

    /// A body that comes later than its head: the time is the client's.
    void whatTheClientTookIsItsOwnSpan()
    {
        test::HttpClient client(m_port);
        const QByteArray body = R"({"username":"admin","password":"first-pass"})";
        QVERIFY(client.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                            "Content-Type: application/json\r\nContent-Length: " +
                            QByteArray::number(body.size()) + "\r\nX-Request-Id: in-two-pieces\r\n\r\n"));
        QCOMPARE(client.readAnswer().status, 100); // the head was read
        QVERIFY(client.send(body));
        QCOMPARE(client.readAnswer().status, 200);
        const RequestTrace trace = find("in-two-pieces");
        QCOMPARE(trace.spans.first().step, Step::Read);
        QCOMPARE(trace.spans.first().beginNs, 0);
        QVERIFY(trace.spans.first().durationNs > 0);
    }

    void aRefusedOrderIsFoundWithItsReason()
    {
        test::HttpClient client(m_port);
        const auto in = logIn(client);
        client.setToken(in.data().value(u"token"_s).toString().toLatin1());
        const auto products = client.get("/api/v1/products?limit=1").data().value(u"items"_s).toArray();
        const qint64 id = products.first().toObject().value(u"id"_s).toInteger();
        const auto answer = client.post("/api/v1/orders", R"({"items":[{"product_id":)" + QByteArray::number(id) +
                                                              R"(,"quantity":999}]})");
        QCOMPARE(answer.status, 409);
        const RequestTrace trace = find(answer.header("x-request-id"));
        QVERIFY(trace.kept == Kept::Refused || trace.kept == Kept::Slow);
        QCOMPARE(trace.status, 409);
        QCOMPARE(trace.reason, answer.reason().toLatin1());
        QVERIFY(stepsOf(trace).contains(Step::Token));
        QVERIFY(stepsOf(trace).contains(Step::Commit));
    }

    /// Through the other door the status is the envelope's.
    void anActionIsKnownByItsRoute()
    {
        test::HttpClient client(m_port);
        const auto answer = client.post("/api/v1/action", R"({"action":"no.such"})");
        QCOMPARE(answer.status, 200);
        const RequestTrace trace = find(answer.header("x-request-id"));
        QCOMPARE(trace.status, 400);
        QCOMPARE(trace.reason, "unknown_action"_ba);
    }

    void whatTheGateRefusesIsFoundToo()
    {
        test::HttpClient client(m_port);
        QVERIFY(client.send("GET /ping HTTP/1.1\r\nX-Request-Id: bad\r\nHost: a\r\n no folding\r\n\r\n"));
        QCOMPARE(client.readAnswer().status, 400);
        bool isThere = false;
        const auto look = [&] {
            const auto kept = m_node->requests();
            for (const RequestTrace& one : kept ? kept->requests : QList<RequestTrace>())
                isThere = isThere || (one.status == 400 && one.route == u"other"_s && one.kept == Kept::Refused);
            return isThere;
        };
        QTRY_VERIFY(look());
    }

    void secretsAreNowhere()
    {
        test::HttpClient client(m_port);
        const auto in = logIn(client);
        const QByteArray token = in.data().value(u"token"_s).toString().toLatin1();
        QVERIFY(!token.isEmpty());
        client.setToken(token);
        QCOMPARE(client.get("/api/v1/me").status, 200);
        find(in.header("x-request-id"));
        const auto kept = m_node->requests();
        QVERIFY(kept.has_value());
        for (const RequestTrace& one : kept->requests) {
            QByteArray all = one.id + one.client + one.reason + one.route.toUtf8();
            for (const auto& span : one.spans)
                all += span.name.toUtf8();
            for (const QByteArray& secret : {token, "first-pass"_ba, "admin\""_ba})
                QVERIFY(!all.contains(secret));
        }
    }

    /// Many at a time, of all kinds, some of which leave: each trace is its own.
    void tracesOfManyDoNotMix()
    {
        test::HttpClient first(m_port);
        const QByteArray token = logIn(first).data().value(u"token"_s).toString().toLatin1();
        std::vector<std::thread> clients;
        std::atomic<int> failures{0};
        for (int thread = 0; thread < 4; ++thread) {
            clients.emplace_back([&, thread] {
                test::HttpClient client(m_port);
                client.setToken(token);
                for (int i = 0; i < 30; ++i) {
                    const QByteArray id = QByteArray::number(1 + (thread * 30 + i) % 20);
                    failures += client.get("/api/v1/products/" + id).status != 200;
                    failures += client.get("/api/v1/products?sort=price_asc&limit=5&q=" + id).status != 200;
                    failures += client.get("/api/v1/admin/orders?limit=5").status != 200;
                    const auto order =
                        client.post("/api/v1/orders", R"({"items":[{"product_id":)" + id + R"(,"quantity":1}]})");
                    failures += order.status != 200;
                    client.send(
                        client.requestText("POST", "/api/v1/auth/login", R"({"username":"admin","password":"wrong"})"));
                    client.abort(); // before the answer
                }
            });
        }
        for (auto& client : clients)
            client.join();
        QCOMPARE(failures.load(), 0);
        const auto kept = m_node->requests();
        QVERIFY(kept.has_value());
        QVERIFY(!kept->requests.isEmpty());
        for (const RequestTrace& one : kept->requests) {
            QVERIFY(!one.spans.isEmpty());
            for (const auto& span : one.spans)
                QVERIFY2(span.beginNs >= 0 && span.beginNs + span.durationNs <= one.durationNs,
                         qPrintable(one.route + u' ' + QString::number(int(span.step))));
        }
    }
};

QTEST_GUILESS_MAIN(TestRequests)
#include "tst_requests.moc"
