// SPDX-License-Identifier: GPL-3.0-or-later
// One change for many products: shown first, made, taken back.
#include "shownproducts.h"

#include "shop/limits.h"
#include "ui/pages/productsbulkdialog.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using Kind = BulkChange::Kind;
using State = BulkRow::State;

class TestProductsBulk final : public QObject
{
    Q_OBJECT

    static shop::Product product(qint64 fen, qint64 stock = 10)
    {
        shop::Product product;
        product.id = ProductId(1);
        product.priceFen = fen;
        product.stock = stock;
        return product;
    }
    static BulkChange change(Kind kind, qint64 amount, qint64 roundFen = 1)
    {
        BulkChange change;
        change.kind = kind;
        change.amount = amount;
        change.roundFen = roundFen;
        return change;
    }
    static ProductsBulkDialog* open(ShownProducts& shown)
    {
        QTest::keyClick(shown.table, Qt::Key_B, Qt::ControlModifier);
        return shown.page->findChild<ProductsBulkDialog*>();
    }

private Q_SLOTS:
    void figures()
    {
        QCOMPARE(bulkRow(change(Kind::PriceByPercent, -1'000), product(999)).after.priceFen, 899);
        QCOMPARE(bulkRow(change(Kind::PriceByPercent, 1'250, 10), product(1'000)).after.priceFen, 1'130); // 11.25 up
        QCOMPARE(bulkRow(change(Kind::PriceByPercent, 1'000, 100), product(1'000)).after.priceFen, 1'100);
        QCOMPARE(bulkRow(change(Kind::PriceByPercent, -10'000), product(999)).after.priceFen, 0);
        QCOMPARE(bulkRow(change(Kind::PriceByPercent, 0), product(999)).state, State::Same);
        QCOMPARE(bulkRow(change(Kind::PriceByPercent, 100'000), product(shop::maxPriceFen)).state, State::Wrong);
        QCOMPARE(bulkRow(change(Kind::PriceBy, -1'000), product(999)).state, State::Wrong);
        QCOMPARE(bulkRow(change(Kind::PriceTo, 990), product(999)).after.priceFen, 990);
        QCOMPARE(bulkRow(change(Kind::StockBy, -11), product(1, 10)).state, State::Wrong);
        QCOMPARE(bulkRow(change(Kind::StockBy, -10), product(1, 10)).after.stock, 0);
    }

    void shownFirstThenMadeThenUndone()
    {
        ShownProducts shown;
        QTRY_COMPARE(shown.page->model().rowCount(), 40);
        shown.choose({0, 1, 2});
        QList<shop::Product> before;
        for (int row = 0; row < 3; ++row)
            before.append(shown.page->model().row(row));
        ProductsBulkDialog* dialog = open(shown);
        QVERIFY(dialog);
        QAbstractItemModel* model = dialog->findChild<TableView*>()->model();
        const QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto* apply = dialog->findChild<QPushButton*>(u"apply"_s);
        QVERIFY(!apply->isEnabled());
        QTest::keyClicks(dialog->findChild<QLineEdit*>(u"amount"_s), u"+10"_s);
        QCOMPARE(model->rowCount(), 3);
        QVERIFY2(dialog->summary().startsWith(u"Nothing is changed yet. 3 would change"_s),
                 qPrintable(dialog->summary()));
        QCOMPARE(shown.store().at(before.first().id)->priceFen, before.first().priceFen);
        QVERIFY(apply->isEnabled());
        QTest::mouseClick(apply, Qt::LeftButton);
        QTRY_COMPARE(dialog->summary(), u"3 products changed."_s);
        for (const shop::Product& was : before)
            QCOMPARE(shown.store().at(was.id)->priceFen, (was.priceFen * 11 + 5) / 10);
        dialog->reject();
        QTRY_VERIFY(shown.undo().isVisible());
        shown.undo().findChild<QPushButton*>()->click();
        for (const shop::Product& was : before)
            QTRY_COMPARE(shown.store().at(was.id)->priceFen, was.priceFen);
        QTRY_COMPARE(shown.undo().text(), u"3 products set back"_s);
    }

    /// A second look that changes nothing takes the Undo of the first change from nobody.
    void cancelledDialogKeepsTheUndo()
    {
        ShownProducts shown;
        QTRY_COMPARE(shown.page->model().rowCount(), 40);
        shown.choose({0});
        const shop::Product before = shown.page->model().row(0);
        ProductsBulkDialog* dialog = open(shown);
        QTest::keyClicks(dialog->findChild<QLineEdit*>(u"amount"_s), u"+10"_s);
        QTest::mouseClick(dialog->findChild<QPushButton*>(u"apply"_s), Qt::LeftButton);
        QTRY_COMPARE(dialog->summary(), u"1 product changed."_s);
        dialog->reject();
        QTRY_VERIFY(!shown.page->findChild<ProductsBulkDialog*>());
        shown.choose({0});
        shown.page->productActions().bulk->trigger();
        shown.page->findChild<ProductsBulkDialog*>()->reject();
        QTRY_VERIFY(!shown.page->findChild<ProductsBulkDialog*>());
        QVERIFY(shown.undo().isVisible());
        shown.undo().findChild<QPushButton*>()->click();
        QTRY_COMPARE(shown.store().at(before.id)->priceFen, before.priceFen);
    }

    void whatCannotBeIsLeftOut()
    {
        ShownProducts shown;
        QTRY_COMPARE(shown.page->model().rowCount(), 40);
        const ProductId poor = shown.page->model().row(0).id;
        shown.store().at(poor)->stock = 2;
        shown.store().at(shown.page->model().row(1).id)->stock = 100;
        shown.page->productActions().reload->trigger();
        QTRY_COMPARE(shown.page->model().row(1).stock, 100);
        shown.choose({0, 1});
        const qint64 rich = shown.page->model().row(1).stock;
        const ProductId other = shown.page->model().row(1).id;
        ProductsBulkDialog* dialog = open(shown);
        auto* kind = dialog->findChild<QComboBox*>(u"kind"_s);
        kind->setCurrentIndex(kind->findData(int(Kind::StockBy)));
        auto* amount = dialog->findChild<QLineEdit*>(u"amount"_s);
        amount->setText(u"1.5"_s);
        QVERIFY2(dialog->summary().contains(u"no number of pieces"_s), qPrintable(dialog->summary()));
        amount->setText(u"-5"_s);
        QVERIFY2(dialog->summary().contains(u"1 cannot"_s), qPrintable(dialog->summary()));
        QTest::mouseClick(dialog->findChild<QPushButton*>(u"apply"_s), Qt::LeftButton);
        QTRY_COMPARE(shown.store().at(other)->stock, rich - 5);
        QCOMPARE(shown.store().at(poor)->stock, 2);
        QCOMPARE(shown.store().notes, QStringList{u"bulk change"_s});
    }

    /// Somebody else was quicker: that product keeps what he made of it.
    void changedMeanwhileIsKept()
    {
        ShownProducts shown;
        QTRY_COMPARE(shown.page->model().rowCount(), 40);
        shown.choose({0, 1});
        const ProductId first = shown.page->model().row(0).id;
        ProductsBulkDialog* dialog = open(shown);
        QTest::keyClicks(dialog->findChild<QLineEdit*>(u"amount"_s), u"-50"_s);
        shown.store().at(first)->priceFen = 77;
        shown.store().at(first)->version += 1;
        QTest::mouseClick(dialog->findChild<QPushButton*>(u"apply"_s), Qt::LeftButton);
        QTRY_VERIFY2(dialog->summary().contains(u"1 was not"_s), qPrintable(dialog->summary()));
        QCOMPARE(shown.store().at(first)->priceFen, 77);
    }
};

QTEST_MAIN(TestProductsBulk)
#include "tst_productsbulk.moc"
