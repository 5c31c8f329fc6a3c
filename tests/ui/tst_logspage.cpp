// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/models/logtext.h"
#include "ui/pages/logslevels.h"
#include "ui/pages/logspage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/logdetail.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestLogsPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelAppendsAndDrops();
    void modelFiltersWithoutAReset();
    void filterTakes_data();
    void filterTakes();
    void showsWhatIsLogged();
    void filtersAsOneTypes();
    void filtersByLevelAndCategory();
    void followsUntilOneScrollsUp();
    void pauses();
    void clearsTheViewOnly();
    void detailTellsAll();
    void detailNarrowsToTheRequest();
    void copies();
    void exports_data();
    void exports();
    void exportThatFails();
    void adminSwitchesLevels();
    void othersLook();
    void remembersFilters();
    void showsWhyTheNodeFailed();
    void hundredThousandLines();
};

namespace {

LogLine lineOf(int i, LogLevel level = LogLevel::Info, const QByteArray& category = "zhanggui.sql")
{
    LogLine line;
    line.atMs = FakeNode::startMs + i;
    line.level = level;
    line.category = category;
    line.thread = "database";
    line.text = "pool: connection " + QByteArray::number(i) + " is out";
    return line;
}

QList<LogLine> numbered(int from, int to)
{
    QList<LogLine> lines;
    for (int i = from; i <= to; ++i) {
        lines.append(lineOf(i, LogLevel(i % logLevelCount), i % 2 ? "zhanggui.sql" : "zhanggui.http"));
        lines.last().number = quint64(i);
    }
    return lines;
}

struct Bench : Console
{
    Bench()
    {
        show();
        window->showPage(u"logs"_s);
        page = static_cast<LogsPage*>(window->page(u"logs"_s));
        table = page->findChild<TableView*>(u"table"_s);
        detail = page->findChild<LogDetail*>();
        empty = page->findChild<EmptyState*>();
    }
    void log(int count, LogLevel level = LogLevel::Info)
    {
        for (int i = 0; i < count; ++i)
            node.lines.add(lineOf(++logged, level));
        ticks(1);
        QCoreApplication::processEvents();
    }
    QString count() const { return page->findChild<QLabel*>(u"count"_s)->text(); }
    QToolButton* button(const QString& name) const { return page->findChild<QToolButton*>(name); }
    bool isAtEnd() const { return table->verticalScrollBar()->value() == table->verticalScrollBar()->maximum(); }
    int rows() const { return table->model()->rowCount(); }
    bool isComplaining() const
    {
        const auto banners = page->findChildren<Banner*>();
        return std::any_of(banners.cbegin(), banners.cend(),
                           [](const Banner* banner) { return banner->isVisible() && banner->tone() == Tone::Bad; });
    }

    LogsPage* page;
    TableView* table;
    LogDetail* detail;
    EmptyState* empty;
    int logged = 0;
};

} // namespace

void TestLogsPage::modelAppendsAndDrops()
{
    LogModel model(100);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QCOMPARE(model.append(numbered(1, 60)), 60);
    QCOMPARE(model.rowCount(), 60);
    LogFilter warnings;
    warnings.least = LogLevel::Warning;
    model.setFilter(warnings);
    QCOMPARE(model.rowCount(), 30);
    QCOMPARE(model.append(numbered(61, 160)), 50);
    QCOMPARE(model.total(), 100);
    QCOMPARE(model.rowCount(), 50); // of 61 to 160
    QCOMPARE(model.line(0).number, quint64(62));
    QCOMPARE(model.rowOf(63), 1);
    QCOMPARE(model.rowOf(61), -1);    // filtered
    QCOMPARE(model.rowOf(2), -1);     // gone
    model.append(numbered(161, 500)); // more than fit at once
    QCOMPARE(model.total(), 100);
    QCOMPARE(model.line(0).number, quint64(402));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.append(numbered(501, 503)), 2);
    QCOMPARE(model.line(0).number, quint64(502));
    QCOMPARE(resets.size(), 0);
}

void TestLogsPage::modelFiltersWithoutAReset()
{
    LogModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy removals(&model, &QAbstractItemModel::rowsRemoved);
    model.append(numbered(1, 400));
    const QPersistentModelIndex held(model.index(model.rowOf(203), 0));
    LogFilter filter;
    filter.least = LogLevel::Critical; // 3, 7, 11 … and so 203
    model.setFilter(filter);
    QCOMPARE(model.rowCount(), 100);
    QVERIFY(held.isValid()); // what somebody holds on to is not exchanged
    QCOMPARE(model.line(held.row()).number, quint64(203));
    QVERIFY(removals.size() <= 4); // pieces, not rows
    for (int row = 0; row < model.rowCount(); ++row)
        QCOMPARE(model.line(row).number, quint64(4 * row + 3));
    filter.words = {u"connection"_s, u"203"_s};
    model.setFilter(filter);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(held.row(), 0);
    model.setFilter({});
    QCOMPARE(model.rowCount(), 400);
    QCOMPARE(held.row(), 202);
    for (int row = 0; row < model.rowCount(); ++row)
        QCOMPARE(model.line(row).number, quint64(row + 1));
    filter.words = {u"nothing has this"_s};
    model.setFilter(filter);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!held.isValid());
    QCOMPARE(resets.size(), 0);
}

void TestLogsPage::filterTakes_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<bool>("taken");
    QTest::newRow("all") << QString() << QByteArray() << true;
    QTest::newRow("word of the text") << u"CONNECTION"_s << QByteArray() << true;
    QTest::newRow("two words, turned round") << u"out pool"_s << QByteArray() << true;
    QTest::newRow("one of two is not there") << u"pool quux"_s << QByteArray() << false;
    QTest::newRow("category") << u"sql"_s << QByteArray() << true;
    QTest::newRow("thread") << u"data"_s << QByteArray() << true;
    QTest::newRow("request") << QString() << "req-1"_ba << true;
    QTest::newRow("another request") << QString() << "eq-1"_ba << false;
}

void TestLogsPage::filterTakes()
{
    QFETCH(QString, words);
    QFETCH(QByteArray, request);
    LogLine line = lineOf(7);
    line.requestId = "req-17";
    LogFilter filter;
    filter.words = words.split(u' ', Qt::SkipEmptyParts);
    filter.requestId = request;
    QTEST(filter.takes(line), "taken");
}

void TestLogsPage::showsWhatIsLogged()
{
    Bench bench;
    bench.ticks(1);
    QVERIFY(bench.empty->isVisible());
    QCOMPARE(bench.empty->headline(), u"Nothing was logged yet"_s);
    LogLine line = lineOf(1, LogLevel::Warning);
    line.text = "first line\nsecond line";
    bench.node.lines.add(line);
    bench.ticks(1);
    QVERIFY(bench.table->isVisible());
    QCOMPARE(bench.rows(), 1);
    const auto* model = bench.table->model();
    QCOMPARE(model->index(0, LogModel::TimeColumn).data().toString(), logTimeText(line.atMs));
    QCOMPARE(model->index(0, LogModel::LevelColumn).data().toString(), u"Warning"_s);
    QCOMPARE(model->index(0, LogModel::CategoryColumn).data().toString(), u"sql"_s);
    QCOMPARE(model->index(0, LogModel::TextColumn).data().toString(), u"first line second line"_s);
    QCOMPARE(bench.count(), u"1 line"_s);
    bench.log(1'233);
    QCOMPARE(bench.rows(), 1'234);
    QVERIFY(bench.count().startsWith(u"1234"_s) || bench.count().startsWith(u"1,234"_s));
    bench.lingo.setChoice(u"zh_CN"_s);
    QCoreApplication::processEvents();
    QCOMPARE(model->index(0, LogModel::LevelColumn).data().toString(), u"警告"_s);
}

void TestLogsPage::filtersAsOneTypes()
{
    Bench bench;
    bench.log(50);
    QTest::keyClick(bench.window.get(), Qt::Key_F, Qt::ControlModifier);
    auto* search = bench.page->findChild<QLineEdit*>(u"search"_s);
    QVERIFY(search->hasFocus());
    QTest::keyClicks(search, u"connection 17"_s);
    QTRY_COMPARE(bench.rows(), 1);
    QCOMPARE(bench.count(), u"1 of 50 lines"_s);
    bench.log(60); // 51 to 110: none has 17 in it
    QCOMPARE(bench.rows(), 1);
    QTest::keyClicks(search, u"quux"_s);
    QTRY_VERIFY(bench.empty->isVisible());
    QCOMPARE(bench.empty->headline(), u"No line matches"_s);
    QTest::mouseClick(bench.empty->findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(bench.rows(), 110);
    QVERIFY(search->text().isEmpty());
    QTest::keyClicks(search, u"12"_s);
    QTRY_COMPARE(bench.rows(), 1);
    QTest::keyClick(search, Qt::Key_Escape);
    QTRY_COMPARE(bench.rows(), 110);
}

void TestLogsPage::filtersByLevelAndCategory()
{
    Bench bench;
    bench.log(5, LogLevel::Debug);
    bench.log(4, LogLevel::Warning);
    bench.node.lines.add(lineOf(1, LogLevel::Critical, "zhanggui.node"));
    bench.ticks(1);
    QCOMPARE(bench.rows(), 10);
    auto* level = bench.page->findChild<FilterBar*>(u"level"_s);
    QTest::mouseClick(level->findChildren<QToolButton*>().at(2), Qt::LeftButton);
    QCOMPARE(bench.rows(), 5);
    QTest::keyClick(bench.window.get(), Qt::Key_4, Qt::AltModifier);
    QCOMPARE(bench.rows(), 1);
    QTest::keyClick(bench.window.get(), Qt::Key_1, Qt::AltModifier);
    QCOMPARE(bench.rows(), 10);

    QMenu* menu = bench.button(u"categories"_s)->menu();
    Q_EMIT menu->aboutToShow();
    QStringList names;
    for (const QAction* action : menu->actions())
        if (!action->isSeparator())
            names.append(action->text());
    QCOMPARE(names, (QStringList{u"All categories"_s, u"node"_s, u"sql"_s}));
    menu->actions().at(2)->trigger();
    QCOMPARE(bench.rows(), 1);
    QCOMPARE(bench.button(u"categories"_s)->text(), u"node"_s);
    menu->actions().at(0)->trigger();
    QCOMPARE(bench.rows(), 10);
}

void TestLogsPage::followsUntilOneScrollsUp()
{
    Bench bench;
    bench.log(500);
    QVERIFY(bench.page->isFollowing());
    QVERIFY(bench.isAtEnd());
    bench.log(20);
    QVERIFY(bench.isAtEnd());
    auto* follow = bench.button(u"follow"_s);
    QVERIFY(follow->isChecked());

    QTest::keyClick(bench.table, Qt::Key_Home, Qt::ControlModifier); // a user who goes up
    QVERIFY(!bench.page->isFollowing());
    QVERIFY(!follow->isChecked());
    const int stood = bench.table->verticalScrollBar()->value();
    bench.log(7);
    QCOMPARE(bench.table->verticalScrollBar()->value(), stood);
    QCOMPARE(bench.rows(), 527);
    QVERIFY(bench.count().contains(u"7 new below"_s));
    QTest::mouseClick(follow, Qt::LeftButton);
    QVERIFY(bench.page->isFollowing());
    QVERIFY(bench.isAtEnd());
    QVERIFY(!bench.count().contains(u"below"_s));

    bench.table->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub); // the wheel, the scroll bar
    QVERIFY(!bench.page->isFollowing());
    bench.table->verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
    QVERIFY(bench.page->isFollowing()); // whoever reaches the end follows again
    QTest::keyClick(bench.table, Qt::Key_F);
    QVERIFY(!bench.page->isFollowing());
    bench.log(3);
    QVERIFY(!bench.isAtEnd());
}

void TestLogsPage::pauses()
{
    Bench bench;
    bench.log(10);
    QTest::keyClick(bench.table, Qt::Key_P);
    QVERIFY(bench.button(u"pause"_s)->isChecked());
    QCOMPARE(bench.button(u"pause"_s)->text(), u"Resume"_s);
    bench.log(12);
    QCOMPARE(bench.rows(), 10);
    QVERIFY(bench.count().contains(u"Paused: 12 new"_s));
    QTest::mouseClick(bench.button(u"pause"_s), Qt::LeftButton);
    QCOMPARE(bench.rows(), 22);
    QVERIFY(!bench.count().contains(u"Paused"_s));
}

void TestLogsPage::clearsTheViewOnly()
{
    Bench bench;
    bench.log(10);
    QTest::keyClick(bench.table, Qt::Key_L, Qt::ControlModifier);
    QCOMPARE(bench.rows(), 0);
    QCOMPARE(bench.empty->headline(), u"The view is cleared"_s);
    bench.log(2);
    QCOMPARE(bench.rows(), 2);
    QTest::keyClick(bench.window.get(), Qt::Key_L, Qt::ControlModifier);
    QTest::mouseClick(bench.empty->findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(bench.rows(), 12); // all that the ring keeps
    QCOMPARE(bench.node.lines.since(0, 100).size(), 12);
}

void TestLogsPage::detailTellsAll()
{
    Bench bench;
    QVERIFY(bench.detail->facts().contains(u"Choose a line"_s));
    LogLine line = lineOf(1, LogLevel::Critical, "zhanggui.shop");
    line.text = QByteArray("edits of 3 products\nwere lost ") + QByteArray(600, 'x');
    bench.node.lines.add(line);
    bench.ticks(1);
    QTest::mouseClick(bench.table->viewport(), Qt::LeftButton, {},
                      bench.table->visualRect(bench.table->model()->index(0, LogModel::TextColumn)).center());
    QCOMPARE(bench.detail->text(), QString::fromUtf8(line.text));
    const QString facts = bench.detail->facts();
    QVERIFY2(facts.contains(u"2025-10-09 08:53:20.001 UTC"_s), qPrintable(facts));
    for (const QString& fact : {u"Critical"_s, u"zhanggui.shop"_s, u"thread database"_s})
        QVERIFY2(facts.contains(fact), qPrintable(facts));
    for (auto* button : bench.detail->findChildren<QToolButton*>())
        if (button->text() == u"Copy line"_s)
            QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(
        QGuiApplication::clipboard()->text().startsWith(u"2025-10-09T08:53:20.001Z critical zhanggui.shop edits"_s));
}

void TestLogsPage::detailNarrowsToTheRequest()
{
    Bench bench;
    bench.log(5);
    for (int i = 0; i < 3; ++i) {
        LogLine line = lineOf(100 + i);
        line.requestId = "7f3a-1";
        bench.node.lines.add(line);
    }
    bench.log(5);
    bench.table->chooseRow(6);
    QVERIFY(bench.detail->facts().contains(u"request 7f3a-1"_s));
    QToolButton* narrow = nullptr;
    for (auto* button : bench.detail->findChildren<QToolButton*>())
        if (button->text() == u"This request"_s)
            narrow = button;
    QVERIFY(narrow && narrow->isVisible());
    QTest::mouseClick(narrow, Qt::LeftButton);
    QTRY_COMPARE(bench.rows(), 3);
    QCOMPARE(bench.table->currentIndex().row(), 1); // the line that was looked at stays chosen
    QVERIFY(bench.detail->facts().contains(u"request 7f3a-1"_s));
    bench.page->clearFilters();
    QCOMPARE(bench.rows(), 13);
    QCOMPARE(bench.table->currentIndex().row(), 6);
}

void TestLogsPage::copies()
{
    Bench bench;
    bench.log(3);
    bench.table->setFocus();
    bench.table->clearSelection();
    QTest::keyClick(bench.table, Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 4); // a heading and all three
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Time (UTC)\tLevel\tCategory\tThread\tRequest\tText\n"_s));
    bench.table->chooseRow(1);
    QTest::keyClick(bench.table, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(),
                 u"2025-10-09T08:53:20.002Z info zhanggui.sql pool: connection 2 is out\n"_s);
    QTest::keyClick(bench.table, Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text().section(u'\n', 1, 1),
                 u"2025-10-09T08:53:20.002Z\tinfo\tzhanggui.sql\tdatabase\t\tpool: connection 2 is out"_s);
}

void TestLogsPage::exports_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begins");
    QTest::newRow("text") << u"a.log"_s << "2025-10-09T08:53:20.001Z info zhanggui.sql pool: connection 1 is out\n"_ba;
    QTest::newRow("csv") << u"a.csv"_s << "\xEF\xBB\xBFTime (UTC),Level,Category,Thread,Request,Text\r\n2025"_ba;
}

void TestLogsPage::exports()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, begins);
    Bench bench;
    bench.log(4);
    bench.table->clearSelection();
    const QString path = bench.folder.filePath(name);
    bench.page->exportTo(path);
    QTRY_COMPARE(bench.page->findChild<UndoBar*>()->text(), u"4 lines written to "_s + name);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY2(content.startsWith(begins), content.constData());
    QCOMPARE(content.count('\n'), name.endsWith(u"csv"_s) ? 5 : 4);
}

void TestLogsPage::exportThatFails()
{
    Bench bench;
    bench.log(1);
    bench.page->exportTo(bench.folder.filePath(u"no such folder/a.log"_s));
    QTRY_VERIFY(bench.isComplaining());
}

void TestLogsPage::adminSwitchesLevels()
{
    Bench bench;
    bench.node.staffDesk.signIn(u"admin"_s, u"staff-pass"_s);
    QMenu* menu = bench.page->levels().menu();
    QCOMPARE(bench.button(u"levels"_s)->menu(), menu);
    Q_EMIT menu->aboutToShow();
    QMenu* access = nullptr;
    for (QAction* action : menu->actions())
        if (action->menu() && action->text().startsWith(u"access"_s))
            access = action->menu();
    QVERIFY(access);
    QCOMPARE(access->title(), u"access:  Warning"_s); // as the program has it
    QVERIFY(access->actions().at(int(LogLevel::Warning))->isChecked());
    bench.node.adminDesk.levels["zhanggui.access"] = LogLevel::Warning;
    access->actions().at(int(LogLevel::Info))->trigger();
    auto* undo = bench.page->findChild<UndoBar*>();
    QTRY_COMPARE(undo->text(), u"access writes from now on: Info"_s);
    QVERIFY(bench.node.adminDesk.levels["zhanggui.access"] == LogLevel::Info);
    QTest::keyClick(bench.window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(bench.node.adminDesk.levels["zhanggui.access"] == LogLevel::Warning);

    bench.node.adminDesk.refusal = Error{ErrorCode::DependencyDown, u"the node does not serve"_s};
    access->actions().at(int(LogLevel::Debug))->trigger();
    QTRY_VERIFY(bench.isComplaining());
}

void TestLogsPage::othersLook()
{
    Bench bench;
    QMenu* menu = bench.page->levels().menu();
    Q_EMIT menu->aboutToShow();
    QCOMPARE(menu->actions().at(0)->text(), u"Sign in as an admin to change what is written"_s);
    bench.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    Q_EMIT menu->aboutToShow();
    QCOMPARE(menu->actions().at(0)->text(), u"Only an admin may change what is written"_s);
    for (const QAction* action : menu->actions())
        if (action->menu())
            for (const QAction* level : action->menu()->actions())
                QVERIFY(!level->isEnabled());
}

void TestLogsPage::remembersFilters()
{
    Bench bench;
    bench.log(3);
    QTest::keyClick(bench.window.get(), Qt::Key_3, Qt::AltModifier);
    Q_EMIT bench.button(u"categories"_s)->menu()->aboutToShow();
    bench.button(u"categories"_s)->menu()->actions().at(2)->trigger();
    LogsPage again({bench.node, bench.theme, bench.state, bench.lingo});
    QVERIFY(again.model().filter().least == LogLevel::Warning);
    QCOMPARE(again.model().filter().categories, QSet<QByteArray>{"zhanggui.sql"});
}

/// Where every other page gives way to the notice, this one says what happened before.
void TestLogsPage::showsWhyTheNodeFailed()
{
    Bench bench;
    bench.log(3);
    bench.node.why = Error{ErrorCode::DependencyDown, u"cannot listen on 127.0.0.1:8080: the port is taken"_s};
    bench.node.become(node::State::Failed);
    QCOMPARE(bench.window->shown(), static_cast<QWidget*>(bench.page));
    Banner* shown = nullptr;
    for (Banner* banner : bench.page->findChildren<Banner*>())
        if (banner->isVisible())
            shown = banner;
    QVERIFY(shown);
    const int starts = bench.node.starts;
    for (QToolButton* button : shown->findChildren<QToolButton*>())
        if (button->text() == u"Try again"_s)
            QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bench.node.starts, starts + 1);
    bench.node.become(node::State::Serving);
    QVERIFY(!shown->isVisible());
    bench.window->showPage(u"overview"_s);
    bench.node.become(node::State::Failed);
    QVERIFY(bench.window->shown() != bench.window->page(u"overview"_s));
}

/// The whole ring at once, then what a busy second brings, then filters: the window answers all the while.
void TestLogsPage::hundredThousandLines()
{
    Bench bench;
    for (int i = 0; i < LogRing::usualLines; ++i)
        bench.node.lines.add(lineOf(i, LogLevel(i % logLevelCount)));
    const quint64 kept = bench.node.lines.lastNumber() - bench.node.lines.since(0, 1).first().number + 1;
    QCOMPARE(kept, quint64(LogRing::usualLines)); // the bytes suffice, too
    QElapsedTimer timer;
    timer.start();
    bench.ticks(1);
    QCoreApplication::processEvents();
    qInfo("first look: %lld ms", timer.elapsed());
    QCOMPARE(bench.rows(), LogRing::usualLines);
    QVERIFY(bench.isAtEnd());
    qint64 worst = 0;
    for (int tick = 0; tick < 10; ++tick) { // the oldest go while the newest come
        timer.restart();
        bench.log(500);
        worst = std::max(worst, timer.elapsed());
    }
    qInfo("a tick with 500 lines: %lld ms", worst);
    QCOMPARE(bench.rows(), LogRing::usualLines);
    QVERIFY(bench.isAtEnd());
    QVERIFY2(worst < 250, qPrintable(QString::number(worst)));
    timer.restart();
    bench.page->search(u"connection 17"_s);
    QTRY_VERIFY(bench.rows() < LogRing::usualLines);
    qInfo("a filter: %lld ms", timer.elapsed());
    timer.restart();
    bench.page->clearFilters();
    QCoreApplication::processEvents();
    qInfo("all again: %lld ms", timer.elapsed());
    QCOMPARE(bench.rows(), LogRing::usualLines);
}

QTEST_MAIN(TestLogsPage)
#include "tst_logspage.moc"
