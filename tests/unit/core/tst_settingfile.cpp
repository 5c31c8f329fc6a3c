// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settingfile.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;

class TestSettingFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesOneLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value"); // null: taken out
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const QString& key, const QString& value,
                            const char* expected) {
            QTest::newRow(name) << QByteArray(text) << key << value << QByteArray(expected);
        };
        row("first of all", "", u"listen"_s, u"a:1"_s, "listen = a:1\n");
        row("in its place", "# mine\nlisten = a:1\ndemo = true\n", u"listen"_s, u"b:2"_s,
            "# mine\nlisten = b:2\ndemo = true\n");
        row("as it was spelt", "[pool]\nmaximum_pool_size=5\n", u"pool-size"_s, u"9"_s,
            "[pool]\nmaximum_pool_size = 9\n");
        row("added before a section", "demo = true\n\n[pool]\nminimum_idle = 2\n", u"listen"_s, u"a:1"_s,
            "demo = true\n\nlisten = a:1\n[pool]\nminimum_idle = 2\n");
        row("a comment is no line", "# listen = a:1\n; listen = c:3\n", u"listen"_s, u"b:2"_s,
            "# listen = a:1\n; listen = c:3\nlisten = b:2\n");
        row("said twice", "stock = 1\ndemo = true\nstock = 2\n", u"stock"_s, u"3"_s, "stock = 3\ndemo = true\n");
        row("what is unknown stays", "colour = red\nlisten = a:1\n", u"listen"_s, u"b:2"_s,
            "colour = red\nlisten = b:2\n");
        row("without a last line end", "demo = true", u"listen"_s, u"a:1"_s, "demo = true\nlisten = a:1\n");
        row("from another system", "demo = true\r\nlisten = a:1\r\n", u"listen"_s, u"b:2"_s,
            "demo = true\r\nlisten = b:2\r\n");
        row("quoted where it must be", "", u"node-name"_s, u"\"till\""_s, "node-name = \"\"till\"\"\n");
        row("taken out", "demo = true\nlisten = a:1\n# end\n", u"listen"_s, {}, "demo = true\n# end\n");
        row("the last one taken out", "listen = a:1\n", u"listen"_s, {}, "");
        row("nothing to take out", "demo = true\n", u"listen"_s, {}, "demo = true\n");
    }
    void changesOneLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QByteArray, expected);
        const auto wanted = value.isNull() ? std::nullopt : std::optional(value);
        const QByteArray edited = withSetting(text, key, wanted);
        QCOMPARE(edited, expected);
        const auto lines = parseSettings(u"shop.ini"_s, edited);
        QVERIFY(lines.has_value());
        QStringList said;
        for (const SettingLine& line : *lines)
            if (line.key == key)
                said += line.value;
        QCOMPARE(said, wanted ? QStringList{value} : QStringList());
    }
};

QTEST_GUILESS_MAIN(TestSettingFile)
#include "tst_settingfile.moc"
