// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/task.h"

#include <QList>
#include <QString>

#include <array>
#include <mutex>
#include <unordered_map>

namespace zg::identity {

class Feed;

/// Five failed password log-ins of one name within 15 minutes lock that name for 15 minutes, whether it exists or not.
/// Thread: any.
class Lockout final
{
public:
    static constexpr int maxFailures = 5;
    static constexpr std::chrono::seconds window{15 * 60};
    static constexpr std::chrono::seconds lockTime{15 * 60};

    /// @param capacity names it remembers. Each failure costs the guesser a bcrypt, so that filling it takes many
    /// minutes; then those with the fewest failures make room, locked names last.
    explicit Lockout(const Clock& clock = Clock::system(), int capacity = 65'536);
    Q_DISABLE_COPY_MOVE(Lockout)

    /// Before check(): what the other nodes counted before this one began, or while it did not hear them.
    Task<void> learn(QString name);
    /// Before the password is looked at. @errors RateLimited with retryAfterS
    Result<void> check(const QString& name);
    /// After it was. A name that was locked meanwhile, by guesses running beside this one, is not told the outcome.
    /// @errors BadCredentials when not `right`, RateLimited
    Result<void> settle(const QString& name, bool right);

    /// Other nodes count with this one. Before use.
    void share(Feed* feed) { m_feed = feed; }
    /// What another node's feed said: counted as if it had been tried here.
    void triedElsewhere(const QByteArray& key, bool succeeded);

    int names() const;  ///< remembered
    int locked() const; ///< of these, locked

private:
    using Key = std::array<quint64, 2>; // of a digest: a name's length costs nothing
    struct KeyHash
    {
        size_t operator()(const Key& key) const noexcept { return size_t(key[0]); }
    };
    struct Record
    {
        std::array<qint64, maxFailures - 1> failedMs{}; ///< oldest first, `failures` of them
        qint64 lockedUntilMs = 0;                       ///< 0: not locked
        quint8 failures = 0;
    };

    static Key keyOf(const QString& name);
    static QByteArray textOf(const Key& key);
    void countFailure(const Key& key, qint64 now);
    qint64 nowMs() const;
    static void forgetOld(Record& record, qint64 now);
    Result<void> refusal(const Record& record, qint64 now) const;
    void makeRoom(qint64 now);
    Record& recordOf(const Key& key, qint64 now);
    void adopt(const Key& key, const QList<std::chrono::milliseconds>& ages);

    const Clock& m_clock;
    const size_t m_capacity;
    Feed* m_feed = nullptr;
    mutable std::mutex m_mutex; // guards m_records
    std::unordered_map<Key, Record, KeyHash> m_records;
};

} // namespace zg::identity
