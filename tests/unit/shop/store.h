// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/invariants.h"
#include "shop/shop.h"
#include "sql/database.h"
#include "support/testdatabase.h"

#include <QTest>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace zg::shop {

/// Runs coroutines on the calling thread without an event loop: made, used and destroyed on one thread.
class WaitingExecutor final : public Executor
{
public:
    WaitingExecutor() { Executor::setCurrent(this); }
    ~WaitingExecutor() override { Executor::setCurrent(nullptr); }
    Q_DISABLE_COPY_MOVE(WaitingExecutor)

    void post(std::coroutine_handle<> handle) override
    {
        const std::lock_guard lock(m_mutex);
        m_ready.push_back(handle);
        m_wake.notify_one();
    }

    template <class T>
    T wait(Task<T> task)
    {
        std::optional<T> value;
        const auto driver = drive(std::move(task), value);
        while (!value)
            next().resume();
        return std::move(*value);
    }

private:
    template <class T>
    static Task<> drive(Task<T> task, std::optional<T>& value)
    {
        auto result = co_await std::move(task);
        value.emplace(std::move(result));
    }
    std::coroutine_handle<> next()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return !m_ready.empty(); });
        const auto handle = m_ready.front();
        m_ready.pop_front();
        return handle;
    }

    std::mutex m_mutex; // guards m_ready
    std::condition_variable m_wake;
    std::deque<std::coroutine_handle<>> m_ready;
};

/// A store in a folder of its own, with a few people in it.
class Store final
{
public:
    explicit Store(qint64 nowMs = 1'760'000'000'000, CachePolicy policy = CachePolicy::CacheAside,
                   BehindSettings behind = {})
        : clock(nowMs)
        , database(home.url(), poolSettings(), 4096)
        , shop(database, clock, {}, policy, behind)
    {
        const auto opened = database.open();
        if (!opened)
            qFatal("cannot open: %s", qPrintable(opened.error().message));
    }
    ~Store() { database.close(); }
    Q_DISABLE_COPY_MOVE(Store)

    template <class T>
    Result<T> wait(Task<Result<T>> task)
    {
        return executor.wait(std::move(task));
    }

    UserId addUser(const QString& name, const QString& role = QStringLiteral("customer"))
    {
        const auto id = database.writeNow([&](sql::Connection& c) -> Result<qint64> {
            static const sql::Statement insert{
                "test.user",
                "INSERT INTO users (username, nickname, role, created_at, updated_at) VALUES (?, ?, ?, 0, 0)"};
            const auto done = c.exec(insert, name, QString(name + QStringLiteral("'s nick")), role);
            if (!done)
                return done.error();
            return c.lastInsertId();
        });
        return UserId(id.value());
    }

    ProductId addProduct(const QString& name, qint64 priceFen = 100, qint64 stock = 100,
                         ProductStatus status = ProductStatus::OnSale, std::optional<CategoryId> category = {})
    {
        ProductDraft draft;
        draft.name = name;
        draft.priceFen = priceFen;
        draft.stock = stock;
        draft.status = status;
        draft.categoryId = category;
        return wait(shop.products().create(draft, UserId(1))).value().id;
    }

    static NewOrder order(UserId user, QList<std::pair<ProductId, qint64>> items, const QString& key = {})
    {
        NewOrder order;
        order.userId = user;
        for (const auto& [id, quantity] : items)
            order.items.append(NewOrderItem{id, quantity});
        order.idempotencyKey = key;
        return order;
    }
    Result<Order> place(NewOrder order) { return wait(shop.orders().place(std::move(order))); }
    Product product(ProductId id) { return wait(shop.products().find(id)).value(); }
    QList<LedgerEntry> ledger(ProductId id) { return wait(shop.products().ledger(id, {}, 100)).value().items; }

    QStringList violations()
    {
        return database.readNow([](sql::Connection& c) { return Invariants::check(c); }).value();
    }

    test::TestDatabase home;
    WaitingExecutor executor;
    ManualClock clock;
    sql::Database database;
    Shop shop;

private:
    static PoolSettings poolSettings()
    {
        PoolSettings settings;
        settings.minimumIdle = 1;
        return settings;
    }
};

} // namespace zg::shop

/// Fails the test with the error's slug when a Result is none.
#define ZG_OK(result)                                                                                                  \
    do {                                                                                                               \
        const auto& zgResult = (result);                                                                               \
        QVERIFY2(zgResult.has_value(), zgResult ? "" : zg::slug(zgResult.error().code));                               \
    } while (false)
#define ZG_FAILS(result, expected)                                                                                     \
    do {                                                                                                               \
        const auto& zgResult = (result);                                                                               \
        QVERIFY(!zgResult);                                                                                            \
        QCOMPARE(QLatin1StringView(zg::slug(zgResult.error().code)),                                                   \
                 QLatin1StringView(zg::slug(zg::ErrorCode::expected)));                                                \
    } while (false)
