// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/changecollector.h"
#include "store.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

namespace {
/// Keeps what it hears, and how the product stood in the database at that moment.
class Ear final : public ChangeListener
{
public:
    explicit Ear(sql::Database& database)
        : m_database(database)
    {
    }
    void committed(const ChangeSet& changes) override
    {
        const std::lock_guard lock(m_mutex);
        m_heard.append(changes);
        const auto stock = m_database.readNow([](sql::Connection& connection) -> Result<qint64> {
            static const sql::Statement statement{"test.stock", "SELECT stock FROM products WHERE id = 1"};
            auto rows = connection.query(statement);
            if (!rows)
                return rows.error();
            return rows->next() ? rows->integer(0) : -1;
        });
        m_stock = stock.value_or(-2);
    }
    QList<ChangeSet> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_heard, {});
    }
    qint64 stockSeen()
    {
        const std::lock_guard lock(m_mutex);
        return m_stock;
    }

private:
    sql::Database& m_database;
    std::mutex m_mutex; // guards m_heard and m_stock
    QList<ChangeSet> m_heard;
    qint64 m_stock = 0;
};
} // namespace

class TestChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void ordersAreHeardBeforeTheAnswer();
    void refusalsAreSilent();
    void editsNameTheProduct();
    void editedValuesAreTheLast();
    void stockNamesTheCounters();
    void statusNamesTheOwner();
    void categoriesAreHeard();

private:
    ChangeSet only()
    {
        const auto heard = m_ear->take();
        return heard.size() == 1 ? heard.first() : ChangeSet();
    }
    std::unique_ptr<Store> m_store;
    std::unique_ptr<Ear> m_ear;
    UserId m_ann;
    ProductId m_tea;
};

void TestChanges::init()
{
    m_store = std::make_unique<Store>();
    m_ear = std::make_unique<Ear>(m_store->database);
    m_store->shop.addListener(*m_ear);
    m_ann = m_store->addUser(u"ann"_s);
    m_tea = m_store->addProduct(u"tea"_s, 100, 10);
    m_ear->take();
}

void TestChanges::cleanup()
{
    QCOMPARE(m_store->violations(), QStringList());
    m_store.reset();
}

void TestChanges::ordersAreHeardBeforeTheAnswer()
{
    const auto placed = m_store->place(Store::order(m_ann, {{m_tea, 3}}));
    ZG_OK(placed);
    const auto heard = only();
    ChangeSet expected;
    expected.counters = {{m_tea, 7, 3, 2, m_store->clock.wallMs()}};
    expected.placed = {*placed};
    expected.orders = {placed->id};
    QCOMPARE(heard, expected);
    QCOMPARE(m_ear->stockSeen(), 7); // after the commit
}

void TestChanges::refusalsAreSilent()
{
    ZG_FAILS(m_store->place(Store::order(m_ann, {{m_tea, 30}})), OutOfStock);
    ZG_FAILS(m_store->wait(m_store->shop.orders().pay(OrderId(7), m_ann)), NotFound);
    QVERIFY(m_ear->take().isEmpty());
}

void TestChanges::editsNameTheProduct()
{
    ProductPatch patch;
    patch.version = 1;
    patch.priceFen = 5;
    const auto edited = m_store->wait(m_store->shop.products().update(m_tea, patch, m_ann));
    ZG_OK(edited);
    ChangeSet expected;
    expected.products = {m_tea};
    expected.edited = {*edited};
    QCOMPARE(only(), expected);
    const auto removed = m_store->wait(m_store->shop.products().remove(m_tea, m_ann));
    ZG_OK(removed);
    expected.edited = {*removed};
    QCOMPARE(only(), expected);
}

/// An edit and what is counted before and after it, all in one transaction: the value is the last one.
void TestChanges::editedValuesAreTheLast()
{
    Product tea = m_store->wait(m_store->shop.products().find(m_tea)).value();
    ChangeCollector first, later;
    first.counters({m_tea, 9, 1, 2, 5});
    tea.stock = 9;
    tea.sales = 1;
    tea.version = 3;
    first.product(tea);
    later.counters({m_tea, 8, 2, 4, 6});
    later.counters({m_tea, 7, 3, 5, 7});
    first.add(later);
    const auto changes = first.take();
    QCOMPARE(changes.products, QList<ProductId>{m_tea});
    QVERIFY(changes.counters.isEmpty());
    tea.stock = 7;
    tea.sales = 3;
    tea.version = 5;
    tea.updatedAt = 7;
    QCOMPARE(changes.edited, QList<Product>{tea});
}

void TestChanges::stockNamesTheCounters()
{
    ZG_OK(m_store->wait(m_store->shop.products().adjustStock(m_tea, 1, {}, m_ann)));
    ChangeSet expected;
    expected.counters = {{m_tea, 11, 0, 2, m_store->clock.wallMs()}};
    QCOMPARE(only(), expected);
}

void TestChanges::statusNamesTheOwner()
{
    const auto id = m_store->place(Store::order(m_ann, {{m_tea, 3}}))->id;
    m_ear->take();
    ZG_OK(m_store->wait(m_store->shop.orders().cancel(id, m_ann)));
    const auto heard = only();
    QCOMPARE(heard.orderOwners, QList<UserId>{m_ann});
    QCOMPARE(heard.counters.size(), 1);
    QCOMPARE(heard.counters[0].stock, 10);
    QVERIFY(heard.products.isEmpty());
}

void TestChanges::categoriesAreHeard()
{
    ZG_OK(m_store->wait(m_store->shop.categories().create(u"玩具"_s, {}, m_ann)));
    const auto heard = only();
    QVERIFY(heard.categories);
    QCOMPARE(heard.categoryList, m_store->wait(m_store->shop.categories().list()).value());
}

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
