// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "api/filters.h"
#include "api/jsoncache.h"

namespace zg::api {

namespace {

Result<ProductListKey> listKey(const Params& params)
{
    ProductListKey key;
    auto filter = readProductFilter(params);
    if (!filter)
        return filter.error();
    key.filter = std::move(*filter);
    key.filter.status = shop::ProductStatus::OnSale;
    auto limit = params.limit();
    if (!limit)
        return limit.error();
    key.limit = *limit;
    auto cursor = params.cursor();
    if (!cursor)
        return cursor.error();
    key.cursor = std::move(*cursor);
    return key;
}

} // namespace

QByteArray productListFromMemory(const Call& call)
{
    const auto key = listKey(call.params);
    return key ? call.services->cache.productListFromMemory(*key) : QByteArray();
}

Task<Result<Answer>> listProducts(Call call)
{
    auto key = listKey(call.params);
    if (!key)
        co_return Result<Answer>(key.error());
    auto body = co_await call.services->cache.productList(std::move(*key));
    co_return enveloped(std::move(body));
}

QByteArray productFromMemory(const Call& call)
{
    const auto id = call.params.id();
    return id ? call.services->cache.productFromMemory(ProductId(*id)) : QByteArray();
}

Task<Result<Answer>> getProduct(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    auto body = co_await call.services->cache.product(ProductId(*id));
    co_return enveloped(std::move(body));
}

} // namespace zg::api
