// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/pages/ordersactions.h"
#include "ui/pages/orderspage.h"
#include "ui/pages/ordersshiplistdialog.h"
#include "ui/widgets/progressstrip.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using shop::OrderStatus;
using Kind = ShipLine::Kind;
using State = OrdersShipList::State;

/// The sheet, opened from the orders page by its key.
struct Sheet12
{
    Sheet12()
    {
        desk.node.orderDesk.items = makeOrders(12);
        for (shop::Order& order : desk.node.orderDesk.items)
            order.status = OrderStatus::Paid;
        page = std::make_unique<OrdersPage>(desk.context());
        page->resize(1300, 760);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
        QTest::keyClick(page.get(), Qt::Key_I, Qt::ControlModifier);
        dialog = page->findChild<OrdersShipListDialog*>();
        dialog->activateWindow(); // as a desktop does with a new window: shortcuts are the active one's
        (void)QTest::qWaitFor([this] { return QApplication::activeWindow() == dialog; });
    }
    ShopOrders& store() { return desk.node.orderDesk; }
    QString number(int id) { return store().at(OrderId(id))->orderNo; }
    ShipListModel& model() { return dialog->list().model(); }
    State state() { return dialog->list().state(); }
    /// As a person does: paste, then Ctrl+Enter.
    void paste(const QString& text)
    {
        QGuiApplication::clipboard()->setText(text);
        auto* field = dialog->findChild<QPlainTextEdit*>();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(field, Qt::Key_V, Qt::ControlModifier);
        go();
    }
    void go() { QTest::keyClick(dialog, Qt::Key_Return, Qt::ControlModifier); }
    QPushButton* button(const QString& start)
    {
        for (QPushButton* each : dialog->findChildren<QPushButton*>())
            if (each->isVisible() && each->text().startsWith(start))
                return each;
        return nullptr;
    }

    Desk desk;
    std::unique_ptr<OrdersPage> page;
    OrdersShipListDialog* dialog = nullptr;
};

class TestShipList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void readsUtf16();
    void nothingBeforeOneSaysSo();
    void whichRowsDoNot();
    void fromAFile();
    void refusedRowsAreKept();
    void stops();
    void tooMany();
    void copies();
};

void TestShipList::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("rows"); // order, tracking, kind
    const QString a = u"202510090000000001"_s;
    const QString b = u"202510090000000002"_s;
    const QString good = u" SF1000000001 0"_s;
    QTest::newRow("comma") << QString(a + u",SF1000000001"_s) << QStringList{a + good};
    QTest::newRow("tab, CRLF, blank lines")
        << QString(u"\r\n"_s + a + u"\tSF1000000001\r\n\r\n"_s + b + u"\tSF1000000002\r\n"_s)
        << QStringList{a + good, b + u" SF1000000002 0"_s};
    QTest::newRow("semicolon and quotes") << QString(u"\""_s + a + u"\";\"SF1000000001\""_s) << QStringList{a + good};
    QTest::newRow("blanks") << QString(a + u"   SF1000000001"_s) << QStringList{a + good};
    QTest::newRow("wide comma") << QString(a + u"，SF1000000001"_s) << QStringList{a + good};
    QTest::newRow("as a formula") << QString(u"=\""_s + a + u"\",=\"SF1000000001\""_s) << QStringList{a + good};
    QTest::newRow("heading") << QString(u"订单号,运单号\n"_s + a + u",SF1000000001"_s) << QStringList{a + good};
    QTest::newRow("more columns") << QString(u"1,"_s + a + u",SF1000000001,张三"_s) << QStringList{a + good};
    QTest::newRow("no tracking") << a << QStringList{a + u"  3"_s};
    QTest::newRow("no order") << u"SF1000000001, 123456"_s << QStringList{u"SF1000000001 123456 3"_s};
    QTest::newRow("rounded") << u"2.02510E+17,SF1000000001"_s << QStringList{u"2.02510E+17 SF1000000001 3"_s};
    QTest::newRow("twice") << QString(a + u",SF1000000001\n"_s + a + u",SF1000000002"_s)
                           << QStringList{a + good, a + u" SF1000000002 3"_s};
    QTest::newRow("one parcel") << QString(a + u",SF1000000001\n"_s + b + u",SF1000000001"_s)
                                << QStringList{a + good, b + good};
    QTest::newRow("empty") << u" \n\n"_s << QStringList();
}

void TestShipList::reads()
{
    QFETCH(QString, text);
    QFETCH(QStringList, rows);
    QStringList found;
    for (const ShipLine& line : readShipLines(text))
        found += line.orderNo + u' ' + line.trackingNo + u' ' + QString::number(int(line.kind));
    QCOMPARE(found, rows);
}

void TestShipList::readsUtf16()
{
    const QString text = u"202510090000000001\tSF1000000001\r\n"_s;
    QByteArray bytes("\xff\xfe");
    bytes += QByteArray(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
    QCOMPARE(readShipLines(shipListText(bytes)).first().trackingNo, u"SF1000000001"_s);
    QCOMPARE(readShipLines(shipListText("\xb6\xa9\xb5\xa5,\xd4\xcb\n202510090000000001,SF1000000001")).size(), 1);
}

void TestShipList::nothingBeforeOneSaysSo()
{
    Sheet12 sheet;
    QVERIFY(sheet.dialog);
    QAbstractItemModelTester tester(&sheet.model());
    QString text;
    for (int id = 1; id <= 10; ++id)
        text += sheet.number(id) + u",SF10000000%1\n"_s.arg(id, 2, 10, QChar(u'0'));
    sheet.paste(text);
    QTRY_COMPARE(sheet.state(), State::Checked);
    QCOMPARE(sheet.model().count(Kind::Ready), 10);
    QVERIFY(sheet.dialog->summary().contains(u"Nothing is shipped yet"_s));
    QVERIFY(!sheet.model().row(0).recipient.isEmpty());
    for (const shop::Order& order : sheet.store().items)
        QCOMPARE(order.status, OrderStatus::Paid);
    sheet.go();
    QTRY_COMPARE(sheet.state(), State::Done);
    for (int id = 1; id <= 10; ++id) {
        QCOMPARE(sheet.store().at(OrderId(id))->status, OrderStatus::Shipped);
        QCOMPARE(sheet.store().at(OrderId(id))->trackingNo, u"SF10000000%1"_s.arg(id, 2, 10, QChar(u'0')));
    }
    QVERIFY(sheet.dialog->summary().contains(u"10 orders shipped"_s));
    QTest::keyClick(sheet.dialog, Qt::Key_Escape);
    QTRY_VERIFY(!sheet.page->findChild<OrdersShipListDialog*>());
    QTRY_COMPARE(sheet.page->model().find(OrderId(3))->status, OrderStatus::Shipped); // the list knows
}

void TestShipList::whichRowsDoNot()
{
    Sheet12 sheet;
    sheet.store().at(OrderId(2))->status = OrderStatus::Refunding;
    sheet.store().at(OrderId(3))->status = OrderStatus::Shipped;
    sheet.store().at(OrderId(3))->trackingNo = u"SF1000000003"_s;
    sheet.store().at(OrderId(4))->status = OrderStatus::Completed;
    sheet.store().at(OrderId(4))->trackingNo = u"YT4"_s;
    QString text;
    for (int id = 1; id <= 4; ++id)
        text += sheet.number(id) + u",SF100000000%1\n"_s.arg(id);
    text += u"202510099999999999,SF1000000009\n"_s;
    sheet.paste(text);
    QTRY_COMPARE(sheet.state(), State::Checked);
    QList<Kind> kinds;
    for (const ShipLine& line : sheet.model().rows())
        kinds += line.kind;
    QCOMPARE(kinds, (QList<Kind>{Kind::Ready, Kind::Wrong, Kind::Same, Kind::Wrong, Kind::Wrong}));
    QVERIFY(sheet.model().row(1).note.contains(u"Refund asked"_s));
    QVERIFY(sheet.model().row(3).note.contains(u"YT4"_s));
    QVERIFY(sheet.model().row(4).note.contains(u"no such order"_s));
    QVERIFY(sheet.button(u"Ship 1 order"_s));
}

void TestShipList::fromAFile()
{
    Sheet12 sheet;
    const QString path = sheet.desk.folder.filePath(u"carrier.csv"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\xef\xbb\xbf订单号,运单号\r\n" + sheet.number(5).toUtf8() + ",SF1000000005\r\n");
    file.close();
    sheet.dialog->readFile(path);
    QTRY_COMPARE(sheet.state(), State::Checked);
    QCOMPARE(sheet.model().count(Kind::Ready), 1);
    sheet.dialog->readFile(sheet.desk.folder.filePath(u"none.csv"_s));
    QTRY_VERIFY(sheet.dialog->summary().contains(u"could not be read"_s));
}

void TestShipList::refusedRowsAreKept()
{
    Sheet12 sheet;
    sheet.paste(sheet.number(1) + u",SF1000000001\n"_s + sheet.number(2) + u",SF1000000002\n"_s);
    QTRY_COMPARE(sheet.state(), State::Checked);
    sheet.store().at(OrderId(2))->status = OrderStatus::Cancelled; // meanwhile
    sheet.go();
    QTRY_COMPARE(sheet.state(), State::Done);
    QCOMPARE(sheet.model().row(0).kind, Kind::Shipped);
    QCOMPARE(sheet.model().row(1).kind, Kind::Failed);
    QVERIFY(!sheet.model().row(1).note.isEmpty());
    QVERIFY(sheet.dialog->summary().contains(u"1 refused"_s));
    sheet.store().at(OrderId(2))->status = OrderStatus::Paid;
    sheet.go(); // those that were refused, once more
    QTRY_COMPARE(sheet.model().row(1).kind, Kind::Shipped);
}

void TestShipList::stops()
{
    Sheet12 sheet;
    QString text;
    for (int id = 1; id <= 12; ++id)
        text += sheet.number(id) + u",SF10000000%1\n"_s.arg(id, 2, 10, QChar(u'0'));
    sheet.paste(text);
    QTRY_COMPARE(sheet.state(), State::Checked);
    sheet.store().isHeld = true;
    sheet.go();
    QTRY_COMPARE(sheet.state(), State::Shipping); // a key presses the button for a moment
    QTRY_VERIFY(!sheet.store().held.isEmpty());
    QTest::keyClick(sheet.dialog, Qt::Key_Escape); // stops; the sheet stays and says what is done
    sheet.store().isHeld = false;
    sheet.store().releaseAll();
    QTRY_COMPARE(sheet.state(), State::Done);
    QVERIFY(sheet.dialog->isVisible());
    const int done = sheet.model().count(Kind::Shipped);
    QVERIFY(done > 0 && done < 12);
    QCOMPARE(sheet.model().count(Kind::Ready), 12 - done);
    QVERIFY(sheet.dialog->summary().contains(u"it was stopped"_s));
    sheet.go(); // and on
    QTRY_COMPARE(sheet.model().count(Kind::Shipped), 12);
}

void TestShipList::tooMany()
{
    Sheet12 sheet;
    QString text;
    for (int i = 0; i <= ShipListModel::mostLines; ++i)
        text += u"2025100900%1,SF10%1\n"_s.arg(i, 8, 10, QChar(u'0'));
    QVERIFY(!sheet.dialog->list().check(text));
    QVERIFY(sheet.dialog->summary().contains(u"5001"_s));
    QVERIFY(!sheet.dialog->list().check(u"\n"_s));
}

void TestShipList::copies()
{
    Sheet12 sheet;
    sheet.paste(sheet.number(1) + u",SF1000000001\nnothing here 123456\n"_s);
    QTRY_COMPARE(sheet.state(), State::Checked);
    QTest::mouseClick(sheet.button(u"Copy"_s), Qt::LeftButton);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.at(1).contains(sheet.number(1) + u"\tSF1000000001\t"_s));
    QVERIFY(lines.at(2).contains(u"No order number"_s));
}

QTEST_MAIN(TestShipList)
#include "tst_shiplist.moc"
