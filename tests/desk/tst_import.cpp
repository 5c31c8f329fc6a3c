// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk.h"

#include "ui/pages/productsimportdialog.h"
#include "ui/widgets/filterbar.h"

#include <QAbstractButton>
#include <QFile>
#include <QFileDialog>
#include <QTableView>

using namespace zg;
using namespace zg::desk;
using namespace Qt::StringLiterals;
using ui::ProductsImportDialog;
using Kind = ui::ImportRow::Kind;
using State = ui::ProductsImport::State;

/// Five hundred products come from a file in which three rows are wrong.
class TestImport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveHundredWithThreeWrong();
};

namespace {

/// Rows 100, 250 and 400 are wrong: no name, a price that is none, a category that there is not.
QByteArray products()
{
    QByteArray text = "name,category,price,stock,status\n";
    for (int i = 1; i <= 500; ++i) {
        const QByteArray name = i == 100 ? QByteArray() : "新品 " + QByteArray::number(i);
        const QByteArray price = i == 250 ? QByteArray("cheap") : QByteArray::number(i) + ".50";
        text += name + (i == 400 ? ",没有的类目," : ",,") + price + ",12,\n";
    }
    return text;
}

} // namespace

void TestImport::fiveHundredWithThreeWrong()
{
    Desk desk;
    desk.signIn();
    const qint64 before = desk.number(u"SELECT count(*) FROM products"_s);
    const QString path = desk.folder.filePath(u"new.csv"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(products()) > 0);
    file.close();

    desk.goTo(u"products"_s);
    Desk::settle();
    Hand::click(Desk::seen<QWidget>(u"importCsv"_s));
    QTRY_VERIFY(Desk::seen<QFileDialog>());
    QTRY_VERIFY(Desk::seen<QFileDialog>()->isActiveWindow());
    Hand::type(path);
    Hand::key(u"Return"_s);
    QTRY_VERIFY(Desk::seen<ProductsImportDialog>());
    auto* dialog = Desk::seen<ProductsImportDialog>();
    QTRY_COMPARE_WITH_TIMEOUT(dialog->import().state(), State::Ready, Desk::patienceMs);
    auto& model = dialog->import().model();
    QCOMPARE(model.count(Kind::New), 497);
    QCOMPARE(model.count(Kind::Wrong), 3);
    QCOMPARE(desk.number(u"SELECT count(*) FROM products"_s), before); // only looked
    Desk::settle();
    Desk::keep(u"import-1-dry-run"_s);
    const auto filters = dialog->findChild<ui::FilterBar*>()->findChildren<QAbstractButton*>();
    QVERIFY(filters.size() >= 5);
    Hand::click(filters.at(4)); // the wrong ones alone
    auto* table = dialog->findChild<QTableView*>();
    QTRY_COMPARE(table->model()->rowCount(), 3);
    QStringList lines;
    for (int row = 0; row < 3; ++row)
        lines += table->model()->index(row, 0).data().toString();
    QCOMPARE(lines, (QStringList{u"101"_s, u"251"_s, u"401"_s})); // as an editor counts them
    for (const auto& row : model.rows())
        QVERIFY(row.kind != Kind::Wrong || !row.problem.isEmpty());
    Desk::settle();
    Desk::keep(u"import-2-wrong-rows"_s);
    Hand::click(Desk::primary(dialog));
    QTRY_COMPARE_WITH_TIMEOUT(dialog->import().state(), State::Applied, 2 * Desk::patienceMs);
    QCOMPARE(model.count(Kind::Done), 497);
    QCOMPARE(desk.number(u"SELECT count(*) FROM products"_s), before + 497);
    QCOMPARE(desk.number(u"SELECT price FROM products WHERE name = '新品 499'"_s), 49'950);
    Desk::settle();
    Desk::keep(u"import-3-applied"_s);
    Hand::key(u"Escape"_s);
    QTRY_VERIFY(!Desk::seen<ProductsImportDialog>());
}

ZG_DESK_MAIN(TestImport)
#include "tst_import.moc"
