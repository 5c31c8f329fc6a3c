// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/changetext.h"

#include <QTest>

using namespace zg;
using namespace zg::shop;

class TestChangeText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thereAndBack()
    {
        ChangeSet changes;
        changes.counters = {{ProductId(7), 12, 5, 99, 1'770'000'000'000}, {ProductId(8), 0, 0, 1, 0}};
        changes.products = {ProductId(3), ProductId(1'000'000'000'000)};
        changes.orderOwners = {UserId(4)};
        changes.categories = true;
        Order order;
        order.userId = UserId(2);
        changes.placed = {order, order};
        const auto read = changesFromText(toText(changes));
        QVERIFY(read);
        QCOMPARE(read->counters, changes.counters);
        QCOMPARE(read->products, changes.products);
        QCOMPARE(read->orderOwners, (QList<UserId>{UserId(2), UserId(4)}));
        QVERIFY(read->categories);
        QVERIFY(read->placed.isEmpty());
        QVERIFY(changesFromText(toText(ChangeSet()))->isEmpty());
    }

    void refusesWhatIsNone_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "0", "0 0 0 ", "1 0 0 0 ", "0 0 0 0 0 ", "x 0 0 0 ", "-1 0 0 0 ",
                                 "99999999999999999999 0 0 0 ", "1 1 2 3 4 0 0 0 ", "9000000 1 "})
            QTest::newRow(text) << QByteArray(text);
    }
    void refusesWhatIsNone()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!changesFromText(text));
    }
};

QTEST_GUILESS_MAIN(TestChangeText)
#include "tst_changetext.moc"
