// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/demo.h"

#include "shop/bulk.h"
#include "shop/demohistory.h"
#include "shop/demonames.h"
#include "shop/grams.h"
#include "sql/database.h"
#include "sql/identities.h"

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr qint64 productCount = 1000;
constexpr qint64 customerCount = 200;
constexpr int ordersEach = 20;
constexpr qint64 dayMs = 24 * 3600'000ll;

const sql::Statement anyProduct{"demo.any_product", "SELECT 1 FROM products LIMIT 1"};
const sql::Statement anyCustomer{"demo.any_customer", "SELECT 1 FROM users WHERE role = 'customer' LIMIT 1"};
const sql::Statement lastUser{"demo.last_user", "SELECT COALESCE(MAX(id), 0) FROM users"};
const sql::Statement findStaff{"demo.staff", "SELECT id FROM users WHERE username = 'staff'"};

/// A product and what its ledger adds up to.
struct Tally
{
    qint64 sold = 0;
    qint64 running = 0;
    qint64 lowest = 0;
    qint64 moves = 0;
};

/// The last id, or 0, or 1 for "there is one": the first number of the first row, 0 without rows.
Result<qint64> firstNumber(sql::Connection& connection, const sql::Statement& statement)
{
    auto rows = connection.query(statement);
    if (!rows)
        return rows.error();
    return rows->next() ? rows->integer(0) : 0;
}

Result<DemoPeople> insertPeople(sql::Connection& connection, qint64 createdAt, const QString& customerHash,
                                const QString& staffHash)
{
    static const BulkInsert insert(
        "demo.users",
        u"INSERT INTO users (id, username, nickname, role, password_hash, created_at, updated_at) VALUES "_s,
        u"(?, ?, ?, ?, ?, ?, ?)"_s, 7);
    const auto last = firstNumber(connection, lastUser);
    const auto staff = firstNumber(connection, findStaff);
    if (!last || !staff)
        return last ? staff.error() : last.error();
    DemoPeople people;
    people.firstCustomer = *last + 1;
    people.customers = customerCount;
    people.staff = *staff > 0 ? *staff : *last + customerCount + 1;
    QVariantList values;
    for (qint64 i = 0; i < customerCount; ++i) {
        values << people.firstCustomer + i << QString(u"demo"_s + QString::number(i + 1))
               << QString(u"演示顾客"_s + QString::number(i + 1)) << u"customer"_s << customerHash << createdAt
               << createdAt;
    }
    if (*staff == 0)
        values << people.staff << u"staff"_s << u"演示店员"_s << u"staff"_s << staffHash << createdAt << createdAt;
    if (auto done = insert.run(connection, values); !done)
        return done.error();
    return people;
}

std::vector<Product> makeProducts(qint64 nowMs)
{
    std::vector<Product> products;
    products.reserve(productCount);
    for (qint64 i = 0; i < productCount; ++i) {
        const int category = int(i % demoCategories);
        const auto made = demoProduct(category, int(i / demoCategories));
        Product product;
        product.id = ProductId(i + 1);
        product.name = made.name;
        product.categoryId = CategoryId(category + 1);
        product.priceFen = made.priceFen;
        product.status = ProductStatus::OnSale;
        product.description = made.description;
        product.createdAt = nowMs - 90 * dayMs + i * (29 * dayMs / productCount); // before the first order
        product.updatedAt = product.createdAt;
        products.push_back(std::move(product));
    }
    return products;
}

/// Adds up what the past did to each product, and sets its counters so that the stock ends at `stock`.
std::vector<Tally> count(std::vector<Product>& products, const DemoHistory& history, qint64 stock)
{
    std::vector<Tally> tallies(products.size());
    for (const auto& movement : history.movements) {
        auto& tally = tallies[size_t(movement.productId - 1)];
        tally.sold -= movement.delta;
        tally.running += movement.delta;
        tally.lowest = qMin(tally.lowest, tally.running);
        ++tally.moves;
        products[size_t(movement.productId - 1)].updatedAt = movement.at;
    }
    for (size_t i = 0; i < products.size(); ++i) {
        products[i].stock = stock;
        products[i].sales = tallies[i].sold;
        products[i].version = 1 + tallies[i].moves;
    }
    return tallies;
}

Result<void> insertProducts(sql::Connection& connection, const std::vector<Product>& products)
{
    static const BulkInsert insert(
        "demo.products",
        u"INSERT INTO products (id, name, folded, category_id, price, stock, sales, version, status, description, "
        "created_at, updated_at) VALUES "_s,
        u"(?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)"_s, 11);
    static const BulkInsert insertGrams("demo.grams", u"INSERT INTO product_grams (gram, product_id) VALUES "_s,
                                        u"(?, ?)"_s, 2);
    QVariantList values;
    QVariantList gramValues;
    for (const auto& p : products) {
        const auto name = folded(p.name);
        values << p.id.value << p.name << name << p.categoryId->value << p.priceFen << p.stock << p.sales << p.version
               << p.description << p.createdAt << p.updatedAt;
        for (const auto& gram : grams(name))
            gramValues << gram << p.id.value;
    }
    if (auto done = insert.run(connection, values); !done)
        return done;
    return insertGrams.run(connection, gramValues);
}

/// The ledger begins with one row a product; then come the movements.
std::vector<qint64> firstLedgerIds(const DemoHistory& history)
{
    std::vector<qint64> ids(history.orders.size());
    for (size_t i = history.movements.size(); i-- > 0;)
        ids[size_t(history.movements[i].orderId - 1)] = productCount + 1 + qint64(i);
    return ids;
}

Result<void> insertOrders(sql::Connection& connection, const DemoHistory& history)
{
    static const BulkInsert insert(
        "demo.orders",
        u"INSERT INTO orders (id, order_no, user_id, status, total, tracking_no, version, created_at, paid_at, "
        "shipped_at, completed_at, cancelled_at, ledger_id) VALUES "_s,
        u"(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s, 13);
    static const BulkInsert insertItems(
        "demo.items", u"INSERT INTO order_items (order_id, line, product_id, name, price, quantity) VALUES "_s,
        u"(?, ?, ?, ?, ?, ?)"_s, 6);
    static const BulkInsert insertHistory(
        "demo.history", u"INSERT INTO order_history (order_id, from_status, to_status, user_id, at, note) VALUES "_s,
        u"(?, ?, ?, ?, ?, ?)"_s, 6);
    const auto orNull = [](const std::optional<qint64>& ms) { return ms ? QVariant(*ms) : QVariant(); };
    const auto ledgerIds = firstLedgerIds(history);
    QVariantList values, itemValues, historyValues;
    for (const auto& o : history.orders) {
        values << o.id.value << o.orderNo << o.userId.value << int(o.status) << o.totalFen
               << (o.trackingNo.isNull() ? QVariant() : QVariant(o.trackingNo)) << o.version << o.createdAt
               << orNull(o.paidAt) << orNull(o.shippedAt) << orNull(o.completedAt) << orNull(o.cancelledAt)
               << ledgerIds[size_t(o.id.value - 1)];
        qint64 line = 0;
        for (const auto& item : o.items)
            itemValues << o.id.value << ++line << item.productId.value << item.name << item.priceFen << item.quantity;
        for (const auto& h : o.history)
            historyValues << o.id.value << int(h.from) << int(h.to) << h.userId->value << h.at
                          << (h.note.isNull() ? u""_s : h.note);
    }
    for (const auto& [bulk, list] : {std::pair(&insert, &values), std::pair(&insertItems, &itemValues),
                                     std::pair(&insertHistory, &historyValues)}) {
        if (auto done = bulk->run(connection, *list); !done)
            return done;
    }
    return {};
}

Result<void> insertLedger(sql::Connection& connection, const std::vector<Product>& products, std::vector<Tally> tallies,
                          const DemoHistory& history, qint64 staff, qint64 nowMs)
{
    static const BulkInsert insert(
        "demo.ledger",
        u"INSERT INTO stock_ledger (id, product_id, delta, stock_after, cause, order_id, user_id, note, created_at) VALUES "_s,
        u"(?, ?, ?, ?, ?, ?, ?, ?, ?)"_s, 9);
    QVariantList values;
    std::vector<qint64> surplus(products.size());
    qint64 id = 0;
    for (size_t i = 0; i < products.size(); ++i) {
        // With little stock, an order that was returned later may have needed more than what is left now: that much was
        // there at first and is counted away at the end.
        surplus[i] = qMax(qint64(0), -(products[i].stock + tallies[i].sold + tallies[i].lowest));
        tallies[i].running = products[i].stock + tallies[i].sold + surplus[i];
        values << ++id << products[i].id.value << tallies[i].running << tallies[i].running << int(LedgerCause::Initial)
               << QVariant() << staff << u""_s << products[i].createdAt;
    }
    for (const auto& m : history.movements) {
        auto& running = tallies[size_t(m.productId - 1)].running;
        running += m.delta;
        values << ++id << m.productId << m.delta << running << int(m.cause) << m.orderId << m.userId << u""_s << m.at;
    }
    for (size_t i = 0; i < products.size(); ++i) {
        if (surplus[i] > 0)
            values << ++id << products[i].id.value << -surplus[i] << products[i].stock << int(LedgerCause::Adjust)
                   << QVariant() << staff << u"盘点"_s << nowMs;
    }
    return insert.run(connection, values);
}

Result<bool> seed(sql::Connection& connection, qint64 nowMs, qint64 stock, const QString& customerHash,
                  const QString& staffHash)
{
    for (const auto* const statement : {&anyProduct, &anyCustomer}) {
        const auto found = firstNumber(connection, *statement);
        if (!found)
            return found.error();
        if (*found > 0)
            return false;
    }
    const auto people = insertPeople(connection, nowMs - 90 * dayMs, customerHash, staffHash);
    if (!people)
        return people.error();
    auto products = makeProducts(nowMs);
    const auto history = demoHistory(products, *people, ordersEach, nowMs);
    const auto tallies = count(products, history, stock);
    if (auto done = insertProducts(connection, products); !done)
        return done.error();
    if (auto done = insertOrders(connection, history); !done)
        return done.error();
    if (auto done = insertLedger(connection, products, tallies, history, people->staff, nowMs); !done)
        return done.error();
    if (auto done = sql::continueIdentities(connection); !done)
        return done.error();
    return true;
}
} // namespace

Result<bool> seedDemo(sql::Database& database, const Clock& clock, qint64 stock, QString customerPasswordHash,
                      QString staffPasswordHash)
{
    return database.writeNow([&](sql::Connection& connection) {
        return seed(connection, clock.wallMs(), stock, customerPasswordHash, staffPasswordHash);
    });
}

} // namespace zg::shop
