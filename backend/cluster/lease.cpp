// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/lease.h"

#include "cluster/databasetime.h"
#include "sql/database.h"

namespace zg::cluster {

namespace {
constexpr sql::Statement lookStatement{"lease.look", "SELECT holder, fence, expires_at FROM leases WHERE name = ?"};
// One statement decides: of two that find it free, the second sees what the first has written.
constexpr sql::Statement takeStatement{
    "lease.take", "INSERT INTO leases (name, holder, fence, expires_at) VALUES (?, ?, 1, ?)"
                  " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at,"
                  " fence = leases.fence + CASE WHEN leases.holder = excluded.holder THEN 0 ELSE 1 END"
                  " WHERE leases.holder = excluded.holder OR leases.expires_at <= ? RETURNING fence"};
constexpr sql::Statement endStatement{"lease.end", "UPDATE leases SET expires_at = 0 WHERE name = ? AND holder = ?"};
} // namespace

Lease::Lease(sql::Database& database, QString name, QString holder, const Clock& clock)
    : m_database(database)
    , m_name(std::move(name))
    , m_self(std::move(holder))
    , m_clock(clock)
    , m_heldUntilNs(clock.monotonic().count())
{
}

/// A look first: the statement that takes would lock the row, and everybody's orders would queue behind it.
Result<Lease::Claim> Lease::claim(sql::Connection& connection) const
{
    const auto now = databaseNowMs(connection, m_clock);
    if (!now)
        return now.error();
    const auto look = [&]() -> Result<std::optional<Claim>> {
        auto rows = connection.query(lookStatement, m_name);
        if (!rows)
            return rows.error();
        if (!rows->next() || (rows->text(0) != m_self && rows->integer(2) <= *now))
            return std::optional<Claim>();
        return std::optional(Claim{rows->text(0), rows->integer(1)});
    };
    const auto present = look();
    if (!present)
        return present.error();
    if (*present && (*present)->holder != m_self)
        return **present;
    {
        auto taken = connection.query(takeStatement, m_name, m_self, *now + lifetime.count(), *now);
        if (!taken)
            return taken.error();
        if (taken->next())
            return Claim{m_self, taken->integer(0)};
    }
    const auto winner = look(); // somebody was faster
    if (!winner)
        return winner.error();
    return winner->value_or(Claim());
}

Result<void> Lease::keep()
{
    const auto askedAt = m_clock.monotonic(); // before the database looks at its clock: ours ends first
    const auto claimed = m_database.writeNow([this](sql::Connection& connection) { return claim(connection); });
    if (!claimed)
        return claimed.error();
    m_lastHolder = claimed->holder;
    m_fence.store(claimed->fence, std::memory_order_relaxed);
    const bool isOurs = claimed->holder == m_self;
    m_heldUntilNs.store((isOurs ? askedAt + lifetime - margin : m_clock.monotonic()).count());
    return {};
}

Result<void> Lease::giveUp()
{
    if (m_lastHolder != m_self)
        return {};
    m_heldUntilNs.store(m_clock.monotonic().count()); // first: no more work of ours, whatever the database says
    m_lastHolder.clear();
    const auto ended = m_database.writeNow(
        [this](sql::Connection& connection) { return connection.exec(endStatement, m_name, m_self); });
    if (!ended)
        return ended.error();
    return {};
}

bool Lease::isHeld() const
{
    return m_clock.monotonic().count() < m_heldUntilNs.load();
}

} // namespace zg::cluster
