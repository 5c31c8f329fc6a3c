// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "node/flightrecorder.h"
#include "ui/pages/overviewpage.h"
#include "ui/replaynode.h"
#include "ui/shell/flightnotice.h"
#include "ui/shell/rail.h"
#include "ui/shell/replaybar.h"
#include "ui/shell/statusstrip.h"
#include "ui/widgets/chartpanel.h"
#include "ui/widgets/emptystate.h"

#include <QAbstractItemView>
#include <QAction>
#include <QDir>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int seconds = 120;

node::FlightFrame frameAt(FakeNode& fake, int i)
{
    const QString number = QString::number(i);
    node::FlightFrame frame;
    frame.snapshot = fake.now;
    frame.atMs = fake.now.atMs;
    frame.snapshot.node = u"shop-1"_s;
    frame.snapshot.pool.active = i;
    telemetry::RouteFigures route;
    route.route = u"GET /second/"_s + number;
    route.requests[0] = route.lastMinute[0] = 100 + i;
    frame.snapshot.routes = {route};
    frame.snapshot.cacheFamilies[0].entries = 5'000 + i;
    frame.snapshot.nodes = {{u"id"_s, u"node-"_s + number, u"http://a"_s, u"1"_s,
                             telemetry::NodeFigures::State::Serving, 1, fake.now.atMs, 0, 1, 1, 1, 1, true}};
    frame.snapshot.slowStatements = {{u"statement.a"_s, u"SELECT"_s, u"SCAN products"_s, 1, 2, 3, 4, true}};
    frame.sample = FakeNode::sampleAt(fake.now.atMs - 1'000);
    frame.database.pool = frame.snapshot.pool;
    telemetry::StatementUse statement;
    statement.id = 1;
    statement.name = u"statement.a"_s;
    statement.kind = telemetry::StatementUse::Kind::Read;
    statement.calls = 7'000 + i;
    frame.database.statements = {statement};
    telemetry::RequestTrace trace;
    trace.number = quint64(i) + 1;
    trace.id = "request-" + number.toLatin1();
    trace.route = u"GET /traced/"_s + number;
    trace.status = 500;
    trace.kept = telemetry::Kept::Failed;
    trace.startedAtMs = fake.now.atMs;
    trace.durationNs = 1'000'000;
    frame.requests = {trace};
    frame.lines = {{0, fake.now.atMs, LogLevel::Warning, "zhanggui.node", "main", {}, "line of " + number.toLatin1()}};
    return frame;
}

/// Everything that is shown there, labels and tables.
QString textOf(QWidget* widget)
{
    QString text;
    for (const QLabel* label : widget->findChildren<QLabel*>())
        text += label->text() + u'\n';
    for (const QAbstractItemView* view : widget->findChildren<QAbstractItemView*>()) {
        const QAbstractItemModel* model = view->model();
        for (int row = 0; model && row < model->rowCount(); ++row)
            for (int column = 0; column < model->columnCount(); ++column)
                text += model->index(row, column).data().toString() + u'\n';
    }
    return text;
}

/// A whole window over a recording of two minutes.
struct Replay
{
    Replay()
        : state(folder.filePath(u"console.ini"_s))
        , node(record())
    {
        language.setChoice(u"en"_s);
        theme.setMode(Theme::Mode::Light);
        window = std::make_unique<MainWindow>(node, theme, language, state);
        bar = new ReplayBar(node, theme, window.get());
        window->addFoot(bar);
        QObject::connect(&node, &ReplayNode::moved, window.get(), &MainWindow::tick);
        node.tellMoment();
        window->resize(1'366, 768);
        window->show();
        QCoreApplication::processEvents();
    }
    node::FlightRecording record() const
    {
        FakeNode fake;
        node::FlightRecorder recorder(folder.filePath(u"flight"_s),
                                      {node::FlightReason::Running, u"1.0"_s, u"shop-1"_s, 0, 0});
        if (!recorder.begin())
            qFatal("no recorder");
        for (int i = 0; i < seconds; ++i) {
            recorder.add(frameAt(fake, i));
            fake.advance(4);
        }
        return *node::FlightRecording::load(*recorder.write(node::FlightReason::Manual));
    }
    /// Shows the page as it is there once the desks have answered.
    bool shows(const QString& page, const QString& text)
    {
        window->showPage(page);
        return QTest::qWaitFor([&] {
            window->tick();
            return textOf(window->shown()).contains(text);
        });
    }

    QTemporaryDir folder;
    WindowState state;
    ReplayNode node;
    Language language;
    Theme theme;
    std::unique_ptr<MainWindow> window;
    ReplayBar* bar = nullptr;
};

} // namespace

class TestReplay final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pagesShowTheSecond_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("text");
        QTest::newRow("requests") << u"requests"_s << u"/second/%1"_s;
        QTest::newRow("traces") << u"requests"_s << u"/traced/%1"_s;
        QTest::newRow("database") << u"database"_s << u"7,%1"_s;
        QTest::newRow("nodes") << u"nodes"_s << u"node-%1"_s;
        QTest::newRow("cache") << u"cache"_s << u"5,%1"_s;
    }

    void pagesShowTheSecond()
    {
        QFETCH(const QString, page);
        QFETCH(const QString, text);
        const auto at = [&](int second) {
            return text.contains(u',') ? text.arg(second, 3, 10, QChar(u'0')) : text.arg(second);
        };
        Replay replay;
        QVERIFY(replay.shows(page, at(seconds - 1)));
        replay.bar->slider().setValue(40);
        QCOMPARE(replay.node.position(), 40);
        QVERIFY2(replay.shows(page, at(40)), qPrintable(textOf(replay.window->shown()).left(2'000)));
        QVERIFY(!textOf(replay.window->shown()).contains(at(seconds - 1)));
    }

    void overviewShowsTheSecond()
    {
        Replay replay;
        replay.window->showPage(u"overview"_s);
        auto* page = qobject_cast<OverviewPage*>(replay.window->shown());
        QVERIFY(page);
        replay.window->tick();
        QCOMPARE(*page->panels().at(4)->chart().reading(0), double(seconds - 1));
        QVERIFY2(replay.window->strip().text().contains(u"95."_s),
                 qPrintable(replay.window->strip().text())); // hit rate
        replay.bar->slider().setValue(40);
        QCOMPARE(*page->panels().at(4)->chart().reading(0), 40.0);
        QVERIFY(replay.window->strip().text().contains(u"40"_s));
        replay.bar->slider().setValue(41); // on, as it goes when it plays
        QCOMPARE(*page->panels().at(4)->chart().reading(0), 41.0);
    }

    void logsShowTheWholeRecording()
    {
        Replay replay;
        QVERIFY(replay.shows(u"logs"_s, u"line of 0"_s));
        QVERIFY(textOf(replay.window->shown()).contains(u"line of 119"_s));
    }

    void whatTheStoreHoldsIsNotThere()
    {
        Replay replay;
        for (const auto& page : {u"products"_s, u"orders"_s, u"sales"_s, u"settings"_s}) {
            replay.window->showPage(page);
            const auto* notice = qobject_cast<EmptyState*>(replay.window->shown());
            QVERIFY2(notice, qPrintable(page));
            QCOMPARE(notice->headline(), u"A recording holds no products, orders or customers"_s);
        }
    }

    void keysMoveIt()
    {
        Replay replay;
        QSlider* slider = &replay.bar->slider();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(replay.node.position(), 0);
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(replay.node.position(), 1);
        QTest::keyClick(slider, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(replay.node.position(), 11);
        QTest::keyClick(slider, Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(slider, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(replay.node.position(), 0);
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(replay.node.position(), seconds - 1);
        QCOMPARE(slider->value(), seconds - 1);
        QTest::keyClick(slider, Qt::Key_Space); // from its end it begins again
        QVERIFY(replay.bar->isPlaying());
        QCOMPARE(replay.node.position(), 0);
        QTRY_COMPARE(replay.node.position(), 1);
        QTest::keyClick(slider, Qt::Key_Space);
        QVERIFY(!replay.bar->isPlaying());
    }

    void saysWhatItIs()
    {
        Replay replay;
        QVERIFY2(replay.bar->text().startsWith(u"Recording of shop-1, "_s), qPrintable(replay.bar->text()));
        QVERIFY(replay.window->windowTitle().contains(u"shop-1"_s));
        replay.language.setChoice(u"zh_CN"_s);
        QTRY_VERIFY2(replay.bar->text().startsWith(u"shop-1 "_s), qPrintable(replay.bar->text()));
    }

    void offersNothingThatCannotBe()
    {
        Replay replay;
        for (const PaletteEntry& entry : replay.window->paletteEntries())
            for (const auto& text :
                 {u"Start the node"_s, u"Stop the node"_s, u"Sign in"_s, u"Write a flight recording"_s})
                QVERIFY2(entry.title != text, qPrintable(text));
    }

    void closesAtOnce()
    {
        Replay replay;
        QSignalSpy closed(replay.window.get(), &MainWindow::closed);
        replay.window->close();
        QCOMPARE(closed.size(), 1);
    }

    void f8WritesOne()
    {
        Console console;
        console.node.become(node::State::Serving);
        console.show();
        QTest::keyClick(console.window.get(), Qt::Key_F8);
        QCOMPARE(console.node.flightsWritten, QList{node::FlightReason::Manual});
        Banner& banner = console.window->flightNotice().banner();
        QTRY_VERIFY(banner.isVisible());
        QCOMPARE(banner.text(), u"The last minutes are recorded in /data/flight/one.zgflight"_s);
    }

    void aRefusalIsSaid()
    {
        Console console;
        console.node.become(node::State::Serving);
        console.node.flightRefusal = Error(ErrorCode::DependencyDown, u"the disk is full"_s);
        console.show();
        console.window->flightNotice().write(node::FlightReason::Manual);
        Banner& banner = console.window->flightNotice().banner();
        QTRY_VERIFY(banner.isVisible());
        QVERIFY(banner.tone() == Tone::Bad);
    }

    void aCrashIsSaid()
    {
        Console console;
        console.show();
        console.node.crash = u"/data/flight/crash-1.zgflight"_s;
        console.node.become(node::State::Serving);
        Banner& banner = console.window->flightNotice().banner();
        QVERIFY(banner.isVisible());
        QVERIFY2(banner.text().contains(u"/data/flight/crash-1.zgflight"_s), qPrintable(banner.text()));
    }

    void pictures_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<bool>("dark");
        QTest::newRow("en") << u"en"_s << false;
        QTest::newRow("zh") << u"zh_CN"_s << true;
    }

    void pictures()
    {
        QFETCH(const QString, language);
        QFETCH(const bool, dark);
        Replay replay;
        replay.language.setChoice(language);
        replay.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        replay.bar->slider().setValue(100);
        QDir().mkpath(QStringLiteral(ZG_SCREENSHOTS));
        for (const auto& page : {u"overview"_s, u"requests"_s, u"database"_s, u"orders"_s}) {
            replay.window->showPage(page);
            QTest::qWait(0);
            replay.window->tick();
            const QString path = QStringLiteral(ZG_SCREENSHOTS "/replay-%1-%2.png").arg(page, language);
            QVERIFY(replay.window->grab().save(path));
        }
    }
};

QTEST_MAIN(TestReplay)
#include "tst_replay.moc"
