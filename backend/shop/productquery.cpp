// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/productquery.h"

#include "shop/grams.h"

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
constexpr qsizetype longestName = 1000; // folding may lengthen a name of 200 characters, but not so much

struct Search
{
    QString text; // folded
    GramQuery query;
};

/// " AND …" for what the search needs besides the first `skip` grams.
void narrow(ListStatement& statement, const Search& search, qsizetype skip)
{
    for (qsizetype i = skip; i < search.query.grams.size(); ++i) {
        statement.text += u" AND EXISTS (SELECT 1 FROM product_grams h WHERE h.gram = ? AND h.product_id = p.id)";
        statement.values << search.query.grams[i];
    }
    if (!search.query.grams.isEmpty() && !search.query.isExact) {
        statement.text += u" AND instr(p.folded, ?) > 0";
        statement.values << search.text;
    }
}

struct SortColumn
{
    QLatin1StringView name; // of the column
    int number;             // in ZG_PRODUCT_COLUMNS
    bool isDescending;
};

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

void addCategory(ListStatement& statement, const ProductFilter& filter)
{
    if (!filter.categoryId)
        return;
    statement.text += u" AND p.category_id = ?";
    statement.values << filter.categoryId->value;
}

/// Newest first with a search: the first gram's rows are in id order already.
void searchNewest(ListStatement& statement, const ProductFilter& filter, const Search& search, qint64 before)
{
    statement.text =
        u"SELECT "_s + columns +
        u" FROM product_grams g CROSS JOIN products p WHERE g.gram = ? AND g.product_id < ? AND p.id = g.product_id"_s;
    statement.values << search.query.grams.first() << before;
    if (filter.status) {
        statement.text += u" AND p.status = ?";
        statement.values << int(*filter.status);
    } else {
        statement.text += u" AND p.status <> 2";
    }
    addCategory(statement, filter);
    narrow(statement, search, 1);
    statement.text += u" ORDER BY g.product_id DESC LIMIT ?";
}

/// One stretch of one index: `range` is the condition on the sort key and the id. `end` closes it.
void addBranch(ListStatement& statement, const ProductFilter& filter, const Search& search, ProductStatus status,
               const QString& range, const QVariantList& rangeValues, const QString& end)
{
    statement.text += (statement.text.isEmpty() ? u""_s : u" UNION ALL "_s) + (end.isEmpty() ? u""_s : u"("_s) +
                      u"SELECT "_s + columns + u" FROM products p WHERE p.status = ?"_s;
    statement.values << int(status);
    addCategory(statement, filter);
    statement.text += range;
    statement.values << rangeValues;
    narrow(statement, search, 0);
    statement.text += end;
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

ListStatement productPage(const ProductFilter& filter, const std::optional<Position>& after, int limit,
                          sql::Dialect dialect)
{
    ListStatement statement;
    statement.name = "product.list";
    Search search;
    search.text = folded(filter.text);
    if (search.text.size() > longestName)
        return statement;
    if (!search.text.isEmpty())
        search.query = gramQuery(search.text);

    const auto sort = sortColumn(filter.sort);
    const bool isNewest = filter.sort == ProductSort::Newest;
    if (isNewest && !search.text.isEmpty()) {
        searchNewest(statement, filter, search, after ? after->id : beyond);
        statement.values << limit + 1;
        return statement;
    }
    const auto direction = sort.isDescending ? u" DESC"_s : u""_s;
    const QString beyondKey = u" AND "_s + sort.name + (sort.isDescending ? u" < ?"_s : u" > ?"_s);
    const QString sameKey = u" AND "_s + sort.name + u" = ? AND p.id"_s + (sort.isDescending ? u" < ?"_s : u" > ?"_s);
    // A status, and a stretch of equal keys, are a branch each: each walks its index in order and the branches are
    // merged.
    const auto statuses = filter.status ? QList<ProductStatus>{*filter.status}
                                        : QList<ProductStatus>{ProductStatus::OnSale, ProductStatus::OffShelf};
    // PostgreSQL merges no branches that are in order, it would sort all of their rows: each stops at a page of its
    // own. The number is written out there, or a plan for any values counts on a tenth of the table.
    const bool isPostgreSql = dialect == sql::Dialect::PostgreSql;
    const bool isMerged = statuses.size() > 1 || (after && !isNewest);
    const QString end = isPostgreSql && isMerged
                            ? u" ORDER BY "_s + sort.name + direction + (isNewest ? u""_s : u", p.id"_s + direction) +
                                  u" LIMIT "_s + QString::number(limit + 1) + u')'
                            : QString();
    for (const auto status : statuses) {
        if (isNewest) {
            addBranch(statement, filter, search, status, beyondKey, {after ? after->id : beyond}, end);
            continue;
        }
        if (after)
            addBranch(statement, filter, search, status, sameKey, {after->key, after->id}, end);
        const qint64 first = sort.isDescending ? beyond : -1;
        addBranch(statement, filter, search, status, beyondKey, {after ? after->key : first}, end);
    }
    statement.text += u" ORDER BY "_s + QString::number(sort.number) + direction;
    if (!isNewest)
        statement.text += u", 1"_s + direction;
    if (isPostgreSql) {
        statement.text += u" LIMIT "_s + QString::number(limit + 1);
        return statement;
    }
    statement.text += u" LIMIT ?";
    statement.values << limit + 1;
    return statement;
}

ListStatement ledgerPage(ProductId id, const std::optional<Position>& after, int limit)
{
    ListStatement statement;
    statement.name = "ledger.list";
    statement.text = u"SELECT l.id, l.delta, l.stock_after, l.cause, l.order_id, l.user_id, COALESCE(u.username, "
                     u"u.nickname), l.note, "
                     "l.created_at FROM stock_ledger l LEFT JOIN users u ON u.id = l.user_id "
                     "WHERE l.product_id = ? AND l.id < ? ORDER BY l.id DESC LIMIT ?"_s;
    statement.values << id.value << (after ? after->id : beyond) << limit + 1;
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
