// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"
#include "core/result.h"
#include "shop/changecollector.h"
#include "shop/values.h"
#include "sql/connection.h"

namespace zg::shop {

// What is done to products inside the committer's transaction. Each decides first and writes then.
// Thread: the committer's (readShownProduct: any with a connection).

/// In any state but deleted. @errors NotFound
Result<Product> readShownProduct(sql::Connection& connection, ProductId id);

Result<Product> createProduct(sql::Connection& connection, ChangeCollector& changes, const ProductDraft& draft,
                              const audit::Actor& by, qint64 nowMs);
Result<Product> updateProduct(sql::Connection& connection, ChangeCollector& changes, ProductId id,
                              const ProductPatch& patch, const audit::Actor& by, qint64 nowMs);
/// One edit that was answered already.
struct AnsweredEdit
{
    ProductPatch patch;
    audit::Actor by;
    qint64 at = 0;
};
/// The product as the patch leaves it: a version further.
Product patched(Product product, const ProductPatch& patch, qint64 nowMs);
/// Writes down edits that were answered, over whatever the product is by now: their fields and no others.
/// @param version what was answered: it becomes this, or what comes after the one that is there
/// @errors NotFound: the product is gone
Result<Product> applyAnswered(sql::Connection& connection, ChangeCollector& changes, ProductId id,
                              const std::vector<AnsweredEdit>& edits, qint64 version);
/// @errors InvalidArgument "category_id"
Result<void> checkCategory(sql::Connection& connection, const std::optional<CategoryId>& id);

Result<Product> removeProduct(sql::Connection& connection, ChangeCollector& changes, ProductId id,
                              const audit::Actor& by, qint64 nowMs);
Result<Product> adjustProductStock(sql::Connection& connection, ChangeCollector& changes, ProductId id, qint64 delta,
                                   const QString& note, const audit::Actor& by, qint64 nowMs);

/// Puts an order's item back on the shelf: stock up, sales down, one ledger row.
Result<void> returnToShelf(sql::Connection& connection, ChangeCollector& changes, const OrderItem& item, OrderId order,
                           LedgerCause cause, std::optional<UserId> by, qint64 nowMs);

} // namespace zg::shop
