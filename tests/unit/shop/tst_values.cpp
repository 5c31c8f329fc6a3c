// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/bulk.h"
#include "shop/changecollector.h"
#include "shop/cursor.h"
#include "shop/grams.h"
#include "shop/ordernumbers.h"
#include "shop/orderrequest.h"
#include "shop/ordertransitions.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

class TestValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreTheContracts();
    void cursorsComeBack();
    void badCursorsAreRefused_data();
    void badCursorsAreRefused();
    void foreignCursorsAreRefused();
    void aNameIsFoundByItsPieces();
    void searchesLookUpFewGrams();
    void meaningIsOfTheOrder();
    void addressComesBack();
    void ordersAreCheckedBeforeTheyQueue_data();
    void ordersAreCheckedBeforeTheyQueue();
    void numbersSayTheShopsDay();
    void transitionsAreOneEach();
    void idListsAreFilledUp();
    void changesNameEachIdOnce();
};

void TestValues::namesAreTheContracts()
{
    for (const auto* text : {"pending_payment", "paid", "shipped", "completed", "cancelled", "refunding", "refunded"})
        QCOMPARE(name(*orderStatus(text)), QByteArrayView(text));
    QVERIFY(!orderStatus("expired"));
    QCOMPARE(productStatus("on_sale"), ProductStatus::OnSale);
    QCOMPARE(productStatus("off_shelf"), ProductStatus::OffShelf);
    QVERIFY(!productStatus("deleted"));
    QCOMPARE(productSort("price_desc"), ProductSort::PriceDesc);
    QVERIFY(!productSort("price"));
    QCOMPARE(name(LedgerCause::Expire), QByteArrayView("expire"));
}

void TestValues::cursorsComeBack()
{
    for (const qint64 key : {qint64(0), qint64(-5), qint64(10'000'000'000), std::numeric_limits<qint64>::max()}) {
        const Position position{key, 42};
        const auto cursor = writeCursor(ListKind::PriceAsc, position);
        QVERIFY(!cursor.contains('+') && !cursor.contains('/') && !cursor.contains('='));
        const auto read = readCursor(ListKind::PriceAsc, cursor);
        QVERIFY(read);
        QCOMPARE(**read, position);
    }
    QVERIFY(!readCursor(ListKind::PriceAsc, {}).value());
}

void TestValues::badCursorsAreRefused_data()
{
    QTest::addColumn<QByteArray>("cursor");
    const auto good = writeCursor(ListKind::Newest, {7, 7});
    QTest::newRow("word") << QByteArray("abc");
    QTest::newRow("number") << QByteArray("20");
    QTest::newRow("not base64") << QByteArray("***");
    QTest::newRow("short") << good.chopped(1);
    QTest::newRow("long") << QByteArray(good + "A");
    QTest::newRow("changed") << QByteArray((good[5] == 'A' ? "B" : "A") + good.mid(1));
    QTest::newRow("id 0") << writeCursor(ListKind::Newest, {7, 0});
    QTest::newRow("id below 0") << writeCursor(ListKind::Newest, {7, -1});
}

void TestValues::badCursorsAreRefused()
{
    QFETCH(QByteArray, cursor);
    const auto read = readCursor(ListKind::Newest, cursor);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(read.error().field, u"cursor"_s);
}

void TestValues::foreignCursorsAreRefused()
{
    for (int of = int(ListKind::Newest); of <= int(ListKind::Ledger); ++of) {
        for (int as = int(ListKind::Newest); as <= int(ListKind::Ledger); ++as)
            QCOMPARE(readCursor(ListKind(as), writeCursor(ListKind(of), {1, 1})).has_value(), of == as);
    }
}

void TestValues::aNameIsFoundByItsPieces()
{
    QCOMPARE(grams(u"abab"_s), QStringList({u"a"_s, u"b"_s, u"ab"_s, u"ba"_s, u"abab"_s, u"bab"_s}));
    QCOMPARE(grams(folded(u"苹果A"_s)), QStringList({u"苹"_s, u"果"_s, u"a"_s, u"苹果"_s, u"果a"_s, u"苹果a"_s}));
    QCOMPARE(grams(u"🍎b"_s), QStringList({u"🍎"_s, u"b"_s, u"🍎b"_s}));
    QCOMPARE(grams({}), QStringList());
    QVERIFY(grams(u"0123456789"_s).contains(u"01234567"_s));
    QVERIFY(grams(u"0123456789"_s).contains(u"789"_s));
    QVERIFY(!grams(u"0123456789"_s).contains(u"012"_s)); // the longer one begins so
    // A text is the beginning of a piece of each name that has it, and of no other.
    for (const auto& text : {u"苹"_s, u"果a"_s, u"苹果a"_s, u"果a🍎🍎"_s, u"a🍎🍎b"_s, u"红苹果a🍎🍎bcdefgh"_s}) {
        const auto range = pieceRange(text);
        const auto pieces = grams(u"红苹果a🍎🍎bcdefghi"_s);
        const auto isIn = [&](const QString& piece) {
            return range.isOne ? piece == range.first
                               : piece.toUtf8() >= range.first.toUtf8() && piece.toUtf8() < range.end.toUtf8();
        };
        QVERIFY(std::any_of(pieces.cbegin(), pieces.cend(), isIn));
        const auto others = grams(u"红苹果汁"_s);
        QVERIFY(text == u"苹"_s || std::none_of(others.cbegin(), others.cend(), isIn));
    }
    QCOMPARE(folded(u"ｉＰｈｏｎｅ"_s), u"iphone"_s);
}

void TestValues::searchesLookUpFewGrams()
{
    QCOMPARE(gramQuery(u"苹"_s).grams, QStringList(u"苹"_s));
    QVERIFY(gramQuery(u"苹果"_s).isExact);
    const auto three = gramQuery(u"abc"_s);
    QCOMPARE(three.grams, QStringList({u"ab"_s, u"bc"_s}));
    QVERIFY(!three.isExact);
    const auto text = u"a very long text to look for"_s;
    const auto many = gramQuery(text);
    QVERIFY(many.grams.size() <= 4);
    for (const auto& gram : many.grams)
        QVERIFY(grams(text).contains(gram));
}

void TestValues::meaningIsOfTheOrder()
{
    NewOrder order;
    order.items = {{ProductId(1), 2}, {ProductId(2), 1}};
    const auto meaning = meaningOf(order);
    QCOMPARE(meaning.size(), 32);

    auto same = order;
    std::reverse(same.items.begin(), same.items.end());
    same.idempotencyKey = u"k"_s;
    QCOMPARE(meaningOf(same), meaning);

    auto other = order;
    other.items[0].quantity = 3;
    QVERIFY(meaningOf(other) != meaning);
    other = order;
    other.remark = u"x"_s;
    QVERIFY(meaningOf(other) != meaning);
    other = order;
    other.address = Address();
    QVERIFY(meaningOf(other) != meaning);
    auto left = order;
    left.address = Address{u"ab"_s, u"c"_s, {}, {}, {}, {}};
    auto right = order;
    right.address = Address{u"a"_s, u"bc"_s, {}, {}, {}, {}};
    QVERIFY(meaningOf(left) != meaningOf(right));
}

void TestValues::addressComesBack()
{
    const Address address{u"张三"_s, u"138"_s, u"广东"_s, u"深圳"_s, u"南山"_s, u"\"路\" \\1\n号"_s};
    QCOMPARE(*addressFromJson(addressToJson(address).toUtf8()), address);
    QVERIFY(!addressFromJson({}));
}

void TestValues::ordersAreCheckedBeforeTheyQueue_data()
{
    QTest::addColumn<QList<qint64>>("ids");
    QTest::addColumn<qint64>("quantity");
    QTest::addColumn<int>("keyLength");
    QTest::addColumn<QString>("field");
    QList<qint64> fifty;
    for (qint64 i = 1; i <= 50; ++i)
        fifty << i;
    QTest::newRow("fifty") << fifty << qint64(999) << 64 << QString();
    QTest::newRow("none") << QList<qint64>() << qint64(1) << 0 << u"items"_s;
    QTest::newRow("51") << QList<qint64>(fifty + QList<qint64>{51}) << qint64(1) << 0 << u"items"_s;
    QTest::newRow("twice") << QList<qint64>{3, 1, 3} << qint64(1) << 0 << u"items"_s;
    QTest::newRow("quantity 0") << QList<qint64>{1} << qint64(0) << 0 << u"items"_s;
    QTest::newRow("quantity 1000") << QList<qint64>{1} << qint64(1000) << 0 << u"items"_s;
    QTest::newRow("key 65") << QList<qint64>{1} << qint64(1) << 65 << u"idempotency_key"_s;
}

void TestValues::ordersAreCheckedBeforeTheyQueue()
{
    QFETCH(QList<qint64>, ids);
    QFETCH(qint64, quantity);
    QFETCH(int, keyLength);
    QFETCH(QString, field);
    NewOrder order;
    for (const auto id : ids)
        order.items.append(NewOrderItem{ProductId(id), quantity});
    order.idempotencyKey = QString(keyLength, u'k');
    const auto request = OrderRequest::make(order);
    QCOMPARE(request.has_value(), field.isEmpty());
    if (!request)
        QCOMPARE(request.error().field, field);
    else
        QCOMPARE(request->order, order);
}

void TestValues::numbersSayTheShopsDay()
{
    QCOMPARE(orderNumber(1'767'196'799'999, 7), u"202512310000000007"_s); // 23:59:59.999 in Shanghai
    QCOMPARE(orderNumber(1'767'196'800'000, 12'345'678'901), u"2026010112345678901"_s);
}

void TestValues::transitionsAreOneEach()
{
    QCOMPARE(orderTransitions().size(), size_t(orderEventCount));
    for (const auto& row : orderTransitions()) {
        QCOMPARE(orderTransition(row.from, row.event), &row);
        QCOMPARE(actorOf(row.event), row.actor);
    }
}

void TestValues::idListsAreFilledUp()
{
    const IdList list({4, 5, 6});
    QCOMPARE(list.text(), u"IN (?,?,?,?,?)"_s);
    QCOMPARE(list.values(), QVariantList({4, 5, 6, 6, 6}));
}

void TestValues::changesNameEachIdOnce()
{
    ChangeCollector changes;
    changes.counters({ProductId(2), 9, 1, 2, 5});
    changes.counters({ProductId(1), 7, 1, 2, 5});
    changes.counters({ProductId(2), 8, 2, 3, 6});
    changes.counters({ProductId(3), 1, 1, 1, 1});
    Product edited;
    edited.id = ProductId(3);
    changes.product(edited);
    changes.order(OrderId(1), UserId(9));
    changes.order(OrderId(2), UserId(9));
    const auto set = changes.take();
    QCOMPARE(set.counters.size(), 2);
    QCOMPARE(set.counters[0].id, ProductId(1));
    QCOMPARE(set.counters[1].stock, 8);
    QCOMPARE(set.products, QList<ProductId>{ProductId(3)});
    QCOMPARE(set.orderOwners, QList<UserId>{UserId(9)});
    QCOMPARE(set.orders.size(), 2);
    QVERIFY(changes.take().isEmpty());
}

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
