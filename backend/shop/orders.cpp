// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orders.h"

#include "shop/bulk.h"
#include "shop/concerns.h"
#include "shop/orderplacer.h"
#include "shop/orderquery.h"
#include "shop/orderreader.h"
#include "shop/orderwrites.h"
#include "shop/products.h"
#include "shop/writer.h"

namespace zg::shop {

namespace {
const sql::Statement countByStatus{"order.count", "SELECT status, COUNT(*) FROM orders GROUP BY status"};
const sql::Statement countSince{"order.count_since", "SELECT COUNT(*) FROM orders WHERE created_at >= ?"};
const sql::Statement takingsSince{"order.takings_since",
                                  "SELECT COALESCE(SUM(total), 0) FROM orders WHERE paid_at >= ?"};
constexpr int userNameColumn = 14; // behind orderColumns
constexpr int keyColumn = 15;

/// The page's orders without items; takes the row too many as the sign that there are others.
Result<Page<Order>> readPage(sql::Connection& connection, const ListStatement& statement, ListKind kind, int limit)
{
    auto rows = statement.run(connection);
    if (!rows)
        return rows.error();
    Page<Order> page;
    page.items.reserve(limit);
    Position last;
    while (rows->next()) {
        if (page.items.size() == limit) {
            page.nextCursor = writeCursor(kind, last);
            break;
        }
        page.items.append(orderFrom(*rows));
        last.id = page.items.last().id.value;
        if (kind == ListKind::AllOrders) {
            page.items.last().userName = rows->text(userNameColumn);
            last.key = rows->integer(keyColumn);
        }
    }
    return page;
}

int pageSize(int limit)
{
    return qBound(1, limit, int(IdList::most));
}

Result<qint64> readNumber(sql::Connection& connection, const sql::Statement& statement, qint64 since)
{
    auto rows = connection.query(statement, since);
    if (!rows)
        return rows.error();
    rows->next(); // an aggregate always gives a row
    return rows->integer(0);
}
} // namespace

Orders::Orders(sql::Database& database, Writer& writer, OrderPlacer& placer, const Clock& clock, Products& products)
    : m_database(database)
    , m_writer(writer)
    , m_placer(placer)
    , m_clock(clock)
    , m_products(products)
{
}

Task<Result<Order>> Orders::place(NewOrder order)
{
    // An order pays the price that was answered last.
    for (const auto& item : order.items) {
        if (!m_products.isEditWaiting(item.productId))
            continue;
        if (const auto settled = co_await m_products.settle(item.productId); !settled)
            co_return settled.error();
    }
    auto request = OrderRequest::make(std::move(order));
    if (!request)
        co_return request.error();
    auto placed = co_await m_placer.place(std::move(*request));
    co_return placed;
}

Task<Result<Page<Order>>> Orders::list(UserId owner, std::optional<OrderStatus> status, QByteArray cursor, int limit)
{
    auto after = readCursor(ListKind::OwnOrders, cursor);
    if (!after)
        co_return after.error();
    limit = pageSize(limit);
    const auto statement = ownOrdersPage(owner, status, *after, pageSizeFor(limit), m_database.dialect());
    auto work = [&](sql::Connection& connection) -> Result<Page<Order>> {
        auto page = readPage(connection, statement, ListKind::OwnOrders, limit);
        if (!page)
            return page;
        if (auto done = attachItems(connection, page->items); !done)
            return done.error();
        return page;
    };
    auto page = co_await m_database.read(concernOfOrders(owner), work);
    co_return page;
}

Task<Result<Order>> Orders::find(OrderId id, UserId owner)
{
    auto work = [=](sql::Connection& connection) -> Result<Order> {
        auto order = readOrder(connection, id);
        if (order && order->userId != owner)
            return Error(ErrorCode::NotFound);
        return order;
    };
    auto order = co_await m_database.read(concernOfOrders(owner), work);
    co_return order;
}

Task<Result<Order>> Orders::pay(OrderId id, UserId owner)
{
    return change(id, OrderEvent::Pay, owner, {});
}

Task<Result<Order>> Orders::cancel(OrderId id, UserId owner)
{
    return change(id, OrderEvent::Cancel, owner, {});
}

Task<Result<Order>> Orders::confirm(OrderId id, UserId owner)
{
    return change(id, OrderEvent::Confirm, owner, {});
}

Task<Result<Order>> Orders::requestRefund(OrderId id, UserId owner, QString reason)
{
    return change(id, OrderEvent::RequestRefund, owner, std::move(reason));
}

Task<Result<Order>> Orders::ship(OrderId id, QString trackingNo, audit::Actor by)
{
    return change(id, OrderEvent::Ship, by, std::move(trackingNo));
}

Task<Result<Order>> Orders::decideRefund(OrderId id, bool approve, audit::Actor by)
{
    return change(id, approve ? OrderEvent::ApproveRefund : OrderEvent::RefuseRefund, by, {});
}

Task<Result<Order>> Orders::change(OrderId id, OrderEvent event, audit::Actor by, QString text)
{
    OrderChange change;
    change.id = id;
    change.event = event;
    change.by = by.id;
    change.origin = std::move(by.origin);
    change.refundLimitFen = m_refundLimitFen.load(std::memory_order_relaxed);
    (event == OrderEvent::Ship ? change.trackingNo : change.note) = std::move(text);
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) -> Result<Order> {
        auto order = changeOrder(connection, changes, change, m_clock.wallMs());
        if (!order || actorOf(event) == OrderActor::Owner)
            return order;
        return readOrderForStaff(connection, id);
    };
    auto order = co_await m_writer.write(work);
    co_return order;
}

Task<Result<Page<Order>>> Orders::search(OrderFilter filter, QByteArray cursor, int limit)
{
    auto after = readCursor(ListKind::AllOrders, cursor);
    if (!after)
        co_return after.error();
    limit = pageSize(limit);
    auto work = [&](sql::Connection& connection) -> Result<Page<Order>> {
        const auto range = readRange(connection, filter);
        if (!range)
            return range.error();
        if (!*range)
            return Page<Order>();
        const auto statement = allOrdersPage(filter, **range, *after, pageSizeFor(limit), connection.dialect());
        auto page = readPage(connection, statement, ListKind::AllOrders, limit);
        if (!page)
            return page;
        if (auto done = attachItems(connection, page->items); !done)
            return done.error();
        if (auto done = attachHistory(connection, page->items); !done)
            return done.error();
        return page;
    };
    auto page = co_await m_database.readHeavy(concernOfAllOrders(), work);
    co_return page;
}

Task<Result<Order>> Orders::findAny(OrderId id)
{
    auto work = [id](sql::Connection& connection) { return readOrderForStaff(connection, id); };
    auto order = co_await m_database.read(concernOfAllOrders(), work);
    co_return order;
}

Task<Result<QList<Order>>> Orders::toShip(OrderId after, int limit)
{
    limit = pageSize(limit);
    const auto statement = ordersToShip(after, pageSizeFor(limit), m_database.dialect());
    auto work = [&](sql::Connection& connection) -> Result<QList<Order>> {
        QList<Order> orders;
        {
            auto rows = statement.run(connection);
            if (!rows)
                return rows.error();
            while (orders.size() < limit && rows->next()) {
                orders.append(orderFrom(*rows));
                orders.last().userName = rows->text(userNameColumn);
            }
        }
        if (auto done = attachItems(connection, orders); !done)
            return done.error();
        return orders;
    };
    auto orders = co_await m_database.readHeavy(concernOfAllOrders(), work);
    co_return orders;
}

Task<Result<std::array<qint64, orderStatusCount>>> Orders::counts()
{
    using Counts = std::array<qint64, orderStatusCount>;
    auto work = [](sql::Connection& connection) -> Result<Counts> {
        auto rows = connection.query(countByStatus);
        if (!rows)
            return rows.error();
        Counts counts{};
        while (rows->next())
            counts[size_t(rows->integer(0))] = rows->integer(1);
        return counts;
    };
    auto counts = co_await m_database.readHeavy(concernOfAllOrders(), work);
    co_return counts;
}

Task<Result<DayFigures>> Orders::todayFigures(qint64 fromMs)
{
    auto work = [fromMs](sql::Connection& connection) -> Result<DayFigures> {
        const auto orders = readNumber(connection, countSince, fromMs);
        if (!orders)
            return orders.error();
        const auto takings = readNumber(connection, takingsSince, fromMs);
        if (!takings)
            return takings.error();
        return DayFigures{*orders, *takings};
    };
    auto figures = co_await m_database.readHeavy(work);
    co_return figures;
}

} // namespace zg::shop
