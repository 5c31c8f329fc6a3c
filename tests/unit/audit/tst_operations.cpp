// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/operations.h"
#include "audit/record.h"
#include "core/qtexecutor.h"
#include "sql/database.h"
#include "support/testdatabase.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::audit;

class TestOperations final : public QObject
{
    Q_OBJECT

    QtExecutor m_executor;
    ManualClock m_clock{1'760'000'000'000};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<sql::Database> m_database;
    std::unique_ptr<Operations> m_operations;

    Result<OperationPage> list(const OperationFilter& filter, const QByteArray& cursor = {}, int limit = 100)
    {
        return QCoro::waitFor(m_operations->list(filter, cursor, limit));
    }
    void add(qint64 by, OperationKind kind, const QString& subject, const QString& before = {},
             const QString& after = u"x"_s, const QString& origin = u"console"_s)
    {
        Operation operation;
        operation.kind = kind;
        operation.subject = subject;
        note(operation.changes, "value", before, after);
        const auto done = QCoro::waitFor(m_operations->add(Actor(UserId(by), origin), operation));
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
        m_clock.advance(std::chrono::seconds(1));
    }
    static QStringList subjects(const Result<OperationPage>& page)
    {
        QStringList all;
        for (const Operation& operation : page->items)
            all += operation.subject;
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<test::TestDatabase>();
        m_database = std::make_unique<sql::Database>(m_place->url(), PoolSettings(), 64, m_clock);
        const auto opened = m_database->open();
        QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().message));
        m_operations = std::make_unique<Operations>(*m_database, m_clock);
        const auto made = m_database->writeNow([](sql::Connection& connection) {
            static constexpr sql::Statement insert{"test.user",
                                                   "INSERT INTO users (id, username, nickname, role, created_at, "
                                                   "updated_at) VALUES (7, 'mei', 'Mei', 'staff', 0, 0)"};
            return connection.exec(insert);
        });
        QVERIFY(made.has_value());
    }
    void cleanup()
    {
        m_operations.reset();
        m_database.reset();
        m_place.reset();
    }

    void tellsWhoDidWhat()
    {
        add(7, OperationKind::Setting, u"pool-size"_s, u"20"_s, u"40"_s, u"192.0.2.1"_s);
        const auto page = list({});
        QVERIFY(page.has_value());
        QCOMPARE(page->items.size(), 1);
        const Operation& operation = page->items.first();
        QCOMPARE(operation.at, 1'760'000'000'000);
        QCOMPARE(operation.by, UserId(7));
        QCOMPARE(operation.byName, u"mei"_s);
        QCOMPARE(operation.kind, OperationKind::Setting);
        QCOMPARE(operation.subject, u"pool-size"_s);
        QCOMPARE(operation.changes, (QList<Change>{{u"value"_s, u"20"_s, u"40"_s}}));
        QCOMPARE(operation.origin, u"192.0.2.1"_s);
        QVERIFY(page->nextCursor.isEmpty());
    }

    void everyKindIsKept_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < operationKindCount; ++kind)
            QTest::newRow(name(OperationKind(kind))) << kind;
    }
    void everyKindIsKept()
    {
        QFETCH(int, kind);
        add(7, OperationKind(kind), u"it"_s);
        QCOMPARE(int(list({})->items.first().kind), kind);
    }

    void filters()
    {
        add(7, OperationKind::Refund, u"2026030100000001"_s);
        add(8, OperationKind::Setting, u"rate-limit"_s, u"100"_s, u"50%"_s);
        add(7, OperationKind::Setting, u"pool_size"_s, {}, u"40"_s, u"192.0.2.1"_s);
        QCOMPARE(subjects(list({UserId(7), {}, {}})), (QStringList{u"pool_size"_s, u"2026030100000001"_s}));
        QCOMPARE(subjects(list({{}, OperationKind::Setting, {}})), (QStringList{u"pool_size"_s, u"rate-limit"_s}));
        QCOMPARE(subjects(list({UserId(7), OperationKind::Setting, {}})), QStringList{u"pool_size"_s});
        QCOMPARE(subjects(list({{}, {}, u"0%"_s})), QStringList{u"rate-limit"_s}); // no wildcards
        QCOMPARE(subjects(list({{}, {}, u"l_s"_s})), QStringList{u"pool_size"_s});
        QCOMPARE(subjects(list({{}, {}, u"MEI"_s})), (QStringList{u"pool_size"_s, u"2026030100000001"_s}));
        QCOMPARE(subjects(list({{}, {}, u"192.0"_s})), QStringList{u"pool_size"_s});
        QVERIFY(list({{}, {}, u"nobody"_s})->items.isEmpty());
    }

    void pagesNewestFirst()
    {
        for (int i = 0; i < 7; ++i)
            add(i % 2 == 0 ? 7 : 8, OperationKind::Stock, QString::number(i));
        QStringList seen;
        QByteArray cursor;
        do {
            const auto page = list({}, cursor, 3);
            QVERIFY(page.has_value());
            seen += subjects(page);
            cursor = page->nextCursor;
        } while (!cursor.isEmpty());
        QCOMPARE(seen.join(u""_s), u"6543210"_s);
        const auto first = list({UserId(7), {}, {}}, {}, 2);
        QCOMPARE(subjects(first).join(u""_s), u"64"_s);
        QCOMPARE(subjects(list({UserId(7), {}, {}}, first->nextCursor, 2)).join(u""_s), u"20"_s);
        QCOMPARE(list({}, "nonsense").error().field, u"cursor"_s);
        QCOMPARE(list({}, {}, 0).error().field, u"limit"_s);
        QCOMPARE(list({}, {}, 101).error().field, u"limit"_s);
    }

    void forgetsAfterHalfAYear()
    {
        add(7, OperationKind::Stock, u"old"_s);
        m_clock.advance(Operations::keep - std::chrono::minutes(1));
        add(7, OperationKind::Stock, u"young"_s);
        QCOMPARE(*m_operations->sweep(), 0);
        m_clock.advance(std::chrono::minutes(2));
        QCOMPARE(*m_operations->sweep(), 1);
        QCOMPARE(subjects(list({})), QStringList{u"young"_s});
    }

    void cutsLongTexts()
    {
        add(7, OperationKind::Product, QString(5'000, u'茶'), {}, QString(5'000, u'x'));
        const auto page = list({});
        QCOMPARE(page->items.first().subject.size(), 200);
        QCOMPARE(page->items.first().changes.first().after.size(), 200);
    }
};

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
