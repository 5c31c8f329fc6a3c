// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/task.h"
#include "shop/values.h"

#include <QByteArray>

namespace zg::sql {
class Database;
}

namespace zg::shop {

class EditBuffer;
class Writer;

/// The store's products: what the shelf shows, what staff edit, and the ledger of each one's stock.
/// Thread: any with an executor. Callers check limits (1–100) and the sizes of texts.
class Products final
{
public:
    /// @param edits where edits wait that are written behind their answers; nullptr: there are none
    Products(sql::Database& database, Writer& writer, const Clock& clock, EditBuffer* edits = nullptr);
    Q_DISABLE_COPY_MOVE(Products)

    /// @errors InvalidArgument "cursor"
    Task<Result<Page<Product>>> list(ProductFilter filter, QByteArray cursor, int limit);
    /// In any state but deleted. @errors NotFound
    /// @param fromPrimary for what is shared with other nodes, which may know more than this one
    Task<Result<Product>> find(ProductId id, bool fromPrimary = false);
    /// Of all there ever were, deleted ones too, those above `after` in rising order: `limit` at most.
    Task<Result<QList<ProductId>>> ids(ProductId after, int limit);
    /// @errors InvalidArgument "category_id" when there is no such category
    Task<Result<Product>> create(ProductDraft draft, audit::Actor by);
    /// @errors NotFound, VersionConflict, InvalidArgument "category_id"
    Task<Result<Product>> update(ProductId id, ProductPatch patch, audit::Actor by);
    /// Off the shelf for good; orders keep their copy. @return the product as it was left, status Deleted @errors
    /// NotFound
    Task<Result<Product>> remove(ProductId id, audit::Actor by);
    /// @errors NotFound, OutOfStock when it would go below 0, InvalidArgument "delta" when the sum leaves maxStock
    Task<Result<Product>> adjustStock(ProductId id, qint64 delta, QString note, audit::Actor by);
    /// Every change of its stock, newest first, with names. Also of a deleted product. @errors NotFound,
    /// InvalidArgument "cursor"
    Task<Result<Page<LedgerEntry>>> ledger(ProductId id, QByteArray cursor, int limit);
    /// The ledger and what staff edited, newest first: who changed what. Also of a deleted product. @errors the same
    Task<Result<Page<ProductEvent>>> history(ProductId id, QByteArray cursor, int limit);

    /// Was an edit of it answered that is not in the database yet?
    bool isEditWaiting(ProductId id) const;
    // After these, what was answered is in the database: of one product, or of all. @errors what writing it gave
    Task<Result<void>> settle(ProductId id);
    Task<Result<void>> settleAll();

private:
    /// The product as readers are told of it, and what of it waits to be written.
    struct Seen;
    template <class Read>
    Task<Result<Seen>> see(ProductId id, Read read);
    Task<Result<Product>> writeNow(ProductId id, ProductPatch patch, audit::Actor by);

    sql::Database& m_database;
    Writer& m_writer;
    const Clock& m_clock;
    EditBuffer* const m_edits;
};

} // namespace zg::shop
