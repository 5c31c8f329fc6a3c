// SPDX-License-Identifier: GPL-3.0-or-later
// Two nodes on one PostgreSQL and one Redis, while Redis comes and goes.
#include "support/httpclient.h"
#include "support/postgresserver.h"
#include "support/program.h"
#include "support/redisserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace zg::test;
using namespace Qt::StringLiterals;

class TestRedis final : public QObject
{
    Q_OBJECT

    PostgresServer m_database;
    RedisServer m_redis;
    QTemporaryDir m_folders[2];
    std::unique_ptr<Program> m_nodes[2];

    QStringList arguments(int node, const QStringList& more) const
    {
        return QStringList{u"--data-dir"_s, m_folders[node].path(), u"--database"_s, m_database.url(),
                           u"--demo"_s,     u"--redis"_s,           m_redis.url(),   u"--rate-limit"_s,
                           u"0"_s} +
               more;
    }
    QJsonObject ask(int node, const QByteArray& method, const QByteArray& path, const QByteArray& body = {},
                    const QByteArray& token = {})
    {
        HttpClient client(m_nodes[node]->port());
        client.setToken(token);
        return client.request(method, path, body).json();
    }
    qint64 stock(int node)
    {
        const QJsonObject answer = ask(node, "GET", "/api/v1/products/7");
        return answer.value("data"_L1).toObject().value("stock"_L1).toInteger(-1);
    }
    QByteArray login(int node)
    {
        static const QByteArray staff = "{\"username\":\"staff\",\"password\":\"staff-pass\"}";
        const QJsonObject answer = ask(node, "POST", "/api/v1/auth/login", staff);
        if (answer.value("code"_L1).toInt() != 200)
            qWarning() << answer;
        return answer.value("data"_L1).toObject().value("token"_L1).toString().toLatin1();
    }
    int adjust(int node, int delta, const QByteArray& token)
    {
        return ask(node, "POST", "/api/v1/admin/products/7/stock",
                   QByteArray("{\"note\":\"test\",\"delta\":" + QByteArray::number(delta) + '}'), token)
            .value("code"_L1)
            .toInt();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_database.start({u"fsync=off"_s}));
        QVERIFY(m_redis.start());
    }
    void cleanup()
    {
        for (auto& node : m_nodes)
            node.reset();
    }

    void twoNodesAreOneStore_data()
    {
        QTest::addColumn<QString>("nearCache");
        QTest::newRow("near") << u"true"_s;
        QTest::newRow("far") << u"false"_s;
    }
    void twoNodesAreOneStore()
    {
        QFETCH(QString, nearCache);
        for (int i = 0; i < 2; ++i) {
            m_nodes[i] = std::make_unique<Program>();
            m_nodes[i]->environment().insert(u"ZHANGGUI_NEAR_CACHE"_s, nearCache);
            QVERIFY2(m_nodes[i]->serve(arguments(i, {})), qPrintable(m_nodes[i]->errorOutput()));
        }
        const QByteArray token = login(0);
        QVERIFY2(!token.isEmpty(), m_nodes[0]->errorOutput().toUtf8());
        qint64 expected = stock(0);
        const auto isEverywhere = [&] { return stock(0) == expected && stock(1) == expected; };
        QTRY_VERIFY_WITH_TIMEOUT(isEverywhere(), 1000);

        for (int i = 0; i < 20; ++i) { // the session is known on both
            QCOMPARE(adjust(i % 2, -1, token), 200);
            --expected;
            QCOMPARE(stock(i % 2), expected);
            QTRY_VERIFY_WITH_TIMEOUT(isEverywhere(), 1000);
        }

        const auto cache = [&](int node) {
            return ask(node, "GET", "/api/v1/status").value("data"_L1).toObject().value("cache"_L1).toString();
        };
        QCOMPARE(cache(0), u"ok"_s);
        m_redis.kill();
        QTRY_COMPARE_WITH_TIMEOUT(cache(0), u"degraded"_s, 1000);
        QCOMPARE(HttpClient(m_nodes[0]->port()).get("/readyz").status, 200);
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(adjust(i % 2, -1, token), 200);
            --expected;
            QCOMPARE(stock(i % 2), expected);
            QTRY_VERIFY_WITH_TIMEOUT(isEverywhere(), 1000);
        }
        QVERIFY(m_redis.start());
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(adjust(i % 2, -1, token), 200);
            --expected;
            QCOMPARE(stock(i % 2), expected);
            QTRY_VERIFY_WITH_TIMEOUT(isEverywhere(), 1000);
        }

        QCOMPARE(ask(0, "POST", "/api/v1/auth/logout", {}, token).value("code"_L1).toInt(), 200);
        QTRY_COMPARE_WITH_TIMEOUT(ask(1, "GET", "/api/v1/me", {}, token).value("code"_L1).toInt(), 403, 1000);
        for (auto& node : m_nodes)
            QCOMPARE(node->stop().exitCode, 0);
    }
};

QTEST_GUILESS_MAIN(TestRedis)
#include "tst_redis.moc"
