// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/products.h"

#include "shop/concerns.h"
#include "shop/producthistory.h"
#include "shop/productquery.h"
#include "shop/productwrites.h"
#include "shop/writer.h"

namespace zg::shop {

namespace {
const sql::Statement idsAbove{"product.ids", "SELECT id FROM products WHERE id > ? ORDER BY id LIMIT ?"};
}

Products::Products(sql::Database& database, Writer& writer, const Clock& clock)
    : m_database(database)
    , m_writer(writer)
    , m_clock(clock)
{
}

Task<Result<Page<Product>>> Products::list(ProductFilter filter, QByteArray cursor, int limit)
{
    filter.text = filter.text.trimmed();
    auto after = readCursor(listKind(filter.sort), cursor);
    if (!after)
        co_return after.error();
    const auto statement = productPage(filter, *after, limit);
    if (statement.text.isEmpty())
        co_return Page<Product>();
    auto work = [&](sql::Connection& connection) -> Result<Page<Product>> {
        auto rows = statement.run(connection);
        if (!rows)
            return rows.error();
        Page<Product> page;
        while (rows->next()) {
            if (page.items.size() == limit) {
                page.nextCursor = writeCursor(listKind(filter.sort), positionOf(page.items.last(), filter.sort));
                break;
            }
            page.items.append(productFrom(*rows));
        }
        return page;
    };
    auto page = co_await m_database.read(concernOfProducts(), work);
    co_return page;
}

Task<Result<Product>> Products::find(ProductId id)
{
    auto work = [id](sql::Connection& connection) { return readShownProduct(connection, id); };
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
    auto ids = co_await m_database.read(work);
    co_return ids;
}

Task<Result<Product>> Products::create(ProductDraft draft, UserId by)
{
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) {
        return createProduct(connection, changes, draft, by, m_clock.wallMs());
    };
    auto product = co_await m_writer.write(work);
    co_return product;
}

Task<Result<Product>> Products::update(ProductId id, ProductPatch patch, UserId by)
{
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) {
        return updateProduct(connection, changes, id, patch, by, m_clock.wallMs());
    };
    auto product = co_await m_writer.write(work);
    co_return product;
}

Task<Result<Product>> Products::remove(ProductId id, UserId by)
{
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) {
        return removeProduct(connection, changes, id, by, m_clock.wallMs());
    };
    auto product = co_await m_writer.write(work);
    co_return product;
}

Task<Result<Product>> Products::adjustStock(ProductId id, qint64 delta, QString note, UserId by)
{
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
    const auto statement = ledgerPage(id, *after, limit);
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
    auto page = co_await m_database.read(concernOf(id), work);
    co_return page;
}

Task<Result<Page<ProductEvent>>> Products::history(ProductId id, QByteArray cursor, int limit)
{
    auto work = [&](sql::Connection& connection) { return readHistory(connection, id, cursor, limit); };
    auto page = co_await m_database.read(concernOf(id), work);
    co_return page;
}

} // namespace zg::shop
