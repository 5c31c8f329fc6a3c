// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakeshop.h"

#include "ui/models/ledgermodel.h"
#include "ui/pages/productsactions.h"
#include "ui/pages/productspage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/producteditor.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QLineEdit>
#include <QStackedWidget>
#include <QTest>

namespace zg::ui::test {

using namespace Qt::StringLiterals;

/// The page over a store in memory, shown and read.
struct ShownProducts
{
    explicit ShownProducts(int products = 40)
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

} // namespace zg::ui::test
