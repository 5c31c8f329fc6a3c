// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include "shop/orderquery.h"
#include "shop/customers.h"
#include "shop/productsearch.h"
#include "shop/sales.h"
#include "shop/salesquery.h"
#include "sql/pgtext.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

namespace {
constexpr int limit = 20;
/// What a statement may do, at most.
struct Bounds
{
    qint64 read = 0;   // rows that its scans give or leave out, together
    qint64 sorted = 0; // rows that a step sorts or makes unique
};
// The page's rows, and those that each row looks up: an order its customer.
constexpr Bounds page{4 * (limit + 1), 0};
constexpr Bounds twoPages{4 * (limit + 1), 2 * (limit + 1)}; // two branches, merged by a sort
constexpr Bounds timedPage{page.read + 150, 0};              // and a minute's orders at the end of a range of days
constexpr Bounds customersPage{page.read + 220, 0};          // and a customer's other orders, in the index alone
constexpr Bounds customersRange{customersPage.read, 220};    // the same by time: all of the range may be sorted
constexpr Bounds oneOrder{page.read, 1};
constexpr Bounds gathered{2 * (ProductSearch::fewNames + 1), ProductSearch::fewNames + 1};
constexpr Bounds walked{2 * ProductSearch::longestWalk + 2, 0};
constexpr Bounds twoWalked{2 * ProductSearch::longestWalk + 2, 2 * ProductSearch::longestWalk};
} // namespace
Q_DECLARE_METATYPE(Bounds)

/// Every list of products and orders on a PostgreSQL with many of them, planned for any values and for these: it walks
/// an index in order, scans and hashes and sorts nothing (but a page or two), and reads no more rows than it says.
/// ZG_PLANS_URL names a store to look at instead, such as one that tests/bench/fill made.
class TestPgStatements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsWalkAnIndex_data();
    void listsWalkAnIndex();
    void theTestSeesWhatIsWrong_data();
    void theTestSeesWhatIsWrong();
    void cleanupTestCase() { m_store.reset(); }

private:
    Result<QStringList> explain(sql::Connection& connection, const QString& mode, const ListStatement& statement);
    QStringList problems(const ListStatement& statement, Bounds bounds);

    std::unique_ptr<Store> m_store;
    std::unique_ptr<sql::Database> m_other;
    qint64 m_more = 1; // times as many rows as the store here has
};

void TestPgStatements::initTestCase()
{
    if (const QString url = qEnvironmentVariable("ZG_PLANS_URL"); !url.isEmpty()) {
        m_other = std::make_unique<sql::Database>(url, PoolSettings(), 16);
        ZG_OK(m_other->open());
        m_more = 100; // a customer has so many more orders there
        return;
    }
    m_store = std::make_unique<Store>();
    PoolSettings patient; // more rows than a statement may usually write
    patient.statementTimeout = std::chrono::minutes(2);
    sql::Database database(m_store->home.url(), patient, 16);
    ZG_OK(database.open());
    // Of the orders, the last hundredth is under way, ten old ones are still paid, and none is being refunded: a plan
    // for the usual status would walk all of them.
    static constexpr const char16_t* commands[] = {
        u"INSERT INTO users (id, username, nickname, role, created_at, updated_at) SELECT i, 'c' || i, 'n', "
        "'customer', 0, 0 FROM generate_series(1, 500) i",
        u"INSERT INTO products (id, name, folded, category_id, price, stock, sales, version, status, created_at, "
        "updated_at) SELECT i, n, n, 1 + i * 13 / 3 % 7, 100 + i * 7919 % 99000, 100, i * 31 % 1000, 1, CASE WHEN i % "
        "20 = 0 THEN 1 ELSE 0 END, 0, 0 FROM (SELECT i, (ARRAY['清风','苹果','iphone','a longer text'])[1 + i % 4] || "
        "i AS n FROM generate_series(1, 50000) i) s",
        u"INSERT INTO orders (id, order_no, user_id, status, total, created_at, paid_at, ledger_id) SELECT i, '30' || "
        "lpad(i::text, 16, '0'), 1 + i * 77 % 500, CASE WHEN i > 99000 THEN i % 2 * 2 WHEN i % 1000 = 7 AND i < 10000 "
        "THEN 1 WHEN i % 10 = 0 THEN 4 ELSE 3 END, 1, i * 1000::bigint, i * 1000::bigint, i FROM generate_series(1, "
        "100000) i",
        u"INSERT INTO order_items SELECT i, 1, 1 + i * 31 % 50000, 'n', 1, 1 FROM generate_series(1, 100000) i",
        u"INSERT INTO order_history (order_id, from_status, to_status, at) SELECT i, 0, 1, 0 FROM generate_series(1, "
        "100000) i",
        u"INSERT INTO stock_ledger (id, product_id, delta, stock_after, cause, order_id, created_at) SELECT i, CASE "
        "WHEN i % 2 = 0 THEN 32 ELSE 1 + i * 31 % 50000 END, 1, 1, 1, i, 0 FROM generate_series(1, 100000) i",
    };
    QStringList all;
    for (const auto* command : commands)
        all << QString::fromUtf16(command);
    all << u"INSERT INTO product_grams SELECT DISTINCT substr(folded, a, l), id FROM products, unnest(ARRAY[1, 2, 8]) "
           u"l, "
           "generate_series(1, 20) a WHERE a + least(l, 3) <= length(folded) + 1"_s;
    for (const auto& text : std::as_const(all)) {
        const auto done = database.writeNow([&](sql::Connection& connection) { return connection.execute(text); });
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
    }
    // What is visible to all is read from the index alone; a VACUUM is never part of a transaction, which a write is.
    const auto tidied =
        database.readNow([](sql::Connection& connection) { return connection.execute(u"VACUUM ANALYZE"_s); });
    QVERIFY2(tidied.has_value(), tidied ? "" : qPrintable(tidied.error().message));
}

Result<QStringList> TestPgStatements::explain(sql::Connection& connection, const QString& mode,
                                              const ListStatement& statement)
{
    QStringList values;
    for (const auto& value : statement.values)
        values << (value.typeId() == QMetaType::QString ? u'\'' + value.toString().replace(u'\'', u"''"_s) + u'\''
                                                        : value.toString());
    const QString name = u"listed%1"_s.arg(QRandomGenerator::global()->generate());
    auto ready = connection.execute(u"SET plan_cache_mode = %1; PREPARE %2 AS "_s.arg(mode, name) +
                                    QString::fromUtf8(sql::toPostgreSql(statement.text.toUtf8())));
    if (!ready)
        return ready.error();
    QStringList plan;
    {
        auto rows = connection.runText("test.explain",
                                       u"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) EXECUTE %1%2"_s.arg(
                                           name, values.isEmpty() ? QString() : u'(' + values.join(u", "_s) + u')'),
                                       {});
        if (!rows)
            return rows.error();
        while (rows->next())
            plan << rows->text(0);
    }
    auto done = connection.execute(u"DEALLOCATE "_s + name + u"; RESET plan_cache_mode"_s);
    if (!done)
        return done.error();
    return plan;
}

QStringList TestPgStatements::problems(const ListStatement& statement, Bounds bounds)
{
    static const QRegularExpression step(u"^[ >-]*(\\S.*?) \\(actual rows=(\\d+) loops=(\\d+)\\)"_s);
    static const QRegularExpression removed(u"Rows Removed by .*: (\\d+)"_s);
    static const QRegularExpression wrong(
        u"^(Parallel |Gather|Seq Scan on (?!users)|Bitmap |Hash |Merge Join|Materialize)"_s);
    static const QRegularExpression sorting(u"^(Sort|Incremental Sort|HashAggregate|Unique)$"_s);
    auto& database = m_other ? *m_other : m_store->database;
    QStringList found;
    for (const auto& mode : {u"force_generic_plan"_s, u"force_custom_plan"_s}) {
        const auto plan =
            database.readNow([&](sql::Connection& connection) { return explain(connection, mode, statement); });
        if (!plan)
            return {plan.error().message};
        QStringList here;
        qint64 read = 0, loops = 1;
        for (const auto& line : *plan) {
            if (const auto match = step.match(line); match.hasMatch()) {
                const QString what = match.captured(1);
                const qint64 rows = match.captured(2).toLongLong();
                loops = match.captured(3).toLongLong();
                const bool isOfFew = what.startsWith(u"Bitmap "_s) && rows <= bounds.sorted; // a rare state's rows
                if (wrong.match(what).hasMatch() && !isOfFew)
                    here << line.trimmed();
                if (sorting.match(what).hasMatch() && rows > bounds.sorted)
                    here << u"sorts "_s + line.trimmed();
                if (what.contains(u"Scan "_s))
                    read += rows * loops;
            } else if (line.trimmed() == u"JIT:"_s) {
                here << u"compiles what is run once"_s;
            } else if (const auto left = removed.match(line); left.hasMatch()) {
                read += left.captured(1).toLongLong() * loops;
            }
        }
        if (read > bounds.read)
            here << u"reads %1 rows, more than %2"_s.arg(read).arg(bounds.read);
        if (!here.isEmpty())
            found += here + QStringList{mode, statement.text} + *plan;
    }
    return found;
}

void TestPgStatements::listsWalkAnIndex_data()
{
    using sql::Dialect::PostgreSql;
    QTest::addColumn<QString>("text");
    QTest::addColumn<QVariantList>("values");
    QTest::addColumn<Bounds>("bounds");
    const auto add = [](const QString& name, const ListStatement& statement, Bounds bounds = page) {
        QVERIFY(!statement.text.isEmpty());
        QTest::newRow(qPrintable(name)) << statement.text << statement.values << bounds;
    };
    const auto sorts = {ProductSort::Newest, ProductSort::PriceAsc, ProductSort::PriceDesc, ProductSort::Sales};
    for (const auto sort : sorts) {
        for (int bits = 0; bits < 16; ++bits) {
            ProductFilter filter;
            filter.sort = sort;
            if (bits & 1)
                filter.categoryId = CategoryId(3);
            if (bits & 2)
                filter.status = bits & 8 ? ProductStatus::OffShelf : ProductStatus::OnSale;
            std::optional<Position> after;
            if (bits & 4)
                after = Position{sort == ProductSort::Sales ? 500 : 50'000, 25'000};
            const bool isMerged = !filter.status;
            const QString name = u"by %1, %2"_s.arg(int(sort)).arg(bits);
            add(u"products "_s + name, productPage(filter, after, limit + 1, PostgreSql), isMerged ? twoPages : page);
            for (const auto& text : {u"清风12"_s, u"nothing of it"_s, u"q"_s}) {
                const ProductSearch few{ProductSearch::Way::Gather, text, {}};
                add(u"products with '%1' "_s.arg(text) + name, searchPage(filter, few, after, limit, PostgreSql),
                    gathered);
            }
            ProductSearch many{ProductSearch::Way::WalkList, u"苹果"_s, u"苹果"_s};
            if (sort == ProductSort::Newest)
                many.way = ProductSearch::Way::WalkNames;
            for (const auto& text : {u"苹果"_s, u"nothing of it"_s}) { // found at once, and never
                many.text = text;
                add(u"many with '%1' "_s.arg(text) + name, searchPage(filter, many, after, limit, PostgreSql),
                    isMerged && sort != ProductSort::Newest ? twoWalked : walked);
            }
        }
    }
    for (const auto& text : {u"苹"_s, u"苹果"_s, u"苹果12"_s, u"a longer text with more behind"_s})
        add(u"many '%1'"_s.arg(text), manyNames(text), Bounds{ProductSearch::fewNames + 1, 0});
    add(u"depth"_s, pieceDepth(u"苹果"_s, 40'000), Bounds{501, 0});
    for (int bits = 0; bits < 128; ++bits) {
        for (const auto status : {OrderStatus::Completed, OrderStatus::Paid, OrderStatus::Refunding}) {
            OrderFilter filter;
            OrderRange range;
            if (bits & 1)
                filter.status = status;
            else if (status != OrderStatus::Completed)
                continue;
            if (bits & 2)
                filter.userId = UserId(7);
            if (bits & 4)
                filter.productId = ProductId(9);
            if (bits & 8)
                filter.orderNo = u"300000000000000007"_s;
            // The ids are a minute's wider than the times.
            if (bits & 16)
                range.from = range.ledgerFrom = 40'000, range.fromMs = 40'060'000;
            if (bits & 32)
                range.to = range.ledgerTo = 45'000, range.toMs = 44'940'000;
            Bounds bounds = bits & 48 ? timedPage : page;
            if (bits & 2 && bits & 48)
                bounds = customersRange;
            else if (bits & 2 && bits & 1)
                bounds = customersPage;
            if (bits & 8)
                bounds = oneOrder;
            add(u"all orders %1, %2"_s.arg(bits).arg(int(status)),
                allOrdersPage(filter, range, bits & 64 ? std::optional(Position{43'000, 43'000}) : std::nullopt, limit,
                              PostgreSql),
                bounds);
        }
    }
    for (int bits = 0; bits < 2; ++bits) {
        const auto after = bits & 1 ? std::optional(Position{0, 25'000}) : std::nullopt;
        add(u"own orders %1"_s.arg(bits), ownOrdersPage(UserId(3), {}, after, limit, PostgreSql));
        for (const auto status : {OrderStatus::Completed, OrderStatus::Paid, OrderStatus::Refunding})
            add(u"own orders %1, %2"_s.arg(bits).arg(int(status)),
                ownOrdersPage(UserId(3), status, after, limit, PostgreSql), customersPage);
    }
    for (const int product : {32, 33}) { // one with half of the ledger, and one with two rows
        add(u"ledger of %1"_s.arg(product), ledgerPage(ProductId(product), {}, limit, PostgreSql));
        add(u"ledger of %1, page 2"_s.arg(product),
            ledgerPage(ProductId(product), Position{1, 40'000}, limit, PostgreSql));
    }
    add(u"first order since"_s, firstOrderSince(20'000'000));
    add(u"first order since the beginning"_s, firstOrderSince(0));
    add(u"orders to ship"_s, ordersToShip(OrderId(), limit, PostgreSql));
    add(u"orders to ship, later"_s, ordersToShip(OrderId(5'000), limit, PostgreSql));
    constexpr Bounds customer{Customer::mostCounted + 21, Customer::mostCounted};
    add(u"a customer's sums"_s, customerSums(UserId(7), PostgreSql), customer);
    // An order was paid every second of the first day; items are looked up one by one. Of a span with more orders than
    // that, only the newest are read; where a span has fewer, all of it may be sorted instead.
    constexpr qint64 sold = 2'000;
    constexpr qint64 most = Sales::mostSellersInSpan;
    add(u"sales of a span"_s, spanOfSales(40'000'000, 40'000'000 + sold * 1'000), Bounds{2 * sold + 2, 0});
    add(u"refunds of sales"_s, refundsOfSales(1, 100'001, 0, 100'000'000, PostgreSql), Bounds{10, 1});
    add(u"best sellers"_s, sellersOfSales(40'000'000, 90'000'000, PostgreSql), Bounds{2 * most + 2, most});
    add(u"pending orders"_s, pendingOrders(0, 100, PostgreSql), Bounds{100, 0});
    add(u"pending orders, later"_s, pendingOrders(99'500, 100, PostgreSql), Bounds{100, 0});
}

void TestPgStatements::listsWalkAnIndex()
{
    QFETCH(QString, text);
    QFETCH(QVariantList, values);
    QFETCH(Bounds, bounds);
    ListStatement statement;
    statement.text = text;
    statement.values = values;
    bounds.read *= m_more;
    const auto found = problems(statement, bounds);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void TestPgStatements::theTestSeesWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sign");
    QTest::newRow("scan") << u"SELECT name FROM products LIMIT 20"_s << u"Seq Scan"_s;
    QTest::newRow("sort") << u"SELECT id FROM products WHERE id < 100 ORDER BY price LIMIT 20"_s << u"sorts"_s;
    QTest::newRow("bitmap") << u"SELECT name FROM products WHERE status = 1 AND price < 9000 OR category_id = 3 AND "
                               "status = 1 AND price < 2000"_s
                            << u"Bitmap"_s;
    QTest::newRow("hash") << u"SELECT p.name FROM products p JOIN users u ON u.nickname = p.name"_s << u"Hash"_s;
    // What the planner makes of a list by status that it is not told how to walk.
    QTest::newRow("long walk")
        << u"SELECT * FROM orders WHERE status = 1 AND id < 90000 ORDER BY id DESC LIMIT 21 OFFSET 0"_s << u"reads"_s;
}

void TestPgStatements::theTestSeesWhatIsWrong()
{
    if (m_other)
        return; // another store's planner may do better
    QFETCH(QString, text);
    QFETCH(QString, sign);
    ListStatement statement;
    statement.text = text;
    Bounds bounds = page;
    if (sign == u"reads"_s)
        bounds.read = 5;
    const auto found = problems(statement, bounds);
    QVERIFY2(!found.filter(sign).isEmpty(), qPrintable(found.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestPgStatements)
#include "tst_pgstatements.moc"
