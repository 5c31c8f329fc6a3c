// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgchannel.h"

#include "unit/sql/pgfixture.h"

#include <mutex>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

namespace {
/// One end of the channel, and what it heard.
class End final : private PgChannel::Listener
{
public:
    End(const QString& url, const QString& name)
        : channel(url + u"&application_name="_s + name, "zg_test", "life-" + name.toLatin1(), *this)
    {
        channel.start();
    }
    ~End() override { channel.stop(); }
    QList<QByteArray> heard()
    {
        const std::lock_guard lock(m_mutex);
        return m_heard;
    }
    bool hasHeard(const QByteArray& message) { return heard().contains(message); }

    std::atomic<int> firstTimes{0}, laterTimes{0}, losses{0}, ticks{0};

private:
    void received(QByteArrayView message) override
    {
        const std::lock_guard lock(m_mutex);
        m_heard.append(message.toByteArray());
    }
    void connected(bool isFirst) override { ++(isFirst ? firstTimes : laterTimes); }
    void lost() override { ++losses; }
    void ticked() override { ++ticks; }

    std::mutex m_mutex; // guards m_heard
    QList<QByteArray> m_heard;

public:
    PgChannel channel; // last: it calls
};
} // namespace

class TestPgChannel final : public QObject
{
    Q_OBJECT

    static void terminate(PgFixture& place, const QString& name)
    {
        const auto other = place.connect();
        auto ended = other->runText(
            "test.end", u"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = ?"_s,
            {name});
        QVERIFY(ended && ended->next());
    }

private Q_SLOTS:
    void allHearAll()
    {
        PgFixture place;
        PgFixture elsewhere;
        End one(place.home.url(), u"one"_s), two(place.home.url(), u"two"_s), far(elsewhere.home.url(), u"far"_s);
        QTRY_VERIFY(one.channel.isConnected() && two.channel.isConnected() && far.channel.isConnected());
        QTRY_VERIFY(one.ticks > 0 && two.ticks > 0);
        one.channel.send("hello from one");
        QTRY_VERIFY(two.hasHeard("hello from one"));
        QTRY_VERIFY(one.hasHeard("hello from one")); // itself, too
        QTRY_VERIFY(two.hasHeard("life-one") && one.hasHeard("life-two"));
        QVERIFY(!one.hasHeard("life-one")); // that is the channel's own affair
        for (const QByteArray& message : far.heard())
            QVERIFY2(!message.contains("one") && !message.contains("two"), message.constData());
        QCOMPARE(one.firstTimes.load(), 1);
        QCOMPARE(one.losses.load(), 0);
    }

    void manyAndLongOnesArriveInOrder()
    {
        PgFixture place;
        End one(place.home.url(), u"many"_s), two(place.home.url(), u"ear"_s);
        QTRY_VERIFY(one.channel.isConnected() && two.channel.isConnected());
        QList<QByteArray> sent;
        for (int i = 0; i < 2000; ++i) {
            QByteArray message = "m" + QByteArray::number(i) + ' ';
            message.append(i % 100 == 0 ? PgChannel::maxMessage - message.size() : 20, 'x');
            sent.append(message);
            one.channel.send(message);
        }
        const auto arrived = [&] {
            QList<QByteArray> heard = two.heard();
            heard.removeIf([](const QByteArray& message) { return !message.startsWith('m'); });
            return heard;
        };
        QTRY_COMPARE_WITH_TIMEOUT(arrived().size(), sent.size(), 20'000);
        QCOMPARE(arrived(), sent);
        QCOMPARE(one.losses.load(), 0);
    }

    void comesBackByItself()
    {
        PgFixture place;
        End one(place.home.url(), u"stays"_s), two(place.home.url(), u"falls"_s);
        QTRY_VERIFY(one.channel.isConnected() && two.channel.isConnected());
        terminate(place, u"falls"_s);
        QTRY_COMPARE(two.losses.load(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(two.laterTimes.load(), 1, 2000);
        one.channel.send("are you there");
        QTRY_VERIFY(two.hasHeard("are you there"));
        two.channel.send("yes");
        QTRY_VERIFY(one.hasHeard("yes"));
        QCOMPARE(one.losses.load(), 0);
    }

    void saysItsLastWord()
    {
        PgFixture place;
        End ear(place.home.url(), u"listens"_s);
        QTRY_VERIFY(ear.channel.isConnected());
        {
            End one(place.home.url(), u"leaves"_s);
            QTRY_VERIFY(one.channel.isConnected());
            one.channel.send("farewell");
        }
        QTRY_VERIFY(ear.hasHeard("farewell"));
    }

    void goesOnTryingWhereNobodyIs()
    {
        End none(u"postgresql://nobody:secret@127.0.0.1:1/none?connect_timeout=1"_s, u"none"_s);
        QTRY_COMPARE(none.losses.load(), 1);
        QVERIFY(!none.channel.isConnected());
        none.channel.send("dropped");
        QElapsedTimer timer;
        timer.start();
        none.channel.stop();
        QVERIFY(timer.elapsed() < 1500);
        QCOMPARE(none.losses.load(), 1); // told once
    }
};

QTEST_GUILESS_MAIN(TestPgChannel)
#include "tst_pgchannel.moc"
