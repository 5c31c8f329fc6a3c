// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include "shop/demo.h"
#include "shop/orderquery.h"
#include "shop/orderreader.h"
#include "shop/producthistory.h"
#include "shop/productsearch.h"
#include "shop/salesquery.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

/// Every list the shop can be asked for, through the planner: no table scan, no temporary sort.
class TestStatements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsWalkAnIndex_data();
    void listsWalkAnIndex();
    void listsWalkAnIndexAfterAnalyze_data() { listsWalkAnIndex_data(); }
    void listsWalkAnIndexAfterAnalyze();
    void theTestSeesScansAndSorts();
    void cleanupTestCase() { m_store.reset(); }

private:
    QStringList problems(const ListStatement& statement, bool isBounded = false);
    static ListStatement product(int bits);
    static ListStatement search(int bits, const ProductSearch& search);
    static ListStatement order(int bits);

    std::unique_ptr<Store> m_store;
};

void TestStatements::initTestCase()
{
    m_store = std::make_unique<Store>();
    ZG_OK(seedDemo(m_store->database, m_store->clock, 1000, u"h"_s, u"h"_s));
}

/// @param isBounded few rows that an index gave are sorted, then
QStringList TestStatements::problems(const ListStatement& statement, bool isBounded)
{
    const auto found = m_store->database.readNow([&](sql::Connection& connection) -> Result<QStringList> {
        auto rows = connection.runText("explain", u"EXPLAIN QUERY PLAN "_s + statement.text, statement.values);
        if (!rows)
            return rows.error();
        QStringList list;
        while (rows->next()) {
            const auto step = rows->text(3);
            const bool isOfFew = isBounded && (step == u"SCAN g"_s || step.contains(u"TEMP B-TREE"_s));
            if (!isOfFew && (step.contains(u"SCAN "_s) || step.contains(u"TEMP B-TREE"_s)))
                list.append(step);
        }
        return list;
    });
    return found ? found.value() : QStringList(found.error().message);
}

namespace {
ProductFilter filterOf(int bits)
{
    ProductFilter filter;
    filter.sort = ProductSort(bits & 3);
    if (bits & 4)
        filter.categoryId = CategoryId(3);
    if (bits & 8)
        filter.status = bits & 16 ? ProductStatus::OffShelf : ProductStatus::OnSale;
    return filter;
}
std::optional<Position> positionOf(int bits)
{
    return bits & 32 ? std::optional(Position{5000, 500}) : std::nullopt;
}
} // namespace

ListStatement TestStatements::product(int bits)
{
    return productPage(filterOf(bits), positionOf(bits), 21);
}

ListStatement TestStatements::search(int bits, const ProductSearch& search)
{
    return searchPage(filterOf(bits), search, positionOf(bits), 20, sql::Dialect::Sqlite);
}

ListStatement TestStatements::order(int bits)
{
    OrderFilter filter;
    OrderRange range;
    if (bits & 1)
        filter.status = OrderStatus::Paid;
    if (bits & 2)
        filter.userId = UserId(7);
    if (bits & 4)
        filter.productId = ProductId(9);
    if (bits & 8)
        filter.orderNo = u"202512310000000007"_s;
    if (bits & 16)
        range.from = range.ledgerFrom = 100;
    if (bits & 32)
        range.to = range.ledgerTo = 2000;
    return allOrdersPage(filter, range, bits & 64 ? std::optional(Position{500, 500}) : std::nullopt, 20);
}

void TestStatements::listsWalkAnIndex_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QVariantList>("values");
    QTest::addColumn<bool>("isBounded");
    const auto add = [](const QString& name, const ListStatement& statement, bool isBounded = false) {
        QVERIFY(!statement.text.isEmpty());
        QTest::newRow(qPrintable(name)) << statement.text << statement.values << isBounded;
    };
    for (int bits = 0; bits < 64; ++bits) {
        add(u"products %1"_s.arg(bits), product(bits));
        for (const auto& text : {u"苹"_s, u"苹果"_s, u"iph"_s, u"a longer text"_s})
            add(u"products %1 '%2'"_s.arg(bits).arg(text), search(bits, {ProductSearch::Way::Gather, text, {}}), true);
        add(u"products %1, walk"_s.arg(bits), search(bits, {ProductSearch::Way::WalkList, u"苹果"_s, {}}));
        if ((bits & 3) == int(ProductSort::Newest))
            add(u"names %1, walk"_s.arg(bits), search(bits, {ProductSearch::Way::WalkNames, u"苹果"_s, u"苹果"_s}));
    }
    for (const auto& text : {u"苹"_s, u"苹果"_s, u"iph"_s, u"a longer text"_s})
        add(u"many '%1'"_s.arg(text), manyNames(text));
    add(u"depth"_s, pieceDepth(u"苹果"_s, 99));
    for (int bits = 0; bits < 128; ++bits)
        add(u"all orders %1"_s.arg(bits), order(bits));
    for (int bits = 0; bits < 4; ++bits) {
        add(u"own orders %1"_s.arg(bits),
            ownOrdersPage(UserId(3), bits & 1 ? std::optional(OrderStatus::Paid) : std::nullopt,
                          bits & 2 ? std::optional(Position{0, 9}) : std::nullopt, 20));
    }
    add(u"ledger"_s, ledgerPage(ProductId(1), {}, 20));
    add(u"edits"_s, editsPage(ProductId(1), 99, 20));
    add(u"ledger, page 2"_s, ledgerPage(ProductId(1), Position{1, 99}, 20));
    for (const qsizetype count : {1, 20, 100}) {
        add(u"items of %1"_s.arg(count), itemsOf(QList<qint64>(count, 7)));
        add(u"history of %1"_s.arg(count), historyOf(QList<qint64>(count, 7)));
    }
    add(u"first order since"_s, firstOrderSince(1'700'000'000'000));
    add(u"pending orders"_s, pendingOrders(0, 100));
    add(u"orders to ship"_s, ordersToShip(OrderId(), 100));
    add(u"orders to ship, later"_s, ordersToShip(OrderId(500), 100));
    add(u"a customer's sums"_s, customerSums(UserId(3)), true);
    add(u"sales of a span"_s, spanOfSales(1'700'000'000'000, 1'800'000'000'000), true);
    add(u"refunds of sales"_s, refundsOfSales(1, 2000, 1'700'000'000'000, 1'800'000'000'000, sql::Dialect::Sqlite),
        true);
    add(u"best sellers"_s, sellersOfSales(1'700'000'000'000, 1'800'000'000'000, sql::Dialect::Sqlite), true);
    add(u"categories"_s, categoryPage());
}

void TestStatements::listsWalkAnIndex()
{
    QFETCH(QString, text);
    QFETCH(QVariantList, values);
    QFETCH(bool, isBounded);
    ListStatement statement;
    statement.text = text;
    statement.values = values;
    QCOMPARE(problems(statement, isBounded), QStringList());
}

void TestStatements::listsWalkAnIndexAfterAnalyze()
{
    static bool isAnalyzed = false; // statistics may change the planner's mind
    if (!isAnalyzed) {
        ZG_OK(m_store->database.writeNow([](sql::Connection& connection) { return connection.execute(u"ANALYZE"_s); }));
        m_store->database.close();
        ZG_OK(m_store->database.open());
        isAnalyzed = true;
    }
    listsWalkAnIndex();
}

void TestStatements::theTestSeesScansAndSorts()
{
    ListStatement scan;
    scan.text = u"SELECT name FROM products ORDER BY description"_s;
    QCOMPARE(problems(scan).size(), 2);
}

QTEST_GUILESS_MAIN(TestStatements)
#include "tst_statements.moc"
