// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/models/ledgermodel.h"
#include "ui/pages/productsactions.h"
#include "ui/pages/productsdelegate.h"
#include "ui/pages/productspage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/producteditor.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

/// The page over a store in memory, shown and read.
struct Shown
{
    explicit Shown(int products = 40)
    {
        desk.node.productDesk.items = makeProducts(products);
        page = std::make_unique<ProductsPage>(desk.context());
        page->resize(1300, 760);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
        table = page->findChild<TableView*>(u"table"_s);
    }
    ShopProducts& store() { return desk.node.productDesk; }
    QString banner() const
    {
        QStringList texts;
        for (const Banner* each : page->findChildren<Banner*>())
            if (each->isVisibleTo(page.get()))
                texts += each->text();
        return texts.join(u'|');
    }
    EmptyState* empty() { return page->findChild<QStackedWidget*>(u"stack"_s)->findChild<EmptyState*>(); }
    UndoBar& undo() { return *page->findChild<UndoBar*>(); }
    void typeInto(int row, int column, const QString& text)
    {
        table->setCurrentIndex(page->model().index(row, column));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_F2);
        auto* line = table->viewport()->findChild<QLineEdit*>();
        QVERIFY(line);
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
    }
    QLineEdit* field(const QString& name) { return page->editor().findChild<QLineEdit*>(name); }
    void choose(const QList<int>& rows)
    {
        table->clearSelection();
        for (const int row : rows)
            table->selectionModel()->select(page->model().index(row, 0),
                                            QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }

    Desk desk;
    std::unique_ptr<ProductsPage> page;
    TableView* table = nullptr;
};

class TestProductsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shows();
    void searchAsks();
    void filtersAreRemembered();
    void states();
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

void TestProductsPage::inlinePrice()
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

void TestProductsPage::inlineStock()
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

void TestProductsPage::inlineRefused()
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

void TestProductsPage::inlineConflict()
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

void TestProductsPage::hints_data()
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

void TestProductsPage::hints()
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

void TestProductsPage::editorSaves()
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

void TestProductsPage::editorKeepsWhatWasTyped()
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

void TestProductsPage::editorConflict()
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

void TestProductsPage::editorRefuses_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("no name") << u"name"_s << u"  "_s << u"needs a name"_s;
    QTest::newRow("no price") << u"price"_s << u"cheap"_s << u"amount"_s;
    QTest::newRow("negative") << u"price"_s << u"-1"_s << u"amount"_s;
    QTest::newRow("too dear") << u"price"_s << u"100000000.01"_s << u"at most"_s;
}

void TestProductsPage::editorRefuses()
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

void TestProductsPage::newProduct()
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

void TestProductsPage::adjustWithNote()
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
