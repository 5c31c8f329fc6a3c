// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/sessions.h"

#include "core/logging.h"
#include "identity/feed.h"
#include "identity/tokens.h"
#include "sql/database.h"

namespace zg::identity {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {
// On PostgreSQL the user's row is held, so that what ends his sessions meanwhile waits, and then ends this one, too.
#define ZG_BEGIN_SESSION                                                                                               \
    "INSERT INTO sessions (sid, user_id, created_at, last_used_at)"                                                    \
    " SELECT CAST(? AS TEXT), id, CAST(? AS BIGINT), CAST(? AS BIGINT) FROM users"                                     \
    " WHERE id = ? AND role = ? AND disabled = 0"
// Only for a user who still is as he was when his password was checked.
constexpr sql::Statement beginByPassword{"session.begin.password", ZG_BEGIN_SESSION " AND password_hash = ?",
                                         ZG_BEGIN_SESSION " AND password_hash = ? FOR SHARE"};
constexpr sql::Statement beginWithout{"session.begin", ZG_BEGIN_SESSION, ZG_BEGIN_SESSION " FOR SHARE"};
constexpr sql::Statement noteSignIn{"user.signed_in", "UPDATE users SET signed_in_at = ? WHERE id = ?"};
constexpr sql::Statement endOne{"session.end", "UPDATE sessions SET ended_at = ? WHERE sid = ? AND ended_at IS NULL"};
constexpr sql::Statement endAll{"session.end.user",
                                "UPDATE sessions SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL"};

Error revoked()
{
    return Error(ErrorCode::SessionRevoked);
}
} // namespace

Sessions::Sessions(sql::Database& database, const Tokens& tokens, const Clock& clock)
    : m_database(database)
    , m_tokens(tokens)
    , m_clock(clock)
{
}

Result<Caller> Sessions::authenticate(QByteArrayView token)
{
    const auto claims = m_tokens.verify(token);
    if (!claims)
        return claims.error();
    return use(claims->sid, claims->userId);
}

Result<Caller> Sessions::authenticateForRefresh(QByteArrayView token)
{
    const auto claims = m_tokens.verifyForRefresh(token);
    if (!claims)
        return claims.error();
    return use(claims->sid, claims->userId);
}

Result<Caller> Sessions::use(const Sid& sid, UserId userId)
{
    const qint64 now = m_clock.wallMs();
    Shard& place = shard(sid);
    const std::lock_guard lock(place.mutex);
    const auto found = place.sessions.find(sid);
    if (found == place.sessions.end() || found->second.userId != userId)
        return revoked();
    Session& session = found->second;
    if (now - session.lastUsedMs >= milliseconds(idleLife).count())
        return revoked();
    session.lastUsedMs = std::max(session.lastUsedMs, now);
    Caller caller;
    caller.userId = userId;
    caller.role = session.role;
    caller.sid = session.sid;
    return caller;
}

Task<Result<Sid>> Sessions::begin(User user, QByteArray passwordHash)
{
    const Sid sid = Sid::random();
    const qint64 now = m_clock.wallMs();
    auto work = [this, sid, now, user, passwordHash](sql::Connection& connection) -> Result<quint64> {
        const quint64 begunAt = m_serial.fetch_add(1) + 1;
        const QString sidText = QString::fromLatin1(sid.text());
        const QString role = QString::fromLatin1(name(user.role));
        if (user.role >= Role::Staff) { // before the row is shared: two log-ins at once would wait for each other
            if (const auto noted = connection.exec(noteSignIn, now, user.id.value); !noted)
                return noted.error();
        }
        const auto made = passwordHash.isEmpty() ? connection.exec(beginWithout, sidText, now, now, user.id.value, role)
                                                 : connection.exec(beginByPassword, sidText, now, now, user.id.value,
                                                                   role, QString::fromLatin1(passwordHash));
        if (!made)
            return made.error();
        if (*made == 0)
            return Error(ErrorCode::BadCredentials, u"the account changed during the log-in"_s);
        return begunAt;
    };
    const auto begunAt = co_await m_database.write(work);
    if (!begunAt)
        co_return Result<Sid>(begunAt.error());
    Session session;
    session.sid = sid.text();
    session.userId = user.id;
    session.role = user.role;
    session.lastUsedMs = session.flushedMs = now;
    session.begunAt = *begunAt;
    if (!adopt(sid, session))
        co_return Result<Sid>(Error(ErrorCode::BadCredentials, u"the account changed during the log-in"_s));
    co_return Result<Sid>(sid);
}

Task<Result<void>> Sessions::end(QByteArray sid)
{
    const qint64 now = m_clock.wallMs();
    auto work = [sid, now](sql::Connection& connection) -> Result<void> {
        const auto ended = connection.exec(endOne, now, QString::fromLatin1(sid));
        if (!ended)
            return ended.error();
        return {};
    };
    auto ended = co_await m_database.write(work);
    if (ended) {
        drop(Sid::fromText(sid));
        if (m_feed)
            m_feed->sessionEnded(sid);
    }
    co_return ended;
}

Task<Result<void>> Sessions::endOf(UserId userId)
{
    auto work = [this, userId](sql::Connection& connection) -> Result<quint64> {
        return markEnded(connection, userId);
    };
    const auto endedAt = co_await m_database.write(work);
    if (!endedAt)
        co_return Result<void>(endedAt.error());
    forget(userId, *endedAt);
    co_return Result<void>();
}

Result<quint64> Sessions::markEnded(sql::Connection& connection, UserId userId)
{
    const quint64 endedAt = m_serial.fetch_add(1) + 1;
    const auto ended = connection.exec(endAll, m_clock.wallMs(), userId.value);
    if (!ended)
        return ended.error();
    return endedAt;
}

void Sessions::forget(UserId userId, quint64 endedAt)
{
    forgetHere(userId, endedAt);
    if (m_feed)
        m_feed->sessionsEnded(userId);
}

void Sessions::forgetHere(UserId userId, quint64 endedAt)
{
    const std::lock_guard usersLock(m_usersMutex);
    Ended& ended = m_ended[userId];
    ended.serial = std::max(ended.serial, endedAt);
    ended.at = m_clock.monotonic();
    const auto listed = m_ofUser.find(userId);
    if (listed == m_ofUser.end())
        return;
    std::erase_if(listed->second, [this, endedAt](const Sid& sid) {
        Shard& place = shard(sid);
        const std::lock_guard lock(place.mutex);
        const auto found = place.sessions.find(sid);
        if (found != place.sessions.end() && found->second.begunAt > endedAt)
            return false; // he came back meanwhile
        if (found != place.sessions.end()) {
            place.sessions.erase(found);
            m_live.fetch_sub(1, std::memory_order_relaxed);
        }
        return true;
    });
    if (listed->second.empty())
        m_ofUser.erase(listed);
}

bool Sessions::adopt(const Sid& sid, Session session)
{
    const std::lock_guard usersLock(m_usersMutex);
    const auto ended = m_ended.find(session.userId);
    if ((ended != m_ended.end() && ended->second.serial > session.begunAt) || m_endedSids.contains(sid))
        return false;
    const UserId userId = session.userId;
    Shard& place = shard(sid);
    {
        const std::lock_guard lock(place.mutex);
        const auto [kept, isNew] = place.sessions.try_emplace(sid, session);
        if (!isNew) { // load() asked for twice, or another node knows of a later use
            kept->second.role = session.role;
            kept->second.lastUsedMs = std::max(kept->second.lastUsedMs, session.lastUsedMs);
            return true;
        }
    }
    m_ofUser[userId].push_back(sid);
    m_live.fetch_add(1, std::memory_order_relaxed);
    return true;
}

void Sessions::drop(const Sid& sid)
{
    const std::lock_guard usersLock(m_usersMutex);
    m_endedSids[sid] = m_clock.monotonic();
    UserId userId;
    {
        Shard& place = shard(sid);
        const std::lock_guard lock(place.mutex);
        const auto found = place.sessions.find(sid);
        if (found == place.sessions.end())
            return;
        userId = found->second.userId;
        place.sessions.erase(found);
    }
    unlist(userId, sid);
}

void Sessions::unlist(UserId userId, const Sid& sid)
{
    const auto listed = m_ofUser.find(userId);
    if (listed != m_ofUser.end()) {
        std::erase(listed->second, sid);
        if (listed->second.empty())
            m_ofUser.erase(listed);
    }
    m_live.fetch_sub(1, std::memory_order_relaxed);
}

} // namespace zg::identity
