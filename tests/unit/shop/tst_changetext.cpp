// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/changetext.h"

#include <QTest>

#include <algorithm>
#include <limits>

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

    void aBigOneInParts()
    {
        constexpr qint64 most = std::numeric_limits<qint64>::max(); // the longest numbers there are
        ChangeSet changes;
        for (qint64 i = 0; i < 500; ++i) {
            changes.counters.append({ProductId(most - i), most, most, most, most});
            changes.products.append(ProductId(most - 1000 - i));
            changes.orderOwners.append(UserId(most - 2000 - i));
        }
        changes.categories = true;
        const auto texts = toTexts(changes, 4000);
        QVERIFY(texts.size() > 10);
        ChangeSet whole;
        int timesCategories = 0;
        for (const QByteArray& text : texts) {
            QVERIFY2(text.size() <= 4000, qPrintable(QString::number(text.size())));
            const auto part = changesFromText(text);
            QVERIFY(part);
            whole.counters += part->counters;
            whole.products += part->products;
            whole.orderOwners += part->orderOwners;
            timesCategories += part->categories;
        }
        QCOMPARE(whole.counters, changes.counters);
        QCOMPARE(whole.products, changes.products);
        std::ranges::sort(whole.orderOwners);
        std::ranges::sort(changes.orderOwners);
        QCOMPARE(whole.orderOwners, changes.orderOwners);
        QCOMPARE(timesCategories, 1);
        ChangeSet little;
        little.products = {ProductId(1)};
        QCOMPARE(toTexts(little, 4000), QList<QByteArray>{toText(little)});
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
