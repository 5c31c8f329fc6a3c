// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/money.h"

#include <QTest>

using namespace zg;
using namespace Qt::StringLiterals;

class TestMoney final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes_data()
    {
        QTest::addColumn<qint64>("fen");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << qint64(0) << u"¥ 0.00"_s;
        QTest::newRow("one fen") << qint64(1) << u"¥ 0.01"_s;
        QTest::newRow("999.99") << qint64(99'999) << u"¥ 999.99"_s;
        QTest::newRow("a thousand") << qint64(123'456) << u"¥ 1,234.56"_s;
        QTest::newRow("millions") << qint64(123'456'789'00) << u"¥ 123,456,789.00"_s;
        QTest::newRow("negative") << qint64(-123'456) << u"-¥ 1,234.56"_s;
        QTest::newRow("least") << std::numeric_limits<qint64>::min() << u"-¥ 92,233,720,368,547,758.08"_s;
    }
    void writes()
    {
        QFETCH(qint64, fen);
        QFETCH(QString, text);
        QCOMPARE(yuanText(fen), text);
        QCOMPARE(QString(yuanFigure(fen)).remove(u'-'), QString(text).remove(u'-').remove(u"¥ "_s).remove(u','));
    }

    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("fen"); // -1: no amount
        QTest::newRow("whole") << u"12"_s << qint64(1200);
        QTest::newRow("one decimal") << u"12.3"_s << qint64(1230);
        QTest::newRow("two decimals") << u"12.30"_s << qint64(1230);
        QTest::newRow("three decimals") << u"12.345"_s << qint64(-1);
        QTest::newRow("sign and comma") << u"¥1,234"_s << qint64(123'400);
        QTest::newRow("wide sign and spaces") << u" ￥ 5 "_s << qint64(500);
        QTest::newRow("negative") << u"-2.5"_s << qint64(-250);
        QTest::newRow("only decimals") << u".5"_s << qint64(50);
        QTest::newRow("point at the end") << u"7."_s << qint64(700);
        QTest::newRow("two points") << u"1.2.3"_s << qint64(-1);
        QTest::newRow("empty") << QString() << qint64(-1);
        QTest::newRow("letters") << u"12a"_s << qint64(-1);
        QTest::newRow("minus alone") << u"-"_s << qint64(-1);
        QTest::newRow("minus inside") << u"1-2"_s << qint64(-1);
        QTest::newRow("too long") << u"1234567890123456"_s << qint64(-1);
        QTest::newRow("as it is written") << yuanText(123'456) << qint64(123'456);
    }
    void reads()
    {
        QFETCH(QString, text);
        QFETCH(qint64, fen);
        QCOMPARE(parseYuan(text).value_or(-1), fen);
    }
};

QTEST_GUILESS_MAIN(TestMoney)
#include "tst_money.moc"
