// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/widgets/ordertimeline.h"
#include "ui/widgets/barcode.h"
#include "ui/widgets/packingslip.h"
#include "ui/widgets/picklist.h"

#include <QBuffer>
#include <QSignalSpy>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestPackingSlip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pdf_data();
    void pdf();
    void cancel();
    void textIsText();
    void pickListSumsUp();
    void barcodes_data();
    void barcodes();
    void timeline();

private:
    static int pagesOf(const QByteArray& pdf)
    {
        static const QRegularExpression page(u"/Type\\s*/Page\\b(?!s)"_s);
        int count = 0;
        for (auto it = page.globalMatch(QString::fromLatin1(pdf)); it.hasNext(); it.next())
            ++count;
        return count;
    }
};

void TestPackingSlip::pdf_data()
{
    QTest::addColumn<int>("orders");
    QTest::addColumn<int>("items");
    QTest::addColumn<int>("atLeast");
    QTest::newRow("one") << 1 << 2 << 1;
    QTest::newRow("many") << 7 << 2 << 7;
    QTest::newRow("a long one") << 1 << 50 << 2;
}

void TestPackingSlip::pdf()
{
    QFETCH(int, orders);
    QFETCH(int, items);
    QFETCH(int, atLeast);
    QList<shop::Order> list = makeOrders(orders);
    for (shop::Order& order : list) {
        order.items.clear();
        for (int i = 0; i < items; ++i)
            order.items.append({ProductId(i + 1), makeProduct(i + 1).name, 100, 1});
    }
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    auto* slips = new Paper(
        Paper::pdfInto(&buffer, u"slips"_s), orders, [list](int at) { return packingSlip(list.at(at)); }, this);
    QSignalSpy finished(slips, &Paper::finished);
    slips->start();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(finished.at(0).at(0).toBool(), true);
    const int pages = finished.at(0).at(1).toInt();
    QVERIFY(pages >= atLeast);
    QVERIFY(buffer.data().startsWith("%PDF-"));
    QVERIFY(buffer.data().trimmed().endsWith("%%EOF"));
    QCOMPARE(pagesOf(buffer.data()), pages);
    if (QDir().mkpath(QStringLiteral(ZG_SCREENSHOTS))) { // to be looked at
        QFile file(QStringLiteral(ZG_SCREENSHOTS) + u"/packing-slip-"_s +
                   QString::fromLatin1(QTest::currentDataTag()).replace(u' ', u'-') + u".pdf"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(buffer.data());
    }
}

void TestPackingSlip::cancel()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    auto* slips = new Paper(
        Paper::pdfInto(&buffer, u"slips"_s), 200, [](int at) { return packingSlip(makeOrder(at + 1)); }, this);
    QSignalSpy finished(slips, &Paper::finished);
    connect(slips, &Paper::advanced, slips, [slips](int done, int) {
        if (done == 3)
            slips->cancel();
    });
    slips->start();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(finished.at(0).at(0).toBool(), false);
    QVERIFY(finished.at(0).at(1).toInt() < 10);
}

void TestPackingSlip::textIsText()
{
    shop::Order order = makeOrder(1);
    order.remark = u"<img src=x> & 10pt; leave it\nat the door"_s;
    order.items[0].name = u"<b>Tea</b>"_s;
    const QString html = packingSlipHtml(order);
    QVERIFY(!html.contains(u"<img"_s));
    QVERIFY(!html.contains(u"<b>Tea"_s));
    QVERIFY(html.contains(u"10pt; leave it<br>at the door"_s));
    QVERIFY(html.contains(order.orderNo));
    QVERIFY(!html.contains(u"¥"_s)); // no prices in a parcel
}

void TestPackingSlip::pickListSumsUp()
{
    QList<shop::Order> orders = makeOrders(3);
    orders[0].items = {{ProductId(9), u"Cup"_s, 100, 1}, {ProductId(7), u"<b>Tea</b>"_s, 100, 2}};
    orders[1].items = {{ProductId(7), u"<b>Tea</b>"_s, 100, 3}};
    orders[2].items = {{ProductId(8), u"Pot"_s, 100, 1}};
    const QList<PickLine> lines = pickLines(orders);
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0), (PickLine{ProductId(7), u"<b>Tea</b>"_s, 5, {{1, 2}, {2, 3}}}));
    QCOMPARE(lines.at(2), (PickLine{ProductId(9), u"Cup"_s, 1, {{1, 1}}}));
    const QString html = pickListHtml(orders);
    QVERIFY(!html.contains(u"<b>Tea"_s));
    for (const shop::Order& order : orders)
        QVERIFY(html.contains(order.orderNo));
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    auto* paper = new Paper(
        Paper::pdfInto(&buffer, u"list"_s), 1, [](int) { return pickList(makeOrders(60)); }, this);
    QSignalSpy finished(paper, &Paper::finished);
    paper->start();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(pagesOf(buffer.data()), finished.at(0).at(1).toInt());
    QVERIFY(finished.at(0).at(1).toInt() > 1);
    if (QDir().mkpath(QStringLiteral(ZG_SCREENSHOTS))) { // to be looked at
        QFile file(QStringLiteral(ZG_SCREENSHOTS) + u"/pick-list.pdf"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(buffer.data());
    }
}

void TestPackingSlip::barcodes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("modules");
    // ISO/IEC 15417: start, values, check value, stop.
    QTest::newRow("A") << u"A"_s
                       << u"211214"
                          "111323"
                          "131123"
                          "2331112"_s;
    QTest::newRow("1234") << u"1234"_s
                          << u"211232"
                             "112232"
                             "131123"
                             "121241"
                             "2331112"_s;
    QTest::newRow("not to be written") << u"订单"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestPackingSlip::barcodes()
{
    QFETCH(QString, text);
    QFETCH(QString, modules);
    QString found;
    for (const int width : code128(text))
        found += QString::number(width);
    QCOMPARE(found, modules);
}

void TestPackingSlip::timeline()
{
    shop::Order order = makeOrder(4); // a refund was asked for
    const QList<OrderTimeline::Step> steps = OrderTimeline::stepsOf(order);
    QCOMPARE(steps.size(), 3);
    QCOMPARE(steps.at(0).what, u"Ordered"_s);
    QCOMPARE(steps.at(1).what, u"Paid"_s);
    QCOMPARE(steps.at(2).what, u"Refund asked"_s);
    QVERIFY(!steps.at(2).note.isEmpty());
    order.history.append(
        {shop::OrderStatus::Refunding, shop::OrderStatus::Paid, UserId(7), u"王店员"_s, order.createdAt, {}});
    QCOMPARE(OrderTimeline::stepsOf(order).last().what, u"Refund refused"_s);
    order.history = {{shop::OrderStatus::PendingPayment, shop::OrderStatus::Cancelled, {}, {}, order.createdAt, {}}};
    QCOMPARE(OrderTimeline::stepsOf(order).first().what, u"Ordered"_s); // made up from the order itself
    QCOMPARE(OrderTimeline::stepsOf(order).last().who, u"the store"_s);
    Theme theme;
    OrderTimeline widget(theme);
    widget.showOrder(order);
    QVERIFY(widget.heightForWidth(300) > 0);
    QVERIFY(widget.accessibleDescription().contains(u"Cancelled"_s));
}

QTEST_MAIN(TestPackingSlip)
#include "tst_packingslip.moc"
