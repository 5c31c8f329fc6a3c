// SPDX-License-Identifier: GPL-3.0-or-later
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
