// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pool.h"

#include <chrono>
#include <memory>

namespace zg::sql {

/// A place in the pool with its connection. The pool's mutex guards it, but for what the borrower alone touches.
struct PoolSlot
{
    using Nanoseconds = std::chrono::nanoseconds;

    int id = 0;
    std::unique_ptr<PooledConnection> connection; // used by the borrower alone
    Pool::State state = Pool::State::Idle;
    Nanoseconds since{0}; // in this state
    Nanoseconds madeAt{0};
    Nanoseconds expiresAt{0};
    Nanoseconds keepAliveAt{0};
    Nanoseconds checkedAt{0}; // the borrower's
    qint64 loans = 0;
    bool isEvicted = false;
    bool isLeaking = false;

    void lend(Nanoseconds now)
    {
        state = Pool::State::InUse;
        since = now;
        ++loans;
        isLeaking = false;
    }
    void rest(Nanoseconds now)
    {
        state = Pool::State::Idle;
        since = now;
        isLeaking = false;
    }
};

} // namespace zg::sql
