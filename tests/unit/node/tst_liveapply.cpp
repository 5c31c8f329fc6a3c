// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/nodecore.h"
#include "shop/shop.h"
#include "telemetry/timeseries.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;

/// What a running node takes over of an edited setting, and what it leaves alone.
class TestLiveApply final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStrategyThatAnotherHandChoseStays()
    {
        const QTemporaryDir folder;
        Settings settings;
        settings.dataDir = folder.path();
        settings.server.port = 0;
        settings.server.ioThreads = 1;
        telemetry::TimeSeries series;
        node::NodeCore core(settings, series);
        const auto opened = core.open();
        QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().message));
        auto& placer = core.shop().placer();
        QVERIFY(placer.setStrategy(StockStrategy::Pessimistic).has_value()); // as the API does

        Settings edited = settings;
        edited.server.maxInFlight = 9;
        core.apply(settings, edited);
        QCOMPARE(placer.strategy(), StockStrategy::Pessimistic);

        Settings chosen = edited;
        chosen.shop.stockStrategy = StockStrategy::Optimistic;
        core.apply(edited, chosen);
        QCOMPARE(placer.strategy(), StockStrategy::Optimistic);
        core.close();
    }
};

QTEST_GUILESS_MAIN(TestLiveApply)
#include "tst_liveapply.moc"
