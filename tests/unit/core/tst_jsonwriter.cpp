// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonwriter.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>
#include <limits>

using zg::JsonWriter;
using namespace Qt::StringLiterals;

using Write = std::function<void(JsonWriter&)>;
Q_DECLARE_METATYPE(Write)

class TestJsonWriter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes_data()
    {
        QTest::addColumn<Write>("write");
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char* name, Write write, const char* json) {
            QTest::newRow(name) << write << QByteArray(json);
        };
        row(
            "empty object", [](JsonWriter& j) { j.beginObject().endObject(); }, "{}");
        row(
            "empty array", [](JsonWriter& j) { j.beginArray().endArray(); }, "[]");
        row(
            "fields",
            [](JsonWriter& j) { j.beginObject().field("a", 1).field("b", u"x"_s).field("c", true).endObject(); },
            R"({"a":1,"b":"x","c":true})");
        row(
            "array of all kinds",
            [](JsonWriter& j) {
                j.beginArray()
                    .value(1)
                    .value(qint64(2))
                    .value(1.5)
                    .value(false)
                    .value("s")
                    .null()
                    .raw("{\"r\":0}")
                    .endArray();
            },
            R"([1,2,1.5,false,"s",null,{"r":0}])");
        row(
            "nesting",
            [](JsonWriter& j) {
                j.beginObject().key("a").beginArray().beginObject().endObject().beginObject().field("x", 1).endObject();
                j.beginArray().endArray().endArray().key("b").beginObject().endObject().field("c", 3).endObject();
            },
            R"({"a":[{},{"x":1},[]],"b":{},"c":3})");
        row(
            "numbers",
            [](JsonWriter& j) {
                j.beginArray()
                    .value(std::numeric_limits<qint64>::min())
                    .value(std::numeric_limits<qint64>::max())
                    .value(-1)
                    .value(0)
                    .endArray();
            },
            "[-9223372036854775808,9223372036854775807,-1,0]");
        row(
            "not finite",
            [](JsonWriter& j) {
                j.beginArray().value(std::numeric_limits<double>::infinity()).value(std::nan("")).endArray();
            },
            "[null,null]");
        row(
            "a double is the shortest that reads back", [](JsonWriter& j) { j.value(0.1); }, "0.1");
        row(
            "time", [](JsonWriter& j) { j.beginArray().time(0).time(std::optional<qint64>()).endArray(); },
            R"(["1970-01-01T00:00:00.000Z",null])");
        row(
            "raw after a field", [](JsonWriter& j) { j.beginObject().field("a", 1).key("b").raw("[]").endObject(); },
            R"({"a":1,"b":[]})");
    }
    void writes()
    {
        QFETCH(Write, write);
        QFETCH(QByteArray, json);
        QByteArray out;
        JsonWriter writer(out);
        write(writer);
        QCOMPARE(out, json);
    }

    void stringsReadBack_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("quotes") << u"say \"hi\" \\ / back"_s;
        QTest::newRow("control characters") << u"\b\f\n\r\t\x01\x1f\x7f"_s;
        QTest::newRow("nul") << QString(QChar(0));
        QTest::newRow("Chinese") << u"龙井茶 250g ¥128"_s;
        QTest::newRow("outside the BMP") << u"🍵 tea"_s;
        QTest::newRow("separators") << u"\u2028\u2029"_s;
    }
    void stringsReadBack()
    {
        QFETCH(QString, text);
        QByteArray out;
        JsonWriter(out).beginObject().field("t", text).endObject();
        QJsonParseError error;
        const auto read = QJsonDocument::fromJson(out, &error);
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(read.object().value(u"t"_s).toString(), text);
    }

    void aLoneSurrogateStaysValidJson()
    {
        QByteArray out;
        JsonWriter(out).beginArray().value(QString(QChar(0xD800))).endArray();
        QJsonParseError error;
        QJsonDocument::fromJson(out, &error);
        QCOMPARE(error.error, QJsonParseError::NoError);
    }
};

QTEST_GUILESS_MAIN(TestJsonWriter)
#include "tst_jsonwriter.moc"
