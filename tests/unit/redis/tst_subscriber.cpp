// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/subscriber.h"
#include "support/redisserver.h"

#include <QTest>

#include <atomic>

using namespace zg;
using namespace zg::redis;
using namespace Qt::StringLiterals;

namespace {
class Ear final : public Subscriber::Listener
{
public:
    void received(const QByteArray& channel, const QByteArray& payload) override
    {
        const std::lock_guard lock(m_mutex);
        m_heard.append(channel + '=' + payload);
    }
    void lost() override { ++losses; }
    void restored() override { ++returns; }
    QList<QByteArray> heard()
    {
        const std::lock_guard lock(m_mutex);
        return m_heard;
    }
    std::atomic<int> losses{0};
    std::atomic<int> returns{0};

private:
    std::mutex m_mutex; // guards m_heard
    QList<QByteArray> m_heard;
};

RedisSettings settingsOf(const QString& url)
{
    RedisSettings settings;
    settings.url = url;
    return settings;
}
} // namespace

class TestSubscriber final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hearsItsChannelsInOrder()
    {
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        QVERIFY(client.open());
        Ear ear;
        Subscriber subscriber(client, {"one", "two"}, ear);
        subscriber.start();
        QTRY_COMPARE(ear.returns.load(), 1);
        QTRY_VERIFY(server.ask({"PUBSUB", "NUMSUB", "two"}).contains(":1"));
        for (int i = 0; i < 200; ++i)
            client.post(Command("PUBLISH", i % 2 ? "one" : "two", i));
        client.post(Command("PUBLISH", "three", "x"));
        client.post(Command("PUBLISH", "one", "end"));
        QTRY_COMPARE(ear.heard().size(), 201);
        QCOMPARE(ear.heard().at(7), "one=7"_ba);
        QCOMPARE(ear.heard().at(8), "two=8"_ba);
        QCOMPARE(ear.heard().last(), "one=end"_ba);
        QCOMPARE(client.figures().messages, 201);
        QCOMPARE(ear.losses.load(), 0);
    }

    void tellsThatItWasCutOff_data()
    {
        QTest::addColumn<bool>("hangs");
        QTest::newRow("killed") << false;
        QTest::newRow("hanging") << true;
    }
    void tellsThatItWasCutOff()
    {
        QFETCH(bool, hangs);
        test::RedisServer server;
        QVERIFY(server.start());
        Client client(settingsOf(server.url()), "zg-test");
        QVERIFY(client.open());
        Ear ear;
        Subscriber subscriber(client, {"one"}, ear);
        subscriber.start();
        QTRY_COMPARE(ear.returns.load(), 1);
        QElapsedTimer timer;
        timer.start();
        hangs ? server.pause() : server.kill();
        QTRY_VERIFY(ear.losses > 0);
        QVERIFY2(timer.elapsed() < 800, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY(ear.losses > 3); // goes on saying so
        QCOMPARE(ear.returns.load(), 1);
        if (hangs)
            server.resume();
        else
            QVERIFY(server.start());
        QTRY_VERIFY_WITH_TIMEOUT(ear.returns > 1, 5000);
        client.post(Command("PUBLISH", "one", "again"));
        QTRY_VERIFY(ear.heard().contains("one=again"_ba));
    }
};

QTEST_GUILESS_MAIN(TestSubscriber)
#include "tst_subscriber.moc"
