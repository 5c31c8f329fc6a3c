// SPDX-License-Identifier: GPL-3.0-or-later
// The half of Sessions that other nodes on the same database make necessary. The database says what there is; a feed,
// or else a look at it once a second, says what ended.
#include "identity/feed.h"
#include "identity/sessions.h"
#include "identity/tokens.h"
#include "sql/database.h"

namespace zg::identity {

using std::chrono::milliseconds;

namespace {
constexpr std::chrono::minutes endsWindow{1}; // clocks of the nodes may differ by nearly so much
constexpr std::chrono::minutes deadFor{10};   // what ended never comes back; this only bounds what is remembered
constexpr std::chrono::seconds idleFor{1};    // the node that uses it may write its last use any moment
constexpr size_t deadAtMost = 50'000;         // two or three MB, then it begins anew

// A use is written with up to a minute's delay by the node that saw it.
constexpr sql::Statement readOne{
    "session.fetch", "SELECT s.user_id, u.role, s.last_used_at FROM sessions s JOIN users u ON u.id = s.user_id"
                     " WHERE s.sid = ? AND s.ended_at IS NULL AND u.disabled = 0"};
constexpr sql::Statement readEnded{"session.ends", "SELECT sid FROM sessions WHERE ended_at > ?"};

struct Found
{
    UserId userId;
    Role role = Role::None;
    qint64 lastUsedMs = 0;
};
} // namespace

void Sessions::share(Feed* feed)
{
    m_feed = feed;
    m_isShared = true;
}

bool Sessions::isKnownDead(const Sid& sid)
{
    const std::lock_guard lock(m_usersMutex);
    if (m_endedSids.contains(sid))
        return true;
    const auto found = m_dead.find(sid);
    if (found == m_dead.end())
        return false;
    if (found->second > m_clock.monotonic())
        return true;
    m_dead.erase(found);
    return false;
}

void Sessions::remember(const Sid& sid, std::chrono::nanoseconds time)
{
    const std::lock_guard lock(m_usersMutex);
    if (m_dead.size() >= deadAtMost)
        m_dead.clear();
    m_dead[sid] = m_clock.monotonic() + time;
}

Task<Result<bool>> Sessions::fetch(QByteArray token)
{
    const auto claims = m_tokens.verifyForRefresh(token);
    if (!m_isShared || !claims || isKnownDead(claims->sid))
        co_return Result<bool>(false);
    const Sid sid = claims->sid;
    // Before the read: an end that is heard of while it is under way comes later than this.
    const quint64 begunAt = m_serial.fetch_add(1) + 1;
    auto work = [sid](sql::Connection& connection) -> Result<std::optional<Found>> {
        auto rows = connection.query(readOne, QString::fromLatin1(sid.text()));
        if (!rows)
            return rows.error();
        if (!rows->next())
            return std::optional<Found>();
        Found found;
        found.userId = UserId(rows->integer(0));
        found.role = roleNamed(rows->bytes(1)).value_or(Role::None);
        found.lastUsedMs = rows->integer(2);
        return std::optional<Found>(found);
    };
    const auto found = co_await m_database.read(work);
    if (!found)
        co_return Result<bool>(found.error());
    if (!*found) {
        remember(sid, deadFor);
        co_return Result<bool>(false);
    }
    if (m_clock.wallMs() - (*found)->lastUsedMs >= milliseconds(idleLife).count()) {
        remember(sid, idleFor);
        co_return Result<bool>(false);
    }
    Session session;
    session.sid = sid.text();
    session.userId = (*found)->userId;
    session.role = (*found)->role;
    session.lastUsedMs = session.flushedMs = (*found)->lastUsedMs;
    session.begunAt = begunAt;
    co_return Result<bool>(adopt(sid, session));
}

void Sessions::endedElsewhere(const QByteArray& sid)
{
    if (const Sid known = Sid::fromText(sid); known.isSet())
        drop(known);
}

void Sessions::endedElsewhere(UserId userId)
{
    // A session that began since is dropped with the others, and fetched again by its next use.
    forgetHere(userId, m_serial.fetch_add(1) + 1);
}

Result<int> Sessions::readEnds()
{
    const qint64 now = m_clock.wallMs();
    const qint64 before = m_endsReadAtMs == 0 ? now : std::min(now, m_endsReadAtMs); // longer ago when it was away
    const qint64 since = before - milliseconds(endsWindow).count();
    const auto ended = m_database.readNow([since](sql::Connection& connection) -> Result<std::vector<Sid>> {
        std::vector<Sid> sids;
        auto rows = connection.query(readEnded, since);
        if (!rows)
            return rows.error();
        while (rows->next())
            sids.push_back(Sid::fromText(rows->bytes(0)));
        return sids;
    });
    if (!ended)
        return ended.error();
    m_endsReadAtMs = now;
    for (const Sid& sid : *ended) {
        if (sid.isSet())
            drop(sid);
    }
    return int(ended->size());
}

} // namespace zg::identity
