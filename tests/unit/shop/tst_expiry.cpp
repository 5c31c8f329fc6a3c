// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;
using namespace std::chrono_literals;

class TestExpiry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void unpaidOrdersExpireInTime();
    void paidOrdersStay();
    void aRestartForgetsNone();
    void manyAreDoneInBatches();
    void aBatchIsTheLastWhenAnotherNodeTakesOver();

private:
    std::unique_ptr<Store> m_store;
    UserId m_ann;
    ProductId m_tea;
};

void TestExpiry::init()
{
    m_store = std::make_unique<Store>();
    m_ann = m_store->addUser(u"ann"_s);
    m_tea = m_store->addProduct(u"tea"_s, 100, 1000);
}

void TestExpiry::cleanup()
{
    QCOMPARE(m_store->violations(), QStringList());
    m_store.reset();
}

void TestExpiry::unpaidOrdersExpireInTime()
{
    const auto first = m_store->place(Store::order(m_ann, {{m_tea, 3}}))->id;
    m_store->clock.advance(10min);
    const auto second = m_store->place(Store::order(m_ann, {{m_tea, 5}}))->id;
    m_store->clock.advance(20min);
    QCOMPARE(m_store->shop.expiry().runOnce().value(), 0); // 30 minutes to the millisecond: still in time
    m_store->clock.advance(1ms);
    QCOMPARE(m_store->shop.expiry().runOnce().value(), 1);
    QCOMPARE(m_store->shop.expiry().runOnce().value(), 0);
    const auto order = m_store->wait(m_store->shop.orders().findAny(first));
    QCOMPARE(order->status, OrderStatus::Cancelled);
    QCOMPARE(*order->cancelledAt, m_store->clock.wallMs());
    QVERIFY(!order->history.first().userId);
    QCOMPARE(m_store->wait(m_store->shop.orders().find(second, m_ann))->status, OrderStatus::PendingPayment);
    QCOMPARE(m_store->product(m_tea).stock, 995);
    QCOMPARE(m_store->ledger(m_tea).first().cause, LedgerCause::Expire);
    ZG_FAILS(m_store->wait(m_store->shop.orders().pay(first, m_ann)), IllegalTransition);
}

void TestExpiry::paidOrdersStay()
{
    const auto id = m_store->place(Store::order(m_ann, {{m_tea, 1}}))->id;
    ZG_OK(m_store->wait(m_store->shop.orders().pay(id, m_ann)));
    m_store->clock.advance(24h);
    QCOMPARE(m_store->shop.expiry().runOnce().value(), 0);
}

void TestExpiry::aRestartForgetsNone()
{
    ZG_OK(m_store->place(Store::order(m_ann, {{m_tea, 1}})));
    m_store->database.close();
    m_store->clock.advance(45min);
    ZG_OK(m_store->database.open());
    Shop after(m_store->database, m_store->clock);
    QCOMPARE(after.expiry().runOnce().value(), 1);
    QCOMPARE(m_store->product(m_tea).stock, 1000);
}

void TestExpiry::manyAreDoneInBatches()
{
    std::vector<Task<Result<Order>>> tasks;
    for (int i = 0; i < 250; ++i)
        tasks.push_back(m_store->shop.orders().place(Store::order(m_ann, {{m_tea, 1}})));
    for (auto& task : tasks)
        ZG_OK(m_store->wait(std::move(task)));
    m_store->clock.advance(31min);
    QCOMPARE(m_store->shop.expiry().runOnce().value(), 250);
    QCOMPARE(m_store->product(m_tea).stock, 1000);
}

void TestExpiry::aBatchIsTheLastWhenAnotherNodeTakesOver()
{
    std::vector<Task<Result<Order>>> tasks;
    for (int i = 0; i < 250; ++i)
        tasks.push_back(m_store->shop.orders().place(Store::order(m_ann, {{m_tea, 1}})));
    for (auto& task : tasks)
        ZG_OK(m_store->wait(std::move(task)));
    m_store->clock.advance(31min);
    QCOMPARE(m_store->shop.expiry().runOnce([] { return false; }).value(), 0);
    const qint64 expired = m_store->database.dialect() == sql::Dialect::Sqlite ? 200 : 2; // 100 a transaction, or one
    QCOMPARE(m_store->shop.expiry().runOnce([asked = 0]() mutable { return ++asked <= 2; }).value(), expired);
    QCOMPARE(m_store->shop.expiry().runOnce().value(), 250 - expired);
}

QTEST_GUILESS_MAIN(TestExpiry)
#include "tst_expiry.moc"
