// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/httpclient.h"
#include "support/program.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg::test;

/// The client that leaves early, pipelines, sends half and sends too much. Whatever it does, the next one is served.
class TestRudeClient final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    Program m_node;

    HttpClient client() { return HttpClient(m_node.port()); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_node.serve({u"--data-dir"_s, m_dir.path() + u"/data"_s, u"--demo"_s, u"--rate-limit"_s, u"0"_s,
                               u"--request-timeout"_s, u"700ms"_s, u"--idle-timeout"_s, u"900ms"_s}),
                 qPrintable(m_node.errorOutput()));
    }
    void cleanup()
    {
        QVERIFY(m_node.isRunning());
        auto next = client();
        QCOMPARE(next.get("/ping").status, 200);
    }
    void cleanupTestCase() { QCOMPARE(m_node.stop().exitCode, 0); }

    /// What RFC 9112 forbids: 400, with a request id, and a close.
    void malformed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes; };
        row("no Host", "GET /ping HTTP/1.1\r\n\r\n");
        row("two Hosts", "GET /ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
        row("obsolete folding", "GET /ping HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n");
        row("space before colon", "GET /ping HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n");
        row("empty name", "GET /ping HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n");
        row("control in value", "GET /ping HTTP/1.1\r\nHost: a\r\nX-A: b\x01\r\n\r\n");
        row("NUL in value", QByteArray("GET /ping HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n", 41));
        row("bare CR", "GET /ping HTTP/1.1\r\nHost: a\r\nX-A: b\rc\r\n\r\n");
        row("control in target", "GET /pi\x01ng HTTP/1.1\r\nHost: a\r\n\r\n");
        row("no version", "GET /ping\r\nHost: a\r\n\r\n");
        row("two spaces", "GET  /ping HTTP/1.1\r\nHost: a\r\n\r\n");
        row("bad verb", "G(T /ping HTTP/1.1\r\nHost: a\r\n\r\n");
        row("noise", "\x16\x03\x01\x02\x00\x01\r\n\r\n");
        row("two lengths", "POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}");
        row("length list", "POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 3\r\n\r\n{}");
        row("length and chunked",
            "POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("negative length",
            "POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nGET /ping HTTP/1.1\r\nHost: a\r\n\r\n");
        row("signed length", "POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}");
        row("hex length", "POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\n{}");
        row("bad chunk size",
            "POST /api/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
        row("chunk without end",
            "POST /api/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}xx0\r\n\r\n");
    }
    void malformed()
    {
        QFETCH(QByteArray, bytes);
        auto rude = client();
        QVERIFY(rude.send(bytes));
        const auto answer = rude.readAnswer();
        QCOMPARE(answer.status, 400);
        QVERIFY(!answer.header("x-request-id").isEmpty());
        QVERIFY(rude.waitForClosed());
        QVERIFY2(rude.unread().isEmpty(), rude.unread().constData()); // nothing behind it was taken for a request
    }

    void tooMuch_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("reason");
        const QByteArray start = "GET /api/v1/products HTTP/1.1\r\nHost: a\r\n";
        QTest::newRow("long header") << start + "X-A: " + QByteArray(20'000, 'x') + "\r\n\r\n"
                                     << 431 << u"headers_too_large"_s;
        QTest::newRow("long target") << QByteArray("GET /api/" + QByteArray(20'000, 'x') +
                                                   " HTTP/1.1\r\nHost: a\r\n\r\n")
                                     << 431 << u"headers_too_large"_s;
        QTest::newRow("endless header") << start + "X-A: " + QByteArray(20'000, 'x') << 431 << u"headers_too_large"_s;
        QByteArray many = start;
        for (int i = 0; i < 200; ++i)
            many += "X-" + QByteArray::number(i) + ": 1\r\n";
        QTest::newRow("many headers") << many + "\r\n" << 431 << u"headers_too_large"_s;
        const QByteArray post = "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\n";
        QTest::newRow("big body announced") << post + "Content-Length: 2000000\r\n\r\n" << 413 << u"body_too_large"_s;
        QTest::newRow("huge body announced") << post + "Content-Length: 99999999999999999999\r\n\r\n"
                                             << 413 << u"body_too_large"_s;
        QTest::newRow("big chunk") << post + "Transfer-Encoding: chunked\r\n\r\n200000\r\n"
                                   << 413 << u"body_too_large"_s;
        QTest::newRow("expect and big") << post + "Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n"
                                        << 413 << u"body_too_large"_s;
    }
    void tooMuch()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        QFETCH(QString, reason);
        auto rude = client();
        rude.send(bytes);
        const auto answer = rude.readAnswer();
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.reason(), reason);
        QVERIFY(!answer.header("x-request-id").isEmpty());
        QVERIFY(rude.waitForClosed());
    }

    void tooSlow_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("half a head") << QByteArray("GET /ping HTTP/1.1\r\nHo");
        QTest::newRow("half a body") << QByteArray(
            "POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n{\"co");
        QTest::newRow("half a chunk") << QByteArray(
            "POST /api/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{");
    }
    void tooSlow()
    {
        QFETCH(QByteArray, bytes);
        auto rude = client();
        QVERIFY(rude.send(bytes));
        const auto answer = rude.readAnswer();
        QCOMPARE(answer.status, 408);
        QCOMPARE(answer.reason(), u"request_timeout"_s);
        QVERIFY(rude.waitForClosed());
    }

    void idleIsClosedWithoutAWord()
    {
        auto idle = client();
        QCOMPARE(idle.get("/ping").status, 200);
        QVERIFY(idle.waitForClosed(5'000));
        QVERIFY(idle.unread().isEmpty());
    }

    void pipelinedAnswersComeInOrder()
    {
        auto rude = client();
        QByteArray all;
        for (int i = 0; i < 60; ++i) { // from memory and from the database in turn
            const QByteArray id = "X-Request-Id: r" + QByteArray::number(i) + "\r\n";
            all += i % 3 == 0   ? rude.requestText("GET", "/api/v1/products?limit=2&q=" + QByteArray::number(i), {}, id)
                   : i % 3 == 1 ? rude.requestText("GET", "/ping", {}, id)
                                : rude.requestText("POST", "/api/v1/auth/login", "{}", id);
        }
        QVERIFY(rude.send(all));
        for (int i = 0; i < 60; ++i) {
            const auto answer = rude.readAnswer();
            QCOMPARE(answer.header("x-request-id"), QByteArray("r" + QByteArray::number(i)));
            QCOMPARE(answer.status, i % 3 == 2 ? 400 : 200);
        }
    }

    void byteByByte()
    {
        auto slow = client();
        QVERIFY(slow.connect());
        slow.socket().setSocketOption(QAbstractSocket::LowDelayOption, 1);
        for (const char byte : slow.requestText("POST", "/api/v1/auth/login", "{\"username\":1}"))
            QVERIFY(slow.send(QByteArray(1, byte)));
        QCOMPARE(slow.readAnswer().status, 400);
    }

    void goodManners_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("closes");
        const auto row = [](const char* name, const QByteArray& bytes, bool closes) {
            QTest::newRow(name) << bytes << closes;
        };
        row("keeps alive", "GET /ping HTTP/1.1\r\nHost: a\r\n\r\n", false);
        row("asks to close", "GET /ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", true);
        row("asks to close in a list", "GET /ping HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", true);
        row("HTTP/1.0", "GET /ping HTTP/1.0\r\n\r\n", true);
        row("HTTP/1.0 keep-alive", "GET /ping HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false);
        row("absolute form", "GET http://shop.example/ping HTTP/1.1\r\nHost: shop.example\r\n\r\n", false);
        row("empty lines first", "\r\n\r\nGET /ping HTTP/1.1\r\nHost: a\r\n\r\n", false);
        row("same length twice", "GET /ping HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", false);
    }
    void goodManners()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, closes);
        auto polite = client();
        QVERIFY(polite.send(bytes));
        const auto answer = polite.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("{\"message\":\"pong\"}"));
        QCOMPARE(answer.header("connection").toLower().contains("close"), closes);
        if (closes)
            QVERIFY(polite.waitForClosed(500));
        else
            QCOMPARE(polite.get("/ping").status, 200);
    }

    void bodiesInChunks()
    {
        auto chunky = client();
        QVERIFY(chunky.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "1\r\n{\r\n18;ext=\"1\"\r\n\"username\":\"demo1\",\"pass\r\n12\r\nword\":\"demo-pass\"}"
                            "\r\n0\r\nX-Trailer: 1\r\n\r\n"));
        const auto answer = chunky.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(chunky.get("/ping").status, 200);
    }

    void continues()
    {
        auto patient = client();
        const QByteArray body = R"({"username":"demo1","password":"demo-pass"})";
        QVERIFY(patient.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " +
                             QByteArray::number(body.size()) + "\r\n\r\n"));
        QCOMPARE(patient.readAnswer().status, 100);
        QVERIFY(patient.send(body));
        QCOMPARE(patient.readAnswer().status, 200);
    }

    void headThenGet()
    {
        auto polite = client();
        const auto head = polite.request("HEAD", "/api/v1/products/1");
        QCOMPARE(head.status, 200);
        QVERIFY(head.header("content-length").toInt() > 0);
        QCOMPARE(polite.get("/api/v1/products/1").body.size(), qsizetype(head.header("content-length").toInt()));
    }

    void leavesEarly()
    {
        const QByteArray order = R"({"username":"demo1","password":"demo-pass"})";
        for (int i = 0; i < 2'000; ++i) { // in every stage of a request
            auto rude = client();
            QVERIFY(rude.connect());
            switch (i % 4) {
            case 0:
                break;
            case 1:
                rude.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Le");
                break;
            case 2:
                rude.send(rude.requestText("GET", "/api/v1/products?limit=100&q=" + QByteArray::number(i)));
                break;
            case 3:
                rude.send(i % 400 == 3 ? rude.requestText("POST", "/api/v1/auth/login", order)
                                       : rude.requestText("GET", "/metrics"));
                break;
            }
            rude.abort();
        }
        auto clerk = client();
        clerk.setToken(clerk.post("/api/v1/auth/login", R"({"username":"staff","password":"staff-pass"})")
                           .data()
                           .value(u"token"_s)
                           .toString()
                           .toLatin1());
        QTRY_VERIFY_WITH_TIMEOUT(clerk.get("/api/v1/status").data().value(u"in_flight"_s).toInt() <= 1, 60'000);
    }
};

QTEST_GUILESS_MAIN(TestRudeClient)
#include "tst_rudeclient.moc"
