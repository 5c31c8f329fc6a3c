// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgtext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg::sql;

class TestPgText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statementsAreTranslated_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("none") << QByteArray("SELECT 1") << QByteArray("SELECT 1");
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("numbered") << QByteArray("VALUES (?, ?),(?,?)") << QByteArray("VALUES ($1, $2),($3,$4)");
        QTest::newRow("more than nine") << QByteArray("?,").repeated(11)
                                        << QByteArray("$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,");
        QTest::newRow("text") << QByteArray("SELECT '?', ? || 'a?'") << QByteArray("SELECT '?', $1 || 'a?'");
        QTest::newRow("quoted quote") << QByteArray("SELECT 'it''s ?', ?") << QByteArray("SELECT 'it''s ?', $1");
        QTest::newRow("name") << QByteArray("SELECT \"what?\" = ?") << QByteArray("SELECT \"what?\" = $1");
        QTest::newRow("quote in a name") << QByteArray("SELECT \"it's\", ?") << QByteArray("SELECT \"it's\", $1");
        QTest::newRow("or fail") << QByteArray("UPDATE OR FAIL t SET a = ?") << QByteArray("UPDATE t SET a = $1");
        QTest::newRow("or fail in a text") << QByteArray("SELECT 'x OR FAIL y'") << QByteArray("SELECT 'x OR FAIL y'");
        QTest::newRow("comment") << QByteArray("SELECT ? -- isn't it?\n, ?")
                                 << QByteArray("SELECT $1 -- isn't it?\n, $2");
    }
    void statementsAreTranslated()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(toPostgreSql(text), expected);
    }

    void valuesComeBack_data()
    {
        QTest::addColumn<QString>("value");
        const QString nul(QChar(u'\0'));
        QTest::newRow("plain") << u"掌柜 🏮"_s;
        QTest::newRow("empty") << u""_s;
        QTest::newRow("nul") << nul;
        QTest::newRow("nul inside") << u"a"_s + nul + u"b"_s + nul;
        QTest::newRow("mark") << u"\uF8F0"_s;
        QTest::newRow("mark and its like") << u"\uF8F0\uF8F1\uF8F0\uF8F2\uF8F0"_s;
        QTest::newRow("others of them") << u"\uF8F1\uF8F2"_s;
        QTest::newRow("nul behind a mark") << u"\uF8F0"_s + nul + u"\uF8F0\uF8F0"_s;
    }
    void valuesComeBack()
    {
        QFETCH(QString, value);
        const QByteArray kept = toPgValue(value);
        QVERIFY(!kept.contains('\0'));
        QCOMPARE(fromPgValue(kept), value);
    }
};

QTEST_APPLESS_MAIN(TestPgText)
#include "tst_pgtext.moc"
