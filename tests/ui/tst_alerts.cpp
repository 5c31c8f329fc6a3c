// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/models/alerts.h"
#include "ui/shell/alertspanel.h"
#include "ui/shell/statusstrip.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestAlerts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badFiresAfterAWhileAndSlowLater();
    void aGapBeforeItFiresBeginsAnew();
    void aShortAbsenceDoesNotEndIt();
    void silencedIsListedAndCallsNobody();
    void whatWasIsKept();
    void twoFindingsOfAKindAreOneAlert();
    void breakerReplicaAndNodeAreFound();
    void panelOpensFromTheStripAndByKey();
    void panelSilencesAndCallsAgain();
    void panelRemembersHowItCalls();
    void ledgersLightTurnsRedAndLeadsToTheProduct();
    void ledgersLightAsksForAPass();
};

namespace {

const Finding failing{Finding::Kind::ServerErrors, true, u"7 requests failed"_s, {}};
const Finding slow{Finding::Kind::SlowAnswers, false, u"p99 is 900 ms"_s, {}};

/// A quarter second a step, as the window ticks.
struct Bench
{
    void push(const QList<Finding>& findings, qint64 forMs)
    {
        for (qint64 at = 0; at < forMs; at += 250)
            alerts.push(findings, nowMs += 250);
    }
    qint64 nowMs = 1'000'000;
    Alerts alerts;
    QSignalSpy fired{&alerts, &Alerts::fired};
    QSignalSpy ended{&alerts, &Alerts::ended};
};

QToolButton* button(QWidget& panel, const QString& text)
{
    for (QToolButton* each : panel.findChildren<QToolButton*>())
        if (each->text() == text && each->isVisible())
            return each;
    return nullptr;
}

QAbstractButton* figure(Console& console, const QString& label)
{
    for (QAbstractButton* each : console.window->strip().findChildren<QAbstractButton*>())
        if (each->accessibleName().trimmed().startsWith(label))
            return each;
    return nullptr;
}

/// The node answers 5xx for long enough.
void fail(Console& console)
{
    console.ticks(4);
    for (int i = 0; i < 40; ++i) {
        console.node.now.outcomes[size_t(telemetry::Outcome::ServerError)] += 3;
        console.ticks(1);
    }
}

} // namespace

void TestAlerts::badFiresAfterAWhileAndSlowLater()
{
    Bench bench;
    bench.push({failing, slow}, Alerts::badForMs - 250);
    QCOMPARE(bench.fired.size(), 0);
    bench.push({failing, slow}, 750);
    QCOMPARE(bench.fired.size(), 1);
    QCOMPARE(bench.alerts.standing().size(), 1);
    QCOMPARE(bench.alerts.standing().constFirst().kind, Finding::Kind::ServerErrors);
    bench.push({failing, slow}, Alerts::slowForMs);
    QCOMPARE(bench.fired.size(), 2);
    QCOMPARE(bench.alerts.standing().size(), 2);
    QCOMPARE(bench.alerts.standing().constFirst().kind, Finding::Kind::ServerErrors); // what fails comes first
}

void TestAlerts::aGapBeforeItFiresBeginsAnew()
{
    Bench bench;
    for (int i = 0; i < 10; ++i) {
        bench.push({failing}, Alerts::badForMs - 500);
        bench.push({}, 250);
    }
    QCOMPARE(bench.fired.size(), 0);
}

void TestAlerts::aShortAbsenceDoesNotEndIt()
{
    Bench bench;
    bench.push({failing}, Alerts::badForMs + 500);
    bench.push({}, Alerts::awayForMs - 1'000);
    bench.push({failing}, 1'000);
    bench.push({}, Alerts::awayForMs - 1'000);
    QCOMPARE(bench.alerts.standing().size(), 1);
    QCOMPARE(bench.fired.size(), 1);
    QCOMPARE(bench.ended.size(), 0);
    bench.push({}, 2'000);
    QCOMPARE(bench.alerts.standing().size(), 0);
    QCOMPARE(bench.ended.size(), 1);
}

void TestAlerts::silencedIsListedAndCallsNobody()
{
    Bench bench;
    bench.alerts.silence(Finding::Kind::ServerErrors, bench.nowMs + 60'000);
    bench.push({failing}, 10'000);
    QCOMPARE(bench.fired.size(), 0);
    QCOMPARE(bench.alerts.standing().size(), 1);
    QVERIFY(bench.alerts.standing().constFirst().isCalm);
    bench.push({}, Alerts::awayForMs + 250);
    bench.push({failing}, 30'000); // the silence is over by now
    QCOMPARE(bench.fired.size(), 1);
}

void TestAlerts::whatWasIsKept()
{
    Bench bench;
    bench.push({failing}, 10'000);
    const qint64 last = bench.nowMs;
    bench.push({}, Alerts::awayForMs + 250);
    QCOMPARE(bench.alerts.past().size(), 1);
    QCOMPARE(bench.alerts.past().constFirst().endedMs, last);
    QCOMPARE(bench.alerts.past().constFirst().text, failing.text);
    for (qsizetype i = 0; i < Alerts::pastKept + 5; ++i) {
        bench.push({failing}, Alerts::badForMs + 500);
        bench.push({}, Alerts::awayForMs + 500);
    }
    QCOMPARE(bench.alerts.past().size(), Alerts::pastKept);
}

void TestAlerts::twoFindingsOfAKindAreOneAlert()
{
    Bench bench;
    const Finding overload{Finding::Kind::Shedding, false, u"503"_s, {}},
        limit{Finding::Kind::Shedding, false, u"429"_s, {}};
    bench.push({overload, limit}, 20'000);
    QCOMPARE(bench.fired.size(), 1);
    QCOMPARE(bench.alerts.standing().constFirst().text, u"503"_s);
}

void TestAlerts::breakerReplicaAndNodeAreFound()
{
    telemetry::Snapshot snapshot;
    snapshot.atMs = FakeNode::startMs;
    snapshot.breakers.append({u"redis"_s, telemetry::BreakerFigures::State::Open});
    snapshot.replicas.append({u"10.0.0.2:5432/shop"_s, false, -1});
    snapshot.replicas.append({u"10.0.0.3:5432/shop"_s, true, 3});
    snapshot.nodes.append({u"1"_s, u"north"_s, {}, {}, telemetry::NodeFigures::State::Gone});
    Watch watch;
    watch.push(snapshot, node::State::Serving, {});
    QList<Finding::Kind> kinds;
    for (const Finding& finding : watch.findings())
        kinds.append(finding.kind);
    QCOMPARE(kinds, QList({Finding::Kind::BreakerOpen, Finding::Kind::ReplicaAway, Finding::Kind::NodeGone}));
    QVERIFY(watch.findings().at(1).text.contains(u"10.0.0.2"_s));
}

void TestAlerts::panelOpensFromTheStripAndByKey()
{
    Console console;
    console.show();
    fail(console);
    QCOMPARE(console.window->alerts().standing().size(), 1);
    QVERIFY(console.window->strip().text().contains(u"alerts 1"_s));
    QTest::mouseClick(figure(console, u"alerts"_s), Qt::LeftButton);
    AlertsPanel& panel = console.window->alertsPanel();
    QVERIFY(panel.isVisible());
    QVERIFY2(panel.text().contains(u"failed in the last minute"_s), qPrintable(panel.text()));
    QTest::keyClick(&panel, Qt::Key_Escape);
    QVERIFY(!panel.isVisible());
    QTest::keyClick(console.window.get(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(panel.isVisible());
    QVERIFY(panel.geometry().bottom() < console.window->height());
    QVERIFY(panel.geometry().top() > 0);
}

void TestAlerts::panelSilencesAndCallsAgain()
{
    Console console;
    console.show();
    fail(console);
    AlertsPanel& panel = console.window->alertsPanel();
    panel.open();
    QVERIFY(button(panel, u"Silence for 1 h"_s));
    QTest::mouseClick(button(panel, u"Silence for 1 h"_s), Qt::LeftButton);
    QTRY_VERIFY(button(panel, u"Call again"_s));
    QVERIFY(panel.text().contains(u"silent until"_s));
    QTest::mouseClick(button(panel, u"Call again"_s), Qt::LeftButton);
    QTRY_VERIFY(button(panel, u"Silence for 1 h"_s));
    QTest::mouseClick(button(panel, u"Show"_s), Qt::LeftButton);
    QVERIFY(!panel.isVisible());
    QCOMPARE(console.window->currentPage(), pageOf(Finding::Kind::ServerErrors));
}

void TestAlerts::panelRemembersHowItCalls()
{
    Console console;
    console.show();
    AlertsPanel& panel = console.window->alertsPanel();
    QVERIFY(panel.callsDesktop());
    QVERIFY(!panel.callsSound());
    panel.open();
    const QList<QCheckBox*> boxes = panel.findChildren<QCheckBox*>();
    for (QCheckBox* box : boxes)
        QTest::keyClick(box, Qt::Key_Space);
    QVERIFY(!panel.callsDesktop());
    QVERIFY(panel.callsSound());
    MainWindow again(console.node, console.theme, console.lingo, console.state);
    QVERIFY(!again.alertsPanel().callsDesktop());
    QVERIFY(again.alertsPanel().callsSound());
}

void TestAlerts::ledgersLightTurnsRedAndLeadsToTheProduct()
{
    Console console;
    console.show();
    console.node.now.ledger.checkedAtMs = FakeNode::startMs;
    console.ticks(1);
    QVERIFY2(console.window->strip().text().contains(u"ledger holds"_s), qPrintable(console.window->strip().text()));
    console.node.now.ledger.standing = 1;
    console.node.now.ledger.last.append({3, 10, 9, FakeNode::startMs, {81, 80}});
    console.ticks(40);
    QVERIFY(console.window->strip().text().contains(u"ledger 1 off"_s));
    QCOMPARE(console.window->alerts().standing().constFirst().kind, Finding::Kind::LedgerDrift);
    figure(console, u"ledger"_s)->click();
    QCOMPARE(console.window->currentPage(), u"products"_s);
}

void TestAlerts::ledgersLightAsksForAPass()
{
    Console console;
    console.show();
    console.node.now.ledger.checkedAtMs = FakeNode::startMs;
    console.ticks(1);
    figure(console, u"ledger"_s)->click(); // nobody sits here yet
    QCOMPARE(console.node.productDesk.proofs, 0);
    (void)console.node.staff().signIn(u"staff"_s, u"staff-pass"_s);
    figure(console, u"ledger"_s)->click();
    QCOMPARE(console.node.productDesk.proofs, 1);
}

QTEST_MAIN(TestAlerts)
#include "tst_alerts.moc"
