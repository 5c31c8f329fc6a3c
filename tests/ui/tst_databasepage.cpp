// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/models/planmodel.h"
#include "ui/models/replicamodel.h"
#include "ui/models/statementmodel.h"
#include "ui/pages/databaseconnections.h"
#include "ui/pages/databasepage.h"
#include "ui/pages/databasestatements.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/histogrambars.h"
#include "ui/widgets/poolcells.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTreeView>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestDatabasePage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheFiguresToAnybody();
    void cellsSayStateAndStatement();
    void barsAreLogarithmic();
    void statementsAreListed();
    void planIsATree();
    void plansAreAskedOnceEach();
    void looksForAnIndex();
    void lookingCanBeCancelled();
    void applyNeedsAnAdmin();
    void appliesAndUndoes();
    void ratioAndReplicas();
    void failuresAreTold();
    void anotherRunForgets();
};

namespace {

/// A console that shows the page.
struct Shown : Console
{
    explicit Shown(const QString& user = {})
    {
        if (!user.isEmpty())
            node.staffDesk.signIn(user, u"staff-pass"_s);
        show({1'440, 900});
        window->showPage(u"database"_s);
        page = qobject_cast<DatabasePage*>(window->page(u"database"_s));
        connections = page->findChild<DatabaseConnections*>();
        statements = page->findChild<DatabaseStatements*>();
        settle();
    }
    void settle()
    {
        ticks(4);
        QTest::qWait(0);
        ticks(4);
        QTest::qWait(0);
    }
    bool says(const QString& text) const
    {
        for (const QLabel* label : page->findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    }
    TableView* table() const { return page->findChild<TableView*>(u"statements"_s); }
    void choose(const QString& name)
    {
        page->showView(DatabasePage::Statements);
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            if (table()->model()->index(row, 0).data().toString() == name)
                QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                                  table()->visualRect(table()->model()->index(row, 0)).center());
        QTest::qWait(0);
    }

    DatabasePage* page;
    DatabaseConnections* connections;
    DatabaseStatements* statements;
};

} // namespace

void TestDatabasePage::showsTheFiguresToAnybody()
{
    const Shown shown; // nobody is signed in
    QTRY_VERIFY(shown.connections->isVisible());
    QVERIFY(shown.says(u"ThreadsAwaiting"_s));
    QVERIFY(shown.says(u"ActiveConnections"_s));
    QVERIFY(shown.says(u"p99 890 µs"_s));
    QVERIFY(shown.says(u"SQLite"_s));
}

void TestDatabasePage::cellsSayStateAndStatement()
{
    const Shown shown;
    PoolCells& cells = shown.connections->cells();
    QTRY_COMPARE(cells.count(), 10);
    QCOMPARE(cells.stateText(0), u"In use 2.0 ms"_s);
    QCOMPARE(cells.stateText(3), u"Leaked? 12.40 s"_s);
    QVERIFY(cells.stateText(4).startsWith(u"Idle"_s));
    QVERIFY(cells.stateText(7).startsWith(u"Broken"_s));
    QVERIFY(cells.stateText(8).startsWith(u"Opening"_s));
    QVERIFY(cells.detailText(1).contains(u"product.search.count has been running for 1.18 s"_s));
    QVERIFY(cells.detailText(2).contains(u"Its last statement: order.list.newest"_s));
    QVERIFY(cells.detailText(9).startsWith(u"Writer 1"_s));
    cells.setFocus();
    QSignalSpy moved(&cells, &PoolCells::currentChanged);
    QTest::keyClick(&cells, Qt::Key_Right);
    QTest::keyClick(&cells, Qt::Key_Right);
    QCOMPARE(cells.current(), 1);
    QCOMPARE(moved.size(), 2);
    QVERIFY(cells.accessibleDescription().contains(u"product.search.count"_s));
    QTest::mouseClick(&cells, Qt::LeftButton, {}, cells.cellRect(3).center());
    QCOMPARE(cells.current(), 3);
    for (int i = 1; i < cells.count(); ++i)
        QVERIFY(!cells.cellRect(i).intersects(cells.cellRect(i - 1)));
    QVERIFY(cells.rect().contains(cells.cellRect(9)));
}

void TestDatabasePage::barsAreLogarithmic()
{
    Theme theme;
    HistogramBars bars(theme);
    bars.resize(500, bars.sizeHint().height());
    telemetry::WaitBars counts{};
    counts[0] = 1'000'000;
    counts[3] = 1'000;
    counts[12] = 1;
    bars.show(counts);
    QVERIFY(bars.barRect(1).isEmpty());
    QVERIFY(bars.barRect(12).height() >= 2); // one of a million is still seen
    QVERIFY(std::abs(bars.barRect(3).height() * 2 - bars.barRect(0).height()) <= 2);
    QCOMPARE(bars.barText(0), u"1,000,000 took at most 10 µs"_s);
    QCOMPARE(bars.barText(3), u"1,000 took 100 µs to 300 µs"_s);
    QCOMPARE(bars.barText(12), u"1 took more than 3 s"_s);
    QVERIFY(bars.accessibleDescription().contains(u"took more than 3 s"_s));
}

void TestDatabasePage::statementsAreListed()
{
    StatementModel model;
    const QAbstractItemModelTester tester(&model);
    FakeDatabase fake;
    model.show(fake.now.statements);
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.index(0, StatementModel::Calls).data().toString(), u"91,204"_s);
    QCOMPARE(model.index(0, StatementModel::Mean).data().toString(), u"12 µs"_s);
    QCOMPARE(model.index(1, StatementModel::P99).data().toString(), u"193 ms"_s);
    QCOMPARE(model.index(0, StatementModel::Plan).data().toString(), u"–"_s);
    double shares = 0;
    for (int i = 0; i < model.rowCount(); ++i)
        shares += model.index(i, StatementModel::Share).data(RawRole).toDouble();
    QCOMPARE(shares, 1.0);
    fake.now.statements[1].isPlanned = fake.now.statements[1].fullScan = true;
    fake.now.statements.removeAt(3);
    model.show(fake.now.statements);
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.index(1, StatementModel::Plan).data().toString(), u"Full scan"_s);
    QCOMPARE(model.index(1, StatementModel::Plan).data(TintRole).toInt(), int(Tint::Bad));

    Shown shown;
    QTest::keyClick(shown.page, Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(shown.table()->isVisible());
    QCOMPARE(shown.table()->model()->index(0, 0).data().toString(), u"product.search.count"_s); // the dearest
    QVERIFY(shown.table()->model()->index(0, StatementModel::Plan).data().toString().startsWith(u"Full scan"_s));
    QTest::keyClick(shown.window.get(), Qt::Key_F, Qt::ControlModifier);
    auto* search = shown.statements->findChild<QLineEdit*>(u"search"_s);
    QVERIFY(search->hasFocus());
    QTest::keyClicks(search, u"insert orders"_s);
    QCOMPARE(shown.table()->model()->rowCount(), 1);
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(shown.table()->model()->rowCount(), 5);
    QTest::keyClicks(search, u"quux"_s);
    QVERIFY(!shown.table()->isVisible());
}

void TestDatabasePage::planIsATree()
{
    Theme theme;
    PlanModel model(theme);
    const QAbstractItemModelTester tester(&model);
    const FakeDatabase fake;
    model.show(fake.plans[2]);
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex matches = model.index(0, 0);
    QCOMPARE(model.rowCount(matches), 2);
    const QModelIndex scan = model.index(0, PlanModel::Meaning, matches);
    QCOMPARE(scan.data().toString(), u"Reads the whole table"_s);                    // a word
    QVERIFY(!scan.data(Qt::DecorationRole).value<QIcon>().isNull());                 // an icon
    QCOMPARE(scan.data(Qt::ForegroundRole).value<QColor>(), theme.color(Tint::Bad)); // and red
    model.show({});
    QCOMPARE(model.rowCount(), 0);

    Shown shown;
    shown.choose(u"product.search.count"_s);
    auto* tree = shown.statements->findChild<QTreeView*>(u"plan"_s);
    QCOMPARE(tree->model()->rowCount(), 2);
    QVERIFY(tree->isExpanded(tree->model()->index(0, 0)));
    QVERIFY(shown.statements->findChild<QPlainTextEdit*>()->toPlainText().contains(u"FROM products AS p"_s));
    shown.choose(u"committer.commit"_s);
    QCOMPARE(tree->model()->rowCount(), 0);
    QVERIFY(shown.says(u"has no plan"_s));
}

void TestDatabasePage::plansAreAskedOnceEach()
{
    Shown shown;
    shown.settle();
    QList<int> asked = shown.node.databaseDesk.planned;
    std::sort(asked.begin(), asked.end());
    QCOMPARE(asked, (QList<int>{1, 2, 3, 4, 5}));
}

void TestDatabasePage::looksForAnIndex()
{
    Shown shown;
    shown.choose(u"product.search.count"_s);
    auto* look = shown.statements->findChild<QPushButton*>(u"look"_s);
    auto* create = shown.statements->findChild<QLineEdit*>(u"create"_s);
    QVERIFY(!create->isVisible());
    QTest::mouseClick(look, Qt::LeftButton);
    QTRY_VERIFY(create->isVisible());
    QCOMPARE(shown.node.databaseDesk.advised, QList<int>{2});
    QCOMPARE(create->text(), u"CREATE INDEX products_price_sales ON products (price, sales);"_s);
    QVERIFY(shown.says(u"a copy of 20,000 rows"_s));
    QTest::mouseClick(shown.statements->findChild<QPushButton*>(u"copy"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), create->text());
    auto* which = shown.statements->findChild<Segments*>();
    QVERIFY(which->isVisible());
    auto* tree = shown.statements->findChild<QTreeView*>(u"plan"_s);
    which->setCurrent(1);
    Q_EMIT which->currentChanged(1);
    QVERIFY(tree->model()->index(0, 0).data().toString().contains(u"products_price_sales"_s));

    shown.node.databaseDesk.advice.verdict = telemetry::IndexAdvice::Verdict::NoneHelps;
    shown.choose(u"order.list.newest"_s);
    QVERIFY(!create->isVisible());
    QTest::keyClick(shown.table(), Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(shown.says(u"made the plan better"_s));
    QVERIFY(!create->isVisible());
    shown.choose(u"product.search.count"_s);
    QVERIFY(create->isVisible()); // what was found is kept
}

void TestDatabasePage::lookingCanBeCancelled()
{
    Shown shown;
    shown.node.databaseDesk.isHolding = true;
    shown.choose(u"product.search.count"_s);
    auto* look = shown.statements->findChild<QPushButton*>(u"look"_s);
    auto* progress = shown.statements->findChild<ProgressStrip*>();
    QTest::mouseClick(look, Qt::LeftButton);
    QVERIFY(!look->isEnabled());
    QTRY_VERIFY(progress->isVisible());
    auto* cancel = progress->findChild<QPushButton*>();
    QTest::mouseClick(cancel, Qt::LeftButton);
    QVERIFY(look->isEnabled());
    shown.node.databaseDesk.answerAll();
    QTest::qWait(0);
    QVERIFY(!shown.statements->findChild<QLineEdit*>(u"create"_s)->isVisible());
}

void TestDatabasePage::applyNeedsAnAdmin()
{
    Shown shown(u"mei"_s);
    auto* size = shown.connections->findChild<QSpinBox*>();
    QVERIFY(!size->isEnabled());
    QVERIFY(size->toolTip().contains(u"admin"_s));
    QVERIFY(shown.says(u"27"_s));
    shown.node.staffDesk.signIn(u"admin"_s, u"staff-pass"_s);
    QVERIFY(size->isEnabled());
    QCOMPARE(size->value(), 27); // what is advised
    shown.node.staffDesk.signOut();
    QVERIFY(!size->isEnabled());
}

void TestDatabasePage::appliesAndUndoes()
{
    Shown shown(u"admin"_s);
    auto* size = shown.connections->findChild<QSpinBox*>();
    QPushButton* apply = nullptr;
    for (QPushButton* button : shown.connections->findChildren<QPushButton*>())
        if (button->text() == u"Apply"_s)
            apply = button;
    QVERIFY(apply && apply->isEnabled());
    QTest::mouseClick(apply, Qt::LeftButton);
    QTRY_COMPARE(shown.node.databaseDesk.resized, QList<int>{27});
    auto* undo = shown.page->findChild<UndoBar*>();
    QTRY_VERIFY(undo->text().contains(u"27"_s));
    QTest::mouseClick(undo->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_COMPARE(shown.node.databaseDesk.resized, (QList<int>{27, 20}));

    size->setFocus();
    size->selectAll();
    QTest::keyClicks(size, u"12"_s);
    QTest::keyClick(size, Qt::Key_Return);
    QTRY_COMPARE(shown.node.databaseDesk.resized, (QList<int>{27, 20, 12}));
    shown.node.databaseDesk.isAdmin = false; // signed out elsewhere
    size->selectAll();
    QTest::keyClicks(size, u"13"_s);
    QTest::keyClick(size, Qt::Key_Return);
    QTRY_VERIFY(shown.page->findChild<Banner*>()->text().startsWith(u"The pool stays as it was."_s));
}

void TestDatabasePage::ratioAndReplicas()
{
    Shown shown;
    QTRY_VERIFY(shown.says(u"25 : 1"_s));
    QVERIFY(shown.says(u"Read replicas need PostgreSQL"_s));
    auto& now = shown.node.databaseDesk.now;
    now.isPostgreSql = true;
    shown.settle();
    QTRY_VERIFY(shown.says(u"consider read replicas"_s));
    now.replicas = {{u"10.0.0.2:5432/shop"_s, true, 140, 12'040, 0}, {u"10.0.0.3:5432/shop"_s, false, -1, 0, 3}};
    now.reads = 3 * now.writes;
    shown.settle();
    QTRY_VERIFY(shown.says(u"3.0 : 1"_s));
    QVERIFY(!shown.says(u"Past 10"_s));
    ReplicaModel model;
    const QAbstractItemModelTester tester(&model);
    model.assign(now.replicas);
    QCOMPARE(model.index(0, ReplicaModel::Lag).data().toString(), u"140 ms"_s);
    QCOMPARE(model.index(1, ReplicaModel::Lag).data().toString(), u"Not known"_s);
    QCOMPARE(model.index(1, ReplicaModel::Use).data().toString(), u"Left out"_s);
}

void TestDatabasePage::failuresAreTold()
{
    Shown shown;
    QTRY_VERIFY(shown.connections->isVisible());
    shown.node.databaseDesk.failure = Error{ErrorCode::DependencyDown, u"the node does not serve"_s};
    shown.settle();
    auto* banner = shown.page->findChild<Banner*>();
    QTRY_VERIFY(banner->text().startsWith(u"These figures are from before."_s));
    QVERIFY(shown.connections->isVisible()); // they stay
    shown.node.databaseDesk.failure.reset();
    shown.settle();
    QTRY_VERIFY(!banner->isVisible());
    shown.node.databaseDesk.now.problem = u"could not connect"_s;
    shown.settle();
    QTRY_VERIFY(banner->text().startsWith(u"No connection can be made."_s));
}

void TestDatabasePage::anotherRunForgets()
{
    Shown shown;
    shown.choose(u"product.search.count"_s);
    QVERIFY(shown.statements->current() > 0);
    shown.node.become(node::State::Stopped);
    QCOMPARE(shown.statements->current(), 0);
    QCOMPARE(shown.statements->model().rowCount(), 0);
    shown.node.databaseDesk.planned.clear();
    shown.node.become(node::State::Serving);
    shown.settle();
    QTRY_COMPARE(shown.statements->model().rowCount(), 5);
    QVERIFY(shown.node.databaseDesk.planned.contains(1) || shown.node.databaseDesk.now.statements.at(0).isPlanned);
}

QTEST_MAIN(TestDatabasePage)
#include "tst_databasepage.moc"
