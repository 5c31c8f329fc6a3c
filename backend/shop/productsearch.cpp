// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/productsearch.h"

#include "shop/grams.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
using Way = ProductSearch::Way;

constexpr qint64 beyond = std::numeric_limits<qint64>::max();
constexpr qsizetype longestName = 1000; // folding may lengthen a name of 200 characters, but not so much
constexpr int depth = 500;              // of a piece's names, to tell how rare it is around here
constexpr int foldedColumn = 12;        // behind productColumns()
constexpr int numberColumn = 13;

/// " AND …" for what a product must be besides its name.
void addFilter(ListStatement& statement, const ProductFilter& filter)
{
    statement.text += filter.status ? u" AND p.status = ?"_s : u" AND p.status <> 2"_s;
    if (filter.status)
        statement.values << int(*filter.status);
    if (filter.categoryId) {
        statement.text += u" AND p.category_id = ?";
        statement.values << filter.categoryId->value;
    }
}

bool isWanted(const Product& product, const ProductFilter& filter)
{
    const bool isState = filter.status ? product.status == *filter.status : product.status != ProductStatus::Deleted;
    return isState && (!filter.categoryId || product.categoryId == filter.categoryId);
}

/// Names with the text's beginning: "WHERE …" of product_grams.
void addNames(ListStatement& statement, const QString& text)
{
    const auto range = pieceRange(text);
    statement.text += range.isOne ? u" WHERE gram = ?"_s : u" WHERE gram >= ? AND gram < ?"_s;
    statement.values << range.first;
    if (!range.isOne)
        statement.values << range.end;
}

/// The subquery's rows come first and each finds its product: PostgreSQL would rather guess how many there are.
QString productsOf(const QString& names, sql::Dialect dialect)
{
    return dialect == sql::Dialect::PostgreSql
               ? u"("_s + names +
                     u") g CROSS JOIN LATERAL (SELECT * FROM products x WHERE x.id = g.product_id OFFSET 0) p WHERE true"_s
               : u"("_s + names + u") g CROSS JOIN products p WHERE p.id = g.product_id"_s;
}

ListStatement gatherPage(const ProductFilter& filter, const QString& text, const std::optional<Position>& after,
                         int limit, sql::Dialect dialect)
{
    ListStatement statement;
    ListStatement names;
    addNames(names, text);
    // manyNames() said how few they are; PostgreSQL must be told, or it prepares for a hundred thousand.
    const QString ids =
        dialect == sql::Dialect::PostgreSql
            ? QString(u"SELECT DISTINCT product_id FROM (SELECT product_id FROM product_grams"_s + names.text +
                      u" LIMIT "_s + QString::number(2 * ProductSearch::fewNames) + u") n"_s)
            : QString(u"SELECT DISTINCT product_id FROM product_grams"_s + names.text);
    statement.text = u"SELECT "_s + productColumns() + u" FROM "_s + productsOf(ids, dialect);
    statement.values = names.values;
    addFilter(statement, filter);
    statement.text += u" AND instr(p.folded, ?) > 0";
    statement.values << text;
    const auto sort = sortColumn(filter.sort);
    const bool isNewest = filter.sort == ProductSort::Newest;
    const auto direction = sort.isDescending ? u" DESC"_s : u""_s;
    if (after) {
        const auto compared = sort.isDescending ? u" < "_s : u" > "_s;
        statement.text += isNewest ? u" AND p.id"_s : QString(u" AND ("_s + sort.name + u", p.id)"_s);
        statement.text += compared + (isNewest ? u"?"_s : u"(?, ?)"_s);
        if (!isNewest)
            statement.values << after->key;
        statement.values << after->id;
    }
    statement.text += u" ORDER BY "_s + sort.name + direction + (isNewest ? u""_s : u", p.id"_s + direction) +
                      u" LIMIT "_s + QString::number(limit + 1);
    return statement;
}

/// All rows of the walk, in its order.
ListStatement wholeWalk(const ProductFilter& filter, const ProductSearch& search, const std::optional<Position>& after,
                        sql::Dialect dialect)
{
    if (search.way == Way::WalkList)
        return productPage(filter, after, ProductSearch::longestWalk, dialect, u", p.folded");
    ListStatement statement;
    const qint64 before = after ? after->id : beyond;
    statement.values << search.piece << (dialect == sql::Dialect::Sqlite ? before : before - 1);
    if (dialect == sql::Dialect::Sqlite) {
        statement.text = u"SELECT "_s + productColumns() +
                         u", p.folded FROM product_grams g CROSS JOIN products p WHERE g.gram = ? AND g.product_id < ? "
                         "AND p.id = g.product_id ORDER BY g.product_id DESC LIMIT "_s +
                         QString::number(ProductSearch::longestWalk);
        return statement;
    }
    statement.text =
        u"SELECT "_s + productColumns() + u", p.folded FROM "_s +
        productsOf(u"SELECT product_id FROM product_grams WHERE (gram, product_id) <= (?, ?) AND gram >= ? "
                   "ORDER BY gram DESC, product_id DESC LIMIT "_s +
                       QString::number(ProductSearch::longestWalk),
                   dialect);
    statement.values << search.piece;
    return statement;
}

/// Which of the text's pieces few names have, of those that come next.
Result<QString> rarest(sql::Connection& connection, const QStringList& pieces, qint64 before)
{
    QString found = pieces.first();
    qint64 lowest = beyond;
    for (const auto& piece : pieces) {
        auto rows = pieceDepth(piece, before).run(connection);
        if (!rows)
            return rows.error();
        const qint64 id = rows->next() ? rows->integer(0) : 0;
        if (id < lowest) {
            lowest = id;
            found = piece;
        }
    }
    return found;
}

Result<ProductSearch> choose(sql::Connection& connection, const ProductFilter& filter, const QString& text,
                             const std::optional<Position>& after)
{
    ProductSearch search;
    search.text = text;
    const auto query = gramQuery(text);
    const bool isNewest = filter.sort == ProductSort::Newest;
    if (!isNewest || !query.isExact) {
        auto rows = manyNames(text).run(connection);
        if (!rows)
            return rows.error();
        if (!rows->next())
            return search;
    }
    search.way = isNewest ? Way::WalkNames : Way::WalkList;
    if (!isNewest)
        return search;
    if (query.grams.size() == 1) {
        search.piece = query.grams.first();
        return search;
    }
    auto piece = rarest(connection, query.grams, after ? after->id : beyond);
    if (!piece)
        return piece.error();
    search.piece = *piece;
    return search;
}

Result<Page<Product>> readWalk(sql::Connection& connection, const ListStatement& statement, const ProductFilter& filter,
                               const QString& text, int limit)
{
    auto rows = statement.run(connection);
    if (!rows)
        return rows.error();
    const bool isNumbered = connection.dialect() == sql::Dialect::PostgreSql;
    Page<Product> page;
    qint64 looked = 0;
    while (rows->next()) {
        looked = isNumbered ? rows->integer(numberColumn) : looked + 1;
        const bool isLast = looked == ProductSearch::longestWalk;
        const bool hasText = rows->text(foldedColumn).contains(text);
        if (!hasText && !isLast)
            continue;
        const auto product = productFrom(*rows);
        if (hasText && isWanted(product, filter)) {
            if (page.items.size() == limit) {
                page.nextCursor = writeCursor(listKind(filter.sort), positionOf(page.items.last(), filter.sort));
                break;
            }
            page.items.append(product);
        }
        if (isLast)
            page.nextCursor = writeCursor(listKind(filter.sort), positionOf(product, filter.sort));
    }
    return page;
}
} // namespace

ListStatement manyNames(const QString& foldedText)
{
    ListStatement statement;
    statement.name = "product.search_many";
    statement.text = u"SELECT 1 FROM product_grams"_s;
    addNames(statement, foldedText);
    statement.text += u" ORDER BY gram, product_id LIMIT 1 OFFSET "_s + QString::number(ProductSearch::fewNames);
    return statement;
}

ListStatement pieceDepth(const QString& piece, qint64 before)
{
    ListStatement statement;
    statement.name = "product.search_depth";
    statement.text = u"SELECT product_id FROM product_grams WHERE gram = ? AND product_id < ? ORDER BY gram DESC, "
                     "product_id DESC LIMIT 1 OFFSET "_s +
                     QString::number(depth);
    statement.values << piece << before;
    return statement;
}

ListStatement searchPage(const ProductFilter& filter, const ProductSearch& search, const std::optional<Position>& after,
                         int limit, sql::Dialect dialect)
{
    ListStatement statement;
    if (search.way == Way::Gather) {
        statement = gatherPage(filter, search.text, after, limit, dialect);
    } else {
        statement = wholeWalk(filter, search, after, dialect);
        if (dialect == sql::Dialect::PostgreSql) {
            // The rows keep the walk's order: nothing above it changes it, and an order by the number would look at
            // the whole walk before it gives the first row.
            ListStatement narrowed;
            narrowed.text = u"SELECT p.* FROM (SELECT w.*, row_number() OVER () AS place FROM ("_s + statement.text +
                            u") w) p WHERE (instr(p.folded, ?) > 0"_s;
            narrowed.values = statement.values;
            narrowed.values << search.text;
            addFilter(narrowed, filter);
            narrowed.text += u") OR p.place = "_s + QString::number(ProductSearch::longestWalk) + u" LIMIT "_s +
                             QString::number(limit + 1);
            statement = narrowed;
        }
    }
    statement.name = search.way == Way::Gather ? "product.search" : "product.search_walk";
    return statement;
}

Result<Page<Product>> searchProducts(sql::Connection& connection, const ProductFilter& filter,
                                     const std::optional<Position>& after, int limit)
{
    Page<Product> page;
    const auto text = folded(filter.text);
    if (text.size() > longestName)
        return page;
    const auto search = choose(connection, filter, text, after);
    if (!search)
        return search.error();
    const auto statement = searchPage(filter, *search, after, pageSizeFor(limit), connection.dialect());
    if (search->way == Way::Gather)
        return readProductPage(connection, statement, filter.sort, limit);
    return readWalk(connection, statement, filter, text, limit);
}

} // namespace zg::shop
