// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/httpclient.h"
#include "support/nginx.h"

#include <QTest>

#include <arpa/inet.h>
#include <atomic>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace zg::test;

namespace {

/// Stands in for a node: answers with the request's own head, or breaks off once it has read it.
class FakeNode final
{
public:
    explicit FakeNode(bool breaks)
        : m_breaks(breaks)
        , m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(m_listener, 16) != 0 ||
            getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            qFatal("no port left");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { work(); });
    }
    ~FakeNode()
    {
        shutdown(m_listener, SHUT_RDWR); // wakes the thread
        m_thread.join();
        close(m_listener);
    }
    Q_DISABLE_COPY_MOVE(FakeNode)

    quint16 port() const { return m_port; }
    int requests() const { return m_requests.load(); }

private:
    void work()
    {
        for (;;) {
            const int connection = accept(m_listener, nullptr, nullptr);
            if (connection < 0)
                return;
            const QByteArray request = readRequest(connection);
            if (!request.isEmpty()) { // nginx -t and the test's own look at the port send none
                ++m_requests;
                if (!m_breaks) {
                    const QByteArray body = request.left(request.indexOf("\r\n\r\n"));
                    const QByteArray answer =
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) +
                        "\r\n\r\n" + body;
                    send(connection, answer.constData(), size_t(answer.size()), MSG_NOSIGNAL);
                }
            }
            close(connection);
        }
    }
    static QByteArray readRequest(int connection)
    {
        QByteArray all;
        char part[4096];
        for (;;) {
            const qsizetype head = all.indexOf("\r\n\r\n");
            const qsizetype length = all.toLower().indexOf("content-length: ");
            const qsizetype body =
                length < 0 ? 0 : all.mid(length + 16, all.indexOf('\r', length) - length - 16).toLongLong();
            if (head >= 0 && all.size() >= head + 4 + body)
                return all;
            const auto got = recv(connection, part, sizeof part, 0);
            if (got <= 0)
                return {};
            all.append(part, got);
        }
    }

    const bool m_breaks;
    const int m_listener;
    quint16 m_port = 0;
    std::atomic<int> m_requests{0};
    std::thread m_thread;
};

} // namespace

/// The balancer's configuration in packaging/nginx, in a real nginx, before nodes that fail in the worst moment.
class TestBalancer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesOnWhoAsksAndWhat()
    {
        FakeNode node(false);
        Nginx nginx;
        const QString complaint = nginx.configure({node.port()});
        QVERIFY2(complaint.isEmpty(), qPrintable(complaint));
        QVERIFY(nginx.start());
        HttpClient client(nginx.port());
        const QByteArray own = client.get("/api/v1/products?q=%E8%8C%B6", "X-Request-Id: my-own-id\r\n").body;
        QVERIFY2(own.startsWith("GET /api/v1/products?q=%E8%8C%B6 HTTP/1.1\r\n"), own.constData());
        QVERIFY2(own.contains("\r\nX-Request-Id: my-own-id"), own.constData());
        QVERIFY(own.contains("\r\nX-Forwarded-For: 127.0.0.1"));
        QVERIFY(own.contains("\r\nX-Forwarded-Proto: http"));
        QVERIFY(!own.contains("Connection: close"));
        const QByteArray given = client.get("/ping").body;
        const qsizetype at = given.indexOf("X-Request-Id: ");
        QVERIFY2(at > 0 && given.mid(at + 14, 32).count(' ') == 0, given.constData());
        const QByteArray lied = client.get("/ping", "X-Forwarded-For: 1.2.3.4\r\n").body;
        QVERIFY(lied.contains("\r\nX-Forwarded-For: 1.2.3.4, 127.0.0.1")); // the node takes the rightmost
        QCOMPARE(client.get("/metrics").status, 404);
        QCOMPARE(node.requests(), 3);
    }

    void repeats_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<bool>("mayRepeat");
        const auto row = [](const char* name, const char* verb, const char* target, const char* headers, bool may) {
            QTest::newRow(name) << QByteArray(verb) << QByteArray(target) << QByteArray(headers) << may;
        };
        row("a read", "GET", "/api/v1/products", "", true);
        row("an order with its key", "POST", "/api/v1/orders", "Idempotency-Key: k-1\r\n", true);
        row("an order without", "POST", "/api/v1/orders", "", false);
        row("an order with an empty one", "POST", "/api/v1/orders", "Idempotency-Key: \r\n", false);
        row("another write", "POST", "/api/v1/orders/7/pay", "Idempotency-Key: k-1\r\n", false);
        row("an action", "POST", "/api/v1/action", "Idempotency-Key: k-1\r\n", false);
    }
    /// A node that breaks off may have done what it was asked: only what can be repeated safely goes to the other.
    void repeats()
    {
        QFETCH(QByteArray, verb);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, headers);
        QFETCH(bool, mayRepeat);
        FakeNode broken(true), whole(false);
        Nginx nginx;
        QCOMPARE(nginx.configure({broken.port(), whole.port()}), QString());
        QVERIFY(nginx.start());
        HttpClient client(nginx.port());
        int answered = 0;
        constexpr int requests = 8;
        for (int i = 0; i < requests; ++i) {
            const auto answer =
                client.request(verb, target, verb == "POST" ? QByteArray("{\"a\":1}") : QByteArray(), headers);
            QVERIFY2(answer.status == 200 || answer.status == 503, answer.body.constData());
            answered += answer.status == 200 ? 1 : 0;
            if (answer.status == 503) {
                QCOMPARE(answer.reason(), u"dependency_down"_s);
                QVERIFY(!answer.header("retry-after").isEmpty());
            }
        }
        QVERIFY(broken.requests() > 0); // it was asked, or this shows nothing
        QCOMPARE(answered, mayRepeat ? requests : requests - broken.requests());
        QCOMPARE(whole.requests(), answered);
    }

    void saysSoWhenNobodyAnswers()
    {
        FakeNode broken(true);
        Nginx nginx;
        QCOMPARE(nginx.configure({broken.port()}), QString());
        QVERIFY(nginx.start());
        HttpClient client(nginx.port());
        for (const QByteArray& key : {QByteArray(), QByteArray("Idempotency-Key: k\r\n")}) {
            const auto answer = client.post("/api/v1/orders", "{}", key);
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.json().value(u"code"_s).toInt(), 503);
            QCOMPARE(answer.reason(), u"dependency_down"_s);
        }
    }
};

QTEST_GUILESS_MAIN(TestBalancer)
#include "tst_balancer.moc"
