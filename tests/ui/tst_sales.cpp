// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/pages/salespage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/barchart.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tableview.h"

#include <QAbstractItemModelTester>
#include <QDateEdit>
#include <QLabel>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestSales : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void addsUp();
    void ranges();
    void clockChange();
    void keysInTheChart();
    void limits();
    void fails();
    void tooLong();
    void stops();
    void exports();
    void isRemembered();

private:
    void open();
    Segments* segments(const QString& name) { return m_page->findChild<Segments*>(name); }
    void choose(const QString& name, int at)
    {
        const auto buttons = segments(name)->findChildren<QToolButton*>();
        buttons.at(at)->setFocus();
        QTest::keyClick(buttons.at(at), Qt::Key_Space);
    }
    QString note() { return m_page->findChild<QLabel*>(u"note"_s)->text(); }
    BarChart& chart() { return *m_page->findChild<BarChart*>(); }

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<SalesPage> m_page;
};

void TestSales::init()
{
    m_desk = std::make_unique<Desk>();
    QList<shop::Order>& orders = m_desk->node.orderDesk.items;
    orders = makeOrders(70);
    const qint64 noon = QDate::currentDate().startOfDay().toMSecsSinceEpoch() + 12 * 3'600'000;
    for (int i = 0; i < orders.size(); ++i)
        if (orders.at(i).paidAt)
            orders[i].paidAt = noon - qint64(i % 10) * 86'400'000;
    open();
}

void TestSales::open()
{
    m_page = std::make_unique<SalesPage>(m_desk->context());
    m_page->resize(1200, 720);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void TestSales::cleanup()
{
    m_page.reset();
    m_desk.reset();
}

void TestSales::addsUp()
{
    QAbstractItemModelTester tester(&m_page->model());
    QTRY_COMPARE(m_page->report().spans.size(), 7); // the last seven days at first
    QCOMPARE(chart().bars().size(), 7);
    const shop::SalesSpan sum = m_page->report().sum();
    QVERIFY(sum.orders > 10);
    QVERIFY(m_page->model().rowCount() > 5);
    QStringList texts;
    for (const QLabel* label : m_page->findChildren<QLabel*>())
        texts += label->text();
    QVERIFY(texts.contains(QString::number(sum.orders)));
    QVERIFY(note().contains(u"where they were paid"_s));
    QCOMPARE(chart().bars().last().value, double(m_page->report().spans.last().takingsFen) / 100);
    choose(u"what"_s, 1);
    QCOMPARE(chart().bars().last().value, double(m_page->report().spans.last().orders));
}

void TestSales::ranges()
{
    QTRY_COMPARE(chart().bars().size(), 7);
    choose(u"range"_s, 0);
    const qint64 hours = QDate::currentDate().startOfDay().secsTo(QDate::currentDate().addDays(1).startOfDay()) / 3600;
    QTRY_COMPARE(chart().bars().size(), hours);
    choose(u"range"_s, 2);
    QTRY_COMPARE(chart().bars().size(), 30);
    choose(u"range"_s, 3);
    auto* from = m_page->findChild<QDateEdit*>(u"from"_s);
    auto* to = m_page->findChild<QDateEdit*>(u"to"_s);
    QVERIFY(from->isVisible());
    from->setDate(QDate(2025, 3, 10));
    to->setDate(QDate(2025, 3, 1)); // the wrong way round
    QTRY_COMPARE(chart().bars().size(), 10);
    QCOMPARE(m_page->range().first, QDate(2025, 3, 1));
    to->setDate(QDate(2025, 3, 11));
    QTRY_COMPARE(chart().bars().size(), 48); // two days: hours
}

void TestSales::clockChange()
{
    const QByteArray before = qgetenv("TZ");
    qputenv("TZ", "Europe/Berlin");
    tzset();
    const SalesRange spring{QDate(2025, 3, 30), QDate(2025, 3, 30)};
    const SalesRange autumn{QDate(2025, 10, 20), QDate(2025, 10, 31)};
    const qsizetype hours = spring.edges().size() - 1;
    const QList<qint64> days = autumn.edges();
    if (before.isEmpty())
        qunsetenv("TZ");
    else
        qputenv("TZ", before);
    tzset();
    QCOMPARE(hours, 23);
    QCOMPARE(days.size(), 13);
    QCOMPARE(days.at(7) - days.at(6), 25 * 3'600'000); // the 26th
}

void TestSales::keysInTheChart()
{
    QTRY_COMPARE(chart().bars().size(), 7);
    chart().setFocus();
    QTest::keyClick(&chart(), Qt::Key_Left);
    QCOMPARE(chart().pointed(), 6); // today
    QTest::keyClick(&chart(), Qt::Key_Left);
    QCOMPARE(chart().pointed(), 5);
    QCOMPARE(m_page->findChild<QLabel*>(u"reading"_s)->text(), chart().bars().at(5).text);
    QVERIFY(chart().bars().at(5).text.contains(u"¥"_s));
    QTest::keyClick(&chart(), Qt::Key_Escape);
    QCOMPARE(chart().pointed(), -1);
}

void TestSales::limits()
{
    QTRY_COMPARE(chart().bars().size(), 7);
    m_desk->node.orderDesk.change = [](shop::SalesReport& report) {
        report.firstRead = 2;
        report.areSpansCapped = true;
        report.sellersOrders = 5;
    };
    QTest::keyClick(m_page.get(), Qt::Key_F5);
    QTRY_VERIFY(note().contains(u"nothing was read"_s));
    QVERIFY(note().contains(u"A bar holds"_s));
    QVERIFY(note().contains(u"newest 5 orders"_s));
    QVERIFY(!chart().bars().at(1).isKnown);
    QVERIFY(chart().bars().at(2).isKnown);
}

void TestSales::fails()
{
    QTRY_COMPARE(chart().bars().size(), 7);
    m_desk->node.orderDesk.failure = Error{ErrorCode::DependencyDown, u"no connection"_s};
    QTest::keyClick(m_page.get(), Qt::Key_F5);
    QTRY_VERIFY(m_page->findChild<Banner*>()->text().contains(u"not up to date"_s)); // what stood there stays
    QVERIFY(chart().isVisible());
    choose(u"range"_s, 2);
    QTRY_VERIFY(m_page->findChild<EmptyState*>()->headline().contains(u"could not be read"_s));
    QVERIFY(!chart().isVisible());
    m_desk->node.orderDesk.failure.reset();
    Q_EMIT m_page->findChild<EmptyState*>()->buttonClicked();
    QTRY_COMPARE(chart().bars().size(), 30);
    QVERIFY(m_page->findChild<Banner*>()->text().isEmpty());
}

void TestSales::tooLong()
{
    QTRY_COMPARE(chart().bars().size(), 7);
    choose(u"range"_s, 3);
    m_page->findChild<QDateEdit*>(u"from"_s)->setDate(QDate(2020, 1, 1));
    QTRY_VERIFY(m_page->findChild<EmptyState*>()->headline().contains(u"too long"_s));
}

void TestSales::stops()
{
    QTRY_COMPARE(chart().bars().size(), 7);
    m_desk->node.orderDesk.isHeld = true;
    choose(u"range"_s, 2);
    Q_EMIT m_page->findChild<EmptyState*>()->buttonClicked(); // Cancel
    QCOMPARE(m_page->findChild<EmptyState*>()->headline(), u"Stopped"_s);
    m_desk->node.orderDesk.isHeld = false;
    m_desk->node.orderDesk.releaseAll();
    QTest::qWait(20);
    QCOMPARE(m_page->report().spans.size(), 7); // the late answer is dropped
    Q_EMIT m_page->findChild<EmptyState*>()->buttonClicked();
    QTRY_COMPARE(m_page->report().spans.size(), 30);
}

void TestSales::exports()
{
    QTRY_COMPARE(chart().bars().size(), 7);
    const QString path = m_desk->folder.filePath(u"sales.csv"_s);
    m_page->exportTo(path);
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QCOMPARE(bytes.count("\nspan,"), 7);
    QCOMPARE(bytes.count("\nproduct,"), m_page->model().rowCount());
    QVERIFY(bytes.contains("\ntotal,"));
    m_page->exportTo(m_desk->folder.filePath(u"no/where.csv"_s));
    QTRY_VERIFY(m_page->findChild<Banner*>()->text().contains(u"not written"_s));
}

void TestSales::isRemembered()
{
    QTRY_COMPARE(chart().bars().size(), 7);
    choose(u"range"_s, 2);
    open();
    QTRY_COMPARE(chart().bars().size(), 30);
}

QTEST_MAIN(TestSales)
#include "tst_sales.moc"
