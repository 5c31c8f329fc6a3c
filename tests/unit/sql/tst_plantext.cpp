// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/plantext.h"

#include <QTest>

using namespace zg;
using namespace zg::sql;
using namespace Qt::StringLiterals;
using Kind = telemetry::PlanStep::Kind;

class TestPlanText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sqlite_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fullScan");
        QTest::addColumn<bool>("sorts");
        QTest::newRow("table") << u"SCAN products"_s << true << false;
        QTest::newRow("table, sorted") << u"SCAN p\nUSE TEMP B-TREE FOR ORDER BY"_s << true << true;
        QTest::newRow("whole index") << u"SCAN p USING COVERING INDEX products_price"_s << false << false;
        QTest::newRow("key") << u"SEARCH products USING INTEGER PRIMARY KEY (rowid=?)"_s << false << false;
        QTest::newRow("constant") << u"SCAN CONSTANT ROW"_s << false << false;
        QTest::newRow("its own rows") << u"MATERIALIZE places\n  SEARCH p USING INDEX a (b=?)\nSCAN places"_s << false
                                      << false;
        QTest::newRow("table inside") << u"CO-ROUTINE places\n  SCAN p\nSCAN places"_s << true << false;
        QTest::newRow("values") << u"SCAN 3-ROW VALUES CLAUSE"_s << false << false;
        QTest::newRow("virtual") << u"SCAN json_each VIRTUAL TABLE INDEX 1:"_s << false << false;
        QTest::newRow("nothing") << QString() << false << false;
    }
    void sqlite()
    {
        QFETCH(QString, text);
        const auto plan = readPlan(text);
        QTEST(plan.fullScan, "fullScan");
        QTEST(plan.temporarySort, "sorts");
    }

    void sqliteLevels()
    {
        const auto plan = readPlan(u"CO-ROUTINE a\n  SCAN p\n  USE TEMP B-TREE FOR ORDER BY\nSCAN a"_s);
        QCOMPARE(plan.steps.size(), 4);
        QCOMPARE(plan.steps.at(1).depth, 1);
        QCOMPARE(plan.steps.at(1).kind, Kind::FullScan);
        QCOMPARE(plan.steps.at(2).kind, Kind::TemporarySort);
        QCOMPARE(plan.steps.at(3).depth, 0);
        QCOMPARE(plan.steps.at(3).kind, Kind::Other);
    }

    void postgreSql()
    {
        const auto plan = readPlan(u"Limit  (cost=12.00..12.05 rows=20 width=8)\n"
                                   "  ->  Sort  (cost=12.00..13.00 rows=400 width=8)\n"
                                   "        Sort Key: o.created_at DESC\n"
                                   "        ->  Nested Loop  (cost=0.30..9.00 rows=400 width=8)\n"
                                   "              ->  Seq Scan on orders o  (cost=0.00..4.00 rows=4 width=8)\n"
                                   "                    Filter: (user_id = $1)\n"
                                   "              ->  Index Scan using users_pkey on users u  (cost=0.29..1.00 rows=1 "
                                   "width=8)\n"
                                   "                    Index Cond: (id = o.user_id)"_s);
        QCOMPARE(plan.steps.size(), 5);
        QCOMPARE(plan.steps.at(0).text, u"Limit"_s);
        QCOMPARE(plan.steps.at(0).estimate, u"cost=12.00..12.05 rows=20 width=8"_s);
        QCOMPARE(plan.steps.at(1).depth, 1);
        QCOMPARE(plan.steps.at(1).details, QStringList{u"Sort Key: o.created_at DESC"_s});
        QCOMPARE(plan.steps.at(2).depth, 2);
        QCOMPARE(plan.steps.at(3).depth, 3);
        QCOMPARE(plan.steps.at(3).kind, Kind::FullScan);
        QCOMPARE(plan.steps.at(4).depth, 3);
        QCOMPARE(plan.steps.at(4).kind, Kind::Index);
        QVERIFY(plan.fullScan && plan.temporarySort);
    }
};

QTEST_GUILESS_MAIN(TestPlanText)
#include "tst_plantext.moc"
