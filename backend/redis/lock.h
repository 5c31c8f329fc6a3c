// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/client.h"

namespace zg::redis {

/// A lock that all nodes see: SET NX PX with a token, released by a script that compares it. It can expire while it is
/// held, so what it protects must check again, by the fencing number or by a condition in the write.
/// Thread: any.
class Lock final
{
public:
    struct Options
    {
        std::chrono::milliseconds timeToLive{2'000};
        std::chrono::milliseconds patience{1'000}; ///< how long to wait for whoever holds it
    };

    /// The lock while it is held; lets go at the end of its scope, without waiting for Redis.
    class [[nodiscard]] Hold final
    {
    public:
        Hold() = default;
        Hold(Hold&& other) noexcept;
        Hold& operator=(Hold&& other) noexcept;
        ~Hold() { release(); }

        bool isHeld() const { return m_lock != nullptr; }
        /// As far as our own clock tells: not expired.
        bool isFresh() const;
        /// Greater than that of every earlier holder, also after Redis lost its data.
        qint64 fence() const { return m_fence; }
        void release();

    private:
        friend class Lock;
        Lock* m_lock = nullptr;
        QByteArray m_key, m_token;
        qint64 m_fence = 0;
        std::chrono::nanoseconds m_until{};
    };

    /// Before the client opens.
    explicit Lock(Client& client, const Clock& clock = Clock::system());
    Q_DISABLE_COPY_MOVE(Lock)

    /// @errors DependencyDown (no Redis), Overloaded (someone else kept it longer than our patience)
    Task<Result<Hold>> acquire(QByteArray key, Options options);
    /// The same for threads that may block.
    Result<Hold> acquireNow(const QByteArray& key, Options options);

private:
    Command attempt(const QByteArray& key, const QByteArray& token, Options options) const;
    Hold hold(const QByteArray& key, const QByteArray& token, qint64 fence, std::chrono::nanoseconds until);

    Client& m_client;
    const Clock& m_clock;
    const Script m_acquire;
    const Script m_release;
};

} // namespace zg::redis
