// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "api/filters.h"
#include "shop/shop.h"

#include <limits>

namespace zg::api {

namespace {

constexpr int maxOrderNo = 64;
constexpr int maxTrackingNo = 100;

Result<shop::OrderFilter> readFilter(const Params& params)
{
    shop::OrderFilter filter;
    auto status = readOrderStatus(params);
    if (!status)
        return status.error();
    filter.status = *status;
    auto user = params.optionalInteger("user_id", 1, std::numeric_limits<qint64>::max());
    if (!user)
        return user.error();
    if (*user)
        filter.userId = UserId(**user);
    auto number = params.optionalText("order_no", 0, maxOrderNo);
    if (!number)
        return number.error();
    filter.orderNo = number->value_or(QString());
    auto from = params.optionalTime("from");
    if (!from)
        return from.error();
    filter.from = *from;
    auto to = params.optionalTime("to");
    if (!to)
        return to.error();
    filter.to = *to;
    return filter;
}

Result<Answer> forStaff(const Result<shop::Order>& order)
{
    if (!order)
        return order.error();
    QByteArray out;
    JsonWriter json(out);
    writeForStaff(json, *order);
    return Answer(std::move(out));
}

} // namespace

Task<Result<Answer>> adminListOrders(Call call)
{
    auto filter = readFilter(call.params);
    if (!filter)
        co_return Result<Answer>(filter.error());
    const auto limit = call.params.limit();
    if (!limit)
        co_return Result<Answer>(limit.error());
    auto cursor = call.params.cursor();
    if (!cursor)
        co_return Result<Answer>(cursor.error());
    if (auto admitted = admitSlowRead(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto page = co_await call.services->shop.orders().search(std::move(*filter), std::move(*cursor), *limit);
    if (!page)
        co_return Result<Answer>(page.error());
    co_return Answer(pageJson(page->items, page->nextCursor, writeForStaff));
}

Task<Result<Answer>> adminGetOrder(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    if (auto admitted = admitRead(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto order = co_await call.services->shop.orders().findAny(OrderId(*id));
    co_return forStaff(order);
}

Task<Result<Answer>> adminShipOrder(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    auto tracking = call.params.text("tracking_no", 1, maxTrackingNo);
    if (!tracking)
        co_return Result<Answer>(tracking.error());
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto order = co_await call.services->shop.orders().ship(OrderId(*id), std::move(*tracking), actorOf(call));
    co_return forStaff(order);
}

Task<Result<Answer>> adminDecideRefund(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    const auto approve = call.params.boolean("approve");
    if (!approve)
        co_return Result<Answer>(approve.error());
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto order = co_await call.services->shop.orders().decideRefund(OrderId(*id), *approve, actorOf(call));
    co_return forStaff(order);
}

} // namespace zg::api
