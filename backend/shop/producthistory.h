// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"
#include "shop/cursor.h"
#include "shop/liststatement.h"
#include "shop/values.h"

namespace zg::shop {

/// Writes down what an edit changed, for the product and among what staff do; nothing when it changed nothing. Long
/// texts are cut.
/// Thread: the committer's, inside the edit's transaction.
Result<void> recordEdit(sql::Connection& connection, const Product& before, const Product& after,
                        const audit::Actor& by, qint64 nowMs);

/// A product's edits, newest first.
ListStatement editsPage(ProductId id, qint64 beforeId, int limit);

/// A page of everything that happened to a product, newest first: its ledger and its edits in one row of time.
/// @errors NotFound, InvalidArgument "cursor"
Result<Page<ProductEvent>> readHistory(sql::Connection& connection, ProductId id, const QByteArray& cursor, int limit);

} // namespace zg::shop
