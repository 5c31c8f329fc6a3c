// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/settings.h"
#include "core/task.h"
#include "redis/command.h"
#include "redis/monitor.h"
#include "redis/reply.h"
#include "redis/script.h"
#include "telemetry/snapshot.h"

#include <memory>

namespace zg {
class Executor;
}

namespace zg::redis {

/// The Redis that several nodes share. Each thread with an event loop gets a connection of its own with the first
/// command it asks. While Redis is away commands fail at once; it is tried again after 50 ms, then ever more seldom,
/// every 2 s at last. Thread: any.
class Client final
{
public:
    /// @param name what Redis lists the connections by; without blanks
    Client(const RedisSettings& settings, QByteArray name, const Clock& clock = Clock::system());
    ~Client();
    Q_DISABLE_COPY_MOVE(Client)

    /// Runs each time Redis was reached, before anybody uses it. Before open().
    void addReturnHook(Monitor::ReturnHook hook);
    /// Redis knows it whenever isUp(). Before open().
    void addScript(const Script& script);
    /// Begins; a Redis that is away is no error. Blocks until it was tried once, so that the first request finds it.
    /// @errors InvalidArgument
    Result<void> open();
    /// Whoever waits is answered; the threads' connections are closed on their threads, whose loops must still run.
    void close();

    bool isUp() const noexcept;
    quint64 losses() const noexcept; ///< grows each time Redis was lost
    void distrust(); ///< something that must have happened there did not: it comes back through the hooks

    /// Thread: one with an executor and an event loop. @errors DependencyDown, Internal (an error reply)
    Task<Result<Reply>> command(Command command);
    /// On the calling thread's connection, nobody waits for the reply.
    void send(const Command& command);
    /// The same for threads that may block: workers, keeper.
    Result<Reply> commandNow(const Command& command);
    /// From any thread, committers say: goes out from the monitor's, in the order of the calls.
    bool post(Command command, Monitor::Callback callback = {});

    telemetry::RedisFigures figures() const;
    telemetry::BreakerFigures breaker() const;
    const Target& target() const; ///< once open
    Health& health();
    void countMessage() noexcept; ///< by publish/subscribe
    std::chrono::milliseconds timeout() const;

private:
    class Inner;
    struct Visits;
    std::shared_ptr<Inner> m_inner;
};

} // namespace zg::redis
