// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/qtexecutor.h"
#include "redis/client.h"
#include "support/redisserver.h"

#include <QTest>

using namespace zg;
using namespace zg::redis;
using namespace Qt::StringLiterals;

namespace {
QByteArray configuration(quint16 master)
{
    return "sentinel monitor shop 127.0.0.1 " + QByteArray::number(master) +
           " 1\n"
           "sentinel down-after-milliseconds shop 500\n"
           "sentinel failover-timeout shop 3000\n"
           "sentinel parallel-syncs shop 1\n";
}
} // namespace

class TestSentinel final : public QObject
{
    Q_OBJECT

    QtExecutor m_executor;

    static QByteArray ask(Client& client, Command command)
    {
        std::optional<Result<Reply>> result;
        const auto run = [&]() -> Task<> { result = co_await client.command(std::move(command)); };
        run();
        [&] { QTRY_VERIFY(result); }();
        return *result ? (*result)->text : QByteArray();
    }

private Q_SLOTS:
    void followsTheMaster()
    {
        test::RedisServer master;
        QVERIFY(master.start());
        test::RedisServer replica({u"--replicaof"_s, u"127.0.0.1 %1"_s.arg(master.port())});
        QVERIFY(replica.start());
        QTRY_VERIFY_WITH_TIMEOUT(replica.ask({"INFO", "replication"}).contains("master_link_status:up"), 15'000);
        test::RedisServer sentinel({}, configuration(master.port()));
        QVERIFY(sentinel.start());
        QTRY_VERIFY_WITH_TIMEOUT(
            sentinel.ask({"SENTINEL", "replicas", "shop"}).contains(QByteArray::number(replica.port())), 15'000);

        RedisSettings settings;
        settings.sentinel = u"127.0.0.1:%1,127.0.0.1:%2/shop"_s.arg(test::freePort()).arg(sentinel.port());
        Client client(settings, "zg-test");
        QVERIFY(client.open());
        QTRY_VERIFY(client.isUp());
        QCOMPARE(client.commandNow(Command("SET", "a", "1"))->text, "OK"_ba);

        master.kill();
        QTRY_VERIFY_WITH_TIMEOUT(replica.ask({"ROLE"}).contains("master"), 20'000);
        QElapsedTimer timer;
        timer.start();
        QTRY_VERIFY_WITH_TIMEOUT(client.commandNow(Command("SET", "a", "2")).has_value(), 10'000);
        QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(replica.ask({"GET", "a"}).contains("2"));
    }

    /// The old master lives on, and so do the threads' connections to it; it is not the one that the nodes share.
    void leavesAMasterThatLivesOn()
    {
        test::RedisServer old;
        test::RedisServer fresh;
        QVERIFY(old.start() && fresh.start());
        old.ask({"SET", "who", "old"});
        fresh.ask({"SET", "who", "fresh"});
        test::RedisServer sentinel({}, configuration(old.port()));
        QVERIFY(sentinel.start());
        RedisSettings settings;
        settings.sentinel = u"127.0.0.1:%1/shop"_s.arg(sentinel.port());
        Client client(settings, "zg-test");
        QVERIFY(client.open());
        QCOMPARE(ask(client, Command("GET", "who")), "old"_ba);
        const quint64 losses = client.losses();
        QVERIFY(sentinel.ask({"SENTINEL", "REMOVE", "shop"}).contains("OK"));
        QVERIFY(sentinel.ask({"SENTINEL", "MONITOR", "shop", "127.0.0.1", QByteArray::number(fresh.port()), "1"})
                    .contains("OK"));
        QTRY_VERIFY(client.losses() > losses && client.isUp());
        QCOMPARE(ask(client, Command("GET", "who")), "fresh"_ba);
        QCOMPARE(client.commandNow(Command("GET", "who"))->text, "fresh"_ba);
    }

    /// The master answers; that the sentinels hang does not make it lost.
    void sentinelsThatHangAreNoLoss()
    {
        test::RedisServer master;
        QVERIFY(master.start());
        test::RedisServer sentinel({}, configuration(master.port()));
        QVERIFY(sentinel.start());
        RedisSettings settings;
        settings.sentinel = u"127.0.0.1:%1/shop"_s.arg(sentinel.port());
        settings.timeout = std::chrono::milliseconds(100);
        Client client(settings, "zg-test");
        QVERIFY(client.open());
        QTRY_VERIFY(client.isUp());
        const quint64 losses = client.losses();
        sentinel.pause();
        std::atomic<int> answers{0};
        const auto told = [&](const Result<Reply>& reply) { answers += reply ? 1 : 1'000; };
        for (QElapsedTimer timer; !timer.isValid() || timer.elapsed() < 1'600;) { // three looks at the sentinels
            if (!timer.isValid())
                timer.start();
            answers = 0;
            QVERIFY(client.post(Command("PING"), told));
            QTRY_COMPARE(answers.load(), 1);
        }
        sentinel.resume();
        QCOMPARE(client.losses(), losses);
    }

    void leavesAMasterThatWasDemoted()
    {
        test::RedisServer master;
        QVERIFY(master.start());
        Client client(
            [&] {
                RedisSettings settings;
                settings.url = master.url();
                return settings;
            }(),
            "zg-test");
        QVERIFY(client.open());
        QVERIFY(client.commandNow(Command("SET", "a", "1")));
        master.ask({"REPLICAOF", "127.0.0.1", "1"});
        const auto refused = client.commandNow(Command("SET", "a", "2")); // READONLY
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DependencyDown);
        QVERIFY(!client.isUp());
        master.ask({"REPLICAOF", "NO", "ONE"});
        QTRY_VERIFY_WITH_TIMEOUT(client.commandNow(Command("SET", "a", "2")).has_value(), 5'000);
    }
};

QTEST_GUILESS_MAIN(TestSentinel)
#include "tst_sentinel.moc"
