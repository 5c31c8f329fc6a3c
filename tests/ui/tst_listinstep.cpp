// SPDX-License-Identifier: GPL-3.0-or-later
// A list and what stands beside it: never one without the other.
#include "fakeshop.h"

#include "ui/pages/ordersactions.h"
#include "ui/pages/ordersdetail.h"
#include "ui/pages/orderspage.h"
#include "ui/pages/ordersshipsheet.h"
#include "ui/pages/productsactions.h"
#include "ui/pages/productspage.h"
#include "ui/widgets/producteditor.h"
#include "ui/widgets/producteditorhistory.h"
#include "ui/widgets/tableview.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using shop::OrderStatus;

template <class PageType>
struct Shown
{
    Shown()
    {
        desk.node.orderDesk.items = makeOrders(60);
        desk.node.productDesk.items = makeProducts(40);
        page = std::make_unique<PageType>(desk.context());
        page->resize(1300, 760);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
        table = page->template findChild<TableView*>(u"table"_s);
    }
    QLineEdit* field(const QString& name) { return page->template findChild<QLineEdit*>(name); }
    void tick(quint64 count)
    {
        const telemetry::Snapshot snapshot;
        page->refresh(Tick{snapshot, count});
    }

    Desk desk;
    std::unique_ptr<PageType> page;
    TableView* table = nullptr;
};

class TestListInStep final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstRowIsChosen();
    void anotherListAnotherOrder();
    void shippedGivesPlaceToTheNext();
    void typingDoesNotGoToTheNext();
    void sheetKeepsNumbers();
    void nothingFoundNothingToEdit();
    void deletedGivesPlaceToTheNext();
    void selectedOnesComeFirst();
    void newProductGivenUp();
    void escapeClearsTheSearch();
    void unsavedRowsHaveADot();
    void editRowFromAnywhere();
    void historyHasTheKeyboard();
    void wrongFieldIsMarked();
};

void TestListInStep::firstRowIsChosen()
{
    Shown<OrdersPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    QTRY_COMPARE(shown.table->selectedRowNumbers(), QList<int>{0});
    QCOMPARE(shown.page->detail().order().id, shown.page->model().row(0).id);
    QVERIFY(shown.page->orderActions().print->isEnabled());
    shown.page->takeFocus();
    QVERIFY(shown.table->hasFocus()); // not the items beside the list
}

void TestListInStep::anotherListAnotherOrder()
{
    Shown<OrdersPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    shown.table->chooseRow(3);
    const shop::Order wanted = shown.page->model().row(9);
    QLineEdit* number = shown.field(u"number"_s);
    number->setText(wanted.orderNo);
    QTRY_COMPARE(shown.page->model().rowCount(), 1);
    QCOMPARE(shown.page->detail().order().id, wanted.id);
    QCOMPARE(shown.table->selectedRowNumbers(), QList<int>{0});
    number->setText(u"4711"_s);
    QTRY_COMPARE(shown.page->model().rowCount(), 0);
    QVERIFY(!shown.page->detail().order().id.isSet());
    QVERIFY(!shown.page->orderActions().ship->isEnabled());
    QTest::keyClick(number, Qt::Key_Escape);
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    QCOMPARE(shown.page->detail().order().id, shown.page->model().row(0).id);
}

void TestListInStep::shippedGivesPlaceToTheNext()
{
    Shown<OrdersPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    QTest::keyClick(shown.table, Qt::Key_2, Qt::AltModifier); // to be shipped
    QTRY_VERIFY(shown.page->model().rowCount() < 60);
    const int count = shown.page->model().rowCount();
    QVERIFY(count > 3);
    shown.table->chooseRow(1);
    const OrderId next = shown.page->model().row(2).id;
    shown.page->orderActions().ship->trigger();
    auto* tracking = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(tracking);
    QTest::keyClicks(tracking, u"SF1"_s);
    QTest::keyClick(tracking, Qt::Key_Return);
    QTRY_VERIFY(shown.table->hasFocus()); // on with the arrow keys
    shown.tick(2);
    QTRY_COMPARE(shown.page->model().rowCount(), count - 1);
    QCOMPARE(shown.page->detail().order().id, next);
    QCOMPARE(shown.table->selectedRowNumbers(), QList<int>{1});
    QVERIFY(shown.page->orderActions().ship->isEnabled());
    QVERIFY(shown.page->unsaved().isEmpty());
}

void TestListInStep::typingDoesNotGoToTheNext()
{
    Shown<OrdersPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    QTest::keyClick(shown.table, Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(shown.page->model().rowCount() < 60);
    const int count = shown.page->model().rowCount();
    shown.table->chooseRow(0);
    const OrderId id = shown.page->model().row(0).id;
    shown.page->detail().focusTracking();
    auto* tracking = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(tracking);
    QTest::keyClicks(tracking, u"SF12"_s);
    shown.desk.node.orderDesk.at(id)->status = OrderStatus::Refunding; // it leaves the list under the typist's hands
    shown.desk.node.orderDesk.at(id)->version += 1;
    shown.tick(2);
    QTRY_COMPARE(shown.page->model().rowCount(), count - 1);
    QVERIFY(shown.page->detail().order().id != id);
    QVERIFY(!tracking->hasFocus());
    QCOMPARE(shown.page->detail().typed().value(id), u"SF12"_s);
}

void TestListInStep::sheetKeepsNumbers()
{
    Shown<OrdersPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 60);
    shown.table->selectAll();
    shown.page->orderActions().ship->trigger();
    auto* sheet = shown.page->findChild<OrdersShipSheet*>();
    QVERIFY(sheet);
    const OrderId id = sheet->model().row(1).id;
    sheet->model().paste(1, u"YT1"_s);
    int shortcuts = 0;
    for (const QPushButton* button : sheet->findChildren<QPushButton*>())
        shortcuts += button->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_Return);
    QCOMPARE(shortcuts, 1); // also after the button's text has changed
    QTest::keyClick(sheet, Qt::Key_Escape);
    QTRY_VERIFY(!shown.page->findChild<OrdersShipSheet*>());
    QCOMPARE(shown.page->detail().typed().value(id), u"YT1"_s);
    const int row = shown.page->model().indexOf(id);
    QVERIFY(shown.page->model().index(row, OrderModel::NumberColumn).data(TintRole).isValid());
    QVERIFY(!shown.page->unsaved().isEmpty());
    shown.page->orderActions().ship->trigger();
    sheet = shown.page->findChild<OrdersShipSheet*>();
    QVERIFY(sheet);
    QCOMPARE(sheet->model().row(1).trackingNo, u"YT1"_s);
    sheet->ship();
    QTRY_COMPARE(shown.desk.node.orderDesk.at(id)->status, OrderStatus::Shipped);
    QTRY_VERIFY(shown.page->unsaved().isEmpty());
}

void TestListInStep::nothingFoundNothingToEdit()
{
    Shown<ProductsPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    QTRY_COMPARE(shown.table->selectedRowNumbers(), QList<int>{0});
    const ProductId id = shown.page->editor().productId();
    shown.field(u"name"_s)->setText(u"half typed"_s);
    shown.field(u"search"_s)->setText(u"zzz"_s);
    QTRY_COMPARE(shown.page->model().rowCount(), 0);
    QVERIFY(!shown.page->editor().productId().isSet());
    QVERIFY(!shown.page->editor().isEnabled());
    QVERIFY(!shown.page->unsaved().isEmpty());
    shown.field(u"search"_s)->clear();
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    QCOMPARE(shown.page->editor().productId(), id);
    QCOMPARE(shown.field(u"name"_s)->text(), u"half typed"_s);
}

void TestListInStep::deletedGivesPlaceToTheNext()
{
    Shown<ProductsPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(4);
    shown.field(u"name"_s)->setText(u"half typed"_s);
    const ProductId next = shown.page->model().row(5).id;
    shown.page->productActions().removeAll({shown.page->model().row(4).id});
    QTRY_COMPARE(shown.page->model().rowCount(), 39);
    QCOMPARE(shown.page->editor().productId(), next);
    QCOMPARE(shown.table->selectedRowNumbers(), QList<int>{4});
    QTRY_VERIFY(shown.page->productActions().remove->isEnabled());
    QVERIFY(shown.page->unsaved().isEmpty()); // what was typed for it went with it
}

void TestListInStep::selectedOnesComeFirst()
{
    Shown<ProductsPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(9);
    shown.table->selectionModel()->setCurrentIndex(shown.page->model().index(4, 0),
                                                   QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const ProductId other = shown.page->model().row(9).id;
    shown.page->productActions().removeAll({shown.page->model().row(4).id});
    QTRY_COMPARE(shown.page->model().rowCount(), 39);
    QCOMPARE(shown.table->selectedRowNumbers(), QList<int>{8});
    QCOMPARE(shown.page->editor().productId(), other); // not a row that nothing would be done to
}

void TestListInStep::newProductGivenUp()
{
    Shown<ProductsPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(7);
    const ProductId id = shown.page->editor().productId();
    shown.page->productActions().add->trigger();
    QVERIFY(shown.page->editor().isNew());
    shown.field(u"name"_s)->setText(u"a thought"_s);
    QTest::keyClick(shown.field(u"name"_s), Qt::Key_Escape);
    QVERIFY(!shown.page->editor().isNew());
    QCOMPARE(shown.page->editor().productId(), id);
    QCOMPARE(shown.table->selectedRowNumbers(), QList<int>{7});
    QVERIFY(shown.table->hasFocus());
    QVERIFY(shown.page->unsaved().isEmpty());
}

void TestListInStep::escapeClearsTheSearch()
{
    Shown<ProductsPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.page->search(u"普洱"_s);
    QTRY_VERIFY(shown.page->model().rowCount() < 40);
    shown.page->focusSearch();
    QTest::keyClick(shown.field(u"search"_s), Qt::Key_Escape);
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
}

void TestListInStep::unsavedRowsHaveADot()
{
    Shown<ProductsPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(2);
    const QModelIndex name = shown.page->model().index(2, ProductModel::NameColumn);
    QVERIFY(!name.data(TintRole).isValid());
    shown.field(u"name"_s)->setText(u"half typed"_s);
    QVERIFY(name.data(TintRole).isValid());
    shown.table->chooseRow(3);
    QVERIFY(name.data(TintRole).isValid());
    shown.table->chooseRow(2);
    shown.page->editor().revert();
    QVERIFY(!name.data(TintRole).isValid());
    shown.field(u"stock"_s)->setText(u"+5"_s); // an adjustment that is not made
    QVERIFY(name.data(TintRole).isValid());
    shown.table->chooseRow(3);
    QVERIFY(shown.field(u"stock"_s)->text().isEmpty());
    shown.table->chooseRow(2);
    QCOMPARE(shown.field(u"stock"_s)->text(), u"+5"_s);
    QTest::keyClick(shown.field(u"stock"_s), Qt::Key_Return);
    QTRY_VERIFY(!name.data(TintRole).isValid());
}

void TestListInStep::editRowFromAnywhere()
{
    Shown<ProductsPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->setCurrentIndex(shown.page->model().index(3, ProductModel::NameColumn));
    shown.table->setFocus();
    QTest::keyClick(shown.table, Qt::Key_F2);
    QVERIFY(shown.table->isEditing());
    QCOMPARE(shown.table->currentIndex(), shown.page->model().index(3, ProductModel::PriceColumn));
    QTest::keyClick(shown.table->viewport()->findChild<QLineEdit*>(), Qt::Key_Escape);
    QVERIFY(!shown.table->isEditing());
}

void TestListInStep::historyHasTheKeyboard()
{
    Shown<ProductsPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->setFocus();
    shown.page->productActions().history->trigger();
    auto* history = shown.page->findChild<ProductHistory*>();
    QVERIFY(history == QApplication::focusWidget() || history->isAncestorOf(QApplication::focusWidget()));
    shown.page->productActions().history->trigger();
    QVERIFY(shown.table->hasFocus());
}

void TestListInStep::wrongFieldIsMarked()
{
    Shown<ProductsPage> shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    QLineEdit* price = shown.field(u"price"_s);
    price->setText(u"abc"_s);
    shown.page->productActions().save->trigger();
    QVERIFY(price->property("wrong").toBool());
    price->setText(u"12"_s);
    QVERIFY(!price->property("wrong").toBool());
}

QTEST_MAIN(TestListInStep)
#include "tst_listinstep.moc"
