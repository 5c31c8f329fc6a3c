// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/node.h"

#include "core/loglevels.h"
#include "core/logtap.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using node::Node;
using node::State;

class TestDesks final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Node> m_node;

    /// Waits without an event loop: the desks need none.
    template <class T>
    static Result<T> wait(node::Answer<T> answer)
    {
        answer.waitForFinished();
        return answer.result();
    }
    void signIn()
    {
        const auto member = wait(m_node->staff().signIn(u"staff"_s, u"staff-pass"_s));
        QVERIFY(member.has_value());
    }

private Q_SLOTS:
    void initTestCase()
    {
        LoadedSettings loaded;
        loaded.settings.dataDir = m_dir.filePath(u"data"_s);
        loaded.settings.server.port = 0;
        loaded.settings.server.ioThreads = 1;
        loaded.settings.shop.demo = true;
        loaded.settings.shop.demoStock = 10;
        loaded.settings.identity.adminPassword = "admin-pass";
        loaded.settings.shop.payment = u"simulated"_s;
        loaded.settings.identity.adminPassword = "admin-pass";
        m_node = std::make_unique<Node>(loaded);
        QVERIFY(wait(m_node->products().categories()).error().code == ErrorCode::DependencyDown);
        m_node->start();
        QTRY_VERIFY(m_node->state() == State::Serving);
    }
    void cleanupTestCase() { m_node.reset(); }

    void asksForAName()
    {
        QVERIFY(!m_node->staff().current());
        QVERIFY(wait(m_node->products().list({}, {}, 10)).error().code == ErrorCode::TokenMissing);
        QVERIFY(wait(m_node->orders().counts()).error().code == ErrorCode::TokenMissing);
    }

    void signsInAndOut()
    {
        QSignalSpy changed(&m_node->staff(), &node::StaffDesk::currentChanged);
        QVERIFY(wait(m_node->staff().signIn(u"staff"_s, u"wrong-pass"_s)).error().code == ErrorCode::BadCredentials);
        QVERIFY(wait(m_node->staff().signIn(u"demo1"_s, u"demo-pass"_s)).error().code == ErrorCode::RoleForbidden);
        QVERIFY(!m_node->staff().current());
        signIn();
        QVERIFY(m_node->staff().current());
        QCOMPARE(m_node->staff().current()->username, u"staff"_s);
        QCOMPARE(m_node->staff().current()->role, u"staff"_s);
        QTRY_COMPARE(changed.size(), 1);
        m_node->staff().signOut();
        QVERIFY(!m_node->staff().current());
        QTRY_COMPARE(changed.size(), 2);
    }

    void productsUnderTheName()
    {
        signIn();
        auto& desk = m_node->products();
        QCOMPARE(wait(desk.categories())->size(), 7);
        shop::ProductDraft draft;
        draft.name = u"试卖品甲乙"_s;
        draft.priceFen = 1'250;
        draft.stock = 3;
        const auto made = wait(desk.create(draft));
        QVERIFY(made.has_value());
        shop::ProductPatch patch;
        patch.version = made->version;
        patch.priceFen = 990;
        const auto changed = wait(desk.update(made->id, patch));
        QVERIFY(changed.has_value());
        QCOMPARE(changed->priceFen, 990);
        QVERIFY(wait(desk.update(made->id, patch)).error().code == ErrorCode::VersionConflict);
        QCOMPARE(wait(desk.adjustStock(made->id, 4, u"counted"_s))->stock, 7);
        QVERIFY(wait(desk.adjustStock(made->id, -8, u"counted"_s)).error().code == ErrorCode::OutOfStock);
        const auto history = wait(desk.history(made->id, {}, 10));
        QVERIFY(history.has_value());
        QCOMPARE(history->items.size(), 3); // the first stock, the price, the adjustment
        QCOMPARE(history->items.first().by, std::optional(m_node->staff().current()->id));
        QCOMPARE(wait(desk.find(made->id))->stock, 7);
        shop::ProductFilter filter;
        filter.text = u"试卖品"_s;
        QCOMPARE(wait(desk.list(filter, {}, 10))->items.size(), 1);
        QVERIFY(wait(desk.remove(made->id)).has_value());
        QVERIFY(wait(desk.find(made->id)).error().code == ErrorCode::NotFound);
    }

    void ordersUnderTheName()
    {
        signIn();
        auto& desk = m_node->orders();
        const auto counts = wait(desk.counts());
        QVERIFY(counts.has_value());
        qint64 all = 0;
        for (const qint64 count : *counts)
            all += count;
        QCOMPARE(all, 200 * 20);
        shop::OrderFilter filter;
        filter.status = shop::OrderStatus::Paid;
        const auto page = wait(desk.list(filter, {}, 5));
        QVERIFY(page.has_value());
        if (page->items.isEmpty())
            QFAIL("the demo has no paid order to ship");
        const OrderId id = page->items.first().id;
        const auto shipped = wait(desk.ship(id, u"SF42"_s));
        QVERIFY(shipped.has_value());
        QVERIFY(shipped->status == shop::OrderStatus::Shipped);
        QCOMPARE(wait(desk.find(id))->history.last().userId, std::optional(m_node->staff().current()->id));
        QVERIFY(wait(desk.decideRefund(id, true)).error().code == ErrorCode::IllegalTransition);
    }

    void adminsAloneChangeHowItWorks()
    {
        m_node->staff().signOut();
        auto& desk = m_node->admin();
        QVERIFY(wait(desk.setStockStrategy(StockStrategy::Optimistic)).error().code == ErrorCode::TokenMissing);
        signIn();
        QVERIFY(wait(desk.setStockStrategy(StockStrategy::Optimistic)).error().code == ErrorCode::RoleForbidden);
        QVERIFY(wait(desk.setLogLevel("zhanggui.sql", LogLevel::Debug)).error().code == ErrorCode::RoleForbidden);
        QVERIFY(logLevel("zhanggui.sql") == LogLevel::Info);

        QVERIFY(wait(m_node->staff().signIn(u"admin"_s, u"admin-pass"_s)).has_value());
        LogRing log;
        const LogTap tap(log);
        QVERIFY(*wait(desk.setStockStrategy(StockStrategy::Optimistic)) == StockStrategy::Group);
        const auto inForce = [this] {
            for (const auto& strategy : m_node->snapshot().strategies)
                if (strategy.inForce)
                    return strategy.strategy;
            return QString();
        };
        QCOMPARE(inForce(), u"optimistic"_s);
        QVERIFY(wait(desk.setStockStrategy(StockStrategy::RedisLock)).error().code == ErrorCode::InvalidArgument);
        QVERIFY(*wait(desk.setStockStrategy(StockStrategy::Group)) == StockStrategy::Optimistic);
        QVERIFY(*wait(desk.setLogLevel("zhanggui.sql", LogLevel::Warning)) == LogLevel::Info);
        QVERIFY(logLevel("zhanggui.sql") == LogLevel::Warning);
        QVERIFY(*wait(desk.setLogLevel("zhanggui.sql", LogLevel::Info)) == LogLevel::Warning);
        QVERIFY(wait(desk.setLogLevel("weather", LogLevel::Info)).error().code == ErrorCode::InvalidArgument);
        int named = 0; // each change, under the name
        for (const LogLine& line : log.since(0, 1'000))
            named += line.text.contains("admin wants it so") ? 1 : 0;
        QCOMPARE(named, 4);
    }

    void looksIntoTheCache()
    {
        m_node->staff().signOut();
        auto& desk = m_node->cache();
        QVERIFY(wait(desk.lookUp(u"1"_s)).error().code == ErrorCode::TokenMissing);
        QVERIFY(wait(desk.drop(u"1"_s)).error().code == ErrorCode::TokenMissing);
        QVERIFY(wait(desk.dropFamily(u"product"_s)).error().code == ErrorCode::TokenMissing);
        signIn();
        QTRY_VERIFY(wait(desk.lookUp(u"product_list sort=newest&limit=20"_s))->memory); // the warm-up brings it
        QVERIFY(wait(desk.lookUp(u"tea"_s)).error().code == ErrorCode::InvalidArgument);
        QVERIFY(wait(desk.dropFamily(u"tea"_s)).error().code == ErrorCode::InvalidArgument);

        const auto list = wait(desk.lookUp(u"sort=newest"_s));
        QCOMPARE(list->key, u"sort=newest&limit=20"_s);
        QVERIFY(list->memory->bytes > 1'000 && list->memory->leftMs > 0 && !list->memory->isStale);
        QTRY_VERIFY(wait(desk.lookUp(u"1000"_s))->memory); // one of the newest products, which nobody has changed
        const auto product = wait(desk.lookUp(u"1000"_s));
        QVERIFY(!product->memory->isStale && !product->memory->isOutdated && !product->memory->isAbsent);
        QVERIFY(list->shared == node::CachedKey::Shared::NotConfigured && !list->redis);
        shop::ProductDraft draft;
        draft.name = u"试卖品丙"_s;
        draft.priceFen = 100;
        draft.status = shop::ProductStatus::OnSale;
        QVERIFY(wait(m_node->products().create(draft)).has_value());
        QVERIFY(wait(desk.lookUp(u"sort=newest"_s))->memory->isOutdated);

        QTest::ignoreMessage(QtInfoMsg,
                             "staff dropped the key \"product_list sort=newest&limit=20\": 1 in memory, 0 in Redis");
        const auto dropped = wait(desk.drop(u"sort=newest"_s));
        QCOMPARE(dropped->entries(), 1);
        QVERIFY(!dropped->areOthersTold);
        QVERIFY(!wait(desk.lookUp(u"sort=newest"_s))->memory);
        QCOMPARE(wait(desk.drop(u"sort=newest"_s))->entries(), 0);
        QVERIFY(wait(desk.dropFamily(u"category"_s))->entries() <= 1);
        QVERIFY(!wait(desk.lookUp(u"all"_s))->memory);
    }

    void customersAndSales()
    {
        signIn();
        auto& desk = m_node->orders();
        const auto waiting = wait(desk.toShip({}, 3));
        QVERIFY(waiting.has_value());
        QVERIFY(!waiting->isEmpty());
        QVERIFY(waiting->first().status == shop::OrderStatus::Paid);
        const auto customer = wait(desk.customer(waiting->first().userId));
        QVERIFY(customer.has_value());
        QCOMPARE(customer->name, waiting->first().userName);
        QVERIFY(customer->paidFen >= waiting->first().totalFen);
        QCOMPARE(wait(desk.customerNamed(u"demo1"_s))->name, u"demo1"_s);
        QVERIFY(wait(desk.customerNamed(u"nobody"_s)).error().code == ErrorCode::NotFound);
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        constexpr qint64 day = 86'400'000;
        const auto sales = wait(desk.sales({now - 400 * day, now - 30 * day, now + day}));
        QVERIFY(sales.has_value());
        QVERIFY(sales->sum().orders > 0);
        QVERIFY(sales->sum().takingsFen > 0);
        QVERIFY(!sales->bestSellers.isEmpty());
        QVERIFY(wait(desk.sales({now})).error().code == ErrorCode::InvalidArgument);
        m_node->staff().signOut();
        QVERIFY(wait(desk.sales({now - day, now})).error().code == ErrorCode::TokenMissing);
        QVERIFY(wait(desk.toShip({}, 3)).error().code == ErrorCode::TokenMissing);
    }

    /// Sessions outlive the node's restart; calls in between are answered, not kept waiting.
    void survivesARestart()
    {
        signIn();
        QList<node::Answer<shop::Page<shop::Product>>> answers;
        for (int i = 0; i < 50; ++i)
            answers.append(m_node->products().list({}, {}, 100));
        m_node->stopAndWait();
        for (auto& answer : answers) {
            const auto page = wait(answer);
            QVERIFY(page || page.error().code == ErrorCode::DependencyDown ||
                    page.error().code == ErrorCode::ShuttingDown);
        }
        QVERIFY(wait(m_node->products().categories()).error().code == ErrorCode::DependencyDown);
        m_node->start();
        QTRY_VERIFY(m_node->state() == State::Serving);
        QVERIFY(wait(m_node->products().categories()).has_value());
    }

    void theDatabaseTellsAnybody()
    {
        m_node->staff().signOut();
        auto& desk = m_node->database();
        const auto figures = wait(desk.figures());
        QVERIFY(figures.has_value());
        QVERIFY(figures->reads > 0); // by the node itself, at its start
        QVERIFY(!figures->isPostgreSql);
        QVERIFY(figures->connections.size() > 1);
        for (const auto& use : figures->statements) {
            const auto plan = wait(desk.plan(use.id));
            QVERIFY2(plan.has_value(), qPrintable(use.name + u": "_s + (plan ? QString() : plan.error().message)));
        }
        QVERIFY(wait(desk.adviseIndex(figures->statements.first().id)).has_value());
        QVERIFY(wait(desk.plan(1'000'000)).error().code == ErrorCode::NotFound);
    }

    void onlyAnAdminChangesThePool()
    {
        auto& desk = m_node->database();
        m_node->staff().signOut();
        QVERIFY(wait(desk.setMaximumPoolSize(7)).error().code == ErrorCode::TokenMissing);
        signIn();
        QVERIFY(wait(desk.setMaximumPoolSize(7)).error().code == ErrorCode::RoleForbidden);
        QVERIFY(wait(m_node->staff().signIn(u"admin"_s, u"admin-pass"_s)).has_value());
        QVERIFY(wait(desk.setMaximumPoolSize(0)).error().code == ErrorCode::InvalidArgument);
        QTest::ignoreMessage(QtInfoMsg,
                             QRegularExpression(u"maximum_pool_size was set from 20 to 7 by admin \\(user \\d+\\)"_s));
        QCOMPARE(wait(desk.setMaximumPoolSize(7)).value_or(0), 20);
        QCOMPARE(m_node->snapshot().pool.maximum, 7);
        QCOMPARE(wait(desk.figures())->configuredMaximum, 20);
        QCOMPARE(wait(desk.setMaximumPoolSize(20)).value_or(0), 7);
    }
};

QTEST_GUILESS_MAIN(TestDesks)
#include "tst_desks.moc"
