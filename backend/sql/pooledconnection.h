// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connection.h"

#include <chrono>

namespace zg::sql {

/// A connection as the pool keeps it: how it goes from thread to thread, and whether it is still good.
/// Thread: the borrowing one, except where it says otherwise.
class PooledConnection : public Connection
{
public:
    virtual void enter() {}   ///< on the borrowing thread, before its first use there
    virtual void leave() = 0; ///< on the same thread, when it goes back: ends what the borrower left open
    /// Asks the database whether it still answers.
    virtual Result<void> validate(std::chrono::milliseconds timeout) = 0;
    virtual bool isBroken() const = 0;             ///< an error said that it will not recover: the pool closes it
    virtual const char* lastStatement() const = 0; ///< its name, or ""; thread: any
};

} // namespace zg::sql
