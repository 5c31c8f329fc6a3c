// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/qtexecutor.h"
#include "fakewechat.h"
#include "identity/wechat.h"
#include "store.h"

using namespace zg;
using namespace zg::identity;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Manner = FakeWeChat::Manner;

namespace {
WeChat::Options options(const FakeWeChat& fake, std::chrono::milliseconds timeout = 5s)
{
    WeChat::Options options;
    options.base = fake.base();
    options.appId = u"wx app&1"_s;
    options.secret = "s=cret";
    options.timeout = timeout;
    return options;
}
QStringList logged;
void keepLog(QtMsgType, const QMessageLogContext&, const QString& text)
{
    logged.append(text);
}
} // namespace

class TestWeChat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAsWeChatWants();
    void failures_data();
    void failures();
    void callsShareOneExchange();
    void outcomesAreRemembered();
    void failuresAreNot();
    void manyCodesAtOnce();
    void refusesOddCodes_data();
    void refusesOddCodes();
    void needsAnAppId();
    void unreachable();
    void silenceIsNotAskedOnAndOn();
    void refusalsAreAnswers();
    void stopAnswers();
    void nothingSecretIsLogged();

private:
    QtExecutor m_executor;
};

void TestWeChat::asksAsWeChatWants()
{
    FakeWeChat fake;
    WeChat wechat(options(fake));
    const auto openid = wait(wechat.openid(u"a code+&=%/中"_s));
    QVERIFY2(openid, openid ? "" : qPrintable(openid.error().message));
    QCOMPARE(*openid, u"o-a code+&=%/中"_s);
    QCOMPARE(fake.lastUrl.path(), u"/sns/jscode2session"_s);
    const QUrlQuery query(fake.lastUrl);
    QCOMPARE(query.queryItemValue(u"appid"_s, QUrl::FullyDecoded), u"wx app&1"_s);
    QCOMPARE(query.queryItemValue(u"secret"_s, QUrl::FullyDecoded), u"s=cret"_s);
    QCOMPARE(query.queryItemValue(u"grant_type"_s), u"authorization_code"_s);
    QCOMPARE(query.queryItems().size(), 4);
}

void TestWeChat::failures_data()
{
    QTest::addColumn<int>("manner");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("errcode");
    const auto row = [](const char* name, Manner manner, const QByteArray& status, const QByteArray& body,
                        qint64 errcode) { QTest::newRow(name) << int(manner) << status << body << errcode; };
    row("invalid code", Manner::Answer, "200 OK", R"({"errcode":40029,"errmsg":"invalid code"})", 40029);
    row("code used", Manner::Answer, "200 OK", R"({"errcode":40163,"errmsg":"code been used"})", 40163);
    row("busy", Manner::Answer, "200 OK", R"({"errcode":-1,"errmsg":"system error"})", -1);
    row("too often", Manner::Answer, "200 OK", R"({"errcode":45011,"openid":"o"})", 45011);
    row("errcode as text", Manner::Answer, "200 OK", R"({"errcode":"40013"})", 40013);
    row("no openid", Manner::Answer, "200 OK", R"({"errcode":0,"session_key":"k"})", 0);
    row("openid is a number", Manner::Answer, "200 OK", R"({"openid":7})", 0);
    row("openid too long", Manner::Answer, "200 OK", R"({"openid":")" + QByteArray(200, 'o') + R"("})", 0);
    row("a list", Manner::Answer, "200 OK", R"([1])", 0);
    row("not JSON", Manner::Answer, "200 OK", "<html>502</html>", 0);
    row("HTTP 500", Manner::Answer, "500 Oops", R"({"openid":"o"})", 0);
    row("HTTP 404", Manner::Answer, "404 Not Found", R"({"errcode":1})", 0);
    row("redirect", Manner::Answer, "302 Found", "", 0);
    row("silence", Manner::Silence, "200 OK", "", 0);
    row("closes", Manner::Close, "200 OK", "", 0);
    row("half an answer", Manner::HalfAnswer, "200 OK", "", 0);
    row("too big", Manner::Huge, "200 OK", "", 0);
}

void TestWeChat::failures()
{
    QFETCH(int, manner);
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, body);
    QFETCH(qint64, errcode);
    FakeWeChat fake;
    fake.manner = Manner(manner);
    fake.status = status;
    fake.body = body;
    WeChat wechat(options(fake, 300ms));
    const auto openid = wait(wechat.openid(u"c1"_s));
    QVERIFY(!openid);
    QCOMPARE(openid.error().code, ErrorCode::WeChatError);
    QCOMPARE(openid.error().errcode, errcode);
    QVERIFY(!openid.error().message.contains(u"s=cret"_s) && !openid.error().message.contains(u"c1"_s));
    QCOMPARE(fake.requests, 1); // a code is worth one try
    QCOMPARE(wechat.figures().failures, 1);
    QCOMPARE(wechat.figures().underWay, 0);
}

void TestWeChat::callsShareOneExchange()
{
    FakeWeChat fake;
    fake.manner = Manner::Hold;
    WeChat wechat(options(fake));
    std::vector<Result<QString>> answers;
    for (int i = 0; i < 20; ++i)
        collect(wechat.openid(u"one"_s), &answers);
    QTRY_COMPARE(fake.requests, 1);
    QCOMPARE(answers.size(), 0u);
    fake.release();
    QTRY_COMPARE(answers.size(), 20u);
    for (const auto& answer : answers)
        QCOMPARE(*answer, u"o-one"_s);
    QCOMPARE(fake.requests, 1);
    QCOMPARE(wechat.figures().shared, 19);
}

void TestWeChat::outcomesAreRemembered()
{
    ManualClock clock;
    FakeWeChat fake;
    WeChat wechat(options(fake), clock);
    QVERIFY(wait(wechat.openid(u"one"_s)));
    clock.advance(5min - 1s);
    fake.body = R"({"errcode":40163,"errmsg":"code been used"})";
    QCOMPARE(*wait(wechat.openid(u"one"_s)), u"o-one"_s);
    QCOMPARE(fake.requests, 1);
    clock.advance(1s);
    QCOMPARE(wait(wechat.openid(u"one"_s)).error().errcode, 40163);
    QCOMPARE(fake.requests, 2);
}

void TestWeChat::failuresAreNot()
{
    FakeWeChat fake;
    fake.body = R"({"errcode":-1})";
    WeChat wechat(options(fake));
    QVERIFY(!wait(wechat.openid(u"one"_s)));
    fake.body.clear();
    QVERIFY(wait(wechat.openid(u"one"_s)));
    QCOMPARE(fake.requests, 2);
}

void TestWeChat::manyCodesAtOnce()
{
    FakeWeChat fake;
    WeChat wechat(options(fake));
    std::vector<Result<QString>> answers;
    for (int i = 0; i < 200; ++i)
        collect(wechat.openid(u"c"_s + QString::number(i)), &answers);
    QTRY_COMPARE(answers.size(), 200u);
    QSet<QString> openids;
    for (const auto& answer : answers)
        openids.insert(answer ? *answer : QString());
    QCOMPARE(openids.size(), 200);
    QCOMPARE(fake.requests, 200);
}

void TestWeChat::refusesOddCodes_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("long") << QString(257, u'c');
}

void TestWeChat::refusesOddCodes()
{
    QFETCH(QString, text);
    FakeWeChat fake;
    WeChat wechat(options(fake));
    const auto openid = wait(wechat.openid(text));
    QCOMPARE(code(openid), ErrorCode::InvalidArgument);
    QCOMPARE(openid.error().field, u"code"_s);
    QCOMPARE(fake.requests, 0);
}

void TestWeChat::needsAnAppId()
{
    WeChat wechat{WeChat::Options()};
    const auto openid = wait(wechat.openid(u"one"_s));
    QCOMPARE(code(openid), ErrorCode::DependencyDown);
    QVERIFY(openid.error().message.contains(u"WECHAT_APPID"_s));
}

void TestWeChat::unreachable()
{
    FakeWeChat fake;
    const auto wanted = options(fake);
    fake.close();
    WeChat wechat(wanted);
    QCOMPARE(code(wait(wechat.openid(u"one"_s))), ErrorCode::WeChatError);
}

void TestWeChat::silenceIsNotAskedOnAndOn()
{
    using State = telemetry::BreakerFigures::State;
    ManualClock clock;
    FakeWeChat fake;
    fake.manner = Manner::Close;
    WeChat wechat(options(fake), clock);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(code(wait(wechat.openid(u"c"_s + QString::number(i)))), ErrorCode::WeChatError);
    QVERIFY(wechat.breaker().state == State::Open);
    const auto refused = wait(wechat.openid(u"six"_s));
    QCOMPARE(code(refused), ErrorCode::WeChatError); // silence is 502, also a known one
    QCOMPARE(refused.error().errcode, 0);
    QCOMPARE(fake.requests, 5);
    QCOMPARE(wechat.breaker().refused, 1);
    QCOMPARE(wechat.figures().underWay, 0);
    fake.manner = Manner::Answer;
    clock.advance(6s);
    QCOMPARE(*wait(wechat.openid(u"six"_s)), u"o-six"_s);
    QVERIFY(wechat.breaker().state == State::Closed);
}

void TestWeChat::refusalsAreAnswers()
{
    FakeWeChat fake;
    fake.body = R"({"errcode":40029,"errmsg":"invalid code"})";
    WeChat wechat(options(fake));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(wait(wechat.openid(u"c"_s + QString::number(i))).error().errcode, 40029);
    QVERIFY(wechat.breaker().state == telemetry::BreakerFigures::State::Closed);
    QCOMPARE(fake.requests, 20);
}

void TestWeChat::stopAnswers()
{
    FakeWeChat fake;
    fake.manner = Manner::Silence;
    WeChat wechat(options(fake));
    std::vector<Result<QString>> answers;
    for (int i = 0; i < 30; ++i)
        collect(wechat.openid(u"c"_s + QString::number(i / 2)), &answers);
    QTRY_VERIFY(fake.requests > 5);
    wechat.stop();
    QTRY_COMPARE(answers.size(), 30u);
    for (const auto& answer : answers)
        QCOMPARE(code(answer), ErrorCode::ShuttingDown);
    QCOMPARE(code(wait(wechat.openid(u"late"_s))), ErrorCode::ShuttingDown);
}

void TestWeChat::nothingSecretIsLogged()
{
    const auto before = qInstallMessageHandler(keepLog);
    for (const Manner manner : {Manner::Answer, Manner::Silence, Manner::Close, Manner::HalfAnswer, Manner::Huge}) {
        FakeWeChat fake;
        fake.manner = manner;
        fake.status = "500 Oops";
        WeChat wechat(options(fake, 200ms));
        QVERIFY(!wait(wechat.openid(u"precious-code"_s)));
    }
    qInstallMessageHandler(before);
    QVERIFY(!logged.isEmpty());
    for (const QString& line : logged) {
        for (const auto& secret : {u"precious-code"_s, u"cret"_s, u"session-key"_s})
            QVERIFY2(!line.contains(secret), qPrintable(line));
    }
}

QTEST_GUILESS_MAIN(TestWeChat)
#include "tst_wechat.moc"
