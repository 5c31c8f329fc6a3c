// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "api/filters.h"
#include "api/jsoncache.h"
#include "api/orderbody.h"
#include "api/payment.h"
#include "core/logging.h"
#include "shop/shop.h"

namespace zg::api {

namespace {

constexpr int maxReason = 500;

Result<OrderListKey> listKey(const Call& call)
{
    OrderListKey key;
    key.owner = call.caller.userId;
    auto status = readOrderStatus(call.params);
    if (!status)
        return status.error();
    key.status = *status;
    auto limit = call.params.limit();
    if (!limit)
        return limit.error();
    key.limit = *limit;
    auto cursor = call.params.cursor();
    if (!cursor)
        return cursor.error();
    key.cursor = std::move(*cursor);
    return key;
}

/// The id of an order that is about to change, when a change may be queued.
Result<OrderId> orderToChange(const Call& call)
{
    auto id = call.params.id();
    if (!id)
        return id.error();
    if (auto admitted = admitWrite(call); !admitted)
        return admitted.error();
    return OrderId(*id);
}

} // namespace

QByteArray orderListFromMemory(const Call& call)
{
    const auto key = listKey(call);
    return key ? call.services->cache.orderListFromMemory(*key) : QByteArray();
}

Task<Result<Answer>> listOrders(Call call)
{
    auto key = listKey(call);
    if (!key)
        co_return Result<Answer>(key.error());
    auto body = co_await call.services->cache.orderList(std::move(*key));
    co_return enveloped(std::move(body));
}

Task<Result<Answer>> createOrder(Call call)
{
    auto wanted = readNewOrder(call);
    if (!wanted)
        co_return Result<Answer>(wanted.error());
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto order = co_await call.services->shop.orders().place(std::move(*wanted));
    co_return answered(order);
}

Task<Result<Answer>> getOrder(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    if (auto admitted = admitRead(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto order = co_await call.services->shop.orders().find(OrderId(*id), call.caller.userId);
    co_return answered(order);
}

Task<Result<Answer>> payOrder(Call call)
{
    const auto id = orderToChange(call);
    if (!id)
        co_return Result<Answer>(id.error());
    // Looked at first: nobody is charged for an order that is not his, or is not waiting to be paid.
    auto& orders = call.services->shop.orders();
    const auto found = co_await orders.find(*id, call.caller.userId);
    if (!found)
        co_return Result<Answer>(found.error());
    if (found->status != shop::OrderStatus::PendingPayment)
        co_return Result<Answer>(Error{ErrorCode::IllegalTransition});
    const auto charged = co_await call.services->payment.charge(*found);
    if (!charged)
        co_return Result<Answer>(charged.error());
    const auto paid = co_await orders.pay(*id, call.caller.userId);
    if (!paid) {
        const LogRequest of(call.request->requestId);
        qCWarning(lcShop, "order %s was charged but not marked paid: %s", qUtf8Printable(found->orderNo),
                  slug(paid.error().code));
    }
    co_return answered(paid);
}

Task<Result<Answer>> cancelOrder(Call call)
{
    const auto id = orderToChange(call);
    if (!id)
        co_return Result<Answer>(id.error());
    const auto order = co_await call.services->shop.orders().cancel(*id, call.caller.userId);
    co_return answered(order);
}

Task<Result<Answer>> confirmOrder(Call call)
{
    const auto id = orderToChange(call);
    if (!id)
        co_return Result<Answer>(id.error());
    const auto order = co_await call.services->shop.orders().confirm(*id, call.caller.userId);
    co_return answered(order);
}

Task<Result<Answer>> requestRefund(Call call)
{
    const auto id = orderToChange(call);
    if (!id)
        co_return Result<Answer>(id.error());
    auto reason = call.params.optionalText("reason", 0, maxReason);
    if (!reason)
        co_return Result<Answer>(reason.error());
    QString text = reason->value_or(QString());
    const auto order = co_await call.services->shop.orders().requestRefund(*id, call.caller.userId, std::move(text));
    co_return answered(order);
}

} // namespace zg::api
