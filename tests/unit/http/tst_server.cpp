// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor.h"
#include "core/task.h"
#include "core/workerpool.h"
#include "http/server.h"

#include <QProcess>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/socket.h>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace std::chrono_literals;

namespace {

/// Echoes; "/slow/N" answers from a worker once the gate of that name is opened, "/drop" never does.
class Echo final : public http::Application
{
public:
    void handle(http::RequestPtr request, http::Responder responder) override
    {
        ++handled;
        if (request->path.startsWith("/slow")) {
            answerLater(std::move(request), std::move(responder));
            return;
        }
        if (request->path == "/drop")
            return;
        if (request->path == "/stuck") { // the I/O thread itself
            std::unique_lock lock(mutex);
            opened.wait(lock, [this] { return isOpen; });
        }
        if (request->path == "/big") {
            responder.send(http::Reply(QByteArray(4 * 1024 * 1024, '#')));
            return;
        }
        responder.send(http::Reply(request->method.toByteArray() + ' ' + request->path.toByteArray() + ' ' +
                                   request->body.toByteArray()));
    }
    http::Reply refusal(const Error& error, bool english, QByteArrayView /*requestId*/) const override
    {
        const int status = error.code == ErrorCode::RequestTimeout    ? 408
                           : error.code == ErrorCode::BodyTooLarge    ? 413
                           : error.code == ErrorCode::HeadersTooLarge ? 431
                           : error.code == ErrorCode::Internal        ? 500
                                                                      : 503;
        return http::Reply(status, english ? "refused" : "拒绝");
    }
    void open()
    {
        const std::lock_guard lock(mutex);
        isOpen = true;
        opened.notify_all();
    }

    std::atomic<int> handled{0};
    std::mutex mutex;
    std::condition_variable opened;
    bool isOpen = false;
    WorkerPool workers{u"test"_s, 4, 5000};

private:
    Task<> answerLater(http::RequestPtr request, http::Responder responder)
    {
        auto done = co_await workers.run([this]() -> Result<int> {
            std::unique_lock lock(mutex);
            opened.wait(lock, [this] { return isOpen; });
            return 1;
        });
        if (done)
            responder.send(http::Reply("slow " + request->path.toByteArray()));
    }
};

QByteArray readUntil(QTcpSocket& socket, const QByteArray& end, int count = 1)
{
    QByteArray all;
    QDeadlineTimer deadline(10'000);
    while (all.count(end) < count && !deadline.hasExpired()) {
        if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(int(deadline.remainingTime()))) {
            if (socket.state() != QAbstractSocket::ConnectedState)
                break;
        }
        all += socket.readAll();
    }
    return all;
}

QByteArray readAll(QTcpSocket& socket)
{
    QByteArray all;
    QDeadlineTimer deadline(10'000);
    while (!deadline.hasExpired()) {
        all += socket.readAll();
        if (socket.state() != QAbstractSocket::ConnectedState)
            break;
        socket.waitForReadyRead(int(deadline.remainingTime()));
    }
    return all + socket.readAll();
}

} // namespace

class TestServer final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Echo> m_echo;
    std::unique_ptr<http::Server> m_server;

    void start(ServerSettings settings = {}, bool tls = false)
    {
        m_echo = std::make_unique<Echo>();
        m_server = std::make_unique<http::Server>(settings);
        const auto started = m_server->start({{u"127.0.0.1"_s, 0, m_echo.get(), tls}});
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    }
    void connectTo(QTcpSocket& socket)
    {
        socket.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForConnected(5000));
    }
    QByteArray ask(const QByteArray& request)
    {
        QTcpSocket socket;
        connectTo(socket);
        socket.write(request);
        return readAll(socket);
    }

private Q_SLOTS:
    void cleanup()
    {
        if (m_echo) {
            m_echo->open();
            m_echo->workers.stop();
        }
        m_server.reset();
        m_echo.reset();
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("body");
        const QByteArray c = "Host: a\r\nConnection: close\r\n";
        QTest::newRow("get") << QByteArray("GET /a?b HTTP/1.1\r\n" + c + "\r\n") << QByteArray("HTTP/1.1 200 OK")
                             << QByteArray("GET /a ");
        QTest::newRow("body") << QByteArray("POST /a HTTP/1.1\r\n" + c + "Content-Length: 3\r\n\r\nxyz")
                              << QByteArray("HTTP/1.1 200 OK") << QByteArray("POST /a xyz");
        QTest::newRow("chunked") << QByteArray("POST /a HTTP/1.1\r\n" + c +
                                               "Transfer-Encoding: chunked\r\n\r\n2\r\nxy\r\n1\r\nz\r\n0\r\n\r\n")
                                 << QByteArray("HTTP/1.1 200 OK") << QByteArray("POST /a xyz");
        QTest::newRow("empty lines first") << QByteArray("\r\n\r\nGET /a HTTP/1.1\r\n" + c + "\r\n")
                                           << QByteArray("HTTP/1.1 200 OK") << QByteArray("GET /a ");
        QTest::newRow("absolute") << QByteArray("GET http://shop/a HTTP/1.1\r\n" + c + "\r\n")
                                  << QByteArray("HTTP/1.1 200 OK") << QByteArray("GET /a ");
        QTest::newRow("1.0") << QByteArray("GET /a HTTP/1.0\r\n\r\n") << QByteArray("HTTP/1.1 200 OK")
                             << QByteArray("GET /a ");
        QTest::newRow("malformed") << QByteArray("GET /a HTTP/1.1\r\n\r\n") << QByteArray("HTTP/1.1 400 Bad Request")
                                   << QByteArray("malformed request\n");
        QTest::newRow("bad chunk") << QByteArray("POST /a HTTP/1.1\r\n" + c +
                                                 "Transfer-Encoding: chunked\r\n\r\nzz\r\n")
                                   << QByteArray("HTTP/1.1 400 Bad Request") << QByteArray("malformed request\n");
        QTest::newRow("body too large") << QByteArray("POST /a HTTP/1.1\r\n" + c + "Content-Length: 1048577\r\n\r\n")
                                        << QByteArray("HTTP/1.1 413 ") << QByteArray("拒绝");
        QTest::newRow("huge length") << QByteArray("POST /a HTTP/1.1\r\n" + c +
                                                   "Content-Length: 99999999999999999999\r\n\r\n")
                                     << QByteArray("HTTP/1.1 413 ") << QByteArray("拒绝");
        QTest::newRow("chunks too large")
            << QByteArray("POST /a HTTP/1.1\r\n" + c + "Transfer-Encoding: chunked\r\n\r\n100001\r\n")
            << QByteArray("HTTP/1.1 413 ") << QByteArray("拒绝");
        QTest::newRow("head too large") << QByteArray("GET /" + QByteArray(17000, 'a') + " HTTP/1.1\r\n" + c + "\r\n")
                                        << QByteArray("HTTP/1.1 431 ") << QByteArray("拒绝");
        QTest::newRow("endless head") << QByteArray("GET / HTTP/1.1\r\nX: " + QByteArray(300000, 'a'))
                                      << QByteArray("HTTP/1.1 431 ") << QByteArray("拒绝");
        QTest::newRow("never answered") << QByteArray("GET /drop HTTP/1.1\r\n" + c + "\r\n")
                                        << QByteArray("HTTP/1.1 500 ") << QByteArray("拒绝");
        QTest::newRow("unknown verb") << QByteArray("BREW /a HTTP/1.1\r\n" + c + "\r\n")
                                      << QByteArray("HTTP/1.1 200 OK") << QByteArray("BREW /a ");
        QTest::newRow("long path") << QByteArray("GET /" + QByteArray(5000, 'p') + " HTTP/1.1\r\n" + c + "\r\n")
                                   << QByteArray("HTTP/1.1 200 OK")
                                   << QByteArray("GET /" + QByteArray(5000, 'p') + ' ');
        QTest::newRow("odd path") << QByteArray("GET /a%zz|{}\"\\ HTTP/1.1\r\n" + c + "\r\n")
                                  << QByteArray("HTTP/1.1 200 OK") << QByteArray("GET /a%zz|{}\"\\ ");
    }
    void answers()
    {
        start();
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, body);
        const QByteArray reply = ask(request);
        QVERIFY2(reply.startsWith(status), reply.constData());
        QVERIFY(reply.contains("\r\nX-Request-Id: "));
        QVERIFY(reply.contains("\r\nConnection: close\r\n"));
        QCOMPARE(reply.mid(reply.indexOf("\r\n\r\n") + 4), body);
    }

    void echoesTheRequestId()
    {
        start();
        QVERIFY(ask("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine.1\r\nConnection: close\r\n\r\n")
                    .contains("\r\nX-Request-Id: mine.1\r\n"));
    }

    void refusalsKeepTheRequestIdAndTheLanguage()
    {
        start();
        const QByteArray hints = "X-Request-Id: mine.2\r\nAccept-Language: en\r\n";
        const QByteArray tooLarge = ask("GET / HTTP/1.1\r\nHost: a\r\n" + hints + "X: " + QByteArray(17000, 'a'));
        QVERIFY2(tooLarge.startsWith("HTTP/1.1 431 ") && tooLarge.endsWith("refused"), tooLarge.constData());
        QVERIFY(tooLarge.contains("\r\nX-Request-Id: mine.2\r\n"));
        const QByteArray malformed = ask("GET / HTTP/1.1\r\nHost: a\r\n" + hints + "Host: b\r\n\r\n");
        QVERIFY2(malformed.startsWith("HTTP/1.1 400 "), malformed.constData());
        QVERIFY(malformed.contains("\r\nX-Request-Id: mine.2\r\n"));
    }

    void headHasNoBody()
    {
        start();
        const QByteArray reply = ask("HEAD /abc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        QVERIFY(reply.contains("Content-Length: 10\r\n"));
        QVERIFY(reply.endsWith("\r\n\r\n"));
    }

    void pipelinedAnswersKeepTheirOrder()
    {
        start();
        QTcpSocket socket;
        connectTo(socket);
        socket.write("GET /slow/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nPOST /3 "
                     "HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
                     "GET /slow/4 HTTP/1.1\r\nHost: a\r\n\r\nGET /5 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        QTRY_COMPARE(m_echo->handled.load(), 1); // the second is not begun before the first is answered
        m_echo->open();
        const QByteArray all = readAll(socket);
        const QByteArrayList bodies{"slow /slow/1", "GET /2 ", "POST /3 hi", "slow /slow/4", "GET /5 "};
        qsizetype at = 0;
        for (const QByteArray& body : bodies) {
            at = all.indexOf(QByteArray("\r\n\r\n" + body), at);
            QVERIFY2(at >= 0, QByteArray(body + " not in order in:\n" + all).constData());
        }
    }

    void aThousandPipelined()
    {
        start();
        QTcpSocket socket;
        connectTo(socket);
        QByteArray requests;
        for (int i = 0; i < 1000; ++i)
            requests += "GET /" + QByteArray::number(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        socket.write(requests);
        QCOMPARE(readUntil(socket, "HTTP/1.1 200 OK", 1000).count("HTTP/1.1 200 OK"), 1000);
    }

    void continues()
    {
        start();
        QTcpSocket socket;
        connectTo(socket);
        socket.write(
            "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n");
        QVERIFY(readUntil(socket, "\r\n\r\n").startsWith("HTTP/1.1 100 Continue\r\n\r\n"));
        socket.write("xyz");
        QVERIFY(readAll(socket).endsWith("POST /a xyz"));
    }

    void refusesInsteadOfContinuing()
    {
        start();
        QVERIFY(ask("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3000000\r\n\r\n")
                    .startsWith("HTTP/1.1 413"));
    }

    void slowRequestsTimeOut()
    {
        ServerSettings settings;
        settings.requestTimeout = 300ms;
        start(settings);
        QTcpSocket socket;
        connectTo(socket);
        socket.write("POST /a HTTP/1.1\r\nHost: a\r\nAccept-Language: en\r\nContent-Length: 10\r\n\r\nhalf");
        const QByteArray reply = readAll(socket);
        QVERIFY2(reply.startsWith("HTTP/1.1 408 "), reply.constData());
        QVERIFY(reply.endsWith("refused"));
        const QByteArray head = ask("GET /a HTTP/1.1\r\nHo");
        QVERIFY2(head.startsWith("HTTP/1.1 408 "), head.constData());
    }

    void idleConnectionsClose()
    {
        ServerSettings settings;
        settings.idleTimeout = 200ms;
        start(settings);
        QTcpSocket socket;
        connectTo(socket);
        socket.write("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        QVERIFY(readAll(socket).endsWith("GET /a ")); // and then the end, without a word
        QTRY_COMPARE(m_server->figures().connections, 0);
    }

    void aSlowReaderGetsItAll()
    {
        start();
        QTcpSocket socket;
        socket.setReadBufferSize(4096);
        connectTo(socket);
        socket.write("GET /big HTTP/1.1\r\nHost: a\r\n\r\nGET /after HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        const QByteArray all = readAll(socket);
        QCOMPARE(all.count('#'), 4 * 1024 * 1024);
        QVERIFY(all.endsWith("GET /after "));
    }

    void clientsThatLeaveHarmNobody()
    {
        start();
        for (int i = 0; i < 200; ++i) {
            QTcpSocket socket;
            connectTo(socket);
            socket.write("GET /slow/x HTTP/1.1\r\nHost: a\r\n\r\n");
            socket.flush();
            socket.waitForBytesWritten(1000);
            socket.abort();
        }
        m_echo->open();
        QVERIFY(ask("GET /alive HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").endsWith("GET /alive "));
        QTRY_COMPARE(m_server->figures().connections, 0);
        QTRY_COMPARE(m_server->figures().inFlight, 0);
    }

    void halfClosedClientsAreAnswered()
    {
        start();
        QTcpSocket socket;
        connectTo(socket);
        socket.write("GET /slow/h HTTP/1.1\r\nHost: a\r\n\r\n");
        socket.waitForBytesWritten(1000);
        QTRY_COMPARE(m_echo->handled.load(), 1);
        ::shutdown(int(socket.socketDescriptor()), SHUT_WR);
        m_echo->open();
        QVERIFY(readUntil(socket, "slow /slow/h").contains("slow /slow/h"));
    }

    void tooManyConnections()
    {
        ServerSettings settings;
        settings.maxConnections = 2;
        start(settings);
        QTcpSocket a, b, c;
        connectTo(a);
        connectTo(b);
        QTRY_COMPARE(m_server->figures().connections, 2);
        connectTo(c);
        const QByteArray refused = readAll(c);
        QVERIFY(refused.startsWith("HTTP/1.1 503 "));
        QVERIFY(refused.contains("\r\nX-Request-Id: "));
        QVERIFY(refused.endsWith("拒绝"));
    }

    void drainsWhatIsUnderWay()
    {
        start();
        QTcpSocket busy, idle;
        connectTo(busy);
        connectTo(idle);
        busy.write("GET /slow/d HTTP/1.1\r\nHost: a\r\n\r\n");
        busy.waitForBytesWritten(1000);
        QTRY_COMPARE(m_echo->handled.load(), 1);
        QVERIFY(!m_server->drain(50ms));
        QVERIFY(readAll(idle).isEmpty());
        QTcpSocket late;
        late.connectToHost(u"127.0.0.1"_s, m_server->port());
        QVERIFY(!late.waitForConnected(1000));
        m_echo->open();
        QVERIFY(m_server->drain(5000ms));
        const QByteArray reply = readAll(busy);
        QVERIFY(reply.contains("Connection: close"));
        QVERIFY(reply.endsWith("slow /slow/d"));
    }

    void servesOnBeforeItDrains()
    {
        start();
        QTcpSocket kept, fresh;
        connectTo(kept);
        m_server->beginDrain();
        for (QTcpSocket* socket : {&kept, &fresh}) {
            if (socket == &fresh)
                connectTo(fresh); // still accepted
            socket->write("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
            const QByteArray reply = readAll(*socket);
            QVERIFY2(reply.startsWith("HTTP/1.1 200 "), reply.constData());
            QVERIFY(reply.contains("Connection: close"));
        }
        QVERIFY(m_server->drain(1000ms));
    }

    /// Requests that were on their way when the doors closed are answered, not cut off.
    void answersWhatCameInTime()
    {
        ServerSettings settings;
        settings.ioThreads = 1;
        start(settings);
        QTcpSocket stuck, kept, fresh, idle;
        for (QTcpSocket* socket : {&stuck, &kept, &idle})
            connectTo(*socket);
        QTRY_COMPARE(m_server->figures().connections, 3);
        const auto ask = [](QTcpSocket& socket, const char* path) {
            socket.write(QByteArray("GET ") + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            socket.waitForBytesWritten(1000);
        };
        ask(stuck, "/stuck");
        QTRY_COMPARE(m_echo->handled.load(), 1);
        ask(kept, "/a"); // waits in the kernel: the thread is held up
        connectTo(fresh);
        ask(fresh, "/a"); // not even accepted
        std::atomic<bool> begins{false};
        bool isDrained = false;
        std::thread drain([&] {
            begins = true;
            isDrained = m_server->drain(5000ms);
        });
        while (!begins)
            std::this_thread::yield();
        m_echo->open();
        drain.join();
        QVERIFY(isDrained);
        for (QTcpSocket* socket : {&stuck, &kept, &fresh})
            QVERIFY(readAll(*socket).startsWith("HTTP/1.1 200 "));
        QVERIFY(readAll(idle).isEmpty());
    }

    void aTakenPortIsTold()
    {
        start();
        Echo echo;
        http::Server second((ServerSettings()));
        const auto started = second.start({{u"127.0.0.1"_s, m_server->port(), &echo, false}});
        QVERIFY(!started);
        QVERIFY2(started.error().message.contains(u"taken"), qPrintable(started.error().message));
        echo.workers.stop();
    }

    void servesTls()
    {
        QTemporaryDir folder;
        const QString cert = folder.filePath(u"cert.pem"_s), key = folder.filePath(u"key.pem"_s);
        const QStringList arguments{u"req"_s,   u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s,      u"-nodes"_s,
                                    u"-days"_s, u"2"_s,     u"-subj"_s,   u"/CN=localhost"_s, u"-keyout"_s,
                                    key,        u"-out"_s,  cert};
        QProcess openssl;
        openssl.start(u"openssl"_s, arguments);
        QVERIFY(openssl.waitForFinished());
        QCOMPARE(openssl.exitCode(), 0);
        ServerSettings settings;
        settings.tlsCert = cert;
        settings.tlsKey = key;
        start(settings, true);
        for (const auto protocol : {QSsl::TlsV1_2, QSsl::TlsV1_3}) {
            QSslSocket socket;
            socket.setProtocol(protocol);
            socket.setPeerVerifyMode(QSslSocket::VerifyNone);
            socket.connectToHostEncrypted(u"127.0.0.1"_s, m_server->port());
            QVERIFY2(socket.waitForEncrypted(5000), qPrintable(socket.errorString()));
            socket.write(
                "GET /secure HTTP/1.1\r\nHost: a\r\n\r\nGET /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            const QByteArray all = readAll(socket);
            QVERIFY(all.contains("GET /secure "));
            QCOMPARE(all.count('#'), 4 * 1024 * 1024);
        }
        QVERIFY(m_server->reloadCertificate());
        QVERIFY(QFile::remove(cert));
        QVERIFY(!m_server->reloadCertificate()); // and the old one still serves
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"127.0.0.1"_s, m_server->port());
        QVERIFY(socket.waitForEncrypted(5000));
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
