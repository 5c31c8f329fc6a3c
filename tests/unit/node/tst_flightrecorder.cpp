// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/flightrecorder.h"
#include "node/flightrecording.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::node;

namespace {

constexpr qint64 start = 1'760'000'000'000;

FlightFrame frameAt(qint64 atMs)
{
    FlightFrame frame;
    frame.atMs = frame.snapshot.atMs = atMs;
    frame.snapshot.node = u"掌柜-1"_s;
    frame.snapshot.requestsTotal = atMs - start;
    return frame;
}

/// Nothing in it is as a new value is, so that a field that is not recorded is seen.
FlightFrame fullFrame()
{
    FlightFrame frame = frameAt(start);
    frame.state = State::Degraded;
    frame.problemCode = ErrorCode::DependencyDown;
    frame.problem = u"the database does not answer"_s;
    auto& snapshot = frame.snapshot;
    snapshot.version = u"1"_s;
    snapshot.database = u"sqlite"_s;
    snapshot.cache = u"memory"_s;
    snapshot.outcomes = {1, 2, 3, 4};
    snapshot.ratePerS = 12.5;
    snapshot.latency = {1, 2, 3, 4};
    snapshot.routes = {{u"GET /a"_s, {1, 0, 2, 3}, 0.5, {1, 2, 3, 4}, 9, {4, 3, 2, 1}, 8, {}, 7, 6}};
    snapshot.routes[0].durationBuckets.fill(5);
    snapshot.pool.active = 3;
    snapshot.pool.creationUs = 77;
    snapshot.cacheFamilies.append({u"product"_s, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, {1, 2, 3, 4, 5, 6, 7, 8, 9}});
    snapshot.hotKeys = {{u"product"_s, u"42"_s, u"茶"_s, 0.25}};
    snapshot.cacheGuards = {u"cache_aside"_s, 1, 2, 3, 4, 5, true, 6, 7};
    snapshot.writeBehind = {1, 2, 3, 4, 5, 6, 7};
    snapshot.committer = {1, 2, 3, 4, 5, 6, 7, 8};
    snapshot.workers = {{u"database"_s, 1, 2, 3, 4, 5, 6}};
    snapshot.process = {1.5, 2, 3, 4, 5, 6, 7.5};
    snapshot.shop = {1, 2, 3, 4};
    snapshot.ledger.last = {{1, -2, 3, 4, {5, 6}}};
    snapshot.ledger.passProducts = 9;
    snapshot.strategies = {{u"group"_s, true, 1, 2, 3}};
    snapshot.replicas = {{u"10.0.0.2:5432/shop"_s, true, -1, 2, 3}};
    snapshot.slowStatements = {{u"product.list"_s, u"SELECT"_s, u"SCAN products"_s, 1, 2, 3, 4, true}};
    snapshot.breakers = {{u"redis"_s, telemetry::BreakerFigures::State::Open, 1, 2, 3, 4}};
    snapshot.queues = {{u"orders"_s, 0.5, 1, 2}};
    snapshot.nodes = {
        {u"id"_s, u"n"_s, u"a"_s, u"v"_s, telemetry::NodeFigures::State::Gone, 1, 2, 3, 4.5, 5, 6, 7, true}};
    snapshot.leases = {{u"patrol"_s, u"n"_s, true, 3}};
    snapshot.redis.configured = true;
    snapshot.redis.tierBypasses = 3;
    frame.sample.atMs = start - 1'000;
    frame.sample.ratePerS = {1.5F, 2, 3, 4};
    frame.sample.takingsTodayFen = 1'234;
    frame.database.isPostgreSql = true;
    frame.database.connections = {{1, telemetry::ConnectionFigures::Role::Writer,
                                   telemetry::ConnectionFigures::State::InUse, u"p"_s, 1, 2, 3, u"s"_s, 4, true}};
    frame.database.waits[3] = 4;
    frame.database.advice.waitAfterUs = 3.5;
    frame.database.statements = {
        {4, u"product.list"_s, u"SELECT"_s, telemetry::StatementUse::Kind::Read, 1, 2, 3, 4, 5, 6, true, true, true}};
    frame.database.replicas = snapshot.replicas;
    telemetry::RequestTrace trace;
    trace.number = 3;
    trace.id = "abc";
    trace.route = u"GET /a"_s;
    trace.spans = {{Step::Statement, 1, 2, u"product.find"_s}};
    trace.leftOutNs = 4;
    frame.requests = {trace};
    frame.lines = {{7, start, LogLevel::Warning, "zhanggui.sql", "main", "abc", "慢"}};
    frame.linesLeftOut = 2;
    frame.markers = {{start, Marker::Kind::Problem, u"it"_s}};
    return frame;
}

} // namespace

class TestFlightRecorder final : public QObject
{
    Q_OBJECT

    QString folder() const { return m_dir->filePath(u"flight"_s); }
    QString written(const QByteArray& bytes) const
    {
        const QString path = m_dir->filePath(u"changed"_s);
        QFile file(path);
        const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        return isWritten ? path : QString();
    }
    static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// Of so many seconds.
    QString recording(int seconds)
    {
        FlightRecorder recorder(folder(), m_header);
        if (!recorder.begin())
            return {};
        for (int i = 0; i < seconds; ++i)
            recorder.add(frameAt(start + i * 1'000));
        const auto path = recorder.write(FlightReason::Manual);
        recorder.end();
        return path ? *path : QString();
    }
    QStringList files(const QString& pattern) const { return QDir(folder()).entryList({pattern}, QDir::Files); }

    std::unique_ptr<QTemporaryDir> m_dir;
    const FlightHeader m_header{FlightReason::Running, u"1.2.3"_s, u"掌柜-1"_s, 0, 0};

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void everyFieldComesBack()
    {
        const FlightFrame frame = fullFrame();
        const auto back = flightFrame(toCbor(frame));
        QVERIFY(back);
        QVERIFY(back->snapshot == frame.snapshot);
        QVERIFY(back->database == frame.database);
        QVERIFY(*back == frame);
    }

    void whatIsNoFrameIsRefused()
    {
        QVERIFY(!flightFrame({}));
        QVERIFY(!flightFrame("abc"));
        const QByteArray cbor = toCbor(fullFrame());
        for (qsizetype cut = 1; cut < cbor.size(); cut += 7)
            QVERIFY(!flightFrame(cbor.first(cut)));
    }

    void aRecordingComesBack()
    {
        const auto back = FlightRecording::load(recording(10));
        QVERIFY2(back, back ? "" : qPrintable(back.error().message));
        QCOMPARE(back->size(), 10);
        QCOMPARE(back->header().node, u"掌柜-1"_s);
        QCOMPARE(back->header().program, u"1.2.3"_s);
        QVERIFY(back->header().reason == FlightReason::Manual);
        QCOMPARE(back->header().beganAtMs, start);
        QCOMPARE(back->header().endedAtMs, start + 9'000);
        QVERIFY(!back->isCut());
        QCOMPARE(back->frame(3).snapshot.requestsTotal, 3'000);
        QVERIFY(files(u"current-*"_s).isEmpty()); // ended as it should
    }

    void aCutTailLosesTheTail()
    {
        const QByteArray bytes = read(recording(10));
        const auto back = FlightRecording::load(written(bytes.chopped(5)));
        QVERIFY(back);
        QCOMPARE(back->size(), 9);
        QVERIFY(back->isCut());
        QCOMPARE(back->frame(8).snapshot.requestsTotal, 8'000);
    }

    void damageLosesWhatFollows()
    {
        QByteArray bytes = read(recording(10));
        const qsizetype middle = bytes.size() * 6 / 10;
        bytes[middle] = char(bytes[middle] ^ 0x20);
        const auto back = FlightRecording::load(written(bytes));
        QVERIFY(back);
        QVERIFY(back->isCut());
        QVERIFY2(back->size() >= 4 && back->size() <= 6, QByteArray::number(back->size()).constData());
    }

    void anyCutIsSurvived()
    {
        const QByteArray bytes = read(recording(3));
        for (qsizetype cut = 0; cut < bytes.size(); cut += 11)
            (void)FlightRecording::load(written(bytes.first(cut))); // a sentence, or what is whole
    }

    void aLaterFormatIsRefused()
    {
        QByteArray bytes = read(recording(2));
        bytes[9] = 2;
        const auto back = FlightRecording::load(written(bytes));
        QVERIFY(!back);
        QVERIFY2(back.error().message.contains("later version of Zhanggui (format 2; this one reads up to 1)"_L1),
                 qPrintable(back.error().message));
    }

    void whatIsNoRecordingIsRefused()
    {
        const auto other = FlightRecording::load(written("SQLite format 3 and so on"));
        QVERIFY(!other);
        QVERIFY2(other.error().message.endsWith("is no flight recording"_L1), qPrintable(other.error().message));
        const auto missing = FlightRecording::load(m_dir->filePath(u"none"_s));
        QVERIFY(!missing);
        QVERIFY2(missing.error().message.contains("cannot be read"_L1), qPrintable(missing.error().message));
        QVERIFY(!FlightRecording::load(m_dir->path()));
    }

    void fifteenMinutesAreKept()
    {
        FlightRecorder recorder(folder(), m_header);
        QVERIFY(recorder.begin());
        for (int second = 0; second < 3'600; ++second) {
            recorder.add(frameAt(start + second * 1'000));
            if (second % 300 == 299)
                QVERIFY2(files(u"current-*"_s).size() <= 5, QByteArray::number(second).constData());
        }
        const auto path = recorder.write(FlightReason::Alert);
        QVERIFY(path);
        QVERIFY(QFileInfo(*path).fileName().startsWith("alert-"_L1));
        const auto back = FlightRecording::load(*path);
        QVERIFY(back);
        QCOMPARE(back->size(), 900);
        QCOMPARE(back->atMs(899), start + 3'599'000);
        QCOMPARE(back->atMs(0), start + 2'700'000);
    }

    void whatDidNotEndBecomesARecording()
    {
        {
            FlightRecorder crashed(folder(), m_header);
            QVERIFY(crashed.begin());
            for (int second = 0; second < 700; ++second)
                crashed.add(frameAt(start + second * 1'000));
        }
        QStringList left = files(u"current-*"_s);
        QVERIFY(left.size() > 1);
        QFile last(folder() + u'/' + left.constLast());
        QVERIFY(last.resize(last.size() - 3)); // in the middle of a record
        FlightRecorder next(folder(), m_header);
        const auto crash = next.begin();
        QVERIFY(crash);
        QVERIFY2(QRegularExpression(u"/crash-\\d{8}-\\d{6}Z\\.zgflight$"_s).match(*crash).hasMatch(),
                 qPrintable(*crash));
        const auto back = FlightRecording::load(*crash);
        QVERIFY(back);
        QVERIFY(back->header().reason == FlightReason::Crash);
        QCOMPARE(back->size(), 699);
        QVERIFY(files(u"current-*"_s).isEmpty());
        QCOMPARE(back->header().endedAtMs, start + 698'000);
    }

    void oneNodeRecordsInAFolder()
    {
        FlightRecorder first(folder(), m_header);
        QVERIFY(first.begin());
        first.add(frameAt(start));
        FlightRecorder second(folder(), m_header);
        QVERIFY(!second.begin());
        second.add(frameAt(start));
        QCOMPARE(files(u"current-*"_s).size(), 1);
    }

    void tenAreKept()
    {
        FlightRecorder recorder(folder(), m_header);
        QVERIFY(recorder.begin());
        recorder.add(frameAt(start));
        QString last;
        for (int i = 0; i < 13; ++i) {
            const auto path = recorder.write(FlightReason::Manual);
            QVERIFY(path);
            last = *path;
        }
        QCOMPARE(files(u"manual-*"_s).size(), 10);
        QVERIFY(QFile::exists(last));
    }

    void aFullDiskIsSaidOnceAndSurvived()
    {
        FlightRecorder recorder(folder(), m_header);
        QVERIFY(recorder.begin());
        // Every write there fails with ENOSPC.
        QVERIFY(QFile::link(u"/dev/full"_s, folder() + u"/current-1.zgflight"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot write in .*No space left"_s));
        for (int second = 0; second < 3; ++second) {
            recorder.add(frameAt(start + second * 1'000));
            QFile::link(u"/dev/full"_s, folder() + u"/current-1.zgflight"_s);
        }
        QVERIFY(!recorder.write(FlightReason::Manual));
        QFile::remove(folder() + u"/current-1.zgflight"_s);
        QTest::ignoreMessage(QtInfoMsg, "the flight recorder writes again");
        recorder.add(frameAt(start + 3'000));
        const auto path = recorder.write(FlightReason::Manual);
        QVERIFY2(path, path ? "" : qPrintable(path.error().message));
        const auto back = FlightRecording::load(*path);
        QVERIFY(back);
        QCOMPARE(back->size(), 1);
    }

    void whatASecondCosts()
    {
        const FlightFrame frame = fullFrame();
        const QByteArray cbor = toCbor(frame);
        qInfo("a second: %lld bytes as CBOR, %lld packed", qlonglong(cbor.size()), qlonglong(packFlight(cbor).size()));
        QBENCHMARK
        {
            (void)packFlight(toCbor(frame));
        }
    }
};

QTEST_GUILESS_MAIN(TestFlightRecorder)
#include "tst_flightrecorder.moc"
