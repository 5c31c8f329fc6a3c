// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/activity.h"
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
    /// An error said that it will not recover: the pool closes it. Thread: any.
    bool isBroken() const { return m_activity.isBroken(); }
    const char* lastStatement() const { return m_activity.statement(); } ///< its name, or ""; thread: any
    const Activity& activity() const { return m_activity; }              ///< thread: any

protected:
    Activity m_activity;
};

} // namespace zg::sql
