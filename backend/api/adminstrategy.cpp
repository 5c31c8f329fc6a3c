// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "audit/operations.h"
#include "audit/record.h"
#include "core/jsonwriter.h"
#include "core/logging.h"
#include "shop/shop.h"

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

void logSwitch(const Call& call, StockStrategy strategy, StockStrategy before)
{
    const LogRequest of(call.request->requestId);
    qCInfo(lcShop, "orders take their stock by %s from now on, no more by %s: account %lld wants it so",
           shop::name(strategy), shop::name(before), qlonglong(call.caller.userId.value));
}

} // namespace

/// Orders that come from now on take their stock by another strategy, on this node, until it stops.
Task<Result<Answer>> adminSetStrategy(Call call)
{
    const auto wanted = call.params.text("strategy", 1, 32);
    if (!wanted)
        co_return Result<Answer>(wanted.error());
    const auto strategy = shop::stockStrategyNamed(*wanted);
    if (!strategy)
        co_return Result<Answer>(Error::invalid(u"strategy"_s, u"is not one of those there are"_s));
    auto& placer = call.services->shop.placer();
    audit::Operation operation;
    operation.kind = audit::OperationKind::Strategy;
    operation.subject = u"stock-strategy"_s;
    const StockStrategy before = placer.strategy();
    audit::note(operation.changes, "strategy", QString::fromLatin1(shop::name(before)),
                QString::fromLatin1(shop::name(*strategy)));
    if (const auto done = placer.setStrategy(*strategy); !done)
        co_return Result<Answer>(done.error());
    logSwitch(call, *strategy, before);
    if (!operation.changes.isEmpty()) {
        const auto recorded = co_await call.services->operations.add(actorOf(call), std::move(operation));
        if (!recorded)
            qCWarning(lcShop, "a change of the stock strategy could not be written down: %ls",
                      qUtf16Printable(recorded.error().message));
    }
    QByteArray data;
    JsonWriter json(data);
    json.beginObject().field("strategy", QString::fromLatin1(shop::name(*strategy))).endObject();
    co_return Result<Answer>(Answer(std::move(data)));
}

} // namespace zg::api
