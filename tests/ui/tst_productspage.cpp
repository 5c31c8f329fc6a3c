// SPDX-License-Identifier: GPL-3.0-or-later
#include "shownproducts.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QMessageBox>
#include <QPushButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using Shown = ShownProducts;

/// The list: search, filters, many at once, states.
class TestProductsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shows();
    void searchAsks();
    void filtersAreRemembered();
    void states();
    void manyOnAndOff();
    void manyWithFailures();
    void deleteAsksByName();
    void refreshKeepsPlace();
    void copies();
    void exportsAll();
    void neverBlocks();
    void speaks();
};

void TestProductsPage::shows()
{
    Shown shown(250);
    QAbstractItemModelTester tester(&shown.page->model());
    QTRY_COMPARE(shown.page->model().rowCount(), 100);
    QVERIFY(shown.table->isVisible());
    shown.table->chooseRow(0);
    QTest::keyClick(shown.table, Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE(shown.page->model().rowCount(), 200); // read on before the end is seen
    QCOMPARE(shown.page->model().index(0, ProductModel::CategoryColumn).data().toString(),
             shown.page->model().categoryName(shown.page->model().row(0).categoryId));
    shown.table->chooseRow(3);
    QCOMPARE(shown.page->editor().productId(), shown.page->model().row(3).id);
}

void TestProductsPage::searchAsks()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    const auto before = shown.store().asked.size();
    shown.page->focusSearch();
    auto* search = shown.page->findChild<QLineEdit*>(u"search"_s);
    for (const QString& typed : {u"普"_s, u"普洱"_s, u"普洱熟"_s, u"普洱熟茶"_s})
        search->setText(typed); // an input method gives whole words
    QTRY_VERIFY(shown.page->model().rowCount() < 40);
    QVERIFY(shown.page->model().rowCount() > 0);
    QVERIFY(shown.store().asked.size() - before <= 2); // a pause asks, not every letter
    QCOMPARE(shown.store().asked.last().text, u"普洱熟茶"_s);
    QTest::keyClicks(search, u"zzz"_s);
    QTRY_COMPARE(shown.page->model().rowCount(), 0);
    auto* empty = shown.empty();
    QTRY_VERIFY(empty->headline().contains(u"No product"_s));
    QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton); // clear the filters
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
}

void TestProductsPage::filtersAreRemembered()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    auto* status = shown.page->findChild<QComboBox*>(u"status"_s);
    auto* category = shown.page->findChild<QComboBox*>(u"category"_s);
    QTRY_COMPARE(category->count(), 8);
    status->setFocus();
    QTest::keyClick(status, Qt::Key_Down);
    QTest::keyClick(status, Qt::Key_Down);
    QTRY_COMPARE(shown.store().asked.last().status, std::optional(shop::ProductStatus::OffShelf));
    QTest::keyClick(category, Qt::Key_Down);
    QTRY_COMPARE(shown.store().asked.last().categoryId, std::optional(CategoryId(1)));
    auto* header = shown.table->horizontalHeader();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      QPoint(header->sectionViewportPosition(ProductModel::PriceColumn) + 20, 8));
    QTRY_COMPARE(shown.store().asked.last().sort, shop::ProductSort::PriceAsc);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      QPoint(header->sectionViewportPosition(ProductModel::PriceColumn) + 20, 8));
    QTRY_COMPARE(shown.store().asked.last().sort, shop::ProductSort::PriceDesc);

    shown.page = std::make_unique<ProductsPage>(shown.desk.context()); // the next day
    shown.page->show();
    QTRY_COMPARE(shown.store().asked.last().categoryId, std::optional(CategoryId(1)));
    QCOMPARE(shown.page->filter().status, std::optional(shop::ProductStatus::OffShelf));
    QCOMPARE(shown.page->filter().sort, shop::ProductSort::PriceDesc);
}

void TestProductsPage::states()
{
    Shown shown(0);
    auto* empty = shown.empty();
    QTRY_COMPARE(empty->headline(), u"No products yet"_s);
    shown.store().failure = Error{ErrorCode::DependencyDown, u"no connection after 3000 ms"_s};
    shown.page->productActions().reload->trigger();
    QTRY_VERIFY(empty->headline().contains(u"could not be read"_s));
    shown.store().failure.reset();
    shown.store().items = makeProducts(3);
    for (QPushButton* button : empty->findChildren<QPushButton*>())
        if (button->text() == u"Try again"_s)
            button->click();
    QTRY_COMPARE(shown.page->model().rowCount(), 3);
    QVERIFY(!empty->isVisible());
}

void TestProductsPage::manyOnAndOff()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    for (shop::Product& product : shown.store().items)
        product.status = product.id.value % 2 ? shop::ProductStatus::OnSale : shop::ProductStatus::OffShelf;
    shown.page->productActions().reload->trigger();
    QTRY_COMPARE(shown.page->model().rows(), shown.store().items);
    const QList<shop::Product> before = shown.store().items;
    shown.choose({0, 1, 2, 3, 4, 5});
    // One of them was changed by somebody else: the status is meant all the same.
    shown.store().at(before.at(1).id)->version += 3;
    QTest::keyClick(shown.table, Qt::Key_D, Qt::ControlModifier);
    const auto offCount = [&] {
        return std::count_if(shown.store().items.cbegin(), shown.store().items.cbegin() + 6,
                             [](const shop::Product& p) { return p.status == shop::ProductStatus::OffShelf; });
    };
    QTRY_COMPARE(offCount(), 6);
    QTRY_VERIFY(shown.undo().text().contains(u"3"_s)); // the three that were on sale
    QVERIFY(!shown.page->findChild<QMessageBox*>());   // nobody was asked
    shown.undo().findChild<QPushButton*>()->click();
    QTRY_COMPARE(offCount(), 3);
    for (int i = 0; i < 6; ++i)
        QCOMPARE(shown.store().items.at(i).status, before.at(i).status);
}

void TestProductsPage::manyWithFailures()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.choose({1, 2});
    const ProductId gone = shown.page->model().row(1).id;
    shown.store().items.removeIf([gone](const shop::Product& product) { return product.id == gone; });
    const ProductId other = shown.page->model().row(2).id;
    const bool isOn = shown.store().at(other)->status == shop::ProductStatus::OnSale;
    (isOn ? shown.page->productActions().offShelf : shown.page->productActions().onSale)->trigger();
    QTRY_COMPARE(shown.store().at(other)->status, isOn ? shop::ProductStatus::OffShelf : shop::ProductStatus::OnSale);
    QTRY_VERIFY(!shown.banner().isEmpty());
    QVERIFY(shown.banner().contains(u"1 product"_s));
}

void TestProductsPage::deleteAsksByName()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    const shop::Product doomed = shown.page->model().row(0);
    shown.table->chooseRow(0);
    shown.page->productActions().remove->trigger();
    auto* box = shown.page->findChild<QMessageBox*>();
    QVERIFY(box);
    QVERIFY(box->text().contains(doomed.name));
    QCOMPARE(box->defaultButton(), box->button(QMessageBox::Cancel)); // Enter deletes nothing
    for (QAbstractButton* button : box->buttons())
        if (box->buttonRole(button) == QMessageBox::DestructiveRole)
            button->click();
    QTRY_COMPARE(shown.page->model().rowCount(), 39);
    QVERIFY(!shown.store().at(doomed.id));
}

void TestProductsPage::refreshKeepsPlace()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.table->chooseRow(5);
    const ProductId chosen = shown.page->model().row(5).id;
    shown.field(u"name"_s)->setText(u"half typed"_s);
    shown.store().items.prepend(makeProduct(41));
    shown.store().at(chosen)->stock += 11;
    const telemetry::Snapshot snapshot;
    shown.page->refresh(Tick{snapshot, 12});
    QTRY_COMPARE(shown.page->model().rowCount(), 41);
    QCOMPARE(shown.table->selectedRowNumbers(), QList<int>{6});
    QCOMPARE(shown.page->editor().productId(), chosen);
    QCOMPARE(shown.field(u"name"_s)->text(), u"half typed"_s);
    shown.store().failure = Error{ErrorCode::DependencyDown};
    shown.page->refresh(Tick{snapshot, 24});
    QTRY_VERIFY(shown.banner().contains(u"not up to date"_s));
    QCOMPARE(shown.page->model().rowCount(), 41);
    shown.store().failure.reset();
    shown.page->refresh(Tick{snapshot, 36});
    QTRY_COMPARE(shown.banner(), QString());
}

void TestProductsPage::copies()
{
    Shown shown;
    QTRY_COMPARE(shown.page->model().rowCount(), 40);
    shown.choose({0, 2});
    shown.table->setFocus();
    QTest::keyClick(shown.table, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().trimmed().split(u'\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.at(1).contains(shown.page->model().row(0).name));
    QVERIFY(lines.at(2).contains(u'\t'));
}

void TestProductsPage::exportsAll()
{
    Shown shown(250);
    QTRY_COMPARE(shown.page->model().rowCount(), 100);
    const QString path = shown.desk.folder.filePath(u"out.csv"_s);
    shown.page->exportTo(path);
    QTRY_VERIFY(shown.undo().text().contains(u"250"_s));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 251);
    shown.page->exportTo(shown.desk.folder.filePath(u"no/such/folder.csv"_s));
    QTRY_VERIFY(shown.banner().contains(u"not written"_s));
}

void TestProductsPage::neverBlocks()
{
    // The store never answers: the page says so, can be cancelled, and goes away without a word.
    Desk desk;
    desk.node.productDesk.isHeld = true;
    auto page = std::make_unique<ProductsPage>(desk.context());
    page->resize(1000, 600);
    page->show();
    auto* empty = page->findChild<QStackedWidget*>(u"stack"_s)->findChild<EmptyState*>();
    QTRY_VERIFY(empty->isVisible());
    Q_EMIT empty->buttonClicked();
    QCOMPARE(empty->headline(), u"Stopped"_s);
    page->productActions().reload->trigger();
    page.reset();
    desk.node.productDesk.releaseAll();
    QTest::qWait(10);
}

void TestProductsPage::speaks()
{
    Shown shown;
    for (const QAction* action : shown.page->paletteActions()) {
        QVERIFY(!action->text().isEmpty());
        QVERIFY2(action->toolTip().contains(action->shortcut().toString(QKeySequence::NativeText)),
                 qPrintable(action->text()));
    }
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

QTEST_MAIN(TestProductsPage)
#include "tst_productspage.moc"
