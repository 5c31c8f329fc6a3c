// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timestamp.h"

#include <QTest>

using namespace zg;

class TestTimestamp final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("epoch") << qint64(0) << QByteArray("1970-01-01T00:00:00.000Z");
        QTest::newRow("before it") << qint64(-1) << QByteArray("1969-12-31T23:59:59.999Z");
        QTest::newRow("leap day") << qint64(1'709'210'096'007) << QByteArray("2024-02-29T12:34:56.007Z");
        QTest::newRow("last of a year") << qint64(1'767'225'599'999) << QByteArray("2025-12-31T23:59:59.999Z");
        QTest::newRow("year 9999") << qint64(253'402'300'799'000) << QByteArray("9999-12-31T23:59:59.000Z");
    }
    void writes()
    {
        QFETCH(qint64, ms);
        QFETCH(QByteArray, text);
        QCOMPARE(timestamp(ms), text);
        QByteArray out = "at ";
        appendTimestamp(out, ms);
        QCOMPARE(out, "at " + text);
        QCOMPARE(parseTimestamp(text), std::optional(ms));
    }

    void reads_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("ms"); // -1: it is no time
        const auto row = [](const char* name, const char* text, qint64 ms) {
            QTest::newRow(name) << QByteArray(text) << ms;
        };
        row("no fraction", "2026-03-01T08:00:00Z", 1'772'352'000'000);
        row("offset", "2026-03-01T16:00:00+08:00", 1'772'352'000'000);
        row("negative offset and fraction", "2026-03-01T03:00:00.250-05:00", 1'772'352'000'250);
        row("no offset is UTC", "2026-03-01T08:00:00", 1'772'352'000'000);
        row("a date is its first instant", "2026-03-01", 1'772'323'200'000);
        row("empty", "", -1);
        row("text", "yesterday!", -1);
        row("month 13", "2026-13-01T08:00:00Z", -1);
        row("no such day", "2026-02-30", -1);
        row("hour 25", "2026-03-01T25:00:00Z", -1);
        row("trailing", "2026-03-01T08:00:00Zx", -1);
        row("too long", "2026-03-01T08:00:00.000000000000000000000000Z", -1);
        row("not ASCII", "2026-03-01T08:00:00\xE3\x80\x80", -1);
    }
    void reads()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, ms);
        QCOMPARE(parseTimestamp(text).value_or(-1), ms);
    }
};

QTEST_GUILESS_MAIN(TestTimestamp)
#include "tst_timestamp.moc"
