// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/database.h"
#include "support/postgresserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace zg;
using namespace zg::sql;
using zg::test::PostgresServer;

/// A real primary and a real standby that follows it.
class TestReplicas final : public QObject
{
    Q_OBJECT

    static constexpr Statement add{"test.add", "INSERT INTO categories (name, sort) VALUES (?, ?)"};
    static constexpr Statement count{"test.count", "SELECT COUNT(*), pg_is_in_recovery()::int FROM categories"};
    static constexpr Concern categories{7};
    static constexpr Concern other{8};

    struct Seen
    {
        qint64 rows = -1;
        bool onReplica = false;
    };

    PostgresServer m_primary, m_standby;
    std::unique_ptr<Database> m_database;
    int m_added = 0;

    Seen look(Concern concern)
    {
        const auto seen = m_database->readNow(concern, [](Connection& connection) -> Result<Seen> {
            auto rows = connection.query(count);
            if (!rows)
                return rows.error();
            return rows->next() ? Seen{rows->integer(0), rows->integer(1) == 1} : Seen{};
        });
        return seen.value_or(Seen{});
    }
    bool write()
    {
        const QString name = u"category %1"_s.arg(++m_added);
        const auto done = m_database->writeNow(
            [&](Connection& connection) { return connection.exec(add, name, qint64(100 + m_added)); });
        m_database->recentWrites().note(categories);
        return done.has_value();
    }
    qint64 written() const { return 7 + m_added; } // seven are there from the start
    bool isUsed() const { return m_database->replicas().first().isUsed; }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_primary.start({u"fsync=off"_s}));
        QVERIFY(m_standby.follow(m_primary, u"standby"_s));
        QVERIFY(m_standby.start({u"hot_standby=on"_s}));
    }
    void init()
    {
        m_database = std::make_unique<Database>(m_primary.url(), PoolSettings(), 64, Clock::system(),
                                                QStringList{m_standby.url()});
        const auto opened = m_database->open();
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        QTRY_VERIFY_WITH_TIMEOUT(isUsed(), 10'000);
    }
    void cleanup()
    {
        m_database->close();
        m_database.reset();
    }

    void readsGoToTheReplica()
    {
        QTRY_VERIFY(look(categories).onReplica);
        QVERIFY(m_database->replicas().first().reads > 0);
    }
    void everybodyReadsWhatHeWrote()
    {
        for (int i = 0; i < 50; ++i) {
            QVERIFY(write());
            QCOMPARE(look(categories).rows, written());
        }
        QTRY_VERIFY(look(categories).onReplica); // once it has it all
        QCOMPARE(look(categories).rows, written());
    }
    void aLaggingOneIsLeftOut()
    {
        m_standby.ask(u"SELECT pg_wal_replay_pause()"_s);
        QVERIFY(write());
        QCOMPARE(look(categories).rows, written());
        QVERIFY(!look(categories).onReplica);
        QTRY_VERIFY_WITH_TIMEOUT(!isUsed(), 5'000); // nor for anything else, a second later
        QVERIFY(!look(other).onReplica);
        m_standby.ask(u"SELECT pg_wal_replay_resume()"_s);
        QTRY_VERIFY_WITH_TIMEOUT(look(categories).onReplica, 5'000);
        QCOMPARE(look(categories).rows, written());
    }
    void aDeadOneIsLeftOutAndComesBack()
    {
        m_standby.kill();
        for (int i = 0; i < 20; ++i)
            QCOMPARE(look(categories).rows, written());
        QTRY_VERIFY_WITH_TIMEOUT(!isUsed(), 5'000);
        QVERIFY(m_standby.restart({u"hot_standby=on"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(look(categories).onReplica, 10'000);
        QCOMPARE(look(categories).rows, written());
    }
    void itAnswersWhileThePrimaryIsAway()
    {
        QTRY_VERIFY(look(categories).onReplica);
        m_primary.kill();
        for (int i = 0; i < 30; ++i) { // longer than it may lag otherwise
            QTest::qWait(50);
            QCOMPARE(look(categories).rows, written());
        }
        QVERIFY(m_primary.restart({u"fsync=off"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(m_database->probe() && write(), 10'000);
    }
};

QTEST_GUILESS_MAIN(TestReplicas)
#include "tst_replicas.moc"
