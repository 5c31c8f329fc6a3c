// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include "support/postgresserver.h"

#include <thread>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

namespace {
class Ear final : public ChangeListener
{
public:
    void committed(const ChangeSet& changes) override
    {
        const std::lock_guard lock(m_mutex);
        m_heard.append(changes);
    }
    QList<ChangeSet> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_heard, {});
    }

private:
    std::mutex m_mutex; // guards m_heard
    QList<ChangeSet> m_heard;
};
} // namespace

/// A PostgreSQL whose commits stand, and are not confirmed: nobody is told success, and nobody goes on believing what
/// was before.
class TestUnsure final : public QObject
{
    Q_OBJECT

    /// An administrator who ends the next commit's wait for the standby.
    static std::thread cancelACommit(const test::PostgresServer& server)
    {
        return std::thread([&server] {
            QElapsedTimer timer;
            timer.start();
            const QString cancel =
                u"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"_s;
            while (server.ask(cancel) != u"t" && timer.elapsed() < 20'000) {
            }
        });
    }

private Q_SLOTS:
    void whatMayHaveChangedIsTold()
    {
        test::PostgresServer server;
        QVERIFY(server.start({u"fsync=off"_s}));
        WaitingExecutor executor;
        ManualClock clock(1'760'000'000'000);
        sql::Database database(server.url(), PoolSettings(), 4096);
        Shop shop(database, clock);
        Ear ear;
        shop.addListener(ear);
        const auto opened = database.open();
        QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().message));
        ProductDraft draft;
        draft.name = u"tea"_s;
        draft.stock = 10;
        draft.status = ProductStatus::OnSale;
        const auto tea = executor.wait(shop.products().create(draft, UserId(1)));
        QVERIFY(tea.has_value());
        QCOMPARE(ear.take().size(), 1);

        server.ask(u"ALTER SYSTEM SET synchronous_standby_names = 'nobody'"_s);
        server.ask(u"SELECT pg_reload_conf()"_s);
        QTRY_COMPARE(server.ask(u"SHOW synchronous_standby_names"_s), u"nobody"_s);
        auto impatient = cancelACommit(server);
        const auto adjusted = executor.wait(shop.products().adjustStock(tea->id, -3, u"test"_s, UserId(1)));
        impatient.join();
        QVERIFY(!adjusted.has_value());
        QCOMPARE(adjusted.error().code, ErrorCode::DependencyDown);
        QCOMPARE(server.ask(u"SELECT stock FROM products WHERE id = %1"_s.arg(tea->id.value)), u"7"_s);
        const auto heard = ear.take();
        QCOMPARE(heard.size(), 1);
        QCOMPARE(heard.first().products, QList<ProductId>{tea->id});
        QVERIFY(heard.first().counters.isEmpty() && heard.first().edited.isEmpty()); // to be read anew

        NewOrder order;
        order.userId = UserId(7);
        order.items = {{tea->id, 2}};
        impatient = cancelACommit(server);
        const auto placed = executor.wait(shop.orders().place(order));
        impatient.join();
        QVERIFY(!placed.has_value());
        const auto again = ear.take();
        QCOMPARE(again.size(), 1);
        QCOMPARE(again.first().products, QList<ProductId>{tea->id});
        QCOMPARE(again.first().orderOwners, QList<UserId>{UserId(7)});
        QVERIFY(again.first().placed.isEmpty());
        database.close();
    }
};

QTEST_GUILESS_MAIN(TestUnsure)
#include "tst_unsure.moc"
