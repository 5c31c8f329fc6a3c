// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/pages/ordersactions.h"
#include "ui/pages/orderspage.h"
#include "ui/pages/ordersshipsheet.h"
#include "ui/pages/productsactions.h"
#include "ui/pages/productsimportdialog.h"
#include "ui/pages/productspage.h"
#include "ui/widgets/producteditor.h"
#include "ui/widgets/tableview.h"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

/// Pictures of both pages, to be looked at.
class TestProductsScreens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pictures_data();
    void pictures();
};

namespace {

void keep(QWidget& widget, const QString& name)
{
    QCoreApplication::processEvents();
    const QPixmap picture = widget.grab();
    QVERIFY(!picture.isNull());
    QDir().mkpath(QStringLiteral(ZG_SCREENSHOTS));
    QVERIFY(picture.save(QStringLiteral(ZG_SCREENSHOTS) + u'/' + name + u".png"_s));
}

} // namespace

void TestProductsScreens::pictures_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<QSize>("size");
    QTest::newRow("light") << int(Theme::Mode::Light) << QSize(1360, 800);
    QTest::newRow("dark") << int(Theme::Mode::Dark) << QSize(1360, 800);
    QTest::newRow("narrow") << int(Theme::Mode::Light) << QSize(980, 640);
}

void TestProductsScreens::pictures()
{
    QFETCH(int, mode);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    Desk desk;
    desk.theme.setMode(Theme::Mode(mode));
    desk.node.productDesk.items = makeProducts(640);
    desk.node.orderDesk.items = makeOrders(240);

    ProductsPage products(desk.context());
    products.resize(size);
    products.show();
    QTRY_COMPARE(products.model().rowCount(), 100);
    auto* table = products.findChild<TableView*>(u"table"_s);
    table->chooseRow(4);
    keep(products, u"shop-products-"_s + tag);
    products.editor().findChild<QLineEdit*>(u"stock"_s)->setText(u"+5"_s);
    products.editor().findChild<QLineEdit*>(u"price"_s)->setText(u"128.00"_s);
    table->setCurrentIndex(products.model().index(6, ProductModel::StockColumn));
    table->setFocus();
    table->edit(table->currentIndex());
    auto* line = table->viewport()->findChild<QLineEdit*>();
    QVERIFY(line);
    line->setText(u"1200"_s);
    keep(products, u"shop-products-typing-"_s + tag);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(products.model().row(6).stock, 1200);
    desk.node.productDesk.at(products.model().row(7).id)->version += 1;
    desk.node.productDesk.at(products.model().row(7).id)->priceFen = 8800;
    products.model().setData(products.model().index(7, ProductModel::PriceColumn), u"99"_s, Qt::EditRole);
    QTRY_COMPARE(products.model().row(7).priceFen, 8800);
    table->chooseRow(6);
    products.productActions().history->trigger();
    QTest::qWait(50);
    keep(products, u"shop-products-conflict-"_s + tag);

    const QString path = desk.folder.filePath(u"春季调价.csv"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("id,name,price,stock\n639,便携式榨汁杯 升级版,88,120\n638,云南小粒咖啡豆 500g,59.9,40\n,太平猴魁 "
               "100g,168,30\n637,x,cheap,1\n9999,y,1,1\n");
    file.close();
    products.importFrom(path);
    auto* dialog = products.findChild<ProductsImportDialog*>();
    QTRY_COMPARE(dialog->import().state(), ProductsImport::State::Ready);
    keep(*dialog, u"shop-import-"_s + tag);
    dialog->close();

    OrdersPage orders(desk.context());
    orders.resize(size);
    orders.show();
    QTRY_COMPARE(orders.model().rowCount(), 100);
    table = orders.findChild<TableView*>(u"table"_s);
    int row = 0;
    while (orders.model().row(row).status != shop::OrderStatus::Refunding)
        ++row;
    table->chooseRow(row);
    QTest::qWait(50);
    keep(orders, u"shop-orders-"_s + tag);
    while (orders.model().row(row).status != shop::OrderStatus::Paid)
        ++row;
    table->chooseRow(row);
    QTest::qWait(50);
    keep(orders, u"shop-orders-paid-"_s + tag);
    for (int i = 0; i < 20; ++i)
        table->selectionModel()->select(orders.model().index(i, 0),
                                        QItemSelectionModel::Select | QItemSelectionModel::Rows);
    orders.orderActions().ship->trigger();
    auto* sheet = orders.findChild<OrdersShipSheet*>();
    QVERIFY(sheet);
    sheet->model().paste(0, u"SF1093377210\nSF1093377211\nSF1093377211"_s);
    keep(*sheet, u"shop-ship-"_s + tag);
    sheet->close();
    desk.node.orderDesk.failure =
        Error{ErrorCode::DependencyDown, u"no connection after 3000 ms (8 of 8 busy, 12 waiting)"_s};
    orders.orderActions().reload->trigger();
    QTRY_COMPARE(orders.model().rowCount(), 0);
    QTest::qWait(50);
    keep(orders, u"shop-orders-failed-"_s + tag);
}

QTEST_MAIN(TestProductsScreens)
#include "tst_productsscreens.moc"
