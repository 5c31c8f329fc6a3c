// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include <QSet>

#include <atomic>
#include <random>
#include <thread>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

namespace {
constexpr int threadCount = 8;

/// Runs `work(number)` on eight threads, each with an executor of its own.
template <class Work>
void onThreads(Work work)
{
    std::vector<std::thread> threads;
    for (int i = 0; i < threadCount; ++i)
        threads.emplace_back([i, &work] { work(i); });
    for (auto& thread : threads)
        thread.join();
}
} // namespace

class TestContention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();
    void neverSellsMoreThanThereIs();
    void productsBothWays();
    void oneKeyManyThreads();
    void paymentAndExpiryShareNoOrder();

private:
    std::unique_ptr<Store> m_store;
};

/// All of it once for each strategy that needs nothing but the database.
void TestContention::initTestCase_data()
{
    QTest::addColumn<int>("strategy");
    for (const auto strategy : {StockStrategy::Group, StockStrategy::Optimistic, StockStrategy::Pessimistic})
        QTest::newRow(name(strategy)) << int(strategy);
}

void TestContention::init()
{
    QFETCH_GLOBAL(int, strategy);
    m_store = std::make_unique<Store>();
    ZG_OK(m_store->shop.placer().setStrategy(StockStrategy(strategy)));
}

void TestContention::cleanup()
{
    QCOMPARE(m_store->violations(), QStringList());
    m_store.reset();
}

void TestContention::neverSellsMoreThanThereIs()
{
    const auto user = m_store->addUser(u"u"_s);
    const auto hot = m_store->addProduct(u"hot"_s, 1, 100);
    std::atomic<int> sold = 0, refused = 0;
    onThreads([&](int) {
        WaitingExecutor executor;
        for (int i = 0; i < 50; ++i) {
            const auto placed = executor.wait(m_store->shop.orders().place(Store::order(user, {{hot, 1 + i % 3}})));
            if (placed)
                sold += int(placed->items[0].quantity);
            else if (placed.error().code == ErrorCode::OutOfStock)
                ++refused;
        }
    });
    QCOMPARE(sold.load(), 100);
    QVERIFY(refused > 0);
    QCOMPARE(m_store->product(hot).stock, 0);
    QCOMPARE(m_store->product(hot).sales, 100);
}

void TestContention::productsBothWays()
{
    QList<ProductId> ids;
    for (int i = 0; i < 6; ++i)
        ids.append(m_store->addProduct(u"p%1"_s.arg(i), 10 + i, 400));
    QList<UserId> users;
    for (int i = 0; i < threadCount; ++i)
        users.append(m_store->addUser(u"u%1"_s.arg(i)));
    std::atomic<int> failures = 0;
    onThreads([&](int number) {
        WaitingExecutor executor;
        auto& shop = m_store->shop;
        std::mt19937 random(unsigned(number) + 1);
        for (int i = 0; i < 40; ++i) {
            QList<std::pair<ProductId, qint64>> items;
            for (int k = 0; k < 3; ++k)
                items.append({ids[number % 2 ? k : 5 - k], 1 + qint64(random() % 3)});
            const auto placed = executor.wait(shop.orders().place(Store::order(users[number], items)));
            if (!placed) {
                failures += placed.error().code != ErrorCode::OutOfStock;
                continue;
            }
            const auto next = random() % 3 == 0 ? executor.wait(shop.orders().cancel(placed->id, users[number]))
                                                : executor.wait(shop.orders().pay(placed->id, users[number]));
            failures += !next;
            if (i % 10 == 0)
                failures += !executor.wait(shop.products().adjustStock(ids[number % 6], 5, u"more"_s, users[number]));
        }
    });
    QCOMPARE(failures.load(), 0);
}

void TestContention::oneKeyManyThreads()
{
    const auto user = m_store->addUser(u"u"_s);
    const auto tea = m_store->addProduct(u"tea"_s, 1, 1000);
    std::mutex mutex; // guards ids
    QSet<qint64> ids;
    onThreads([&](int) {
        WaitingExecutor executor;
        for (int i = 0; i < 20; ++i) {
            const auto placed =
                executor.wait(m_store->shop.orders().place(Store::order(user, {{tea, 1}}, u"key %1"_s.arg(i))));
            const std::lock_guard lock(mutex);
            ids.insert(placed ? placed->id.value : -1);
        }
    });
    QCOMPARE(ids.size(), 20);
    QVERIFY(!ids.contains(-1));
    QCOMPARE(m_store->product(tea).stock, 980);
}

void TestContention::paymentAndExpiryShareNoOrder()
{
    const auto user = m_store->addUser(u"u"_s);
    const auto tea = m_store->addProduct(u"tea"_s, 1, 1000);
    QList<OrderId> ids;
    for (int i = 0; i < 120; ++i)
        ids.append(m_store->place(Store::order(user, {{tea, 1}}))->id);
    m_store->clock.advance(std::chrono::hours(1));
    std::atomic<int> paid = 0;
    std::thread payer([&] {
        WaitingExecutor executor;
        for (const auto id : ids)
            paid += executor.wait(m_store->shop.orders().pay(id, user)).has_value();
    });
    qint64 expired = 0;
    std::thread keeper([&] { expired = m_store->shop.expiry().runOnce().value_or(-1); });
    payer.join();
    keeper.join();
    QCOMPARE(paid.load() + expired, 120);
    QCOMPARE(m_store->product(tea).stock, 1000 - paid.load());
}

QTEST_GUILESS_MAIN(TestContention)
#include "tst_contention.moc"
