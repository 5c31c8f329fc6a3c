// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/health.h"
#include "redis/wire.h"
#include "telemetry/histogram.h"

#include <QTimer>

#include <atomic>
#include <coroutine>
#include <deque>
#include <memory>
#include <optional>

class QSocketNotifier;

namespace zg::redis {

/// What one thread's connections counted, also after it ended. Thread: one writes, any reads.
struct Tally
{
    std::atomic<qint64> commands{0}, errors{0}, connects{0};
    telemetry::Histogram latency;
};

/// Where a coroutine waits for its reply. It lives in the coroutine's frame.
struct Waiter
{
    std::coroutine_handle<> handle;
    std::optional<Result<Reply>> result;
};

/// The connection of one thread with a Qt event loop. What is asked within one turn of the loop goes out in one send.
/// Thread: one; everything here runs on it.
class Connection final
{
public:
    Connection(Health& health, const Target& target, const QByteArray& name, std::chrono::milliseconds timeout,
               Tally& tally);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Appends the command. @return false: it failed at once, and the result is set; else the handle is resumed later
    bool submit(const Command& command, Waiter& waiter);
    /// Nobody waits for the reply.
    void submit(const Command& command);
    /// Whoever waits is answered with `why`.
    void close(const Error& why);

private:
    struct Pending
    {
        Waiter* waiter = nullptr; ///< nullptr: nobody waits
        qint64 sentNs = 0;
        bool isHandshake = false;
    };
    Result<void> ensureOpen();
    bool leadsElsewhere();
    void enqueue(const Command& command, Waiter* waiter);
    void onReadable();
    void onWritable();
    void checkTime();
    void takeReplies();
    void fail(const Error& why);
    void dropNotifiers();
    void count(std::atomic<qint64>& counter)
    {
        counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }

    Health& m_health;
    const Target& m_target;
    const QByteArray m_name;
    const std::chrono::nanoseconds m_timeout;
    Tally& m_tally;
    Wire m_wire;
    std::optional<Health::Permit> m_permit;
    quint64 m_losses = 0;    ///< the health's, when the permit was taken
    SocketAddress m_address; ///< where the wire leads
    std::deque<Pending> m_pending;
    std::unique_ptr<QSocketNotifier> m_readable, m_writable;
    bool m_wantsWrite = false;
    QTimer m_timer; ///< runs while something is pending
};

} // namespace zg::redis
