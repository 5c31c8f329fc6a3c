// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakewechat.h"
#include "store.h"

using namespace zg;
using namespace zg::identity;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestLogin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byPassword();
    void wrongOnesAreAlike_data();
    void wrongOnesAreAlike();
    void fiveLockAName_data();
    void fiveLockAName();
    void guessesAtOnceAreLockedToo();
    void rightOnesAtOnceAllPass();
    void overloadIsNoFailure();
    void passwordChangedMeanwhile();
    void refreshes();
    void byWeChat();
    void firstVisitsAtOnceAreOneUser();
    void oneCodeOneExchange();
    void disabledGuestIsForbidden();
    void wechatErrorsReachTheCaller();
};

void TestLogin::byPassword()
{
    Store store;
    const User kate = store.addUser(u"kate"_s, Role::Staff);
    const auto signedIn = wait(store.identity->login.byPassword(u"kate"_s, "demo-pass"));
    QVERIFY2(signedIn, signedIn ? "" : qPrintable(signedIn.error().message));
    QCOMPARE(signedIn->expiresInS, 3600);
    QCOMPARE(signedIn->user, kate);
    const auto caller = store.identity->sessions.authenticate(signedIn->token);
    QVERIFY(caller);
    QCOMPARE(caller->userId, kate.id);
    QCOMPARE(caller->role, Role::Staff);
    QCOMPARE(store.identity->login.figures().succeeded, 1);
}

void TestLogin::wrongOnesAreAlike_data()
{
    QTest::addColumn<QString>("username");
    QTest::addColumn<QByteArray>("password");
    QTest::newRow("wrong password") << u"kate"_s << QByteArray("wrong");
    QTest::newRow("empty password") << u"kate"_s << QByteArray();
    QTest::newRow("unknown name") << u"nobody"_s << QByteArray("demo-pass");
    QTest::newRow("empty name") << QString() << QByteArray("demo-pass");
    QTest::newRow("other case") << u"Kate"_s << QByteArray("demo-pass");
    QTest::newRow("SQL") << u"kate' --"_s << QByteArray("demo-pass");
    QTest::newRow("long name") << QString(10'000, u'k') << QByteArray("demo-pass");
    QTest::newRow("NUL in the name") << QString(u"kate"_s + QChar(0)) << QByteArray("demo-pass");
    QTest::newRow("NUL in the password") << u"kate"_s << QByteArray("demo-pass\0", 10);
    QTest::newRow("disabled, right password") << u"gone"_s << QByteArray("demo-pass");
    QTest::newRow("disabled, wrong password") << u"gone"_s << QByteArray("wrong");
    QTest::newRow("without a password") << u"bare"_s << QByteArray();
}

void TestLogin::wrongOnesAreAlike()
{
    QFETCH(QString, username);
    QFETCH(QByteArray, password);
    Store store;
    store.addUser(u"kate"_s);
    const User gone = store.addUser(u"gone"_s);
    UserPatch patch;
    patch.disabled = true;
    QVERIFY(wait(store.identity->users.update(gone.id, patch)));
    store.addUser(u"bare"_s);
    QVERIFY(store.database->writeNow([](sql::Connection& connection) {
        return connection.execute(u"UPDATE users SET password_hash = NULL WHERE username = 'bare'"_s);
    }));
    const qint64 before = store.identity->passwords.runs();
    const auto signedIn = wait(store.identity->login.byPassword(username, password));
    QCOMPARE(code(signedIn), ErrorCode::BadCredentials);
    QCOMPARE(signedIn.error(), Error(ErrorCode::BadCredentials)); // nothing in it tells which
    QCOMPARE(store.identity->passwords.runs() - before, 1);       // the same work, whatever was wrong
    QCOMPARE(store.identity->lockout.names(), 1);
    QCOMPARE(store.number(u"SELECT count(*) FROM sessions"_s), 0);
}

void TestLogin::fiveLockAName_data()
{
    QTest::addColumn<QString>("username");
    QTest::newRow("known") << u"kate"_s;
    QTest::newRow("unknown") << u"nobody"_s;
}

void TestLogin::fiveLockAName()
{
    QFETCH(QString, username);
    Store store;
    store.addUser(u"kate"_s);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(code(wait(store.identity->login.byPassword(username, "wrong"))), ErrorCode::BadCredentials);
    const qint64 runs = store.identity->passwords.runs();
    for (const char* password : {"wrong", "demo-pass"}) {
        const auto refused = wait(store.identity->login.byPassword(username, password));
        QCOMPARE(code(refused), ErrorCode::RateLimited);
        QCOMPARE(refused.error().retryAfterS, 900);
    }
    QCOMPARE(store.identity->passwords.runs(), runs); // a locked name costs nothing
    store.addUser(u"tom"_s);
    QVERIFY(wait(store.identity->login.byPassword(u"tom"_s, "demo-pass")));
    store.clock.advance(15min);
    QCOMPARE(wait(store.identity->login.byPassword(username, "demo-pass")).has_value(), username == u"kate"_s);
    QCOMPARE(store.identity->login.figures().lockedOut, 2);
}

void TestLogin::guessesAtOnceAreLockedToo()
{
    Store store;
    store.addUser(u"kate"_s);
    std::vector<Result<SignedIn>> answers;
    for (int i = 0; i < 12; ++i)
        collect(store.identity->login.byPassword(u"kate"_s, i == 11 ? "demo-pass" : "wrong"), &answers);
    QTRY_COMPARE(answers.size(), 12u);
    const auto told = std::count_if(answers.begin(), answers.end(),
                                    [](const auto& answer) { return code(answer) == ErrorCode::BadCredentials; });
    const auto locked = std::count_if(answers.begin(), answers.end(),
                                      [](const auto& answer) { return code(answer) == ErrorCode::RateLimited; });
    QCOMPARE(told, 5);
    QCOMPARE(locked, 7);
}

void TestLogin::rightOnesAtOnceAllPass()
{
    Store store;
    store.addUser(u"kate"_s);
    std::vector<Result<SignedIn>> answers;
    for (int i = 0; i < 12; ++i)
        collect(store.identity->login.byPassword(u"kate"_s, "demo-pass"), &answers);
    QTRY_COMPARE(answers.size(), 12u);
    for (const auto& answer : answers)
        QVERIFY(answer);
    QCOMPARE(store.identity->sessions.live(), 12);
}

void TestLogin::overloadIsNoFailure()
{
    Store store;
    store.addUser(u"kate"_s);
    store.identity->passwords.stop(); // refuses, as when its queue is full
    for (int i = 0; i < 6; ++i)
        QCOMPARE(code(wait(store.identity->login.byPassword(u"kate"_s, "demo-pass"))), ErrorCode::Overloaded);
    QCOMPARE(store.identity->lockout.names(), 0);
}

void TestLogin::passwordChangedMeanwhile()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    const auto account = wait(store.identity->users.account(u"kate"_s));
    UserPatch patch;
    patch.password = QByteArray("another-pass");
    QVERIFY(wait(store.identity->users.update(kate.id, patch)));
    // The old password was found right before the change; its session is refused.
    QCOMPARE(code(wait(store.identity->sessions.begin(kate, account->passwordHash))), ErrorCode::BadCredentials);
}

void TestLogin::refreshes()
{
    Store store;
    store.addUser(u"kate"_s, Role::Admin);
    const QByteArray first = wait(store.identity->login.byPassword(u"kate"_s, "demo-pass"))->token;
    store.clock.advance(25min);
    const auto second = store.identity->login.refresh(first);
    QVERIFY(second);
    QCOMPARE(second->expiresInS, 3600);
    QCOMPARE(second->user.role, Role::Admin);
    QVERIFY(second->token != first);
    QVERIFY(store.identity->sessions.authenticate(first)); // still good until it expires
    store.clock.advance(25min);
    QVERIFY(store.identity->sessions.authenticate(second->token));
    store.clock.advance(29min); // the first is 79 minutes old: expired 19 ago, its session lives
    QCOMPARE(code(store.identity->sessions.authenticate(first)), ErrorCode::TokenExpired);
    QVERIFY(store.identity->login.refresh(first));
    store.clock.advance(11min); // and now 30 ago
    QCOMPARE(code(store.identity->login.refresh(first)), ErrorCode::TokenExpired);
    QVERIFY(store.identity->login.refresh(second->token));
    QCOMPARE(code(store.identity->login.refresh(QByteArray())), ErrorCode::TokenMissing);
    QCOMPARE(code(store.identity->login.refresh(QByteArray("a.b.c"))), ErrorCode::TokenInvalid);
    QCOMPARE(store.identity->sessions.live(), 1);
}

void TestLogin::byWeChat()
{
    FakeWeChat fake;
    Store store(fake.base());
    const auto first = wait(store.identity->login.byWeChat(u"code-1"_s));
    QVERIFY2(first, first ? "" : qPrintable(first.error().message));
    QCOMPARE(first->user.openid, u"o-code-1"_s);
    QCOMPARE(first->user.role, Role::Customer);
    QVERIFY(store.identity->sessions.authenticate(first->token));
    const auto again = wait(store.identity->login.byWeChat(u"code-1"_s));
    QCOMPARE(again->user, first->user);
    QVERIFY(again->token != first->token);
    QCOMPARE(fake.requests, 1);
    fake.body = R"({"openid":"o-code-1","session_key":"k2"})"; // the same person, with a new code
    QCOMPARE(wait(store.identity->login.byWeChat(u"code-2"_s))->user, first->user);
    QCOMPARE(store.number(u"SELECT count(*) FROM users"_s), 1);
}

void TestLogin::firstVisitsAtOnceAreOneUser()
{
    FakeWeChat fake;
    fake.body = R"({"openid":"o-one","session_key":"k"})";
    Store store(fake.base());
    std::vector<Result<SignedIn>> answers;
    for (int i = 0; i < 20; ++i)
        collect(store.identity->login.byWeChat(u"code-"_s + QString::number(i)), &answers);
    QTRY_COMPARE(answers.size(), 20u);
    for (const auto& answer : answers) {
        QVERIFY(answer);
        QCOMPARE(answer->user, answers[0]->user);
    }
    QCOMPARE(store.number(u"SELECT count(*) FROM users"_s), 1);
    QCOMPARE(store.identity->sessions.live(), 20);
}

void TestLogin::oneCodeOneExchange()
{
    FakeWeChat fake;
    fake.manner = FakeWeChat::Manner::Hold;
    Store store(fake.base());
    std::vector<Result<SignedIn>> answers;
    for (int i = 0; i < 20; ++i)
        collect(store.identity->login.byWeChat(u"one"_s), &answers);
    QTRY_COMPARE(fake.requests, 1);
    fake.release();
    QTRY_COMPARE(answers.size(), 20u);
    for (const auto& answer : answers)
        QCOMPARE(answer->user, answers[0]->user);
    QCOMPARE(fake.requests, 1);
}

void TestLogin::disabledGuestIsForbidden()
{
    FakeWeChat fake;
    Store store(fake.base());
    const auto signedIn = wait(store.identity->login.byWeChat(u"one"_s));
    UserPatch patch;
    patch.disabled = true;
    QVERIFY(wait(store.identity->users.update(signedIn->user.id, patch)));
    QCOMPARE(code(store.identity->sessions.authenticate(signedIn->token)), ErrorCode::SessionRevoked);
    QCOMPARE(code(wait(store.identity->login.byWeChat(u"one"_s))), ErrorCode::RoleForbidden);
    patch.disabled = false;
    QVERIFY(wait(store.identity->users.update(signedIn->user.id, patch)));
    QVERIFY(wait(store.identity->login.byWeChat(u"one"_s)));
}

void TestLogin::wechatErrorsReachTheCaller()
{
    FakeWeChat fake;
    fake.body = R"({"errcode":40029,"errmsg":"invalid code"})";
    Store store(fake.base());
    const auto refused = wait(store.identity->login.byWeChat(u"one"_s));
    QCOMPARE(code(refused), ErrorCode::WeChatError);
    QCOMPARE(refused.error().errcode, 40029);
    QCOMPARE(store.number(u"SELECT count(*) FROM users"_s), 0);
    Store bare;
    QCOMPARE(code(wait(bare.identity->login.byWeChat(u"one"_s))), ErrorCode::DependencyDown);
}

QTEST_GUILESS_MAIN(TestLogin)
#include "tst_login.moc"
