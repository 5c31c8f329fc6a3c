// SPDX-License-Identifier: GPL-3.0-or-later
#include "shownproducts.h"

#include "ui/pages/productsdelegate.h"

#include <QLabel>
#include <QPushButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using Shown = ShownProducts;

/// One product: in its cells and in the editor beside them.
class TestProductsEditing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inlinePrice();
    void inlineStock();
    void inlineRefused();
    void inlineConflict();
    void hints_data();
    void hints();
    void editorSaves();
    void editorKeepsWhatWasTyped();
    void editorConflict();
    void editorRefuses_data();
    void editorRefuses();
    void newProduct();
    void adjustWithNote();
};

void TestProductsEditing::inlinePrice()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    const shop::Product before = shown.page->model().row(2);
    shown.store().isHeld = true;
    shown.typeInto(2, ProductModel::PriceColumn, u"13.50"_s);
    // On its way: shown at once, marked.
    QTRY_VERIFY(shown.page->model().index(2, ProductModel::PriceColumn).data().toString().contains(u"13.50"_s));
    shown.store().isHeld = false;
    shown.store().releaseAll();
    QTRY_COMPARE(shown.page->model().row(2).priceFen, 1350);
    QCOMPARE(shown.store().at(before.id)->priceFen, 1350);
    QVERIFY(shown.undo().text().contains(u"13.50"_s));
    shown.undo().findChild<QPushButton*>()->click();
    QTRY_COMPARE(shown.store().at(before.id)->priceFen, before.priceFen);
    QTRY_COMPARE(shown.page->model().row(2).priceFen, before.priceFen);
}

void TestProductsEditing::inlineStock()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    const shop::Product before = shown.page->model().row(1);
    shown.typeInto(1, ProductModel::StockColumn, u"+5"_s);
    QTRY_COMPARE(shown.store().at(before.id)->stock, before.stock + 5);
    QCOMPARE(shown.store().notes, QStringList{u"counted at the desk"_s});
    shown.typeInto(1, ProductModel::StockColumn, QString::number(before.stock + 25));
    QTRY_COMPARE(shown.store().at(before.id)->stock, before.stock + 25);
    QTRY_VERIFY(shown.undo().text().contains(u"+20 → "_s));
    shown.undo().findChild<QPushButton*>()->click();
    QTRY_COMPARE(shown.store().at(before.id)->stock, before.stock + 5);
}

void TestProductsEditing::inlineRefused()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    const shop::Product before = shown.page->model().row(1);
    shown.store().failure = Error{ErrorCode::DependencyDown, u"disk full"_s};
    shown.typeInto(1, ProductModel::StockColumn, u"+7"_s);
    QTRY_VERIFY(shown.banner().contains(u"is kept in its cell"_s));
    QCOMPARE(shown.page->model().draft(before.id, ProductModel::StockColumn), u"+7"_s);
    shown.store().failure.reset();
    for (Banner* banner : shown.page->findChildren<Banner*>())
        if (banner->isVisible())
            Q_EMIT banner->actionClicked();
    QTRY_COMPARE(shown.store().at(before.id)->stock, before.stock + 7);
    QTRY_COMPARE(shown.page->model().draft(before.id, ProductModel::StockColumn), QString());
    QCOMPARE(shown.banner(), QString());
}

void TestProductsEditing::inlineConflict()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    const ProductId id = shown.page->model().row(2).id;
    shown.store().at(id)->priceFen = 1200; // somebody else
    shown.store().at(id)->version += 1;
    shown.typeInto(2, ProductModel::PriceColumn, u"13.50"_s);
    QTRY_VERIFY(shown.banner().contains(u"Somebody else"_s));
    QVERIFY(shown.banner().contains(u"¥ 12.00"_s)); // the row is fresh, and says so
    QCOMPARE(shown.page->model().row(2).priceFen, 1200);
    QCOMPARE(shown.page->model().draft(id, ProductModel::PriceColumn), u"13.50"_s); // what was typed is kept
    QCOMPARE(shown.store().at(id)->priceFen, 1200);
    for (Banner* banner : shown.page->findChildren<Banner*>())
        if (banner->isVisible())
            Q_EMIT banner->actionClicked(); // "Save ¥ 13.50"
    QTRY_COMPARE(shown.store().at(id)->priceFen, 1350);
    QTRY_COMPARE(shown.page->model().draft(id, ProductModel::PriceColumn), QString());
}

void TestProductsEditing::hints_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("hint");
    QTest::newRow("count") << int(ProductModel::StockColumn) << u"105"_s << u"+5 → 105"_s;
    QTest::newRow("delta") << int(ProductModel::StockColumn) << u"-30"_s << u"−30 → 70"_s;
    QTest::newRow("same") << int(ProductModel::StockColumn) << u"100"_s << QString();
    QTest::newRow("price") << int(ProductModel::PriceColumn) << u"12"_s << u"¥ 10.00 → ¥ 12.00"_s;
    QTest::newRow("no price") << int(ProductModel::PriceColumn) << u"x"_s << u"An amount like 12.34"_s;
}

void TestProductsEditing::hints()
{
    QFETCH(int, column);
    QFETCH(QString, typed);
    QFETCH(QString, hint);
    ProductModel model;
    shop::Product product = makeProduct(1);
    product.stock = 100;
    product.priceFen = 1000;
    model.assign({product});
    QCOMPARE(ProductsDelegate::hint(typed, model.index(0, column)), hint);
}

void TestProductsEditing::editorSaves()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(0);
    const ProductId id = shown.page->model().row(0).id;
    QLineEdit* name = shown.field(u"name"_s);
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, u"New name"_s);
    QVERIFY(shown.page->editor().isChanged());
    QTest::keyClick(name, Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(shown.store().at(id)->name, u"New name"_s);
    QTRY_VERIFY(!shown.page->editor().isChanged());
    QCOMPARE(shown.page->model().row(0).name, u"New name"_s);
    QTest::keyClicks(name, u"!"_s);
    QTest::keyClick(name, Qt::Key_Escape);
    QCOMPARE(name->text(), u"New name"_s);
}

void TestProductsEditing::editorKeepsWhatWasTyped()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(0);
    shown.field(u"name"_s)->setText(u"half typed"_s);
    shown.table->chooseRow(1);
    QVERIFY(shown.field(u"name"_s)->text() != u"half typed"_s);
    shown.table->chooseRow(0);
    QCOMPARE(shown.field(u"name"_s)->text(), u"half typed"_s);
    QVERIFY(shown.banner().contains(u"is back"_s));
}

void TestProductsEditing::editorConflict()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(0);
    const ProductId id = shown.page->model().row(0).id;
    shown.field(u"name"_s)->setText(u"mine"_s);
    shown.store().at(id)->priceFen = 4321;
    shown.store().at(id)->version += 1;
    shown.page->productActions().save->trigger();
    QTRY_VERIFY(shown.banner().contains(u"Somebody else changed"_s));
    QVERIFY(shown.banner().contains(u"¥ 43.21"_s));
    QCOMPARE(shown.field(u"name"_s)->text(), u"mine"_s);   // kept
    QCOMPARE(shown.field(u"price"_s)->text(), u"43.21"_s); // theirs, it was not touched
    QVERIFY(shown.store().at(id)->name != u"mine"_s);
    shown.page->productActions().save->trigger();
    QTRY_COMPARE(shown.store().at(id)->name, u"mine"_s);
    QCOMPARE(shown.store().at(id)->priceFen, 4321);
}

void TestProductsEditing::editorRefuses_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("no name") << u"name"_s << u"  "_s << u"needs a name"_s;
    QTest::newRow("no price") << u"price"_s << u"cheap"_s << u"amount"_s;
    QTest::newRow("negative") << u"price"_s << u"-1"_s << u"amount"_s;
    QTest::newRow("too dear") << u"price"_s << u"100000000.01"_s << u"at most"_s;
}

void TestProductsEditing::editorRefuses()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    QFETCH(QString, says);
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(0);
    shown.field(field)->setText(text);
    shown.page->productActions().save->trigger();
    QVERIFY2(shown.banner().contains(says), qPrintable(shown.banner()));
    QCOMPARE(shown.field(field)->text(), text);
    QCOMPARE(shown.store().updates, 0);
}

void TestProductsEditing::newProduct()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    QTest::keyClick(shown.table, Qt::Key_N, Qt::ControlModifier);
    QVERIFY(shown.page->editor().isNew());
    shown.field(u"name"_s)->insert(u"碧螺春"_s);
    QTest::keyClicks(shown.field(u"price"_s), u"88"_s);
    shown.field(u"stock"_s)->setText(u"12"_s);
    QTest::keyClick(shown.field(u"name"_s), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(shown.store().items.first().name, u"碧螺春"_s);
    QCOMPARE(shown.store().items.first().priceFen, 8800);
    QCOMPARE(shown.store().items.first().stock, 12);
    QTRY_COMPARE(shown.page->model().row(0).name, u"碧螺春"_s);
    QCOMPARE(shown.table->currentIndex().row(), 0);
    QVERIFY(!shown.page->editor().isNew());
}

void TestProductsEditing::adjustWithNote()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(1);
    const shop::Product before = shown.page->model().row(1);
    QTest::keyClick(shown.table, Qt::Key_J, Qt::ControlModifier);
    QTest::keyClicks(shown.field(u"stock"_s), u"+5"_s);
    QVERIFY(shown.page->editor().findChild<QLabel*>(u"stockHint"_s)->text().startsWith(u"+5 → "_s));
    shown.field(u"note"_s)->insert(u"货到"_s);
    QTest::keyClick(shown.field(u"note"_s), Qt::Key_Return);
    QTRY_COMPARE(shown.store().at(before.id)->stock, before.stock + 5);
    QCOMPARE(shown.store().notes, QStringList{u"货到"_s});
    shown.page->productActions().history->trigger();
    const auto tables = shown.page->editor().findChildren<TableView*>();
    QCOMPARE(tables.size(), 1);
    QTRY_COMPARE(tables.first()->model()->rowCount(), 1);
    QCOMPARE(tables.first()->model()->index(0, LedgerModel::WhyColumn).data().toString(), u"Adjusted: 货到"_s);
    QCOMPARE(tables.first()->model()->index(0, LedgerModel::ByColumn).data().toString(), u"王店员"_s);
}

QTEST_MAIN(TestProductsEditing)
#include "tst_productsediting.moc"
