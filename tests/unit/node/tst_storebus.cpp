// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/cachecontrol.h"
#include "node/storebus.h"
#include "shopping.h"
#include "cache/memorycache.h"
#include "core/qtexecutor.h"
#include "identity/identity.h"
#include "resilience/ratelimiter.h"
#include "sql/database.h"
#include "support/redisserver.h"

#include <QTest>

using namespace zg;
using namespace zg::node;
using namespace Qt::StringLiterals;

namespace {
/// What of a node matters here, on a database that others have, too.
class Member final : public Shopping<Member>
{
public:
    Member(const QString& file, const QString& redisUrl, bool nearCache = true)
        : m_database("sqlite:"_L1 + file, PoolSettings(), 4096)
        , m_shop(m_database, Clock::system())
        , m_memory(CacheSettings())
        , m_redis(settingsOf(redisUrl), "zg-test")
        , m_bus(m_redis, CacheSettings())
        , m_json(memory(), m_shop, CachePolicy::CacheAside, &m_bus.tier(), nearCache)
        , m_limiter(0)
    {
        IdentitySettings settings;
        settings.jwtSecret = QByteArray(48, 's');
        if (!m_database.open())
            qFatal("no database");
        m_identity = std::make_unique<identity::Identity>(m_database, settings);
        m_identity->sessions.share(&m_bus);
        m_identity->lockout.share(&m_bus);
        if (!m_identity->open() || !m_redis.open())
            qFatal("no identity");
        m_json.filter().setTrusted(false);
        m_bus.start(
            {&m_shop, &m_json, &m_identity->sessions, &m_identity->lockout, &m_limiter, [this] { ++restored; }});
    }
    ~Member()
    {
        (void)m_identity->close();
        m_database.close();
        m_bus.stop();
        m_redis.close();
    }
    Q_DISABLE_COPY_MOVE(Member)

    std::atomic<int> restored{0};
    shop::Shop& shop() { return m_shop; }
    api::JsonCache& cache() { return m_json; }
    cache::MemoryCache& memory()
    {
        if (!std::exchange(m_listens, true))
            m_shop.addListener(m_bus); // before the JsonCache, whose constructor asks for this
        return m_memory;
    }
    redis::Client& redis() { return m_redis; }
    StoreBus& bus() { return m_bus; }
    identity::Identity& identity() { return *m_identity; }

private:
    static RedisSettings settingsOf(const QString& url)
    {
        RedisSettings settings;
        settings.url = url;
        return settings;
    }
    sql::Database m_database;
    shop::Shop m_shop;
    cache::MemoryCache m_memory;
    redis::Client m_redis;
    StoreBus m_bus;
    bool m_listens = false;
    api::JsonCache m_json;
    resilience::RateLimiter m_limiter;
    std::unique_ptr<identity::Identity> m_identity;
};
} // namespace

class TestStoreBus final : public QObject
{
    Q_OBJECT

    QtExecutor m_executor;
    test::RedisServer m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Member> m_one, m_two;
    UserId m_user;

    void begin(bool nearCache)
    {
        m_two.reset();
        m_one.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        const QString file = m_folder->filePath(u"store.db"_s);
        m_one = std::make_unique<Member>(file, m_server.url(), nearCache);
        identity::NewUser wanted;
        wanted.username = u"kate"_s;
        wanted.password = "demo-pass";
        wanted.role = identity::Role::Staff;
        m_user = wait(m_one->identity().users.create(wanted))->id;
        m_two = std::make_unique<Member>(file, m_server.url(), nearCache);
        QTRY_VERIFY(m_one->bus().tier().isUsed() && m_two->bus().tier().isUsed());
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void cleanup()
    {
        m_two.reset();
        m_one.reset();
    }

    void aNodeReadsItsOwnWrites_data()
    {
        QTest::addColumn<bool>("nearCache");
        QTest::newRow("near") << true;
        QTest::newRow("far") << false;
    }
    void aNodeReadsItsOwnWrites()
    {
        QFETCH(bool, nearCache);
        begin(nearCache);
        const ProductId tea = m_one->add(u"tea"_s, 1000);
        QVERIFY(hasStock(m_one->product(tea), 1000));
        for (int i = 1; i <= 100; ++i) {
            Member& writer = i % 3 ? *m_one : *m_two;
            QVERIFY(writer.adjust(tea, -1));
            const QByteArray seen = writer.product(tea);
            QVERIFY2(hasStock(seen, 1000 - i), seen.constData());
            (void)(i % 2 ? *m_one : *m_two).product(tea); // may be old, but must not stay
        }
        QTRY_VERIFY_WITH_TIMEOUT(hasStock(m_one->product(tea), 900) && hasStock(m_two->product(tea), 900), 1000);
        QVERIFY(nearCache || m_one->bus().tier().figures().hits + m_two->bus().tier().figures().hits > 0);
    }

    void othersHearWithinASecond()
    {
        begin(true);
        const ProductId tea = m_one->add(u"tea"_s, 10);
        QTRY_VERIFY(hasStock(m_two->product(tea), 10));
        QVERIFY(m_one->adjust(tea, -3));
        QTRY_VERIFY_WITH_TIMEOUT(hasStock(m_two->product(tea), 7), 1000);
        QVERIFY(wait(m_one->shop().categories().create(u"new"_s, qint64(5), UserId(1))));
        const auto names = [&] { return wait(m_two->cache().categories())->bytes; };
        QTRY_VERIFY_WITH_TIMEOUT(names().contains("\"new\""), 1000);
    }

    void staffDropEverywhere()
    {
        begin(true);
        const ProductId tea = m_one->add(u"tea"_s, 10);
        const ProductId ink = m_one->add(u"ink"_s, 10);
        const QString key = QString::number(tea.value);
        CacheControl control(m_one->cache(), &m_one->bus(), nullptr, [] { return true; });
        const auto look = [&] { return *wait(control.lookUp(key)); };
        const auto isEverywhere = [&] {
            for (const ProductId id : {tea, ink}) {
                for (Member* member : {m_one.get(), m_two.get()}) {
                    if (!hasStock(member->product(id), 10) || member->near(id).isNull())
                        return false;
                }
            }
            return look().memory && look().redis;
        };
        QTRY_VERIFY(isEverywhere());
        QVERIFY(look().shared == CachedKey::Shared::Asked);
        QVERIFY(look().redis->bytes > 100 && look().redis->leftMs > 0);

        const auto dropped = wait(control.drop(key, u"kate"_s));
        QCOMPARE(dropped->memory, 1);
        QCOMPARE(dropped->redis, 1);
        QVERIFY(dropped->areOthersTold);
        QVERIFY(!look().memory && !look().redis);
        QVERIFY(!m_one->near(ink).isNull());
        QTRY_VERIFY(m_two->near(tea).isNull());
        QVERIFY(!m_two->near(ink).isNull());

        QTRY_VERIFY(isEverywhere());
        const auto family = wait(control.dropFamily(u"product"_s, u"kate"_s));
        QVERIFY(family->memory >= 2);
        QCOMPARE(family->redis, 2);
        QVERIFY(!look().memory && !look().redis);
        QTRY_VERIFY(m_two->near(tea).isNull() && m_two->near(ink).isNull());

        const auto list = wait(control.lookUp(u"sort=newest"_s));
        QVERIFY(list->shared == CachedKey::Shared::NotOfFamily);
        m_server.pause();
        const auto alone = wait(control.dropFamily(u"product"_s, u"kate"_s));
        m_server.resume();
        QVERIFY(alone->shared == CachedKey::Shared::Away);
    }

    void onlyTheDatabasesReadersAskWhetherTheyMay_data()
    {
        QTest::addColumn<bool>("nearCache");
        QTest::newRow("near") << true;
        QTest::newRow("far") << false;
    }
    void onlyTheDatabasesReadersAskWhetherTheyMay()
    {
        QFETCH(bool, nearCache);
        begin(nearCache);
        const ProductId tea = m_one->add(u"tea"_s, 10);
        const ProductId ink = m_one->add(u"ink"_s, 10);
        QVERIFY(hasStock(m_one->product(tea), 10)); // and Redis has it
        const auto hasShared = [&] {
            m_two->cache().forget();
            const qint64 before = m_two->bus().tier().figures().hits;
            return hasStock(m_two->product(tea), 10) && m_two->bus().tier().figures().hits > before;
        };
        QTRY_VERIFY(hasShared());
        int asked = 0;
        m_two->cache().setAdmission([&](Weight) -> Result<void> {
            ++asked;
            return Error::retry(ErrorCode::Overloaded, 1);
        });
        m_two->cache().forget();
        QVERIFY(hasStock(m_two->product(tea), 10));
        QCOMPARE(asked, 0);
        QCOMPARE(wait(m_two->cache().product(ink)).error().code, ErrorCode::Overloaded);
        QCOMPARE(asked, 1);
    }

    void goesOnWhileRedisIsAway_data()
    {
        QTest::addColumn<bool>("nearCache");
        QTest::addColumn<bool>("hangs");
        QTest::newRow("near, killed") << true << false;
        QTest::newRow("near, hanging") << true << true;
        QTest::newRow("far, killed") << false << false;
        QTest::newRow("far, hanging") << false << true;
    }
    void goesOnWhileRedisIsAway()
    {
        QFETCH(bool, nearCache);
        QFETCH(bool, hangs);
        begin(nearCache);
        const ProductId tea = m_one->add(u"tea"_s, 100);
        QTRY_VERIFY(hasStock(m_two->product(tea), 100));
        hangs ? m_server.pause() : m_server.kill();
        QVERIFY(m_one->adjust(tea, -1));
        QVERIFY(hasStock(m_one->product(tea), 99));
        // The other node hears of nothing, and does not believe its memory for longer than a second.
        QTRY_VERIFY_WITH_TIMEOUT(hasStock(m_two->product(tea), 99), 1000);
        QVERIFY(m_two->adjust(tea, -1));
        QTRY_VERIFY_WITH_TIMEOUT(hasStock(m_one->product(tea), 98), 1000);
        const int before = m_two->restored;
        if (hangs)
            m_server.resume();
        else
            QVERIFY(m_server.start());
        QElapsedTimer timer;
        timer.start();
        while (!(m_one->bus().tier().isUsed() && m_two->bus().tier().isUsed()) && timer.elapsed() < 5000) {
            QVERIFY(hasStock(m_one->product(tea), 98)); // nothing from before comes back with Redis
            QTest::qWait(5);
        }
        QVERIFY(m_one->bus().tier().isUsed() && m_two->bus().tier().isUsed());
        QTRY_VERIFY(m_two->restored > before);
        QVERIFY(hasStock(m_one->product(tea), 98));
        QVERIFY(hasStock(m_two->product(tea), 98));
        QVERIFY(m_one->adjust(tea, -1));
        QTRY_VERIFY_WITH_TIMEOUT(hasStock(m_two->product(tea), 97), 1000);
    }

    void sessionsAreEverybodys()
    {
        begin(true);
        const auto in = wait(m_one->identity().login.byPassword(u"kate"_s, "demo-pass"));
        QVERIFY(in);
        auto& elsewhere = m_two->identity().sessions;
        const auto refused = elsewhere.authenticate(in->token);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::SessionRevoked);
        QVERIFY(*wait(elsewhere.fetch(in->token)));
        const auto caller = elsewhere.authenticate(in->token);
        QVERIFY(caller);
        QCOMPARE(caller->role, identity::Role::Staff);
        QVERIFY(wait(m_one->identity().login.logout(*caller)));
        QVERIFY(!m_one->identity().sessions.authenticate(in->token));
        QTRY_VERIFY_WITH_TIMEOUT(!elsewhere.authenticate(in->token), 1000);
        QVERIFY(!*wait(elsewhere.fetch(in->token)));

        const auto again = wait(m_two->identity().login.byPassword(u"kate"_s, "demo-pass"));
        QVERIFY(*wait(m_one->identity().sessions.fetch(again->token)));
        QVERIFY(m_one->identity().sessions.authenticate(again->token));
        QVERIFY(wait(m_two->identity().sessions.endOf(m_user)));
        QTRY_VERIFY_WITH_TIMEOUT(!m_one->identity().sessions.authenticate(again->token), 1000);
    }

    void endsAreReadWithoutRedis()
    {
        begin(true);
        const auto in = wait(m_one->identity().login.byPassword(u"kate"_s, "demo-pass"));
        auto& elsewhere = m_two->identity().sessions;
        QVERIFY(*wait(elsewhere.fetch(in->token)));
        m_server.kill();
        QVERIFY(wait(m_one->identity().sessions.endOf(m_user)));
        QVERIFY(elsewhere.authenticate(in->token));
        QCOMPARE(*elsewhere.readEnds(), 1);
        QVERIFY(!elsewhere.authenticate(in->token));
        QVERIFY(!*wait(elsewhere.fetch(in->token)));
        QVERIFY(m_server.start());
    }

    /// The failures are kept in Redis: whoever comes later knows them.
    void aNodeThatComesLaterKnowsTheFailures()
    {
        begin(true);
        const auto enter = [](Member& member, const char* password) {
            const auto in = wait(member.identity().login.byPassword(u"tom"_s, password));
            return in ? ErrorCode::Internal : in.error().code; // Internal: it succeeded
        };
        identity::NewUser tom;
        tom.username = u"tom"_s;
        tom.password = "right-pass";
        tom.role = identity::Role::Staff;
        QVERIFY(wait(m_one->identity().users.create(tom)));
        const QString file = m_folder->filePath(u"store.db"_s);
        const auto come = [&] {
            auto late = std::make_unique<Member>(file, m_server.url());
            if (!QTest::qWaitFor([&] { return late->bus().tier().isUsed(); }))
                qFatal("no Redis");
            return late;
        };
        for (int i = 1; i < identity::Lockout::maxFailures; ++i)
            QCOMPARE(enter(*m_one, "wrong"), ErrorCode::BadCredentials);
        {
            const auto late = come();
            QCOMPARE(late->identity().lockout.names(), 0);
            QCOMPARE(enter(*late, "right-pass"), ErrorCode::Internal); // and all begin anew
        }
        QTRY_COMPARE(m_one->identity().lockout.names(), 0);
        for (int i = 1; i < identity::Lockout::maxFailures; ++i)
            QCOMPARE(enter(*m_one, "wrong"), ErrorCode::BadCredentials);
        {
            const auto late = come();
            QCOMPARE(enter(*late, "wrong"), ErrorCode::BadCredentials); // the fifth
            QCOMPARE(late->identity().lockout.locked(), 1);
        }
        m_one.reset();
        m_two.reset(); // nobody is left who knows it
        const auto last = come();
        QCOMPARE(enter(*last, "right-pass"), ErrorCode::RateLimited);
        QCOMPARE(last->identity().lockout.locked(), 1);
    }

    void aNameIsLockedEverywhere()
    {
        begin(true);
        for (int i = 0; i < identity::Lockout::maxFailures; ++i) {
            Member& member = i % 2 ? *m_one : *m_two;
            const auto in = wait(member.identity().login.byPassword(u"kate"_s, "wrong"));
            QVERIFY(!in);
            QCOMPARE(in.error().code, ErrorCode::BadCredentials);
            QTRY_COMPARE(m_one->identity().lockout.names(), 1);
            QTRY_COMPARE(m_two->identity().lockout.names(), 1);
        }
        for (Member* member : {m_one.get(), m_two.get()}) {
            QTRY_COMPARE(member->identity().lockout.locked(), 1);
            const auto in = wait(member->identity().login.byPassword(u"kate"_s, "demo-pass"));
            QVERIFY(!in);
            QCOMPARE(in.error().code, ErrorCode::RateLimited);
        }
    }
};

QTEST_GUILESS_MAIN(TestStoreBus)
#include "tst_storebus.moc"
