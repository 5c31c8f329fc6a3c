// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/rail.h"
#include "ui/shell/signinpanel.h"
#include "ui/shell/statusstrip.h"
#include "ui/widgets/emptystate.h"

#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestFrame final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void railAndShortcutsChangeThePage();
    void railCollapsesOnANarrowWindow();
    void stripTellsASnapshot();
    void stripKeepsItsPlaces();
    void stripCopiesTheAddress();
    void signInStandsInThePagesPlace();
    void firstStartAsksOnce();
    void failureSaysWhatToDo_data();
    void failureSaysWhatToDo();
    void closingStopsTheNodeFirst();
    void languageSwitchReachesEverything();
    void themeSwitchReachesPaletteAndSheet();
    void rememberedAcrossWindows();
    void everyControlHasANameAndAToolTip();
};

void TestFrame::railAndShortcutsChangeThePage()
{
    Console console;
    console.show();
    QCOMPARE(console.window->currentPage(), u"overview"_s);
    const auto placeOf = [](const QString& id) { return int(findPage(id) - pages().data()); };
    QTest::mouseClick(console.window->rail().pageButtons().at(placeOf(u"products"_s)), Qt::LeftButton);
    QCOMPARE(console.window->currentPage(), u"products"_s);
    QTest::keyClick(console.window.get(), Qt::Key(Qt::Key_1 + placeOf(u"orders"_s)), Qt::ControlModifier);
    QCOMPARE(console.window->currentPage(), u"orders"_s);
    QVERIFY(console.window->rail().pageButtons().at(placeOf(u"orders"_s))->isChecked());
    QTest::keyClick(console.window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(console.window->currentPage(), u"overview"_s);
}

void TestFrame::railCollapsesOnANarrowWindow()
{
    Console console;
    console.show({1'280, 800});
    QVERIFY(!console.window->rail().isCollapsed());
    console.window->resize(760, 600);
    QTRY_VERIFY(console.window->rail().isCollapsed());
    QCOMPARE(console.window->rail().pageButtons().at(0)->toolButtonStyle(), Qt::ToolButtonIconOnly);
    QCOMPARE(console.window->rail().pageButtons().at(0)->accessibleName(), u"Overview"_s);
}

void TestFrame::stripTellsASnapshot()
{
    Console console;
    console.show();
    telemetry::Snapshot snapshot;
    snapshot.atMs = FakeNode::startMs;
    snapshot.ratePerS = 1'234;
    snapshot.latency.p99Us = 4'230;
    snapshot.pool.active = 3;
    snapshot.pool.total = 20;
    snapshot.cacheFamilies.append({u"product"_s});
    Watch watch;
    watch.push(snapshot, node::State::Serving, {});
    snapshot.atMs += 1'000;
    snapshot.cacheFamilies[0].hits = 60;
    snapshot.cacheFamilies[0].negativeHits = 10;
    snapshot.cacheFamilies[0].staleHits = 20; // an old answer from memory, while a new one loads
    snapshot.cacheFamilies[0].misses = 10;
    snapshot.outcomes[size_t(telemetry::Outcome::ServerError)] = 7;
    watch.push(snapshot, node::State::Serving, {});
    console.window->strip().showFigures(snapshot, watch, {{Finding::Kind::ServerErrors, true, u"7 failed"_s}});
    const QString text = console.window->strip().text();
    for (const QString& part : {u"Serving"_s, u"http://127.0.0.1:8080"_s, u"req/s 1.2k"_s, u"p99 4.2 ms"_s,
                                u"errors 7"_s, u"pool 3 / 20"_s, u"cache 90.0 %"_s, u"alerts 1"_s})
        QVERIFY2(text.contains(part), qPrintable(text));
}

void TestFrame::stripKeepsItsPlaces()
{
    Console console;
    console.show();
    console.ticks(1);
    QList<QRect> before;
    for (const QWidget* figure : console.window->strip().findChildren<QAbstractButton*>())
        before.append(figure->geometry());
    console.node.now.ratePerS = 98'765;
    console.node.now.latency.p99Us = 99'000;
    console.node.now.pool.total = 100;
    console.window->tick();
    QCoreApplication::processEvents();
    QList<QRect> after;
    for (const QWidget* figure : console.window->strip().findChildren<QAbstractButton*>())
        after.append(figure->geometry());
    QCOMPARE(after, before);
}

void TestFrame::stripCopiesTheAddress()
{
    Console console;
    console.show();
    QGuiApplication::clipboard()->clear();
    for (QAbstractButton* figure : console.window->strip().findChildren<QAbstractButton*>())
        if (figure->toolTip().contains(u"copy"_s))
            figure->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"http://127.0.0.1:8080"_s);
}

void TestFrame::signInStandsInThePagesPlace()
{
    Console console;
    console.show();
    console.window->showPage(u"settings"_s);
    auto* panel = qobject_cast<SignInPanel*>(console.window->shown());
    QVERIFY(panel);
    const auto fields = panel->findChildren<QLineEdit*>();
    QCOMPARE(fields.size(), 2);
    QTest::keyClicks(fields.at(0), u"mei"_s);
    QTest::keyClicks(fields.at(1), u"wrong"_s);
    QTest::keyClick(fields.at(1), Qt::Key_Return);
    QTRY_VERIFY(!panel->error().isEmpty());
    QCOMPARE(console.window->shown(), panel);
    QTest::keyClicks(fields.at(1), u"staff-pass"_s);
    QTest::keyClick(fields.at(1), Qt::Key_Return);
    QTRY_COMPARE(console.window->shown(), static_cast<QWidget*>(console.window->page(u"settings"_s)));
    console.node.staffDesk.signOut();
    QCOMPARE(console.window->shown(), panel);
}

void TestFrame::firstStartAsksOnce()
{
    Console console(true);
    console.show();
    QWidget* page = console.window->shown();
    auto* open = page->findChild<QPushButton*>(u"openStore"_s);
    QVERIFY(open && !open->isEnabled());
    QVERIFY(!console.window->rail().isVisible());
    page->findChild<QRadioButton*>(u"demoStore"_s)->click();
    auto* password = page->findChild<QLineEdit*>(u"adminPassword"_s);
    QTest::keyClicks(password, u"short"_s);
    QVERIFY(!open->isEnabled());
    QTest::keyClicks(password, u"-no-more"_s);
    QVERIFY(open->isEnabled());
    open->click();
    QCOMPARE(console.node.chosenDemo, true);
    QCOMPARE(console.node.chosenPassword, QByteArray("short-no-more"));
    QCOMPARE(console.node.starts, 1);
    QVERIFY(console.window->rail().isVisible());
    QVERIFY(console.window->shown() != page);
}

void TestFrame::failureSaysWhatToDo_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("headline");
    QTest::newRow("port") << u"cannot listen on 127.0.0.1:8080: the port is taken by another program"_s
                          << u"The port is taken"_s;
    QTest::newRow("lock") << u"the database is locked by another program"_s << u"The database is locked"_s;
    QTest::newRow("rights") << u"the data folder /var/lib/zhanggui cannot be written to: Permission denied"_s
                            << u"No permission"_s;
    QTest::newRow("second") << u"another node serves the store in /var/lib/zhanggui already"_s
                            << u"The store is open already"_s;
    QTest::newRow("newer") << u"the database was made by a newer version of this program (schema 9, this one knows 1)"_s
                           << u"The store is newer than this program"_s;
    QTest::newRow("damaged")
        << u"/var/lib/zhanggui/zhanggui.db: alive: the file is not an SQLite database (SQLite 26)"_s
        << u"The database is damaged"_s;
    QTest::newRow("unknown") << u"out of luck"_s << u"The store could not be opened"_s;
}

void TestFrame::failureSaysWhatToDo()
{
    QFETCH(QString, message);
    QFETCH(QString, headline);
    Console console;
    console.show();
    console.node.why = Error{ErrorCode::DependencyDown, message};
    console.node.become(node::State::Failed);
    auto* notice = qobject_cast<EmptyState*>(console.window->shown());
    QVERIFY(notice);
    QCOMPARE(notice->headline(), headline);
    QVERIFY(!notice->help().isEmpty());
    QCOMPARE(notice->help().contains(u"listens on 127.0.0.1:8080."_s), message.contains(u"port"_s));
    QCOMPARE(notice->help().startsWith(u"/var/lib/zhanggui/zhanggui.db cannot be read"_s),
             message.contains(u"SQLite"_s));
    QVERIFY(console.window->strip().text().contains(u"Not started"_s));
    for (QPushButton* button : notice->findChildren<QPushButton*>())
        if (button->text() == u"Try again"_s) {
            button->setFocus();
            QTest::keyClick(button, Qt::Key_Return); // by the keyboard, as everything
        }
    QCOMPARE(console.node.starts, 1);
    console.node.become(node::State::Serving);
    QCOMPARE(console.window->shown(), static_cast<QWidget*>(console.window->page(u"overview"_s)));
}

void TestFrame::closingStopsTheNodeFirst()
{
    Console console;
    console.show();
    QSignalSpy closed(console.window.get(), &MainWindow::closed);
    console.window->closeStore();
    QCOMPARE(console.node.stops, 1);
    QCOMPARE(closed.size(), 0);
    QVERIFY(qobject_cast<EmptyState*>(console.window->shown()));
    console.window->closeStore();
    QCOMPARE(console.node.stops, 1);
    console.node.become(node::State::Stopped);
    QCOMPARE(closed.size(), 1);
}

void TestFrame::languageSwitchReachesEverything()
{
    Console console;
    console.show();
    console.ticks(2);
    for (const PageInfo& info : pages())
        console.window->page(QString::fromLatin1(info.id));
    QVERIFY(console.window->strip().text().contains(u"Serving"_s));
    console.lingo.setChoice(u"zh_CN"_s);
    QCoreApplication::processEvents();
    QVERIFY2(console.window->strip().text().contains(u"服务中"_s), qPrintable(console.window->strip().text()));
    QCOMPARE(console.window->rail().pageButtons().at(0)->accessibleName(), u"总览"_s);
    QVERIFY(console.window->page(u"overview"_s)->title() == u"总览"_s);
    console.lingo.setChoice(u"en"_s);
    QCoreApplication::processEvents();
    QVERIFY(console.window->strip().text().contains(u"Serving"_s));
}

void TestFrame::themeSwitchReachesPaletteAndSheet()
{
    Console console;
    console.show();
    QSignalSpy changed(&console.theme, &Theme::changed);
    console.theme.setMode(Theme::Mode::Dark);
    QCOMPARE(changed.size(), 1);
    QVERIFY(console.theme.isDark());
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 80);
    QVERIFY(!qApp->styleSheet().contains(u'@'));
    QCOMPARE(console.window->grab().toImage().pixelColor(700, 500).lightness() < 80, true);
    console.theme.setMode(Theme::Mode::Light);
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > 200);
}

void TestFrame::rememberedAcrossWindows()
{
    Console console;
    console.show();
    console.window->showPage(u"orders"_s);
    console.window = std::make_unique<MainWindow>(console.node, console.theme, console.lingo, console.state);
    QCOMPARE(console.window->currentPage(), u"orders"_s);
}

void TestFrame::everyControlHasANameAndAToolTip()
{
    Console console;
    console.show();
    console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    console.ticks(2);
    for (const PageInfo& info : pages()) {
        console.window->showPage(QString::fromLatin1(info.id));
        QCoreApplication::processEvents();
        for (const QAbstractButton* button : console.window->findChildren<QAbstractButton*>()) {
            if (!button->isVisible() || button->objectName().startsWith(u"qt_"_s) ||
                qobject_cast<QLineEdit*>(button->parent()))
                continue;
            const QString where = QString::fromLatin1(info.id) + u": "_s + button->objectName() + u" in "_s +
                                  QString::fromLatin1(button->parent()->metaObject()->className());
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(), qPrintable(where));
        }
    }
}

QTEST_MAIN(TestFrame)
#include "tst_frame.moc"
