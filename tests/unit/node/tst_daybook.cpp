// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/daybook.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;

class TestDayBook final : public QObject
{
    Q_OBJECT

    std::unique_ptr<sql::Database> m_database;
    int m_orders = 0;

    void place(qint64 createdAt, std::optional<qint64> paidAt, qint64 total)
    {
        const QString number = QString::number(++m_orders);
        const auto placed = m_database->writeNow([&](sql::Connection& connection) -> Result<qint64> {
            return connection
                .execute(
                    u"INSERT INTO orders (order_no, user_id, status, total, ledger_id, created_at, paid_at) VALUES ('%1', 1, 0, %2, 0, %3, %4)"_s
                        .arg(number)
                        .arg(total)
                        .arg(createdAt)
                        .arg(paidAt ? QString::number(*paidAt) : u"NULL"_s))
                .map([] { return qint64(0); });
        });
        QVERIFY2(placed.has_value(), qPrintable(placed ? QString() : placed.error().message));
    }

private Q_SLOTS:
    void followsTheDay()
    {
        QTemporaryDir dir;
        m_database = std::make_unique<sql::Database>(u"sqlite:"_s + dir.filePath(u"a.db"_s), PoolSettings(), 16);
        QVERIFY(m_database->open().has_value());
        const auto user = m_database->writeNow([](sql::Connection& connection) -> Result<qint64> {
            return connection
                .execute(
                    u"INSERT INTO users (id, nickname, role, created_at, updated_at) VALUES (1, 'a', 'customer', 0, 0)"_s)
                .map([] { return qint64(0); });
        });
        QVERIFY(user.has_value());

        const qint64 noon = QDateTime(QDate(2026, 3, 2), QTime(12, 0)).toMSecsSinceEpoch();
        ManualClock clock(noon);
        constexpr qint64 hour = 3'600'000;
        place(noon - 20 * hour, noon - 20 * hour, 1'000); // yesterday
        place(noon - hour, noon - hour, 200);
        place(noon - 30 * hour, noon - 2'000, 40); // paid today
        place(noon - 1'000, std::nullopt, 7);

        node::DayBook book(clock);
        QVERIFY(book.refresh(*m_database).has_value());
        QCOMPARE(book.figures().ordersToday, 2);
        QCOMPARE(book.figures().takingsTodayFen, 240);
        QCOMPARE(book.figures().ordersTotal, 0);
        QCOMPARE(book.figures().paidTotal, 0);

        for (int i = 0; i < 200; ++i) { // past several settlings
            clock.advance(std::chrono::seconds(1));
            place(clock.wallMs(), clock.wallMs(), 10);
            QVERIFY(book.refresh(*m_database).has_value());
        }
        QCOMPARE(book.figures().ordersToday, 202);
        QCOMPARE(book.figures().takingsTodayFen, 2'240);
        QCOMPARE(book.figures().ordersTotal, 200);
        QCOMPARE(book.figures().paidTotal, 200);
        QCOMPARE(book.ordersPerMinute(), 60.0);

        clock.advance(std::chrono::hours(13)); // tomorrow
        place(clock.wallMs(), std::nullopt, 10);
        QVERIFY(book.refresh(*m_database).has_value());
        QCOMPARE(book.figures().ordersToday, 1);
        QCOMPARE(book.figures().takingsTodayFen, 0);
        QCOMPARE(book.figures().ordersTotal, 201);
        QCOMPARE(book.figures().paidTotal, 200);
        m_database->close();
    }
};

QTEST_GUILESS_MAIN(TestDayBook)
#include "tst_daybook.moc"
