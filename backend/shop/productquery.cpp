// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/productquery.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace zg::shop {

#define ZG_PRODUCT_COLUMNS                                                                                             \
    "p.id, p.name, p.category_id, p.price, p.stock, p.sales, p.version, p.status, p.image_url, p.description, "        \
    "p.created_at, p.updated_at"

namespace {
const sql::Statement findProduct{"product.find", "SELECT " ZG_PRODUCT_COLUMNS " FROM products p WHERE p.id = ?"};
const sql::Statement lockProduct{"product.find_to_change",
                                 "SELECT " ZG_PRODUCT_COLUMNS " FROM products p WHERE p.id = ?",
                                 "SELECT " ZG_PRODUCT_COLUMNS " FROM products p WHERE p.id = ? FOR NO KEY UPDATE"};
const QString columns = QStringLiteral(ZG_PRODUCT_COLUMNS);
constexpr qint64 beyond = std::numeric_limits<qint64>::max();

} // namespace

SortColumn sortColumn(ProductSort sort)
{
    switch (sort) {
    case ProductSort::PriceAsc:
        return {"p.price"_L1, 4, false};
    case ProductSort::PriceDesc:
        return {"p.price"_L1, 4, true};
    case ProductSort::Sales:
        return {"p.sales"_L1, 6, true};
    case ProductSort::Newest:
        break;
    }
    return {"p.id"_L1, 1, true};
}

namespace {
/// One stretch of one index, SQLite's: `range` is the condition on the sort key and the id.
void addBranch(ListStatement& statement, const ProductFilter& filter, ProductStatus status, QStringView more,
               const QString& range, const QVariantList& rangeValues)
{
    statement.text += (statement.text.isEmpty() ? u""_s : u" UNION ALL "_s) + u"SELECT "_s + columns + more +
                      u" FROM products p WHERE p.status = ?"_s;
    statement.values << int(status);
    if (filter.categoryId) {
        statement.text += u" AND p.category_id = ?";
        statement.values << filter.categoryId->value;
    }
    statement.text += range;
    statement.values << rangeValues;
}

QList<ProductStatus> statusesOf(const ProductFilter& filter)
{
    return filter.status ? QList<ProductStatus>{*filter.status}
                         : QList<ProductStatus>{ProductStatus::OnSale, ProductStatus::OffShelf};
}

/// SQLite merges what is in order: a status, and a stretch of equal keys, are a branch each, which walks its index.
ListStatement sqlitePage(const ProductFilter& filter, const std::optional<Position>& after, int rows, QStringView more)
{
    ListStatement statement;
    const auto sort = sortColumn(filter.sort);
    const bool isNewest = filter.sort == ProductSort::Newest;
    const auto direction = sort.isDescending ? u" DESC"_s : u""_s;
    const QString beyondKey = u" AND "_s + sort.name + (sort.isDescending ? u" < ?"_s : u" > ?"_s);
    const QString sameKey = u" AND "_s + sort.name + u" = ? AND p.id"_s + (sort.isDescending ? u" < ?"_s : u" > ?"_s);
    for (const auto status : statusesOf(filter)) {
        if (isNewest) {
            addBranch(statement, filter, status, more, beyondKey, {after ? after->id : beyond});
            continue;
        }
        if (after)
            addBranch(statement, filter, status, more, sameKey, {after->key, after->id});
        const qint64 first = sort.isDescending ? beyond : -1;
        addBranch(statement, filter, status, more, beyondKey, {after ? after->key : first});
    }
    statement.text += u" ORDER BY "_s + QString::number(sort.number) + direction;
    if (!isNewest)
        statement.text += u", 1"_s + direction;
    statement.text += u" LIMIT ?";
    statement.values << rows;
    return statement;
}

/// PostgreSQL compares rows of columns by their index. The order names all of the index's columns and none is said to
/// equal a value, so that no other index seems to give that order; the limit is written out, or a plan for any values
/// would count on a tenth of the table. "Not beyond the next id" is counted better than "before this one": that would
/// leave out all that share the first value.
ListStatement postgreSqlPage(const ProductFilter& filter, const std::optional<Position>& after, int rows,
                             QStringView more)
{
    ListStatement statement;
    const auto sort = sortColumn(filter.sort);
    const bool isNewest = filter.sort == ProductSort::Newest;
    const auto direction = sort.isDescending ? u" DESC"_s : u""_s;
    QStringList names, order;
    QVariantList fixed;
    if (filter.categoryId) {
        names << u"p.category_id"_s;
        fixed << filter.categoryId->value;
    }
    names << u"p.status"_s;
    const qsizetype fixedCount = names.size();
    if (!isNewest)
        names << sort.name;
    names << u"p.id"_s;
    for (const auto& name : names)
        order << name + direction;
    const auto rowOf = [](const QStringList& items) -> QString { return u'(' + items.join(u", "_s) + u')'; };
    const auto marks = [&](qsizetype count) { return rowOf(QStringList(count, u"?"_s)); };
    const QString condition = rowOf(names) + (sort.isDescending ? u" <= "_s : u" >= "_s) + marks(names.size()) +
                              u" AND "_s + rowOf(names.mid(0, fixedCount)) +
                              (sort.isDescending ? u" >= "_s : u" <= "_s) + marks(fixedCount);
    const QString limit = u" LIMIT "_s + QString::number(rows);
    const auto statuses = statusesOf(filter);
    // Two states are merged as their rows come. There a state equals a value, or its branch would not be known to be in
    // the list's order; newest first, the sort of two pages is better than an order by id that every index seems to
    // give.
    const bool isMerged = statuses.size() > 1 && !isNewest;
    if (isMerged)
        order.removeAt(fixedCount - 1);
    for (const auto status : statuses) {
        const QString branch = u"SELECT "_s + columns + more + u" FROM products p WHERE "_s + condition +
                               (isMerged ? u" AND p.status = ?"_s : u""_s) + u" ORDER BY "_s + order.join(u", "_s) +
                               limit;
        statement.text +=
            statuses.size() == 1 ? branch : (statement.text.isEmpty() ? u"("_s : u" UNION ALL ("_s) + branch + u')';
        const qint64 first = sort.isDescending ? beyond : -1;
        statement.values << fixed << int(status);
        if (!isNewest)
            statement.values << (after ? after->key : first);
        statement.values << (after ? after->id : first) + (sort.isDescending ? -1 : 1) << fixed << int(status);
        if (isMerged)
            statement.values << int(status);
    }
    if (isMerged)
        statement.text = u"SELECT * FROM ("_s + statement.text + u") p ORDER BY "_s + order.join(u", "_s) + limit;
    else if (statuses.size() > 1)
        statement.text += u" ORDER BY 1"_s + direction + limit;
    return statement;
}
} // namespace

ListKind listKind(ProductSort sort)
{
    switch (sort) {
    case ProductSort::PriceAsc:
        return ListKind::PriceAsc;
    case ProductSort::PriceDesc:
        return ListKind::PriceDesc;
    case ProductSort::Sales:
        return ListKind::Sales;
    case ProductSort::Newest:
        break;
    }
    return ListKind::Newest;
}

ListStatement productPage(const ProductFilter& filter, const std::optional<Position>& after, int rows,
                          sql::Dialect dialect, QStringView more)
{
    auto statement = dialect == sql::Dialect::PostgreSql ? postgreSqlPage(filter, after, rows, more)
                                                         : sqlitePage(filter, after, rows, more);
    statement.name = "product.list";
    return statement;
}

const QString& productColumns()
{
    return columns;
}

ListStatement ledgerPage(ProductId id, const std::optional<Position>& after, int limit, sql::Dialect dialect)
{
    ListStatement statement;
    statement.name = "ledger.list";
    statement.text = u"SELECT l.id, l.delta, l.stock_after, l.cause, l.order_id, l.user_id, COALESCE(u.username, "
                     u"u.nickname), l.note, "
                     "l.created_at FROM stock_ledger l LEFT JOIN users u ON u.id = l.user_id "_s;
    const qint64 before = after ? after->id : beyond;
    if (dialect == sql::Dialect::PostgreSql) { // see postgreSqlPage()
        statement.text += u"WHERE (l.product_id, l.id) <= (?, ?) AND l.product_id >= ? "
                          "ORDER BY l.product_id DESC, l.id DESC LIMIT "_s +
                          QString::number(limit + 1);
        statement.values << id.value << before - 1 << id.value;
        return statement;
    }
    statement.text += u"WHERE l.product_id = ? AND l.id < ? ORDER BY l.id DESC LIMIT ?";
    statement.values << id.value << before << limit + 1;
    return statement;
}

LedgerEntry ledgerFrom(const sql::Rows& row)
{
    LedgerEntry entry;
    entry.id = row.integer(0);
    entry.delta = row.integer(1);
    entry.stockAfter = row.integer(2);
    entry.cause = LedgerCause(row.integer(3));
    if (const auto order = row.optionalInteger(4))
        entry.orderId = OrderId(*order);
    if (const auto user = row.optionalInteger(5))
        entry.by = UserId(*user);
    entry.byName = row.text(6);
    entry.note = row.text(7);
    entry.createdAt = row.integer(8);
    return entry;
}

Product productFrom(const sql::Rows& row)
{
    Product product;
    product.id = ProductId(row.integer(0));
    product.name = row.text(1);
    if (const auto category = row.optionalInteger(2))
        product.categoryId = CategoryId(*category);
    product.priceFen = row.integer(3);
    product.stock = row.integer(4);
    product.sales = row.integer(5);
    product.version = row.integer(6);
    product.status = ProductStatus(row.integer(7));
    product.imageUrl = row.text(8);
    product.description = row.text(9);
    product.createdAt = row.integer(10);
    product.updatedAt = row.integer(11);
    return product;
}

Result<Page<Product>> readProductPage(sql::Connection& connection, const ListStatement& statement, ProductSort sort,
                                      int limit)
{
    auto rows = statement.run(connection);
    if (!rows)
        return rows.error();
    Page<Product> page;
    while (rows->next()) {
        if (page.items.size() == limit) {
            page.nextCursor = writeCursor(listKind(sort), positionOf(page.items.last(), sort));
            break;
        }
        page.items.append(productFrom(*rows));
    }
    return page;
}

Position positionOf(const Product& product, ProductSort sort)
{
    switch (sort) {
    case ProductSort::PriceAsc:
    case ProductSort::PriceDesc:
        return {product.priceFen, product.id.value};
    case ProductSort::Sales:
        return {product.sales, product.id.value};
    case ProductSort::Newest:
        break;
    }
    return {0, product.id.value};
}

namespace {
Result<Product> read(sql::Connection& connection, const sql::Statement& statement, ProductId id)
{
    auto rows = connection.query(statement, id.value);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return Error(ErrorCode::NotFound);
    return productFrom(*rows);
}
} // namespace

Result<Product> readProduct(sql::Connection& connection, ProductId id)
{
    return read(connection, findProduct, id);
}

Result<Product> readProductToChange(sql::Connection& connection, ProductId id)
{
    return read(connection, lockProduct, id);
}

} // namespace zg::shop
