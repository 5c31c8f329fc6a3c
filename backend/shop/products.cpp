// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/products.h"

#include "shop/concerns.h"
#include "shop/editbuffer.h"
#include "shop/producthistory.h"
#include "shop/productquery.h"
#include "shop/productsearch.h"
#include "shop/productwrites.h"
#include "shop/writer.h"

namespace zg::shop {

namespace {
constexpr int attempts = 3; // against edits that overtake a reader; then they are written first

const sql::Statement idsAbove{"product.ids", "SELECT id FROM products WHERE id > ? ORDER BY id LIMIT ?"};
} // namespace

Products::Products(sql::Database& database, Writer& writer, const Clock& clock, EditBuffer* edits)
    : m_database(database)
    , m_writer(writer)
    , m_clock(clock)
    , m_edits(edits)
{
}

struct Products::Seen
{
    Product product;
    EditBuffer::Overlay overlay;
};

/// Reads until what waits for the product is the same before and after, so that row and edits belong together.
template <class Read>
Task<Result<Products::Seen>> Products::see(ProductId id, Read read)
{
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto overlay = m_edits->overlay(id);
        const auto product = co_await m_database.read(read);
        if (!product)
            co_return Result<Seen>(product.error());
        if (m_edits->overlay(id) == overlay)
            co_return Result<Seen>(Seen{overlay ? overlay->over(*product) : *product, overlay});
    }
    if (const auto settled = co_await settle(id); !settled)
        co_return Result<Seen>(settled.error());
    const auto product = co_await m_database.read(read);
    if (!product)
        co_return Result<Seen>(product.error());
    co_return Result<Seen>(Seen{*product, nullptr});
}

bool Products::isEditWaiting(ProductId id) const
{
    return m_edits && m_edits->overlay(id);
}

Task<Result<void>> Products::settle(ProductId id)
{
    if (!m_edits)
        co_return Result<void>();
    QList<ProductId> ids{id};
    auto settled = co_await m_edits->settle(std::move(ids));
    co_return settled;
}

Task<Result<void>> Products::settleAll()
{
    if (!m_edits)
        co_return Result<void>();
    QList<ProductId> any;
    auto settled = co_await m_edits->settle(std::move(any));
    co_return settled;
}

Task<Result<Page<Product>>> Products::list(ProductFilter filter, QByteArray cursor, int limit)
{
    filter.text = filter.text.trimmed();
    auto after = readCursor(listKind(filter.sort), cursor);
    if (!after)
        co_return after.error();
    if (const auto settled = co_await settleAll(); !settled)
        co_return settled.error();
    auto work = [&](sql::Connection& connection) -> Result<Page<Product>> {
        if (!filter.text.isEmpty())
            return searchProducts(connection, filter, *after, limit);
        return readProductPage(connection, productPage(filter, *after, pageSizeFor(limit) + 1, connection.dialect()),
                               filter.sort, limit);
    };
    if (filter.isHeavy()) {
        auto page = co_await m_database.readHeavy(concernOfProducts(), work);
        co_return page;
    }
    auto page = co_await m_database.read(concernOfProducts(), work);
    co_return page;
}

Task<Result<Product>> Products::find(ProductId id, bool fromPrimary)
{
    auto work = [id](sql::Connection& connection) { return readShownProduct(connection, id); };
    if (m_edits) {
        auto seen = co_await see(id, work);
        co_return seen ? Result<Product>(std::move(seen->product)) : Result<Product>(seen.error());
    }
    if (fromPrimary) {
        auto product = co_await m_database.read(work);
        co_return product;
    }
    auto product = co_await m_database.read(concernOf(id), work);
    co_return product;
}

Task<Result<QList<ProductId>>> Products::ids(ProductId after, int limit)
{
    auto work = [after, limit](sql::Connection& connection) -> Result<QList<ProductId>> {
        auto rows = connection.query(idsAbove, after.value, limit);
        if (!rows)
            return rows.error();
        QList<ProductId> ids;
        ids.reserve(limit);
        while (rows->next())
            ids.append(ProductId(rows->integer(0)));
        return ids;
    };
    auto ids = co_await m_database.readHeavy(work);
    co_return ids;
}

Task<Result<Product>> Products::create(ProductDraft draft, audit::Actor by)
{
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) {
        return createProduct(connection, changes, draft, by, m_clock.wallMs());
    };
    auto product = co_await m_writer.write(work);
    co_return product;
}

Task<Result<Product>> Products::update(ProductId id, ProductPatch patch, audit::Actor by)
{
    auto check = [id, &patch](sql::Connection& connection) -> Result<Product> {
        auto product = readShownProduct(connection, id);
        if (!product || !patch.categoryId)
            return product;
        if (auto done = checkCategory(connection, *patch.categoryId); !done)
            return done.error();
        return product;
    };
    for (int attempt = 0; m_edits && attempt < attempts; ++attempt) {
        const auto seen = co_await see(id, check);
        if (!seen)
            co_return seen.error();
        if (seen->product.version != patch.version)
            co_return Error(ErrorCode::VersionConflict);
        const qint64 nowMs = m_clock.wallMs();
        const Product after = patched(seen->product, patch, nowMs);
        const auto taken = m_edits->take(id, seen->overlay, {patch, by, nowMs}, after.version);
        if (taken == EditBuffer::Taken::Yes) {
            m_writer.tellAcknowledged(id);
            co_return after;
        }
        if (taken == EditBuffer::Taken::Full)
            break;
    }
    auto product = co_await writeNow(id, std::move(patch), by);
    co_return product;
}

Task<Result<Product>> Products::writeNow(ProductId id, ProductPatch patch, audit::Actor by)
{
    if (const auto settled = co_await settle(id); !settled)
        co_return settled.error();
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) {
        return updateProduct(connection, changes, id, patch, by, m_clock.wallMs());
    };
    auto product = co_await m_writer.write(work);
    co_return product;
}

Task<Result<Product>> Products::remove(ProductId id, audit::Actor by)
{
    if (const auto settled = co_await settle(id); !settled)
        co_return settled.error();
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) {
        return removeProduct(connection, changes, id, by, m_clock.wallMs());
    };
    auto product = co_await m_writer.write(work);
    co_return product;
}

Task<Result<Product>> Products::adjustStock(ProductId id, qint64 delta, QString note, audit::Actor by)
{
    if (const auto settled = co_await settle(id); !settled)
        co_return settled.error();
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) {
        return adjustProductStock(connection, changes, id, delta, note, by, m_clock.wallMs());
    };
    auto product = co_await m_writer.write(work);
    co_return product;
}

Task<Result<Page<LedgerEntry>>> Products::ledger(ProductId id, QByteArray cursor, int limit)
{
    auto after = readCursor(ListKind::Ledger, cursor);
    if (!after)
        co_return after.error();
    if (*after && (*after)->key != id.value)
        co_return Error::invalid(QStringLiteral("cursor"));
    if (const auto settled = co_await settle(id); !settled)
        co_return settled.error();
    const auto statement = ledgerPage(id, *after, pageSizeFor(limit), m_database.dialect());
    auto work = [&](sql::Connection& connection) -> Result<Page<LedgerEntry>> {
        if (auto product = readProduct(connection, id); !product)
            return product.error();
        auto rows = statement.run(connection);
        if (!rows)
            return rows.error();
        Page<LedgerEntry> page;
        while (rows->next()) {
            if (page.items.size() == limit) {
                page.nextCursor = writeCursor(ListKind::Ledger, {id.value, page.items.last().id});
                break;
            }
            page.items.append(ledgerFrom(*rows));
        }
        return page;
    };
    auto page = co_await m_database.readHeavy(concernOf(id), work);
    co_return page;
}

Task<Result<Page<ProductEvent>>> Products::history(ProductId id, QByteArray cursor, int limit)
{
    if (const auto settled = co_await settle(id); !settled)
        co_return settled.error();
    auto work = [&](sql::Connection& connection) { return readHistory(connection, id, cursor, limit); };
    auto page = co_await m_database.readHeavy(concernOf(id), work);
    co_return page;
}

} // namespace zg::shop
