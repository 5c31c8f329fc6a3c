// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <atomic>
#include <chrono>

typedef struct pg_conn PGconn;

namespace zg::sql {

/// How long one thing that is asked of a server may take, and who may end it before that.
/// Thread: the borrowing one.
class PgWait final
{
public:
    /// @param isLost set by whoever found out that the server does not answer; null: nobody does
    PgWait(std::chrono::milliseconds atMost, const std::atomic<bool>* isLost);

    /// Until the socket can be read (or written).
    /// @errors DependencyDown: the time is over, or the server was found lost
    Result<void> readable(PGconn* connection) const;
    Result<void> writable(PGconn* connection) const;
    /// Sends all that libpq has buffered, reading meanwhile so that neither side waits for the other.
    Result<void> flushed(PGconn* connection) const;

private:
    Result<void> ready(PGconn* connection, short events) const;
    std::chrono::steady_clock::time_point m_deadline;
    const std::atomic<bool>* m_isLost;
};

} // namespace zg::sql
