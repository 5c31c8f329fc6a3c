// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/requestparser.h"
#include "http/trustedproxies.h"

#include <QtTest>

using namespace zg::http;
using namespace Qt::StringLiterals;

class TestTrustedProxies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheClient_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QByteArray>("client");
        QTest::newRow("untrusted peer") << u"9.9.9.9"_s << QByteArray("X-Forwarded-For: 1.2.3.4\r\n")
                                        << QByteArray("peer");
        QTest::newRow("one hop") << u"10.0.0.1"_s << QByteArray("X-Forwarded-For: 1.2.3.4\r\n")
                                 << QByteArray("1.2.3.4");
        QTest::newRow("forged left") << u"10.0.0.1"_s << QByteArray("X-Forwarded-For: 6.6.6.6, 1.2.3.4\r\n")
                                     << QByteArray("1.2.3.4");
        QTest::newRow("two proxies") << u"10.0.0.1"_s << QByteArray("X-Forwarded-For: 6.6.6.6, 1.2.3.4, 10.0.0.7\r\n")
                                     << QByteArray("1.2.3.4");
        QTest::newRow("two lines") << u"10.0.0.1"_s
                                   << QByteArray("X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 1.2.3.4\r\n")
                                   << QByteArray("1.2.3.4");
        QTest::newRow("v6") << u"10.0.0.1"_s << QByteArray("X-Forwarded-For: [2001:db8::1]:443\r\n")
                            << QByteArray("2001:db8::1");
        QTest::newRow("garbage") << u"10.0.0.1"_s << QByteArray("X-Forwarded-For: 1.2.3.4, nonsense\r\n")
                                 << QByteArray("peer");
        QTest::newRow("none") << u"10.0.0.1"_s << QByteArray() << QByteArray("peer");
    }
    void findsTheClient()
    {
        QFETCH(QString, peer);
        QFETCH(QByteArray, headers);
        QFETCH(QByteArray, client);
        const TrustedProxies proxies({u"10.0.0.0/8"_s});
        const QByteArray data = "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
        Request request;
        qsizetype scanned = 0;
        QCOMPARE(parseHead(data, 4096, scanned, request).error, HeadError::None);
        request.client = "peer";
        proxies.apply(request, QHostAddress(peer));
        QCOMPARE(request.client, client);
    }

    void readsTheScheme()
    {
        const TrustedProxies proxies({u"127.0.0.1/32"_s});
        const QByteArray data = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n\r\n";
        Request request;
        qsizetype scanned = 0;
        QCOMPARE(parseHead(data, 4096, scanned, request).error, HeadError::None);
        proxies.apply(request, QHostAddress(u"127.0.0.2"_s));
        QVERIFY(!request.secure);
        proxies.apply(request, QHostAddress(u"127.0.0.1"_s));
        QVERIFY(request.secure);
    }
};

QTEST_GUILESS_MAIN(TestTrustedProxies)
#include "tst_trustedproxies.moc"
