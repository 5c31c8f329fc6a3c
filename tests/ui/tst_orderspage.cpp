// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/pages/ordersactions.h"
#include "ui/pages/ordersdetail.h"
#include "ui/pages/orderspage.h"
#include "ui/pages/ordersshipsheet.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/ordertimeline.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using shop::OrderStatus;

struct Shown
{
    explicit Shown(int orders = 60)
    {
        desk.node.orderDesk.items = makeOrders(orders);
        page = std::make_unique<OrdersPage>(desk.context());
        page->resize(1300, 760);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
        table = page->findChild<TableView*>(u"table"_s);
    }
    ShopOrders& store() { return desk.node.orderDesk; }
    UndoBar& undo() { return *page->findChild<UndoBar*>(); }
    void tick(quint64 count = 2)
    {
        const telemetry::Snapshot snapshot;
        page->refresh(Tick{snapshot, count});
    }
    QString banner() const
    {
        QStringList texts;
        for (const Banner* each : page->findChildren<Banner*>())
            if (each->isVisibleTo(page.get()))
                texts += each->text();
        return texts.join(u'|');
    }
    int rowOf(OrderStatus status) const
    {
        for (int i = 0; i < page->model().rowCount(); ++i)
            if (page->model().row(i).status == status)
                return i;
        return -1;
    }
    QPushButton* button(const QString& start)
    {
        for (QPushButton* each : page->findChildren<QPushButton*>())
            if (each->isVisible() && each->text().startsWith(start))
                return each;
        return nullptr;
    }

    Desk desk;
    std::unique_ptr<OrdersPage> page;
    TableView* table = nullptr;
};

class TestOrdersPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsAndCounts();
    void newOrdersSlideIn();
    void stormOfOrders();
    void filters();
    void filtersAreRemembered();
    void detail();
    void ship();
    void shipRefused();
    void shipMany();
    void refund_data();
    void refund();
    void pdf();
    void exportsItems();
    void states();
    void opensFromThePalette();
    void speaks();
};

void TestOrdersPage::showsAndCounts()
{
    Shown shown(250);
    QAbstractItemModelTester tester(&shown.page->model());
    QTRY_COMPARE(shown.page->model().rowCount(), 100);
    const auto buttons = shown.page->findChild<FilterBar*>()->findChildren<QToolButton*>();
    QCOMPARE(buttons.size(), 8);
    QTRY_VERIFY(buttons.at(0)->text().endsWith(u"250"_s));
    const auto paid = std::count_if(shown.store().items.cbegin(), shown.store().items.cend(),
                                    [](const shop::Order& o) { return o.status == OrderStatus::Paid; });
    QTRY_VERIFY(buttons.at(1)->text().endsWith(QString::number(paid)));
}

void TestOrdersPage::newOrdersSlideIn()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    shown.table->chooseRow(4);
    const OrderId chosen = shown.page->model().row(4).id;
    shown.store().items.prepend(makeOrder(61));
    shown.tick();
    QTRY_COMPARE(shown.page->model().rowCount(), 61);
    QCOMPARE(shown.page->model().row(0).id, OrderId(61));
    QCOMPARE(shown.table->selectedRowNumbers(), QList<int>{5}); // the selection went along
    QCOMPARE(shown.page->detail().order().id, chosen);
    QCOMPARE(shown.table->verticalScrollBar()->value(), 0); // at the top one sees the new one come
    shown.table->verticalScrollBar()->setValue(20);
    shown.store().items.prepend(makeOrder(62));
    shown.tick();
    QTRY_COMPARE(shown.page->model().rowCount(), 62);
    QCOMPARE(shown.table->verticalScrollBar()->value(), 21); // further down nothing moves
}

void TestOrdersPage::stormOfOrders()
{
    Shown shown(150);
    QTRY_COMPARE(shown.page->model().rowCount(), 100);
    shown.table->chooseRow(3);
    const OrderId chosen = shown.page->model().row(3).id;
    shown.store().items = makeOrders(600);
    shown.tick();
    QTRY_VERIFY(shown.banner().contains(u"Many new orders"_s));
    QCOMPARE(shown.page->model().row(3).id, chosen);
    for (Banner* banner : shown.page->findChildren<Banner*>())
        if (banner->isVisible())
            Q_EMIT banner->actionClicked();
    QTRY_COMPARE(shown.page->model().row(0).id, OrderId(600));
    QTRY_COMPARE(shown.banner(), QString());
}

void TestOrdersPage::filters()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    QTest::keyClick(shown.table, Qt::Key_2, Qt::AltModifier); // to be shipped
    QTRY_VERIFY(shown.page->model().rowCount() < 60);
    for (const shop::Order& order : shown.page->model().rows())
        QCOMPARE(order.status, OrderStatus::Paid);
    QTest::keyClick(shown.table, Qt::Key_1, Qt::AltModifier);
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    shown.page->focusSearch();
    auto* number = shown.page->findChild<QLineEdit*>(u"number"_s);
    QTest::keyClicks(number, shown.store().items.at(7).orderNo);
    QTest::keyClick(number, Qt::Key_Return);
    QTRY_COMPARE(shown.page->model().rowCount(), 1);
    number->clear();
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    auto* customer = shown.page->findChild<QLineEdit*>(u"customer"_s);
    QTest::keyClicks(customer, u"103x"_s); // letters are no customer
    QCOMPARE(customer->text(), u"103"_s);
    QTRY_VERIFY(shown.page->model().rowCount() < 20);
    for (const shop::Order& order : shown.page->model().rows())
        QCOMPARE(order.userId, UserId(103));
    customer->clear();
    auto* range = shown.page->findChild<QComboBox*>(u"range"_s);
    range->setCurrentIndex(1); // today; they are all of last year
    QTRY_COMPARE(shown.page->model().rowCount(), 0);
    auto* empty = shown.page->findChild<EmptyState*>(QString(), Qt::FindChildrenRecursively);
    for (EmptyState* each : shown.page->findChildren<EmptyState*>())
        if (each->isVisible() && each->headline().contains(u"No order is like that"_s))
            empty = each;
    QVERIFY(empty->headline().contains(u"No order is like that"_s));
    Q_EMIT empty->buttonClicked();
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
}

void TestOrdersPage::filtersAreRemembered()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    QTest::keyClick(shown.table, Qt::Key_3, Qt::AltModifier);
    shown.page->findChild<QComboBox*>(u"range"_s)->setCurrentIndex(4);
    shown.page = std::make_unique<OrdersPage>(shown.desk.context());
    QCOMPARE(shown.page->filter().status, std::optional(OrderStatus::Refunding));
    QVERIFY(shown.page->filter().from);
    QVERIFY(!shown.page->filter().to);
}

void TestOrdersPage::detail()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    const int row = shown.rowOf(OrderStatus::Shipped);
    shown.table->chooseRow(row);
    const shop::Order whole = *shown.store().at(shown.page->model().row(row).id);
    QTRY_COMPARE(shown.page->detail().order().history, whole.history); // asked for, the list has none
    QCOMPARE(shown.page->findChild<OrderTimeline*>()->steps().size(), whole.history.size());
    // Somebody else moved it: the next look shows it.
    shown.store().at(whole.id)->status = OrderStatus::Completed;
    shown.store().at(whole.id)->version += 1;
    shown.tick(8);
    QTRY_COMPARE(shown.page->detail().order().status, OrderStatus::Completed);
    QTRY_COMPARE(shown.page->model().row(row).status, OrderStatus::Completed);
    QCOMPARE(shown.page->detail().order().history, whole.history);
}

void TestOrdersPage::ship()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    const int row = shown.rowOf(OrderStatus::Paid);
    shown.table->chooseRow(row);
    shown.table->setFocus();
    const OrderId id = shown.page->model().row(row).id;
    QTest::keyClick(shown.table, Qt::Key_T, Qt::ControlModifier);
    QLineEdit* tracking = nullptr;
    for (QLineEdit* line : shown.page->detail().findChildren<QLineEdit*>())
        tracking = line;
    QVERIFY(tracking);
    QTest::keyClicks(tracking, u"SF1234567890"_s);
    // Another order, and back: what was typed is still there.
    shown.table->chooseRow(row + 1);
    QVERIFY(shown.page->detail().trackingTyped().isEmpty());
    shown.table->chooseRow(row);
    QCOMPARE(shown.page->detail().trackingTyped(), u"SF1234567890"_s);
    QTest::keyClick(tracking, Qt::Key_Return);
    QTRY_COMPARE(shown.store().at(id)->status, OrderStatus::Shipped);
    QCOMPARE(shown.store().at(id)->trackingNo, u"SF1234567890"_s);
    QTRY_COMPARE(shown.page->model().row(row).status, OrderStatus::Shipped);
    QCOMPARE(shown.page->detail().order().history.last().userName, u"王店员"_s);
    QTRY_VERIFY(shown.undo().text().contains(u"shipped"_s));
}

void TestOrdersPage::shipRefused()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    const int row = shown.rowOf(OrderStatus::Paid);
    shown.table->chooseRow(row);
    const OrderId id = shown.page->model().row(row).id;
    QTRY_VERIFY(!shown.page->detail().order().history.isEmpty());
    QLineEdit* tracking = shown.page->detail().findChildren<QLineEdit*>().last();
    tracking->setText(u"SF1"_s);
    shown.store().failure = Error{ErrorCode::DependencyDown, u"no connection"_s};
    QTest::keyClick(tracking, Qt::Key_Return);
    QTRY_VERIFY(shown.banner().contains(u"is kept"_s));
    QCOMPARE(tracking->text(), u"SF1"_s);
    shown.store().failure.reset();
    shown.store().at(id)->status = OrderStatus::Refunding; // meanwhile the customer wants his money back
    shown.store().at(id)->version += 1;
    QTest::keyClick(tracking, Qt::Key_Return);
    QTRY_COMPARE(shown.page->detail().order().status, OrderStatus::Refunding); // the truth, at once
    QVERIFY(shown.store().at(id)->trackingNo.isEmpty());
}

void TestOrdersPage::shipMany()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    QList<OrderId> paid;
    for (int i = 0; i < 20; ++i) {
        const shop::Order& order = shown.page->model().row(i);
        if (order.status == OrderStatus::Paid)
            paid += order.id;
        shown.table->selectionModel()->select(shown.page->model().index(i, 0),
                                              QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    QVERIFY(paid.size() >= 3);
    shown.page->orderActions().ship->trigger();
    auto* sheet = shown.page->findChild<OrdersShipSheet*>();
    QVERIFY(sheet);
    QAbstractItemModelTester tester(&sheet->model());
    QCOMPARE(sheet->model().rowCount(), int(paid.size()));
    QStringList numbers;
    for (int i = 0; i < paid.size(); ++i)
        numbers += u"YT%1"_s.arg(i);
    numbers[1] = numbers[0];
    QGuiApplication::clipboard()->setText(numbers.join(u"\r\n"_s) + u"\r\n"_s);
    auto* table = sheet->findChild<TableView*>();
    QTest::keyClick(table, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(sheet->model().row(2).trackingNo, u"YT2"_s);
    QVERIFY(sheet->model().row(1).problem.contains(u"Twice"_s));
    sheet->model().setData(sheet->model().index(1, OrderShipModel::TrackingColumn), u"YT1"_s, Qt::EditRole);
    QVERIFY(sheet->model().row(1).problem.isEmpty());
    shown.store().at(paid.at(2))->status = OrderStatus::Refunding; // this one will be refused
    shown.store().at(paid.at(2))->version += 1;
    sheet->ship();
    QTRY_COMPARE(std::count_if(paid.cbegin(), paid.cend(),
                               [&](OrderId id) { return shown.store().at(id)->status == OrderStatus::Shipped; }),
                 paid.size() - 1);
    QTRY_VERIFY(!sheet->model().row(2).problem.isEmpty());
    QCOMPARE(sheet->model().row(2).trackingNo, u"YT2"_s); // kept
    QVERIFY(sheet->isVisible());
    QVERIFY(sheet->model().row(0).isShipped);
    QTest::keyClick(sheet, Qt::Key_Escape);
    QTRY_VERIFY(!shown.page->findChild<OrdersShipSheet*>());
}

void TestOrdersPage::refund_data()
{
    QTest::addColumn<bool>("approve");
    QTest::newRow("approve") << true;
    QTest::newRow("refuse") << false;
}

void TestOrdersPage::refund()
{
    QFETCH(bool, approve);
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    const int row = shown.rowOf(OrderStatus::Refunding);
    shown.table->chooseRow(row);
    const shop::Order order = shown.page->model().row(row);
    QPushButton* deed = shown.button(approve ? u"Refund ¥"_s : u"Refuse"_s);
    QVERIFY(deed);
    QTest::mouseClick(deed, Qt::LeftButton);
    auto* box = shown.page->findChild<QMessageBox*>();
    QVERIFY(box);
    QVERIFY(box->text().contains(order.userName));
    QVERIFY(box->informativeText().contains(order.orderNo));
    QCOMPARE(shown.store().at(order.id)->status, OrderStatus::Refunding); // asked first
    for (QAbstractButton* button : box->buttons())
        if (box->buttonRole(button) == QMessageBox::DestructiveRole)
            button->click();
    QTRY_COMPARE(shown.store().at(order.id)->status, approve ? OrderStatus::Refunded : OrderStatus::Paid);
    QTRY_COMPARE(shown.page->detail().order().status, approve ? OrderStatus::Refunded : OrderStatus::Paid);
}

void TestOrdersPage::pdf()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    shown.table->selectionModel()->select(
        QItemSelection(shown.page->model().index(0, 0), shown.page->model().index(4, 6)), QItemSelectionModel::Select);
    const QString path = shown.desk.folder.filePath(u"slips.pdf"_s);
    shown.page->orderActions().savePdf(path);
    QTRY_VERIFY(shown.undo().text().contains(u"5 page"_s));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("%PDF-"));
    shown.page->orderActions().savePdf(shown.desk.folder.filePath(u"no/where.pdf"_s));
    QTRY_VERIFY(shown.banner().contains(u"could not be written"_s));
}

void TestOrdersPage::exportsItems()
{
    Shown shown(130);
    QTRY_COMPARE(shown.page->model().rowCount(), 100);
    const QString path = shown.desk.folder.filePath(u"orders.csv"_s);
    shown.page->exportTo(path);
    QTRY_VERIFY(shown.undo().text().contains(u"130"_s));
    qsizetype items = 0;
    for (const shop::Order& order : shown.store().items)
        items += order.items.size();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QCOMPARE(bytes.count('\n'), items + 1);
    QVERIFY(bytes.contains("SF10"));
}

void TestOrdersPage::states()
{
    Shown shown(0);
    const auto headline = [&] {
        for (EmptyState* each : shown.page->findChildren<EmptyState*>())
            if (each->isVisible() && !each->headline().contains(u"chosen"_s))
                return each->headline();
        return QString();
    };
    QTRY_COMPARE(headline(), u"No orders yet"_s);
    shown.store().failure = Error{ErrorCode::TokenMissing};
    shown.page->orderActions().reload->trigger();
    QTRY_VERIFY(headline().contains(u"could not be read"_s));
    shown.store().failure.reset();
    shown.store().items = makeOrders(3);
    Q_EMIT shown.desk.node.staffDesk.currentChanged(); // somebody signed in
    QTRY_COMPARE(shown.page->model().rowCount(), 3);
    // Before the first order, live too.
    shown.store().items.clear();
    shown.tick();
    QTRY_COMPARE(headline(), u"No orders yet"_s);
    shown.store().items = makeOrders(1);
    shown.tick();
    QTRY_COMPARE(shown.page->model().rowCount(), 1);
}

void TestOrdersPage::opensFromThePalette()
{
    Shown shown(150);
    QTRY_COMPARE(shown.page->model().rowCount(), 100);
    shown.page->openItem(140);
    QCOMPARE(shown.page->detail().order().id, OrderId(140));
    shown.page->openItem(2); // not loaded
    QTRY_COMPARE(shown.page->detail().order().id, OrderId(2));
    QVERIFY(!shown.page->detail().order().history.isEmpty());
    shown.page->openItem(9'999);
    QTRY_VERIFY(shown.banner().contains(u"9999"_s));
}

void TestOrdersPage::speaks()
{
    Shown shown;
    for (const QAction* action : shown.page->paletteActions()) {
        QVERIFY(!action->text().isEmpty());
        QVERIFY(action->toolTip().contains(action->shortcut().toString(QKeySequence::NativeText)));
    }
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    shown.table->chooseRow(shown.rowOf(OrderStatus::Paid));
    for (QWidget* widget : shown.page->findChildren<QWidget*>()) {
        const bool isControl = qobject_cast<QLineEdit*>(widget) || qobject_cast<QComboBox*>(widget) ||
                               qobject_cast<QAbstractItemView*>(widget);
        if (!isControl || widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() ||
            qobject_cast<QHeaderView*>(widget) || widget->objectName().startsWith(u"qt_"_s))
            continue;
        QAccessibleInterface* voice = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(voice && !voice->text(QAccessible::Name).isEmpty(), qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(TestOrdersPage)
#include "tst_orderspage.moc"
