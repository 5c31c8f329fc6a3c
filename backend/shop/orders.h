// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/task.h"
#include "shop/values.h"

#include <QByteArray>

#include <array>
#include <atomic>

namespace zg::sql {
class Database;
}

namespace zg::shop {

class OrderPlacer;
class Products;
class Writer;
enum class OrderEvent : quint8;

struct DayFigures
{
    qint64 orders = 0;     ///< made since the moment asked for
    qint64 takingsFen = 0; ///< totals of what was paid since then, also if refunded later
    bool operator==(const DayFigures&) const = default;
};

/// Orders, from the cart to the door: placing, paying, shipping, refunding. What may follow what is in
/// ordertransitions.h. Thread: any with an executor.
class Orders final
{
public:
    Orders(sql::Database& database, Writer& writer, OrderPlacer& placer, const Clock& clock, Products& products);
    Q_DISABLE_COPY_MOVE(Orders)

    /// All items or none; never below 0. The same key and the same meaning by the same user is the first order again.
    /// @errors NotFound, OffShelf, OutOfStock (each with productId), IdempotencyMismatch, InvalidArgument
    Task<Result<Order>> place(NewOrder order);
    /// The owner's own, newest first. @errors InvalidArgument "cursor"
    Task<Result<Page<Order>>> list(UserId owner, std::optional<OrderStatus> status, QByteArray cursor, int limit);
    /// @errors NotFound, also for someone else's
    Task<Result<Order>> find(OrderId id, UserId owner);

    // What the owner does. @errors NotFound (also for someone else's), IllegalTransition
    Task<Result<Order>> pay(OrderId id, UserId owner);
    Task<Result<Order>> cancel(OrderId id, UserId owner);
    Task<Result<Order>> confirm(OrderId id, UserId owner);
    Task<Result<Order>> requestRefund(OrderId id, UserId owner, QString reason);

    // What staff see and do: everybody's orders, with history and names. @errors NotFound, IllegalTransition
    Task<Result<Page<Order>>> search(OrderFilter filter, QByteArray cursor, int limit); ///< newest first
    Task<Result<Order>> findAny(OrderId id);
    Task<Result<QList<Order>>> toShip(OrderId after, int limit); ///< paid, oldest first; without history
    Task<Result<Order>> ship(OrderId id, QString trackingNo, audit::Actor by);
    /// @errors also RoleForbidden with limitFen: approving so much is not for this account
    Task<Result<Order>> decideRefund(OrderId id, bool approve, audit::Actor by);
    /// For staff without a limit of their own; 0: any amount.
    void setRefundLimit(qint64 fen) { m_refundLimitFen.store(fen, std::memory_order_relaxed); }
    Task<Result<std::array<qint64, orderStatusCount>>> counts(); ///< orders by status
    Task<Result<DayFigures>> todayFigures(qint64 fromMs);

private:
    Task<Result<Order>> change(OrderId id, OrderEvent event, audit::Actor by, QString text);

    sql::Database& m_database;
    Writer& m_writer;
    OrderPlacer& m_placer;
    const Clock& m_clock;
    Products& m_products;
    std::atomic<qint64> m_refundLimitFen{0};
};

} // namespace zg::shop
