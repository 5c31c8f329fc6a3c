// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/redistier.h"
#include "core/qtexecutor.h"
#include "support/redisserver.h"

#include <QTest>

using namespace zg;
using namespace zg::cache;
using namespace Qt::StringLiterals;

namespace {
RedisSettings settingsOf(const test::RedisServer& server)
{
    RedisSettings settings;
    settings.url = server.url();
    return settings;
}

QByteArray product(int version, int stock)
{
    static const QByteArray trap = "a \\\",\\\"stock\\\":1,\\\"version\\\":2,\\\"status\\\":"; // JSON in a name
    QByteArray json = "{\"code\":200,\"data\":{\"id\":7,\"name\":\"" + trap + "\",\"stock\":";
    json += QByteArray::number(stock) + ",\"sales\":3,\"version\":" + QByteArray::number(version);
    return json + ",\"status\":\"on_sale\",\"updated_at\":\"2026-01-01T00:00:00.000Z\"}}";
}

/// One node's tier. Like the bus, but heard of nothing.
struct Node
{
    explicit Node(const test::RedisServer& server)
        : client(settingsOf(server), "zg-test")
        , tier(client, CacheSettings(), "channel", "generation ")
    {
        if (!client.open())
            qFatal("the settings are wrong");
        tier.setListening(true);
    }
    RedisTier::Answer read(const QByteArray& name)
    {
        std::optional<RedisTier::Answer> answer;
        const auto run = [&]() -> Task<> { answer = co_await tier.read(name); };
        run();
        [&] { QTRY_VERIFY(answer); }();
        return *answer;
    }
    void fill(const RedisTier::Answer& answer, const Entry& entry)
    {
        tier.fill(answer, entry);
        settle();
    }
    /// Until Redis has seen what was sent so far, from here and from the monitor.
    void settle()
    {
        std::optional<bool> own;
        const auto run = [&]() -> Task<> { own = (co_await client.command(redis::Command("PING"))).has_value(); };
        run();
        [&] { QTRY_VERIFY(own); }();
        std::atomic<bool> passed{false};
        client.post(redis::Command("PING"), [&](const auto&) { passed = true; });
        [&] { QTRY_VERIFY(passed); }();
    }
    void drop(const QByteArray& name)
    {
        RedisTier::Changes changes;
        changes.drop(name);
        tier.change(changes, "message");
    }
    void patch(const QByteArray& name, int version, int stock)
    {
        RedisTier::Changes changes;
        changes.patch(name, {version, stock, 4, "2026-02-02T00:00:00.000Z"});
        tier.change(changes, "message");
    }
    redis::Client client;
    RedisTier tier;
};
} // namespace

class TestRedisTier final : public QObject
{
    Q_OBJECT

    QtExecutor m_executor;
    test::RedisServer m_server;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.ask({"FLUSHALL"}); }

    void keepsWhatWasFilledIn()
    {
        Node node(m_server);
        const auto miss = node.read("p:7");
        QVERIFY(!miss.entry && !miss.lease.isEmpty());
        node.fill(miss, Entry(product(1, 10)));
        QCOMPARE(node.read("p:7").entry->value, product(1, 10));
        const auto none = node.read("p:8");
        node.fill(none, Entry::absent());
        QVERIFY(node.read("p:8").entry->isAbsent());
        QCOMPARE(node.tier.figures().hits, 2);
        QCOMPARE(node.tier.figures().misses, 2);
    }

    void aChangeKeepsOutWhatWasReadBefore()
    {
        Node node(m_server);
        const auto slow = node.read("p:7");
        const auto beside = node.read("p:7"); // another reader of the same
        QCOMPARE(beside.lease, slow.lease);
        node.drop("p:7");
        node.settle();
        node.fill(slow, Entry(product(1, 10)));
        const auto fresh = node.read("p:7");
        QVERIFY(!fresh.entry);
        QVERIFY(fresh.lease != slow.lease);
        node.fill(beside, Entry(product(1, 10)));
        QVERIFY(!node.read("p:7").entry);
        node.fill(fresh, Entry(product(2, 9)));
        QCOMPARE(node.read("p:7").entry->value, product(2, 9));
    }

    void patchesWhatIsOlder()
    {
        Node node(m_server);
        node.fill(node.read("p:7"), Entry(product(5, 10)));
        node.patch("p:7", 6, 8);
        node.settle();
        QByteArray next = product(6, 8);
        next.replace("\"sales\":3", "\"sales\":4").replace("2026-01-01", "2026-02-02");
        QCOMPARE(node.read("p:7").entry->value, next);
        node.patch("p:7", 5, 9); // was on its way for longer
        node.settle();
        QCOMPARE(node.read("p:7").entry->value, next);
        const auto reader = node.read("p:9");
        node.patch("p:9", 2, 1); // he may have read version 1
        node.settle();
        node.fill(reader, Entry(product(1, 1)));
        QVERIFY(!node.read("p:9").entry);
    }

    void looksAndDrops()
    {
        Node node(m_server);
        const auto look = [&](const QByteArray& name) { return QCoro::waitFor(node.tier.held(name)); };
        const auto reader = node.read("p:7"); // holds a lease, which is no value
        QVERIFY(!*look("p:7"));
        node.fill(reader, Entry(product(1, 10)));
        node.fill(node.read("p:8"), Entry::absent());
        node.fill(node.read("categories"), Entry("{}"));
        const auto held = look("p:7");
        QVERIFY(held && *held);
        QCOMPARE((*held)->bytes, product(1, 10).size());
        QVERIFY(!(*held)->isAbsent && (*held)->left.count() > 1'000);
        QVERIFY((*look("p:8"))->isAbsent);
        const auto slow = node.read("p:9");
        QCOMPARE(QCoro::waitFor(node.tier.dropAll("p:")).value_or(-1), 3); // two values and a lease
        QVERIFY(!*look("p:7") && !*look("p:8") && *look("categories"));
        node.fill(slow, Entry(product(1, 10))); // read before the drop
        QVERIFY(!*look("p:9"));
    }

    void dropsManyInParts()
    {
        Node node(m_server);
        m_server.ask({"EVAL",
                      "local g = redis.call('GET', 'zg:generation') "
                      "for i = 1, 1700 do redis.call('SET', 'zg:' .. g .. ':p:' .. i, '{}') end",
                      "0"});
        QCOMPARE(QCoro::waitFor(node.tier.dropAll("p:")).value_or(-1), 1'700);
        m_server.pause();
        const auto refused = QCoro::waitFor(node.tier.held("p:1"));
        m_server.resume();
        QCOMPARE(int(refused.error().code), int(ErrorCode::DependencyDown));
        QTRY_VERIFY(node.client.isUp());
    }

    void readsPastRedisUntilItsChangeIsThere()
    {
        Node node(m_server);
        node.fill(node.read("p:7"), Entry(product(1, 10)));
        m_server.pause();
        node.drop("p:7");
        const auto answer = node.read("p:7"); // the old value is there, and Redis hangs: not even asked
        m_server.resume();
        QVERIFY(!answer.entry && answer.lease.isEmpty());
        QCOMPARE(node.tier.figures().bypasses, 1);
        QTRY_VERIFY(node.client.isUp());
        QTRY_VERIFY(!node.read("p:7").entry && !node.read("p:7").lease.isEmpty());
    }

    void whoWasCutOffBeginsAnew()
    {
        Node node(m_server);
        Node other(m_server);
        other.tier.setListening(false); // as the bus does until it hears
        QVERIFY(other.tier.readGeneration());
        QVERIFY(node.tier.readGeneration());
        node.tier.setListening(true);
        other.tier.setListening(true);
        node.fill(node.read("p:7"), Entry(product(1, 10)));
        QCOMPARE(other.read("p:7").entry->value, product(1, 10));
        m_server.pause();
        node.drop("p:7"); // gets lost with its connection
        QTRY_VERIFY(!node.client.isUp());
        m_server.resume();
        QTRY_VERIFY(node.client.isUp());
        QVERIFY(!node.read("p:7").entry);
        QTRY_VERIFY(other.client.isUp());
        QVERIFY(other.tier.readGeneration());
        QVERIFY(!other.read("p:7").entry);
    }

    void changesGoToTheNewestGeneration()
    {
        Node late(m_server); // has not heard of it
        Node node(m_server);
        node.fill(node.read("p:7"), Entry(product(1, 10)));
        late.drop("p:7");
        late.settle();
        QVERIFY(!node.read("p:7").entry);
    }

    void healsWhenRedisWasEmptied()
    {
        Node node(m_server);
        const quint64 losses = node.client.losses();
        m_server.ask({"FLUSHALL"});
        node.fill(node.read("p:7"), Entry(product(1, 10))); // of a generation that no change would find
        node.drop("p:7");
        QTRY_VERIFY(node.client.losses() > losses && node.client.isUp());
        QVERIFY(!node.read("p:7").entry);
    }
};

QTEST_GUILESS_MAIN(TestRedisTier)
#include "tst_redistier.moc"
