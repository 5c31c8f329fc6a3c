// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/invariants.h"
#include "sql/database.h"
#include "support/httpclient.h"
#include "support/program.h"

#include <QTest>

#include <atomic>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::test;

/// An acknowledged order survives kill -9, ledger and stock agree afterwards, and a replay is the same order.
class TestDurability final : public QObject
{
    Q_OBJECT

    static constexpr int rounds = 6;
    static constexpr int customers = 8;

    struct Acknowledged
    {
        QByteArray token;
        QByteArray key;
        QByteArray body;
        qint64 id = 0;
        QString orderNo;
    };

    QTemporaryDir m_dir;
    Program m_node;
    std::mutex m_mutex; // guards m_orders
    std::vector<Acknowledged> m_orders;
    std::array<QByteArray, customers> m_tokens;

    QString folder() const { return m_dir.path() + u"/data"_s; }
    QStringList arguments() const
    {
        return {u"--data-dir"_s, folder(), u"--demo"_s, u"--stock"_s, u"100000"_s, u"--rate-limit"_s, u"0"_s};
    }

    /// Places orders until the node is gone.
    void shop(int customer, int round)
    {
        HttpClient client(m_node.port());
        client.setToken(m_tokens[size_t(customer)]);
        for (int i = 0;; ++i) {
            Acknowledged order;
            order.token = m_tokens[size_t(customer)];
            order.key =
                "r" + QByteArray::number(round) + "c" + QByteArray::number(customer) + "o" + QByteArray::number(i);
            const int product = 1 + (i + customer) % 20;
            order.body = "{\"items\":[{\"product_id\":" + QByteArray::number(product) +
                         ",\"quantity\":2},{\"product_id\":" + QByteArray::number(product + 20) + ",\"quantity\":1}]}";
            if (client.isClosed() && !client.connect())
                return;
            if (!client.send(
                    client.requestText("POST", "/api/v1/orders", order.body, "Idempotency-Key: " + order.key + "\r\n")))
                return;
            const auto answer = client.readAnswer();
            if (answer.status == 0)
                return;
            if (answer.status != 200)
                continue;
            order.id = answer.data().value(u"id"_s).toInteger();
            order.orderNo = answer.data().value(u"order_no"_s).toString();
            const std::lock_guard lock(m_mutex);
            m_orders.push_back(order);
        }
    }

    /// What the file itself says, read without the node.
    void verifyFile()
    {
        sql::Database database(u"sqlite:"_s + folder() + u"/zhanggui.db"_s, PoolSettings(), 16);
        const auto opened = database.open();
        QVERIFY2(opened.has_value(), qPrintable(opened ? QString() : opened.error().message));
        const auto violations =
            database.readNow([](sql::Connection& connection) { return shop::Invariants::check(connection); });
        QVERIFY(violations.has_value());
        QVERIFY2(violations->isEmpty(), qPrintable(violations->join(u'\n')));
        const auto missing = database.readNow([this](sql::Connection& connection) -> Result<qint64> {
            qint64 absent = 0;
            for (const Acknowledged& order : m_orders) {
                auto rows = connection.runText("test.order", u"SELECT 1 FROM orders WHERE id = ? AND order_no = ?"_s,
                                               {order.id, order.orderNo});
                if (!rows)
                    return rows.error();
                absent += rows->next() ? 0 : 1;
            }
            return absent;
        });
        QVERIFY(missing.has_value());
        QCOMPARE(*missing, qint64(0));
    }

private Q_SLOTS:
    void killedWhileTakingOrders()
    {
        QVERIFY2(m_node.serve(arguments()), qPrintable(m_node.errorOutput()));
        for (int i = 0; i < customers; ++i) {
            HttpClient client(m_node.port());
            const QByteArray login =
                "{\"username\":\"demo" + QByteArray::number(i + 1) + "\",\"password\":\"demo-pass\"}";
            m_tokens[size_t(i)] =
                client.post("/api/v1/auth/login", login).data().value(u"token"_s).toString().toLatin1();
            QVERIFY(!m_tokens[size_t(i)].isEmpty());
        }
        for (int round = 0; round < rounds; ++round) {
            const size_t before = m_orders.size();
            std::vector<std::thread> shoppers;
            for (int i = 0; i < customers; ++i)
                shoppers.emplace_back([this, i, round] { shop(i, round); });
            const size_t enough = before + size_t(100 + round * 37); // killed at a different moment each time
            QElapsedTimer timer;
            timer.start();
            for (;;) {
                {
                    const std::lock_guard lock(m_mutex);
                    if (m_orders.size() >= enough || timer.elapsed() > 8'000)
                        break;
                }
                std::this_thread::yield();
            }
            m_node.kill();
            for (auto& shopper : shoppers)
                shopper.join();
            QVERIFY2(m_orders.size() >= enough, "too few orders were taken to say anything");
            verifyFile();
            if (QTest::currentTestFailed())
                return;
            QVERIFY2(m_node.serve(arguments()), qPrintable(m_node.errorOutput()));
            HttpClient client(m_node.port());
            for (size_t i = before; i < m_orders.size(); i += 7) {
                const Acknowledged& order = m_orders[i];
                client.setToken(order.token);
                const auto replay = client.post("/api/v1/orders", order.body, "Idempotency-Key: " + order.key + "\r\n");
                QCOMPARE(replay.status, 200);
                QCOMPARE(replay.data().value(u"id"_s).toInteger(), order.id);
            }
        }
        QCOMPARE(m_node.stop().exitCode, 0);
        verifyFile();
    }

    /// A stop answers what is under way: each request gets an order or a refusal, none is cut off in between.
    void stopsWithoutLosingAnyone()
    {
        QVERIFY(m_node.serve(arguments()));
        std::atomic<int> cut{0};
        std::atomic<int> taken{0};
        std::vector<std::thread> shoppers;
        for (int customer = 0; customer < customers; ++customer) {
            shoppers.emplace_back([&, customer] {
                HttpClient client(m_node.port());
                client.setToken(m_tokens[size_t(customer)]);
                for (;;) {
                    if (client.isClosed() && !client.connect())
                        return;
                    const bool sent = client.send(
                        client.requestText("POST", "/api/v1/orders", R"({"items":[{"product_id":50,"quantity":1}]})"));
                    const auto answer = sent ? client.readAnswer() : HttpAnswer();
                    if (answer.status == 200)
                        taken.fetch_add(1);
                    else if (answer.status == 0 && !client.unread().isEmpty())
                        cut.fetch_add(1); // half an answer
                    if (answer.status != 200)
                        return;
                }
            });
        }
        QElapsedTimer timer;
        timer.start();
        while (taken.load() < 200 && timer.elapsed() < 8'000)
            std::this_thread::yield();
        timer.restart();
        const auto outcome = m_node.stop();
        QVERIFY(timer.elapsed() < 10'000);
        for (auto& shopper : shoppers)
            shopper.join();
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(cut.load(), 0);
        sql::Database database(u"sqlite:"_s + folder() + u"/zhanggui.db"_s, PoolSettings(), 16);
        QVERIFY(database.open().has_value());
        const auto sold = database.readNow([](sql::Connection& connection) -> Result<qint64> {
            auto rows = connection.runText("test.sold", u"SELECT 100000 - stock FROM products WHERE id = 50"_s, {});
            if (!rows)
                return rows.error();
            return rows->next() ? rows->integer(0) : -1;
        });
        QVERIFY(sold.has_value());
        QVERIFY2(*sold >= taken.load(), "an acknowledged order is not in the file");
    }
};

QTEST_GUILESS_MAIN(TestDurability)
#include "tst_durability.moc"
