// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "api/filters.h"
#include "api/userjson.h"
#include "identity/users.h"

#include <limits>

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

constexpr int anyLength = std::numeric_limits<int>::max(); // identity/rules.h knows what names and passwords may be
constexpr int maxSearch = 100;

/// @errors InvalidArgument "role" when it names none
Result<std::optional<identity::Role>> readRole(const Params& params)
{
    auto text = params.optionalText("role", 0, 32);
    if (!text)
        return text.error();
    if (!*text)
        return std::optional<identity::Role>();
    const auto role = identity::roleNamed((*text)->toUtf8());
    if (!role)
        return Error::invalid(u"role"_s, u"is not one of those there are"_s);
    return role;
}

Result<identity::UserPatch> readPatch(const Params& params)
{
    if (auto whole = params.refuseNull({"username", "password", "role", "nickname", "disabled"}); !whole)
        return whole.error();
    identity::UserPatch patch;
    auto username = params.optionalText("username", 0, anyLength);
    if (!username)
        return username.error();
    patch.username = std::move(*username);
    auto password = params.optionalText("password", 0, anyLength);
    if (!password)
        return password.error();
    if (*password)
        patch.password = (*password)->toUtf8();
    auto role = readRole(params);
    if (!role)
        return role.error();
    patch.role = *role;
    auto nickname = params.optionalText("nickname", 0, anyLength);
    if (!nickname)
        return nickname.error();
    patch.nickname = std::move(*nickname);
    auto disabled = params.optionalBoolean("disabled");
    if (!disabled)
        return disabled.error();
    patch.disabled = *disabled;
    if (const QJsonValue limit = params.json("refund_limit"); limit.isNull()) {
        patch.refundLimitFen = std::optional<qint64>(); // a limit of its own no longer
    } else if (!limit.isUndefined()) {
        const auto fen = params.optionalInteger("refund_limit", 0, std::numeric_limits<qint64>::max());
        if (!fen)
            return fen.error();
        patch.refundLimitFen = *fen;
    }
    return patch;
}

Result<identity::NewUser> readNewUser(const Params& params)
{
    auto given = readPatch(params);
    if (!given)
        return given.error();
    if (!given->username)
        return Error::invalid(u"username"_s, u"is missing"_s);
    if (!given->password)
        return Error::invalid(u"password"_s, u"is missing"_s);
    if (!given->role)
        return Error::invalid(u"role"_s, u"is missing"_s);
    identity::NewUser wanted;
    wanted.username = *given->username;
    wanted.password = *given->password;
    wanted.role = *given->role;
    wanted.nickname = given->nickname.value_or(QString());
    wanted.disabled = given->disabled.value_or(false);
    wanted.refundLimitFen = given->refundLimitFen.value_or(std::nullopt);
    return wanted;
}

Result<Answer> forAdmin(const Result<identity::User>& user)
{
    if (!user)
        return user.error();
    QByteArray out;
    JsonWriter json(out);
    writeForAdmin(json, *user);
    return Answer(std::move(out));
}

} // namespace

Task<Result<Answer>> adminListUsers(Call call)
{
    identity::UserFilter filter;
    const auto role = readRole(call.params);
    if (!role)
        co_return Result<Answer>(role.error());
    filter.role = *role;
    auto text = call.params.optionalText("q", 0, maxSearch);
    if (!text)
        co_return Result<Answer>(text.error());
    filter.text = text->value_or(QString());
    const auto limit = call.params.limit();
    if (!limit)
        co_return Result<Answer>(limit.error());
    auto cursor = call.params.cursor();
    if (!cursor)
        co_return Result<Answer>(cursor.error());
    if (auto admitted = admitSlowRead(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto page = co_await call.services->users.list(std::move(filter), std::move(*cursor), *limit);
    if (!page)
        co_return Result<Answer>(page.error());
    co_return Result<Answer>(Answer(pageJson(page->items, page->nextCursor, writeForAdmin)));
}

Task<Result<Answer>> adminCreateUser(Call call)
{
    auto wanted = readNewUser(call.params);
    if (!wanted)
        co_return Result<Answer>(wanted.error());
    if (auto admitted = admitPassword(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto user = co_await call.services->users.create(std::move(*wanted), actorOf(call));
    co_return forAdmin(user);
}

Task<Result<Answer>> adminUpdateUser(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    auto patch = readPatch(call.params);
    if (!patch)
        co_return Result<Answer>(patch.error());
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto user = co_await call.services->users.update(UserId(*id), std::move(*patch), actorOf(call));
    co_return forAdmin(user);
}

} // namespace zg::api
