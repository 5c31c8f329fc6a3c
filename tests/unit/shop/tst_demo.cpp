// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include "shop/demo.h"

#include <QElapsedTimer>
#include <QSet>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

class TestDemo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<Store>(); }
    void cleanup();
    void theDemoStoreIsComplete_data();
    void theDemoStoreIsComplete();
    void aStoreInUseIsLeftAlone();
    void anExistingAdminStays();

private:
    qint64 number(const char* sql);
    std::unique_ptr<Store> m_store;
};

void TestDemo::cleanup()
{
    QCOMPARE(m_store->violations(), QStringList());
    m_store.reset();
}

qint64 TestDemo::number(const char* sql)
{
    return m_store->database
        .readNow([&](sql::Connection& connection) -> Result<qint64> {
            auto rows = connection.runText("test.number", QString::fromLatin1(sql), {});
            if (!rows)
                return rows.error();
            return rows->next() ? rows->integer(0) : -1;
        })
        .value_or(-2);
}

void TestDemo::theDemoStoreIsComplete_data()
{
    QTest::addColumn<qint64>("stock");
    QTest::newRow("plenty") << qint64(1'000'000);
    QTest::newRow("one") << qint64(1);
    QTest::newRow("none") << qint64(0);
}

void TestDemo::theDemoStoreIsComplete()
{
    QFETCH(qint64, stock);
    QElapsedTimer timer;
    timer.start();
    const auto done = seedDemo(m_store->database, m_store->clock, stock, u"customer hash"_s, u"staff hash"_s);
    qInfo("seeded in %lld ms", timer.elapsed());
    ZG_OK(done);
    QVERIFY(*done);
    QCOMPARE(number("SELECT COUNT(*) FROM products WHERE id BETWEEN 1 AND 1000 AND status = 0"), 1000);
    QCOMPARE(number("SELECT COUNT(*) FROM products"), 1000);
    QCOMPARE(number("SELECT COUNT(DISTINCT name) FROM products"), 1000);
    QCOMPARE(number("SELECT COUNT(DISTINCT category_id) FROM products"), 7);
    QCOMPARE(number("SELECT MIN(price) > 0 AND COUNT(DISTINCT price) > 100 FROM products"), 1);
    QCOMPARE(number("SELECT MIN(stock) FROM products"), stock);
    QCOMPARE(number("SELECT MAX(stock) FROM products"), stock);
    QCOMPARE(number("SELECT id FROM products ORDER BY created_at DESC, id DESC LIMIT 1"), 1000);
    QCOMPARE(number("SELECT COUNT(*) FROM users WHERE role = 'customer' AND password_hash = 'customer hash'"), 200);
    QCOMPARE(number("SELECT COUNT(*) FROM users WHERE username IN ('demo1', 'demo200')"), 2);
    QCOMPARE(
        number(
            "SELECT COUNT(*) FROM users WHERE username = 'staff' AND role = 'staff' AND password_hash = 'staff hash'"),
        1);
    QCOMPARE(number("SELECT COUNT(*) FROM orders"), 4000);
    QCOMPARE(number("SELECT COUNT(*) FROM (SELECT user_id FROM orders GROUP BY user_id HAVING COUNT(*) = 20) AS t"),
             200);
    QCOMPARE(number("SELECT COUNT(*) FROM (SELECT order_id FROM order_items GROUP BY order_id HAVING COUNT(DISTINCT "
                    "product_id) = 2) AS t"),
             4000);
    QCOMPARE(number("SELECT COUNT(DISTINCT status) FROM orders"), 5);
    QCOMPARE(number("SELECT COUNT(*) FROM orders WHERE status IN (0, 5)"), 0);
    const auto future =
        u"SELECT (SELECT COUNT(*) FROM order_history WHERE at > %1) + (SELECT COUNT(*) FROM stock_ledger WHERE created_at > %1)"_s;
    QCOMPARE(number(qPrintable(future.arg(m_store->clock.wallMs()))), 0);
    QCOMPARE(m_store->shop.expiry().runOnce().value(), 0);
    // The store goes on from there.
    const auto customer = UserId(number("SELECT id FROM users WHERE username = 'demo7'"));
    const auto placed = m_store->place(Store::order(customer, {{ProductId(5), 1}}));
    QCOMPARE(placed.has_value(), stock > 0);
    if (placed)
        QCOMPARE(placed->id, OrderId(4001));
    ProductFilter filter;
    filter.text = u"iphone"_s;
    QVERIFY(!m_store->wait(m_store->shop.products().list(filter, {}, 20))->items.isEmpty());
}

void TestDemo::aStoreInUseIsLeftAlone()
{
    m_store->addProduct(u"x"_s);
    QCOMPARE(seedDemo(m_store->database, m_store->clock, 5, u"h"_s, u"h"_s).value(), false);
    QCOMPARE(number("SELECT COUNT(*) FROM products"), 1);
}

void TestDemo::anExistingAdminStays()
{
    m_store->addUser(u"admin"_s, u"admin"_s);
    m_store->addUser(u"staff"_s, u"admin"_s);
    QCOMPARE(seedDemo(m_store->database, m_store->clock, 5, u"h"_s, u"h"_s).value(), true);
    QCOMPARE(number("SELECT COUNT(*) FROM users"), 202);
    QCOMPARE(seedDemo(m_store->database, m_store->clock, 5, u"h"_s, u"h"_s).value(), false);
}

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
