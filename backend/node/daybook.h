// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "sql/database.h"
#include "telemetry/snapshot.h"

#include <deque>
#include <mutex>

namespace zg::node {

/// Today's orders and takings, read from the database a second apart. What is older than some seconds is summed up once
/// and kept, so that a read costs by what came since, and nothing at all while nothing is written. Thread: refresh()
/// the keeper; figures() any.
class DayBook final
{
public:
    explicit DayBook(const Clock& clock)
        : m_clock(clock)
    {
    }
    Q_DISABLE_COPY_MOVE(DayBook)

    /// @errors what the database says; the figures stay as they were
    Result<void> refresh(sql::Database& database);
    void forget(); ///< another program changed the database: sums begin anew

    telemetry::ShopFigures figures() const;
    double ordersPerMinute() const; ///< placed in the last sixty seconds

private:
    struct Sums
    {
        qint64 orders = 0, takingsFen = 0, paid = 0;
        Sums& operator+=(const Sums& other);
    };
    Result<Sums> sum(sql::Database& database, qint64 from, qint64 to) const;
    Result<qint64> lastOrderId(sql::Database& database) const;

    const Clock& m_clock;
    bool m_hasBegun = false;
    bool m_isQuiet = false; ///< nothing can have changed since the last read
    qint64 m_jobsSeen = -1;
    qint64 m_midnightMs = 0;
    qint64 m_settledToMs = 0;
    Sums m_settled; ///< from midnight to m_settledToMs
    qint64 m_firstOrderId = 0;
    qint64 m_paidBeforeToday = 0; ///< since the start, on days that are over
    qint64 m_paidAtStart = 0;
    std::deque<qint64> m_lastIds; ///< the newest order's id, one a second, the last minute's

    mutable std::mutex m_mutex; // guards what follows
    telemetry::ShopFigures m_figures;
    double m_perMinute = 0;
};

} // namespace zg::node
