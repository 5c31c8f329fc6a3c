// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/singleorder.h"

#include "shop/orderreader.h"

#include <algorithm>

namespace zg::shop {

namespace {
#define ZG_TAKE                                                                                                        \
    "UPDATE products SET stock = stock - ?, sales = sales + ?, version = version + 1, updated_at = ? WHERE id = ? "    \
    "AND "
const sql::Statement takeHeld{"product.take", ZG_TAKE "version > 0 RETURNING stock, sales, version"};
const sql::Statement takeVersion{"product.take_version", ZG_TAKE "version = ? RETURNING stock, sales, version"};
const sql::Statement takeEnough{"product.take_enough",
                                ZG_TAKE "status = 0 AND stock >= ? RETURNING stock, sales, version"};
} // namespace

SingleOrder::SingleOrder(sql::Connection& connection, const Clock& clock, ChangeCollector& changes,
                         StockStrategy strategy)
    : m_connection(connection)
    , m_changes(changes)
    , m_strategy(strategy)
    , m_nowMs(clock.wallMs())
{
}

Result<void> SingleOrder::place(OrderRequest& request)
{
    const auto& order = request.order;
    const auto kept = findKey(m_connection, order);
    if (!kept)
        return kept.error();
    if (*kept) {
        if ((*kept)->meaning != request.meaning)
            return Error(ErrorCode::IdempotencyMismatch);
        auto first = readOrder(m_connection, OrderId((*kept)->orderId));
        if (!first)
            return first.error();
        request.placed = std::move(*first);
        tellAgain(m_connection, m_changes, request.placed);
        return {};
    }
    for (const auto& item : order.items)
        m_shelves.insert(item.productId.value, Shelf{});
    if (auto read = readShelves(m_connection, m_shelves, m_strategy == StockStrategy::Pessimistic); !read)
        return read;
    if (auto available = checkShelves(m_shelves, order); !available)
        return available;
    if (auto taken = take(order); !taken)
        return taken;
    OrderNumbers numbers(m_connection); // now that the products are held
    if (auto done = numbers.take(1, order.items.size(), m_nowMs); !done)
        return done;
    OrderRows rows;
    rows.add(request, numbers, m_shelves);
    if (auto done = rows.insert(m_connection); !done) // a key that another node used meanwhile shows with the commit
        return done;
    m_changes.placed(request.placed);
    for (auto shelf = m_shelves.cbegin(); shelf != m_shelves.cend(); ++shelf)
        m_changes.counters({ProductId(shelf.key()), shelf->stock, shelf->sales, shelf->version, m_nowMs});
    return {};
}

Result<void> SingleOrder::take(const NewOrder& order)
{
    auto items = order.items;
    std::ranges::sort(items, {}, &NewOrderItem::productId); // as every other write locks them
    for (const auto& item : std::as_const(items)) {
        const auto taken = takeOne(item, m_shelves[item.productId.value]);
        if (!taken)
            return taken.error();
        if (!*taken)
            return Error(ErrorCode::VersionConflict);
    }
    return {};
}

/// @return false when somebody else was quicker
Result<bool> SingleOrder::takeOne(const NewOrderItem& item, Shelf& shelf)
{
    const qint64 id = item.productId.value;
    const qint64 quantity = item.quantity;
    auto rows = [&] {
        switch (m_strategy) {
        case StockStrategy::Optimistic:
            return m_connection.query(takeVersion, quantity, quantity, m_nowMs, id, shelf.version);
        case StockStrategy::RedisLock:
            return m_connection.query(takeEnough, quantity, quantity, m_nowMs, id, quantity);
        default:
            return m_connection.query(takeHeld, quantity, quantity, m_nowMs, id);
        }
    }();
    if (!rows)
        return rows.error();
    if (!rows->next())
        return false;
    shelf.stock = rows->integer(0);
    shelf.sales = rows->integer(1);
    shelf.version = rows->integer(2);
    return true;
}

} // namespace zg::shop
