// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk.h"
#include "support/httpclient.h"
#include "ui/widgets/emptystate.h"

#include <QTcpServer>

using namespace zg;
using namespace zg::desk;
using namespace Qt::StringLiterals;

/// Another program has the port: the window says so and serves once it is free.
class TestTakenPort final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void freedAndTriedAgain();
};

void TestTakenPort::freedAndTriedAgain()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const QString address = u"127.0.0.1:%1"_s.arg(other.serverPort());
    Desk desk({u"--listen"_s, address});
    QTRY_COMPARE_WITH_TIMEOUT(desk.node.state(), node::State::Failed, Desk::patienceMs);
    auto* notice = qobject_cast<ui::EmptyState*>(desk.window->shown());
    QVERIFY(notice);
    QVERIFY2(notice->help().contains(address), qPrintable(notice->help())); // which port, and what to do
    QVERIFY(notice->help().contains(u"--listen"_s));
    Desk::settle();
    Desk::keep(u"port-1-taken"_s);

    auto* again = notice->findChild<QPushButton*>();
    QVERIFY(again);
    Hand::click(again); // too early: it is taken still, and the window says so again
    QTRY_COMPARE_WITH_TIMEOUT(desk.node.state(), node::State::Failed, Desk::patienceMs);
    other.close();
    QTRY_VERIFY(again->isVisible());
    Hand::click(again);
    QTRY_VERIFY_WITH_TIMEOUT(desk.isServing(), Desk::patienceMs);
    QTRY_VERIFY(qobject_cast<ui::Page*>(desk.window->shown()));
    test::HttpClient client(desk.port());
    QCOMPARE(client.get("/api/v1/products").status, 200);
    QCOMPARE(u"127.0.0.1:%1"_s.arg(desk.port()), address);
    Desk::settle();
    Desk::keep(u"port-2-serves"_s);
}

ZG_DESK_MAIN(TestTakenPort)
#include "tst_takenport.moc"
