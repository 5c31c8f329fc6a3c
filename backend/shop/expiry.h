// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <atomic>
#include <chrono>
#include <functional>

namespace zg::sql {
class Database;
}

namespace zg::shop {

class Writer;

/// Cancels orders that were not paid in time and returns their stock. Works from what is stored, so a restart loses
/// none. Thread: the keeper's; blocks.
class Expiry final
{
public:
    Expiry(sql::Database& database, Writer& writer, const Clock& clock, std::chrono::milliseconds after);
    Q_DISABLE_COPY_MOVE(Expiry)

    void setAfter(std::chrono::milliseconds after) { m_after.store(after, std::memory_order_relaxed); } ///< Thread: any
    /// Cancels what is due now, in bounded batches. @return how many
    /// @param mayGoOn asked before each transaction, where only one node at a time does this
    Result<qint64> runOnce(const std::function<bool()>& mayGoOn = {});

private:
    sql::Database& m_database;
    Writer& m_writer;
    const Clock& m_clock;
    std::atomic<std::chrono::milliseconds> m_after;
};

} // namespace zg::shop
