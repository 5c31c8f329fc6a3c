// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk.h"

#include "ui/pages/ordersshiplistdialog.h"

#include <QClipboard>
#include <QPlainTextEdit>

using namespace zg;
using namespace zg::desk;
using namespace Qt::StringLiterals;
using ui::OrdersShipListDialog;
using State = ui::OrdersShipList::State;

/// An assistant ships twenty orders from the carrier's list.
class TestShipping final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twentyFromAList();
};

void TestShipping::twentyFromAList()
{
    Desk desk;
    desk.signIn();
    const QStringList numbers = desk.column(u"SELECT order_no FROM orders WHERE status = 1 ORDER BY id LIMIT 20"_s);
    QCOMPARE(numbers.size(), 20);
    QString list;
    for (int i = 0; i < 20; ++i)
        list += numbers.at(i) + u",SF%1\n"_s.arg(7'000'000'001 + i);
    Desk::settle();
    Desk::keep(u"ship-1-orders"_s);

    Hand::key(u"ctrl+i"_s);
    QTRY_VERIFY(Desk::seen<OrdersShipListDialog>());
    auto* dialog = Desk::seen<OrdersShipListDialog>();
    QTRY_VERIFY(dialog->isActiveWindow());
    QGuiApplication::clipboard()->setText(list); // as it came from the carrier's mail
    Hand::click(Desk::seen<QPlainTextEdit>());
    Hand::key(u"ctrl+v"_s);
    QTRY_COMPARE(Desk::seen<QPlainTextEdit>()->toPlainText(), list);
    Hand::click(Desk::primary(dialog));
    QTRY_COMPARE_WITH_TIMEOUT(dialog->list().state(), State::Checked, Desk::patienceMs);
    QCOMPARE(dialog->list().model().count(ui::ShipLine::Kind::Ready), 20);
    QCOMPARE(desk.number(u"SELECT count(*) FROM orders WHERE tracking_no LIKE 'SF70000000%'"_s), 0); // only looked up
    Desk::settle();
    Desk::keep(u"ship-2-checked"_s);
    QTRY_VERIFY(Desk::primary(dialog)->isEnabled());
    Hand::click(Desk::primary(dialog));
    QTRY_COMPARE_WITH_TIMEOUT(dialog->list().state(), State::Done, Desk::patienceMs);
    Desk::settle();
    Desk::keep(u"ship-3-done"_s);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(
            desk.number(u"SELECT count(*) FROM orders WHERE status = 2 AND order_no = '%1' AND tracking_no = 'SF%2'"_s
                            .arg(numbers.at(i))
                            .arg(7'000'000'001 + i)),
            1);
    Hand::key(u"Escape"_s);
    QTRY_VERIFY(!Desk::seen<OrdersShipListDialog>());
    QTRY_VERIFY(desk.window->isActiveWindow());
}

ZG_DESK_MAIN(TestShipping)
#include "tst_shipping.moc"
