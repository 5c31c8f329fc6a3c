// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/task.h"
#include "shop/values.h"

#include <QList>

#include <memory>

namespace zg::shop {

/// Locks on products that all nodes see, for the strategy redis_lock. They can expire.
/// Thread: any with an executor.
class ProductLocks
{
public:
    /// Held until it goes.
    class Hold
    {
    public:
        virtual ~Hold() = default;
    };
    virtual ~ProductLocks() = default;
    /// @param ids in rising order
    /// @errors DependencyDown: nobody can lock now; Overloaded: others hold them too long
    virtual Task<Result<std::unique_ptr<Hold>>> acquire(QList<ProductId> ids) = 0;
};

} // namespace zg::shop
