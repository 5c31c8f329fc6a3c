// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/shell/commandpalette.h"

#include <QLineEdit>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestPalette final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void score_data();
    void score();
    void findsPagesAndActions();
    void runsWhatIsChosen();
    void looksUpProductsAndOrders();
    void asksNobodyBeforeSignIn();
};

static QStringList titles(const PaletteModel& model)
{
    QStringList all;
    for (int i = 0; i < model.rowCount(); ++i)
        all.append(model.entry(i).title);
    return all;
}

void TestPalette::score_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("score");
    QTest::newRow("begins") << u"Orders"_s << u"ord"_s << 4;
    QTest::newRow("word") << u"Export as CSV"_s << u"csv"_s << 3;
    QTest::newRow("inside") << u"Settings"_s << u"ting"_s << 2;
    QTest::newRow("letters") << u"Settings"_s << u"stg"_s << 1;
    QTest::newRow("no") << u"Settings"_s << u"xyz"_s << 0;
    QTest::newRow("nothing typed") << u"Settings"_s << QString() << 1;
    QTest::newRow("chinese") << u"订单"_s << u"订"_s << 4;
}

void TestPalette::score()
{
    QFETCH(QString, title);
    QFETCH(QString, typed);
    QTEST(paletteScore(title, typed), "score");
}

void TestPalette::findsPagesAndActions()
{
    Console console;
    console.show();
    console.ticks(1);
    console.window->openPalette();
    CommandPalette& palette = console.window->commandPalette();
    QVERIFY(palette.isVisible());
    QVERIFY(titles(palette.model()).contains(u"Overview"_s));
    QTest::keyClicks(palette.field(), u"csv"_s);
    QCOMPARE(titles(palette.model()).value(0), u"Export as CSV…"_s);
    palette.field()->clear();
    QTest::keyClicks(palette.field(), u"dark"_s);
    QVERIFY(titles(palette.model()).contains(u"Appearance: Dark"_s));
    QTest::keyClick(palette.field(), Qt::Key_Escape);
    QVERIFY(!palette.isVisible());
}

void TestPalette::runsWhatIsChosen()
{
    Console console;
    console.show();
    console.window->openPalette();
    CommandPalette& palette = console.window->commandPalette();
    QTest::keyClicks(palette.field(), u"sett"_s);
    QTest::keyClick(palette.field(), Qt::Key_Return);
    QCOMPARE(console.window->currentPage(), u"settings"_s);
    QVERIFY(!palette.isVisible());
}

void TestPalette::looksUpProductsAndOrders()
{
    Console console;
    shop::Product tea;
    tea.id = ProductId(31);
    tea.name = u"龙井 2026"_s;
    tea.priceFen = 8'800;
    console.node.productDesk.items.append(tea);
    shop::Order order;
    order.id = OrderId(5);
    order.orderNo = u"20260301000042"_s;
    order.totalFen = 12'34;
    console.node.orderDesk.items.append(order);
    console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    console.show();
    console.window->openPalette();
    CommandPalette& palette = console.window->commandPalette();
    QSignalSpy chosen(&palette, &CommandPalette::itemChosen);

    palette.field()->setText(u"龙"_s);
    Q_EMIT palette.field()->textEdited(u"龙"_s);
    QTRY_VERIFY(titles(palette.model()).contains(tea.name));
    QTest::keyClick(palette.field(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.at(0).at(1).toLongLong(), 31);
    QCOMPARE(console.window->currentPage(), u"products"_s);

    console.window->openPalette();
    QTest::keyClicks(palette.field(), order.orderNo);
    QTRY_VERIFY(titles(palette.model()).contains(u"Order 20260301000042"_s));
    QCOMPARE(console.node.productDesk.asked.count(u"2026030100"_s), 0); // typed fast: one question
}

void TestPalette::asksNobodyBeforeSignIn()
{
    Console console;
    console.show();
    console.window->openPalette();
    CommandPalette& palette = console.window->commandPalette();
    QTest::keyClicks(palette.field(), u"tea"_s);
    QTest::qWait(300); // longer than the debounce: nothing is the expected outcome
    QVERIFY(console.node.productDesk.asked.isEmpty());
}

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
