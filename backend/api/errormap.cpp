// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/errormap.h"

#include "core/jsonwriter.h"
#include "core/money.h"

namespace zg::api {

namespace {

struct Row
{
    ErrorCode code;
    int status;
    const char* chinese;
    const char* english;
};

// In the order of the enum: the lookup is an index, and the assertion below keeps it honest.
constexpr Row rows[] = {
    {ErrorCode::InvalidJson, 400, "请求体不是有效的 JSON", "the body is not valid JSON"},
    {ErrorCode::InvalidArgument, 400, "参数不正确", "a parameter is missing or not valid"},
    {ErrorCode::UnknownAction, 400, "未知的操作", "there is no such action"},
    {ErrorCode::TokenMissing, 401, "请先登录", "sign in first"},
    {ErrorCode::BadCredentials, 401, "用户名或密码错误", "wrong user name or password"},
    {ErrorCode::TokenInvalid, 403, "登录凭证无效，请重新登录", "the token is not valid, sign in again"},
    {ErrorCode::TokenExpired, 403, "登录已过期，请重新登录", "the token has expired, sign in again"},
    {ErrorCode::SessionRevoked, 403, "会话已结束，请重新登录", "the session has ended, sign in again"},
    {ErrorCode::RoleForbidden, 403, "没有权限执行此操作", "your role may not do this"},
    {ErrorCode::NotFound, 404, "内容不存在", "not found"},
    {ErrorCode::MethodNotAllowed, 405, "不支持该请求方法", "this method is not allowed here"},
    {ErrorCode::RequestTimeout, 408, "请求超时", "the request took too long to arrive"},
    {ErrorCode::BodyTooLarge, 413, "请求体过大", "the body is too large"},
    {ErrorCode::HeadersTooLarge, 431, "请求头过大", "the headers are too large"},
    {ErrorCode::OutOfStock, 409, "库存不足", "not enough in stock"},
    {ErrorCode::OffShelf, 409, "商品已下架", "the product is off the shelf"},
    {ErrorCode::VersionConflict, 409, "数据已被他人修改，请刷新后重试",
     "somebody changed this meanwhile, reload and try again"},
    {ErrorCode::IllegalTransition, 409, "当前状态不允许此操作", "the present state does not allow this"},
    {ErrorCode::Duplicate, 409, "已存在相同的记录", "there is one already"},
    {ErrorCode::IdempotencyMismatch, 422, "该幂等键已用于内容不同的请求",
     "this idempotency key belongs to another request"},
    {ErrorCode::RateLimited, 429, "请求过于频繁，请稍后再试", "too many requests, try again later"},
    {ErrorCode::Overloaded, 503, "系统繁忙，请稍后再试", "the system is busy, try again later"},
    {ErrorCode::DependencyDown, 503, "服务暂时不可用，请稍后再试",
     "the service is unavailable for now, try again later"},
    {ErrorCode::ShuttingDown, 503, "服务正在停止，请稍后再试", "the service is shutting down, try again later"},
    {ErrorCode::WeChatError, 502, "微信服务返回错误", "WeChat answered with an error"},
    {ErrorCode::Internal, 500, "服务器内部错误", "an internal error"},
};

constexpr bool isInOrder()
{
    int at = 0;
    for (const Row& row : rows) {
        if (int(row.code) != at++)
            return false;
    }
    return at == int(ErrorCode::Internal) + 1;
}
static_assert(isInOrder());

const Row& rowOf(ErrorCode code)
{
    return rows[int(code) <= int(ErrorCode::Internal) ? int(code) : int(ErrorCode::Internal)];
}

} // namespace

int statusOf(ErrorCode code)
{
    return rowOf(code).status;
}

QByteArrayView messageOf(ErrorCode code, bool english)
{
    return english ? rowOf(code).english : rowOf(code).chinese;
}

namespace {
/// What is wrong, for people; an account's limit is named.
QByteArray sentenceOf(const Error& error, bool english)
{
    if (error.code != ErrorCode::RoleForbidden || !error.limitFen)
        return messageOf(error.code, english).toByteArray();
    const QByteArray limit = yuanText(*error.limitFen).toUtf8();
    return (english ? QByteArray("this account approves refunds up to ") : QByteArray("该账号可批准的退款上限为 ")) +
           limit;
}
} // namespace

QByteArray errorBody(const Error& error, bool english, QByteArrayView requestId)
{
    QByteArray out;
    out.reserve(192);
    JsonWriter json(out);
    json.beginObject();
    json.field("code", statusOf(error.code));
    json.key("msg").utf8(sentenceOf(error, english));
    json.key("data").beginObject().field("reason", slug(error.code));
    if (!error.field.isEmpty())
        json.field("field", error.field);
    if (error.productId != 0)
        json.field("product_id", error.productId);
    if (error.limitFen)
        json.field("limit", *error.limitFen);
    if (error.code == ErrorCode::WeChatError)
        json.field("errcode", error.errcode);
    if (error.code == ErrorCode::Internal)
        json.key("request_id").utf8(requestId);
    json.endObject().endObject();
    return out;
}

QByteArray retryAfter(const Error& error)
{
    const int status = statusOf(error.code);
    if (status != 429 && status != 503)
        return {};
    return "Retry-After: " + QByteArray::number(qMax(error.retryAfterS, 1)) + "\r\n";
}

http::Reply errorReply(const Error& error, bool english, QByteArrayView requestId)
{
    http::Reply reply(statusOf(error.code), errorBody(error, english, requestId));
    reply.headers = retryAfter(error);
    return reply;
}

} // namespace zg::api
