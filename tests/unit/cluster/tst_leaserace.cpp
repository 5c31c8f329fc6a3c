// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/lease.h"

#include "sql/database.h"
#include "support/testdatabase.h"

#include <QTest>

#include <array>
#include <thread>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::cluster;

/// Nodes with connections of their own to one database, all asking at once.
class TestLeaseRace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneOfThemGetsIt()
    {
        constexpr size_t nodes = 4;
        test::TestDatabase place;
        PoolSettings few;
        few.maximumPoolSize = 1;
        few.minimumIdle = 0;
        std::array<std::unique_ptr<sql::Database>, nodes> databases;
        std::array<std::unique_ptr<Lease>, nodes> leases;
        for (size_t i = 0; i < nodes; ++i) {
            databases[i] = std::make_unique<sql::Database>(place.url(), few, 100);
            const auto opened = databases[i]->open();
            QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
            leases[i] = std::make_unique<Lease>(*databases[i], u"keeper"_s, QString::number(i), Clock::system());
        }
        qint64 lastFence = 0;
        for (int round = 0; round < 25; ++round) {
            std::vector<std::thread> threads;
            for (auto& lease : leases) {
                threads.emplace_back([&lease] {
                    for (bool isDone = false; !isDone;) // SQLite's nodes wait for each other's lock, not for ever
                        isDone = lease->keep().has_value();
                });
            }
            for (auto& thread : threads)
                thread.join();
            std::vector<Lease*> holders;
            for (auto& lease : leases) {
                if (lease->isHeld())
                    holders.push_back(lease.get());
            }
            QCOMPARE(holders.size(), size_t(1));
            QVERIFY(holders[0]->fence() >= std::max<qint64>(1, lastFence));
            QVERIFY(holders[0]->fence() <= lastFence + 1);
            lastFence = holders[0]->fence();
            QVERIFY(holders[0]->giveUp());
        }
    }
};

QTEST_GUILESS_MAIN(TestLeaseRace)
#include "tst_leaserace.moc"
