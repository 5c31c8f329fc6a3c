// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgresserver.h"
#include "support/program.h"
#include "support/redisserver.h"
#include "support/shoppers.h"

#include <QRandomGenerator>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::test;

/// A hundred customers on two nodes of one store, while the nodes are killed at any moment: what was acknowledged is
/// there, once, and nothing is sold twice. ZG_TORTURE_SECONDS makes it longer.
class TestTorture final : public QObject
{
    Q_OBJECT

    static constexpr int customers = 100;
    static constexpr int stock = 300; // the hot products sell out

    using Ports = std::array<std::atomic<quint16>, 2>; // 0 while a node is away

    struct Customer
    {
        std::vector<Acknowledged> orders;
        std::map<qint64, QString> statuses; // as last acknowledged
        int refused = 0, unanswered = 0, retried = 0, soldOut = 0;
        QString surprise;
        qint64 slowestMs = 0;
    };
    struct Shared
    {
        Ports ports{};
        std::atomic<bool> enough{false};
        std::array<QByteArray, customers> tokens;
    };

    static QByteArray items(QRandomGenerator& random)
    {
        QList<int> products;
        const int wanted = random.bounded(3) == 0 ? 1 + random.bounded(5) : 1;
        while (products.size() < wanted) { // half of all want one of three
            const int product = random.bounded(2) == 0 ? 1 + random.bounded(3) : 4 + random.bounded(500);
            if (!products.contains(product))
                products.append(product);
        }
        QByteArray text;
        for (const int product : std::as_const(products)) {
            text += text.isEmpty() ? "{\"items\":[" : ",";
            text += "{\"product_id\":" + QByteArray::number(product) +
                    ",\"quantity\":" + QByteArray::number(1 + random.bounded(2)) + '}';
        }
        return text + "]}";
    }

    /// One call, at whichever node is there, until one of them says yes or no. @return status 0 when none did
    static HttpAnswer insist(Shared& shared, std::array<std::unique_ptr<HttpClient>, 2>& clients, Customer& customer,
                             int index, QRandomGenerator& random, const QByteArray& target, const QByteArray& body,
                             const QByteArray& headers)
    {
        size_t node = size_t(random.bounded(2));
        for (int tries = 0; tries < 40 && !shared.enough.load(); ++tries, node = 1 - node) {
            const quint16 port = shared.ports[node].load();
            if (port == 0) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5)); // both may be away
                continue;
            }
            auto& client = clients[node];
            if (!client)
                client = std::make_unique<HttpClient>(port);
            client->setToken(shared.tokens[size_t(index)]);
            QElapsedTimer timer;
            timer.start();
            const auto answer = client->post(target, body, headers);
            if (answer.status == 0) {
                ++customer.unanswered;
                client.reset(); // killed in the midst: the other one is asked
                continue;
            }
            customer.slowestMs = qMax(customer.slowestMs, timer.elapsed());
            if (answer.status != 503 && answer.status != 429)
                return answer;
            ++customer.refused;
        }
        return {};
    }

    static void shop(Shared& shared, Customer& customer, int index)
    {
        QRandomGenerator random(quint32(index) + 1);
        std::array<std::unique_ptr<HttpClient>, 2> clients;
        for (int i = 0; !shared.enough.load(); ++i) {
            Acknowledged order;
            order.token = shared.tokens[size_t(index)];
            order.key = "c" + QByteArray::number(index) + "o" + QByteArray::number(i);
            order.body = items(random);
            const QByteArray key = "Idempotency-Key: " + order.key + "\r\n";
            const auto answer = insist(shared, clients, customer, index, random, "/api/v1/orders", order.body, key);
            if (answer.status == 0)
                continue;
            if (answer.status == 409) {
                ++customer.soldOut;
                continue;
            }
            order.id = answer.data().value(u"id"_s).toInteger();
            order.orderNo = answer.data().value(u"order_no"_s).toString();
            if (answer.status != 200 || order.id == 0) {
                customer.surprise = u"order: %1 %2"_s.arg(answer.status).arg(QString::fromUtf8(answer.body));
                return;
            }
            customer.orders.push_back(order);
            if (random.bounded(4) == 0) { // asked again, it is the same
                const auto again = insist(shared, clients, customer, index, random, "/api/v1/orders", order.body, key);
                ++customer.retried;
                if (again.status != 0 && again.data().value(u"id"_s).toInteger() != order.id)
                    customer.surprise = u"again: %1 %2"_s.arg(again.status).arg(QString::fromUtf8(again.body));
            }
            const int next = random.bounded(3);
            if (next == 2)
                continue;
            const QByteArray target =
                "/api/v1/orders/" + QByteArray::number(order.id) + (next == 0 ? "/pay" : "/cancel");
            const auto changed = insist(shared, clients, customer, index, random, target, "{}", {});
            // 409: it was done already, by a call whose answer was lost with its node.
            if (changed.status != 0 && changed.status != 200 && changed.status != 409)
                customer.surprise = u"change: %1 %2"_s.arg(changed.status).arg(QString::fromUtf8(changed.body));
            if (changed.status == 200)
                customer.statuses[order.id] = next == 0 ? u"1"_s : u"4"_s;
        }
    }

private Q_SLOTS:
    void nothingIsSoldTwice_data()
    {
        QTest::addColumn<QString>("strategy");
        for (const char* strategy : {"group", "optimistic", "pessimistic", "redis_lock"})
            QTest::newRow(strategy) << QString::fromLatin1(strategy);
    }
    void nothingIsSoldTwice()
    {
        QFETCH(QString, strategy);
        PostgresServer server;
        QVERIFY(server.start({u"log_lock_waits=on"_s}));
        RedisServer redis;
        QVERIFY(strategy != u"redis_lock"_s || redis.start());
        QTemporaryDir dir;
        const auto arguments = [&](int node) {
            QStringList list{u"--data-dir"_s,
                             dir.filePath(u"node%1"_s.arg(node)),
                             u"--database"_s,
                             server.url(),
                             u"--demo"_s,
                             u"--stock"_s,
                             QString::number(stock),
                             u"--rate-limit"_s,
                             u"0"_s};
            if (strategy != u"group"_s)
                list << u"--stock-strategy"_s << strategy;
            if (strategy == u"redis_lock"_s)
                list << u"--redis"_s << u"redis://127.0.0.1:%1/0"_s.arg(redis.port());
            return list;
        };
        std::array<Program, 2> nodes;
        Shared shared;
        for (int i = 0; i < 2; ++i) {
            QVERIFY2(nodes[size_t(i)].serve(arguments(i)), qPrintable(nodes[size_t(i)].errorOutput()));
            shared.ports[size_t(i)] = nodes[size_t(i)].port();
        }
        for (int i = 0; i < customers; ++i) {
            HttpClient client(nodes[size_t(i) % 2].port());
            shared.tokens[size_t(i)] = signIn(client, 1 + i); // and the other node knows it
            QVERIFY(!shared.tokens[size_t(i)].isEmpty());
        }

        std::array<Customer, customers> all;
        std::vector<std::thread> threads;
        for (int i = 0; i < customers; ++i)
            threads.emplace_back([&, i] { shop(shared, all[size_t(i)], i); });
        const int seconds = qMax(strategy == u"group"_s ? 8 : 4, qEnvironmentVariableIntValue("ZG_TORTURE_SECONDS"));
        QRandomGenerator random(7);
        QElapsedTimer timer;
        timer.start();
        int kills = 0;
        bool isBack = true;
        while (timer.elapsed() < seconds * 1'000 && isBack) {
            QTest::qWait(300 + random.bounded(900)); // the moment is the dice's
            const size_t node = size_t(random.bounded(2));
            shared.ports[node] = 0;
            nodes[node].kill();
            ++kills;
            isBack = nodes[node].serve(arguments(int(node)));
            shared.ports[node] = nodes[node].port();
        }
        shared.enough = true;
        for (auto& thread : threads)
            thread.join();
        QVERIFY(isBack);

        std::vector<Acknowledged> orders;
        int refused = 0, unanswered = 0, retried = 0, soldOut = 0;
        qint64 slowest = 0;
        QStringList wrong;
        for (const auto& customer : all) {
            orders.insert(orders.end(), customer.orders.begin(), customer.orders.end());
            refused += customer.refused;
            unanswered += customer.unanswered;
            retried += customer.retried;
            soldOut += customer.soldOut;
            slowest = qMax(slowest, customer.slowestMs);
            if (!customer.surprise.isEmpty())
                wrong << customer.surprise;
            for (const auto& [id, status] : customer.statuses) {
                if (wrong.size() < 5 && random.bounded(20) == 0 &&
                    server.ask(u"SELECT status FROM orders WHERE id = %1"_s.arg(id)) != status)
                    wrong << u"order %1 was changed to %2, and is not"_s.arg(id).arg(status);
            }
        }
        qInfo("%s: %zu orders, %d asked again, %d sold out, %d refused, %d cut off by %d kills, the slowest %lld ms",
              qPrintable(strategy), orders.size(), retried, soldOut, refused, unanswered, kills, slowest);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        QVERIFY(orders.size() > 100 && kills >= 2 && retried > 20); // enough to say something, on a slow machine too
        for (auto& node : nodes)
            QCOMPARE(node.stop().exitCode, 0);
        wrong = auditStore(server.url(), orders);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        QSet<qint64> ids;
        for (const auto& order : orders)
            ids.insert(order.id);
        QCOMPARE(size_t(ids.size()), orders.size()); // no order was given for two keys
        QCOMPARE(server.ask(u"SELECT COUNT(*) FROM products WHERE stock < 0 OR stock > 300"_s), u"0"_s);
        const QString log = server.wholeLog();
        qInfo("%lld deadlocks, %lld long waits for locks", qlonglong(log.count(u"deadlock detected"_s)),
              qlonglong(log.count(u"still waiting for"_s)));
    }
};

QTEST_GUILESS_MAIN(TestTorture)
#include "tst_torture.moc"
