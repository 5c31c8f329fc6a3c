// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/pages/ordersactions.h"
#include "ui/pages/orderscustomer.h"
#include "ui/pages/ordersdetail.h"
#include "ui/pages/orderspage.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/tableview.h"

#include <QLineEdit>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestCustomer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<Desk>();
        m_desk->node.orderDesk.items = makeOrders(60);
        m_page = std::make_unique<OrdersPage>(m_desk->context());
        m_page->resize(1300, 760);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTRY_COMPARE(m_page->model().rowCount(), 60);
        m_table = m_page->findChild<TableView*>(u"table"_s);
        m_table->chooseRow(3);
    }
    void cleanup()
    {
        m_page.reset();
        m_desk.reset();
    }
    void fromAnOrder();
    void listOfOneCustomer();
    void anotherOrder();
    void fromThePalette();
    void fails();

private:
    OrdersCustomer* open()
    {
        QTest::keyClick(m_table, Qt::Key_U, Qt::ControlModifier);
        return m_page->findChild<OrdersCustomer*>();
    }
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<OrdersPage> m_page;
    TableView* m_table = nullptr;
};

void TestCustomer::fromAnOrder()
{
    OrdersCustomer* customer = open();
    QVERIFY(customer);
    const UserId id = m_page->detail().order().userId;
    QTRY_COMPARE(customer->customer().id, id);
    qint64 count = 0;
    qint64 paid = 0;
    for (const shop::Order& order : m_desk->node.orderDesk.items) {
        count += order.userId == id ? 1 : 0;
        paid += order.userId == id && order.paidAt ? order.totalFen : 0;
    }
    QCOMPARE(customer->figure(0), QString::number(count));
    QVERIFY(customer->customer().paidFen == paid);
    QTest::keyClick(customer, Qt::Key_Escape);
    QTRY_VERIFY(!m_page->findChild<OrdersCustomer*>());
}

void TestCustomer::listOfOneCustomer()
{
    OrdersCustomer* customer = open();
    QTRY_VERIFY(customer->customer().id.isSet());
    const UserId id = customer->customer().id;
    QTest::keyClick(customer, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_page->filter().userId, std::optional(id));
    QTRY_VERIFY(m_page->model().rowCount() < 20);
    for (const shop::Order& order : m_page->model().rows())
        QCOMPARE(order.userId, id);
}

void TestCustomer::anotherOrder()
{
    OrdersCustomer* customer = open();
    QTRY_VERIFY(customer->customer().id.isSet());
    auto* table = customer->findChild<TableView*>();
    table->chooseRow(2);
    const OrderId wanted = customer->customer().lastOrders.at(2).id;
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_COMPARE(m_page->detail().order().id, wanted);
}

void TestCustomer::fromThePalette()
{
    m_page->search(u"#103"_s);
    QTRY_COMPARE(m_page->filter().userId, std::optional(UserId(103)));
    auto* customer = m_page->findChild<OrdersCustomer*>();
    QVERIFY(customer);
    QTRY_COMPARE(customer->customer().id, UserId(103));
    customer->reject();
    m_page->search(m_desk->node.orderDesk.items.at(5).orderNo);
    QTRY_COMPARE(m_page->model().rowCount(), 1);
    QVERIFY(!m_page->filter().userId);
}

void TestCustomer::fails()
{
    m_desk->node.orderDesk.failure = Error{ErrorCode::DependencyDown, u"no connection"_s};
    OrdersCustomer* customer = open();
    auto* state = customer->findChild<EmptyState*>();
    QTRY_VERIFY(state->headline().contains(u"could not be read"_s));
    m_desk->node.orderDesk.failure.reset();
    Q_EMIT state->buttonClicked();
    QTRY_VERIFY(customer->customer().id.isSet());
}

QTEST_MAIN(TestCustomer)
#include "tst_customer.moc"
