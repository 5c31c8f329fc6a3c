// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"
#include "core/task.h"
#include "shop/orderrequest.h"
#include "shop/productlocks.h"
#include "telemetry/snapshot.h"

#include <array>
#include <atomic>

namespace zg::shop {

class Writer;

/// Places new orders by the stock strategy in force, which may be changed at any time: orders under way end by the one
/// they began with. All keep the ledger's invariant, side by side, too. Thread: any with an executor.
class OrderPlacer final
{
public:
    OrderPlacer(Writer& writer, StockStrategy strategy);
    Q_DISABLE_COPY_MOVE(OrderPlacer)

    /// Before the first order; without it redis_lock answers DependencyDown. Must outlive the placer.
    void setLocks(ProductLocks* locks) { m_locks = locks; }
    StockStrategy strategy() const { return m_strategy.load(std::memory_order_relaxed); }
    /// @errors InvalidArgument "strategy": redis_lock without a Redis
    Result<void> setStrategy(StockStrategy strategy);

    /// @errors as Orders::place(); Overloaded: others were quicker again and again
    Task<Result<Order>> place(OrderRequest request);

    QList<telemetry::StrategyFigures> figures() const; ///< of those that were used

private:
    struct Counts
    {
        std::atomic<qint64> orders{0}, conflicts{0}, gaveUp{0};
    };
    static constexpr size_t strategies = 4;

    Task<Result<Order>> placeAlone(OrderRequest request, StockStrategy strategy);
    Task<Result<Order>> placeLocked(OrderRequest request);

    Writer& m_writer;
    ProductLocks* m_locks = nullptr;
    std::atomic<StockStrategy> m_strategy;
    std::array<Counts, strategies> m_counts;
};

/// "group", "optimistic", "pessimistic", "redis_lock"
const char* name(StockStrategy strategy);
std::optional<StockStrategy> stockStrategyNamed(QStringView name);

} // namespace zg::shop
