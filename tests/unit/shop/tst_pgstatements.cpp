// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include "shop/orderquery.h"
#include "shop/productquery.h"
#include "sql/pgtext.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

/// Every list of products and orders on a PostgreSQL with many of them, planned for any values and for these: it walks
/// an index in order, sorts nothing, and reads few rows that it does not give. ZG_PLANS_URL names a store to look at
/// instead, such as one that tests/bench/fill made.
class TestPgStatements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsWalkAnIndex_data();
    void listsWalkAnIndex();
    void theTestSeesScansAndSorts();
    void cleanupTestCase() { m_store.reset(); }

private:
    QStringList problems(const ListStatement& statement);

    std::unique_ptr<Store> m_store;
    std::unique_ptr<sql::Database> m_other;
    qint64 m_mostSkipped = 2'000; // rows read for nothing
};

void TestPgStatements::initTestCase()
{
    if (const QString url = qEnvironmentVariable("ZG_PLANS_URL"); !url.isEmpty()) {
        m_other = std::make_unique<sql::Database>(url, PoolSettings(), 16);
        ZG_OK(m_other->open());
        m_mostSkipped = 30'000; // a customer has so many orders there
        return;
    }
    m_store = std::make_unique<Store>();
    static constexpr const char16_t* commands[] = {
        u"INSERT INTO users (id, username, nickname, role, created_at, updated_at) SELECT i, 'c' || i, 'n', "
        u"'customer', "
        "0, 0 FROM generate_series(1, 500) i",
        u"INSERT INTO products (id, name, folded, category_id, price, stock, sales, version, status, created_at, "
        "updated_at) SELECT i, n, n, 1 + i * 13 / 3 % 7, 100 + i * 7919 % 99000, 100, i * 31 % 1000, 1, CASE WHEN i % "
        "20 "
        "= 0 THEN 1 ELSE 0 END, 0, 0 FROM (SELECT i, (ARRAY['清风','苹果','iphone','a longer text'])[1 + i % 4] || i "
        "AS n "
        "FROM generate_series(1, 50000) i) s",
        u"INSERT INTO orders (id, order_no, user_id, status, total, created_at, paid_at, ledger_id) SELECT i, "
        "'30' || lpad(i::text, 16, '0'), 1 + i * 77 % 500, CASE WHEN i > 49000 THEN i % 3 ELSE 3 + i % 4 END, 1, i * "
        "1000::bigint, i * 1000::bigint, i FROM generate_series(1, 50000) i",
        u"INSERT INTO order_items SELECT i, 1, 1 + i * 31 % 50000, 'n', 1, 1 FROM generate_series(1, 50000) i",
        u"INSERT INTO order_history (order_id, from_status, to_status, at) SELECT i, 0, 1, 0 FROM generate_series(1, "
        "50000) i",
        u"INSERT INTO stock_ledger (id, product_id, delta, stock_after, cause, order_id, created_at) SELECT i, 1 + i * "
        u"31 "
        "% 50000, 1, 1, 1, i, 0 FROM generate_series(1, 50000) i",
    };
    QStringList all;
    for (const auto* command : commands)
        all << QString::fromUtf16(command);
    for (int part = 0; part < 10; ++part) { // each within the time that a statement may take
        all << u"INSERT INTO product_grams SELECT DISTINCT substr(folded, a, l), id FROM products, generate_series(1, "
               u"2) "
               "l, generate_series(1, 20) a WHERE id % 10 = %1 AND a + l <= length(folded) + 1"_s.arg(part);
    }
    all << u"ANALYZE"_s;
    for (const auto& text : std::as_const(all)) {
        const auto done =
            m_store->database.writeNow([&](sql::Connection& connection) { return connection.execute(text); });
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
    }
}

QStringList TestPgStatements::problems(const ListStatement& statement)
{
    auto& database = m_other ? *m_other : m_store->database;
    QStringList found;
    for (const auto& mode : {u"force_generic_plan"_s, u"force_custom_plan"_s}) {
        const auto seen = database.readNow([&](sql::Connection& connection) -> Result<QStringList> {
            QStringList values;
            for (const auto& value : statement.values)
                values << (value.typeId() == QMetaType::QString
                               ? u'\'' + value.toString().replace(u'\'', u"''"_s) + u'\''
                               : value.toString());
            const QString name = u"listed%1"_s.arg(QRandomGenerator::global()->generate());
            auto ready = connection.execute(u"SET plan_cache_mode = %1; PREPARE %2 AS "_s.arg(mode, name) +
                                            QString::fromUtf8(sql::toPostgreSql(statement.text.toUtf8())));
            if (!ready)
                return ready.error();
            auto rows = connection.runText("test.explain",
                                           u"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) EXECUTE %1%2"_s.arg(
                                               name, values.isEmpty() ? QString() : u'(' + values.join(u", "_s) + u')'),
                                           {});
            if (!rows)
                return rows.error();
            QStringList wrong, plan;
            static const QRegularExpression scan(
                u"(Seq Scan on (products|orders|order_items|order_history|stock_ledger|product_grams))"_s);
            static const QRegularExpression skipped(u"Rows Removed by .*: (\\d+)"_s);
            static const QRegularExpression given(u"actual rows=(\\d+)"_s);
            bool isSorting = false; // a few pages may be merged by a sort, no more
            while (rows->next()) {
                const QString step = rows->text(0);
                plan << step;
                const auto removed = skipped.match(step);
                const auto count = given.match(step);
                if (isSorting && count.hasMatch()) {
                    if (count.captured(1).toLongLong() > 200)
                        wrong << u"sorts "_s + step.trimmed();
                    isSorting = false;
                }
                isSorting = isSorting || step.contains(u"Sort ("_s);
                if (scan.match(step).hasMatch() || removed.captured(1).toLongLong() > m_mostSkipped)
                    wrong << step.trimmed();
            }
            if (!wrong.isEmpty())
                wrong << mode << statement.text << plan;
            auto done = connection.execute(u"DEALLOCATE "_s + name + u"; RESET plan_cache_mode"_s);
            if (!done)
                return done.error();
            return wrong;
        });
        found += seen ? *seen : QStringList(seen.error().message);
    }
    return found;
}

void TestPgStatements::listsWalkAnIndex_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QVariantList>("values");
    const auto add = [](const QString& name, const ListStatement& statement) {
        QVERIFY(!statement.text.isEmpty());
        QTest::newRow(qPrintable(name)) << statement.text << statement.values;
    };
    const auto sorts = {ProductSort::Newest, ProductSort::PriceAsc, ProductSort::PriceDesc, ProductSort::Sales};
    for (const auto sort : sorts) {
        for (int bits = 0; bits < 8; ++bits) {
            for (const auto& text : {u""_s}) { // searches do not keep to it yet
                ProductFilter filter;
                filter.sort = sort;
                if (bits & 1)
                    filter.categoryId = CategoryId(3);
                if (bits & 2)
                    filter.status = ProductStatus::OnSale;
                filter.text = text;
                std::optional<Position> after;
                if (bits & 4)
                    after = Position{sort == ProductSort::Sales ? 500 : 50'000, 25'000};
                add(u"products by %1, %2 '%3'"_s.arg(int(sort)).arg(bits).arg(text),
                    productPage(filter, after, 20, sql::Dialect::PostgreSql));
            }
        }
    }
    for (int bits = 0; bits < 128; ++bits) {
        if (bits & 1 || (bits & 48) == 48)
            continue; // a rare status, and a range of days, may be sorted or walked past: not yet bounded
        OrderFilter filter;
        OrderRange range;
        if (bits & 1)
            filter.status = OrderStatus::Paid;
        if (bits & 2)
            filter.userId = UserId(7);
        if (bits & 4)
            filter.productId = ProductId(9);
        if (bits & 8)
            filter.orderNo = u"300000000000000007"_s;
        if (bits & 16)
            range.from = range.ledgerFrom = 40'000, range.fromMs = 40'000'000;
        if (bits & 32)
            range.to = range.ledgerTo = 45'000, range.toMs = 45'000'000;
        add(u"all orders %1"_s.arg(bits),
            allOrdersPage(filter, range, bits & 64 ? std::optional(Position{30'000, 30'000}) : std::nullopt, 20));
    }
    for (int bits = 0; bits < 4; ++bits) {
        add(u"own orders %1"_s.arg(bits),
            ownOrdersPage(UserId(3), bits & 1 ? std::optional(OrderStatus::Completed) : std::nullopt,
                          bits & 2 ? std::optional(Position{0, 25'000}) : std::nullopt, 20));
    }
    add(u"ledger"_s, ledgerPage(ProductId(32), {}, 20));
    add(u"ledger, page 2"_s, ledgerPage(ProductId(32), Position{1, 40'000}, 20));
    add(u"first order since"_s, firstOrderSince(20'000'000));
    add(u"first order since the beginning"_s, firstOrderSince(0));
    add(u"pending orders"_s, pendingOrders(0, 100));
}

void TestPgStatements::listsWalkAnIndex()
{
    QFETCH(QString, text);
    QFETCH(QVariantList, values);
    ListStatement statement;
    statement.text = text;
    statement.values = values;
    const auto found = problems(statement);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void TestPgStatements::theTestSeesScansAndSorts()
{
    ListStatement scan;
    scan.text = u"SELECT name FROM products ORDER BY description LIMIT 20"_s;
    QVERIFY(problems(scan).size() > 4);
}

QTEST_GUILESS_MAIN(TestPgStatements)
#include "tst_pgstatements.moc"
