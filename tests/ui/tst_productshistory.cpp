// SPDX-License-Identifier: GPL-3.0-or-later
// A product's history: lines that are taken back.
#include "shownproducts.h"

#include "ui/models/reversal.h"
#include "ui/widgets/producteditorhistory.h"

#include <QPushButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestProductsHistory final : public QObject
{
    Q_OBJECT

    struct Shown : ShownProducts
    {
        Shown()
        {
            if (!QTest::qWaitFor([this] { return page->model().rowCount() == 40; }))
                qFatal("the products did not come");
            table->chooseRow(1);
            id = page->model().row(1).id;
        }
        /// The history with this one line, which is chosen.
        void show(const shop::ProductEvent& event)
        {
            store().histories[id] = {event};
            page->productActions().history->trigger();
            history = page->editor().findChild<ProductHistory*>();
            QTRY_COMPARE(history->table().model()->rowCount(), 1);
            history->table().chooseRow(0);
        }
        QPushButton* button() const { return history->findChild<QPushButton*>(u"undoLine"_s); }
        shop::Product& product() { return *store().at(id); }

        ProductId id;
        ProductHistory* history = nullptr;
    };

    static shop::ProductEvent edit(const QString& field, const QString& before, const QString& after)
    {
        shop::ProductEvent event;
        event.id = -1;
        event.at = 1'760'000'000'000;
        event.edits = {{field, before, after}};
        return event;
    }
    static shop::ProductEvent stock(shop::LedgerCause cause, qint64 delta)
    {
        shop::ProductEvent event;
        event.id = 1;
        event.at = 1'760'000'000'000;
        event.stock.emplace();
        event.stock->cause = cause;
        event.stock->delta = delta;
        return event;
    }

private Q_SLOTS:
    void priceGoesBackAndForth()
    {
        Shown shown;
        const qint64 now = shown.product().priceFen;
        shown.show(edit(u"price"_s, u"990"_s, QString::number(now)));
        QVERIFY(shown.button()->isEnabled());
        QTest::mouseClick(shown.button(), Qt::LeftButton);
        QTRY_COMPARE(shown.product().priceFen, 990);
        QTRY_COMPARE(shown.page->model().find(shown.id)->priceFen, 990);
        QVERIFY2(shown.undo().text().contains(u"¥ 9.90"_s), qPrintable(shown.undo().text()));
        QTest::keyClick(shown.page.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(shown.product().priceFen, now);
    }

    void shelfGoesBack()
    {
        Shown shown;
        shown.product().status = shop::ProductStatus::OffShelf;
        shown.show(edit(u"status"_s, u"on_sale"_s, u"off_shelf"_s));
        QTest::keyClick(&shown.history->table(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(shown.product().status, shop::ProductStatus::OnSale);
    }

    void stockGoesBackAsADifference()
    {
        Shown shown;
        const qint64 now = shown.product().stock = 100;
        shown.show(stock(shop::LedgerCause::Adjust, 5));
        QTest::mouseClick(shown.button(), Qt::LeftButton);
        QTRY_COMPARE(shown.product().stock, now - 5);
        QCOMPARE(shown.store().notes, QStringList{u"set back from the history"_s});
        QTRY_COMPARE(shown.history->table().model()->rowCount(), 2); // both are in the history
    }

    /// What somebody changed again since is not overwritten unasked.
    void laterChangeIsAskedAbout()
    {
        Shown shown;
        const qint64 now = shown.product().priceFen;
        shown.show(edit(u"price"_s, u"990"_s, QString::number(now + 100)));
        QTest::mouseClick(shown.button(), Qt::LeftButton);
        QTRY_VERIFY2(shown.banner().contains(u"Nothing was set back"_s), qPrintable(shown.banner()));
        QCOMPARE(shown.product().priceFen, now);
        for (QAbstractButton* button : shown.page->findChildren<QAbstractButton*>())
            if (button->text() == u"Set back anyway"_s)
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(shown.product().priceFen, 990);
    }

    void refusedIsSaid()
    {
        Shown shown;
        shown.show(stock(shop::LedgerCause::Adjust, 5));
        shown.store().failure = Error{ErrorCode::OutOfStock};
        const qint64 now = shown.product().stock;
        QTest::mouseClick(shown.button(), Qt::LeftButton);
        QTRY_VERIFY2(shown.banner().contains(u"was not set back"_s), qPrintable(shown.banner()));
        QCOMPARE(shown.product().stock, now);
    }

    void ordersAreNotUndoneHere()
    {
        Shown shown;
        shown.show(stock(shop::LedgerCause::Order, -2));
        QVERIFY(!shown.button()->isEnabled());
        QVERIFY(shown.button()->toolTip().contains(u"cancelled"_s));
        QVERIFY(reversalOf(edit(u"description"_s, u"a"_s, u"b"_s)).isEmpty());
        QVERIFY(reversalOf(edit(u"status"_s, u"on_sale"_s, u"deleted"_s)).isEmpty());
    }
};

QTEST_MAIN(TestProductsHistory)
#include "tst_productshistory.moc"
