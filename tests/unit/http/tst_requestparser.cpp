// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/requestparser.h"

#include <QtTest>

using namespace zg::http;

namespace {
HeadResult parse(const QByteArray& data, Request& request, int limit = 16 * 1024)
{
    qsizetype scanned = 0;
    return parseHead(data, limit, scanned, request);
}
} // namespace

class TestRequestParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsARequest()
    {
        const QByteArray data =
            "POST /api/v1/orders?x=1&y=%20 HTTP/1.1\r\nHost: shop.example:8080\r\nContent-Length: 5\r\n"
            "X-Request-Id: abc.1\r\nAccept-Language: en-US,zh;q=0.4\r\nExpect: 100-continue\r\n\r\nhello";
        Request request;
        const auto result = parse(data, request);
        QCOMPARE(result.error, HeadError::None);
        QCOMPARE(request.verb, Verb::Post);
        QCOMPARE(request.path, "/api/v1/orders");
        QCOMPARE(request.query, "x=1&y=%20");
        QCOMPARE(result.head.contentLength, 5);
        QCOMPARE(result.head.bytes, data.size() - 5);
        QCOMPARE(request.requestId, QByteArray("abc.1"));
        QVERIFY(request.english);
        QVERIFY(result.head.expectsContinue);
        QVERIFY(request.keepAlive);
        QCOMPARE(request.header("host"), "shop.example:8080");
        QCOMPARE(queryValue(request.query, "y"), QByteArray(" "));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("no version") << QByteArray("GET /\r\nHost: a\r\n\r\n");
        QTest::newRow("http 2") << QByteArray("PRI * HTTP/2.0\r\n\r\n");
        QTest::newRow("no method") << QByteArray(" / HTTP/1.1\r\nHost: a\r\n\r\n");
        QTest::newRow("method not a token") << QByteArray("G(T / HTTP/1.1\r\nHost: a\r\n\r\n");
        QTest::newRow("two spaces") << QByteArray("GET  / HTTP/1.1\r\nHost: a\r\n\r\n");
        QTest::newRow("relative target") << QByteArray("GET ping HTTP/1.1\r\nHost: a\r\n\r\n");
        QTest::newRow("fragment") << QByteArray("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n");
        QTest::newRow("control in target") << QByteArray("GET /a\x01 HTTP/1.1\r\nHost: a\r\n\r\n");
        QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n");
        QTest::newRow("two hosts") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
        QTest::newRow("bad host") << QByteArray("GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
        QTest::newRow("fold") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n");
        QTest::newRow("space before colon") << QByteArray("GET / HTTP/1.1\r\nHost : a\r\n\r\n");
        QTest::newRow("empty name") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n");
        QTest::newRow("no colon") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nfoo\r\n\r\n");
        QTest::newRow("control in value") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: a\x02z\r\n\r\n");
        QTest::newRow("zero in value") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: a\0z\r\n\r\n", 35);
        QTest::newRow("bare cr") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: a\rz\r\n\r\n");
        QTest::newRow("bare lf") << QByteArray("GET / HTTP/1.1\nHost: a\n\n");
        QTest::newRow("bare lf inside") << QByteArray("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n");
        QTest::newRow("negative length") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n");
        QTest::newRow("plus length") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n");
        QTest::newRow("empty length") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n");
        QTest::newRow("list length") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\n");
        QTest::newRow("two lengths") << QByteArray(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
        QTest::newRow("length and chunked")
            << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
        QTest::newRow("unknown coding") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n");
        QTest::newRow("coding list") << QByteArray(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
        QTest::newRow("chunked twice") << QByteArray(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n");
        QTest::newRow("chunked in 1.0") << QByteArray(
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        QTest::newRow("tls hello") << QByteArray("\x16\x03\x01\x02\x00\x01", 6);
        QTest::newRow("authority form") << QByteArray("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n");
        QTest::newRow("star for get") << QByteArray("GET * HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    void refuses()
    {
        QFETCH(QByteArray, head);
        Request request;
        QCOMPARE(parse(head, request).error, HeadError::Malformed);
    }

    void accepts_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("keepAlive");
        QTest::newRow("1.0") << QByteArray("GET /a HTTP/1.0\r\n\r\n") << QByteArray("/a") << false;
        QTest::newRow("1.0 keep-alive") << QByteArray("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                                        << QByteArray("/a") << true;
        QTest::newRow("close") << QByteArray("GET /a HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n")
                               << QByteArray("/a") << false;
        QTest::newRow("absolute") << QByteArray("GET http://a:80/b?c HTTP/1.1\r\nHost: x\r\n\r\n") << QByteArray("/b")
                                  << true;
        QTest::newRow("absolute bare") << QByteArray("GET http://a HTTP/1.1\r\nHost: x\r\n\r\n") << QByteArray("/")
                                       << true;
        QTest::newRow("empty value") << QByteArray("GET /a HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n") << QByteArray("/a")
                                     << true;
        QTest::newRow("raw utf-8") << QByteArray("GET /a?q=\xe8\x8b\xb9 HTTP/1.1\r\nHost: a\r\n\r\n")
                                   << QByteArray("/a") << true;
        QTest::newRow("unknown verb") << QByteArray("BREW /a HTTP/1.1\r\nHost: a\r\n\r\n") << QByteArray("/a") << true;
    }
    void accepts()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, path);
        QFETCH(bool, keepAlive);
        Request request;
        QCOMPARE(parse(head, request).error, HeadError::None);
        QCOMPARE(request.path.toByteArray(), path);
        QCOMPARE(request.keepAlive, keepAlive);
    }

    void waitsForTheEnd()
    {
        const QByteArray whole = "GET /ping HTTP/1.1\r\nHost: a\r\n\r\n";
        qsizetype scanned = 0;
        for (qsizetype i = 1; i < whole.size(); ++i) {
            Request request;
            QCOMPARE(parseHead(whole.first(i), 1024, scanned, request).error, HeadError::NeedMore);
        }
        Request request;
        QCOMPARE(parseHead(whole, 1024, scanned, request).error, HeadError::None);
    }

    void limits()
    {
        Request request;
        const QByteArray longPath = "GET /" + QByteArray(2000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
        QCOMPARE(parse(longPath, request, 1024).error, HeadError::TooLarge);
        QCOMPARE(parse(longPath.first(1500), request, 1024).error, HeadError::TooLarge);
        QByteArray many = "GET / HTTP/1.1\r\nHost: a\r\n";
        for (int i = 0; i < Request::maxHeaders; ++i)
            many += "X: y\r\n";
        QCOMPARE(parse(many + "\r\n", request).error, HeadError::TooLarge);
    }

    void prefersALanguage_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("english");
        QTest::newRow("zh first") << QByteArray("zh-CN,zh-Hans;q=0.9,en;q=0.8") << false;
        QTest::newRow("en only") << QByteArray("en") << true;
        QTest::newRow("en weighs more") << QByteArray("zh;q=0.5, en-GB;q=0.7") << true;
        QTest::newRow("other") << QByteArray("fr,de;q=0.9") << false;
        QTest::newRow("french then english") << QByteArray("fr, en;q=0.5, zh;q=0.4") << true;
        QTest::newRow("star") << QByteArray("*") << false;
        QTest::newRow("refused english") << QByteArray("en;q=0") << false;
        QTest::newRow("enm is not en") << QByteArray("enm") << false;
    }
    void prefersALanguage()
    {
        QFETCH(QByteArray, value);
        QFETCH(bool, english);
        Request request;
        QCOMPARE(parse("GET / HTTP/1.1\r\nHost: a\r\nAccept-Language: " + value + "\r\n\r\n", request).error,
                 HeadError::None);
        QCOMPARE(request.english, english);
    }

    void ignoresABadRequestId()
    {
        Request request;
        QCOMPARE(parse("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: a b\r\n\r\n", request).error, HeadError::None);
        QVERIFY(request.requestId.isEmpty());
        QCOMPARE(parse("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + QByteArray(65, 'a') + "\r\n\r\n", request).error,
                 HeadError::None);
        QVERIFY(request.requestId.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRequestParser)
#include "tst_requestparser.moc"
