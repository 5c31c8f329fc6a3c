// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/pages/ordersactions.h"
#include "ui/pages/orderspage.h"
#include "ui/pages/packingsession.h"
#include "ui/pages/packingwindow.h"
#include "ui/widgets/packingnote.h"
#include "ui/widgets/scanline.h"
#include "ui/widgets/tableview.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using shop::OrderStatus;
using Stage = PackingSession::Stage;

/// A packing table with so many orders that wait, each opened as a person does it: F11 on the orders page.
struct Table
{
    explicit Table(int orders = 3)
    {
        QList<shop::Order>& items = desk.node.orderDesk.items;
        items = makeOrders(orders);
        for (shop::Order& order : items)
            order.status = OrderStatus::Paid;
        page = std::make_unique<OrdersPage>(desk.context());
        page->resize(1300, 760);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
    }
    void begin()
    {
        QTRY_COMPARE(QApplication::activeWindow(), page.get());
        QTest::keyClick(page.get(), Qt::Key_F11);
        window = page->findChild<PackingWindow*>();
        QVERIFY(window);
        QVERIFY(QTest::qWaitForWindowActive(window));
        QTRY_VERIFY(window->line().hasFocus());
        session = page->findChild<PackingSession*>();
    }
    /// As a scanner does: keys to whatever has the keyboard, then Enter.
    void scan(const QString& text)
    {
        QWidget* focus = QApplication::focusWidget();
        QVERIFY(focus);
        QVERIFY(window->isAncestorOf(focus));
        QTest::keyClicks(focus, text);
        QTest::keyClick(focus, Qt::Key_Return);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTRY_VERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    void pickAll()
    {
        const shop::Order order = session->current().order();
        for (const shop::OrderItem& item : order.items)
            for (qint64 i = 0; i < item.quantity; ++i)
                scan(QString::number(item.productId.value));
    }
    ShopOrders& store() { return desk.node.orderDesk; }
    PackingNote& note() { return window->note(); }

    Desk desk;
    std::unique_ptr<OrdersPage> page;
    PackingWindow* window = nullptr;
    PackingSession* session = nullptr;
};

class TestPacking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twentyOrdersByKeyboardAlone();
    void scannerQuickerThanTheStore();
    void wrongItemAndTooMany();
    void manyAtOnce();
    void undo();
    void skip();
    void opensTheOrderThatIsScanned();
    void refusesWhatCannotBePacked_data();
    void refusesWhatCannotBePacked();
    void noTrackingNumber();
    void trackingNumberUsedTwice();
    void storeFails();
    void answerWasLost();
    void changedMeanwhile_data();
    void changedMeanwhile();
    void changedAsItIsShipped();
    void nothingWaits();
    void listFails();
    void comesBack();
    void keepsTheKeyboard();
    void soundIsOffAtFirst();
    void fitsASmallScreen_data();
    void fitsASmallScreen();
    void wideDigits();
};

void TestPacking::twentyOrdersByKeyboardAlone()
{
    Table table(20);
    table.begin();
    QAbstractItemModelTester tester(&table.window->model());
    QVERIFY(table.window->isFullScreen());
    for (int i = 1; i <= 20; ++i) {
        QTRY_COMPARE(table.session->stage(), Stage::Picking);
        QCOMPARE(table.session->current().id(), OrderId(i)); // the one that waits longest
        QVERIFY(table.window->findChild<QLabel*>(u"packingNumber"_s)
                    ->text()
                    .contains(table.session->current().order().orderNo));
        table.pickAll();
        QCOMPARE(table.session->stage(), Stage::Tracking);
        QCOMPARE(table.note().word(), u"Complete"_s);
        table.scan(u"SF10000%1"_s.arg(i, 8, 10, QChar(u'0')));
        QTRY_COMPARE(table.store().at(OrderId(i))->status, OrderStatus::Shipped);
    }
    QTRY_COMPARE(table.session->stage(), Stage::Empty);
    for (int i = 1; i <= 20; ++i)
        QCOMPARE(table.store().at(OrderId(i))->trackingNo, u"SF10000%1"_s.arg(i, 8, 10, QChar(u'0')));
    QStringList texts;
    for (const QLabel* label : table.window->findChildren<QLabel*>())
        texts += label->text();
    QVERIFY(texts.contains(u"20 of 20 today"_s));
    table.key(Qt::Key_Escape);
    QTRY_VERIFY(!table.window->isVisible());
    QTRY_COMPARE(table.page->model().row(0).status, OrderStatus::Shipped); // the list knows
    QTRY_VERIFY(table.page->findChild<TableView*>(u"table"_s)->hasFocus());
}

void TestPacking::scannerQuickerThanTheStore()
{
    Table table(2);
    table.store().items[0].items = {{ProductId(7), u"Tea"_s, 100, 1}};
    table.store().items[1].items = {{ProductId(7), u"Tea"_s, 100, 1}};
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.scan(u"7"_s);
    table.store().isHeld = true;
    table.scan(u"SF00000001"_s);
    QCOMPARE(table.session->stage(), Stage::Shipping);
    table.scan(u"7"_s); // the next order's, before the store has answered
    table.scan(u"SF00000002"_s);
    table.store().isHeld = false;
    table.store().releaseAll();
    QTRY_COMPARE(table.store().at(OrderId(2))->trackingNo, u"SF00000002"_s);
    QCOMPARE(table.store().at(OrderId(1))->trackingNo, u"SF00000001"_s);
}

void TestPacking::wrongItemAndTooMany()
{
    Table table(1);
    table.store().items[0].items = {{ProductId(7), u"Tea"_s, 100, 2}, {ProductId(9), u"Cup"_s, 100, 1}};
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.scan(u"8"_s);
    QCOMPARE(table.note().word(), u"Wrong item"_s);
    QCOMPARE(table.note().tone(), Tone::Bad);
    QVERIFY(table.note().text().contains(u"8"_s));
    QCOMPARE(table.session->current().pickedPieces(), 0);
    table.scan(u"7"_s);
    QCOMPARE(table.note().tone(), Tone::Good);
    table.scan(u"#7"_s);
    QCOMPARE(table.window->model().row(0).picked, 2);
    table.scan(u"7"_s);
    QCOMPARE(table.note().word(), u"Too many"_s);
    QVERIFY(table.note().text().contains(u"Tea"_s));
    QCOMPARE(table.session->current().pickedPieces(), 2);
    table.scan(u"SF1000000001"_s); // a piece is missing
    QCOMPARE(table.note().word(), u"Not yet"_s);
    QCOMPARE(table.store().at(OrderId(1))->status, OrderStatus::Paid);
    table.scan(u"9"_s);
    QCOMPARE(table.session->stage(), Stage::Tracking);
    table.scan(u"9"_s); // once more: no tracking number
    QCOMPARE(table.note().word(), u"Too many"_s);
    QCOMPARE(table.store().at(OrderId(1))->status, OrderStatus::Paid);
}

void TestPacking::manyAtOnce()
{
    Table table(1);
    table.store().items[0].items = {{ProductId(7), u"Tea"_s, 100, 50}};
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.scan(u"48*7"_s);
    QCOMPARE(table.session->current().pickedPieces(), 48);
    table.scan(u"3*7"_s);
    QCOMPARE(table.note().word(), u"Too many"_s);
    QCOMPARE(table.session->current().pickedPieces(), 48);
    table.scan(u"0*7"_s);
    QCOMPARE(table.session->current().pickedPieces(), 48);
    table.scan(u"2*7"_s);
    QCOMPARE(table.session->stage(), Stage::Tracking);
    table.key(Qt::Key_Z, Qt::ControlModifier); // the two of them
    QCOMPARE(table.session->current().pickedPieces(), 48);
    QCOMPARE(table.session->stage(), Stage::Picking);
}

void TestPacking::undo()
{
    Table table(1);
    table.store().items[0].items = {{ProductId(7), u"Tea"_s, 100, 1}, {ProductId(9), u"Cup"_s, 100, 2}};
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.scan(u"7"_s);
    table.scan(u"9"_s);
    table.scan(u"UNDO"_s); // printed on a card, for the scanner
    QCOMPARE(table.window->model().row(1).picked, 0);
    QCOMPARE(table.note().word(), u"Undone"_s);
    QTest::keyClicks(QApplication::focusWidget(), u"half"_s);
    table.key(Qt::Key_Z, Qt::ControlModifier); // not the field's own undo
    QCOMPARE(table.window->model().row(0).picked, 0);
    table.window->line().clear();
    table.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(table.session->current().pickedPieces(), 0);
    table.scan(u"UNDO"_s);
    QCOMPARE(table.note().word(), u"Nothing to undo"_s);
}

void TestPacking::skip()
{
    Table table(3);
    table.begin();
    QTRY_COMPARE(table.session->current().id(), OrderId(1));
    table.scan(QString::number(table.session->current().order().items.first().productId.value));
    table.key(Qt::Key_F8);
    QTRY_COMPARE(table.session->current().id(), OrderId(2));
    table.pickAll();
    table.scan(u"SF1000000002"_s);
    QTRY_COMPARE(table.session->current().id(), OrderId(3));
    table.scan(u"SKIP"_s);
    QTRY_COMPARE(table.session->current().id(), OrderId(1)); // only skipped ones are left
    QCOMPARE(table.session->current().pickedPieces(), 1);    // what was picked is still there
    QCOMPARE(table.store().at(OrderId(1))->status, OrderStatus::Paid);
}

void TestPacking::opensTheOrderThatIsScanned()
{
    Table table(5);
    table.begin();
    QTRY_COMPARE(table.session->current().id(), OrderId(1));
    table.scan(QString::number(table.session->current().order().items.first().productId.value));
    table.scan(table.store().at(OrderId(4))->orderNo);
    QTRY_COMPARE(table.session->current().id(), OrderId(4));
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.scan(table.store().at(OrderId(4))->orderNo);
    QCOMPARE(table.note().word(), u"Open already"_s);
    table.pickAll();
    table.scan(table.store().at(OrderId(4))->orderNo); // never taken for a tracking number
    QCOMPARE(table.note().word(), u"Open already"_s);
    table.scan(u"SF1000000004"_s);
    QTRY_COMPARE(table.session->current().id(), OrderId(1)); // where one was before
    QCOMPARE(table.session->current().pickedPieces(), 1);
}

void TestPacking::refusesWhatCannotBePacked_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("word");
    QTest::newRow("unknown") << u"202510099999999999"_s << u"No such order"_s;
    QTest::newRow("shipped") << QString() << u"Not to be packed"_s;
}

void TestPacking::refusesWhatCannotBePacked()
{
    QFETCH(QString, number);
    QFETCH(QString, word);
    Table table(3);
    table.store().at(OrderId(3))->status = OrderStatus::Refunding;
    if (number.isEmpty())
        number = table.store().at(OrderId(3))->orderNo;
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.scan(number);
    QTRY_COMPARE(table.note().word(), word);
    QCOMPARE(table.note().tone(), Tone::Bad);
    QCOMPARE(table.session->current().id(), OrderId(1));
    QCOMPARE(table.session->stage(), Stage::Picking);
}

void TestPacking::noTrackingNumber()
{
    Table table(1);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.pickAll();
    for (const QString& text : {u"999999"_s, u"SF 12"_s, u"http://example.cn/SF100"_s}) {
        table.scan(text);
        QCOMPARE(table.note().word(), u"No tracking number"_s);
        QCOMPARE(table.store().at(OrderId(1))->status, OrderStatus::Paid);
    }
    table.scan(QString());
    QCOMPARE(table.note().text(), u"Scan the tracking number."_s);
}

void TestPacking::trackingNumberUsedTwice()
{
    Table table(2);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.pickAll();
    table.scan(u"SF1000000001"_s);
    QTRY_COMPARE(table.session->current().id(), OrderId(2));
    table.pickAll();
    table.scan(u"SF1000000001"_s); // the label of the parcel before
    QCOMPARE(table.note().word(), u"Used already"_s);
    QVERIFY(table.note().text().contains(table.store().at(OrderId(1))->orderNo));
    QCOMPARE(table.store().at(OrderId(2))->status, OrderStatus::Paid);
    table.scan(u"SF1000000001"_s); // both in one parcel
    QTRY_COMPARE(table.store().at(OrderId(2))->status, OrderStatus::Shipped);
}

void TestPacking::storeFails()
{
    Table table(1);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.pickAll();
    table.store().failure = Error{ErrorCode::DependencyDown, u"no connection after 3000 ms"_s};
    table.scan(u"SF1000000001"_s);
    QTRY_COMPARE(table.note().word(), u"Not shipped"_s);
    QVERIFY(table.note().text().contains(u"press Enter"_s));
    QVERIFY(table.note().text().contains(u"SF1000000001"_s));
    QCOMPARE(table.window->line().text(), u"SF1000000001"_s); // kept
    QVERIFY(table.session->current().isComplete());
    table.session->poll(); // the store is still away: nothing gets lost
    table.key(Qt::Key_Return);
    QTRY_COMPARE(table.window->line().text(), u"SF1000000001"_s);
    table.store().failure.reset();
    table.key(Qt::Key_Return);
    QTRY_COMPARE(table.store().at(OrderId(1))->trackingNo, u"SF1000000001"_s);
    QTRY_COMPARE(table.session->stage(), Stage::Empty);
    QVERIFY(table.window->line().text().isEmpty());
}

void TestPacking::answerWasLost()
{
    Table table(2);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.pickAll();
    // The store had done it, only its answer did not come: the second try finds it shipped with this number.
    table.store().at(OrderId(1))->status = OrderStatus::Shipped;
    table.store().at(OrderId(1))->trackingNo = u"SF1000000001"_s;
    table.store().at(OrderId(1))->version += 1;
    table.scan(u"SF1000000001"_s);
    QTRY_COMPARE(table.session->current().id(), OrderId(2));
    QCOMPARE(table.note().word(), u"Shipped"_s);
}

void TestPacking::changedMeanwhile_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("said");
    QTest::newRow("cancelled") << int(OrderStatus::Cancelled) << u"cancelled"_s;
    QTest::newRow("refund") << int(OrderStatus::Refunding) << u"wants the money back"_s;
    QTest::newRow("refunded") << int(OrderStatus::Refunded) << u"given back"_s;
    QTest::newRow("shipped") << int(OrderStatus::Shipped) << u"李店员 has shipped it at another desk with YT9"_s;
}

void TestPacking::changedMeanwhile()
{
    QFETCH(int, status);
    QFETCH(QString, said);
    Table table(2);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.scan(QString::number(table.session->current().order().items.first().productId.value));
    shop::Order& order = *table.store().at(OrderId(1));
    order.status = OrderStatus(status);
    order.version += 1;
    if (order.status == OrderStatus::Shipped) {
        order.trackingNo = u"YT9"_s;
        order.history.append({OrderStatus::Paid, OrderStatus::Shipped, UserId(8), u"李店员"_s, order.createdAt, {}});
    }
    table.session->poll();
    QTRY_COMPARE(table.session->stage(), Stage::Lost);
    QCOMPARE(table.note().word(), u"Stop"_s);
    QCOMPARE(table.note().tone(), Tone::Bad);
    QVERIFY2(table.note().text().contains(said), qPrintable(table.note().text()));
    table.scan(u"7"_s); // nothing is picked for it any more
    QCOMPARE(table.session->stage(), Stage::Lost);
    table.scan(QString());
    QTRY_COMPARE(table.session->current().id(), OrderId(2));
}

void TestPacking::changedAsItIsShipped()
{
    Table table(2);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.pickAll();
    table.store().at(OrderId(1))->status = OrderStatus::Cancelled;
    table.store().at(OrderId(1))->version += 1;
    table.scan(u"SF1000000001"_s);
    QTRY_COMPARE(table.session->stage(), Stage::Lost);
    QVERIFY(table.note().text().contains(u"cancelled"_s));
    QVERIFY(table.store().at(OrderId(1))->trackingNo.isEmpty());
}

void TestPacking::nothingWaits()
{
    Table table(0);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Empty);
    shop::Order order = makeOrder(1);
    order.status = OrderStatus::Paid;
    table.store().items.prepend(order);
    table.session->poll(); // a new one is paid: it comes up by itself
    QTRY_COMPARE(table.session->current().id(), OrderId(1));
}

void TestPacking::listFails()
{
    Table table(2);
    table.store().failure = Error{ErrorCode::TokenMissing};
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Failed);
    table.store().failure.reset();
    table.key(Qt::Key_Return);
    QTRY_COMPARE(table.session->current().id(), OrderId(1));
}

void TestPacking::comesBack()
{
    Table table(2);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.scan(QString::number(table.session->current().order().items.first().productId.value));
    QTest::keyClicks(QApplication::focusWidget(), u"12"_s);
    table.key(Qt::Key_Escape); // what is half typed first
    QVERIFY(table.window->isVisible());
    QVERIFY(table.window->line().text().isEmpty());
    table.key(Qt::Key_Escape);
    QTRY_VERIFY(!table.window->isVisible());
    table.begin();
    QCOMPARE(table.session->current().id(), OrderId(1));
    QCOMPARE(table.session->current().pickedPieces(), 1);
    table.key(Qt::Key_F11);
    QTRY_VERIFY(!table.window->isVisible());
}

void TestPacking::keepsTheKeyboard()
{
    Table table(2);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    ScanLine& line = table.window->line();
    for (const auto key : {Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Down, Qt::Key_PageDown, Qt::Key_Home}) {
        table.key(key);
        QVERIFY(line.hasFocus());
    }
    for (QWidget* widget : table.window->findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget == &line || widget->inherits("QToolButton"))
            continue;
        QTest::mouseClick(widget, Qt::LeftButton);
        QTRY_VERIFY(line.hasFocus());
    }
    table.window->findChild<QListView*>()->setFocus(); // whoever takes it
    QTRY_VERIFY(line.hasFocus());
    table.page->activateWindow(); // the window behind it comes forward
    QTRY_COMPARE(QApplication::activeWindow(), table.window);
    QTRY_VERIFY(line.hasFocus());
    for (const QToolButton* button : table.window->findChildren<QToolButton*>())
        QVERIFY(button->toolTip().contains(button->defaultAction()->shortcut().toString(QKeySequence::NativeText)));
}

void TestPacking::soundIsOffAtFirst()
{
    Table table(1);
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    QVERIFY(!table.desk.state.value(u"packing/sound"_s).toBool());
    table.key(Qt::Key_F9);
    QVERIFY(table.desk.state.value(u"packing/sound"_s).toBool());
}

void TestPacking::fitsASmallScreen_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("en") << u"en"_s;
    QTest::newRow("zh_CN") << u"zh_CN"_s;
}

void TestPacking::fitsASmallScreen()
{
    QFETCH(QString, language);
    Table table(1);
    table.desk.language.setChoice(language);
    table.store().items[0].address->name = u"阿卜杜热合曼·买买提依明 (Abdurahman Memetimin, 3rd floor reception)"_s;
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.session->scan(u"999999"_s);
    const QSize least = table.window->minimumSizeHint();
    QVERIFY2(least.width() <= 1'024 && least.height() <= 600,
             qPrintable(u"%1 × %2"_s.arg(least.width()).arg(least.height())));
}

void TestPacking::wideDigits()
{
    Table table(1);
    table.store().items[0].items = {{ProductId(7), u"Tea"_s, 100, 1}};
    table.begin();
    QTRY_COMPARE(table.session->stage(), Stage::Picking);
    table.session->scan(u" ７ "_s); // as a Chinese input method types it
    QCOMPARE(table.session->stage(), Stage::Tracking);
}

QTEST_MAIN(TestPacking)
#include "tst_packing.moc"
