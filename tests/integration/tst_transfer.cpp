// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/httpclient.h"
#include "support/postgresserver.h"
#include "support/program.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg::test;

/// A demo store moves from its file to a PostgreSQL, with the usual accidents.
class TestTransfer final : public QObject
{
    Q_OBJECT

    PostgresServer m_database;
    QTemporaryDir m_dir;
    QByteArray m_token; // of a customer who signed in before the store moved

    QString data() const { return m_dir.filePath(u"data"_s); }
    QString from() const { return u"sqlite:"_s + data() + u"/zhanggui.db"_s; }
    QString to(const QString& name) const
    {
        QString url = m_database.url();
        return url.replace(u"/postgres?"_s, u'/' + name + u'?');
    }
    QStringList command(const QString& name) const { return {u"transfer"_s, u"--from"_s, from(), u"--to"_s, to(name)}; }
    QString ask(const QString& name, const QString& sql) const { return m_database.ask(sql, to(name)); }
    /// Starts a transfer into `name` and kills it once it said so much.
    void cut(const QString& name, const QString& line)
    {
        Program program;
        program.launch(command(name));
        QTRY_VERIFY_WITH_TIMEOUT(program.errorOutput().contains(line) || !program.isRunning(), 30'000);
        QVERIFY2(program.isRunning(), qPrintable(program.errorOutput()));
        program.kill();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_database.start({u"fsync=off"_s}));
        Program program;
        QVERIFY2(program.serve({u"--data-dir"_s, data(), u"--demo"_s}), qPrintable(program.errorOutput()));
        HttpClient client(program.port());
        m_token = client.post("/api/v1/auth/login", R"({"username":"demo9","password":"demo-pass"})")
                      .data()
                      .value(u"token"_s)
                      .toString()
                      .toLatin1();
        QVERIFY(!m_token.isEmpty());
        // Nobody moves a store away from under its customers.
        Program early;
        const auto refused = early.run(command(u"postgres"_s));
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains(u"another node serves the store"_s), qPrintable(refused.err));
        QCOMPARE(program.stop().exitCode, 0);
        for (const QString& name : {u"moved"_s, u"tampered"_s})
            m_database.ask(u"CREATE DATABASE "_s + name);
    }

    void movesThoughItWasKilledTwice()
    {
        cut(u"moved"_s, u"copied users"_s);
        Program impatient;
        const auto half = impatient.run({u"serve"_s, u"--data-dir"_s, m_dir.filePath(u"node"_s), u"--listen"_s,
                                         u"127.0.0.1:0"_s, u"--database"_s, to(u"moved"_s)});
        QCOMPARE(half.exitCode, 1);
        QVERIFY2(half.err.contains(u"is not finished"_s), qPrintable(half.err));
        cut(u"moved"_s, u"copied product_grams"_s);
        Program program;
        const auto outcome = program.run(command(u"moved"_s));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QVERIFY2(outcome.out.startsWith(u"moved: "_s), qPrintable(outcome.out));
        QVERIFY2(!outcome.err.contains(u"copied users"_s), qPrintable(outcome.err)); // it went on where it was
        QCOMPARE(ask(u"moved"_s, u"SELECT count(*) FROM orders"_s), u"4000"_s);
        QCOMPARE(ask(u"moved"_s, u"SELECT count(*) FROM products"_s), u"1000"_s);
        Program again;
        const auto refused = again.run(command(u"moved"_s));
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains(u"holds a store already"_s), qPrintable(refused.err));
    }

    void servesWhatItMoved()
    {
        Program node;
        QVERIFY2(node.serve({u"--data-dir"_s, m_dir.filePath(u"node"_s), u"--database"_s, to(u"moved"_s), u"--demo"_s}),
                 qPrintable(node.errorOutput()));
        HttpClient client(node.port());
        const auto login = client.post("/api/v1/auth/login", R"({"username":"demo7","password":"demo-pass"})");
        QCOMPARE(login.status, 200);
        client.setToken(login.data().value(u"token"_s).toString().toLatin1());
        const auto list = client.get("/api/v1/orders?limit=100");
        QCOMPARE(list.data().value(u"items"_s).toArray().size(), 20);
        const auto order = client.post("/api/v1/orders", R"({"items":[{"product_id":7,"quantity":1}]})");
        QVERIFY2(order.status == 200, order.body.constData());
        QCOMPARE(order.data().value(u"id"_s).toInteger(), 4001); // the next number, and not one that is taken
        QCOMPARE(node.stop().exitCode, 0);
    }

    /// The key that signs tokens goes with the store, there and back.
    void whoWasSignedInStaysSo()
    {
        const auto isKnown = [this](const QStringList& arguments) {
            Program node;
            if (!node.serve(arguments + QStringList{u"--demo"_s}))
                return false;
            HttpClient client(node.port());
            client.setToken(m_token);
            const auto me = client.get("/api/v1/me");
            return node.stop().exitCode == 0 && me.status == 200;
        };
        QVERIFY(isKnown({u"--data-dir"_s, m_dir.filePath(u"node"_s), u"--database"_s, to(u"moved"_s)}));
        QVERIFY(QDir(m_dir.path()).mkdir(u"back"_s));
        Program program;
        const auto back = program.run({u"transfer"_s, u"--from"_s, to(u"moved"_s), u"--to"_s,
                                       u"sqlite:"_s + m_dir.filePath(u"back/zhanggui.db"_s)});
        QVERIFY2(back.exitCode == 0, qPrintable(back.err));
        QVERIFY2(back.err.contains(m_dir.filePath(u"back/jwt.secret"_s)), qPrintable(back.err));
        QFile file(m_dir.filePath(u"back/jwt.secret"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray key = file.readAll();
        for (const QByteArray& shown : {key, key.toHex(), key.toBase64()})
            QVERIFY(!back.err.toUtf8().contains(shown) && !back.out.toUtf8().contains(shown));
        QVERIFY(isKnown({u"--data-dir"_s, m_dir.filePath(u"back"_s)}));
    }

    void findsWhatWasTamperedWith()
    {
        cut(u"tampered"_s, u"copied product_grams"_s);
        QCOMPARE(ask(u"tampered"_s, u"UPDATE products SET price = price + 1 WHERE id = 500 RETURNING 1"_s), u"1"_s);
        Program program;
        const auto outcome = program.run(command(u"tampered"_s));
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains(u"differ in products (1000 rows on both sides"_s), qPrintable(outcome.err));
        QVERIFY(outcome.out.isEmpty());
        Program node;
        QCOMPARE(node.run({u"serve"_s, u"--data-dir"_s, m_dir.filePath(u"other"_s), u"--listen"_s, u"127.0.0.1:0"_s,
                           u"--database"_s, to(u"tampered"_s)})
                     .exitCode,
                 1);
    }
};

QTEST_GUILESS_MAIN(TestTransfer)
#include "tst_transfer.moc"
