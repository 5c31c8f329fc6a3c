// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

namespace {
constexpr qint64 start = 1'760'000'000'000;
constexpr qint64 hour = 3'600'000;
} // namespace

class TestSales : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_store.reset(); }
    void addsUpWhatWasPaid();
    void refundsBelongToTheirOrders();
    void bestSellers();
    void paidLongAfterItWasMade();
    void nothing();
    void refusesWrongEdges_data();
    void refusesWrongEdges();

private:
    OrderId buy(const QList<std::pair<ProductId, qint64>>& items, bool isPaid = true)
    {
        const auto order = m_store->place(Store::order(m_ann, items));
        if (isPaid && order)
            (void)m_store->wait(m_store->shop.orders().pay(order->id, m_ann));
        return order ? order->id : OrderId();
    }
    Result<SalesReport> report(const QList<qint64>& edges)
    {
        return m_store->wait(m_store->shop.sales().report(edges));
    }

    std::unique_ptr<Store> m_store;
    UserId m_ann, m_staff;
    ProductId m_tea, m_cup;
};

void TestSales::init()
{
    m_store = std::make_unique<Store>(start);
    m_ann = m_store->addUser(u"ann"_s);
    m_staff = m_store->addUser(u"staff"_s, u"staff"_s);
    m_tea = m_store->addProduct(u"tea"_s, 250, 1000);
    m_cup = m_store->addProduct(u"cup"_s, 1000, 1000);
}

void TestSales::addsUpWhatWasPaid()
{
    buy({{m_tea, 2}});        // 500
    buy({{m_tea, 1}}, false); // not paid
    m_store->clock.advance(std::chrono::hours(1));
    buy({{m_cup, 1}});             // 1000, at the edge: the second hour
    buy({{m_cup, 2}, {m_tea, 1}}); // 2250
    m_store->clock.advance(std::chrono::hours(1));
    buy({{m_tea, 4}}); // beyond
    const auto sales = report({start, start + hour, start + 2 * hour});
    ZG_OK(sales);
    QCOMPARE(sales->spans, (QList<SalesSpan>{{1, 500}, {2, 3250}}));
    QCOMPARE(sales->sum(), (SalesSpan{3, 3750}));
    QCOMPARE(sales->sellersOrders, 3);
    QCOMPARE(sales->firstRead, 0);
    QVERIFY(!sales->isCapped());
}

void TestSales::refundsBelongToTheirOrders()
{
    const auto first = buy({{m_tea, 2}});
    const auto second = buy({{m_cup, 3}});
    buy({{m_tea, 1}});
    m_store->clock.advance(std::chrono::hours(30)); // refunded the day after: still of the orders' own day
    auto& orders = m_store->shop.orders();
    for (const auto id : {first, second}) {
        ZG_OK(m_store->wait(orders.requestRefund(id, m_ann, u"why"_s)));
        ZG_OK(m_store->wait(orders.decideRefund(id, true, m_staff)));
    }
    const auto day = report({start, start + 24 * hour});
    ZG_OK(day);
    QCOMPARE(day->sum().takingsFen, 500 + 3000 + 250); // takings stay
    QCOMPARE(day->refunds, 2);
    QCOMPARE(day->refundedFen, 3500);
    const auto next = report({start + 24 * hour, start + 48 * hour});
    ZG_OK(next);
    QCOMPARE(next->refunds, 0);
}

void TestSales::bestSellers()
{
    buy({{m_tea, 4}});
    buy({{m_tea, 3}, {m_cup, 1}});
    m_store->clock.advance(std::chrono::hours(1));
    buy({{m_cup, 2}});
    const auto sales = report({start, start + hour, start + 2 * hour});
    ZG_OK(sales);
    QCOMPARE(sales->bestSellers, (QList<BestSeller>{{m_cup, u"cup"_s, 3, 3000}, {m_tea, u"tea"_s, 7, 1750}}));
}

void TestSales::paidLongAfterItWasMade()
{
    const auto id = buy({{m_tea, 2}}, false);
    m_store->clock.advance(std::chrono::hours(20 * 24)); // order-expiry may be as long as a month
    ZG_OK(m_store->wait(m_store->shop.orders().pay(id, m_ann)));
    ZG_OK(m_store->wait(m_store->shop.orders().requestRefund(id, m_ann, {})));
    ZG_OK(m_store->wait(m_store->shop.orders().decideRefund(id, true, m_staff)));
    const qint64 day = start + 20 * 24 * hour;
    const auto sales = report({day, day + 24 * hour});
    ZG_OK(sales);
    QCOMPARE(sales->sum(), (SalesSpan{1, 500}));
    QCOMPARE(sales->refunds, 1);
}

void TestSales::nothing()
{
    const auto sales = report({start, start + hour});
    ZG_OK(sales);
    QCOMPARE(sales->spans, QList<SalesSpan>{SalesSpan()});
    QVERIFY(sales->bestSellers.isEmpty());
}

void TestSales::refusesWrongEdges_data()
{
    QTest::addColumn<QList<qint64>>("edges");
    QTest::newRow("none") << QList<qint64>();
    QTest::newRow("one") << QList<qint64>{start};
    QTest::newRow("falling") << QList<qint64>{start, start - 1};
    QTest::newRow("equal") << QList<qint64>{start, start};
    QList<qint64> many;
    for (int i = 0; i <= Sales::mostSpans + 1; ++i)
        many += start + i;
    QTest::newRow("too many") << many;
}

void TestSales::refusesWrongEdges()
{
    QFETCH(QList<qint64>, edges);
    ZG_FAILS(report(edges), InvalidArgument);
}

QTEST_GUILESS_MAIN(TestSales)
#include "tst_sales.moc"
