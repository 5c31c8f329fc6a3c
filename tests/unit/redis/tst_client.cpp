// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/client.h"
#include "core/qtexecutor.h"
#include "support/loopthread.h"
#include "support/redisserver.h"

#include <QTest>

#include <atomic>
#include <semaphore>

using namespace zg;
using namespace zg::redis;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
RedisSettings settingsOf(const QString& url)
{
    RedisSettings settings;
    settings.url = url;
    return settings;
}

/// Asks on the test's own thread and waits.
Result<Reply> ask(Client& client, Command command)
{
    std::optional<Result<Reply>> result;
    const auto run = [&]() -> Task<> { result = co_await client.command(std::move(command)); };
    run();
    [&] { QTRY_VERIFY(result); }();
    return *result;
}
} // namespace

class TestClient final : public QObject
{
    Q_OBJECT

    QtExecutor m_executor;

private Q_SLOTS:
    void answersEachKind()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        QVERIFY(client.open());
        QVERIFY(client.isUp());
        QCOMPARE(ask(client, Command("SET", "a", "1"))->type, Reply::Type::Status);
        QCOMPARE(ask(client, Command("INCRBY", "a", 41))->integer, 42);
        QCOMPARE(ask(client, Command("GET", "a"))->text, "42"_ba);
        QVERIFY(ask(client, Command("GET", "nothing"))->isNil());
        QCOMPARE(ask(client, Command("SET", "empty", ""))->text, "OK"_ba);
        const auto empty = ask(client, Command("GET", "empty"));
        QVERIFY(empty->isText() && empty->text.isEmpty() && !empty->text.isNull());
        const auto many = ask(client, Command("MGET", "a", "nothing", "a"));
        QCOMPARE(many->items.size(), 3u);
        QVERIFY(many->items[1].isNil());
        QCOMPARE(many->items[2].text, "42"_ba);
        const auto wrong = ask(client, Command("LPUSH", "a", "x"));
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::Internal);
        QCOMPARE(client.commandNow(Command("GET", "a"))->text, "42"_ba);
        QVERIFY(server.ask({"CLIENT", "LIST"}).contains("name=zg-test"));
        const QByteArray big(3'000'000, 'x');
        QVERIFY(ask(client, Command("SET", "big", big)));
        QCOMPARE(ask(client, Command("GET", "big"))->text, big);
        const auto figures = client.figures();
        QVERIFY(figures.connected);
        QCOMPARE(figures.commands, 11);
        QCOMPARE(figures.errors, 1);
        QCOMPARE(figures.connects, 2);
        QTRY_VERIFY(client.figures().usedMemoryBytes > 0 && client.figures().keys > 0);
    }

    void keepsTheOrderOfAPipeline()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        QVERIFY(client.open());
        std::vector<qint64> answers;
        const auto run = [&]() -> Task<> {
            const auto reply = co_await client.command(Command("INCR", "n"));
            answers.push_back(reply ? reply->integer : -1);
        };
        for (int i = 0; i < 1000; ++i)
            run();
        QTRY_COMPARE(answers.size(), 1000u);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(answers[size_t(i)], i + 1);
    }

    void servesTwoThreads()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        QVERIFY(client.open());
        constexpr int each = 5'000;
        constexpr int lanes = 20;
        std::atomic<int> right{0};
        std::counting_semaphore<2 * lanes> done(0);
        std::array<test::LoopThread, 2> threads;
        const auto lane = [&](QByteArray key) -> Task<> {
            const auto home = std::this_thread::get_id();
            for (int i = 1; i <= each / lanes; ++i) {
                const auto reply = co_await client.command(Command("INCR", key));
                right += reply && reply->integer == i && std::this_thread::get_id() == home;
            }
            done.release();
        };
        for (int t = 0; t < 2; ++t) {
            threads[size_t(t)].run([&, t] {
                for (int i = 0; i < lanes; ++i)
                    lane("k" + QByteArray::number(t * 100 + i));
            });
        }
        for (int i = 0; i < 2 * lanes; ++i)
            QVERIFY(done.try_acquire_for(20s));
        QCOMPARE(right.load(), 2 * each);
        QCOMPARE(client.figures().connects, 2);
        for (auto& thread : threads)
            thread.stop(); // each takes its connection with it
        QTRY_COMPARE(server.ask({"CLIENT", "LIST"}).count("name=zg-test"), 1);
    }

    void goesOnWithoutRedisAndComesBack()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        std::atomic<int> returns{0};
        client.addReturnHook([&](const auto&) -> Result<void> {
            ++returns;
            return {};
        });
        QVERIFY(client.open());
        QVERIFY(ask(client, Command("SET", "a", "1")));
        server.kill();
        const auto lost = ask(client, Command("GET", "a"));
        QVERIFY(!lost);
        QCOMPARE(lost.error().code, ErrorCode::DependencyDown);
        QVERIFY(!client.isUp());
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 1000; ++i)
            QVERIFY(!ask(client, Command("GET", "a")));
        QVERIFY(!client.commandNow(Command("GET", "a")));
        QVERIFY2(timer.elapsed() < 500, "a dead Redis costs nothing");
        QCOMPARE(returns.load(), 1);
        QVERIFY(server.start());
        timer.start();
        QTRY_VERIFY_WITH_TIMEOUT(client.isUp(), 5000);
        QVERIFY(ask(client, Command("SET", "a", "2")));
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(returns.load(), 2);
        QCOMPARE(client.figures().reconnects, 1);
    }

    void takesAHangingRedisForAway()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        QVERIFY(client.open());
        QVERIFY(ask(client, Command("SET", "a", "1")));
        server.pause();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!ask(client, Command("GET", "a")));
        QVERIFY2(timer.elapsed() < 600, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!client.isUp());
        server.resume();
        QTRY_VERIFY_WITH_TIMEOUT(client.isUp(), 5000);
        QCOMPARE(ask(client, Command("GET", "a"))->text, "1"_ba);
    }

    void noticesAHangingRedisThatNobodyAsks()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        QVERIFY(client.open());
        server.pause();
        QTRY_VERIFY_WITH_TIMEOUT(!client.isUp(), 2000);
        server.resume();
    }

    void logsIn_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("works");
        QTest::newRow("right") << u"redis://:s3cret%2F@127.0.0.1:%1/3"_s << true;
        QTest::newRow("wrong") << u"redis://:other@127.0.0.1:%1/3"_s << false;
        QTest::newRow("none") << u"redis://127.0.0.1:%1/3"_s << false;
    }
    void logsIn()
    {
        QFETCH(QString, url);
        QFETCH(bool, works);
        test::RedisServer server({u"--requirepass"_s, u"s3cret/"_s});
        QVERIFY(server.start());
        if (!works)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Redis cannot be used"_s));
        Client client(settingsOf(url.arg(server.port())), "zg-test");
        QVERIFY(client.open());
        QCOMPARE(client.isUp(), works);
        const auto reply = ask(client, Command("SET", "a", "1"));
        QCOMPARE(reply.has_value(), works);
        if (!works)
            QVERIFY(!reply.error().message.contains(u"other"_s));
    }

    void postsFromAnywhere()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        QVERIFY(client.open());
        std::atomic<int> told{0};
        std::atomic<bool> ordered{true};
        for (int i = 1; i <= 5000; ++i) {
            QVERIFY(client.post(Command("INCR", "n"), [&, i](const Result<Reply>& reply) {
                if (!reply || reply->integer != i)
                    ordered = false;
                ++told;
            }));
        }
        QTRY_COMPARE(told.load(), 5000);
        QVERIFY(ordered);
        server.kill();
        std::atomic<int> failed{0};
        client.post(Command("INCR", "n"), [&](const Result<Reply>& reply) { failed += !reply && !client.isUp(); });
        QTRY_COMPARE(failed.load(), 1);
    }

    void knowsItsScripts()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        const Script script("return redis.call('INCRBY', KEYS[1], ARGV[1])");
        client.addScript(script);
        QVERIFY(client.open());
        QCOMPARE(ask(client, script.call(1, "n", 5))->integer, 5);
        server.ask({"SCRIPT", "FLUSH"});
        QVERIFY(!ask(client, script.call(1, "n", 5))); // comes back anew, and with it the script
        QTRY_VERIFY(client.isUp());
        QCOMPARE(ask(client, script.call(1, "n", 5))->integer, 10);
    }

    void closesUnderThoseWhoWait()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        QVERIFY(client.open());
        test::LoopThread thread;
        std::atomic<int> failed{0};
        std::atomic<int> asked{0};
        const auto lane = [&]() -> Task<> {
            for (;;) {
                ++asked;
                if (!co_await client.command(Command("INCR", "n")))
                    break;
            }
            ++failed;
        };
        thread.run([&] {
            for (int i = 0; i < 10; ++i)
                lane();
        });
        QTRY_VERIFY(asked > 100);
        client.close();
        QTRY_COMPARE(failed.load(), 10);
        QVERIFY(!client.commandNow(Command("PING")));
    }
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
