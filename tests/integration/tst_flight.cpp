// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/flightrecording.h"
#include "support/httpclient.h"
#include "support/program.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::test;

/// The last minutes of the real program, however it ended.
class TestFlight final : public QObject
{
    Q_OBJECT

    static QStringList files(const QTemporaryDir& dir, const QString& pattern)
    {
        QStringList paths;
        const QDir folder(dir.filePath(u"data/flight"_s));
        for (const QString& name : folder.entryList({pattern}, QDir::Files))
            paths.append(folder.filePath(name));
        return paths;
    }
    static qint64 secondsIn(const QString& path)
    {
        const auto recording = node::FlightRecording::load(path);
        return recording ? recording->size() : 0;
    }

    /// The window is there, and no thread of a node's beside it.
    static bool isWindowAlone(qint64 pid)
    {
        QFile maps(u"/proc/%1/maps"_s.arg(pid));
        if (!maps.open(QIODevice::ReadOnly) || !maps.readAll().contains("libqoffscreen.so"))
            return false;
        const QString tasks = u"/proc/%1/task"_s.arg(pid);
        for (const QString& task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile comm(tasks + u'/' + task + u"/comm"_s);
            if (comm.open(QIODevice::ReadOnly) && comm.readAll().trimmed() == "keeper")
                return false;
        }
        return true;
    }

#ifdef ZG_CONSOLE
    static bool catchesTermination(qint64 pid)
    {
        QFile status(u"/proc/%1/status"_s.arg(pid));
        if (!status.open(QIODevice::ReadOnly))
            return false;
        for (const QByteArray& line : status.readAll().split('\n'))
            if (line.startsWith("SigCgt:"))
                return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> (SIGTERM - 1)) & 1;
        return false;
    }
#endif

private Q_SLOTS:
    void aKilledNodeLeavesItsLastMinutes()
    {
        QTemporaryDir dir;
        const QStringList settings{u"--data-dir"_s, dir.filePath(u"data"_s), u"--demo"_s};
        Program program;
        QVERIFY(program.serve(settings));
        {
            HttpClient client(program.port());
            for (int i = 0; i < 20; ++i)
                QCOMPARE(client.get("/api/v1/products?limit=1").status, 200);
        }
        QTRY_COMPARE(files(dir, u"current-*"_s).size(), 1);
        const QString running = files(dir, u"current-*"_s).constFirst();
        const auto hasCounted = [&] { // also of the running one's file
            const auto recording = node::FlightRecording::load(running);
            return recording && recording->frame(recording->size() - 1).snapshot.requestsTotal >= 20;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasCounted(), 20'000);
        const qint64 before = secondsIn(running);
        program.kill();

        Program next;
        QVERIFY(next.serve(settings));
        QTRY_COMPARE(files(dir, u"crash-*"_s).size(), 1);
        const QString crash = files(dir, u"crash-*"_s).constFirst();
        QTRY_VERIFY(next.errorOutput().contains(crash));
        const auto recording = node::FlightRecording::load(crash);
        QVERIFY2(recording, recording ? "" : qPrintable(recording.error().message));
        QVERIFY(recording->size() >= before);
        QVERIFY(recording->header().reason == node::FlightReason::Crash);
        const node::FlightFrame last = recording->frame(recording->size() - 1);
        QVERIFY(last.snapshot.requestsTotal >= 20);
        QVERIFY(!last.database.statements.isEmpty());
        QCOMPARE(next.stop().exitCode, 0);
        QVERIFY(files(dir, u"current-*"_s).isEmpty()); // that one ended as it should

        Program third;
        QVERIFY(third.serve(settings));
        QTRY_COMPARE(files(dir, u"current-*"_s).size(), 1);
        QCOMPARE(files(dir, u"crash-*"_s).size(), 1);
        QCOMPARE(third.stop().exitCode, 0);
    }

#ifdef ZG_CONSOLE
    void aRecordingOpensOnAnotherComputer()
    {
        QTemporaryDir dir;
        Program program;
        QVERIFY(program.serve({u"--data-dir"_s, dir.filePath(u"data"_s), u"--demo"_s}));
        QTRY_COMPARE(files(dir, u"current-*"_s).size(), 1);
        const QString running = files(dir, u"current-*"_s).constFirst();
        QTRY_VERIFY(secondsIn(running) > 0);
        QTemporaryDir other;
        const QString copy = other.filePath(u"copy.zgflight"_s);
        QVERIFY(QFile::copy(running, copy));
        QCOMPARE(program.stop().exitCode, 0);

        Program window;
        window.environment().insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        for (const auto& place : {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"ZHANGGUI_DATA_DIR"_s})
            window.environment().insert(place, other.filePath(u"home"_s));
        window.launch({u"open"_s, copy});
        QTRY_VERIFY_WITH_TIMEOUT(isWindowAlone(window.pid()), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(catchesTermination(window.pid()), 20'000); // before that, nobody could end it cleanly
        QVERIFY(window.isRunning());
        const auto outcome = window.stop();
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QVERIFY(!QFile::exists(other.filePath(u"home/zhanggui.db"_s)));
        QVERIFY(!QFile::exists(other.filePath(u"home/flight"_s)));
    }
#endif

    void whatIsNoRecordingIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("other") << QByteArray("{}") << u"is no flight recording"_s;
        QTest::newRow("later") << QByteArray("ZGFLIGHT\0\7", 10) << u"later version"_s;
        QTest::newRow("damaged") << QByteArray("ZGFLIGHT\0\1", 10) << u"is damaged"_s;
        QTest::newRow("missing") << QByteArray() << u"cannot be read"_s;
    }

    void whatIsNoRecordingIsRefused()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, sentence);
        QTemporaryDir dir;
        QFile file(dir.filePath(u"a.zgflight"_s));
        if (!content.isEmpty()) {
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
            file.close();
        }
        Program program;
        const auto outcome = program.run({u"open"_s, file.fileName()});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(sentence), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(u'\n'), 1);
        QCOMPARE(program.run({u"open"_s}).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(TestFlight)
#include "tst_flight.moc"
