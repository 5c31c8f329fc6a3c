// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logring.h"
#include "node/flightrecording.h"
#include "node/node.h"
#include "support/httpclient.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using node::FlightReason;
using node::FlightRecording;
using node::Node;
using node::State;

/// What a node that serves puts into its recording, and what stays out.
class TestFlightWatch final : public QObject
{
    Q_OBJECT

    static LoadedSettings settings(const QTemporaryDir& dir)
    {
        LoadedSettings loaded;
        loaded.settings.dataDir = dir.filePath(u"data"_s);
        loaded.settings.server.port = 0;
        loaded.settings.server.ioThreads = 1;
        loaded.settings.identity.adminPassword = "first-pass";
        loaded.settings.shop.demo = true;
        return loaded;
    }
    static LogLine line(const char* category, const char* text)
    {
        LogLine line;
        line.category = category;
        line.text = text;
        return line;
    }
    static Result<QString> write(Node& node, FlightReason reason)
    {
        auto answer = node.writeFlight(reason);
        return QTest::qWaitFor([&] { return answer.isFinished(); }, 10'000) && answer.resultCount() > 0
                   ? answer.result()
                   : Error(ErrorCode::Internal, u"no answer"_s);
    }

private Q_SLOTS:
    void holdsTheNodeAndNobodysData()
    {
        QTemporaryDir dir;
        LogRing log;
        log.add(line("zhanggui.identity", "locked for 203.0.113.7:5555 and 2001:db8:0:1:2:3:4:5, at 10:20:30"));
        log.add(line("zhanggui.access", "203.0.113.8 GET /api/v1/orders 200"));
        Node node(settings(dir));
        node.keepFlight(log);
        const auto before = write(node, FlightReason::Manual);
        QVERIFY(!before && before.error().code == ErrorCode::NotFound); // nothing runs
        node.start();
        QTRY_COMPARE_WITH_TIMEOUT(node.state(), State::Serving, 30'000);
        test::HttpClient client(node.address().section(u':', -1).toUShort());
        for (int i = 0; i < 2; ++i) // more would lock the account
            QCOMPARE(client.post("/api/v1/auth/login", R"({"username":"admin","password":"wrong-secret"})").status,
                     401);
        QCOMPARE(client.post("/api/v1/auth/login", R"({"username":"admin","password":"first-pass"})").status, 200);

        std::optional<FlightRecording> recording;
        const auto hasAll = [&] {
            const auto path = write(node, FlightReason::Manual);
            if (!path)
                return false;
            auto loaded = FlightRecording::load(*path);
            if (!loaded || loaded->frame(loaded->size() - 1).snapshot.requestsTotal < 3)
                return false;
            recording = std::move(*loaded);
            return true;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasAll(), 20'000);
        QCOMPARE(recording->header().node, node.snapshot().node);
        qsizetype requests = 0;
        QByteArrayList texts;
        for (int i = 0; i < recording->size(); ++i) {
            const node::FlightFrame frame = recording->frame(i);
            for (const auto& request : frame.requests) {
                QVERIFY(request.client.isEmpty());
                ++requests;
            }
            for (const LogLine& line : frame.lines)
                texts.append(line.text);
            const QByteArray cbor = node::toCbor(frame);
            for (const char* secret : {"wrong-secret", "first-pass", "203.0.113", "2001:db8"})
                QVERIFY2(!cbor.contains(secret), secret);
        }
        QVERIFY(requests > 0);
        QVERIFY2(texts.contains("locked for (address):5555 and (address), at 10:20:30"), texts.join('\n').constData());
        node.stopAndWait();
        QVERIFY(QDir(dir.filePath(u"data/flight"_s)).entryList({u"current-*"_s}).isEmpty());
    }

    void oneTroubleIsRecordedOnce()
    {
        QTemporaryDir dir;
        LogRing log;
        Node node(settings(dir));
        node.keepFlight(log);
        node.start();
        QTRY_COMPARE_WITH_TIMEOUT(node.state(), State::Serving, 30'000);
        QString first;
        const auto isWritten = [&] {
            const auto path = write(node, FlightReason::Alert);
            first = path ? *path : QString();
            return bool(path);
        };
        QTRY_VERIFY_WITH_TIMEOUT(isWritten(), 10'000);
        const auto again = write(node, FlightReason::Alert);
        QVERIFY(again);
        QCOMPARE(*again, first);
        QCOMPARE(QDir(dir.filePath(u"data/flight"_s)).entryList({u"alert-*"_s}).size(), 1);
        node.stopAndWait();
    }
};

QTEST_GUILESS_MAIN(TestFlightWatch)
#include "tst_flightwatch.moc"
