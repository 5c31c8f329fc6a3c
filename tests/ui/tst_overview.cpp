// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/pages/overviewpage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/chartpanel.h"
#include "ui/widgets/segments.h"

#include <QElapsedTimer>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

namespace {

struct Bench
{
    Bench()
        : state(folder.filePath(u"console.ini"_s))
        , page({node, theme, state, language})
    {
        language.setChoice(u"en"_s);
        theme.setMode(Theme::Mode::Light);
        page.resize(1'240, 820);
        page.show();
        QCoreApplication::processEvents();
    }
    void ticks(int count)
    {
        for (int i = 0; i < count; ++i) {
            node.advance(1);
            watch.push(node.now, node.state(), node.why);
            page.refresh({node.now, counted++, &watch});
        }
    }
    TimeChart& chart(int at) { return page.panels().at(at)->chart(); }

    QTemporaryDir folder;
    WindowState state;
    FakeNode node;
    Language language;
    Theme theme;
    Watch watch;
    OverviewPage page;
    quint64 counted = 0;
};

} // namespace

class TestOverview final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chartsShowWhatTheSourceSays();
    void rangesReachBack_data();
    void rangesReachBack();
    void pauseHoldsThePicture();
    void zoomAndBack();
    void crosshairReadsAllAtOneInstant();
    void csvHoldsWhatIsShown();
    void bannerSaysWhatIsWrong();
    void holesStayOpen();
    void logScale();
    void turnedAwaySaysWhy();
    void ticksAreCheap();
};

void TestOverview::chartsShowWhatTheSourceSays()
{
    Bench bench;
    bench.ticks(40);
    QCOMPARE(bench.page.panels().size(), 6);
    const telemetry::Sample newest = FakeNode::sampleAt(bench.node.now.atMs);
    // Rates are smoothed over a second and counted in whole requests.
    QVERIFY(std::abs(*bench.chart(0).reading(0) - double(newest.ratePerS[0])) < 80);
    QCOMPARE(*bench.chart(1).reading(2), double(bench.node.now.latency.p99Us));
    QCOMPARE(*bench.chart(2).reading(0), double(bench.node.now.inFlight));
    QCOMPARE(*bench.chart(4).reading(0), double(bench.node.now.pool.active));
    QCOMPARE(bench.page.panels().at(1)->legend().readingText(2),
             chartValueText(ChartUnit::Latency, double(bench.node.now.latency.p99Us)));
    QVERIFY(bench.chart(0).axis().top() >= 1'000);
    QVERIFY(!bench.chart(0).polygons(0).isEmpty());
}

void TestOverview::rangesReachBack_data()
{
    QTest::addColumn<int>("range");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("1 min") << 0 << qint64(60'000);
    QTest::newRow("5 min") << 1 << qint64(300'000);
    QTest::newRow("1 h") << 2 << qint64(3'600'000);
    QTest::newRow("24 h") << 3 << qint64(86'400'000);
}

void TestOverview::rangesReachBack()
{
    QFETCH(int, range);
    QFETCH(qint64, ms);
    Bench bench;
    bench.ticks(4);
    bench.page.setRange(Range(range));
    bench.ticks(8);
    const QList<QByteArray> rows = bench.page.csv().trimmed().split('\n');
    QVERIFY(rows.size() > 50);
    const qint64 first =
        QDateTime::fromString(QString::fromLatin1(rows.at(1).split(',').at(0)), Qt::ISODateWithMs).toMSecsSinceEpoch();
    const qint64 reach = bench.node.now.atMs - first;
    QVERIFY2(reach > ms * 95 / 100 && reach <= ms + 2'000, qPrintable(QString::number(reach)));
    // No more points than twice the pixels, whatever the range.
    qsizetype points = 0;
    for (const QPolygonF& polygon : bench.chart(0).polygons(0))
        points += polygon.size();
    QVERIFY(points <= 2 * bench.chart(0).width() + 2);
    QCOMPARE(bench.state.value(u"overview/range"_s).toInt(), range);
}

void TestOverview::pauseHoldsThePicture()
{
    Bench bench;
    bench.ticks(20);
    bench.page.setPaused(true);
    const QByteArray before = bench.page.csv();
    const double reading = *bench.chart(1).reading(0);
    bench.ticks(20);
    QCOMPARE(bench.page.csv(), before);
    QCOMPARE(*bench.chart(1).reading(0), reading);
    bench.page.setPaused(false);
    bench.ticks(1);
    QVERIFY(bench.page.csv() != before);
    QCOMPARE(*bench.chart(1).reading(0), double(bench.node.now.latency.p50Us));
}

void TestOverview::zoomAndBack()
{
    Bench bench;
    bench.ticks(40);
    TimeChart& chart = bench.chart(0);
    const QPoint from(chart.width() / 2, chart.height() / 2);
    QTest::mousePress(&chart, Qt::LeftButton, {}, from);
    QTest::mouseMove(&chart, from + QPoint(80, 0));
    QTest::mouseRelease(&chart, Qt::LeftButton, {}, from + QPoint(80, 0));
    auto* back = bench.page.findChild<QToolButton*>(u"zoomBack"_s);
    QVERIFY(back->isVisible());
    const auto rows = bench.page.csv().count('\n');
    QVERIFY(rows > 2 && rows < 100);
    bench.ticks(4);
    QCOMPARE(bench.page.csv().count('\n'), rows);
    QTest::mouseDClick(&chart, Qt::LeftButton, {}, from);
    QVERIFY(!back->isVisible());
    bench.ticks(1);
    QVERIFY(bench.page.csv().count('\n') > rows);
}

void TestOverview::crosshairReadsAllAtOneInstant()
{
    Bench bench;
    bench.ticks(60);
    const qint64 at = bench.node.now.atMs - 5'000; // a tick
    Q_EMIT bench.chart(3).pointed(at);
    const telemetry::Sample then = FakeNode::sampleAt(at);
    QCOMPARE(*bench.chart(1).reading(0), std::floor(double(then.p50Us)));
    QCOMPARE(*bench.chart(2).reading(1), double(then.queued));
    QCOMPARE(*bench.chart(4).reading(1), double(then.poolIdle));
    Q_EMIT bench.chart(3).pointed(std::nullopt);
    QCOMPARE(*bench.chart(1).reading(0), double(bench.node.now.latency.p50Us));
    QTest::keyClick(&bench.chart(0), Qt::Key_Left);
    QVERIFY(bench.chart(5).reading(0).has_value());
}

void TestOverview::csvHoldsWhatIsShown()
{
    Bench bench;
    bench.ticks(10);
    const QList<QByteArray> rows = bench.page.csv().trimmed().split('\n');
    QVERIFY(rows.at(0).startsWith("time,requests_2xx_per_s,"));
    for (const QByteArray& row : rows)
        QCOMPARE(row.count(','), rows.at(0).count(','));
    QVERIFY(rows.constLast().startsWith(QDateTime::fromMSecsSinceEpoch(bench.node.now.atMs, Qt::UTC)
                                            .toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s)
                                            .toLatin1()));
    QVERIFY(rows.constLast().contains(QByteArray::number(bench.node.now.latency.p99Us)));
}

void TestOverview::bannerSaysWhatIsWrong()
{
    Bench bench;
    auto* banner = bench.page.findChild<Banner*>();
    bench.ticks(8);
    bench.node.now.outcomes[size_t(telemetry::Outcome::ServerError)] = 0;
    bench.node.why = Error{ErrorCode::DependencyDown, u"disk I/O error"_s};
    bench.node.become(node::State::Degraded);
    bench.ticks(8);
    QVERIFY(banner->isVisible());
    QVERIFY2(banner->text().contains(u"degraded"_s), qPrintable(banner->text()));
    QCOMPARE(banner->tone(), Tone::Bad);
}

void TestOverview::holesStayOpen()
{
    Bench bench;
    bench.ticks(20);
    TimeChart& chart = bench.chart(0);
    std::vector<telemetry::Sample> samples;
    for (qint64 at : {0, 1'000, 2'000, 30'000, 31'000})
        samples.push_back(FakeNode::sampleAt(FakeNode::startMs + at));
    chart.plot(samples, FakeNode::startMs, FakeNode::startMs + 60'000, 2'500);
    QCOMPARE(chart.polygons(0).size(), 2);
    QCOMPARE(chart.polygons(0).at(0).size(), 3);
}

void TestOverview::logScale()
{
    ValueAxis axis(ChartUnit::Latency);
    axis.fit(300, 4'000);
    QCOMPARE(axis.place(0), 0.0);
    QCOMPARE(axis.top(), 5'000.0);
    axis.setLogarithmic(true);
    axis.fit(300, 4'000);
    QCOMPARE(axis.place(100), 0.0);
    QCOMPARE(axis.place(10'000), 1.0);
    QCOMPARE(axis.place(1'000), 0.5);
    QCOMPARE(axis.lines().size(), 3);
}

void TestOverview::turnedAwaySaysWhy()
{
    Bench bench;
    bench.ticks(8);
    auto& outcomes = bench.node.now.outcomes;
    outcomes[size_t(telemetry::Outcome::Shed)] += 538'174;
    bench.node.now.committer.refused += 1'174;
    bench.watch.push(bench.node.now, bench.node.state(), bench.node.why);
    QStringList texts;
    for (const Finding& finding : bench.watch.findings())
        if (finding.kind == Finding::Kind::Shedding)
            texts.append(finding.text);
    QCOMPARE(texts.size(), 2);
    QVERIFY2(texts.at(0).contains(u"1,174 (503)"_s), qPrintable(texts.at(0)));
    QVERIFY2(texts.at(1).contains(u"537,"_s) && texts.at(1).contains(u"rate-limit"_s), qPrintable(texts.at(1)));
}

void TestOverview::ticksAreCheap()
{
    Bench bench;
    bench.page.setRange(Range::FiveMinutes);
    bench.ticks(8);
    QCoreApplication::processEvents();
    constexpr int rounds = 60;
    qint64 spent = 0;
    for (int i = 0; i < rounds; ++i) {
        bench.node.advance(1);
        bench.watch.push(bench.node.now, bench.node.state(), bench.node.why);
        QElapsedTimer timer;
        timer.start();
        bench.page.refresh({bench.node.now, bench.counted++, &bench.watch});
        QCoreApplication::processEvents();
        spent += timer.nsecsElapsed();
    }
    const double ms = double(spent) / rounds / 1e6;
    qInfo("%.2f ms a tick for six charts, painting included", ms);
    QVERIFY(ms < 50); // the manner that counts on any machine, sanitizers included; the figure above is what we look at
}

QTEST_MAIN(TestOverview)
#include "tst_overview.moc"
