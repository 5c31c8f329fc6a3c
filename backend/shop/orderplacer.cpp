// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderplacer.h"

#include "shop/writer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
// Of a hot product's many buyers one wins each round: so many rounds are a second or so, and then the shop is too full.
constexpr int attempts = 64;
constexpr std::array names{"group", "optimistic", "pessimistic", "redis_lock"};
} // namespace

const char* name(StockStrategy strategy)
{
    return names[size_t(strategy)];
}

std::optional<StockStrategy> stockStrategyNamed(QStringView name)
{
    for (size_t i = 0; i < names.size(); ++i) {
        if (name == QLatin1StringView(names[i]))
            return StockStrategy(i);
    }
    return std::nullopt;
}

OrderPlacer::OrderPlacer(Writer& writer, StockStrategy strategy)
    : m_writer(writer)
    , m_strategy(strategy)
{
}

Result<void> OrderPlacer::setStrategy(StockStrategy strategy)
{
    if (strategy == StockStrategy::RedisLock && !m_locks)
        return Error::invalid(u"strategy"_s, u"redis_lock needs a Redis"_s);
    m_strategy.store(strategy, std::memory_order_relaxed);
    return {};
}

Task<Result<Order>> OrderPlacer::place(OrderRequest request)
{
    const StockStrategy strategy = m_strategy.load(std::memory_order_relaxed);
    Counts& counts = m_counts[size_t(strategy)];
    Result<Order> placed = Error(ErrorCode::Internal);
    if (strategy == StockStrategy::Group)
        placed = co_await m_writer.place(std::move(request));
    else if (strategy == StockStrategy::RedisLock)
        placed = co_await placeLocked(std::move(request));
    else
        placed = co_await placeAlone(std::move(request), strategy);
    if (placed)
        counts.orders.fetch_add(1, std::memory_order_relaxed);
    co_return placed;
}

Task<Result<Order>> OrderPlacer::placeAlone(OrderRequest request, StockStrategy strategy)
{
    Counts& counts = m_counts[size_t(strategy)];
    for (int i = 0; i < attempts; ++i) {
        OrderRequest copy = request;
        auto placed = co_await m_writer.placeAlone(std::move(copy), strategy);
        if (placed || placed.error().code != ErrorCode::VersionConflict)
            co_return placed;
        counts.conflicts.fetch_add(1, std::memory_order_relaxed);
    }
    counts.gaveUp.fetch_add(1, std::memory_order_relaxed);
    co_return Result<Order>(Error::retry(ErrorCode::Overloaded, 1, u"others were quicker %1 times"_s.arg(attempts)));
}

Task<Result<Order>> OrderPlacer::placeLocked(OrderRequest request)
{
    if (!m_locks)
        co_return Result<Order>(Error(ErrorCode::DependencyDown, u"redis_lock needs a Redis"_s));
    QList<ProductId> ids;
    for (const auto& item : request.order.items)
        ids.append(item.productId);
    std::ranges::sort(ids);
    auto hold = co_await m_locks->acquire(std::move(ids));
    if (!hold) {
        m_counts[size_t(StockStrategy::RedisLock)].gaveUp.fetch_add(1, std::memory_order_relaxed);
        co_return Result<Order>(hold.error());
    }
    auto placed = co_await placeAlone(std::move(request), StockStrategy::RedisLock);
    co_return placed;
}

QList<telemetry::StrategyFigures> OrderPlacer::figures() const
{
    QList<telemetry::StrategyFigures> list;
    for (size_t i = 0; i < strategies; ++i) {
        const Counts& counts = m_counts[i];
        telemetry::StrategyFigures figures;
        figures.strategy = QString::fromLatin1(names[i]);
        figures.inForce = StockStrategy(i) == strategy();
        figures.orders = counts.orders.load(std::memory_order_relaxed);
        figures.conflicts = counts.conflicts.load(std::memory_order_relaxed);
        figures.gaveUp = counts.gaveUp.load(std::memory_order_relaxed);
        if (figures.inForce || figures.orders + figures.conflicts + figures.gaveUp > 0)
            list.append(figures);
    }
    return list;
}

} // namespace zg::shop
