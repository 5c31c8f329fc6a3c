// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "api/filters.h"
#include "api/jsoncache.h"
#include "shop/shop.h"

namespace zg::api {

namespace {

constexpr int maxName = 50;
constexpr qint64 maxSort = 1'000'000'000;

struct Wanted
{
    std::optional<QString> name;
    std::optional<qint64> sort;

    Wanted() = default;
};

Result<Wanted> readWanted(const Params& params)
{
    if (auto whole = params.refuseNull({"name", "sort"}); !whole)
        return whole.error();
    Wanted wanted;
    auto name = params.optionalText("name", 1, maxName);
    if (!name)
        return name.error();
    wanted.name = std::move(*name);
    auto sort = params.optionalInteger("sort", -maxSort, maxSort);
    if (!sort)
        return sort.error();
    wanted.sort = *sort;
    return wanted;
}

} // namespace

QByteArray categoriesFromMemory(const Call& call)
{
    return call.services->cache.categoriesFromMemory();
}

Task<Result<Answer>> listCategories(Call call)
{
    auto body = co_await call.services->cache.categories();
    co_return enveloped(std::move(body));
}

Task<Result<Answer>> adminCreateCategory(Call call)
{
    auto wanted = readWanted(call.params);
    if (!wanted)
        co_return Result<Answer>(wanted.error());
    if (!wanted->name)
        co_return Result<Answer>(Error::invalid(QStringLiteral("name")));
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto category = co_await call.services->shop.categories().create(*wanted->name, wanted->sort, actorOf(call));
    co_return answered(category);
}

Task<Result<Answer>> adminUpdateCategory(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    auto wanted = readWanted(call.params);
    if (!wanted)
        co_return Result<Answer>(wanted.error());
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto category =
        co_await call.services->shop.categories().update(CategoryId(*id), wanted->name, wanted->sort, actorOf(call));
    co_return answered(category);
}

} // namespace zg::api
