// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/pages/productsimportdialog.h"
#include "ui/pages/productspage.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using Kind = ImportRow::Kind;
using State = ProductsImport::State;

class TestProductsImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dryRunThenApply();
    void unchanged_data();
    void unchanged();
    void conflictsAndFailures();
    void wrongFile();
    void cancelled();
    void fromThePage();

private:
    static QString write(Desk& desk, const QByteArray& text)
    {
        const QString path = desk.folder.filePath(u"in.csv"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        return path;
    }
};

void TestProductsImport::dryRunThenApply()
{
    Desk desk;
    ShopProducts& store = desk.node.productDesk;
    store.items = makeProducts(10);
    store.at(ProductId(3))->priceFen = 1000;
    store.at(ProductId(3))->stock = 100;
    const QString path = write(desk, "id,name,price,stock\n"
                                     "3,,12.00,105\n" // no name: wrong
                                     "3,改名,12.00,105\n"
                                     "99,Nobody,1,1\n"
                                     ",新茶,8.80,20\n"
                                     "4,x,cheap,1\n");
    const QList<shop::Product> before = store.items;
    ProductsImport import(store, store.categoryList);
    QAbstractItemModelTester tester(&import.model());
    import.read(path);
    QTRY_COMPARE(import.state(), State::Ready);
    QCOMPARE(store.items, before); // a dry run changes nothing
    const auto& rows = import.model().rows();
    QCOMPARE(rows.size(), 5);
    QCOMPARE(rows.at(0).kind, Kind::Wrong);
    QCOMPARE(rows.at(1).kind, Kind::Change);
    QVERIFY(rows.at(1).changes.join(u';').contains(u"¥ 10.00 → ¥ 12.00"_s));
    QVERIFY(rows.at(1).changes.join(u';').contains(u"+5 → 105"_s));
    QCOMPARE(rows.at(2).kind, Kind::Wrong);
    QCOMPARE(rows.at(3).kind, Kind::New);
    QCOMPARE(rows.at(4).kind, Kind::Wrong);
    QCOMPARE(import.changeCount(), 2);
    import.apply();
    QTRY_COMPARE(import.state(), State::Applied);
    QCOMPARE(store.at(ProductId(3))->name, u"改名"_s);
    QCOMPARE(store.at(ProductId(3))->priceFen, 1200);
    QCOMPARE(store.at(ProductId(3))->stock, 105);
    QCOMPARE(store.notes, QStringList{u"CSV import: in.csv"_s});
    QCOMPARE(store.items.first().name, u"新茶"_s);
    QCOMPARE(store.items.first().stock, 20);
    QCOMPARE(import.model().count(Kind::Done), 2);
}

void TestProductsImport::unchanged_data()
{
    QTest::addColumn<int>("products");
    QTest::newRow("few: asked one by one") << 40;
    QTest::newRow("many: read by page") << 1'234;
}

void TestProductsImport::unchanged()
{
    QFETCH(int, products);
    Desk desk;
    desk.node.productDesk.items = makeProducts(products);
    ProductsPage page(desk.context());
    page.show();
    QTRY_VERIFY(page.model().rowCount() > 0 && !page.model().categories().isEmpty());
    const QString path = desk.folder.filePath(u"all.csv"_s);
    page.exportTo(path);
    QTRY_VERIFY(QFile::exists(path));
    ProductsImport import(desk.node.productDesk, desk.node.productDesk.categoryList);
    import.read(path);
    QTRY_COMPARE_WITH_TIMEOUT(import.state(), State::Ready, 15'000);
    QCOMPARE(import.model().rowCount(), products);
    QCOMPARE(import.model().count(Kind::Same), products);
    QCOMPARE(import.changeCount(), 0);
}

void TestProductsImport::conflictsAndFailures()
{
    Desk desk;
    ShopProducts& store = desk.node.productDesk;
    store.items = makeProducts(5);
    ProductsImport import(store, store.categoryList);
    import.read(write(desk, "id,price\n1,1.11\n2,2.22\n"));
    QTRY_COMPARE(import.state(), State::Ready);
    store.at(ProductId(1))->version += 1; // between the dry run and Apply
    import.apply();
    QTRY_COMPARE(import.state(), State::Applied);
    QCOMPARE(import.model().count(Kind::Failed), 1);
    QCOMPARE(import.model().count(Kind::Done), 1);
    QVERIFY(import.model().rows().at(0).problem.contains(u"Somebody else"_s));
    QCOMPARE(store.at(ProductId(2))->priceFen, 222);
}

void TestProductsImport::wrongFile()
{
    Desk desk;
    ProductsImport import(desk.node.productDesk, {});
    import.read(desk.folder.filePath(u"none.csv"_s));
    QTRY_COMPARE(import.state(), State::Failed);
    import.read(write(desk, "id,colour\n1,red\n"));
    QTRY_VERIFY(import.state() == State::Failed && import.error().message.contains(u"colour"_s));
    desk.node.productDesk.failure = Error{ErrorCode::DependencyDown};
    import.read(write(desk, "id,price\n1,1\n"));
    QTRY_VERIFY(import.state() == State::Failed && import.error().code == ErrorCode::DependencyDown);
}

void TestProductsImport::cancelled()
{
    Desk desk;
    ShopProducts& store = desk.node.productDesk;
    store.items = makeProducts(100);
    QByteArray text("id,price\n");
    for (int i = 1; i <= 100; ++i)
        text += QByteArray::number(i) + ",0.01\n";
    ProductsImport import(store, store.categoryList);
    import.read(write(desk, text));
    QTRY_COMPARE(import.state(), State::Ready);
    connect(&import, &ProductsImport::advanced, &import, [&](int done, int) {
        if (done == 10)
            import.cancel();
    });
    import.apply();
    QTRY_COMPARE(import.state(), State::Applied);
    const int done = import.model().count(Kind::Done);
    QVERIFY(done >= 10 && done < 20); // what was under way is finished, nothing more begun
    QCOMPARE(import.changeCount(), 100 - done);
}

void TestProductsImport::fromThePage()
{
    Desk desk;
    desk.node.productDesk.items = makeProducts(5);
    ProductsPage page(desk.context());
    page.resize(1200, 700);
    page.show();
    QTRY_VERIFY(page.model().rowCount() == 5 && !page.model().categories().isEmpty());
    page.importFrom(write(desk, "id,price\n1,7.77\n2,x\n"));
    auto* dialog = page.findChild<ProductsImportDialog*>();
    QVERIFY(dialog);
    QTRY_COMPARE(dialog->import().state(), State::Ready);
    QVERIFY(dialog->summary().contains(u"1 line"_s));
    for (QPushButton* button : dialog->findChildren<QPushButton*>())
        if (button->text().startsWith(u"Apply"_s))
            QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE(dialog->import().state(), State::Applied);
    QTRY_COMPARE(page.model().find(ProductId(1))->priceFen, 777); // the list is read again
    QVERIFY(dialog->summary().contains(u"1 change"_s));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!page.findChild<ProductsImportDialog*>());
}

QTEST_MAIN(TestProductsImport)
#include "tst_productsimport.moc"
