// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/indexadviser.h"
#include "sql/indexcandidates.h"
#include "sql/sqlitescratch.h"
#include "unit/sql/sqlfixture.h"

#include <QTest>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;
using Verdict = telemetry::IndexAdvice::Verdict;

/// Advice about real SQLite files.
class TestIndexAdviser final : public QObject
{
    Q_OBJECT

    const QString m_schema =
        u"CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, town TEXT NOT NULL, kind INTEGER NOT NULL, "
        "born INTEGER NOT NULL);"
        "CREATE TABLE visits (id INTEGER PRIMARY KEY, person INTEGER NOT NULL REFERENCES people (id), at INTEGER);"
        "CREATE INDEX visits_person ON visits (person);"
        "CREATE TABLE towns (name TEXT PRIMARY KEY) WITHOUT ROWID;"
        "INSERT INTO towns VALUES ('a'), ('b');"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
        "INSERT INTO people SELECT i, 'p' || i, 't' || (i % 400), i % 2, i % 97 FROM n;"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
        "INSERT INTO visits SELECT i, i, i FROM n;"_s;

    telemetry::IndexAdvice advise(const Fixture& fixture, const QString& text)
    {
        auto scratch = SqliteScratch::copyOf(fixture.path());
        if (!scratch)
            qFatal("%s", qUtf8Printable(scratch.error().message));
        const auto advice = adviseIndex(**scratch, text);
        if (!advice)
            qFatal("%s", qUtf8Printable(advice.error().message));
        return *advice;
    }

private Q_SLOTS:
    void advises_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<QString>("create");
        const auto row = [](const char* name, const QString& text, Verdict verdict, const QString& create = {}) {
            QTest::newRow(name) << text << int(verdict) << create;
        };
        row("one column", u"SELECT id FROM people WHERE town = ?"_s, Verdict::Helps,
            u"CREATE INDEX people_town ON people (town);"_s);
        row("an alias", u"SELECT p.id FROM people AS p WHERE p.town = ? AND p.name <> 'x'"_s, Verdict::Helps,
            u"CREATE INDEX people_town ON people (town);"_s);
        row("also sorted", u"SELECT id FROM people WHERE town = ? ORDER BY born DESC LIMIT 20"_s, Verdict::Helps,
            u"CREATE INDEX people_town_born ON people (town, born);"_s);
        row("two directions", u"SELECT id FROM people ORDER BY born DESC, name LIMIT ?"_s, Verdict::Helps,
            u"CREATE INDEX people_born_name ON people (born DESC, name);"_s);
        row("an update", u"UPDATE people SET kind = ? WHERE town = ?"_s, Verdict::Helps,
            u"CREATE INDEX people_town ON people (town);"_s);
        row("a join", u"SELECT v.at FROM people p JOIN visits v ON v.person = p.id WHERE p.town = ?"_s, Verdict::Helps,
            u"CREATE INDEX people_town ON people (town);"_s);
        row("a key", u"SELECT name FROM people WHERE id = ?"_s, Verdict::NotNeeded);
        row("a few rows", u"SELECT name FROM towns WHERE name > 'a' OR name = ?"_s, Verdict::SmallTable);
        row("an expression", u"SELECT id FROM people WHERE abs(born) = ? OR name LIKE '%x%'"_s, Verdict::NoneHelps);
    }
    void advises()
    {
        QFETCH(QString, text);
        const Fixture fixture(m_schema);
        const auto advice = advise(fixture, text);
        QTEST(int(advice.verdict), "verdict");
        QTEST(advice.statement, "create");
        if (advice.verdict != Verdict::Helps)
            return;
        QVERIFY(advice.before.fullScan || advice.before.temporarySort);
        QVERIFY(!advice.after.fullScan && !advice.after.temporarySort);
        QVERIFY(advice.sampledRows >= 5'000);
        QVERIFY(advice.after.steps.first().text.contains(advice.statement.section(u' ', 2, 2)));
    }

    /// What was advised is what the store itself then uses.
    void theStoreAgrees()
    {
        const Fixture fixture(m_schema);
        const QString text = u"SELECT id FROM people WHERE town = ? ORDER BY born DESC LIMIT 20"_s;
        const auto advice = advise(fixture, text);
        Fixture other(m_schema + advice.statement);
        auto store = SqliteScratch::openStore(other.path());
        QVERIFY(store);
        const auto plan = (*store)->plan(text);
        QVERIFY(plan);
        QVERIFY2(plan->contains(u"people_town_born"_s), qPrintable(*plan));
        QVERIFY(!plan->contains(u"TEMP B-TREE"_s));
    }

    /// Neither a row nor an index of the store is another one afterwards, and a writer is not held up.
    void theStoreIsOnlyRead()
    {
        Fixture fixture(m_schema);
        const auto writer = fixture.connect(SqliteOptions::Role::Writer);
        QVERIFY(writer->execute(u"BEGIN IMMEDIATE; INSERT INTO towns VALUES ('c')"_s));
        const qint64 before = number(*writer, u"SELECT count(*) FROM sqlite_schema"_s);
        const auto advice = advise(fixture, u"DELETE FROM people WHERE town = ?"_s);
        QCOMPARE(advice.verdict, Verdict::Helps);
        QVERIFY(writer->execute(u"COMMIT"_s));
        QCOMPARE(number(*writer, u"SELECT count(*) FROM sqlite_schema"_s), before);
        QCOMPARE(number(*writer, u"SELECT count(*) FROM people"_s), 5'000);
        QCOMPARE(number(*writer, u"SELECT count(*) FROM towns"_s), 3);
    }

    void whatIsNoStatementIsAnError()
    {
        const Fixture fixture(m_schema);
        auto scratch = SqliteScratch::copyOf(fixture.path());
        QVERIFY(scratch);
        QVERIFY(!adviseIndex(**scratch, u"SELECT nothing FROM nowhere"_s));
        QVERIFY(!SqliteScratch::openStore(fixture.path() + u".none"_s));
    }

    void candidates()
    {
        const QHash<QString, QStringList> columns{{u"people"_s, {u"id"_s, u"name"_s, u"town"_s, u"kind"_s, u"born"_s}}};
        const auto found = indexCandidates(
            u"SELECT id FROM people WHERE kind = ? AND town IN (?, ?) AND born >= ? ORDER BY name"_s, columns);
        const auto has = [&](const QStringList& wanted) {
            return std::any_of(found.begin(), found.end(), [&](const auto& c) { return c.columns == wanted; });
        };
        QVERIFY(has({u"kind"_s, u"town"_s, u"name"_s}));
        QVERIFY(has({u"kind"_s, u"town"_s, u"born"_s}));
        QVERIFY(has({u"town"_s}));
        QCOMPARE(found.first().columns.size(), 1);
        QVERIFY(indexCandidates(u"UPDATE people SET kind = ?"_s, columns).isEmpty());
        QCOMPARE(tablesOf(u"SELECT 1 FROM people AS p, visits v JOIN towns ON 1 WHERE p.id = v.person"_s),
                 (QHash<QString, QString>{{u"p"_s, u"people"_s}, {u"v"_s, u"visits"_s}, {u"towns"_s, u"towns"_s}}));
    }
};

QTEST_GUILESS_MAIN(TestIndexAdviser)
#include "tst_indexadviser.moc"
