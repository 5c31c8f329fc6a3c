// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/httpclient.h"
#include "support/program.h"

#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg::test;

/// The program's commands, what they print and how they end.
class TestCommands final : public QObject
{
    Q_OBJECT

    static QStringList inFolder(const QTemporaryDir& dir, const QStringList& more = {})
    {
        return QStringList{u"--data-dir"_s, dir.path() + u"/data"_s} + more;
    }
    static bool isPrivate(const QString& path, QFile::Permissions expected)
    {
        const auto group = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup;
        const auto other = QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        const auto permissions = QFileInfo(path).permissions();
        return !(permissions & (group | other)) && (permissions & expected) == expected;
    }

private Q_SLOTS:
    void servesAndStops_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void servesAndStops()
    {
        QFETCH(int, signal);
        QTemporaryDir dir;
        Program program;
        QVERIFY2(program.serve(inFolder(dir)), qPrintable(program.errorOutput()));
        QCOMPARE(program.readyLine(), QString(u"listening on http://127.0.0.1:"_s + QString::number(program.port())));
        HttpClient client(program.port());
        QCOMPARE(client.get("/ping").body, QByteArray("{\"message\":\"pong\"}"));
        QVERIFY(isPrivate(dir.path() + u"/data"_s, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        for (const QString& name : {u"zhanggui.db"_s, u"jwt.secret"_s})
            QVERIFY2(isPrivate(dir.path() + u"/data/"_s + name, QFile::ReadOwner | QFile::WriteOwner),
                     qPrintable(name));
        QElapsedTimer timer;
        timer.start();
        const auto outcome = program.stop(signal);
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(timer.elapsed() < 10'000);
        QVERIFY(outcome.err.contains(u"there is no admin yet"_s));
        QVERIFY(outcome.out.isEmpty()); // one line, and no more
    }

    void saysThatItIsAboutToStop()
    {
        QTemporaryDir dir;
        Program program;
        QVERIFY(program.serve(inFolder(dir, {u"--drain-delay"_s, u"2s"_s})));
        HttpClient kept(program.port());
        QCOMPARE(kept.get("/readyz").status, 200);
        program.signal(SIGTERM);
        const auto readiness = [&] { return HttpClient(program.port()).get("/readyz").status; };
        QTRY_COMPARE(readiness(), 503);
        const auto served = kept.get("/api/v1/products"); // on the connection there is, which ends with this
        QCOMPARE(served.status, 200);
        QCOMPARE(served.header("connection").toLower(), QByteArray("close"));
        QCOMPARE(HttpClient(program.port()).get("/api/v1/status").status, 200); // and on a new one
        QCOMPARE(program.stop(0).exitCode, 0);
    }

    void movesAStore()
    {
        QTemporaryDir dir;
        const QString from = u"sqlite:"_s + dir.path() + u"/data/zhanggui.db"_s;
        const QString to = u"sqlite:"_s + dir.path() + u"/moved.db"_s;
        const QStringList transfer{u"transfer"_s, u"--from"_s, from, u"--to"_s, to};
        Program program, mover, node;
        const auto absent = mover.run(transfer);
        QCOMPARE(absent.exitCode, 1);
        QVERIFY2(absent.err.contains(u"there is no store in"_s), qPrintable(absent.err));
        QVERIFY(program.serve(inFolder(dir, {u"--demo"_s})));
        const auto busy = mover.run(transfer);
        QCOMPARE(busy.exitCode, 1);
        QVERIFY2(busy.err.contains(u"another node serves the store"_s), qPrintable(busy.err));
        QCOMPARE(program.stop().exitCode, 0);
        const auto moved = mover.run(transfer);
        QVERIFY2(moved.exitCode == 0, qPrintable(moved.err));
        QVERIFY2(moved.out.startsWith(u"moved: "_s), qPrintable(moved.out));
        QVERIFY2(moved.err.contains(u"copied orders: 4000 of 4000 rows"_s), qPrintable(moved.err));
        QVERIFY(node.serve(inFolder(dir, {u"--database"_s, to})));
        QCOMPARE(HttpClient(node.port()).get("/api/v1/products/7").status, 200);
    }

    void showsMetricsElsewhere()
    {
        QTcpServer finder;
        QVERIFY(finder.listen(QHostAddress::LocalHost));
        const quint16 port = finder.serverPort();
        finder.close();
        QTemporaryDir dir;
        Program program;
        QVERIFY(program.serve(inFolder(dir, {u"--metrics-listen"_s, u"127.0.0.1:"_s + QString::number(port)})));
        HttpClient metrics(port);
        const auto page = metrics.get("/metrics");
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.contains("zhanggui_"));
        QCOMPARE(metrics.get("/api/v1/products").status, 404);
        HttpClient client(program.port());
        QCOMPARE(client.get("/metrics").status, 404);
        QCOMPARE(program.stop().exitCode, 0);
    }

    void logsRequestsWhenAsked()
    {
        QTemporaryDir dir;
        Program program;
        QVERIFY(program.serve(inFolder(dir, {u"--access-log"_s})));
        HttpClient client(program.port());
        QCOMPARE(client.get("/api/v1/products/77").status, 404);
        const auto outcome = program.stop();
        QVERIFY2(outcome.err.contains(u"/api/v1/products/77"_s), qPrintable(outcome.err));
        QVERIFY(program.serve(inFolder(dir)));
        HttpClient quiet(program.port());
        QCOMPARE(quiet.get("/api/v1/products/77").status, 404);
        QVERIFY(!program.stop().err.contains(u"/api/v1/products/77"_s));
    }

    void refusesSettings_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown option") << QStringList{u"serve"_s, u"--bogus"_s} << u"unknown option --bogus"_s;
        QTest::newRow("missing value") << QStringList{u"serve"_s, u"--listen"_s} << u"--listen needs a value"_s;
        QTest::newRow("no port") << QStringList{u"serve"_s, u"--listen"_s, u"127.0.0.1"_s} << u"HOST:PORT"_s;
        QTest::newRow("out of range") << QStringList{u"serve"_s, u"--pool-size"_s, u"0"_s} << u"--pool-size"_s;
        QTest::newRow("redis") << QStringList{u"serve"_s, u"--redis"_s, u"h:6379"_s} << u"redis://"_s;
        QTest::newRow("replica") << QStringList{u"serve"_s, u"--replica"_s, u"postgresql://h/n"_s}
                                 << u"--database postgresql://"_s;
        QTest::newRow("payment") << QStringList{u"serve"_s, u"--payment"_s, u"simulated"_s} << u"--demo"_s;
        QTest::newRow("wechat pay") << QStringList{u"serve"_s, u"--payment"_s, u"wechat"_s} << u"not in this version"_s;
        QTest::newRow("tls") << QStringList{u"serve"_s, u"--tls-cert"_s, u"/x"_s} << u"--tls-key"_s;
        QTest::newRow("config") << QStringList{u"serve"_s, u"--config"_s, u"/no/file"_s} << u"/no/file"_s;
        QTest::newRow("console") << QStringList{u"--bogus"_s} << u"unknown option --bogus"_s;
        QTest::newRow("command") << QStringList{u"sell"_s} << u"there is no command \"sell\""_s;
        QTest::newRow("load") << QStringList{u"load"_s, u"http://127.0.0.1"_s} << u"load is not in this version"_s;
        QTest::newRow("patrol") << QStringList{u"patrol"_s} << u"patrol is not in this version"_s;
        QTest::newRow("user") << QStringList{u"user"_s} << u"usage: zhanggui user add"_s;
        QTest::newRow("user role") << QStringList{u"user"_s, u"add"_s, u"a"_s, u"--role"_s, u"king"_s} << u"\"king\""_s;
        QTest::newRow("backup") << QStringList{u"backup"_s} << u"usage: zhanggui backup"_s;
        QTest::newRow("transfer") << QStringList{u"transfer"_s, u"--from"_s, u"sqlite:a"_s}
                                  << u"usage: zhanggui transfer --from URL --to URL"_s;
        QTest::newRow("transfer elsewhere")
            << QStringList{u"transfer"_s, u"--from"_s, u"sqlite:a"_s, u"--to"_s, u"mysql:b"_s}
            << u"--to: it takes sqlite:PATH"_s;
        QTest::newRow("transfer to itself")
            << QStringList{u"transfer"_s, u"--from"_s, u"sqlite:a"_s, u"--to"_s, u"sqlite:./a"_s}
            << u"the same database"_s;
    }
    void refusesSettings()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        Program program;
        const auto outcome = program.run(arguments);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(says), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(u'\n'), 1);
        QVERIFY(outcome.out.isEmpty());
    }

    void refusesEnvironment()
    {
        Program program;
        program.environment().insert(u"JWT_SECRET"_s, u"too-short"_s);
        auto outcome = program.run({u"serve"_s});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(u"JWT_SECRET"_s) && !outcome.err.contains(u"too-short"_s),
                 qPrintable(outcome.err));
        program.environment().remove(u"JWT_SECRET"_s);
        program.environment().insert(u"ZHANGGUI_LISTEN"_s, u"here"_s);
        outcome = program.run({u"serve"_s});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(u"ZHANGGUI_LISTEN"_s), qPrintable(outcome.err));
    }

    void explainsItself_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("says");
        QTest::newRow("version") << QStringList{u"--version"_s} << QStringList{u"zhanggui 1.0.0"_s};
        QTest::newRow("help") << QStringList{u"--help"_s}
                              << QStringList{u"zhanggui serve"_s, u"zhanggui user add"_s, u"zhanggui backup FILE"_s,
                                             u"--listen"_s, u"JWT_SECRET"_s};
        QTest::newRow("serve") << QStringList{u"serve"_s, u"--help"_s}
                               << QStringList{u"zhanggui serve"_s, u"--pool-minimum-idle"_s, u"/zhanggui]"_s};
        QTest::newRow("help of one") << QStringList{u"help"_s, u"backup"_s}
                                     << QStringList{u"zhanggui backup FILE [settings]\n  copies"_s};
        QTest::newRow("user") << QStringList{u"user"_s, u"add"_s, u"--help"_s}
                              << QStringList{u"user add NAME --role ROLE"_s};
        QTest::newRow("restore") << QStringList{u"restore"_s, u"--help"_s} << QStringList{u"zhanggui restore FILE"_s};
    }
    void explainsItself()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, says);
        Program program;
        const auto outcome = program.run(arguments);
        QCOMPARE(outcome.exitCode, 0);
        for (const QString& text : says)
            QVERIFY2(outcome.out.contains(text), qPrintable(text));
        QVERIFY(!outcome.out.contains(u"zhanggui load"_s) && !outcome.out.contains(u"zhanggui patrol"_s));
    }

    void namesServeWithoutDisplay()
    {
        QTemporaryDir dir;
        Program program;
        for (const auto& name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
            program.environment().remove(name);
        const auto outcome = program.run(inFolder(dir));
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains(u"zhanggui serve"_s), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(u'\n'), 1);
    }

    void addsUsersWhileServing()
    {
        QTemporaryDir dir;
        Program node;
        QVERIFY(node.serve(inFolder(dir)));
        HttpClient client(node.port());
        const QByteArray login = R"({"username":"boss","password":"boss-pass"})";
        QCOMPARE(client.post("/api/v1/auth/login", login).status, 401);

        Program command;
        const QStringList add = QStringList{u"user"_s, u"add"_s, u"boss"_s, u"--role"_s, u"admin"_s} + inFolder(dir);
        const auto added = command.run(add, "boss-pass\n");
        QVERIFY2(added.exitCode == 0, qPrintable(added.err));
        const auto again = command.run(add, "boss-pass\n");
        QCOMPARE(again.exitCode, 1);
        QVERIFY2(again.err.contains(u"boss already"_s), qPrintable(again.err));
        const auto bad =
            command.run(QStringList{u"user"_s, u"add"_s, u"x"_s, u"--role=staff"_s} + inFolder(dir), "short");
        QCOMPARE(bad.exitCode, 2);
        QVERIFY2(bad.err.contains(u"password"_s), qPrintable(bad.err));
        QCOMPARE(command.run(QStringList{u"user"_s, u"add"_s, u"x"_s, u"--role"_s, u"staff"_s} + inFolder(dir), "\n")
                     .exitCode,
                 2);

        const auto answer = client.post("/api/v1/auth/login", login);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.data().value(u"user"_s).toObject().value(u"role"_s).toString(), u"admin"_s);
        QCOMPARE(node.stop().exitCode, 0);
    }

    void makesTheAdminFromTheEnvironment()
    {
        QTemporaryDir dir;
        Program node;
        node.environment().insert(u"ZHANGGUI_ADMIN_PASSWORD"_s, u"first-pass"_s);
        QVERIFY(node.serve(inFolder(dir)));
        HttpClient client(node.port());
        QCOMPARE(client.post("/api/v1/auth/login", R"({"username":"admin","password":"first-pass"})").status, 200);
        const auto outcome = node.stop();
        QVERIFY2(outcome.err.isEmpty() || !outcome.err.contains(u"no admin"_s), qPrintable(outcome.err));
        QVERIFY(!outcome.err.contains(u"first-pass"_s));

        node.environment().insert(u"ZHANGGUI_ADMIN_PASSWORD"_s, u"abc"_s);
        QTemporaryDir other;
        const auto refused = node.run(QStringList{u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s} + inFolder(other));
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains(u"admin"_s), qPrintable(refused.err));
    }

    void keepsTokensOverRestarts()
    {
        QTemporaryDir dir;
        Program node;
        QVERIFY(node.serve(inFolder(dir, {u"--demo"_s, u"--stock"_s, u"7"_s})));
        HttpClient client(node.port());
        const auto answer = client.post("/api/v1/auth/login", R"({"username":"demo1","password":"demo-pass"})");
        QCOMPARE(answer.status, 200);
        const QByteArray token = answer.data().value(u"token"_s).toString().toLatin1();
        QCOMPARE(node.stop().exitCode, 0);
        QVERIFY(node.serve(inFolder(dir, {u"--demo"_s})));
        HttpClient second(node.port());
        second.setToken(token);
        QCOMPARE(second.get("/api/v1/me").status, 200);
        const auto product = second.get("/api/v1/products/1");
        QCOMPARE(product.data().value(u"stock"_s).toInt(), 7); // --demo again seeds nothing
        QCOMPARE(second.post("/api/v1/auth/logout", "{}").status, 200);
        QCOMPARE(node.stop().exitCode, 0);
        QVERIFY(node.serve(inFolder(dir)));
        HttpClient third(node.port());
        third.setToken(token);
        QCOMPARE(third.get("/api/v1/me").status, 403);
    }

    void backsUpAndRestoresWhileServing()
    {
        QTemporaryDir dir;
        const QString file = dir.path() + u"/copy.db"_s;
        Program node;
        QVERIFY(node.serve(inFolder(dir, {u"--demo"_s, u"--stock"_s, u"50"_s, u"--rate-limit"_s, u"0"_s})));
        HttpClient client(node.port());
        client.setToken(client.post("/api/v1/auth/login", R"({"username":"demo1","password":"demo-pass"})")
                            .data()
                            .value(u"token"_s)
                            .toString()
                            .toLatin1());
        QVERIFY(client.get("/api/v1/products/3").status == 200);

        Program command;
        const auto made = command.run(QStringList{u"backup"_s, file} + inFolder(dir));
        QVERIFY2(made.exitCode == 0, qPrintable(made.err));
        QVERIFY(isPrivate(file, QFile::ReadOwner | QFile::WriteOwner));
        QCOMPARE(client.post("/api/v1/orders", R"({"items":[{"product_id":3,"quantity":20}]})").status, 200);
        QCOMPARE(client.get("/api/v1/products/3").data().value(u"stock"_s).toInt(), 30);

        const auto restored = command.run(QStringList{u"restore"_s, file} + inFolder(dir));
        QVERIFY2(restored.exitCode == 0, qPrintable(restored.err));
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/api/v1/products/3").data().value(u"stock"_s).toInt(), 50, 5'000);
        QCOMPARE(client.post("/api/v1/orders", R"({"items":[{"product_id":3,"quantity":1}]})").status, 200);
        QCOMPARE(client.get("/api/v1/products/3").data().value(u"stock"_s).toInt(), 49);
        QCOMPARE(node.stop().exitCode, 0);

        QFile junk(dir.path() + u"/junk"_s);
        QVERIFY(junk.open(QIODevice::WriteOnly));
        junk.write("this is no database, whatever its name says");
        junk.close();
        const auto refused = command.run(QStringList{u"restore"_s, junk.fileName()} + inFolder(dir));
        QCOMPARE(refused.exitCode, 1);
        QCOMPARE(refused.err.count(u'\n'), 1);
        QVERIFY(node.serve(inFolder(dir)));
        HttpClient after(node.port());
        QCOMPARE(after.get("/api/v1/products/3").data().value(u"stock"_s).toInt(), 49);
        const auto nowhere = command.run(QStringList{u"backup"_s, u"/no/such/folder/b.db"_s} + inFolder(dir));
        QCOMPARE(nowhere.exitCode, 1);
    }
};

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
