// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/task.h"
#include "shop/values.h"

namespace zg::sql {
class Database;
}

namespace zg::shop {

/// What one stretch of time brought in.
struct SalesSpan
{
    qint64 orders = 0;     ///< that were paid in it
    qint64 takingsFen = 0; ///< their totals, also if refunded later
    bool operator==(const SalesSpan&) const = default;
};

struct BestSeller
{
    ProductId id;
    QString name; ///< as it was called in one of the orders
    qint64 pieces = 0;
    qint64 amountFen = 0;
    bool operator==(const BestSeller&) const = default;
};

/// Sales between moments. What is too much to be read is left out, the oldest first, and said.
struct SalesReport
{
    QList<qint64> edgesMs;       ///< rising; span i is [edge i, edge i + 1)
    QList<SalesSpan> spans;      ///< one less than edges
    int firstRead = 0;           ///< the spans before this one were not read any more
    bool areSpansCapped = false; ///< one of those that were read holds more than is counted
    qint64 refunds = 0;          ///< of these orders, refunded until now
    qint64 refundedFen = 0;
    bool areRefundsCapped = false;
    QList<BestSeller> bestSellers; ///< by amount
    qint64 sellersOrders = 0;      ///< the orders that the best sellers were counted in
    SalesSpan sum() const;
    bool isCapped() const { return firstRead > 0 || areSpansCapped; }
    bool operator==(const SalesReport&) const = default;
};

/// Sales by range, from orders.paid_at, in statements that each read a bounded part of an index.
/// Thread: any with an executor.
class Sales final
{
public:
    static constexpr int mostSpans = 400;           ///< a year of days
    static constexpr qint64 mostInSpan = 200'000;   ///< orders of one span; an index gives them in a few dozen ms
    static constexpr qint64 mostOrders = 2'000'000; ///< of all spans together
    static constexpr qint64 mostRefunds = 20'000;
    static constexpr qint64 mostSellersInSpan = 5'000; ///< orders whose items are read, the newest of a span
    static constexpr qint64 mostSellers = 40'000;      ///< and of all spans together
    static constexpr int sellersShown = 50;

    explicit Sales(sql::Database& database)
        : m_database(database)
    {
    }
    Q_DISABLE_COPY_MOVE(Sales)

    /// @param edgesMs at least two, rising, at most mostSpans + 1
    /// @errors InvalidArgument "edges"
    /// @source orders.paid_at and total; an order counts where it was paid, also if refunded later
    Task<Result<SalesReport>> report(QList<qint64> edgesMs);

private:
    sql::Database& m_database;
};

} // namespace zg::shop
