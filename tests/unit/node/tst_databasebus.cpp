// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/databasebus.h"
#include "shopping.h"
#include "cache/memorycache.h"
#include "core/qtexecutor.h"
#include "identity/identity.h"
#include "sql/database.h"
#include "sql/pgconnection.h"
#include "support/testdatabase.h"

#include <QTest>

using namespace zg;
using namespace zg::node;
using namespace Qt::StringLiterals;

namespace {
/// What of a node matters here, on a PostgreSQL that others have, too.
class Member final : public Shopping<Member>
{
public:
    Member(const QString& url, const QString& name, bool hasOthers)
        : m_database(url, PoolSettings(), 4096)
        , m_shop(m_database, Clock::system())
        , m_memory(CacheSettings())
        , m_bus(url + u"&application_name="_s + name)
        , m_json(m_memory, m_shop)
    {
        m_shop.addListener(m_bus);
        IdentitySettings settings;
        settings.jwtSecret = QByteArray(48, 's');
        if (const auto opened = m_database.open(); !opened)
            qFatal("%s", qUtf8Printable(opened.error().message));
        m_identity = std::make_unique<identity::Identity>(m_database, settings);
        m_identity->sessions.share(&m_bus);
        m_identity->lockout.share(&m_bus);
        if (!m_identity->open())
            qFatal("no identity");
        m_json.filter().setTrusted(false);
        const StoreEars ears{
            &m_shop, &m_json, &m_identity->sessions, &m_identity->lockout, nullptr, [this] { ++restored; }};
        m_bus.start(ears, [hasOthers] { return hasOthers; });
    }
    ~Member()
    {
        (void)m_identity->close();
        m_database.close();
        m_bus.stop();
    }
    Q_DISABLE_COPY_MOVE(Member)

    std::atomic<int> restored{0};
    shop::Shop& shop() { return m_shop; }
    api::JsonCache& cache() { return m_json; }
    DatabaseBus& bus() { return m_bus; }
    identity::Identity& identity() { return *m_identity; }

private:
    sql::Database m_database;
    shop::Shop m_shop;
    cache::MemoryCache m_memory;
    DatabaseBus m_bus;
    api::JsonCache m_json;
    std::unique_ptr<identity::Identity> m_identity;
};
} // namespace

/// Two nodes on one PostgreSQL, and no Redis.
class TestDatabaseBus final : public QObject
{
    Q_OBJECT

    QtExecutor m_executor;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<Member> m_one, m_two;
    UserId m_user;

    void begin()
    {
        m_place = std::make_unique<test::TestDatabase>();
        m_one = std::make_unique<Member>(m_place->url(), u"bus_one"_s, true);
        identity::NewUser wanted;
        wanted.username = u"kate"_s;
        wanted.password = "demo-pass";
        wanted.role = identity::Role::Staff;
        m_user = wait(m_one->identity().users.create(wanted))->id;
        m_two = std::make_unique<Member>(m_place->url(), u"bus_two"_s, true);
        QTRY_VERIFY(m_one->bus().isTrusted() && m_two->bus().isTrusted());
    }
    void terminate(const QString& name)
    {
        sql::SlowStatements statements(std::chrono::seconds(10));
        sql::PgOptions options;
        options.addresses = sql::pgAddresses(m_place->url()).value();
        options.connectTimeout = std::chrono::seconds(10);
        const auto other = sql::PgConnection::open(options, statements);
        QVERIFY(other.has_value());
        auto ended = (*other)->runText(
            "test.end", u"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = ?"_s,
            {name});
        QVERIFY(ended && ended->next());
    }

private Q_SLOTS:
    void cleanup()
    {
        m_two.reset();
        m_one.reset();
        m_place.reset();
    }

    /// What changed is changed in the other's memory; the rest stays there.
    void othersHearAndKeepTheRest()
    {
        begin();
        const qint64 before = m_two->bus().heard();
        const ProductId tea = m_one->add(u"tea"_s, 10), ink = m_one->add(u"ink"_s, 5);
        QTRY_COMPARE(m_two->bus().heard(), before + 2); // what is read then stays
        QVERIFY(hasStock(m_two->product(tea), 10) && hasStock(m_two->product(ink), 5));
        QVERIFY(m_one->adjust(tea, -3));
        QTRY_VERIFY_WITH_TIMEOUT(hasStock(m_two->product(tea), 7), 1000);
        QVERIFY(hasStock(m_two->near(tea), 7)); // patched in its place
        QVERIFY(hasStock(m_two->near(ink), 5)); // never dropped
        QVERIFY(m_two->adjust(ink, 2));
        QTRY_VERIFY_WITH_TIMEOUT(hasStock(m_one->product(ink), 7), 1000);
        QVERIFY(wait(m_one->shop().categories().create(u"new"_s, qint64(5), UserId(1))));
        const auto names = [&] { return wait(m_two->cache().categories())->bytes; };
        QTRY_VERIFY_WITH_TIMEOUT(names().contains("\"new\""), 1000);
        QCOMPARE(m_one->restored.load(), 1);
    }

    void whoWasCutOffBelievesNothingFromBefore()
    {
        begin();
        const ProductId tea = m_one->add(u"tea"_s, 10);
        QVERIFY(hasStock(m_two->product(tea), 10));
        QVERIFY(hasStock(m_one->product(tea), 10));
        const int before = m_two->restored;
        terminate(u"bus_two"_s);
        QVERIFY(m_one->adjust(tea, -1)); // perhaps unheard
        QTRY_VERIFY_WITH_TIMEOUT(m_two->restored > before && m_two->bus().isTrusted(), 5000);
        QVERIFY(hasStock(m_two->product(tea), 9));
        QTRY_VERIFY(m_one->restored > 1); // the other was told that somebody had been cut off
        QVERIFY(m_two->adjust(tea, -1));
        QTRY_VERIFY_WITH_TIMEOUT(hasStock(m_one->product(tea), 8), 1000);
    }

    void aBigCommitIsToldInParts()
    {
        begin();
        const qint64 before = m_two->bus().heard();
        const ProductId tea = m_one->add(u"tea"_s, 10);
        QTRY_COMPARE(m_two->bus().heard(), before + 1);
        QVERIFY(hasStock(m_two->product(tea), 10));
        shop::ChangeSet changes;
        for (int i = 1; i <= 2000; ++i)
            changes.counters.append({ProductId(1'000'000 + i), i, i, i, 1'770'000'000'000});
        changes.products = {tea};
        const qint64 heard = m_two->bus().heard(), said = m_one->bus().said();
        m_one->bus().committed(changes);
        QVERIFY(m_one->bus().said() > said + 10);
        QTRY_COMPARE(m_two->bus().heard() - heard, m_one->bus().said() - said);
        QVERIFY(m_two->near(tea).isNull());
        QCOMPARE(m_two->restored.load(), 1); // it need not forget all
    }

    void whoIsAloneSaysNothing()
    {
        m_place = std::make_unique<test::TestDatabase>();
        m_one = std::make_unique<Member>(m_place->url(), u"bus_alone"_s, false);
        QTRY_VERIFY(m_one->bus().isTrusted());
        const ProductId tea = m_one->add(u"tea"_s, 10);
        QVERIFY(m_one->adjust(tea, -1));
        QCOMPARE(m_one->bus().said(), 0);
        QCOMPARE(m_one->restored.load(), 0); // and what it had read is kept
        // Nor does it forget when it had only lost the database: nobody else was there to change it.
        QVERIFY(hasStock(m_one->product(tea), 9));
        terminate(u"bus_alone"_s);
        QTRY_VERIFY(!m_one->bus().isTrusted());
        QTRY_VERIFY(m_one->bus().isTrusted());
        QVERIFY(hasStock(m_one->near(tea), 9));
        // Another one comes: he is heard at once, whatever the list of nodes says.
        m_two = std::make_unique<Member>(m_place->url(), u"bus_late"_s, true);
        QTRY_VERIFY(m_two->bus().isTrusted());
        QVERIFY(hasStock(m_two->product(tea), 9));
        QVERIFY(m_one->adjust(tea, -1));
        QTRY_VERIFY_WITH_TIMEOUT(hasStock(m_two->product(tea), 8), 1000);
        QVERIFY(m_one->bus().said() > 1);
    }

    /// Who commits while he hears nobody, and is not connected yet, says so when he hears somebody.
    void whatNobodyWasToldIsMadeUpFor()
    {
        begin();
        const ProductId tea = m_one->add(u"tea"_s, 10);
        QTRY_VERIFY(hasStock(m_two->product(tea), 10));
        DatabaseBus late(m_place->url() + u"&application_name=bus_late"_s);
        shop::ChangeSet changes;
        changes.products = {tea};
        late.committed(changes);
        QCOMPARE(late.said(), 0);
        const int before = m_two->restored;
        late.start({&m_one->shop(), &m_one->cache(), nullptr, nullptr, nullptr, {}}, [] { return false; });
        QVERIFY(m_one->adjust(tea, -1)); // he hears of it
        QTRY_VERIFY_WITH_TIMEOUT(m_two->restored > before, 3000);
        late.stop();
    }

    void sessionsAndLockoutsAreEverybodys()
    {
        begin();
        const auto in = wait(m_one->identity().login.byPassword(u"kate"_s, "demo-pass"));
        QVERIFY(in);
        auto& elsewhere = m_two->identity().sessions;
        QVERIFY(*wait(elsewhere.fetch(in->token)));
        QVERIFY(elsewhere.authenticate(in->token));
        QVERIFY(wait(m_one->identity().sessions.endOf(m_user)));
        QTRY_VERIFY_WITH_TIMEOUT(!elsewhere.authenticate(in->token), 1000);
        for (int i = 0; i < identity::Lockout::maxFailures; ++i)
            QVERIFY(!wait(m_one->identity().login.byPassword(u"kate"_s, "wrong")));
        QTRY_COMPARE(m_two->identity().lockout.locked(), 1);
    }
};

QTEST_GUILESS_MAIN(TestDatabaseBus)
#include "tst_databasebus.moc"
