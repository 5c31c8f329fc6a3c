// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/indexadviser.h"
#include "sql/pgscratch.h"
#include "sql/plantext.h"
#include "unit/sql/pgfixture.h"

#include <QTest>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;
using Verdict = telemetry::IndexAdvice::Verdict;

/// Advice about a real PostgreSQL.
class TestPgScratch final : public QObject
{
    Q_OBJECT

    const QString m_schema =
        u"CREATE TABLE people (id BIGINT PRIMARY KEY, name TEXT NOT NULL, town TEXT NOT NULL, kind BIGINT NOT NULL, "
        "born BIGINT NOT NULL);"
        "INSERT INTO people SELECT i, 'p' || i, 't' || (i % 400), i % 2, i % 97 FROM generate_series(1, 20000) i;"
        "CREATE TABLE towns (name TEXT PRIMARY KEY); INSERT INTO towns VALUES ('a'); ANALYZE"_s;

private Q_SLOTS:
    void advises_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<QString>("create");
        QTest::newRow("one column") << u"SELECT id FROM people WHERE town = $1"_s << int(Verdict::Helps)
                                    << u"CREATE INDEX CONCURRENTLY people_town ON people (town);"_s;
        QTest::newRow("also sorted") << u"SELECT id FROM people ORDER BY born DESC, name LIMIT 20"_s
                                     << int(Verdict::Helps)
                                     << u"CREATE INDEX CONCURRENTLY people_born_name ON people (born DESC, name);"_s;
        QTest::newRow("a key") << u"SELECT name FROM people WHERE id = $1"_s << int(Verdict::NotNeeded) << QString();
        QTest::newRow("half of all") << u"SELECT sum(born) FROM people WHERE kind = $1"_s << int(Verdict::NoneHelps)
                                     << QString();
        QTest::newRow("a row and a sort")
            << u"SELECT id FROM people WHERE (kind, id) <= ($1, $2) ORDER BY kind, born LIMIT 9"_s
            << int(Verdict::Helps) << u"CREATE INDEX CONCURRENTLY people_kind_born ON people (kind, born);"_s;
        QTest::newRow("a few rows") << u"SELECT count(*) FROM towns WHERE name <> $1"_s << int(Verdict::SmallTable)
                                    << QString();
    }
    void advises()
    {
        QFETCH(QString, text);
        PgFixture fixture(m_schema);
        auto scratch = PgScratch::open(fixture.options(), fixture.statements);
        QVERIFY(scratch);
        const auto advice = adviseIndex(**scratch, text);
        QVERIFY2(advice, advice ? "" : qPrintable(advice.error().message));
        QTEST(int(advice->verdict), "verdict");
        QTEST(advice->statement, "create");
    }

    /// While an advice is sought, others write the table and make indexes on it; afterwards nothing of it is left.
    void nobodyWaits()
    {
        PgFixture fixture(m_schema);
        const auto other = fixture.connect();
        {
            auto scratch = PgScratch::open(fixture.options(), fixture.statements);
            QVERIFY(scratch);
            QVERIFY((*scratch)->sample(u"people"_s, 10'000).value_or(0) > 0);
            QVERIFY((*scratch)->tryIndex(u"people"_s, {u"town"_s}));
            QVERIFY(other->execute(u"SET lock_timeout = '200ms'; UPDATE people SET kind = 7 WHERE id = 1; "
                                   "CREATE INDEX theirs ON people (kind)"_s));
        }
        QCOMPARE(number(*other, u"SELECT count(*) FROM pg_class WHERE relname = 'zhanggui_trial'"_s), 0);
        QCOMPARE(number(*other, u"SELECT count(*) FROM people"_s), 20'000);
    }

    /// Somebody alters the table: that is not waited for.
    void doesNotWaitEither()
    {
        PgFixture fixture(m_schema);
        const auto other = fixture.connect();
        QVERIFY(other->execute(u"BEGIN; LOCK TABLE people IN ACCESS EXCLUSIVE MODE"_s));
        auto scratch = PgScratch::open(fixture.options(), fixture.statements);
        QVERIFY(scratch);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!adviseIndex(**scratch, u"SELECT id FROM people WHERE town = $1"_s));
        QVERIFY(timer.elapsed() < 2'000);
        QVERIFY(other->execute(u"ROLLBACK"_s));
    }

    void plansForAnyValues()
    {
        PgFixture fixture(m_schema);
        auto scratch = PgScratch::open(fixture.options(), fixture.statements);
        QVERIFY(scratch);
        const auto plan = (*scratch)->plan(u"SELECT name FROM people WHERE id = $1 AND born < $2"_s);
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
        QVERIFY2(plan->contains(u"$1"_s), qPrintable(*plan));
        QVERIFY(!readPlan(*plan).fullScan);
        QVERIFY(!(*scratch)->plan(u"SELECT nothing"_s));
        QVERIFY((*scratch)->plan(u"SELECT name FROM people WHERE id = $1"_s)); // the session goes on
    }
};

QTEST_GUILESS_MAIN(TestPgScratch)
#include "tst_pgscratch.moc"
