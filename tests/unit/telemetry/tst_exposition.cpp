// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/exposition.h"
#include "telemetry/process.h"
#include "telemetry/requestwindow.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace zg::telemetry;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
/// What Prometheus' own checker says; empty when it has nothing to say.
QByteArray promtoolSays(const QByteArray& text)
{
    const QString promtool = QStandardPaths::findExecutable(u"promtool"_s);
    if (promtool.isEmpty())
        return "promtool is missing: install Debian's package prometheus";
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(promtool, {u"check"_s, u"metrics"_s});
    if (!process.waitForStarted())
        return process.errorString().toUtf8();
    process.write(text);
    process.closeWriteChannel();
    if (!process.waitForFinished(15'000))
        return "promtool does not finish";
    const QByteArray said = process.readAll();
    return process.exitCode() != 0 && said.isEmpty() ? "failed without a word" : said;
}

Snapshot named(const QString& name)
{
    RequestCounters counters({u"GET "_s + name, name});
    RequestWindow window(counters);
    for (int i = 0; i < 1000; ++i)
        counters.record(i % 2, Outcome(i % outcomeCount), std::chrono::microseconds(i * i));
    window.tick();
    Snapshot snapshot;
    window.fill(snapshot);
    snapshot.node = snapshot.version = snapshot.database = snapshot.cache = name;
    snapshot.process = processFigures();
    snapshot.cacheFamilies = {{name, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
    snapshot.workers = {{name, 1, 2, 3, 4, 5, 6}};
    snapshot.slowStatements = {{name, {}, {}, 1, 2, 3, 4, true}};
    snapshot.breakers = {{name, BreakerFigures::State::HalfOpen, 1, 2, 3, 4}};
    snapshot.queues = {{name, 0.5, 1, 2}};
    snapshot.leases = {{name, name, true, 1}};
    return snapshot;
}

bool has(const QByteArray& text, const QByteArray& part)
{
    return text.contains(part);
}
} // namespace

class TestExposition final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void promtoolAgrees_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << u"/api/v1/products"_s;
        QTest::newRow("braces") << u"/api/v1/products/{id}"_s;
        QTest::newRow("quotes") << u"/\"quoted\",le=\"1\"} 7"_s;
        QTest::newRow("backslashes") << u"\\d+\\"_s;
        QTest::newRow("lines") << u"/a\n# HELP x y\nx 1\n"_s;
        QTest::newRow("Chinese") << u"/商品/{编号}"_s;
        QTest::newRow("spaces") << u"  "_s;
        QTest::newRow("empty") << QString();
    }
    void promtoolAgrees()
    {
        QFETCH(QString, name);
        const QByteArray text = exposition(named(name));
        QVERIFY(text.endsWith('\n'));
        QCOMPARE(promtoolSays(text), QByteArray());
    }

    void anEmptySnapshotIsValid() { QCOMPARE(promtoolSays(exposition(Snapshot())), QByteArray()); }

    void bucketsAreConsistent()
    {
        const auto snapshot = named(u"/a"_s);
        const QByteArray text = exposition(snapshot);
        const auto& route = snapshot.routes.first();
        const QByteArray labels = R"({method="GET",route="/a")";
        const QByteArray count = QByteArray::number(route.durationCount);
        QVERIFY(std::is_sorted(route.durationBuckets.begin(), route.durationBuckets.end()));
        QVERIFY(has(text, "http_request_duration_seconds_count" + labels + "} " + count + '\n'));
        QVERIFY(has(text, "http_request_duration_seconds_bucket" + labels + ",le=\"+Inf\"} " + count + '\n'));
        qint64 answered = 0;
        for (size_t i = 0; i < route.requests.size(); ++i)
            answered += Outcome(i) == Outcome::Shed ? 0 : route.requests[i];
        QCOMPARE(route.durationCount, answered);
    }

    void bigNumbersAreExact()
    {
        Snapshot snapshot;
        snapshot.shop.ordersTotal = 1'234'567'890'123;
        QVERIFY(exposition(snapshot).contains("\nzhanggui_orders_total 1234567890123\n"));
    }
};

QTEST_GUILESS_MAIN(TestExposition)
#include "tst_exposition.moc"
