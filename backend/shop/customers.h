// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/task.h"
#include "shop/values.h"

#include <array>

namespace zg::sql {
class Database;
}

namespace zg::shop {

/// Who orders, and what became of it: for the staff.
struct Customer
{
    /// Orders that are counted, the newest: a load test's customer has any number of them.
    static constexpr qint64 mostCounted = 1'000;

    UserId id;
    QString name;
    qint64 since = 0;                              ///< when the account was made
    std::array<qint64, orderStatusCount> counts{}; ///< orders by status
    qint64 paidFen = 0;                            ///< totals of what was paid, also if refunded later
    qint64 refundedFen = 0;
    bool isCapped = false;   ///< there may be older orders than these
    QList<Order> lastOrders; ///< newest first, with items, without history
    bool operator==(const Customer&) const = default;
};

/// Thread: any with an executor.
class Customers final
{
public:
    explicit Customers(sql::Database& database)
        : m_database(database)
    {
    }
    Q_DISABLE_COPY_MOVE(Customers)

    /// @errors NotFound
    Task<Result<Customer>> find(UserId id);
    /// By the whole account name. @errors NotFound
    Task<Result<Customer>> findByName(QString username);

private:
    sql::Database& m_database;
};

} // namespace zg::shop
