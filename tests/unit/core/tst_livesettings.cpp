// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/livesettings.h"

#include "core/settingkeys.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;

class TestLiveSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The mark in the table and what is taken over say the same.
    void everyMarkIsTrue_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const std::pair<const char*, QString> values[] = {
            {"access-log", u"true"_s},          {"drain-delay", u"3s"_s},          {"max-in-flight", u"77"_s},
            {"order-expiry", u"2h"_s},          {"pool-slow-statement", u"5ms"_s}, {"refund-limit", u"50.00"_s},
            {"stock-strategy", u"optimistic"_s}};
        for (const auto& [key, value] : values)
            QTest::newRow(key) << QString::fromLatin1(key) << value;
    }
    void everyMarkIsTrue()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        const SettingKey* const known = findSettingKey(key);
        QVERIFY(known && known->isLive);
        Settings running, wanted;
        QVERIFY(known->kind.set(wanted, value));
        QVERIFY(known->kind.get(running) != known->kind.get(wanted));
        takeOver(running, wanted);
        QCOMPARE(running, wanted);
    }
    void nothingElseIsMarked()
    {
        int marked = 0;
        for (const SettingKey& key : settingKeys())
            marked += key.isLive ? 1 : 0;
        QCOMPARE(marked, 7);
    }
    void theRestWaits()
    {
        Settings running, wanted;
        wanted.pool.maximumPoolSize = 99;
        wanted.server.port = 1;
        takeOver(running, wanted);
        QCOMPARE(running, Settings());
    }
    void aRedisLockWaitsForTheRedis()
    {
        Settings running, wanted;
        wanted.redis.url = u"redis://a"_s;
        wanted.shop.stockStrategy = StockStrategy::RedisLock;
        takeOver(running, wanted);
        QCOMPARE(running.shop.stockStrategy, StockStrategy::Group);
        running.redis.url = wanted.redis.url;
        takeOver(running, wanted);
        QCOMPARE(running.shop.stockStrategy, StockStrategy::RedisLock);
    }
};

QTEST_GUILESS_MAIN(TestLiveSettings)
#include "tst_livesettings.moc"
