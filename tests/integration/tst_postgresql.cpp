// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgresserver.h"
#include "support/program.h"
#include "support/shoppers.h"

#include <atomic>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::test;

/// The store on a PostgreSQL that is killed, frozen, replaced and refused: quick refusals, nothing lost, and it heals.
class TestPostgresql final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_databases = 0;

    /// A fresh database on the server. @return its address
    QString database(const PostgresServer& server)
    {
        const QString name = u"store%1"_s.arg(++m_databases);
        server.ask(u"CREATE DATABASE "_s + name);
        return server.url().replace(u"/postgres?"_s, u'/' + name + u'?');
    }
    QStringList demo(const QString& url) const
    {
        return {u"--data-dir"_s, m_dir.filePath(u"home"_s), u"--database"_s, url, u"--demo"_s, u"--stock"_s,
                u"100000"_s,     u"--rate-limit"_s,         u"0"_s};
    }
    static HttpAnswer buy(HttpClient& client, const QByteArray& key = {})
    {
        return client.post("/api/v1/orders",
                           R"({"items":[{"product_id":1,"quantity":1},{"product_id":2,"quantity":1}]})",
                           key.isEmpty() ? QByteArray() : "Idempotency-Key: " + key + "\r\n");
    }
    static void verifyStore(const QString& url, const std::vector<Acknowledged>& orders = {})
    {
        const auto wrong = auditStore(url, orders);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }
    /// Buys until `enough` says so; collects what was acknowledged, and the longest time an answer took.
    struct Shopper
    {
        std::vector<Acknowledged> orders;
        qint64 slowestMs = 0;
        int refused = 0, unanswered = 0;

        void run(quint16 port, int customer, const std::atomic<bool>& enough)
        {
            HttpClient client(port);
            const QByteArray token = signIn(client, customer);
            for (int i = 0; !enough.load(); ++i) {
                Acknowledged order;
                order.token = token;
                order.key = "c" + QByteArray::number(customer) + "o" + QByteArray::number(i);
                order.body = "{\"items\":[{\"product_id\":" + QByteArray::number(3 + i % 20) + ",\"quantity\":1}]}";
                QElapsedTimer timer;
                timer.start();
                const auto answer = client.post("/api/v1/orders", order.body, "Idempotency-Key: " + order.key + "\r\n");
                slowestMs = qMax(slowestMs, timer.elapsed());
                order.id = answer.data().value(u"id"_s).toInteger();
                order.orderNo = answer.data().value(u"order_no"_s).toString();
                if (answer.status == 200)
                    orders.push_back(order);
                else if (answer.status == 0)
                    ++unanswered;
                else
                    ++refused;
                if (answer.status == 0 && !client.connect())
                    return; // the node is gone
            }
        }
    };
    /// Each acknowledged order, asked for again with its key, is itself.
    static void verifyReplays(quint16 port, const std::vector<Acknowledged>& orders)
    {
        HttpClient client(port);
        for (size_t i = 0; i < orders.size(); i += 1 + orders.size() / 60) {
            client.setToken(orders[i].token);
            const auto again =
                client.post("/api/v1/orders", orders[i].body, "Idempotency-Key: " + orders[i].key + "\r\n");
            QCOMPARE(again.status, 200);
            QCOMPARE(again.data().value(u"id"_s).toInteger(), orders[i].id);
        }
    }
    /// Orders are refused within `patienceMs` each while the server is away, reads from memory are not.
    static void verifyRefusals(HttpClient& client, int patienceMs)
    {
        for (int i = 0; i < 4; ++i) {
            QElapsedTimer timer;
            timer.start();
            const auto refused = buy(client);
            const qint64 took = timer.elapsed();
            QCOMPARE(refused.status, 503);
            QCOMPARE(refused.reason(), u"dependency_down"_s);
            QVERIFY2(took < patienceMs, qPrintable(QString::number(took)));
            QCOMPARE(client.get("/api/v1/products/1").status, 200);
        }
    }

private Q_SLOTS:
    void killedAndStartedAgain()
    {
        PostgresServer server;
        QVERIFY(server.start());
        const QString url = database(server);
        Program node;
        QVERIFY2(node.serve(demo(url)), qPrintable(node.errorOutput()));
        HttpClient client(node.port());
        QVERIFY(!signIn(client, 1).isEmpty());
        QCOMPARE(buy(client).status, 200);
        QCOMPARE(client.get("/api/v1/products/1").status, 200); // in memory from now on
        for (int round = 0; round < 2; ++round) {
            server.kill();
            verifyRefusals(client, 1'000);
            if (QTest::currentTestFailed())
                return;
            QTRY_COMPARE_WITH_TIMEOUT(client.get("/readyz").status, 503, 3'000);
            QVERIFY(server.restart());
            QTRY_COMPARE_WITH_TIMEOUT(buy(client).status, 200, 5'000);
            QTRY_COMPARE_WITH_TIMEOUT(client.get("/readyz").status, 200, 5'000);
        }
        QCOMPARE(node.stop().exitCode, 0);
        verifyStore(url);
    }

    void frozenAndThawed()
    {
        PostgresServer server;
        QVERIFY(server.start());
        const QString url = database(server);
        Program node;
        QVERIFY2(node.serve(demo(url)), qPrintable(node.errorOutput()));
        HttpClient client(node.port());
        QVERIFY(!signIn(client, 1).isEmpty());
        QCOMPARE(buy(client).status, 200);
        QCOMPARE(client.get("/api/v1/products/1").status, 200);
        server.freeze();
        verifyRefusals(client, 1'600); // the first waits for the look that finds it out
        server.thaw();
        if (QTest::currentTestFailed())
            return;
        QTRY_COMPARE_WITH_TIMEOUT(buy(client).status, 200, 5'000);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/readyz").status, 200, 5'000);
        QCOMPARE(node.stop().exitCode, 0);
        verifyStore(url);
    }

    void whatWasAcknowledgedSurvivesBoth()
    {
        PostgresServer server;
        QVERIFY(server.start()); // with all its durability
        const QString url = database(server);
        Program node;
        std::vector<Acknowledged> all;
        for (int round = 0; round < 2; ++round) {
            QVERIFY2(node.serve(demo(url)), qPrintable(node.errorOutput()));
            verifyReplays(node.port(), all);
            std::atomic<bool> enough{false};
            std::array<Shopper, 4> shoppers;
            std::vector<std::thread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&, i] { shoppers[size_t(i)].run(node.port(), 1 + 4 * round + i, enough); });
            const QString count =
                u"SELECT COUNT(*) > 200 FROM orders WHERE idempotency_key IS NOT NULL AND user_id > 0"_s;
            QTRY_COMPARE_WITH_TIMEOUT(server.ask(count, url), u"t"_s, 15'000);
            node.signal(SIGKILL); // first the node, in the midst of it, then at once the database
            server.kill();
            enough = true;
            node.kill();
            for (auto& thread : threads)
                thread.join();
            for (auto& shopper : shoppers)
                all.insert(all.end(), shopper.orders.begin(), shopper.orders.end());
            QVERIFY(server.restart());
            QVERIFY(all.size() > 100);
            verifyStore(url, all);
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY2(node.serve(demo(url)), qPrintable(node.errorOutput()));
        verifyReplays(node.port(), all);
        QCOMPARE(node.stop().exitCode, 0);
        verifyStore(url, all);
    }

    /// The primary dies and its standby takes over: the second host of the address. The primary answers no commit that
    /// the standby has not on disk: what was acknowledged is there.
    void theStandbyTakesOver()
    {
        PostgresServer primary;
        QVERIFY(primary.start());
        PostgresServer standby;
        QVERIFY(standby.follow(primary, u"second"_s));
        QVERIFY(standby.start());
        // After the copy was made: once promoted, the standby waits for nobody.
        primary.ask(u"ALTER SYSTEM SET synchronous_standby_names = 'second'"_s);
        primary.ask(u"ALTER SYSTEM SET synchronous_commit = 'on'"_s);
        QCOMPARE(primary.ask(u"SELECT pg_reload_conf()"_s), u"t"_s);
        const QString replication = u"SELECT application_name, sync_state, state FROM pg_stat_replication"_s;
        QTRY_COMPARE_WITH_TIMEOUT(primary.ask(replication), u"second|sync|streaming"_s, 15'000);
        const QString url =
            u"postgresql://shop@127.0.0.1:%1,127.0.0.1:%2/postgres?sslmode=disable"_s.arg(primary.port())
                .arg(standby.port());
        Program node;
        QVERIFY2(node.serve(demo(url)), qPrintable(node.errorOutput()));
        {
            // It does hold: without the standby an order is not acknowledged.
            HttpClient early(node.port());
            QVERIFY(!signIn(early, 10).isEmpty());
            QCOMPARE(buy(early).status, 200);
            standby.freeze();
            const int status = buy(early).status;
            standby.thaw();
            QCOMPARE(status, 503);
            QTRY_COMPARE_WITH_TIMEOUT(buy(early).status, 200, 10'000);
        }
        std::atomic<bool> enough{false};
        std::array<Shopper, 4> shoppers;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, i] { shoppers[size_t(i)].run(node.port(), 1 + i, enough); });
        const QString count = u"SELECT COUNT(*) > 200 FROM orders WHERE idempotency_key IS NOT NULL"_s;
        bool isBusy = false;
        for (QElapsedTimer timer; !isBusy;) {
            if (!timer.isValid())
                timer.start();
            isBusy = primary.ask(count) == u"t"_s;
            if (timer.elapsed() > 40'000)
                break;
        }
        HttpClient client(node.port());
        signIn(client, 9);
        primary.kill();
        QElapsedTimer away;
        away.start();
        const bool isPromoted = standby.promote();
        qint64 back = -1;
        while (isPromoted && back < 0 && away.elapsed() < 15'000) {
            if (buy(client).status == 200)
                back = away.elapsed();
        }
        enough = true;
        for (auto& thread : threads)
            thread.join();
        QVERIFY(isBusy && isPromoted);
        qInfo("orders went on %lld ms after the primary's end", back);
        QVERIFY2(back >= 0 && back < 5'000, qPrintable(QString::number(back)));
        QCOMPARE(standby.ask(u"SHOW synchronous_standby_names"_s), QString());
        std::vector<Acknowledged> all;
        qint64 slowest = 0;
        for (auto& shopper : shoppers) {
            all.insert(all.end(), shopper.orders.begin(), shopper.orders.end());
            slowest = qMax(slowest, shopper.slowestMs);
        }
        qInfo("%zu orders, the slowest answer took %lld ms", all.size(), slowest);
        QVERIFY(all.size() > 200);
        verifyReplays(node.port(), all);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/readyz").status, 200, 5'000);
        QCOMPARE(node.stop().exitCode, 0);
        verifyStore(url, all);
    }

    void sessionsAreNamedAndLimited()
    {
        PostgresServer server;
        QVERIFY(server.start({u"fsync=off"_s}));
        const QString url = database(server);
        Program node;
        QVERIFY2(node.serve(demo(url) + QStringList{u"--statement-timeout"_s, u"1s"_s}),
                 qPrintable(node.errorOutput()));
        HttpClient client(node.port());
        QVERIFY(!signIn(client, 1).isEmpty());
        QCOMPARE(buy(client).status, 200);
        QVERIFY(server.ask(u"SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'zhanggui'"_s).toInt() >=
                2);
        // Somebody holds the product's row: the order is refused when its statement has waited long enough.
        QProcess other;
        other.start(u"psql"_s, {u"-XAtq"_s, url});
        QVERIFY(other.waitForStarted());
        other.write("BEGIN; SELECT 1 FROM products WHERE id = 1 FOR UPDATE;\n");
        QVERIFY(other.waitForReadyRead(10'000));
        QElapsedTimer timer;
        timer.start();
        const auto refused = buy(client);
        QCOMPARE(refused.status, 503);
        QCOMPARE(refused.reason(), u"dependency_down"_s);
        QVERIFY2(timer.elapsed() < 2'500, qPrintable(QString::number(timer.elapsed())));
        other.write("ROLLBACK;\n");
        other.closeWriteChannel();
        QVERIFY(other.waitForFinished(10'000));
        QTRY_COMPARE_WITH_TIMEOUT(buy(client).status, 200, 5'000);
        QCOMPARE(node.stop().exitCode, 0);
        verifyStore(url);
    }

    void refusedAtTheStart_data()
    {
        QTest::addColumn<QString>("host"); // "": the server's own
        QTest::addColumn<QString>("database");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("wrong password") << u""_s << u"postgres?"_s << 1;
        QTest::newRow("wrong password, as an option") << u"option"_s << u"postgres?password=s3cret&"_s << 1;
        QTest::newRow("no such database") << u"trusted"_s << u"nowhere?"_s << 1;
        QTest::newRow("nobody there") << u"127.0.0.1:1"_s << u"postgres?connect_timeout=2&"_s << 1;
        QTest::newRow("no such host") << u"nowhere.invalid:5432"_s << u"postgres?"_s << 1;
        QTest::newRow("no address") << u"[::1"_s << u"postgres?"_s << 2;
    }
    void refusedAtTheStart()
    {
        QFETCH(QString, host);
        QFETCH(QString, database);
        QFETCH(int, exitCode);
        static PostgresServer server;
        static const bool isReady = server.start({u"fsync=off"_s, u"password_encryption=scram-sha-256"_s}) &&
                                    server.ask(u"CREATE ROLE guarded LOGIN PASSWORD 'another'; SELECT 1"_s) == u"1"_s &&
                                    server.demandPassword(u"guarded"_s);
        QVERIFY(isReady);
        const QString own = u"127.0.0.1:%1"_s.arg(server.port());
        const QString user = host == u"trusted"_s  ? u"shop:s3cret"_s
                             : host == u"option"_s ? u"guarded"_s
                                                   : u"guarded:s3cret"_s;
        const bool isOwn = host.isEmpty() || host == u"trusted"_s || host == u"option"_s;
        const QString url = u"postgresql://%1@%2/%3sslmode=disable"_s.arg(user, isOwn ? own : host, database);
        Program node;
        QElapsedTimer timer;
        timer.start();
        const auto outcome = node.run({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--data-dir"_s,
                                       m_dir.filePath(u"refused"_s), u"--database"_s, url});
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        qInfo("%s", qPrintable(outcome.err.trimmed()));
        QCOMPARE(outcome.exitCode, exitCode);
        QCOMPARE(outcome.err.count(u'\n'), 1);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(!outcome.err.contains(u"s3cret"_s));
        QVERIFY2(outcome.err.contains(isOwn ? own : host.section(u':', 0, 0)), qPrintable(outcome.err));
    }
};

QTEST_GUILESS_MAIN(TestPostgresql)
#include "tst_postgresql.moc"
