// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "fakefleet.h"
#include "ui/models/fleet.h"
#include "ui/models/resiliencemodels.h"
#include "ui/pages/nodespage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/figure.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestNodesPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sumsTheFleet();
    void saysHowANodeIs_data();
    void saysHowANodeIs();
    void uptimes_data();
    void uptimes();
    void modelsKeepTheirRows();
    void listsTheFleet();
    void staysStillWhileNothingChanges();
    void aloneIsNoFault();
    void mixedVersionsAreRemarked();
    void copiesAddressAndTable();
    void leasesNameTheirHolder();
    void breakersAndQueues();
    void adminSwitchesTheStrategy();
    void refusalLeavesTheStrategy();
    void othersSeeTheStrategy();
    void redisLockNeedsARedis();
};

namespace {

struct Bench : Console
{
    explicit Bench(const telemetry::Snapshot& snapshot = fleetOfFour())
    {
        const qint64 atMs = node.now.atMs;
        node.now = snapshot;
        node.now.atMs = atMs;
        show();
        window->showPage(u"nodes"_s);
        page = static_cast<NodesPage*>(window->page(u"nodes"_s));
        ticks(2);
        QCoreApplication::processEvents();
    }
    TableView* table(const QString& name) const { return page->findChild<TableView*>(name); }
    QString cell(const QString& name, int row, int column) const
    {
        return table(name)->model()->index(row, column).data().toString();
    }
    QString label(const QString& name) const
    {
        const auto* label = page->findChild<QLabel*>(name);
        return label->isVisible() ? label->text() : QString();
    }
    QList<QToolButton*> strategies() const
    {
        return page->findChild<Segments*>(u"strategy"_s)->findChildren<QToolButton*>();
    }
    Banner* shownBanner() const
    {
        for (Banner* banner : page->findChildren<Banner*>())
            if (banner->isVisible())
                return banner;
        return nullptr;
    }

    NodesPage* page;
};

} // namespace

void TestNodesPage::sumsTheFleet()
{
    const Fleet fleet = fleetOf(fleetOfFour().nodes);
    QCOMPARE(fleet.serving, 1);
    QCOMPARE(fleet.late, 1);
    QCOMPARE(fleet.draining, 1);
    QCOMPARE(fleet.gone, 1);
    QCOMPARE(fleet.atWork(), 3);
    QCOMPARE(fleet.ratePerS, 1'840.0); // of those that are not gone
    QCOMPARE(fleet.connections, 420);
    QCOMPARE(fleet.inFlight, 17);
    QCOMPARE(fleet.worstP99Us, 9'800);
    QCOMPARE(fleet.versions.size(), 2);
    QVERIFY(fleetOf({}) == Fleet());
}

void TestNodesPage::saysHowANodeIs_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<qint64>("silentMs");
    QTest::addColumn<int>("health");
    using State = telemetry::NodeFigures::State;
    QTest::newRow("serving") << int(State::Serving) << qint64(1'900) << int(NodeHealth::Serving);
    QTest::newRow("a beat late") << int(State::Serving) << qint64(4'200) << int(NodeHealth::Serving);
    QTest::newRow("silent") << int(State::Serving) << qint64(6'001) << int(NodeHealth::Late);
    QTest::newRow("silent while it drains") << int(State::Draining) << qint64(7'000) << int(NodeHealth::Late);
    QTest::newRow("draining") << int(State::Draining) << qint64(100) << int(NodeHealth::Draining);
    QTest::newRow("gone") << int(State::Gone) << qint64(60'000) << int(NodeHealth::Gone);
}

void TestNodesPage::saysHowANodeIs()
{
    QFETCH(int, state);
    QFETCH(qint64, silentMs);
    telemetry::NodeFigures node;
    node.state = telemetry::NodeFigures::State(state);
    node.silentMs = silentMs;
    QTEST(int(healthOf(node)), "health");
}

void TestNodesPage::uptimes_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("seconds") << qint64(42) << u"42 s"_s;
    QTest::newRow("minutes") << qint64(725) << u"12 min"_s;
    QTest::newRow("hours") << qint64(3 * 3'600 + 20 * 60) << u"3 h 20 min"_s;
    QTest::newRow("days") << qint64(5 * 86'400 + 4 * 3'600) << u"5 d 4 h"_s;
}

void TestNodesPage::uptimes()
{
    QFETCH(qint64, seconds);
    QTEST(uptimeText(seconds), "text");
}

void TestNodesPage::modelsKeepTheirRows()
{
    NodeModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    LeaseModel leases;
    const QAbstractItemModelTester leaseTester(&leases, QAbstractItemModelTester::FailureReportingMode::QtTest);
    StrategyModel strategies;
    const QAbstractItemModelTester strategyTester(&strategies, QAbstractItemModelTester::FailureReportingMode::QtTest);
    BreakerModel breakers;
    const QAbstractItemModelTester breakerTester(&breakers, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QueueModel queues;
    const QAbstractItemModelTester queueTester(&queues, QAbstractItemModelTester::FailureReportingMode::QtTest);
    telemetry::Snapshot snapshot = fleetOfFour();
    leases.assign(snapshot.leases);
    strategies.assign(snapshot.strategies);
    breakers.assign(snapshot.breakers);
    queues.assign(snapshot.queues);
    model.show(snapshot.nodes, FakeNode::startMs);
    const QPersistentModelIndex third(model.index(2, 0));
    snapshot.nodes.removeAt(1);
    snapshot.nodes[1].ratePerS = 99;
    model.show(snapshot.nodes, FakeNode::startMs + 250);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(third.row(), 1);
    QCOMPARE(model.index(1, NodeModel::RateColumn).data().toString(), u"99"_s);
}

void TestNodesPage::listsTheFleet()
{
    Bench bench;
    QCOMPARE(bench.table(u"nodes"_s)->model()->rowCount(), 4);
    QCOMPARE(bench.cell(u"nodes"_s, 0, NodeModel::NameColumn), u"counter-1 (this node)"_s);
    QCOMPARE(bench.cell(u"nodes"_s, 0, NodeModel::StateColumn), u"Serving"_s);
    QCOMPARE(bench.cell(u"nodes"_s, 0, NodeModel::AddressColumn), u"http://10.0.0.1:8080"_s);
    QCOMPARE(bench.cell(u"nodes"_s, 0, NodeModel::UptimeColumn), u"2 d 3 h"_s);
    QCOMPARE(bench.cell(u"nodes"_s, 0, NodeModel::P99Column), u"4.2 ms"_s);
    QVERIFY(bench.cell(u"nodes"_s, 1, NodeModel::StateColumn).startsWith(u"Silent since "_s));
    QCOMPARE(bench.cell(u"nodes"_s, 1, NodeModel::SeenColumn), u"8 s ago"_s);
    QCOMPARE(bench.cell(u"nodes"_s, 2, NodeModel::StateColumn), u"Draining"_s);
    QVERIFY(bench.cell(u"nodes"_s, 3, NodeModel::StateColumn).startsWith(u"Gone since "_s));
    QCOMPARE(bench.cell(u"nodes"_s, 3, NodeModel::RateColumn), u"–"_s);
    QStringList values;
    for (const Figure* figure : bench.page->findChildren<Figure*>())
        values.append(figure->value());
    QCOMPARE(values, (QStringList{u"1.8k"_s, u"420"_s, u"17"_s, u"9.8 ms"_s, u"3"_s}));
    QCOMPARE(bench.label(u"states"_s), u"1 serving  ·  1 silent  ·  1 draining  ·  1 gone"_s);
    QVERIFY(bench.label(u"growTitle"_s).isEmpty());
}

/// Four times a second nothing is touched that reads the same.
void TestNodesPage::staysStillWhileNothingChanges()
{
    Bench bench;
    QSignalSpy touched(&bench.page->nodes(), &QAbstractItemModel::dataChanged);
    bench.ticks(8);
    QCOMPARE(touched.size(), 0);
}

void TestNodesPage::aloneIsNoFault()
{
    telemetry::Snapshot alone = fleetOfFour();
    alone.nodes = {alone.nodes.first()};
    Bench bench(alone);
    QCOMPARE(bench.label(u"growTitle"_s), u"This store runs on one node"_s);
    QVERIFY(bench.label(u"growHelp"_s).contains(u"--database"_s));
    QVERIFY(bench.label(u"growHelp"_s).contains(u"--redis"_s));
    QVERIFY(!bench.shownBanner());
    SettingInfo database;
    database.key = u"database"_s;
    database.value = u"postgresql://db/shop"_s;
    bench.node.list = {database};
    bench.ticks(1);
    QCOMPARE(bench.label(u"growTitle"_s), u"One node is on this database"_s);

    bench.node.now.nodes.clear(); // the node starts
    bench.ticks(1);
    QVERIFY(bench.page->findChild<EmptyState*>()->isVisible());
}

void TestNodesPage::mixedVersionsAreRemarked()
{
    Bench bench;
    Banner* banner = bench.shownBanner();
    QVERIFY(banner);
    QVERIFY(banner->tone() == Tone::Info);
    QVERIFY2(banner->text().contains(u"1.0.0 × 2, 1.1.0 × 1"_s), qPrintable(banner->text()));
    QToolButton* close = nullptr;
    for (QToolButton* button : banner->findChildren<QToolButton*>())
        if (button->isVisible() && button->text().isEmpty())
            close = button;
    QVERIFY(close);
    QTest::mouseClick(close, Qt::LeftButton);
    bench.ticks(2);
    QVERIFY(!bench.shownBanner()); // it was read
    bench.node.now.nodes[1].version = u"1.2.0"_s;
    bench.ticks(1);
    QVERIFY(bench.shownBanner()); // another mixture
    for (auto& node : bench.node.now.nodes)
        node.version = u"1.1.0"_s;
    bench.ticks(1);
    QVERIFY(!bench.shownBanner());
}

void TestNodesPage::copiesAddressAndTable()
{
    Bench bench;
    TableView* table = bench.table(u"nodes"_s);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(table->model()->index(2, NodeModel::NameColumn)).center());
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"http://10.0.0.3:8080"_s);
    QCOMPARE(bench.page->findChild<UndoBar*>()->text(), u"Copied: http://10.0.0.3:8080"_s);
    table->clearSelection();
    QTest::mouseClick(bench.page->findChild<QToolButton*>(u"copyAddress"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"http://10.0.0.1:8080"_s);
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 5);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Node\tState\t"_s));
}

void TestNodesPage::leasesNameTheirHolder()
{
    Bench bench;
    QCOMPARE(bench.cell(u"leases"_s, 0, LeaseModel::JobColumn), u"Expiry and clean-up"_s);
    QCOMPARE(bench.cell(u"leases"_s, 0, LeaseModel::HolderColumn), u"counter-1 (this node)"_s);
    QCOMPARE(bench.cell(u"leases"_s, 0, LeaseModel::TermColumn), u"7"_s);
    bench.node.now.leases[0] = {u"keeper"_s, u"counter-3"_s, false, 8};
    bench.ticks(1);
    QCOMPARE(bench.cell(u"leases"_s, 0, LeaseModel::HolderColumn), u"counter-3"_s);
    bench.node.now.leases[0].holder.clear();
    bench.ticks(1);
    QCOMPARE(bench.cell(u"leases"_s, 0, LeaseModel::HolderColumn), u"nobody just now"_s);
}

void TestNodesPage::breakersAndQueues()
{
    Bench bench;
    QCOMPARE(bench.cell(u"breakers"_s, 0, BreakerModel::NameColumn), u"Database"_s);
    QCOMPARE(bench.cell(u"breakers"_s, 0, BreakerModel::StateColumn), u"Closed: calls go through"_s);
    QCOMPARE(bench.cell(u"breakers"_s, 2, BreakerModel::StateColumn), u"Open: calls are refused at once"_s);
    QCOMPARE(bench.cell(u"breakers"_s, 2, BreakerModel::OpenedColumn), u"3"_s);
    QCOMPARE(bench.cell(u"queues"_s, 0, QueueModel::AdmittedColumn), u"all"_s);
    QCOMPARE(bench.cell(u"queues"_s, 1, QueueModel::AdmittedColumn), u"62.5 %"_s);
    QCOMPARE(bench.cell(u"queues"_s, 1, QueueModel::RefusedColumn), u"1,204"_s);
    QCOMPARE(bench.cell(u"strategies"_s, 0, StrategyModel::NameColumn), u"Group commit (in force)"_s);
    QCOMPARE(bench.cell(u"strategies"_s, 1, StrategyModel::ConflictsColumn), u"87"_s);
}

void TestNodesPage::adminSwitchesTheStrategy()
{
    Bench bench;
    bench.node.staffDesk.signIn(u"admin"_s, u"staff-pass"_s);
    QVERIFY(bench.strategies().at(0)->isChecked());
    QTest::mouseClick(bench.strategies().at(1), Qt::LeftButton);
    auto* undo = bench.page->findChild<UndoBar*>();
    QTRY_COMPARE(undo->text(), u"Orders take their stock this way now: Optimistic"_s);
    QVERIFY(bench.node.adminDesk.strategy == StockStrategy::Optimistic);
    bench.node.now.strategies[0].inForce = false;
    bench.node.now.strategies[1].inForce = true;
    bench.ticks(1);
    QVERIFY(bench.strategies().at(1)->isChecked());
    QTest::keyClick(bench.window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(bench.node.adminDesk.strategy == StockStrategy::Group);
    bench.node.now.strategies[0].inForce = true;
    bench.node.now.strategies[1].inForce = false;
    bench.ticks(1);
    QVERIFY(bench.strategies().at(0)->isChecked());
}

void TestNodesPage::refusalLeavesTheStrategy()
{
    Bench bench;
    bench.node.staffDesk.signIn(u"admin"_s, u"staff-pass"_s);
    bench.node.adminDesk.refusal = Error{ErrorCode::DependencyDown, u"the node does not serve"_s};
    QTest::mouseClick(bench.strategies().at(2), Qt::LeftButton);
    QTRY_VERIFY(bench.strategies().at(0)->isChecked());
    bool isSaid = false;
    for (const Banner* banner : bench.page->findChildren<Banner*>())
        isSaid = isSaid || (banner->isVisible() && banner->tone() == Tone::Bad);
    QVERIFY(isSaid);
}

void TestNodesPage::othersSeeTheStrategy()
{
    Bench bench;
    QVERIFY(bench.label(u"strategyHelp"_s).contains(u"Sign in as an admin"_s));
    for (const QToolButton* button : bench.strategies())
        QVERIFY(!button->isEnabled());
    bench.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    QVERIFY(bench.label(u"strategyHelp"_s).contains(u"Only an admin"_s));
    QVERIFY(!bench.strategies().at(1)->isEnabled());
}

void TestNodesPage::redisLockNeedsARedis()
{
    Bench bench;
    bench.node.staffDesk.signIn(u"admin"_s, u"staff-pass"_s);
    QVERIFY(!bench.strategies().at(3)->isEnabled());
    QVERIFY(bench.strategies().at(3)->toolTip().contains(u"--redis"_s));
    bench.node.now.redis.configured = true;
    bench.ticks(1);
    QVERIFY(bench.strategies().at(3)->isEnabled());
}

QTEST_MAIN(TestNodesPage)
#include "tst_nodespage.moc"
