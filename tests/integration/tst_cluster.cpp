// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/httpclient.h"
#include "support/nginx.h"
#include "support/postgresserver.h"
#include "support/program.h"

#include <QJsonArray>
#include <QTest>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;
using namespace zg::test;
using namespace std::chrono_literals;

/// Three nodes on one PostgreSQL behind a real nginx, with customers who do not stop: one node is killed, another is
/// asked to stop, and nobody notices.
class TestCluster final : public QObject
{
    Q_OBJECT

    static constexpr int nodeCount = 3;
    static constexpr int readers = 3;
    static constexpr int buyers = 4;

    PostgresServer m_database;
    QTemporaryDir m_dir;
    std::array<Program, nodeCount> m_nodes;
    Nginx m_nginx;
    std::array<QByteArray, buyers> m_tokens;

    std::atomic<bool> m_isOver{false};
    std::atomic<int> m_reads{0};
    std::atomic<int> m_retries{0};
    std::mutex m_mutex;                    // guards what follows
    QStringList m_failures;                // reads that were not answered, orders that became two
    std::map<QByteArray, qint64> m_orders; // acknowledged, by key

    bool startNode(int index)
    {
        const bool isUp = m_nodes[size_t(index)].serve(
            {u"--data-dir"_s, m_dir.filePath(QString::number(index)), u"--database"_s, m_database.url(), u"--demo"_s,
             u"--rate-limit"_s, u"0"_s, u"--node-name"_s, u"n%1"_s.arg(index), u"--io-threads"_s, u"1"_s,
             u"--pool-size"_s, u"6"_s, u"--trusted-proxy"_s, u"127.0.0.1/32"_s});
        if (!isUp)
            qWarning("%s", qPrintable(m_nodes[size_t(index)].errorOutput()));
        return isUp;
    }
    void fail(const QString& what)
    {
        const std::lock_guard lock(m_mutex);
        m_failures.append(what);
    }
    size_t acknowledged()
    {
        const std::lock_guard lock(m_mutex);
        return m_orders.size();
    }

    /// nginx ends a connection after a thousand requests, and says so in the last answer.
    static void leaveIfTold(HttpClient& client, const HttpAnswer& answer)
    {
        if (answer.header("connection").toLower() == "close")
            client.abort();
    }

    /// Looks around in the shop. A read has no second try: the balancer's is the only one.
    void read(int reader)
    {
        HttpClient client(m_nginx.port());
        for (int i = 0; !m_isOver.load(); ++i) {
            const QByteArray target = i % 4 == 0 ? QByteArray("/api/v1/products?limit=5&sort=price_asc")
                                                 : "/api/v1/products/" + QByteArray::number(1 + (i * 7 + reader) % 900);
            const auto answer = client.get(target);
            if (answer.status != 200)
                fail(u"%1: %2 %3"_s.arg(QString::fromLatin1(target))
                         .arg(answer.status)
                         .arg(QString::fromUtf8(answer.body)));
            leaveIfTold(client, answer);
            ++m_reads;
        }
    }
    /// Orders, and asks again with the same key until there is an answer, as the mini-program does.
    void buy(int buyer)
    {
        HttpClient client(m_nginx.port());
        client.setToken(m_tokens[size_t(buyer)]);
        for (int i = 0; !m_isOver.load(); ++i) {
            const QByteArray key = "c" + QByteArray::number(buyer) + "-" + QByteArray::number(i);
            const QByteArray body =
                "{\"items\":[{\"product_id\":" + QByteArray::number(1 + (i + buyer) % 10) + ",\"quantity\":2}]}";
            QElapsedTimer timer;
            timer.start();
            HttpAnswer answer;
            while ((answer = client.post("/api/v1/orders", body, "Idempotency-Key: " + key + "\r\n")).status != 200) {
                if (timer.elapsed() > 15'000 || (answer.status > 0 && answer.status < 500))
                    return fail(u"order %1: %2 %3"_s.arg(QString::fromLatin1(key))
                                    .arg(answer.status)
                                    .arg(QString::fromUtf8(answer.body)));
                ++m_retries;
            }
            leaveIfTold(client, answer);
            const std::lock_guard lock(m_mutex);
            m_orders[key] = answer.data().value(u"id"_s).toInteger();
        }
    }

    QByteArray metric(int node, const QByteArray& name)
    {
        HttpClient client(m_nodes[size_t(node)].port());
        const QByteArray page = client.get("/metrics").body;
        const qsizetype at = page.indexOf(QByteArray('\n' + name + ' '));
        return at < 0 ? QByteArray() : page.mid(at + name.size() + 2).split('\n').first();
    }
    /// The node that does the jobs for one; -1: none of those that run. -2: two at once, which must not be.
    int holder()
    {
        int found = -1;
        for (int i = 0; i < nodeCount; ++i) {
            if (m_nodes[size_t(i)].isRunning() && metric(i, R"(zhanggui_lease_held{lease="keeper"})") == "1")
                found = found == -1 ? i : -2;
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_database.start({u"fsync=off"_s}));
        QVERIFY(startNode(0));
        for (int i = 0; i < buyers; ++i) {
            HttpClient client(m_nodes[0].port());
            const QByteArray login =
                "{\"username\":\"demo" + QByteArray::number(i + 1) + "\",\"password\":\"demo-pass\"}";
            m_tokens[size_t(i)] =
                client.post("/api/v1/auth/login", login).data().value(u"token"_s).toString().toLatin1();
            QVERIFY(!m_tokens[size_t(i)].isEmpty());
        }
        QVERIFY(startNode(1));
        QVERIFY(startNode(2));
        QList<quint16> ports;
        for (const Program& node : m_nodes)
            ports.append(node.port());
        QCOMPARE(m_nginx.configure(ports), QString());
        QVERIFY2(m_nginx.start(), qPrintable(m_nginx.errors()));
    }

    void knowEachOther()
    {
        for (int i = 0; i < nodeCount; ++i)
            QTRY_COMPARE_WITH_TIMEOUT(metric(i, R"(zhanggui_nodes{state="serving"})"), QByteArray("3"), 10'000);
        QVERIFY(holder() >= 0);
        HttpClient client(m_nodes[1].port());
        const QByteArray login = R"({"username":"staff","password":"staff-pass"})";
        client.setToken("Bearer");
        const QByteArray token =
            client.post("/api/v1/auth/login", login).data().value(u"token"_s).toString().toLatin1();
        client.setToken(token);
        const auto telemetry = client.get("/api/v1/admin/telemetry").data();
        const auto nodes = telemetry.value(u"nodes"_s).toArray();
        QCOMPARE(nodes.size(), 3);
        QCOMPARE(nodes[0].toObject().value(u"name"_s).toString(), u"n1"_s);
        QVERIFY(nodes[0].toObject().value(u"self"_s).toBool());
        QCOMPARE(nodes[1].toObject().value(u"address"_s).toString(), u"http://127.0.0.1:%1"_s.arg(m_nodes[0].port()));
        const auto lease = telemetry.value(u"leases"_s).toArray().at(0).toObject();
        QCOMPARE(lease.value(u"holder"_s).toString(), u"n%1"_s.arg(holder()));
    }

    void loseNothing()
    {
        std::vector<std::thread> customers;
        for (int i = 0; i < readers; ++i)
            customers.emplace_back([this, i] { read(i); });
        for (int i = 0; i < buyers; ++i)
            customers.emplace_back([this, i] { buy(i); });
        const auto sendHome = qScopeGuard([&] {
            m_isOver = true;
            for (std::thread& customer : customers)
                customer.join();
            customers.clear();
        });
        QTRY_VERIFY_WITH_TIMEOUT(acknowledged() >= 100, 20'000);

        // One dies in the middle of it: the one with the lease.
        const int first = holder();
        QVERIFY(first >= 0);
        m_nodes[size_t(first)].kill();
        QElapsedTimer sinceKill;
        sinceKill.start();
        int second = -1;
        QTRY_VERIFY_WITH_TIMEOUT((second = holder()) >= 0, 15'000);
        const qint64 movedMs = sinceKill.elapsed();
        QVERIFY2(movedMs <= 10'000, qPrintable(QString::number(movedMs)));
        const size_t before = acknowledged();
        QTRY_VERIFY_WITH_TIMEOUT(acknowledged() >= before + 50, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(metric(second, R"(zhanggui_nodes{state="gone"})"), QByteArray("1"), 10'000);

        // The new holder is asked to stop: it says so while it serves, hands the lease over, and goes.
        const int third = nodeCount - first - second;
        m_nodes[size_t(second)].signal(SIGTERM);
        QElapsedTimer sinceStop;
        sinceStop.start();
        const auto readiness = [&] {
            HttpClient client(m_nodes[size_t(second)].port()); // a connection of its own: each answer ends one
            return client.get("/readyz").status;
        };
        QTRY_COMPARE_WITH_TIMEOUT(readiness(), 503, 5'000);
        HttpClient late(m_nodes[size_t(second)].port());
        const auto served = late.get("/api/v1/products/1");
        QCOMPARE(served.status, 200);
        QCOMPARE(served.header("connection").toLower(), QByteArray("close"));
        const auto outcome = m_nodes[size_t(second)].stop(0);
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(sinceStop.elapsed() < 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(holder(), third, 5'000); // given up, and not run out
        QTRY_COMPARE_WITH_TIMEOUT(metric(third, R"(zhanggui_nodes{state="serving"})"), QByteArray("1"), 5'000);
        const size_t after = acknowledged();
        QTRY_VERIFY_WITH_TIMEOUT(acknowledged() >= after + 50, 10'000);

        m_isOver = true;
        for (std::thread& customer : customers)
            customer.join();
        customers.clear();
        qInfo("%d reads, %zu orders, %d orders asked again; the lease moved after %lld ms", m_reads.load(),
              m_orders.size(), m_retries.load(), movedMs);
        QVERIFY2(m_failures.isEmpty(),
                 qPrintable(m_failures.mid(0, 5).join(u'\n') + u'\n' + m_nginx.errors().right(2000)));
        verifyOrders();
    }

private:
    /// What the database itself says.
    void verifyOrders()
    {
        QString keys;
        for (const auto& [key, id] : m_orders)
            keys += u"(%1,'%2'),"_s.arg(id).arg(QString::fromLatin1(key));
        keys.chop(1);
        const QString lost =
            m_database.ask(u"SELECT count(*) FROM (VALUES %1) told (id, key) LEFT JOIN orders o ON o.id = told.id AND"
                           " o.idempotency_key = told.key WHERE o.id IS NULL"_s.arg(keys));
        QCOMPARE(lost, u"0"_s);
        const QString placed = m_database.ask(u"SELECT count(*) FROM orders WHERE idempotency_key LIKE 'c%-%'"_s);
        QCOMPARE(placed, QString::number(m_orders.size())); // not one more than was told
        const QString wrong =
            m_database.ask(u"SELECT count(*) FROM products p WHERE p.stock <> (SELECT sum(delta) FROM stock_ledger l"
                           " WHERE l.product_id = p.id)"_s);
        QCOMPARE(wrong, u"0"_s);
    }
};

QTEST_GUILESS_MAIN(TestCluster)
#include "tst_cluster.moc"
