// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include <QSet>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

class TestOrders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anOrderTakesItsItems();
    void allItemsOrNone_data();
    void allItemsOrNone();
    void theSameKeyIsTheSameOrder();
    void theSameKeyInOneGroup();
    void aRefusedOrderLeavesItsKeyFree();
    void keysAreEachUsersOwn();
    void aReplayShowsTheOrderAsItIsNow();
    void timesNeverGoBackwards();
    void ownListsArePaged();
    void someoneElsesOrderIsNotFound();
    void searchCombinesFilters_data();
    void searchCombinesFilters();
    void staffSeeNamesAndHistory();
    void figuresOfTheDay();

private:
    Orders& orders() { return m_store->shop.orders(); }
    std::unique_ptr<Store> m_store;
    UserId m_ann, m_bob, m_staff;
    ProductId m_tea, m_cup;
};

void TestOrders::init()
{
    m_store = std::make_unique<Store>();
    m_ann = m_store->addUser(u"ann"_s);
    m_bob = m_store->addUser(u"bob"_s);
    m_staff = m_store->addUser(u"staff"_s, u"staff"_s);
    m_tea = m_store->addProduct(u"tea"_s, 250, 10);
    m_cup = m_store->addProduct(u"cup"_s, 1000, 3);
}

void TestOrders::cleanup()
{
    QCOMPARE(m_store->violations(), QStringList());
    m_store.reset();
}

void TestOrders::anOrderTakesItsItems()
{
    auto wanted = Store::order(m_ann, {{m_cup, 1}, {m_tea, 4}});
    wanted.address = Address{u"张三"_s, u"138"_s, u"广东"_s, u"深圳"_s, u"南山"_s, u"1 号"_s};
    wanted.remark = u"快"_s;
    const auto placed = m_store->place(wanted);
    ZG_OK(placed);
    QCOMPARE(placed->id, OrderId(1));
    QCOMPARE(placed->orderNo.size(), 18);
    QCOMPARE(placed->status, OrderStatus::PendingPayment);
    QCOMPARE(placed->totalFen, 2000);
    QCOMPARE(placed->items.size(), 2);
    QCOMPARE(placed->items[0].name, u"cup"_s);
    QCOMPARE(placed->createdAt, m_store->clock.wallMs());
    QCOMPARE(*m_store->wait(orders().find(placed->id, m_ann)), *placed);
    const auto tea = m_store->product(m_tea);
    QCOMPARE(tea.stock, 6);
    QCOMPARE(tea.sales, 4);
    QCOMPARE(tea.version, 2);
    const auto row = m_store->ledger(m_tea).first();
    QCOMPARE(row.delta, -4);
    QCOMPARE(row.stockAfter, 6);
    QCOMPARE(row.cause, LedgerCause::Order);
    QCOMPARE(*row.orderId, placed->id);
    QCOMPARE(row.byName, u"ann"_s);
}

void TestOrders::allItemsOrNone_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("reason");
    QTest::newRow("unknown product") << 0 << u"not_found"_s;
    QTest::newRow("off the shelf") << 1 << u"off_shelf"_s;
    QTest::newRow("deleted") << 2 << u"off_shelf"_s;
    QTest::newRow("not enough") << 3 << u"out_of_stock"_s;
}

void TestOrders::allItemsOrNone()
{
    QFETCH(int, what);
    QFETCH(QString, reason);
    const auto off = m_store->addProduct(u"off"_s, 1, 5, ProductStatus::OffShelf);
    const auto gone = m_store->addProduct(u"gone"_s);
    ZG_OK(m_store->wait(m_store->shop.products().remove(gone, m_staff)));
    const std::pair<ProductId, qint64> bad[] = {{ProductId(99), 1}, {off, 1}, {gone, 1}, {m_cup, 4}};
    const auto placed = m_store->place(Store::order(m_ann, {{m_tea, 1}, bad[what]}));
    QVERIFY(!placed);
    QCOMPARE(QLatin1StringView(slug(placed.error().code)), reason);
    QCOMPARE(placed.error().productId, bad[what].first.value);
    QCOMPARE(m_store->product(m_tea).stock, 10);
    QVERIFY(m_store->wait(orders().list(m_ann, {}, {}, 10))->items.isEmpty());
}

void TestOrders::theSameKeyIsTheSameOrder()
{
    const auto first = m_store->place(Store::order(m_ann, {{m_tea, 1}, {m_cup, 1}}, u"k"_s));
    const auto again = m_store->place(Store::order(m_ann, {{m_cup, 1}, {m_tea, 1}}, u"k"_s));
    ZG_OK(first);
    ZG_OK(again);
    QCOMPARE(*again, *first);
    QCOMPARE(m_store->product(m_tea).stock, 9);
    ZG_FAILS(m_store->place(Store::order(m_ann, {{m_tea, 2}}, u"k"_s)), IdempotencyMismatch);
}

void TestOrders::theSameKeyInOneGroup()
{
    // Hold the committer, so that all of these are one group.
    std::promise<void> release;
    auto released = release.get_future().share();
    std::promise<void> held;
    auto hold = [&](sql::Connection&) -> Result<int> {
        held.set_value();
        released.wait();
        return 0;
    };
    auto holding = m_store->database.write(hold);
    held.get_future().wait();
    auto a = orders().place(Store::order(m_ann, {{m_cup, 2}}, u"k"_s));
    auto b = orders().place(Store::order(m_ann, {{m_cup, 2}}, u"k"_s));
    auto c = orders().place(Store::order(m_ann, {{m_cup, 1}}, u"k"_s));
    auto d = orders().place(Store::order(m_bob, {{m_cup, 2}}));
    auto e = orders().place(Store::order(m_bob, {{m_cup, 1}}));
    release.set_value();
    ZG_OK(m_store->wait(std::move(holding)));
    const auto first = m_store->wait(std::move(a));
    const auto second = m_store->wait(std::move(b));
    ZG_OK(first);
    ZG_OK(second);
    QCOMPARE(*second, *first);
    ZG_FAILS(m_store->wait(std::move(c)), IdempotencyMismatch);
    ZG_FAILS(m_store->wait(std::move(d)), OutOfStock);
    ZG_OK(m_store->wait(std::move(e)));
    QCOMPARE(m_store->product(m_cup).stock, 0);
    QCOMPARE(m_store->product(m_cup).version, 3);
}

void TestOrders::aRefusedOrderLeavesItsKeyFree()
{
    ZG_FAILS(m_store->place(Store::order(m_ann, {{m_cup, 4}}, u"k"_s)), OutOfStock);
    ZG_OK(m_store->place(Store::order(m_ann, {{m_cup, 3}}, u"k"_s)));
}

void TestOrders::keysAreEachUsersOwn()
{
    const auto a = m_store->place(Store::order(m_ann, {{m_tea, 1}}, u"k"_s));
    const auto b = m_store->place(Store::order(m_bob, {{m_tea, 2}}, u"k"_s));
    ZG_OK(a);
    ZG_OK(b);
    QVERIFY(a->id != b->id);
}

void TestOrders::aReplayShowsTheOrderAsItIsNow()
{
    const auto first = m_store->place(Store::order(m_ann, {{m_tea, 1}}, u"k"_s));
    const auto paid = m_store->wait(orders().pay(first->id, m_ann));
    const auto again = m_store->place(Store::order(m_ann, {{m_tea, 1}}, u"k"_s));
    QCOMPARE(*again, *paid);
}

void TestOrders::timesNeverGoBackwards()
{
    m_store->clock.advance(std::chrono::hours(1));
    const auto first = m_store->place(Store::order(m_ann, {{m_tea, 1}}));
    m_store->clock.advance(std::chrono::hours(-1));
    const auto second = m_store->place(Store::order(m_ann, {{m_tea, 1}}));
    QCOMPARE(second->createdAt, first->createdAt);
    const auto paid = m_store->wait(orders().pay(second->id, m_ann));
    QVERIFY(*paid->paidAt >= paid->createdAt);
}

void TestOrders::ownListsArePaged()
{
    QList<qint64> mine, minePaid;
    for (int i = 0; i < 9; ++i) {
        const auto placed = m_store->place(Store::order(i % 3 == 2 ? m_bob : m_ann, {{m_tea, 1}}));
        ZG_OK(placed);
        if (i % 3 == 2)
            continue;
        mine.prepend(placed->id.value);
        if (i % 2 == 0) {
            ZG_OK(m_store->wait(orders().pay(placed->id, m_ann)));
            minePaid.prepend(placed->id.value);
        }
    }
    for (const auto& status : {std::optional<OrderStatus>(), std::optional(OrderStatus::Paid)}) {
        for (const int limit : {1, 2, 6, 100}) {
            QList<qint64> got;
            QByteArray cursor;
            do {
                const auto page = m_store->wait(orders().list(m_ann, status, cursor, limit));
                ZG_OK(page);
                QVERIFY(page->items.size() <= limit);
                for (const auto& order : page->items) {
                    QCOMPARE(order, *m_store->wait(orders().find(order.id, m_ann)));
                    got.append(order.id.value);
                }
                cursor = page->nextCursor;
            } while (!cursor.isEmpty());
            QCOMPARE(got, status ? minePaid : mine);
        }
    }
    ZG_FAILS(m_store->wait(orders().list(m_ann, {}, "x", 5)), InvalidArgument);
}

void TestOrders::someoneElsesOrderIsNotFound()
{
    const auto placed = m_store->place(Store::order(m_ann, {{m_tea, 1}}));
    ZG_FAILS(m_store->wait(orders().find(placed->id, m_bob)), NotFound);
    ZG_FAILS(m_store->wait(orders().find(placed->id, m_staff)), NotFound);
    ZG_FAILS(m_store->wait(orders().pay(placed->id, m_bob)), NotFound);
    ZG_FAILS(m_store->wait(orders().cancel(placed->id, m_bob)), NotFound);
    ZG_FAILS(m_store->wait(orders().pay(OrderId(99), m_ann)), NotFound);
    ZG_FAILS(m_store->wait(orders().ship(OrderId(99), u"x"_s, m_staff)), NotFound);
    ZG_FAILS(m_store->wait(orders().findAny(OrderId(99))), NotFound);
}

void TestOrders::searchCombinesFilters_data()
{
    QTest::addColumn<int>("bits");
    for (int bits = 0; bits < 64; ++bits)
        QTest::addRow("%d", bits) << bits;
}

void TestOrders::searchCombinesFilters()
{
    QFETCH(int, bits);
    const qint64 start = m_store->clock.wallMs();
    QList<Order> all;
    for (int i = 0; i < 8; ++i) {
        auto placed = m_store->place(Store::order(i % 2 ? m_bob : m_ann, {{i % 3 ? m_tea : m_cup, 1}}));
        ZG_OK(placed);
        if (i >= 4) {
            const auto paid = m_store->wait(orders().pay(placed->id, placed->userId));
            ZG_OK(paid);
        }
        all.prepend(*m_store->wait(orders().findAny(placed->id)));
        m_store->clock.advance(std::chrono::minutes(1));
    }
    OrderFilter filter;
    if (bits & 1)
        filter.status = OrderStatus::Paid;
    if (bits & 2)
        filter.userId = m_bob;
    if (bits & 4)
        filter.productId = m_tea;
    if (bits & 8)
        filter.from = start + 60'000; // the second order's own moment
    if (bits & 16)
        filter.to = start + 7 * 60'000; // the last order's own moment: it is out
    if (bits & 32)
        filter.orderNo = all[2].orderNo;
    QList<Order> expected;
    for (const auto& order : all) {
        if ((!filter.status || order.status == *filter.status) && (!filter.userId || order.userId == *filter.userId) &&
            (!filter.productId || order.items[0].productId == *filter.productId) &&
            (!filter.from || order.createdAt >= *filter.from) && (!filter.to || order.createdAt < *filter.to) &&
            (filter.orderNo.isEmpty() || order.orderNo == filter.orderNo))
            expected.append(order);
    }
    for (const int limit : {1, 3, 100}) {
        QList<Order> got;
        QByteArray cursor;
        do {
            const auto page = m_store->wait(orders().search(filter, cursor, limit));
            ZG_OK(page);
            got.append(page->items);
            cursor = page->nextCursor;
        } while (!cursor.isEmpty());
        QCOMPARE(got, expected);
    }
    filter.from = m_store->clock.wallMs() + 1;
    QVERIFY(m_store->wait(orders().search(filter, {}, 10))->items.isEmpty());
}

void TestOrders::staffSeeNamesAndHistory()
{
    const auto id = m_store->place(Store::order(m_ann, {{m_tea, 1}}))->id;
    ZG_OK(m_store->wait(orders().pay(id, m_ann)));
    const auto shipped = m_store->wait(orders().ship(id, u"SF1"_s, m_staff));
    ZG_OK(shipped);
    QCOMPARE(shipped->userName, u"ann"_s);
    QCOMPARE(shipped->trackingNo, u"SF1"_s);
    QCOMPARE(shipped->version, 3);
    QCOMPARE(shipped->history.size(), 2);
    QCOMPARE(shipped->history[0].userName, u"ann"_s);
    QCOMPARE(shipped->history[1].userName, u"staff"_s);
    QCOMPARE(*m_store->wait(orders().findAny(id)), *shipped);
    QVERIFY(m_store->wait(orders().find(id, m_ann))->history.isEmpty());
}

void TestOrders::figuresOfTheDay()
{
    const auto a = m_store->place(Store::order(m_ann, {{m_tea, 1}}));
    m_store->clock.advance(std::chrono::hours(1));
    const qint64 from = m_store->clock.wallMs();
    ZG_OK(m_store->wait(orders().pay(a->id, m_ann)));
    ZG_OK(m_store->place(Store::order(m_ann, {{m_tea, 1}})));
    const auto figures = m_store->wait(orders().todayFigures(from));
    ZG_OK(figures);
    QCOMPARE(*figures, (DayFigures{1, 250}));
    const auto counts = m_store->wait(orders().counts());
    ZG_OK(counts);
    QCOMPARE((*counts)[size_t(OrderStatus::Paid)], 1);
    QCOMPARE((*counts)[size_t(OrderStatus::PendingPayment)], 1);
    QCOMPARE((*counts)[size_t(OrderStatus::Completed)], 0);
}

QTEST_GUILESS_MAIN(TestOrders)
#include "tst_orders.moc"
