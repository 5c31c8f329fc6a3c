// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/actionbody.h"
#include "api/jsonbody.h"
#include "api/params.h"

#include <QJsonDocument>
#include <QTest>

using namespace zg;
using namespace Qt::StringLiterals;

namespace {
QJsonObject object(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}
} // namespace

class TestParams final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("outcome"); // "ok" or the slug, and the field
        QTest::newRow("object") << QByteArray(R"({"a":1})") << u"ok"_s;
        QTest::newRow("space") << QByteArray(" \n{ } ") << u"ok"_s;
        QTest::newRow("empty") << QByteArray() << u"invalid_json"_s;
        QTest::newRow("cut") << QByteArray("{") << u"invalid_json"_s;
        QTest::newRow("text") << QByteArray("hello") << u"invalid_json"_s;
        QTest::newRow("two") << QByteArray("{}{}") << u"invalid_json"_s;
        QTest::newRow("comma") << QByteArray(R"({"a":1,})") << u"invalid_json"_s;
        QTest::newRow("list of scalars") << QByteArray("1,2") << u"invalid_json"_s;
        QTest::newRow("bracket") << QByteArray("]") << u"invalid_json"_s;
        QTest::newRow("bad UTF-8") << QByteArray("{\"a\":\"\xff\xfe\"}") << u"invalid_json"_s;
        QTest::newRow("deep") << QByteArray(5000, '[') << u"invalid_json"_s;
        QTest::newRow("array") << QByteArray("[1]") << u"invalid_argument body"_s;
        QTest::newRow("number") << QByteArray("7") << u"invalid_argument body"_s;
        QTest::newRow("null") << QByteArray("null") << u"invalid_argument body"_s;
        QTest::newRow("string") << QByteArray(R"("x")") << u"invalid_argument body"_s;
        QTest::newRow("lone surrogate") << QByteArray(R"({"a":"\ud800"})") << u"ok"_s;
        QTest::newRow("raw line end") << QByteArray("{\"a\":\"x\ny\"}") << u"invalid_json"_s;
        QTest::newRow("raw NUL") << QByteArray("{\"a\":\"\0\"}", 9) << u"invalid_json"_s;
        QTest::newRow("escaped quote") << QByteArray("{\"a\":\"\\\"\"\n}") << u"ok"_s;
        QTest::newRow("NUL") << QByteArray(R"({"a":"\u0000"})") << u"ok"_s;
    }

    void bodies()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, outcome);
        const auto read = api::readObject(body);
        const QString got =
            read ? u"ok"_s
                 : QString(QString::fromLatin1(slug(read.error().code)) + u' ' + read.error().field).trimmed();
        QCOMPARE(got, outcome);
    }

    void integers_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("isRight");
        QTest::newRow("7") << QByteArray("7") << true;
        QTest::newRow("1") << QByteArray("1") << true;
        QTest::newRow("100") << QByteArray("100") << true;
        QTest::newRow("0") << QByteArray("0") << false;
        QTest::newRow("-1") << QByteArray("-1") << false;
        QTest::newRow("101") << QByteArray("101") << false;
        QTest::newRow("1.5") << QByteArray("1.5") << false;
        QTest::newRow("text") << QByteArray(R"("7")") << false;
        QTest::newRow("true") << QByteArray("true") << false;
        QTest::newRow("huge") << QByteArray("1e300") << false;
        QTest::newRow("64 bits and more") << QByteArray("99999999999999999999") << false;
        QTest::newRow("array") << QByteArray("[7]") << false;
    }

    void integers()
    {
        QFETCH(QByteArray, json);
        QFETCH(bool, isRight);
        const auto params = api::Params::ofAction(object(R"({"limit":)" + json + '}'));
        QCOMPARE(params.limit().has_value(), isRight);
        if (!isRight)
            QCOMPARE(params.limit().error().field, u"limit"_s);
    }

    void queries_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("limit"); // 0: refused
        QTest::newRow("absent") << QByteArray("a=1") << 20;
        QTest::newRow("empty") << QByteArray("limit=") << 0;
        QTest::newRow("there") << QByteArray("limit=5") << 5;
        QTest::newRow("100") << QByteArray("x&limit=100") << 100;
        QTest::newRow("encoded") << QByteArray("limit=%35") << 5;
        for (const char* bad : {"0", "101", "-1", "1.0", "abc", "+5", "5x", "99999999999999999999", "%00"})
            QTest::newRow(bad) << QByteArray("limit=" + QByteArray(bad)) << 0;
    }

    void queries()
    {
        QFETCH(QByteArray, query);
        QFETCH(int, limit);
        const auto read = api::Params::ofQuery(0, query).limit();
        QCOMPARE(read ? *read : 0, limit);
    }

    void texts()
    {
        const auto params = api::Params::ofBody(0, object(R"({"a":"\ud83d\ude00x","b":7,"c":null,"d":""})"));
        QVERIFY(params.text("a", 1, 2)); // an emoji counts once
        QVERIFY(!params.text("a", 1, 1));
        QCOMPARE(params.text("b", 0, 9).error().field, u"b"_s);
        QVERIFY(!params.optionalText("c", 1, 9)->has_value());
        QVERIFY(!params.text("d", 1, 9));
        QCOMPARE(params.text("e", 1, 9).error().code, ErrorCode::InvalidArgument);
        QVERIFY(params.optionalBoolean("b").error().field == u"b"_s);
    }

    void ids_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("7") << QByteArray(R"({"id":7})") << u"7"_s;
        QTest::newRow("absent") << QByteArray("{}") << u"invalid_argument"_s;
        QTest::newRow("text") << QByteArray(R"({"id":"7"})") << u"invalid_argument"_s;
        QTest::newRow("fraction") << QByteArray(R"({"id":1.5})") << u"invalid_argument"_s;
        QTest::newRow("zero") << QByteArray(R"({"id":0})") << u"not_found"_s;
        QTest::newRow("negative") << QByteArray(R"({"id":-3})") << u"not_found"_s;
        QTest::newRow("beyond") << QByteArray(R"({"id":99999999999999999999})") << u"not_found"_s;
    }

    void ids()
    {
        QFETCH(QByteArray, data);
        QFETCH(QString, outcome);
        const auto id = api::Params::ofAction(object(data)).id();
        QCOMPARE(id ? QString::number(*id) : QString::fromLatin1(slug(id.error().code)), outcome);
    }

    void times()
    {
        const auto of = [](const QByteArray& query) { return api::Params::ofQuery(0, query).optionalTime("from"); };
        const QByteArray utc = "from=2026-03-01T08:00:00.000Z", plus = "from=2026-03-01T16:00:00+08:00";
        QCOMPARE(*of(utc), *of(plus));
        QVERIFY(!of("from=yesterday"));
        QVERIFY(!of("")->has_value());
    }

    void scans_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isScanned");
        QTest::addColumn<QString>("outcome"); // of readAction: the action, or slug and field
        const auto row = [](const char* name, QByteArray body, bool isScanned, QString outcome) {
            QTest::newRow(name) << body << isScanned << outcome;
        };
        row("usual", R"({"action":"product.get","data":{"id":7}})", true, u"product.get"_s);
        row("spaced", " {\n \"action\" : \"product.get\" , \"data\" : { \"id\" : 7 } } ", true, u"product.get"_s);
        row("token first", R"({"token":"a.b-c_d","action":"me"})", true, u"me"_s);
        row("no data", R"({"action":"ping"})", true, u"ping"_s);
        row("empty data", R"({"action":"ping","data":{}})", true, u"ping"_s);
        row("other data", R"({"action":"product.list","data":{"limit":5}})", false, u"product.list"_s);
        row("two members", R"({"action":"order.get","data":{"id":7,"x":1}})", false, u"order.get"_s);
        row("escape", R"({"action":"p\u0069ng"})", false, u"ping"_s);
        row("twice", R"({"action":"x","action":"ping"})", false, u"ping"_s);
        row("unknown member", R"({"action":"ping","extra":[1,{"a":2}]})", false, u"ping"_s);
        row("fraction", R"({"action":"product.get","data":{"id":7.0}})", false, u"product.get"_s);
        row("leading zero", R"({"action":"product.get","data":{"id":07}})", false, u"invalid_json"_s);
        row("trailing", R"({"action":"ping"} x)", false, u"invalid_json"_s);
        row("comma", R"({"action":"ping",})", false, u"invalid_json"_s);
        row("cut", R"({"action":"ping")", false, u"invalid_json"_s);
        row("empty", "", false, u"invalid_json"_s);
        row("array", "[1]", false, u"invalid_argument body"_s);
        row("no action", R"({"data":{}})", false, u"invalid_argument action"_s);
        row("empty action", R"({"action":""})", false, u"invalid_argument action"_s);
        row("number action", R"({"action":7})", false, u"invalid_argument action"_s);
        row("data array", R"({"action":"ping","data":[]})", false, u"invalid_argument data"_s);
        row("data null", R"({"action":"ping","data":null})", false, u"invalid_argument data"_s);
        row("data text", R"({"action":"ping","data":"x"})", false, u"invalid_argument data"_s);
        row("token number", R"({"action":"ping","token":7})", false, u"invalid_argument token"_s);
        row("token null", R"({"action":"ping","token":null})", false, u"ping"_s);
    }

    void scans()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, isScanned);
        QFETCH(QString, outcome);
        QCOMPARE(api::scanAction(body).has_value(), isScanned);
        const auto read = api::readAction(body);
        const QString got =
            read ? QString::fromUtf8(read->action)
                 : QString(QString::fromLatin1(slug(read.error().code)) + u' ' + read.error().field).trimmed();
        QCOMPARE(got, outcome);
        if (read && read->onlyId)
            QCOMPARE(*read->onlyId, 7);
    }
};

QTEST_GUILESS_MAIN(TestParams)
#include "tst_params.moc"
