// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/httpget.h"

#include <QTest>

using namespace zg;
using namespace zg::identity;

class TestHttpGet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
};

void TestHttpGet::parses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status"); // 0: it is broken
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("needsEnd"); // complete only when the connection closes
    const auto row = [](const char* name, const QByteArray& text, int status, const QByteArray& body = {},
                        bool needsEnd = false) { QTest::newRow(name) << text << status << body << needsEnd; };
    row("length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}");
    row("length, other spelling", "HTTP/1.1 200 OK\r\ncontent-LENGTH:2\r\nX: y\r\n\r\n{}", 200, "{}");
    row("empty", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", 204);
    row("until the end", "HTTP/1.0 200 OK\r\n\r\n{\"a\":1}", 200, "{\"a\":1}", true);
    row("chunks",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{\"\r\n3;x=y\r\na\":\r\n2\r\n1}\r\n0\r\n\r\n", 200,
        "{\"a\":1}");
    row("hint before", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200,
        "{}");
    row("no reason", "HTTP/1.1 500\r\nContent-Length: 0\r\n\r\n", 500);
    row("nothing", "", 0);
    row("no HTTP", "SSH-2.0-OpenSSH\r\n\r\n", 0);
    row("odd status", "HTTP/1.1 9999 X\r\n\r\n", 0);
    row("no status", "HTTP/1.1\r\n\r\n", 0);
    row("half a head", "HTTP/1.1 200 OK\r\nContent-Le", 0);
    row("half a body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", 0);
    row("negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}", 0);
    row("half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}", 0);
    row("no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", 0);
    row("a chunk without size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n{}\r\n", 0);
    row("a huge chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n{}\r\n", 0);
}

void TestHttpGet::parses()
{
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, needsEnd);
    const auto answer = parseHttpAnswer(text, true);
    QCOMPARE(answer.has_value(), status != 0);
    if (status != 0) {
        QVERIFY(*answer);
        QCOMPARE((*answer)->status, status);
        QCOMPARE((*answer)->body, body);
    }
    // It comes in any pieces: no beginning of it is taken for the whole.
    for (qsizetype length = 0; length < text.size(); ++length) {
        const auto part = parseHttpAnswer(QByteArrayView(text).first(length), false);
        QVERIFY(!part || !*part || (*part)->body == body);
    }
    const auto whole = parseHttpAnswer(text, false);
    if (status != 0)
        QCOMPARE(whole && whole->has_value(), !needsEnd);
}

QTEST_GUILESS_MAIN(TestHttpGet)
#include "tst_httpget.moc"
