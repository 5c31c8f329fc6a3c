// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "redis/command.h"
#include "redis/reply.h"
#include "redis/target.h"

#include <chrono>
#include <optional>

struct redisReader;

namespace zg::redis {

/// One socket to Redis and the protocol on it: commands go out in order, replies come in the same order. Never blocks.
/// hiredis reads the protocol; the socket is ours, since its asynchronous half knows no time limits and makes and
/// destroys a socket notifier for every command.
/// Thread: one at a time.
class Wire final
{
public:
    Wire();
    ~Wire();
    Q_DISABLE_COPY_MOVE(Wire)

    /// Begins to connect; commands may be appended at once. @errors DependencyDown
    Result<void> open(const SocketAddress& address);
    void close();
    bool isOpen() const { return m_descriptor >= 0; }
    int descriptor() const { return m_descriptor; }

    void append(const Command& command) { command.appendTo(m_out); }
    bool hasUnsent() const { return m_sent < m_out.size(); }
    /// Sends what the socket takes. @errors DependencyDown: the connection is lost
    Result<void> flush();
    /// Reads what is there; next() takes the replies out. @errors DependencyDown: the connection is lost
    Result<void> receive();
    /// @return nothing: no whole reply is there. @errors DependencyDown: this is not Redis
    Result<std::optional<Reply>> next();

private:
    int m_descriptor = -1;
    QByteArray m_out;
    qsizetype m_sent = 0;
    redisReader* m_reader = nullptr;
    Reply m_reply;
};

/// Waits until the descriptor can be read, or written if `wantsWrite`. @return false when time is up
bool waitFor(int descriptor, bool wantsWrite, std::chrono::steady_clock::time_point until);

/// One command and its reply on a wire that waits for none. Blocking. @errors DependencyDown (also: time is up)
Result<Reply> roundTrip(Wire& wire, const Command& command, std::chrono::steady_clock::time_point until);

/// What an error reply means to us: the server cannot serve (DependencyDown) or the command was wrong (Internal).
Error errorOf(const Reply& reply);

} // namespace zg::redis
