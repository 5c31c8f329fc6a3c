// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderwrites.h"

#include "audit/record.h"
#include "shop/idvalue.h"
#include "shop/orderreader.h"
#include "shop/productwrites.h"
#include "shop/refundlimit.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
// The times and the tracking number that an event does not touch are written as they were: one statement for all
// events.
const sql::Statement updateOrder{
    "order.change", "UPDATE orders SET status = ?, version = ?, tracking_no = ?, paid_at = ?, shipped_at = ?, "
                    "completed_at = ?, cancelled_at = ? WHERE id = ?"};
const sql::Statement insertHistory{
    "order.insert_history",
    "INSERT INTO order_history (order_id, from_status, to_status, user_id, at, note) VALUES (?, ?, ?, ?, ?, ?)"};

std::optional<qint64>* timeOf(Order& order, OrderTime time)
{
    switch (time) {
    case OrderTime::Paid:
        return &order.paidAt;
    case OrderTime::Shipped:
        return &order.shippedAt;
    case OrderTime::Completed:
        return &order.completedAt;
    case OrderTime::Cancelled:
        return &order.cancelledAt;
    case OrderTime::None:
        break;
    }
    return nullptr;
}

/// What staff did to an order, among what staff do.
Result<void> recordOperation(sql::Connection& connection, const Order& before, const Order& after,
                             const OrderChange& change, qint64 at)
{
    const bool isShipping = change.event == OrderEvent::Ship;
    audit::Operation operation;
    operation.at = at;
    operation.kind = isShipping ? audit::OperationKind::Shipment : audit::OperationKind::Refund;
    operation.subject = after.orderNo;
    operation.subjectId = after.id.value;
    audit::note(operation.changes, "status", QString::fromLatin1(name(before.status)),
                QString::fromLatin1(name(after.status)));
    if (isShipping)
        audit::note(operation.changes, "tracking_no", before.trackingNo, after.trackingNo);
    else
        audit::note(operation.changes, "amount", {}, QString::number(after.totalFen));
    return audit::record(connection, {change.by.value_or(UserId()), change.origin}, std::move(operation));
}

/// A clock that was set back does not make an order's past younger.
qint64 noEarlier(const Order& order, qint64 nowMs)
{
    return std::max({nowMs, order.createdAt, order.paidAt.value_or(0), order.shippedAt.value_or(0)});
}
} // namespace

Result<Order> changeOrder(sql::Connection& connection, ChangeCollector& changes, const OrderChange& change,
                          qint64 nowMs)
{
    auto order = readOrderToChange(connection, change.id);
    if (!order)
        return order;
    if (actorOf(change.event) == OrderActor::Owner && change.by != order->userId)
        return Error(ErrorCode::NotFound);
    const auto* const transition = orderTransition(order->status, change.event);
    if (!transition)
        return Error(ErrorCode::IllegalTransition,
                     u"order %1 is %2"_s.arg(change.id.value).arg(QLatin1StringView(name(order->status))));

    const Order before = *order;
    if (change.event == OrderEvent::ApproveRefund && change.by) {
        const auto allowed = checkRefundLimit(connection, *change.by, order->totalFen, change.refundLimitFen);
        if (!allowed)
            return allowed.error();
    }
    const qint64 at = noEarlier(*order, nowMs);
    order->status = transition->to;
    order->version += 1;
    if (auto* const time = timeOf(*order, transition->time))
        *time = at;
    if (change.event == OrderEvent::Ship)
        order->trackingNo = change.trackingNo;
    const auto trackingNo = order->trackingNo.isNull() ? std::nullopt : std::optional(order->trackingNo);
    const auto updated = connection.exec(updateOrder, int(order->status), order->version, trackingNo, order->paidAt,
                                         order->shippedAt, order->completedAt, order->cancelledAt, change.id.value);
    if (!updated)
        return updated.error();
    const auto noted = connection.exec(insertHistory, change.id.value, int(transition->from), int(transition->to),
                                       idOrNull(change.by), at, change.note);
    if (!noted)
        return noted.error();
    if (transition->returnsStock) {
        auto items = order->items;
        std::ranges::sort(items, {}, &OrderItem::productId); // as every other write locks them
        for (const auto& item : std::as_const(items)) {
            auto done = returnToShelf(connection, changes, item, change.id, *transition->returnsStock, change.by, at);
            if (!done)
                return done.error();
        }
    }
    if (actorOf(change.event) == OrderActor::Staff) {
        if (const auto recorded = recordOperation(connection, before, *order, change, at); !recorded)
            return recorded.error();
    }
    changes.order(order->id, order->userId);
    return order;
}

} // namespace zg::shop
