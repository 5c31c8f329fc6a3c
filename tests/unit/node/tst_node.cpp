// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/node.h"

#include "node/datafolder.h"
#include "support/httpclient.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using node::Node;
using node::State;

class TestNode final : public QObject
{
    Q_OBJECT

    static LoadedSettings settings(const QTemporaryDir& dir, quint16 port = 0)
    {
        LoadedSettings loaded;
        loaded.settings.dataDir = dir.filePath(u"data"_s);
        loaded.settings.server.port = port;
        loaded.settings.server.ioThreads = 1;
        loaded.settings.server.rateLimit = 0;
        return loaded;
    }
    static quint16 portOf(const Node& node) { return node.address().section(u':', -1).toUShort(); }

private Q_SLOTS:
    void startsServesAndStopsAgainAndAgain()
    {
        QTemporaryDir dir;
        Node node(settings(dir));
        QList<State> seen;
        connect(&node, &Node::stateChanged, this, [&](State state) { seen.append(state); });
        QVERIFY(node.isFirstStart());
        QVERIFY(node.state() == State::Stopped);
        QCOMPARE(node.snapshot().requestsTotal, 0);
        for (int round = 0; round < 2; ++round) {
            node.start();
            QTRY_VERIFY(node.state() == State::Serving);
            QVERIFY(node.address().startsWith(u"http://127.0.0.1:"_s));
            QCOMPARE(node.problem(), Error());
            QCOMPARE(node.hints().size(), 1);
            test::HttpClient client(portOf(node));
            QCOMPARE(client.get("/ping").status, 200);
            QVERIFY(!node.isFirstStart());
            node.stop();
            QTRY_VERIFY(node.state() == State::Stopped);
            QVERIFY(node.address().isEmpty());
        }
        QTRY_COMPARE(seen, (QList<State>{State::Starting, State::Serving, State::Stopping, State::Stopped,
                                         State::Starting, State::Serving, State::Stopping, State::Stopped}));
        QCOMPARE(node.markers().size(), 2);
    }

    void beginsAsChosen()
    {
        QTemporaryDir dir;
        {
            Node node(settings(dir));
            node.chooseBeginning(true, "first-pass");
            node.start();
            QTRY_VERIFY(node.state() == State::Serving);
            QVERIFY(node.hints().isEmpty());
            for (const SettingInfo& setting : node.settings()) // the list tells it at once, not after a restart only
                if (setting.key == u"demo"_s || setting.key == u"payment"_s)
                    QVERIFY2(setting.source == SettingSource::File, qPrintable(setting.key));
            test::HttpClient client(portOf(node));
            QCOMPARE(client.post("/api/v1/auth/login", R"({"username":"admin","password":"first-pass"})").status, 200);
            QCOMPARE(client.get("/api/v1/products?limit=1").data().value(u"items"_s).toArray().size(), 1);
            node.stopAndWait();
            QVERIFY(node.state() == State::Stopped);
        }
        const auto loaded = loadSettings({u"--data-dir"_s, dir.filePath(u"data"_s)}, {});
        QVERIFY(loaded.has_value());
        QVERIFY(loaded->settings.shop.demo); // the next start knows
        QVERIFY(loaded->sources.value(u"demo"_s) == SettingSource::File);
    }

    void aBadPasswordLeavesTheFirstStart()
    {
        QTemporaryDir dir;
        Node node(settings(dir));
        node.chooseBeginning(false, "abc");
        node.start();
        QTRY_VERIFY(node.state() == State::Failed);
        QVERIFY(node.problem().code == ErrorCode::InvalidArgument);
        QVERIFY(node.isFirstStart());
        node.chooseBeginning(false, "long enough");
        node.start();
        QTRY_VERIFY(node.state() == State::Serving);
    }

    /// A window stays open beside a taken port, and the store opens by itself when the port is free again.
    void recoversFromAFailedStart()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        QTemporaryDir dir;
        Node node(settings(dir, holder.serverPort()));
        node.start();
        QTRY_VERIFY(node.state() == State::Failed);
        QVERIFY2(node.problem().message.contains(QString::number(holder.serverPort())),
                 qPrintable(node.problem().message));
        QVERIFY(node.address().isEmpty());
        holder.close();
        QTRY_VERIFY_WITH_TIMEOUT(node.state() == State::Serving, 10'000);
        QCOMPARE(node.problem(), Error());
    }

    void stopAndStartInOneBreath()
    {
        QTemporaryDir dir;
        Node node(settings(dir));
        QList<State> seen;
        connect(&node, &Node::stateChanged, this, [&](State state) { seen.append(state); });
        node.start();
        QTRY_VERIFY(node.state() == State::Serving);
        node.stop();
        node.start();
        QTRY_COMPARE(seen, (QList<State>{State::Starting, State::Serving, State::Stopping, State::Stopped,
                                         State::Starting, State::Serving}));
    }

    void stopsWhileItFails()
    {
        QTemporaryDir dir;
        LoadedSettings loaded = settings(dir);
        loaded.settings.dataDir = u"/proc/zhanggui"_s;
        Node node(loaded);
        node.start();
        QTRY_VERIFY(node.state() == State::Failed);
        node.stopAndWait();
        QVERIFY(node.state() == State::Stopped);
    }

    void countsAndRollsUp()
    {
        QTemporaryDir dir;
        Node node(settings(dir));
        node.chooseBeginning(true, {});
        node.start();
        QTRY_VERIFY(node.state() == State::Serving);
        test::HttpClient client(portOf(node));
        const auto login = client.post("/api/v1/auth/login", R"({"username":"demo1","password":"demo-pass"})");
        client.setToken(login.data().value(u"token"_s).toString().toLatin1());
        const auto placed = client.post("/api/v1/orders", R"({"items":[{"product_id":1,"quantity":1}]})");
        QCOMPARE(placed.status, 200);
        const QByteArray pay =
            "/api/v1/orders/" + QByteArray::number(placed.data().value(u"id"_s).toInteger()) + "/pay";
        QCOMPARE(client.post(pay, "{}").status, 200);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(client.get("/api/v1/products/1").status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(node.snapshot().shop.ordersTotal == 1 && node.snapshot().shop.paidTotal == 1, 5'000);
        const auto snapshot = node.snapshot();
        QVERIFY(snapshot.requestsTotal >= 53);
        QVERIFY(snapshot.shop.takingsTodayFen > 0);
        QVERIFY(snapshot.committer.jobs >= 2);
        QVERIFY(snapshot.pool.maximum > 0);
        QVERIFY(snapshot.process.residentBytes > 0);
        QVERIFY(!snapshot.cacheFamilies.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(node.series(node::Resolution::Second, 10).size() >= 2, 5'000);
        QCOMPARE(node.series(node::Resolution::Minute, 10).size(), 1);
        QVERIFY(!node.settings().isEmpty());
    }

    void closesItsFolderToOthers()
    {
        QTemporaryDir dir;
        const auto loaded = settings(dir);
        QVERIFY(QDir().mkdir(loaded.settings.dataDir));
        QFile::setPermissions(loaded.settings.dataDir, QFile::Permissions(0x7755));
        Node node(loaded);
        node.start();
        QTRY_VERIFY(node.state() == State::Serving);
        QVERIFY(!(QFileInfo(loaded.settings.dataDir).permissions() & (QFile::ReadOther | QFile::ReadGroup)));
    }
};

QTEST_GUILESS_MAIN(TestNode)
#include "tst_node.moc"
