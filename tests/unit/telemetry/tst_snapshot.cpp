// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/snapshot.h"

#include <QTest>

using namespace zg::telemetry;

class TestSnapshot final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMemoryAnsweredIsAHit_data()
    {
        QTest::addColumn<CacheFamilyFigures>("figures");
        QTest::addColumn<qint64>("hits");
        QTest::newRow("nothing yet") << CacheFamilyFigures() << qint64(0);
        QTest::newRow("fresh") << CacheFamilyFigures{.family = {}, .hits = 5, .misses = 1} << qint64(5);
        QTest::newRow("known not to exist")
            << CacheFamilyFigures{.family = {}, .hits = 5, .misses = 1, .negativeHits = 2} << qint64(7);
        QTest::newRow("old, while one loads")
            << CacheFamilyFigures{.family = {}, .hits = 5, .misses = 1, .negativeHits = 2, .staleHits = 4}
            << qint64(11);
    }
    void whatMemoryAnsweredIsAHit()
    {
        QFETCH(CacheFamilyFigures, figures);
        QFETCH(qint64, hits);
        QCOMPARE(figures.allHits(), hits);
        QCOMPARE(figures.lookups(), hits + figures.misses);
        QCOMPARE(figures.savedUs(), 0); // of a family without a load nothing is known
        figures.loads = 4;
        figures.loadUs = 10'000;
        QCOMPARE(figures.savedUs(), hits * 2'500);
    }
};

QTEST_GUILESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
