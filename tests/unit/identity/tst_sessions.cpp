// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>

#include <thread>

using namespace zg;
using namespace zg::identity;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestSessions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsAndAuthenticates();
    void slidesWithUse();
    void endsWithLogOut();
    void endsOfAUser();
    void survivesARestart_data();
    void survivesARestart();
    void endsSurviveARestart();
    void idleOnesAreSwept();
    void staleUsersGetNone();
    void endOvertakesABeginning();
    void othersSidIsNoGood();
    void flushWritesWhatMoved();
    void databaseGoneKeepsTheSession();
    void followsTheDatabase();
    void threadsAuthenticate();
    void hotSessionIsQuick();

private:
    struct Live
    {
        Sid sid;
        QByteArray token;
    };
    static Live begin(Store& store, const User& user)
    {
        Live live;
        live.sid = *wait(store.identity->sessions.begin(user, {}));
        live.token = *store.identity->tokens.issue(user.id, user.role, live.sid);
        return live;
    }
    static std::optional<ErrorCode> outcome(Store& store, const QByteArray& token)
    {
        return code(store.identity->sessions.authenticate(token));
    }
};

void TestSessions::beginsAndAuthenticates()
{
    Store store;
    const User kate = store.addUser(u"kate"_s, Role::Staff);
    const Live live = begin(store, kate);
    const auto caller = store.identity->sessions.authenticate(live.token);
    QVERIFY(caller);
    QCOMPARE(caller->userId, kate.id);
    QCOMPARE(caller->role, Role::Staff);
    QCOMPARE(caller->sid, live.sid.text());
    QCOMPARE(outcome(store, {}), ErrorCode::TokenMissing);
    QCOMPARE(outcome(store, "nonsense"), ErrorCode::TokenInvalid);
    QCOMPARE(store.identity->sessions.live(), 1);
    QCOMPARE(store.number(u"SELECT count(*) FROM sessions WHERE ended_at IS NULL"_s), 1); // durable when answered
}

void TestSessions::slidesWithUse()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    const Live live = begin(store, kate);
    store.clock.advance(29min);
    QVERIFY(!outcome(store, live.token)); // used: 30 more
    store.clock.advance(29min + 59s);
    QVERIFY(!outcome(store, live.token));
    store.clock.advance(1min + 1s);
    QCOMPARE(outcome(store, live.token), ErrorCode::TokenExpired); // an hour old, its session lives
    const auto refreshed = store.identity->login.refresh(live.token);
    QVERIFY(refreshed);
    QVERIFY(!outcome(store, refreshed->token));
    store.clock.advance(30min);
    QCOMPARE(outcome(store, refreshed->token), ErrorCode::SessionRevoked);
    QCOMPARE(code(store.identity->login.refresh(refreshed->token)), ErrorCode::SessionRevoked);
}

void TestSessions::endsWithLogOut()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    const Live one = begin(store, kate);
    const Live two = begin(store, kate);
    const Caller caller = *store.identity->sessions.authenticate(one.token);
    QVERIFY(wait(store.identity->login.logout(caller)));
    QCOMPARE(outcome(store, one.token), ErrorCode::SessionRevoked);
    QVERIFY(!outcome(store, two.token));
    QCOMPARE(code(store.identity->login.refresh(one.token)), ErrorCode::SessionRevoked);
    QVERIFY(wait(store.identity->login.logout(caller))); // again
    QCOMPARE(store.number(u"SELECT count(*) FROM sessions WHERE ended_at IS NULL"_s), 1);
    QCOMPARE(store.identity->sessions.live(), 1);
}

void TestSessions::endsOfAUser()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    const User tom = store.addUser(u"tom"_s);
    std::vector<Live> kates;
    for (int i = 0; i < 10; ++i)
        kates.push_back(begin(store, kate));
    const Live toms = begin(store, tom);
    QVERIFY(wait(store.identity->sessions.endOf(kate.id)));
    for (const Live& live : kates)
        QCOMPARE(outcome(store, live.token), ErrorCode::SessionRevoked);
    QVERIFY(!outcome(store, toms.token));
    QVERIFY(!outcome(store, begin(store, kate).token)); // he may come back
    QCOMPARE(store.identity->sessions.live(), 2);
}

void TestSessions::survivesARestart_data()
{
    QTest::addColumn<bool>("cleanly");
    QTest::newRow("stopped") << true;
    QTest::newRow("killed") << false;
}

void TestSessions::survivesARestart()
{
    QFETCH(bool, cleanly);
    Store store;
    const User kate = store.addUser(u"kate"_s, Role::Admin);
    const Live live = begin(store, kate);
    store.clock.advance(20min);
    QVERIFY(!outcome(store, live.token));
    QVERIFY(store.identity->sessions.flush()); // the keeper's
    store.restart(cleanly);
    store.clock.advance(20min); // 40 since the beginning, 20 since the last use
    const auto caller = store.identity->sessions.authenticate(live.token);
    QVERIFY(caller);
    QCOMPARE(caller->role, Role::Admin);
    store.clock.advance(30min);
    store.restart(cleanly);
    QCOMPARE(code(store.identity->sessions.authenticateForRefresh(live.token)), ErrorCode::SessionRevoked);
}

void TestSessions::endsSurviveARestart()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    const User tom = store.addUser(u"tom"_s);
    const Live one = begin(store, kate);
    const Live two = begin(store, tom);
    QVERIFY(wait(store.identity->sessions.end(one.sid.text())));
    QVERIFY(wait(store.identity->sessions.endOf(tom.id)));
    store.restart(false);
    QCOMPARE(outcome(store, one.token), ErrorCode::SessionRevoked);
    QCOMPARE(outcome(store, two.token), ErrorCode::SessionRevoked);
}

void TestSessions::idleOnesAreSwept()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    begin(store, kate);
    store.clock.advance(20min);
    const Live live = begin(store, kate);
    store.clock.advance(11min);
    QCOMPARE(store.identity->sessions.sweep(), 1);
    QCOMPARE(store.identity->sessions.live(), 1);
    QVERIFY(!outcome(store, live.token));
    QCOMPARE(store.number(u"SELECT count(*) FROM sessions"_s), 2); // kept for a day
    store.clock.advance(25h);
    QCOMPARE(store.identity->sessions.sweep(), 1);
    QCOMPARE(store.identity->sessions.live(), 0);
    QCOMPARE(store.number(u"SELECT count(*) FROM sessions"_s), 2); // the rows are for the node that keeps house
    QCOMPARE(*store.identity->sessions.sweepStored(), 2);
    QCOMPARE(store.number(u"SELECT count(*) FROM sessions"_s), 0);
}

void TestSessions::staleUsersGetNone()
{
    Store store;
    User kate = store.addUser(u"kate"_s, Role::Staff);
    kate.role = Role::Admin; // read before he was demoted
    QCOMPARE(code(wait(store.identity->sessions.begin(kate, {}))), ErrorCode::BadCredentials);
    kate.role = Role::Staff;
    QCOMPARE(code(wait(store.identity->sessions.begin(kate, "an older hash"))), ErrorCode::BadCredentials);
    User nobody = kate;
    nobody.id = UserId(999);
    QCOMPARE(code(wait(store.identity->sessions.begin(nobody, {}))), ErrorCode::BadCredentials);
    QCOMPARE(store.identity->sessions.live(), 0);
    QCOMPARE(store.number(u"SELECT count(*) FROM sessions"_s), 0);
}

void TestSessions::endOvertakesABeginning()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    Sessions& sessions = store.identity->sessions;
    // The beginning commits first, but its coroutine goes on only when this thread's loop turns: the end is forgotten
    // here before it does. PostgreSQL has several committers, so that the beginning is waited for.
    std::vector<Result<Sid>> begun;
    collect(sessions.begin(kate, {}), &begun);
    QDeadlineTimer patience(10'000);
    while (store.number(u"SELECT count(*) FROM sessions"_s) == 0 && !patience.hasExpired()) {
    }
    const auto endedAt = store.database->writeNow(
        [&](sql::Connection& connection) -> Result<quint64> { return sessions.markEnded(connection, kate.id); });
    QCOMPARE(store.number(u"SELECT count(*) FROM sessions WHERE ended_at IS NOT NULL"_s), 1);
    QVERIFY(begun.empty());
    sessions.forget(kate.id, *endedAt);
    QTRY_COMPARE(begun.size(), 1u);
    QCOMPARE(code(begun[0]), ErrorCode::BadCredentials);
    QCOMPARE(sessions.live(), 0);
    // The other way round: one that begins after the end stays, though the end is forgotten later.
    const auto earlier = store.database->writeNow(
        [&](sql::Connection& connection) -> Result<quint64> { return sessions.markEnded(connection, kate.id); });
    const Live live = begin(store, kate);
    sessions.forget(kate.id, *earlier);
    QVERIFY(!outcome(store, live.token));
}

void TestSessions::othersSidIsNoGood()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    const User tom = store.addUser(u"tom"_s, Role::Admin);
    const Live live = begin(store, tom);
    const QByteArray mixed = *store.identity->tokens.issue(kate.id, Role::Admin, live.sid);
    QCOMPARE(outcome(store, mixed), ErrorCode::SessionRevoked);
    const QByteArray invented = *store.identity->tokens.issue(tom.id, Role::Admin, Sid::random());
    QCOMPARE(outcome(store, invented), ErrorCode::SessionRevoked);
    const QByteArray none = *store.identity->tokens.issue(tom.id, Role::Admin, Sid());
    QCOMPARE(outcome(store, none), ErrorCode::SessionRevoked);
    // The role is the session's, whatever the token says.
    const Live kates = begin(store, kate);
    const QByteArray dressedUp = *store.identity->tokens.issue(kate.id, Role::Admin, kates.sid);
    QCOMPARE(store.identity->sessions.authenticate(dressedUp)->role, Role::Customer);
}

void TestSessions::flushWritesWhatMoved()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    std::vector<Live> lives;
    for (int i = 0; i < 1200; ++i)
        lives.push_back(begin(store, kate));
    QCOMPARE(*store.identity->sessions.flush(), 0);
    store.clock.advance(10s);
    for (const Live& live : lives)
        QVERIFY(!outcome(store, live.token));
    QCOMPARE(*store.identity->sessions.flush(), 0); // not worth a write yet
    store.clock.advance(20s);
    for (int i = 0; i < 1100; ++i)
        QVERIFY(!outcome(store, lives[size_t(i)].token));
    QCOMPARE(*store.identity->sessions.flush(), 1100);
    QCOMPARE(*store.identity->sessions.flush(), 0);
    QCOMPARE(*store.identity->sessions.flush(Sessions::Flush::All), 100);
    QCOMPARE(store.number(u"SELECT count(*) FROM sessions WHERE last_used_at > created_at"_s), 1200);
}

void TestSessions::databaseGoneKeepsTheSession()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    const Live live = begin(store, kate);
    store.database->close();
    QVERIFY(!outcome(store, live.token)); // from memory
    QVERIFY(code(wait(store.identity->sessions.end(live.sid.text()))).has_value());
    QVERIFY(!outcome(store, live.token)); // what was not durable has not happened
    store.identity.reset();
}

void TestSessions::followsTheDatabase()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    const User tom = store.addUser(u"tom"_s);
    const User ann = store.addUser(u"ann"_s);
    const Live kates = begin(store, kate);
    const Live toms = begin(store, tom);
    const Live anns = begin(store, ann);
    store.clock.advance(20min);
    QVERIFY(!outcome(store, anns.token)); // newer here than in the database
    // What another program might do.
    QVERIFY(store.database->writeNow([](sql::Connection& connection) -> Result<void> {
        auto done = connection.execute(u"DELETE FROM sessions WHERE user_id = 1"_s);
        if (done)
            done = connection.execute(u"UPDATE users SET disabled = 1 WHERE id = 2"_s);
        if (done)
            done = connection.execute(u"UPDATE users SET role = 'staff' WHERE id = 3"_s);
        return done;
    }));
    QVERIFY(store.identity->sessions.load());
    QCOMPARE(outcome(store, kates.token), ErrorCode::SessionRevoked);
    QCOMPARE(outcome(store, toms.token), ErrorCode::SessionRevoked);
    store.clock.advance(20min);
    const auto caller = store.identity->sessions.authenticate(anns.token);
    QVERIFY(caller);
    QCOMPARE(caller->role, Role::Staff);
    QCOMPARE(store.identity->sessions.live(), 1);
}

void TestSessions::threadsAuthenticate()
{
    Store store;
    std::vector<Live> lives;
    for (int i = 0; i < 20; ++i)
        lives.push_back(begin(store, store.addUser(u"user"_s + QString::number(i))));
    std::atomic<bool> stop{false};
    std::atomic<int> odd{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&] {
            while (!stop) {
                for (const Live& live : lives) {
                    const auto outcome = code(store.identity->sessions.authenticate(live.token));
                    if (outcome && *outcome != ErrorCode::SessionRevoked)
                        odd.fetch_add(1);
                }
            }
        });
    }
    for (int i = 0; i < 20; i += 2)
        QVERIFY(wait(store.identity->sessions.end(lives[size_t(i)].sid.text())));
    store.clock.advance(1min);
    QVERIFY(store.identity->sessions.flush());
    QCOMPARE(store.identity->sessions.sweep(), 0);
    stop = true;
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(odd.load(), 0);
    QCOMPARE(store.identity->sessions.live(), 10);
}

void TestSessions::hotSessionIsQuick()
{
    Store store;
    const Live live = begin(store, store.addUser(u"kate"_s));
    const Tokens tokens(QByteArray(48, 's'));
    Sessions sessions(*store.database, store.identity->tokens, store.clock);
    QVERIFY(sessions.load());
    constexpr int times = 300'000;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < times; ++i)
        QVERIFY(sessions.authenticate(live.token));
    qInfo("authenticate, hot, without the clock: %.0f ns", double(timer.nsecsElapsed()) / times);

    Sessions real(*store.database, tokens); // the system's clock
    const auto sid = wait(real.begin(*wait(store.identity->users.find(UserId(1))), {}));
    const QByteArray token = *tokens.issue(UserId(1), Role::Customer, *sid);
    timer.restart();
    for (int i = 0; i < times; ++i)
        QVERIFY(real.authenticate(token));
    qInfo("authenticate, hot: %.0f ns", double(timer.nsecsElapsed()) / times);
    timer.restart();
    std::thread other([&] {
        for (int i = 0; i < times; ++i)
            (void)real.authenticate(token).has_value();
    });
    for (int i = 0; i < times; ++i)
        QVERIFY(real.authenticate(token));
    other.join();
    qInfo("the same, two threads on one session: %.0f ns", double(timer.nsecsElapsed()) / times);
}

QTEST_GUILESS_MAIN(TestSessions)
#include "tst_sessions.moc"
