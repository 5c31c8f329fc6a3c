// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

class TestCustomers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_store.reset(); }
    void sums();
    void withoutOrders();
    void lastOrders();
    void byName();
    void toShipOldestFirst();

private:
    Order buy(UserId user, qint64 pieces, bool isPaid)
    {
        auto order = m_store->place(Store::order(user, {{m_tea, pieces}})).value();
        if (isPaid)
            (void)m_store->wait(m_store->shop.orders().pay(order.id, user));
        return order;
    }
    Result<Customer> find(UserId id) { return m_store->wait(m_store->shop.customers().find(id)); }

    std::unique_ptr<Store> m_store;
    UserId m_ann, m_bob, m_staff;
    ProductId m_tea;
};

void TestCustomers::init()
{
    m_store = std::make_unique<Store>();
    m_ann = m_store->addUser(u"ann"_s);
    m_bob = m_store->addUser(u"bob"_s);
    m_staff = m_store->addUser(u"staff"_s, u"staff"_s);
    m_tea = m_store->addProduct(u"tea"_s, 100, 10'000);
}

void TestCustomers::sums()
{
    auto& orders = m_store->shop.orders();
    buy(m_ann, 1, false);
    buy(m_ann, 2, true);
    ZG_OK(m_store->wait(orders.ship(buy(m_ann, 4, true).id, u"SF1"_s, m_staff)));
    const auto back = buy(m_ann, 8, true).id;
    ZG_OK(m_store->wait(orders.requestRefund(back, m_ann, {})));
    ZG_OK(m_store->wait(orders.decideRefund(back, true, m_staff)));
    buy(m_bob, 16, true); // somebody else's
    const auto ann = find(m_ann);
    ZG_OK(ann);
    QCOMPARE(ann->id, m_ann);
    QCOMPARE(ann->name, u"ann"_s);
    QCOMPARE(ann->counts.at(size_t(OrderStatus::PendingPayment)), 1);
    QCOMPARE(ann->counts.at(size_t(OrderStatus::Paid)), 1);
    QCOMPARE(ann->counts.at(size_t(OrderStatus::Shipped)), 1);
    QCOMPARE(ann->counts.at(size_t(OrderStatus::Refunded)), 1);
    QCOMPARE(ann->paidFen, 1400);
    QCOMPARE(ann->refundedFen, 800);
    QVERIFY(!ann->isCapped);
}

void TestCustomers::withoutOrders()
{
    const auto ann = find(m_ann);
    ZG_OK(ann);
    QCOMPARE(ann->paidFen, 0);
    QVERIFY(ann->lastOrders.isEmpty());
    ZG_FAILS(find(UserId(999'999)), NotFound);
}

void TestCustomers::lastOrders()
{
    QList<OrderId> ids;
    for (int i = 0; i < 25; ++i)
        ids.prepend(buy(m_ann, 1 + i, false).id);
    buy(m_bob, 1, false);
    const auto ann = find(m_ann);
    ZG_OK(ann);
    QCOMPARE(ann->lastOrders.size(), 20);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(ann->lastOrders.at(i).id, ids.at(i));
    QCOMPARE(ann->lastOrders.first().items.first().quantity, 25);
    QCOMPARE(ann->lastOrders.first().userName, u"ann"_s);
}

void TestCustomers::byName()
{
    const auto bob = m_store->wait(m_store->shop.customers().findByName(u"bob"_s));
    ZG_OK(bob);
    QCOMPARE(bob->id, m_bob);
    ZG_FAILS(m_store->wait(m_store->shop.customers().findByName(u"bo"_s)), NotFound);
}

void TestCustomers::toShipOldestFirst()
{
    auto& orders = m_store->shop.orders();
    const auto late = buy(m_ann, 1, false).id; // made first, paid last
    QList<OrderId> ids{late};
    for (int i = 0; i < 24; ++i)
        ids += buy(m_ann, 2, true).id;
    const auto gone = buy(m_bob, 1, true).id;
    ZG_OK(m_store->wait(orders.ship(gone, u"SF1"_s, m_staff)));
    auto waiting = m_store->wait(orders.toShip({}, 10));
    ZG_OK(waiting);
    QCOMPARE(waiting->first().id, ids.at(1));
    ZG_OK(m_store->wait(orders.pay(late, m_ann)));
    QList<OrderId> found;
    for (OrderId after;;) {
        waiting = m_store->wait(orders.toShip(after, 10));
        ZG_OK(waiting);
        if (waiting->isEmpty())
            break;
        for (const Order& order : *waiting) {
            QCOMPARE(order.status, OrderStatus::Paid);
            QVERIFY(!order.items.isEmpty());
            QCOMPARE(order.userName, u"ann"_s);
            found += order.id;
        }
        after = waiting->last().id;
    }
    QCOMPARE(found, ids);
}

QTEST_GUILESS_MAIN(TestCustomers)
#include "tst_customers.moc"
