// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/daybook.h"

#include <QDateTime>

#include <limits>

namespace zg::node {

namespace {

/// An order's time is taken before its commit: sums are settled only up to what no commit under way can still reach.
constexpr qint64 unsettledMs = 15'000;
constexpr size_t minuteOfSeconds = 61;
constexpr qint64 endOfTime = std::numeric_limits<qint64>::max();

constexpr sql::Statement sumStatement{
    "node.today",
    "SELECT (SELECT COUNT(*) FROM orders WHERE created_at >= ? AND created_at < ?), COALESCE(SUM(total), 0), COUNT(*) "
    "FROM orders WHERE paid_at >= ? AND paid_at < ?"};
constexpr sql::Statement lastIdStatement{"node.last_order", "SELECT COALESCE(MAX(id), 0) FROM orders"};

qint64 midnightBefore(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms).date().startOfDay().toMSecsSinceEpoch();
}

} // namespace

DayBook::Sums& DayBook::Sums::operator+=(const Sums& other)
{
    orders += other.orders;
    takingsFen += other.takingsFen;
    paid += other.paid;
    return *this;
}

Result<DayBook::Sums> DayBook::sum(sql::Database& database, qint64 from, qint64 to) const
{
    return database.readNow([&](sql::Connection& connection) -> Result<Sums> {
        auto rows = connection.query(sumStatement, from, to, from, to);
        if (!rows)
            return rows.error();
        Sums sums;
        if (rows->next()) {
            sums.orders = rows->integer(0);
            sums.takingsFen = rows->integer(1);
            sums.paid = rows->integer(2);
        }
        return sums;
    });
}

Result<qint64> DayBook::lastOrderId(sql::Database& database) const
{
    return database.readNow([](sql::Connection& connection) -> Result<qint64> {
        auto rows = connection.query(lastIdStatement);
        if (!rows)
            return rows.error();
        return rows->next() ? rows->integer(0) : 0;
    });
}

void DayBook::forget()
{
    m_hasBegun = false;
    m_jobsSeen = -1;
    m_lastIds.clear();
}

Result<void> DayBook::refresh(sql::Database& database)
{
    const qint64 now = m_clock.wallMs();
    const qint64 midnight = midnightBefore(now);
    const qint64 jobs = database.committer().figures().jobs;
    const bool isNewDay = midnight != m_midnightMs;
    m_isQuiet = m_hasBegun && !isNewDay && jobs == m_jobsSeen;

    qint64 lastId = m_lastIds.empty() ? 0 : m_lastIds.back();
    telemetry::ShopFigures figures = this->figures();
    if (!m_isQuiet) {
        const auto newest = lastOrderId(database);
        if (!newest)
            return newest.error();
        lastId = *newest;
        if (!m_hasBegun || isNewDay) {
            const auto settled = sum(database, midnight, now - unsettledMs);
            if (!settled)
                return settled.error();
            m_paidBeforeToday = m_hasBegun ? figures.paidTotal : 0;
            if (!m_hasBegun) {
                m_firstOrderId = lastId;
            }
            m_settled = *settled;
            m_settledToMs = std::max(midnight, now - unsettledMs);
            m_midnightMs = midnight;
        }
        const auto recent = sum(database, m_settledToMs, endOfTime);
        if (!recent)
            return recent.error();
        Sums today = m_settled;
        today += *recent;
        if (!m_hasBegun)
            m_paidAtStart = today.paid;
        else if (isNewDay)
            m_paidAtStart = 0;
        m_hasBegun = true;
        figures.ordersToday = today.orders;
        figures.takingsTodayFen = today.takingsFen;
        figures.ordersTotal = lastId - m_firstOrderId;
        figures.paidTotal = m_paidBeforeToday + today.paid - m_paidAtStart;
        m_jobsSeen = jobs;
        if (now - m_settledToMs > 2 * unsettledMs) {
            const auto settled = sum(database, m_settledToMs, now - unsettledMs);
            if (!settled)
                return settled.error();
            m_settled += *settled;
            m_settledToMs = now - unsettledMs;
        }
    }
    m_lastIds.push_back(lastId);
    if (m_lastIds.size() > minuteOfSeconds)
        m_lastIds.pop_front();
    const std::lock_guard lock(m_mutex);
    m_figures = figures;
    m_perMinute = double(m_lastIds.back() - m_lastIds.front());
    return {};
}

telemetry::ShopFigures DayBook::figures() const
{
    const std::lock_guard lock(m_mutex);
    return m_figures;
}

double DayBook::ordersPerMinute() const
{
    const std::lock_guard lock(m_mutex);
    return m_perMinute;
}

} // namespace zg::node
