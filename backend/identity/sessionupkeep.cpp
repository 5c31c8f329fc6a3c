// SPDX-License-Identifier: GPL-3.0-or-later
// The keeper's half of Sessions: reading them, writing the times of last use, forgetting what idled out.
#include "identity/sessions.h"

#include "sql/database.h"

namespace zg::identity {

using std::chrono::milliseconds;

namespace {
constexpr milliseconds flushStep = std::chrono::seconds(30); // what a crash may take from a session's 30 minutes
constexpr size_t flushRows = 500; // a write: some milliseconds, so that orders do not wait for it
constexpr milliseconds keepRows = std::chrono::hours(24); // ended and idle sessions, for whoever asks what happened
constexpr qint64 sweepRows = 1'000;                       // a write
constexpr std::chrono::minutes keepEnds{1};               // a beginning's way from its commit to here is shorter by far

constexpr sql::Statement readLive{
    "session.load", "SELECT s.sid, s.user_id, u.role, s.last_used_at FROM sessions s JOIN users u ON u.id = s.user_id"
                    " WHERE s.last_used_at > ? AND s.ended_at IS NULL AND u.disabled = 0"};
constexpr sql::Statement touch{"session.touch",
                               "UPDATE sessions SET last_used_at = ? WHERE sid = ? AND last_used_at < ?"};
constexpr sql::Statement removeOld{"session.sweep",
                                   "DELETE FROM sessions WHERE sid IN"
                                   " (SELECT sid FROM sessions WHERE last_used_at < ? ORDER BY last_used_at LIMIT ?)"};

struct Use
{
    Sid sid;
    QString text;
    qint64 at = 0;
};
} // namespace

Result<void> Sessions::load()
{
    const qint64 since = m_clock.wallMs() - milliseconds(idleLife).count() - flushStep.count();
    std::unordered_map<Sid, Session, SidHash> stored;
    // As a write, so that it has its place in the order of beginnings and ends.
    const auto asOf = m_database.writeNow([this, since, &stored](sql::Connection& connection) -> Result<quint64> {
        stored.clear(); // a write may be repeated
        const quint64 serial = m_serial.fetch_add(1) + 1;
        auto rows = connection.query(readLive, since);
        if (!rows)
            return rows.error();
        while (rows->next()) {
            Session session;
            session.sid = rows->bytes(0);
            session.userId = UserId(rows->integer(1));
            session.role = roleNamed(rows->bytes(2)).value_or(Role::None);
            session.lastUsedMs = session.flushedMs = rows->integer(3);
            session.begunAt = serial;
            const Sid sid = Sid::fromText(session.sid);
            if (sid.isSet())
                stored.emplace(sid, std::move(session));
        }
        return serial;
    });
    if (!asOf)
        return asOf.error();
    keepOnly(stored, *asOf);
    for (auto& [sid, session] : stored)
        adopt(sid, std::move(session));
    return {};
}

/// Drops what had begun by `asOf` and is not stored; the rest gets the role its user has there.
void Sessions::keepOnly(const std::unordered_map<Sid, Session, SidHash>& stored, quint64 asOf)
{
    std::vector<std::pair<UserId, Sid>> gone;
    for (Shard& place : m_shards) {
        const std::lock_guard lock(place.mutex);
        std::erase_if(place.sessions, [&](auto& entry) {
            const auto found = stored.find(entry.first);
            if (found != stored.end() || entry.second.begunAt > asOf)
                return false;
            gone.emplace_back(entry.second.userId, entry.first);
            return true;
        });
        for (auto& [sid, session] : place.sessions) {
            const auto found = stored.find(sid);
            if (found != stored.end())
                session.role = found->second.role;
        }
    }
    const std::lock_guard lock(m_usersMutex);
    for (const auto& [userId, sid] : gone)
        unlist(userId, sid);
}

Result<int> Sessions::flush(Flush what)
{
    const qint64 step = what == Flush::All ? 1 : flushStep.count();
    std::vector<Use> uses;
    for (Shard& place : m_shards) {
        const std::lock_guard lock(place.mutex);
        for (const auto& [sid, session] : place.sessions) {
            if (session.lastUsedMs - session.flushedMs >= step)
                uses.push_back(Use{sid, QString::fromLatin1(session.sid), session.lastUsedMs});
        }
    }
    for (size_t from = 0; from < uses.size(); from += flushRows) {
        const std::span<const Use> part(uses.data() + from, std::min(flushRows, uses.size() - from));
        const auto written = m_database.writeNow([part](sql::Connection& connection) -> Result<void> {
            for (const Use& use : part) {
                const auto touched = connection.exec(touch, use.at, use.text, use.at);
                if (!touched)
                    return touched.error();
            }
            return {};
        });
        if (!written)
            return written.error(); // still marked as moved: the next flush writes them
        for (const Use& use : part) {
            Shard& place = shard(use.sid);
            const std::lock_guard lock(place.mutex);
            const auto found = place.sessions.find(use.sid);
            if (found != place.sessions.end())
                found->second.flushedMs = use.at;
        }
    }
    return int(uses.size());
}

int Sessions::sweep()
{
    const qint64 now = m_clock.wallMs();
    std::vector<std::pair<UserId, Sid>> idle;
    for (Shard& place : m_shards) {
        const std::lock_guard lock(place.mutex);
        std::erase_if(place.sessions, [&idle, now](const auto& entry) {
            if (now - entry.second.lastUsedMs < milliseconds(idleLife).count())
                return false;
            idle.emplace_back(entry.second.userId, entry.first);
            return true;
        });
    }
    {
        const std::lock_guard lock(m_usersMutex);
        for (const auto& [userId, sid] : idle)
            unlist(userId, sid);
        std::erase_if(m_endedSids,
                      [since = m_clock.monotonic() - keepEnds](const auto& entry) { return entry.second < since; });
        std::erase_if(m_ended,
                      [since = m_clock.monotonic() - keepEnds](const auto& entry) { return entry.second.at < since; });
    }
    return int(idle.size());
}

Result<qint64> Sessions::sweepStored()
{
    const qint64 before = m_clock.wallMs() - keepRows.count();
    return m_database.writeNow([before](sql::Connection& connection) -> Result<qint64> {
        return connection.exec(removeOld, before, sweepRows);
    });
}

} // namespace zg::identity
