// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/task.h"
#include "identity/caller.h"
#include "identity/sid.h"
#include "identity/user.h"

#include <atomic>
#include <array>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace zg::sql {
class Connection;
class Database;
} // namespace zg::sql

namespace zg::identity {

class Feed;
class Tokens;

/// The live sessions, in memory and in the database: beginnings and ends are durable before they are answered, the time
/// of last use slides in memory and is written in batches.
/// Thread: any. authenticate() never waits for the database: I/O threads call it for every request.
class Sessions final
{
public:
    static constexpr std::chrono::minutes idleLife{30};

    Sessions(sql::Database& database, const Tokens& tokens, const Clock& clock = Clock::system());
    Q_DISABLE_COPY_MOVE(Sessions)

    /// Makes memory agree with the database: before the first authenticate(), and whenever another program changed it
    /// (a restored backup, say). Blocking.
    Result<void> load();

    /// @errors TokenMissing, TokenInvalid, TokenExpired, SessionRevoked (ended, or not used for 30 minutes)
    Result<Caller> authenticate(QByteArrayView token);
    /// The same, also with a token that expired less than 30 minutes ago.
    Result<Caller> authenticateForRefresh(QByteArrayView token);

    /// Makes a session for `user` as he was read, with `passwordHash` as it was checked (empty: he came without).
    /// @errors BadCredentials when he was disabled or changed meanwhile; DependencyDown, Overloaded
    Task<Result<Sid>> begin(User user, QByteArray passwordHash);
    /// Log-out. Ending what has ended is success.
    Task<Result<void>> end(QByteArray sid);
    /// Ends all of a user's sessions.
    Task<Result<void>> endOf(UserId userId);

    /// For a write that ends sessions with what else it changes: marks them inside it; call forget() with the answer
    /// once it is committed.
    Result<quint64> markEnded(sql::Connection& connection, UserId userId);
    void forget(UserId userId, quint64 endedAt);

    /// Other nodes make and end sessions in the same database, too. Before use.
    /// @param feed told of the ends here; nullptr: the nodes tell each other nothing, and readEnds() finds them
    void share(Feed* feed);
    bool isShared() const { return m_isShared; }
    /// When authenticate() says SessionRevoked and isShared(): asks the database for what another node may know of the
    /// session. What is no session, or ended, is remembered, so that a stranger cannot make it work.
    /// @return whether asking authenticate() again is of use
    /// @errors DependencyDown, Overloaded
    Task<Result<bool>> fetch(QByteArray token);
    /// Another node ended one session, or all of a user's.
    void endedElsewhere(const QByteArray& sid);
    void endedElsewhere(UserId userId);
    /// Drops what other nodes ended within the last minute. Blocking: keeper, once a second while no feed tells it.
    /// @return how many ends there were
    Result<int> readEnds();

    enum class Flush : quint8 { Due, All };
    /// Writes the times of last use: those that moved by half a minute, or all (at stop). Blocking: keeper.
    /// @return rows written
    Result<int> flush(Flush what = Flush::Due);
    /// Forgets sessions that idled out here. Keeper.
    /// @return how many
    int sweep();
    /// Removes from the database what was last used a day ago: one node is enough for that. Blocking: keeper.
    /// @return rows removed
    Result<qint64> sweepStored();

    int live() const { return m_live.load(std::memory_order_relaxed); }

private:
    struct Session
    {
        QByteArray sid;
        UserId userId;
        Role role = Role::None;
        qint64 lastUsedMs = 0;
        qint64 flushedMs = 0; ///< last_used_at in the database
        quint64 begunAt = 0;  ///< m_serial then
    };
    struct alignas(64) Shard
    {
        std::mutex mutex; // guards sessions
        std::unordered_map<Sid, Session, SidHash> sessions;
    };
    static constexpr int shardCount = 64; // two threads seldom want the same one
    struct Ended
    {
        quint64 serial = 0;
        std::chrono::nanoseconds at{}; ///< monotonic
    };

    Shard& shard(const Sid& sid) { return m_shards[sid.high % shardCount]; }
    Result<Caller> use(const Sid& sid, UserId userId);
    void keepOnly(const std::unordered_map<Sid, Session, SidHash>& stored, quint64 asOf);
    bool adopt(const Sid& sid, Session session); ///< false: ended before it was here
    void forgetHere(UserId userId, quint64 endedAt);
    bool isKnownDead(const Sid& sid);
    void remember(const Sid& sid, std::chrono::nanoseconds time);
    void drop(const Sid& sid);
    void unlist(UserId userId, const Sid& sid); // with m_usersMutex held

    qint64 m_endsReadAtMs = 0; // the keeper's
    sql::Database& m_database;
    const Tokens& m_tokens;
    const Clock& m_clock;
    std::array<Shard, shardCount> m_shards;
    std::mutex m_usersMutex; // guards m_ofUser, m_ended and m_endedSids; taken before a shard's, never after
    std::unordered_map<UserId, std::vector<Sid>> m_ofUser;
    std::unordered_map<Sid, std::chrono::nanoseconds, SidHash>
        m_endedSids;                           ///< recent ends, which a load() under way may have read as live
    std::unordered_map<UserId, Ended> m_ended; ///< recent ends, for sessions whose beginning is still on its way here
    std::unordered_map<Sid, std::chrono::nanoseconds, SidHash>
        m_dead; ///< asked for in vain, and until when that is believed; guarded by m_usersMutex, too
    Feed* m_feed = nullptr;
    bool m_isShared = false;
    std::atomic<quint64> m_serial{0}; ///< orders beginnings and ends as the database saw them
    std::atomic<int> m_live{0};
};

} // namespace zg::identity
