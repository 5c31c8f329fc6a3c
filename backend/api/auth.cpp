// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "api/filters.h"
#include "api/userjson.h"
#include "identity/login.h"
#include "identity/sessions.h"
#include "identity/users.h"

#include <limits>

namespace zg::api {

namespace {

constexpr int anyLength = std::numeric_limits<int>::max(); // what is too long is simply wrong
constexpr int maxWeChatCode = 128;

/// {token, expires_in} and, after a log-in, the openid and the user.
Answer signedIn(const identity::SignedIn& signedIn, bool withOpenid, bool withUser)
{
    QByteArray out;
    JsonWriter json(out);
    json.beginObject();
    json.key("token").utf8(signedIn.token).field("expires_in", signedIn.expiresInS);
    if (withOpenid)
        json.field("openid", signedIn.user.openid);
    if (withUser) {
        json.key("user");
        write(json, signedIn.user);
    }
    json.endObject();
    return Answer(std::move(out));
}

} // namespace

Task<Result<Answer>> wechatLogin(Call call)
{
    auto code = call.params.text("code", 1, maxWeChatCode);
    if (!code)
        co_return Result<Answer>(code.error());
    const auto outcome = co_await call.services->login.byWeChat(std::move(*code));
    if (!outcome)
        co_return Result<Answer>(outcome.error());
    co_return Result<Answer>(signedIn(*outcome, true, true));
}

Task<Result<Answer>> passwordLogin(Call call)
{
    auto username = call.params.text("username", 1, anyLength);
    if (!username)
        co_return Result<Answer>(username.error());
    const auto password = call.params.text("password", 1, anyLength);
    if (!password)
        co_return Result<Answer>(password.error());
    if (auto admitted = admitPassword(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto outcome = co_await call.services->login.byPassword(std::move(*username), password->toUtf8());
    if (!outcome)
        co_return Result<Answer>(outcome.error());
    co_return Result<Answer>(signedIn(*outcome, false, true));
}

Task<Result<Answer>> refresh(Call call)
{
    auto outcome = call.services->login.refresh(call.token);
    auto& sessions = call.services->sessions;
    if (!outcome && outcome.error().code == ErrorCode::SessionRevoked && sessions.isShared()) {
        const auto fetched = co_await sessions.fetch(call.token); // another node may know it
        if (!fetched)
            co_return Result<Answer>(fetched.error());
        if (*fetched)
            outcome = call.services->login.refresh(call.token);
    }
    if (!outcome)
        co_return Result<Answer>(outcome.error());
    co_return Result<Answer>(signedIn(*outcome, false, false));
}

Task<Result<Answer>> logout(Call call)
{
    const auto ended = co_await call.services->login.logout(call.caller);
    if (!ended)
        co_return Result<Answer>(ended.error());
    co_return Result<Answer>(nothing());
}

Task<Result<Answer>> me(Call call)
{
    if (auto admitted = admitRead(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto user = co_await call.services->users.find(call.caller.userId);
    if (!user)
        co_return Result<Answer>(user.error());
    QByteArray out;
    JsonWriter json(out);
    json.beginObject().key("user");
    write(json, *user);
    json.endObject();
    co_return Result<Answer>(Answer(std::move(out)));
}

} // namespace zg::api
