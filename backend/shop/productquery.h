// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/cursor.h"
#include "shop/liststatement.h"
#include "shop/values.h"

namespace zg::shop {

ListKind listKind(ProductSort sort);

struct SortColumn
{
    QLatin1StringView name; // of the column
    int number;             // in productColumns()
    bool isDescending;
};
SortColumn sortColumn(ProductSort sort);
/// Of the table products as p, in the order that productFrom() reads them.
const QString& productColumns();

/// `rows` products after `after`, whatever they are called. Walks one index a branch, in order: no scan, no sort.
/// @param more columns behind the product's: ", p.folded"
ListStatement productPage(const ProductFilter& filter, const std::optional<Position>& after, int rows,
                          sql::Dialect dialect = sql::Dialect::Sqlite, QStringView more = {});
/// A product's changes of stock, newest first; one row more than `limit` to know whether there are others.
ListStatement ledgerPage(ProductId id, const std::optional<Position>& after, int limit,
                         sql::Dialect dialect = sql::Dialect::Sqlite);

/// Reads the columns that ledgerPage() asks for.
LedgerEntry ledgerFrom(const sql::Rows& row);

/// Reads productColumns().
Product productFrom(const sql::Rows& row);
/// Runs a statement of one row more than `limit`, which is the sign that there are others.
Result<Page<Product>> readProductPage(sql::Connection& connection, const ListStatement& statement, ProductSort sort,
                                      int limit);
Position positionOf(const Product& product, ProductSort sort);

/// One product in any state. @errors NotFound
Result<Product> readProduct(sql::Connection& connection, ProductId id);
/// The same inside a write: nobody else changes it until the transaction ends.
Result<Product> readProductToChange(sql::Connection& connection, ProductId id);

} // namespace zg::shop
