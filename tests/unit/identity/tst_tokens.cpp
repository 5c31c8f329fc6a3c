// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "identity/tokens.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QTest>

#include <thread>

using namespace zg;
using namespace zg::identity;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
const QByteArray secret(48, 's');
constexpr qint64 nowS = 1'760'000'000;

QByteArray encoded(const QByteArray& bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray token(const QByteArray& header, const QByteArray& payload, const QByteArray& key = secret,
                 QCryptographicHash::Algorithm algorithm = QCryptographicHash::Sha256)
{
    const QByteArray content = encoded(header) + "." + encoded(payload);
    return content + "." + encoded(QMessageAuthenticationCode::hash(content, key, algorithm));
}

const QByteArray hs256 = R"({"alg":"HS256","typ":"JWT"})";
const QByteArray sid = "00112233445566778899aabbccddeeff";

/// Claims as JSON, each replaced or (null) left out.
QByteArray claims(const QJsonObject& changes = {})
{
    QJsonObject object{{u"sub"_s, u"7"_s}, {u"role"_s, u"staff"_s}, {u"sid"_s, QString::fromLatin1(sid)},
                       {u"iat"_s, nowS},   {u"exp"_s, nowS + 3600}, {u"jti"_s, u"j"_s}};
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        if (change.value().isNull())
            object.remove(change.key());
        else
            object.insert(change.key(), change.value());
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}
} // namespace

class TestTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void issuedTokensVerify();
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void everyChangedByteIsRefused();
    void expires();
    void expiredOnesRefreshForHalfAnHour();
    void rememberedTokensExpireToo();
    void manyTokensStayRight();
    void threadsVerify();
    void hotTokenIsQuick();
};

void TestTokens::issuedTokensVerify()
{
    ManualClock clock;
    const Tokens tokens(secret, clock);
    const Sid session = Sid::random();
    const QByteArray issued = *tokens.issue(UserId(42), Role::Admin, session);
    const auto parts = issued.split('.');
    QCOMPARE(parts.size(), 3);
    const auto header =
        QJsonDocument::fromJson(QByteArray::fromBase64(parts[0], QByteArray::Base64UrlEncoding)).object();
    QCOMPARE(header.value("alg"_L1).toString(), u"HS256"_s);
    const auto payload =
        QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding)).object();
    QCOMPARE(payload.keys(), (QStringList{u"exp"_s, u"iat"_s, u"jti"_s, u"role"_s, u"sid"_s, u"sub"_s}));
    QCOMPARE(payload.value("sub"_L1).toString(), u"42"_s);
    QCOMPARE(payload.value("exp"_L1).toInteger() - payload.value("iat"_L1).toInteger(), 3600);

    for (int i = 0; i < 3; ++i) {
        const auto verified = tokens.verify(issued);
        QVERIFY(verified);
        QCOMPARE(verified->userId, UserId(42));
        QCOMPARE(verified->role, Role::Admin);
        QVERIFY(verified->sid == session);
    }
    QVERIFY(*tokens.issue(UserId(42), Role::Admin, session) != issued); // jti
}

void TestTokens::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("expected");
    const auto row = [](const char* name, const QByteArray& text, ErrorCode code = ErrorCode::TokenInvalid) {
        QTest::newRow(name) << text << int(code);
    };
    const QByteArray good = token(hs256, claims());
    const QByteArray unsignedPart = encoded(R"({"alg":"none","typ":"JWT"})") + "." + encoded(claims());
    row("empty", "", ErrorCode::TokenMissing);
    row("garbage", "garbage");
    row("dots", "..");
    row("one dot", "a.b");
    row("four parts", good + ".x");
    row("alg none, no signature", unsignedPart + ".");
    row("alg none, signed", token(R"({"alg":"none"})", claims()));
    row("alg None", token(R"({"alg":"None"})", claims()));
    row("alg hs256", token(R"({"alg":"hs256","typ":"JWT"})", claims()));
    row("alg HS384", token(R"({"alg":"HS384","typ":"JWT"})", claims(), secret, QCryptographicHash::Sha384));
    row("alg HS512", token(R"({"alg":"HS512","typ":"JWT"})", claims(), secret, QCryptographicHash::Sha512));
    row("alg RS256 with our HMAC", token(R"({"alg":"RS256","typ":"JWT"})", claims()));
    row("no alg", token(R"({"typ":"JWT"})", claims()));
    row("alg is a list", token(R"({"alg":["HS256"]})", claims()));
    row("critical extension", token(R"({"alg":"HS256","crit":["x"],"x":1})", claims()));
    row("encrypted", token(R"({"alg":"HS256","typ":"JWE"})", claims()));
    row("header is no JSON", token("HS256", claims()));
    row("header is a list", token("[]", claims()));
    row("another key", token(hs256, claims(), QByteArray(48, 'x')));
    row("no signature", good.left(good.lastIndexOf('.') + 1));
    row("short signature", good.chopped(1));
    row("long signature", good + "A");
    row("padded", good + "=");
    row("newline", good + "\n");
    row("space before", " " + good);
    row("plus and slash", QByteArray(good).replace('-', '+').replace('_', '/') + "+");
    row("NUL", good + QByteArray(1, '\0'));
    row("not UTF-8", good + "\xff");
    row("payload is no JSON", token(hs256, "{sub"));
    row("payload is a list", token(hs256, "[1]"));
    row("payload is empty", token(hs256, ""));
    row("no sub", token(hs256, claims({{u"sub"_s, {}}})));
    row("sub 0", token(hs256, claims({{u"sub"_s, u"0"_s}})));
    row("sub -1", token(hs256, claims({{u"sub"_s, -1}})));
    row("sub is a name", token(hs256, claims({{u"sub"_s, u"kate"_s}})));
    row("no sid", token(hs256, claims({{u"sid"_s, {}}})));
    row("no role", token(hs256, claims({{u"role"_s, {}}})));
    row("no exp", token(hs256, claims({{u"exp"_s, {}}})));
    row("exp is text", token(hs256, claims({{u"exp"_s, u"1999999999"_s}})));
    row("not yet valid", token(hs256, claims({{u"nbf"_s, nowS + 60}})));
    row("nbf is text", token(hs256, claims({{u"nbf"_s, u"soon"_s}})));
    row("expired", token(hs256, claims({{u"exp"_s, nowS}})), ErrorCode::TokenExpired);
    row("expired long ago", token(hs256, claims({{u"exp"_s, 1}})), ErrorCode::TokenExpired);
    row("huge", token(hs256, claims({{u"x"_s, QString(5000, u'x')}})));
}

void TestTokens::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(int, expected);
    ManualClock clock(nowS * 1000);
    const Tokens tokens(secret, clock);
    for (int i = 0; i < 2; ++i) {
        const auto verified = tokens.verify(text);
        QVERIFY(!verified);
        QCOMPARE(int(verified.error().code), expected);
    }
}

void TestTokens::accepts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("as issued") << token(hs256, claims());
    QTest::newRow("no typ") << token(R"({"alg":"HS256"})", claims());
    QTest::newRow("sub is a number") << token(hs256, claims({{u"sub"_s, 7}}));
    QTest::newRow("nbf has passed") << token(hs256, claims({{u"nbf"_s, nowS}}));
    QTest::newRow("no jti") << token(hs256, claims({{u"jti"_s, {}}}));
    QTest::newRow("other claims") << token(hs256, claims({{u"aud"_s, QJsonArray{1, 2}}}));
}

void TestTokens::accepts()
{
    QFETCH(QByteArray, text);
    ManualClock clock(nowS * 1000);
    const Tokens tokens(secret, clock);
    for (int i = 0; i < 2; ++i) {
        const auto verified = tokens.verify(text);
        QVERIFY(verified);
        QCOMPARE(verified->userId, UserId(7));
        QCOMPARE(verified->role, Role::Staff);
        QCOMPARE(verified->sid.text(), sid);
    }
}

void TestTokens::everyChangedByteIsRefused()
{
    ManualClock clock(nowS * 1000);
    const Tokens tokens(secret, clock);
    const QByteArray good = token(hs256, claims());
    QVERIFY(tokens.verify(good)); // remembered, which must not help the changed ones
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray changed = good;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        const auto verified = tokens.verify(changed);
        QVERIFY2(!verified, QByteArray::number(i).constData());
        QCOMPARE(verified.error().code, ErrorCode::TokenInvalid);
    }
}

void TestTokens::expires()
{
    ManualClock clock;
    const Tokens tokens(secret, clock);
    const QByteArray issued = *tokens.issue(UserId(1), Role::Customer, Sid::random());
    clock.advance(3599s);
    QVERIFY(tokens.verify(issued));
    clock.advance(1s);
    QCOMPARE(tokens.verify(issued).error().code, ErrorCode::TokenExpired);
}

void TestTokens::expiredOnesRefreshForHalfAnHour()
{
    ManualClock clock;
    const Tokens tokens(secret, clock);
    const QByteArray issued = *tokens.issue(UserId(1), Role::Customer, Sid::random());
    QVERIFY(tokens.verifyForRefresh(issued));
    clock.advance(3600s + 1799s);
    QVERIFY(tokens.verifyForRefresh(issued));
    QCOMPARE(tokens.verify(issued).error().code, ErrorCode::TokenExpired);
    clock.advance(1s);
    QCOMPARE(tokens.verifyForRefresh(issued).error().code, ErrorCode::TokenExpired);
    QCOMPARE(tokens.verifyForRefresh(QByteArray()).error().code, ErrorCode::TokenMissing);
    QCOMPARE(tokens.verifyForRefresh(QByteArray("x.y.z")).error().code, ErrorCode::TokenInvalid);
}

void TestTokens::rememberedTokensExpireToo()
{
    ManualClock clock;
    const Tokens tokens(secret, clock);
    const QByteArray issued = *tokens.issue(UserId(1), Role::Customer, Sid::random());
    QVERIFY(tokens.verify(issued));
    QVERIFY(tokens.verify(issued));
    clock.advance(3600s);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(tokens.verify(issued).error().code, ErrorCode::TokenExpired);
}

void TestTokens::manyTokensStayRight()
{
    ManualClock clock;
    const Tokens tokens(secret, clock);
    std::vector<QByteArray> issued;
    for (int i = 1; i <= 20'000; ++i) // more than are remembered
        issued.push_back(*tokens.issue(UserId(i), Role::Customer, Sid::random()));
    for (int round = 0; round < 2; ++round) {
        for (int i = 1; i <= int(issued.size()); ++i) {
            const auto verified = tokens.verify(issued[size_t(i - 1)]);
            QVERIFY(verified);
            QCOMPARE(verified->userId, UserId(i));
        }
    }
}

void TestTokens::threadsVerify()
{
    ManualClock clock;
    const Tokens tokens(secret, clock);
    std::vector<QByteArray> issued;
    for (int i = 1; i <= 50; ++i)
        issued.push_back(*tokens.issue(UserId(i), Role::Customer, Sid::random()));
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 5000; ++i) {
                const int user = 1 + i % 50;
                const auto verified = tokens.verify(issued[size_t(user - 1)]);
                if (!verified || verified->userId != UserId(user))
                    wrong.fetch_add(1);
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

void TestTokens::hotTokenIsQuick()
{
    const Tokens tokens(secret);
    const QByteArray issued = *tokens.issue(UserId(1), Role::Customer, Sid::random());
    constexpr int times = 200'000;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < times; ++i)
        QVERIFY(tokens.verify(issued));
    qInfo("a hot token: %.0f ns", double(timer.nsecsElapsed()) / times);
    timer.restart();
    for (int i = 0; i < 1000; ++i)
        QVERIFY(tokens.issue(UserId(1), Role::Customer, Sid::random()));
    qInfo("issuing one: %.1f us", double(timer.nsecsElapsed()) / 1e6);
    const QByteArray other = token(hs256, claims(), QByteArray(48, 'x'));
    timer.restart();
    for (int i = 0; i < 1000; ++i)
        QVERIFY(!tokens.verify(other));
    qInfo("refusing a forged one: %.1f us", double(timer.nsecsElapsed()) / 1e6);
}

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"
