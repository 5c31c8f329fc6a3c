// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/cursor.h"
#include "shop/liststatement.h"
#include "shop/values.h"

namespace zg::shop {

ListKind listKind(ProductSort sort);

/// The page of products after `after`, one row more than `limit` to know whether there are others. Walks one index a
/// branch, in order: no scan, no sort. @return no text when nothing can match
ListStatement productPage(const ProductFilter& filter, const std::optional<Position>& after, int limit,
                          sql::Dialect dialect = sql::Dialect::Sqlite);
/// A product's changes of stock, newest first.
ListStatement ledgerPage(ProductId id, const std::optional<Position>& after, int limit);

/// Reads the columns that ledgerPage() asks for.
LedgerEntry ledgerFrom(const sql::Rows& row);

/// Reads the columns that productPage() asks for.
Product productFrom(const sql::Rows& row);
Position positionOf(const Product& product, ProductSort sort);

/// One product in any state. @errors NotFound
Result<Product> readProduct(sql::Connection& connection, ProductId id);
/// The same inside a write: nobody else changes it until the transaction ends.
Result<Product> readProductToChange(sql::Connection& connection, ProductId id);

} // namespace zg::shop
