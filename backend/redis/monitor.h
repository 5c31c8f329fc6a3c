// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/health.h"
#include "redis/wire.h"

#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace zg::redis {

/// Finds the master, says when Redis is usable again, and sends what threads without an event loop hand over.
/// Thread: its own; post() and the figures any. Callbacks run on its thread and must not block.
class Monitor final
{
public:
    using Callback = std::function<void(Result<Reply>)>;
    /// Runs when Redis was reached again and before anybody else uses it; it may ask through the given wire.
    using ReturnHook = std::function<Result<void>(const std::function<Result<Reply>(const Command&)>&)>;

    Monitor(Health& health, Target target, QByteArray name, std::chrono::milliseconds timeout);
    ~Monitor();
    Q_DISABLE_COPY_MOVE(Monitor)

    void addReturnHook(ReturnHook hook) { m_hooks.push_back(std::move(hook)); } ///< before start()
    void start(); ///< and waits until Redis was tried once
    void stop();  ///< sends what waits, for one time limit at most; the rest is answered with ShuttingDown

    /// @param callback may be empty; told of the reply, or of the failure once Redis counts as lost
    /// @return false when too many wait already: Redis is given up, and comes back through the hooks
    bool post(Command command, Callback callback);

    qint64 usedMemoryBytes() const { return m_usedMemory.load(std::memory_order_relaxed); }
    qint64 keys() const { return m_keys.load(std::memory_order_relaxed); }
    qint64 restored() const { return m_restored.load(std::memory_order_relaxed); } ///< times, the first included

private:
    struct Job
    {
        Command command;
        Callback callback;
        std::chrono::steady_clock::time_point sent;
    };
    void run();
    bool tryToReach();
    Result<void> reach(SocketAddress& address);
    void serve();
    Result<void> exchange();
    void askSentinels(std::chrono::steady_clock::time_point now);
    void askAround(std::chrono::steady_clock::time_point now);
    void takeInfo(const QByteArray& info);
    void give(Command command, Callback callback);
    void failAll(const Error& why);
    bool mayEnd();
    void sleep(std::chrono::milliseconds time);
    void wake();
    void say(const Error& why);

    Health& m_health;
    Target m_target;
    const QByteArray m_name;
    const std::chrono::milliseconds m_timeout;
    std::vector<ReturnHook> m_hooks;
    Wire m_wire;
    std::optional<Health::Permit> m_permit;
    Address m_master;
    std::deque<Job> m_asked; // sent, in order
    std::chrono::steady_clock::time_point m_nextPing, m_nextInfo;
    QString m_lastTrouble;
    int m_triesInRow = 0;
    std::promise<void> m_tried;
    bool m_hasTried = false;
    std::atomic<qint64> m_usedMemory{0}, m_keys{0}, m_restored{0};

    const int m_wakeDescriptor;
    std::thread m_thread;
    std::mutex m_mutex; // guards what follows
    std::deque<Job> m_waiting;
    bool m_overflowed = false;
    bool m_stopping = false;
    std::chrono::steady_clock::time_point m_stopAt;
    std::atomic<bool> m_woken{false};
};

} // namespace zg::redis
