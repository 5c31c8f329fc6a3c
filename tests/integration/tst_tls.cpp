// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/httpclient.h"
#include "support/program.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg::test;

/// HTTPS behind the same gate: versions, limits, and a certificate that is read again on SIGHUP.
class TestTls final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    Program m_node;

    QString certificate() const { return m_dir.filePath(u"cert.pem"_s); }
    QString key() const { return m_dir.filePath(u"key.pem"_s); }
    bool makeCertificate(const QString& name) const
    {
        QProcess openssl;
        openssl.start(u"openssl"_s, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                                     u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                                     QString(u"/CN="_s + name), u"-keyout"_s, key(), u"-out"_s, certificate()});
        return openssl.waitForFinished(20'000) && openssl.exitCode() == 0;
    }
    /// A connection over TLS, not checked against anybody; nothing when the handshake fails.
    std::unique_ptr<QSslSocket> open(QSsl::SslProtocol protocol = QSsl::SecureProtocols) const
    {
        auto socket = std::make_unique<QSslSocket>();
        socket->setPeerVerifyMode(QSslSocket::VerifyNone);
        socket->setProtocol(protocol);
        socket->connectToHostEncrypted(u"127.0.0.1"_s, m_node.port());
        return socket->waitForEncrypted(10'000) ? std::move(socket) : nullptr;
    }
    QString servedName() const
    {
        const auto socket = open();
        return socket ? socket->peerCertificate().subjectInfo(QSslCertificate::CommonName).value(0) : QString();
    }
    QStringList arguments() const
    {
        return {
            u"--data-dir"_s, m_dir.path() + u"/data"_s, u"--demo"_s, u"--tls-cert"_s,     certificate(), u"--tls-key"_s,
            key(),           u"--request-timeout"_s,    u"700ms"_s,  u"--idle-timeout"_s, u"4s"_s};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(makeCertificate(u"first.example"_s));
        QVERIFY2(m_node.serve(arguments()), qPrintable(m_node.errorOutput()));
    }
    void cleanupTestCase() { QCOMPARE(m_node.stop().exitCode, 0); }

    void saysHttps()
    {
        QCOMPARE(m_node.readyLine(), QString(u"listening on https://127.0.0.1:"_s + QString::number(m_node.port())));
    }

    void serves_data()
    {
        QTest::addColumn<int>("protocol");
        QTest::newRow("TLS 1.2") << int(QSsl::TlsV1_2);
        QTest::newRow("TLS 1.3") << int(QSsl::TlsV1_3);
    }
    void serves()
    {
        QFETCH(int, protocol);
        auto socket = open(QSsl::SslProtocol(protocol));
        QVERIFY(socket);
        HttpClient client(std::move(socket), m_node.port());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.get("/ping").body, QByteArray("{\"message\":\"pong\"}"));
        const auto products = client.get("/api/v1/products?limit=100");
        QCOMPARE(products.status, 200);
        QVERIFY(products.body.size() > 16 * 1024); // more than one TLS record
        QCOMPARE(
            client
                .post("/api/v1/auth/login", QByteArray(100'000, ' ') + R"({"username":"demo1","password":"demo-pass"})")
                .status,
            200);
    }

    void hasTheSameLimits()
    {
        HttpClient big(open(), m_node.port());
        QVERIFY(big.send("GET /ping HTTP/1.1\r\nHost: a\r\nX-A: " + QByteArray(20'000, 'x') + "\r\n\r\n"));
        QCOMPARE(big.readAnswer().status, 431);
        HttpClient slow(open(), m_node.port());
        QVERIFY(slow.send("GET /ping HTTP/1.1\r\nHo"));
        QCOMPARE(slow.readAnswer().status, 408);
    }

    void plainTalkIsNotServed()
    {
        HttpClient plain(m_node.port());
        QVERIFY(plain.send("GET /ping HTTP/1.1\r\nHost: a\r\n\r\n"));
        QVERIFY(plain.readAnswer().status != 200);
        QVERIFY(plain.waitForClosed());
    }

    void handshakeThatNeverComesIsClosed()
    {
        HttpClient mute(m_node.port());
        QVERIFY(mute.connect());
        QVERIFY(mute.waitForClosed(9'000));
    }

    void readsTheCertificateAgain()
    {
        QCOMPARE(servedName(), u"first.example"_s);
        HttpClient before(open(), m_node.port());
        QVERIFY(makeCertificate(u"second.example"_s));
        m_node.signal(SIGHUP);
        QTRY_COMPARE_WITH_TIMEOUT(servedName(), u"second.example"_s, 5'000);
        QVERIFY(!before.isClosed());

        QFile broken(certificate());
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("no certificate");
        broken.close();
        m_node.signal(SIGHUP);
        QTRY_VERIFY_WITH_TIMEOUT(m_node.errorOutput().contains(u"certificate stays"_s), 5'000);
        QCOMPARE(servedName(), u"second.example"_s);
    }

    void badCertificateAtTheStart()
    {
        QTemporaryDir dir;
        QFile junk(dir.filePath(u"junk"_s));
        QVERIFY(junk.open(QIODevice::WriteOnly));
        junk.write("no certificate");
        junk.close();
        Program other;
        const auto outcome =
            other.run({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--data-dir"_s, dir.filePath(u"data"_s),
                       u"--tls-cert"_s, junk.fileName(), u"--tls-key"_s, junk.fileName()});
        QVERIFY(outcome.exitCode == 2);
        QVERIFY2(outcome.err.contains(junk.fileName()), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(u'\n'), 1);
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
