// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "api/filters.h"
#include "api/productbody.h"
#include "shop/shop.h"

namespace zg::api {

namespace {
constexpr qint64 maxDelta = 1'000'000'000'000; // as much as a product's stock may be
constexpr int maxNote = 500;
} // namespace

Task<Result<Answer>> adminListProducts(Call call)
{
    auto filter = readProductFilter(call.params);
    if (!filter)
        co_return Result<Answer>(filter.error());
    const auto status = readProductStatus(call.params);
    if (!status)
        co_return Result<Answer>(status.error());
    filter->status = *status;
    const auto limit = call.params.limit();
    if (!limit)
        co_return Result<Answer>(limit.error());
    auto cursor = call.params.cursor();
    if (!cursor)
        co_return Result<Answer>(cursor.error());
    if (auto admitted = admitSlowRead(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto page = co_await call.services->shop.products().list(std::move(*filter), std::move(*cursor), *limit);
    co_return answered(page);
}

Task<Result<Answer>> adminCreateProduct(Call call)
{
    auto draft = readDraft(call.params);
    if (!draft)
        co_return Result<Answer>(draft.error());
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto product = co_await call.services->shop.products().create(std::move(*draft), actorOf(call));
    co_return answered(product);
}

Task<Result<Answer>> adminUpdateProduct(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    auto patch = readPatch(call.params);
    if (!patch)
        co_return Result<Answer>(patch.error());
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto product =
        co_await call.services->shop.products().update(ProductId(*id), std::move(*patch), actorOf(call));
    co_return answered(product);
}

Task<Result<Answer>> adminDeleteProduct(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto product = co_await call.services->shop.products().remove(ProductId(*id), actorOf(call));
    co_return answered(product);
}

Task<Result<Answer>> adminAdjustStock(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    const auto delta = call.params.integer("delta", -maxDelta, maxDelta);
    if (!delta)
        co_return Result<Answer>(delta.error());
    if (*delta == 0)
        co_return Result<Answer>(Error::invalid(QStringLiteral("delta"), QStringLiteral("changes nothing")));
    auto note = call.params.text("note", 1, maxNote);
    if (!note)
        co_return Result<Answer>(note.error());
    if (auto admitted = admitWrite(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto product =
        co_await call.services->shop.products().adjustStock(ProductId(*id), *delta, std::move(*note), actorOf(call));
    co_return answered(product);
}

Task<Result<Answer>> adminLedger(Call call)
{
    const auto id = call.params.id();
    if (!id)
        co_return Result<Answer>(id.error());
    const auto limit = call.params.limit();
    if (!limit)
        co_return Result<Answer>(limit.error());
    auto cursor = call.params.cursor();
    if (!cursor)
        co_return Result<Answer>(cursor.error());
    if (auto admitted = admitSlowRead(call); !admitted)
        co_return Result<Answer>(admitted.error());
    const auto page = co_await call.services->shop.products().ledger(ProductId(*id), std::move(*cursor), *limit);
    co_return answered(page);
}

} // namespace zg::api
