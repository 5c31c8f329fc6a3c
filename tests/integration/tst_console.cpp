// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/httpclient.h"
#include "support/program.h"

#include <QFile>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg::test;

/// The window as a module: loaded for the console alone, with the program's own node inside.
class TestConsole final : public QObject
{
    Q_OBJECT

    static bool hasMapped(qint64 pid, const QByteArray& library)
    {
        QFile maps(u"/proc/%1/maps"_s.arg(pid));
        return maps.open(QIODevice::ReadOnly) && maps.readAll().contains(library);
    }
    static quint16 freePort()
    {
        QTcpServer finder;
        return finder.listen(QHostAddress::LocalHost) ? finder.serverPort() : 0;
    }

private Q_SLOTS:
    void opensTheStoreWithTheWindow()
    {
        QTemporaryDir dir;
        const quint16 port = freePort();
        Program console;
        console.environment().insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        console.environment().insert(u"HOME"_s, dir.path()); // the window's state is not the developer's
        console.environment().insert(u"XDG_CONFIG_HOME"_s, dir.path());
        console.launch(
            {u"--data-dir"_s, dir.filePath(u"data"_s), u"--demo"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(port)});
        HttpClient client(port);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/ping").status, 200, 20'000);
        QVERIFY(console.isRunning());
        QVERIFY(hasMapped(console.pid(), "libzhanggui-console.so"));
        QCOMPARE(client.get("/api/v1/products?limit=1").status, 200);
        const auto outcome = console.stop();
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
    }

    /// A port that is taken is a state of the window, not the end of it.
    void staysOpenBesideATakenPort()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        const quint16 port = holder.serverPort();
        QTemporaryDir dir;
        Program console;
        console.environment().insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        console.environment().insert(u"HOME"_s, dir.path());
        console.environment().insert(u"XDG_CONFIG_HOME"_s, dir.path());
        console.environment().insert(u"ZHANGGUI_ADMIN_PASSWORD"_s, u"first-pass"_s);
        console.launch({u"--data-dir"_s, dir.filePath(u"data"_s), u"--listen"_s, u"127.0.0.1:%1"_s.arg(port)});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(dir.filePath(u"data/zhanggui.db"_s)), 10'000);
        holder.close();
        HttpClient client(port);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/ping").status, 200, 15'000);
        QCOMPARE(console.stop().exitCode, 0);
    }

    /// Started from a desktop nobody reads the standard error: a window says it, and goes on when the file is mended.
    void waitsForSettingsThatCanBeUsed()
    {
        QTemporaryDir dir;
        QVERIFY(QDir(dir.path()).mkdir(u"data"_s));
        QFile file(dir.filePath(u"data/zhanggui.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("pool-size = banana\n");
        file.close();
        const quint16 port = freePort();
        Program console;
        console.environment().insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        console.environment().insert(u"HOME"_s, dir.path());
        console.environment().insert(u"XDG_CONFIG_HOME"_s, dir.path());
        console.environment().insert(u"ZHANGGUI_DATA_DIR"_s, dir.filePath(u"data"_s));
        console.environment().insert(u"ZHANGGUI_DEMO"_s, u"true"_s);
        console.environment().insert(u"ZHANGGUI_LISTEN"_s, u"127.0.0.1:%1"_s.arg(port));
        console.launch({});
        QTRY_VERIFY_WITH_TIMEOUT(hasMapped(console.pid(), "libzhanggui-console.so"), 10'000);
        QVERIFY(console.isRunning());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("pool-size = 10\n");
        file.close();
        HttpClient client(port);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/ping").status, 200, 20'000);
        const auto outcome = console.stop();
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QVERIFY2(outcome.err.contains(u"banana"_s), qPrintable(outcome.err));
    }

    /// One console a store: the second start calls the first one's window, says so, and is over.
    void secondStartCallsTheFirst()
    {
        QTemporaryDir dir;
        const QString data = dir.filePath(u"data-"_s + QString(100, u'n')); // longer than a socket's path may be
        const auto prepare = [&](Program& console) {
            console.environment().insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
            console.environment().insert(u"HOME"_s, dir.path());
            console.environment().insert(u"XDG_CONFIG_HOME"_s, dir.path());
        };
        const quint16 port = freePort();
        const QStringList arguments{u"--data-dir"_s, data, u"--demo"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(port)};
        HttpClient client(port);
        {
            Program first, second;
            prepare(first);
            prepare(second);
            first.launch(arguments);
            QTRY_COMPARE_WITH_TIMEOUT(client.get("/ping").status, 200, 20'000);
            const auto outcome = second.run(arguments);
            QCOMPARE(outcome.exitCode, 0);
            QVERIFY2(outcome.err.contains(u"open already (process %1)"_s.arg(first.pid())), qPrintable(outcome.err));
            QCOMPARE(client.get("/ping").status, 200);
            first.kill();
        }
        QVERIFY(QFile::exists(data + u"/console.sock"_s)); // of one that was killed: no hindrance
        Program third;
        prepare(third);
        third.launch(arguments);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/ping").status, 200, 20'000);
        const auto outcome = third.stop();
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QVERIFY(!QFile::exists(data + u"/console.sock"_s));
    }

    void serveNeedsNoWindow()
    {
        QTemporaryDir dir;
        Program node;
        QVERIFY(node.serve({u"--data-dir"_s, dir.filePath(u"data"_s)}));
        for (const char* library : {"libQt6Gui", "libQt6Widgets", "libQt6Charts", "libzhanggui-console"})
            QVERIFY2(!hasMapped(node.pid(), library), library);
        QCOMPARE(node.stop().exitCode, 0);
    }
};

QTEST_GUILESS_MAIN(TestConsole)
#include "tst_console.moc"
