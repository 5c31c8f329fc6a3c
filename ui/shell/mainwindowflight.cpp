// SPDX-License-Identifier: GPL-3.0-or-later
// The window's part in flight recordings: F8 and alerts write one, and it shows one moment of one after the other.
#include "ui/shell/flightnotice.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/rail.h"
#include "ui/widgets/emptystate.h"

#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int ticksASecond = 4; // as the watch and the alerts count them

} // namespace

void MainWindow::setupFlight()
{
    m_flight = new FlightNotice(m_node, m_theme, this);
    addFoot(&m_flight->banner());
    m_writeFlight = addCommand(QT_TR_NOOP("Write a flight recording"), u"history"_s, Qt::Key_F8,
                               [this] { m_flight->write(node::FlightReason::Manual); });
    m_menu->insertAction(m_copyAddress, m_writeFlight);
    if (m_node.isRecording()) {
        m_rail->hideAccount();
        disconnect(&m_alerts, &Alerts::fired, this, &MainWindow::call); // it is past
        connect(&m_node, &NodeControl::momentChanged, this, &MainWindow::showMoment);
    } else {
        connect(&m_alerts, &Alerts::fired, this, [this] { m_flight->write(node::FlightReason::Alert); });
    }
}

void MainWindow::addFoot(QWidget* foot)
{
    auto* column = static_cast<QVBoxLayout*>(centralWidget()->layout());
    column->insertWidget(column->count() - 1, foot);
}

/// What was wrong then is found as it was then, from the minute before.
void MainWindow::showMoment(const QList<telemetry::Snapshot>& minute)
{
    m_watch = Watch();
    m_alerts.forget();
    for (const telemetry::Snapshot& snapshot : minute) {
        for (int i = 0; i < ticksASecond; ++i)
            m_watch.push(snapshot, m_node.state(), m_node.problem());
        m_alerts.push(m_watch.findings(), snapshot.atMs);
    }
    tick();
}

void MainWindow::showNotRecorded()
{
    m_notice->showEmpty(u"store"_s, tr("A recording holds no products, orders or customers"),
                        tr("It shows how the node was: Overview, Requests, Database, Cache, Nodes and Logs."));
}

} // namespace zg::ui
