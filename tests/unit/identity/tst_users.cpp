// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/operations.h"
#include "identity/accounts.h"
#include "identity/rules.h"
#include "identity/userstatements.h"
#include "sql/pgtext.h"
#include "store.h"

#include <QRegularExpression>

using namespace zg;
using namespace zg::identity;
using namespace Qt::StringLiterals;

namespace {
NewUser wanted(const QString& username, Role role = Role::Staff)
{
    NewUser user;
    user.username = username;
    user.password = "secret-pass";
    user.role = role;
    return user;
}
QStringList names(const UserPage& page)
{
    QStringList names;
    for (const User& user : page.items)
        names.append(user.username);
    return names;
}
} // namespace

class TestUsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void creates();
    void takenNamesAreDuplicates();
    void refusesBadOnes_data();
    void refusesBadOnes();
    void pagesByKey();
    void filters_data();
    void filters();
    void refusesBadPages_data();
    void refusesBadPages();
    void updates();
    void updatesThatEndSessions_data();
    void updatesThatEndSessions();
    void theLastAdminStays();
    void twoAdminsCannotDemoteEachOther();
    void firstVisitsAreOneUser();
    void statementsSearch_data();
    void statementsSearch();
    void commandLineAccounts();
    void staffWithSessions();
    void signsOutEverywhere();
    void refundLimits();
    void isWrittenDown();
};

void TestUsers::rules_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const auto row = [](const char* label, const QString& kind, const QString& text, bool good) {
        QTest::newRow(label) << kind << text << good;
    };
    row("name", u"name"_s, u"demo1"_s, true);
    row("one character", u"name"_s, u"a"_s, true);
    row("Chinese", u"name"_s, u"掌柜 一号"_s, true);
    row("mail", u"name"_s, u"kate@shop.cn"_s, true);
    row("64 characters", u"name"_s, QString(64, u'掌'), true);
    row("65 characters", u"name"_s, QString(65, u'a'), false);
    row("empty name", u"name"_s, QString(), false);
    row("blank", u"name"_s, u"  "_s, false);
    row("space before", u"name"_s, u" kate"_s, false);
    row("newline", u"name"_s, u"ka\nte"_s, false);
    row("NUL", u"name"_s, QString(u"ka"_s + QChar(0) + u"te"_s), false);
    row("right-to-left override", u"name"_s, QString(u"ka"_s + QChar(0x202e) + u"te"_s), false);
    row("demo password", u"password"_s, u"demo-pass"_s, true);
    row("staff password", u"password"_s, u"staff-pass"_s, true);
    row("six", u"password"_s, u"123456"_s, true);
    row("five", u"password"_s, u"12345"_s, false);
    row("Chinese password", u"password"_s, u"掌柜的密码呢"_s, true);
    row("128", u"password"_s, QString(128, u'x'), true);
    row("129", u"password"_s, QString(129, u'x'), false);
    row("no nickname", u"nickname"_s, QString(), true);
    row("emoji", u"nickname"_s, u"小美 🌸"_s, true);
    row("tab", u"nickname"_s, u"a\tb"_s, false);
}

void TestUsers::rules()
{
    QFETCH(QString, kind);
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto checked = kind == u"name"_s       ? checkUsername(text)
                         : kind == u"password"_s ? checkPassword(text.toUtf8())
                                                 : checkNickname(text);
    QCOMPARE(checked.has_value(), good);
    if (!good)
        QCOMPARE(checked.error().field, kind == u"name"_s ? u"username"_s : kind);
}

void TestUsers::creates()
{
    Store store;
    NewUser kate = wanted(u"kate"_s);
    kate.nickname = u"Kate 凯特"_s;
    const auto created = wait(store.identity->users.create(kate));
    QVERIFY2(created, created ? "" : qPrintable(created.error().message));
    QVERIFY(created->id.isSet());
    QCOMPARE(created->nickname, u"Kate 凯特"_s);
    QCOMPARE(created->role, Role::Staff);
    QVERIFY(created->openid.isNull());
    QCOMPARE(created->createdAt, store.clock.wallMs());
    QCOMPARE(*wait(store.identity->users.find(created->id)), *created);
    const auto account = wait(store.identity->users.account(u"kate"_s));
    QVERIFY(account);
    QCOMPARE(account->user, *created);
    QVERIFY(account->passwordHash.startsWith("$2b$10$"));
    QCOMPARE(wait(store.identity->users.create(wanted(u"tom"_s)))->nickname, u"tom"_s);
    QCOMPARE(code(wait(store.identity->users.find(UserId(99)))), ErrorCode::NotFound);
    QCOMPARE(code(wait(store.identity->users.account(u"Kate"_s))), ErrorCode::NotFound);
}

void TestUsers::takenNamesAreDuplicates()
{
    Store store;
    std::vector<Result<User>> answers;
    for (int i = 0; i < 4; ++i)
        collect(store.identity->users.create(wanted(u"kate"_s)), &answers);
    QTRY_COMPARE(answers.size(), 4u);
    QCOMPARE(std::count_if(answers.begin(), answers.end(), [](const auto& answer) { return answer.has_value(); }), 1);
    QCOMPARE(std::count_if(answers.begin(), answers.end(),
                           [](const auto& answer) { return code(answer) == ErrorCode::Duplicate; }),
             3);
    QVERIFY(wait(store.identity->users.create(wanted(u"Kate"_s)))); // exact
}

void TestUsers::refusesBadOnes_data()
{
    QTest::addColumn<QString>("username");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QString>("nickname");
    QTest::addColumn<int>("role");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* label, const QString& username, const QByteArray& password, const QString& nickname,
                        Role role, const QString& field) {
        QTest::newRow(label) << username << password << nickname << int(role) << field;
    };
    row("no name", {}, "secret-pass", {}, Role::Staff, u"username"_s);
    row("no password", u"kate"_s, {}, {}, Role::Staff, u"password"_s);
    row("short password", u"kate"_s, "12345", {}, Role::Staff, u"password"_s);
    row("long nickname", u"kate"_s, "secret-pass", QString(65, u'n'), Role::Staff, u"nickname"_s);
    row("no role", u"kate"_s, "secret-pass", {}, Role::None, u"role"_s);
}

void TestUsers::refusesBadOnes()
{
    QFETCH(QString, username);
    QFETCH(QByteArray, password);
    QFETCH(QString, nickname);
    QFETCH(int, role);
    QFETCH(QString, field);
    Store store;
    NewUser user;
    user.username = username;
    user.password = password;
    user.nickname = nickname;
    user.role = Role(role);
    const auto created = wait(store.identity->users.create(user));
    QCOMPARE(code(created), ErrorCode::InvalidArgument);
    QCOMPARE(created.error().field, field);
}

void TestUsers::pagesByKey()
{
    Store store;
    for (int i = 1; i <= 25; ++i)
        store.addUser(u"user%1"_s.arg(i, 2, 10, QChar(u'0')));
    QByteArray cursor;
    QStringList seen;
    QList<qsizetype> sizes;
    do {
        const auto page = wait(store.identity->users.list({}, cursor, 10));
        QVERIFY(page);
        sizes.append(page->items.size());
        seen += names(*page);
        cursor = page->nextCursor;
    } while (!cursor.isEmpty());
    QCOMPARE(sizes, (QList<qsizetype>{10, 10, 5}));
    QCOMPARE(seen.size(), 25);
    QCOMPARE(seen.first(), u"user01"_s);
    QCOMPARE(seen.last(), u"user25"_s);
    QCOMPARE(wait(store.identity->users.list({}, {}, 25))->nextCursor, QByteArray()); // exactly full: no more
}

void TestUsers::filters_data()
{
    QTest::addColumn<int>("role");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    const auto row = [](const char* label, Role role, const QString& text, const QStringList& found) {
        QTest::newRow(label) << int(role) << text << found;
    };
    row("all", Role::None, {}, {u"kate"_s, u"Tom"_s, u"50%_off"_s, u"掌柜"_s});
    row("role", Role::Staff, {}, {u"Tom"_s, u"50%_off"_s});
    row("admin", Role::Admin, {}, {u"掌柜"_s});
    row("part", Role::None, u"at"_s, {u"kate"_s});
    row("case", Role::None, u"tOM"_s, {u"Tom"_s});
    row("percent", Role::None, u"%"_s, {u"50%_off"_s});
    row("underscore", Role::None, u"_"_s, {u"50%_off"_s});
    row("backslash", Role::None, u"\\"_s, {});
    row("Chinese", Role::None, u"柜"_s, {u"掌柜"_s});
    row("quote", Role::None, u"' OR 1=1 --"_s, {});
    row("both", Role::Staff, u"o"_s, {u"Tom"_s, u"50%_off"_s});
    row("both, none", Role::Customer, u"tom"_s, {});
}

void TestUsers::filters()
{
    QFETCH(int, role);
    QFETCH(QString, text);
    QFETCH(QStringList, found);
    Store store;
    store.addUser(u"kate"_s);
    store.addUser(u"Tom"_s, Role::Staff);
    store.addUser(u"50%_off"_s, Role::Staff);
    store.addUser(u"掌柜"_s, Role::Admin);
    UserFilter filter;
    if (Role(role) != Role::None)
        filter.role = Role(role);
    filter.text = text;
    QCOMPARE(names(*wait(store.identity->users.list(filter, {}, 100))), found);
}

void TestUsers::refusesBadPages_data()
{
    QTest::addColumn<QByteArray>("cursor");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("field");
    QTest::newRow("limit 0") << QByteArray() << 0 << u"limit"_s;
    QTest::newRow("limit 101") << QByteArray() << 101 << u"limit"_s;
    QTest::newRow("limit -1") << QByteArray() << -1 << u"limit"_s;
    QTest::newRow("not base64") << QByteArray("!!!") << 20 << u"cursor"_s;
    QTest::newRow("a bare number") << QByteArray("5") << 20 << u"cursor"_s;
    QTest::newRow("another list's") << QByteArray("p1:5").toBase64() << 20 << u"cursor"_s;
    QTest::newRow("no number") << QByteArray("u1:x").toBase64() << 20 << u"cursor"_s;
    QTest::newRow("negative") << QByteArray("u1:-5").toBase64() << 20 << u"cursor"_s;
    QTest::newRow("too big") << QByteArray("u1:99999999999999999999").toBase64() << 20 << u"cursor"_s;
}

void TestUsers::refusesBadPages()
{
    QFETCH(QByteArray, cursor);
    QFETCH(int, limit);
    QFETCH(QString, field);
    Store store;
    const auto page = wait(store.identity->users.list({}, cursor, limit));
    QCOMPARE(code(page), ErrorCode::InvalidArgument);
    QCOMPARE(page.error().field, field);
}

void TestUsers::updates()
{
    Store store;
    const User kate = store.addUser(u"kate"_s);
    store.addUser(u"tom"_s);
    UserPatch patch;
    patch.nickname = u"凯特"_s;
    const auto renamed = wait(store.identity->users.update(kate.id, patch));
    QVERIFY(renamed);
    QCOMPARE(renamed->nickname, u"凯特"_s);
    QCOMPARE(renamed->username, u"kate"_s);
    QCOMPARE(*wait(store.identity->users.find(kate.id)), *renamed);
    QCOMPARE(code(wait(store.identity->users.update(UserId(99), patch))), ErrorCode::NotFound);
    patch = UserPatch();
    patch.username = u"tom"_s;
    QCOMPARE(code(wait(store.identity->users.update(kate.id, patch))), ErrorCode::Duplicate);
    patch = UserPatch();
    patch.password = QByteArray("short");
    QCOMPARE(code(wait(store.identity->users.update(kate.id, patch))), ErrorCode::InvalidArgument);
    patch.password = QByteArray("another-pass");
    QVERIFY(wait(store.identity->users.update(kate.id, patch)));
    QVERIFY(wait(store.identity->login.byPassword(u"kate"_s, "another-pass")));
    QVERIFY(!wait(store.identity->login.byPassword(u"kate"_s, "demo-pass")));
    // One who came through WeChat keeps having no username.
    const auto guest = wait(store.identity->users.ofOpenid(u"o-1"_s));
    patch = UserPatch();
    patch.nickname = u"小美"_s;
    const auto named = wait(store.identity->users.update(guest->id, patch));
    QVERIFY(named && named->username.isNull());
    QCOMPARE(named->openid, u"o-1"_s);
    QCOMPARE(store.number(u"SELECT count(*) FROM users WHERE username IS NULL AND openid IS NOT NULL"_s), 1);
}

void TestUsers::updatesThatEndSessions_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<bool>("ends");
    QTest::newRow("disabled") << u"disabled"_s << true;
    QTest::newRow("role") << u"role"_s << true;
    QTest::newRow("password") << u"password"_s << true;
    QTest::newRow("same role") << u"same role"_s << false;
    QTest::newRow("nickname") << u"nickname"_s << false;
    QTest::newRow("enabled") << u"enabled"_s << false;
}

void TestUsers::updatesThatEndSessions()
{
    QFETCH(QString, change);
    QFETCH(bool, ends);
    Store store;
    const User kate = store.addUser(u"kate"_s, Role::Staff);
    const auto signedIn = wait(store.identity->login.byPassword(u"kate"_s, "demo-pass"));
    UserPatch patch;
    if (change == u"disabled"_s || change == u"enabled"_s)
        patch.disabled = change == u"disabled"_s;
    else if (change == u"role"_s || change == u"same role"_s)
        patch.role = change == u"role"_s ? Role::Customer : Role::Staff;
    else if (change == u"password"_s)
        patch.password = QByteArray("demo-pass"); // the same one: set anew all the same
    else
        patch.nickname = u"凯特"_s;
    QVERIFY(wait(store.identity->users.update(kate.id, patch)));
    QCOMPARE(code(store.identity->sessions.authenticate(signedIn->token)),
             ends ? std::optional(ErrorCode::SessionRevoked) : std::nullopt);
    store.restart(false);
    QCOMPARE(code(store.identity->sessions.authenticate(signedIn->token)),
             ends ? std::optional(ErrorCode::SessionRevoked) : std::nullopt);
}

void TestUsers::theLastAdminStays()
{
    Store store;
    const User one = store.addUser(u"one"_s, Role::Admin);
    UserPatch disable, demote, both;
    disable.disabled = true;
    demote.role = Role::Staff;
    both.role = Role::Admin;
    both.disabled = false;
    QCOMPARE(code(wait(store.identity->users.update(one.id, disable))), ErrorCode::IllegalTransition);
    QCOMPARE(code(wait(store.identity->users.update(one.id, demote))), ErrorCode::IllegalTransition);
    QVERIFY(wait(store.identity->users.update(one.id, both)));
    const User two = store.addUser(u"two"_s, Role::Admin);
    QVERIFY(wait(store.identity->users.update(one.id, disable)));
    QCOMPARE(code(wait(store.identity->users.update(two.id, demote))),
             ErrorCode::IllegalTransition);                      // a disabled one does not count
    QVERIFY(wait(store.identity->users.update(one.id, demote))); // nor is he one
    QCOMPARE(wait(store.identity->users.find(two.id))->role, Role::Admin);
}

void TestUsers::twoAdminsCannotDemoteEachOther()
{
    Store store;
    const User one = store.addUser(u"one"_s, Role::Admin);
    const User two = store.addUser(u"two"_s, Role::Admin);
    UserPatch demote;
    demote.role = Role::Customer;
    std::vector<Result<User>> answers;
    collect(store.identity->users.update(one.id, demote), &answers);
    collect(store.identity->users.update(two.id, demote), &answers);
    QTRY_COMPARE(answers.size(), 2u);
    QCOMPARE(int(answers[0].has_value()) + int(answers[1].has_value()), 1);
    QVERIFY(*hasAdmin(*store.database));
}

void TestUsers::firstVisitsAreOneUser()
{
    Store store;
    std::vector<Result<User>> answers;
    for (int i = 0; i < 20; ++i)
        collect(store.identity->users.ofOpenid(u"o-1"_s), &answers);
    QTRY_COMPARE(answers.size(), 20u);
    for (const auto& answer : answers) {
        QVERIFY(answer);
        QCOMPARE(*answer, *answers[0]);
    }
    QCOMPARE(answers[0]->role, Role::Customer);
    QVERIFY(answers[0]->username.isNull());
    QVERIFY(!answers[0]->nickname.isEmpty());
    QCOMPARE(store.number(u"SELECT count(*) FROM users"_s), 1);
    QVERIFY(wait(store.identity->users.ofOpenid(u"o-2"_s))->id != answers[0]->id);
}

void TestUsers::statementsSearch_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("postgresql");
    QTest::addColumn<QStringList>("values");
    const auto row = [](const sql::Statement& statement, const QStringList& values) {
        QTest::newRow(statement.name) << QString::fromLatin1(statement.text)
                                      << QString::fromLatin1(statement.postgresql ? statement.postgresql
                                                                                  : statement.text)
                                      << values;
    };
    row(findUser, {u"7"_s});
    row(findAccount, {u"'c7'"_s});
    row(findOpenid, {u"'o7'"_s});
    row(otherAdmin, {u"7"_s});
    row(listUsers, {u"7"_s, u"21"_s});
    row(listRole, {u"'staff'"_s, u"7"_s, u"21"_s});
    row(listText, {u"7"_s, u"'%c%'"_s, u"'%c%'"_s, u"21"_s});
    row(listRoleText, {u"'staff'"_s, u"7"_s, u"'%c%'"_s, u"'%c%'"_s, u"21"_s});
}

void TestUsers::statementsSearch()
{
    QFETCH(QString, statement);
    QFETCH(QString, postgresql);
    QFETCH(QStringList, values);
    Store store;
    const bool isPostgreSql = store.database->dialect() == sql::Dialect::PostgreSql;
    if (isPostgreSql) { // its planner scans a small table, and rightly
        const auto filled = store.database->writeNow([](sql::Connection& connection) {
            return connection.execute(
                u"INSERT INTO users (username, openid, nickname, role, created_at, updated_at) SELECT 'c' || i, 'o' || "
                u"i, 'n', CASE WHEN i > 19990 THEN 'staff' WHEN i = 19000 THEN 'admin' ELSE 'customer' END, 0, 0 FROM "
                u"generate_series(1, 20000) i; ANALYZE users"_s);
        });
        QVERIFY2(filled, filled ? "" : qPrintable(filled.error().message));
    }
    const auto plan = store.database->readNow([&](sql::Connection& connection) -> Result<QStringList> {
        QString explain = u"EXPLAIN QUERY PLAN "_s + statement;
        QVariantList bound(statement.count(u'?'), QVariant(u"1"_s));
        if (isPostgreSql) { // as it is planned from the sixth time on, perhaps for any values
            const QString run = u"EXECUTE listed("_s + values.join(u", "_s) + u')';
            auto ready =
                connection.execute(u"PREPARE listed AS "_s + QString::fromUtf8(sql::toPostgreSql(postgresql.toUtf8())) +
                                   u"; "_s + QStringList(6, run).join(u"; "_s));
            if (!ready)
                return ready.error();
            explain = u"EXPLAIN (COSTS OFF) "_s + run;
            bound.clear();
        }
        auto rows = connection.runText("test.plan", explain, bound);
        if (!rows)
            return rows.error();
        QStringList steps;
        while (rows->next())
            steps.append(rows->text(isPostgreSql ? 0 : 3));
        return steps;
    });
    QVERIFY2(plan && !plan->isEmpty(), plan ? "" : qPrintable(plan.error().message));
    static const QRegularExpression wrong(u"Seq Scan|Bitmap|Sort|Hash"_s);
    for (const QString& step : *plan) {
        if (isPostgreSql) {
            QVERIFY2(!step.contains(wrong), qPrintable(plan->join(u'\n')));
            continue;
        }
        QVERIFY2(step.startsWith(u"SEARCH"_s), qPrintable(step));
        QVERIFY2(!step.contains(u"TEMP B-TREE"_s), qPrintable(step));
    }
    if (isPostgreSql && statement.contains(u"WHERE role = "_s)) // nobody else is walked past
        QVERIFY2(plan->join(u'\n').contains(u"users_role"_s), qPrintable(plan->join(u'\n')));
}

void TestUsers::commandLineAccounts()
{
    Store store;
    QVERIFY(!*hasAdmin(*store.database));
    QCOMPARE(code(ensureAdmin(*store.database, "short")), ErrorCode::InvalidArgument);
    QVERIFY(*ensureAdmin(*store.database, "admin-pass"));
    QVERIFY(!*ensureAdmin(*store.database, "other-pass"));
    QVERIFY(*hasAdmin(*store.database));
    const auto admin = wait(store.identity->login.byPassword(u"admin"_s, "admin-pass"));
    QVERIFY(admin);
    QCOMPARE(admin->user.role, Role::Admin);
    QVERIFY(addUser(*store.database, u"kate"_s, "kates-pass", Role::Staff));
    QCOMPARE(code(addUser(*store.database, u"kate"_s, "kates-pass", Role::Staff)), ErrorCode::Duplicate);
    QCOMPARE(code(addUser(*store.database, u"kate"_s, "kates-pass", Role::None)), ErrorCode::InvalidArgument);
    QVERIFY(wait(store.identity->login.byPassword(u"kate"_s, "kates-pass")));
}

void TestUsers::staffWithSessions()
{
    Store store;
    store.addUser(u"ann"_s);
    const User mei = store.addUser(u"mei"_s, Role::Staff);
    const User boss = store.addUser(u"boss"_s, Role::Admin);
    store.clock.advance(std::chrono::minutes(5));
    QVERIFY(wait(store.identity->login.byPassword(u"mei"_s, "demo-pass")).has_value());
    QVERIFY(wait(store.identity->login.byPassword(u"mei"_s, "demo-pass")).has_value());
    const auto staff = wait(store.identity->users.staff());
    QVERIFY(staff.has_value());
    QCOMPARE(staff->size(), 2);
    QCOMPARE(staff->at(0).user, boss);
    QCOMPARE(staff->at(0).signedInAt, 0);
    QCOMPARE(staff->at(0).sessions, 0);
    QCOMPARE(staff->at(1).user, mei);
    QCOMPARE(staff->at(1).signedInAt, store.clock.wallMs());
    QCOMPARE(staff->at(1).sessions, 2);
    store.clock.advance(std::chrono::minutes(31));
    QCOMPARE(wait(store.identity->users.staff())->at(1).sessions, 0);
}

void TestUsers::signsOutEverywhere()
{
    Store store;
    const User mei = store.addUser(u"mei"_s, Role::Staff);
    const auto in = wait(store.identity->login.byPassword(u"mei"_s, "demo-pass"));
    QVERIFY(in.has_value());
    QCOMPARE(code(wait(store.identity->users.endSessions(UserId(99)))), ErrorCode::NotFound);
    const auto ended = wait(store.identity->users.endSessions(mei.id));
    QVERIFY(ended.has_value());
    QCOMPARE(*ended, 1);
    QCOMPARE(code(store.identity->sessions.authenticate(in->token)), ErrorCode::SessionRevoked);
    QCOMPARE(*wait(store.identity->users.endSessions(mei.id)), 0);
}

void TestUsers::refundLimits()
{
    Store store;
    NewUser made = wanted(u"mei"_s);
    made.refundLimitFen = 50'00;
    const auto mei = wait(store.identity->users.create(made));
    QVERIFY(mei.has_value());
    QCOMPARE(mei->refundLimitFen, std::optional<qint64>(50'00));
    UserPatch patch;
    patch.nickname = u"Mei"_s;
    QCOMPARE(wait(store.identity->users.update(mei->id, patch))->refundLimitFen, std::optional<qint64>(50'00));
    patch.refundLimitFen = std::optional<qint64>(-1);
    QCOMPARE(wait(store.identity->users.update(mei->id, patch)).error().field, u"refund_limit"_s);
    patch.refundLimitFen = std::optional<qint64>();
    QCOMPARE(wait(store.identity->users.update(mei->id, patch))->refundLimitFen, std::nullopt);
    QCOMPARE(wait(store.identity->users.find(mei->id))->refundLimitFen, std::nullopt);
}

void TestUsers::isWrittenDown()
{
    Store store;
    const User boss = store.addUser(u"boss"_s, Role::Admin);
    const audit::Actor by(boss.id, u"192.0.2.1"_s);
    const auto mei = wait(store.identity->users.create(wanted(u"mei"_s), by));
    UserPatch patch;
    patch.password = "another-pass";
    patch.role = Role::Admin;
    patch.refundLimitFen = std::optional<qint64>(9'900);
    QVERIFY(wait(store.identity->users.update(mei->id, patch, by)).has_value());
    UserPatch taken;
    taken.username = u"boss"_s;
    QCOMPARE(code(wait(store.identity->users.update(mei->id, taken, by))), ErrorCode::Duplicate);
    audit::Operations operations(*store.database, store.clock);
    const auto page = wait(operations.list({}, {}, 10));
    QVERIFY(page.has_value());
    QCOMPARE(page->items.size(), 2); // what failed is not there
    const audit::Operation& change = page->items.first();
    QCOMPARE(change.byName, u"boss"_s);
    QCOMPARE(change.origin, u"192.0.2.1"_s);
    QCOMPARE(change.subject, u"mei"_s);
    const QList<audit::Change> expected{{u"role"_s, u"staff"_s, u"admin"_s},
                                        {u"refund_limit"_s, QString(), u"9900"_s},
                                        {u"password"_s, QString(), u"new"_s}};
    QVERIFY(change.changes == expected);
}

QTEST_GUILESS_MAIN(TestUsers)
#include "tst_users.moc"
