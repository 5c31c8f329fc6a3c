// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/invariants.h"
#include "sql/database.h"
#include "support/httpclient.h"
#include "support/program.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpServer>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace zg::test;

/// Taken ports, locked and broken databases, a full disk: one clear sentence, nothing lost, and it goes on by itself.
class TestTroubles final : public QObject
{
    Q_OBJECT

    static QString folder(const QTemporaryDir& dir) { return dir.path() + u"/data"_s; }
    static QStringList serveArguments(const QTemporaryDir& dir, const QStringList& more = {})
    {
        return QStringList{u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--data-dir"_s, folder(dir)} + more;
    }
    static QStringList demo(const QTemporaryDir& dir)
    {
        return {u"--data-dir"_s, folder(dir), u"--demo"_s, u"--stock"_s, u"1000"_s, u"--rate-limit"_s, u"0"_s};
    }
    static void signIn(HttpClient& client)
    {
        const auto answer = client.post("/api/v1/auth/login", R"({"username":"demo1","password":"demo-pass"})");
        client.setToken(answer.data().value(u"token"_s).toString().toLatin1());
    }
    static HttpAnswer buy(HttpClient& client)
    {
        return client.post("/api/v1/orders", R"({"items":[{"product_id":1,"quantity":1}]})");
    }

    /// A second program's connection to the store.
    class Other final
    {
    public:
        explicit Other(const QString& file)
            : m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s))
        {
            m_database.setDatabaseName(file);
            m_database.open();
        }
        ~Other()
        {
            m_database.close();
            m_database = QSqlDatabase();
            QSqlDatabase::removeDatabase(u"other"_s);
        }
        Q_DISABLE_COPY_MOVE(Other)
        bool exec(const QString& text) { return QSqlQuery(m_database).exec(text); }

    private:
        QSqlDatabase m_database;
    };

    static void verifyInvariants(const QString& folder)
    {
        zg::sql::Database database(u"sqlite:"_s + folder + u"/zhanggui.db"_s, zg::PoolSettings(), 16);
        QVERIFY(database.open().has_value());
        const auto violations =
            database.readNow([](zg::sql::Connection& connection) { return zg::shop::Invariants::check(connection); });
        QVERIFY(violations.has_value());
        QVERIFY2(violations->isEmpty(), qPrintable(violations->join(u'\n')));
    }

private Q_SLOTS:
    void portTaken()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        QTemporaryDir dir;
        Program node;
        const QString address = u"127.0.0.1:"_s + QString::number(holder.serverPort());
        const auto outcome = node.run({u"serve"_s, u"--listen"_s, address, u"--data-dir"_s, folder(dir)});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(QString::number(holder.serverPort())), qPrintable(outcome.err));
        QVERIFY(outcome.out.isEmpty());
        holder.close();
        QVERIFY(node.serve({u"--data-dir"_s, folder(dir)}, address.section(u':', 1).toUShort()));
        QCOMPARE(node.stop().exitCode, 0);
    }

    void oneNodeAStore()
    {
        QTemporaryDir dir;
        Program first;
        QVERIFY(first.serve({u"--data-dir"_s, folder(dir)}));
        Program second;
        const auto outcome = second.run(serveArguments(dir));
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains(u"another node serves the store"_s), qPrintable(outcome.err));
        first.kill(); // and its lock goes with it
        QVERIFY(second.serve({u"--data-dir"_s, folder(dir)}));
    }

    void badFolders_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("a file") << u"file"_s;
        QTest::newRow("below a file") << u"file/data"_s;
        QTest::newRow("nobody can") << u"/proc/zhanggui"_s;
    }
    void badFolders()
    {
        QFETCH(QString, path);
        QTemporaryDir dir;
        QFile file(dir.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        Program node;
        const auto outcome = node.run({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--data-dir"_s,
                                       path.startsWith(u'/') ? path : dir.filePath(path)});
        QCOMPARE(outcome.exitCode, 2);
        QCOMPARE(outcome.err.count(u'\n'), 1);
        QVERIFY2(outcome.err.contains(u"file"_s) || outcome.err.contains(path), qPrintable(outcome.err));
    }

    void brokenDatabase_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("this is a shopping list and no database at all, sorry\n").repeated(100);
        QTest::newRow("torn") << QByteArray("SQLite format 3\0", 16) + QByteArray(5'000, '\x7f');
    }
    void brokenDatabase()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir dir;
        QVERIFY(QDir().mkdir(folder(dir)));
        QFile file(folder(dir) + u"/zhanggui.db"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        Program node;
        const auto outcome = node.run(serveArguments(dir));
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.err.count(u'\n'), 1);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content); // left as it was found
    }

    void newerSchema()
    {
        QTemporaryDir dir;
        Program node;
        QVERIFY(node.serve({u"--data-dir"_s, folder(dir)}));
        QCOMPARE(node.stop().exitCode, 0);
        {
            Other other(folder(dir) + u"/zhanggui.db"_s);
            QVERIFY(
                other.exec(
                    u"INSERT INTO schema_migrations SELECT 9999, 'from the future', checksum, applied_at FROM schema_migrations LIMIT 1"_s) ||
                other.exec(u"PRAGMA user_version = 9999"_s));
        }
        const auto outcome = node.run(serveArguments(dir));
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains(u"newer"_s), qPrintable(outcome.err));
    }

    void lockedAtTheStart()
    {
        QTemporaryDir dir;
        Program node;
        QVERIFY(node.serve({u"--data-dir"_s, folder(dir)}));
        QCOMPARE(node.stop().exitCode, 0);
        Other other(folder(dir) + u"/zhanggui.db"_s);
        QVERIFY(other.exec(u"PRAGMA locking_mode = EXCLUSIVE"_s));
        QVERIFY(other.exec(u"BEGIN EXCLUSIVE"_s));
        QElapsedTimer timer;
        timer.start();
        const auto outcome = node.run(serveArguments(dir));
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains(u"locked"_s), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(u'\n'), 1);
        QVERIFY(timer.elapsed() < 10'000);
    }

    void lockedWhileServing()
    {
        QTemporaryDir dir;
        Program node;
        QVERIFY(node.serve(demo(dir)));
        HttpClient client(node.port());
        signIn(client);
        QCOMPARE(buy(client).status, 200);
        {
            Other other(folder(dir) + u"/zhanggui.db"_s);
            QVERIFY(other.exec(u"BEGIN IMMEDIATE"_s));
            QElapsedTimer timer;
            timer.start();
            const auto refused = buy(client);
            QCOMPARE(refused.status, 503);
            QCOMPARE(refused.reason(), u"dependency_down"_s);
            QVERIFY2(timer.elapsed() < 1'500, qPrintable(QString::number(timer.elapsed())));
            QCOMPARE(client.get("/api/v1/products/1").status, 200);
            QVERIFY(other.exec(u"ROLLBACK"_s));
        }
        QTRY_COMPARE_WITH_TIMEOUT(buy(client).status, 200, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/readyz").status, 200, 5'000);
        QCOMPARE(node.stop().exitCode, 0);
        verifyInvariants(folder(dir));
    }

    /// The database's file is gone from under the node: what the shelf showed is shown on, with its age; orders are
    /// not.
    void shelfOutlivesTheDatabase_data()
    {
        QTest::addColumn<QString>("staleTime");
        QTest::newRow("for a while") << u"10m"_s;
        QTest::newRow("not wanted") << u"0"_s;
    }
    void shelfOutlivesTheDatabase()
    {
        QFETCH(QString, staleTime);
        QTemporaryDir dir;
        Program node;
        QVERIFY(node.serve(demo(dir) + QStringList{u"--cache-ttl"_s, u"1s"_s, u"--cache-jitter"_s, u"0"_s,
                                                   u"--cache-stale-time"_s, staleTime}));
        HttpClient client(node.port());
        signIn(client);
        const QByteArrayList shelf{"/api/v1/products/7", "/api/v1/products?limit=5", "/api/v1/categories"};
        QList<QJsonObject> shown;
        for (const auto& target : shelf)
            shown.append(client.get(target).json());
        QCOMPARE(client.get("/api/v1/orders").status, 200);

        QFile file(folder(dir) + u"/zhanggui.db"_s);
        QVERIFY(file.resize(0));
        QVERIFY(QFile::remove(file.fileName() + u"-wal"_s));
        const auto refused = buy(client); // the very first: no later start would find it
        QCOMPARE(refused.status, 503);
        QCOMPARE(refused.reason(), u"dependency_down"_s);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/readyz").status, 503, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/api/v1/orders").status, 503, 5'000);
        if (staleTime == u"0"_s) {
            for (const auto& target : shelf)
                QTRY_COMPARE_WITH_TIMEOUT(client.get(target).status, 503, 5'000);
            return;
        }
        for (qsizetype i = 0; i < shelf.size(); ++i) {
            QTRY_VERIFY_WITH_TIMEOUT(client.get(shelf[i]).header("age").toInt() >= 2, 5'000);
            QElapsedTimer timer;
            timer.start();
            const auto old = client.get(shelf[i]);
            QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
            QCOMPARE(old.status, 200);
            QCOMPARE(old.json(), shown[i]);
        }
        const auto unknown = client.get("/api/v1/products?limit=73"); // nobody had asked for it
        QCOMPARE(unknown.status, 503);
        QCOMPARE(unknown.reason(), u"dependency_down"_s);
        QCOMPARE(unknown.header("age"), QByteArray());
    }

    /// The log alone is gone: the node still has it open, saves what is in it and goes on. No answered order is lost.
    void removedLogIsSaved()
    {
        QTemporaryDir dir;
        Program node;
        QVERIFY(node.serve(demo(dir)));
        HttpClient client(node.port());
        signIn(client);
        int bought = 0;
        const auto count = [&] {
            const auto answer = buy(client);
            bought += answer.status == 200 ? 1 : 0;
            return answer.status;
        };
        QCOMPARE(count(), 200);
        QVERIFY(QFile::remove(folder(dir) + u"/zhanggui.db-wal"_s));
        count();
        QTRY_COMPARE_WITH_TIMEOUT(count(), 200, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/readyz").status, 200, 5'000);
        node.kill(); // nothing is written on the way out
        QVERIFY(node.serve(demo(dir)));
        HttpClient after(node.port());
        const auto product = after.get("/api/v1/products/1").data();
        QCOMPARE(product.value(u"stock"_s).toInt(), 1'000 - bought);
        QCOMPARE(node.stop().exitCode, 0);
        verifyInvariants(folder(dir));
    }

    /// write_behind: what was answered is read next, orders pay it, and a stop writes it.
    void answeredEditsOutliveAStop()
    {
        QTemporaryDir dir;
        Program node;
        const QStringList arguments = demo(dir) + QStringList{u"--cache-policy"_s, u"write_behind"_s};
        QVERIFY(node.serve(arguments));
        HttpClient client(node.port());
        const auto in = client.post("/api/v1/auth/login", R"({"username":"staff","password":"staff-pass"})");
        client.setToken(in.data().value(u"token"_s).toString().toLatin1());
        qint64 version = client.get("/api/v1/products/1").data().value(u"version"_s).toInteger();
        for (int price = 101; price <= 140; ++price) {
            const auto edited = client.request("PUT", "/api/v1/admin/products/1",
                                               R"({"price":)" + QByteArray::number(price) + R"(,"version":)" +
                                                   QByteArray::number(version) + '}');
            QCOMPARE(edited.status, 200);
            QCOMPARE(client.get("/api/v1/products/1").data(), edited.data());
            version = edited.data().value(u"version"_s).toInteger();
            if (price == 120)
                QCOMPARE(buy(client).data().value(u"total"_s).toInt(), 120);
            if (price == 120)
                version = client.get("/api/v1/products/1").data().value(u"version"_s).toInteger();
        }
        const auto figures = client.get("/api/v1/admin/telemetry").data().value(u"cache"_s).toObject();
        QCOMPARE(figures.value(u"policy"_s).toString(), u"write_behind"_s);
        QVERIFY(figures.value(u"write_behind"_s).toObject().value(u"coalesced"_s).toInt() > 0);
        QCOMPARE(node.stop().exitCode, 0);
        QVERIFY(node.serve(arguments));
        HttpClient after(node.port());
        QCOMPARE(after.get("/api/v1/products/1").data().value(u"price"_s).toInt(), 140);
        QCOMPARE(after.get("/api/v1/products/1").data().value(u"version"_s).toInteger(), version);
        QCOMPARE(node.stop().exitCode, 0);
        verifyInvariants(folder(dir));
    }

    /// The disk is full: files may not grow any further, then they may again.
    void fullDisk()
    {
        QTemporaryDir dir;
        Program node;
        node.setChildModifier([] { std::signal(SIGXFSZ, SIG_IGN); });
        QVERIFY(node.serve(demo(dir)));
        HttpClient client(node.port());
        signIn(client);
        QCOMPARE(buy(client).status, 200);

        rlimit before{};
        const rlimit full{4'096, RLIM_INFINITY};
        QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_FSIZE, &full, &before), 0);
        QElapsedTimer timer;
        timer.start();
        const auto refused = buy(client);
        QCOMPARE(refused.status, 503);
        QCOMPARE(refused.reason(), u"dependency_down"_s);
        QVERIFY(timer.elapsed() < 1'500);
        QCOMPARE(client.get("/api/v1/products/1").data().value(u"stock"_s).toInt(), 999);
        QVERIFY(node.isRunning());

        QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_FSIZE, &before, nullptr), 0);
        QTRY_COMPARE_WITH_TIMEOUT(buy(client).status, 200, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/readyz").status, 200, 5'000);
        const int stock = client.get("/api/v1/products/1").data().value(u"stock"_s).toInt();
        QCOMPARE(node.stop().exitCode, 0);
        verifyInvariants(folder(dir));
        QVERIFY(stock <= 998);
    }

    void unpaidOrdersExpireAlsoOverARestart()
    {
        QTemporaryDir dir;
        Program node;
        QVERIFY(node.serve(demo(dir) + QStringList{u"--order-expiry"_s, u"2s"_s}));
        HttpClient client(node.port());
        signIn(client);
        const int stock = client.get("/api/v1/products/1").data().value(u"stock"_s).toInt();
        QCOMPARE(buy(client).status, 200);
        QCOMPARE(client.get("/api/v1/products/1").data().value(u"stock"_s).toInt(), stock - 1);
        node.kill();
        QVERIFY(node.serve(demo(dir) + QStringList{u"--order-expiry"_s, u"2s"_s}));
        HttpClient after(node.port());
        QTRY_COMPARE_WITH_TIMEOUT(after.get("/api/v1/products/1").data().value(u"stock"_s).toInt(), stock, 8'000);
        QCOMPARE(node.stop().exitCode, 0);
    }
};

QTEST_GUILESS_MAIN(TestTroubles)
#include "tst_troubles.moc"
