// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/client.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace zg::redis {

/// Hears what the nodes publish on some channels. Its connection is asked for a sign of life several times a second, so
/// that being cut off is noticed within half a second. Thread: its own, which the listener is called on.
class Subscriber final
{
public:
    /// What it tells. None of them may block for long, nor stop the subscriber.
    class Listener
    {
    public:
        virtual ~Listener() = default;
        virtual void received(const QByteArray& channel, const QByteArray& payload) = 0;
        /// From now on messages are missed; told again every `lossTick` while that lasts.
        virtual void lost() = 0;
        /// From now on none is missed; those in between are gone. Also after the first connection.
        virtual void restored() = 0;
        /// Some ten times a second while it is connected, for what is told in portions.
        virtual void ticked() {}
    };
    static constexpr std::chrono::milliseconds lossTick{200};

    Subscriber(Client& client, QList<QByteArray> channels, Listener& listener);
    ~Subscriber();
    Q_DISABLE_COPY_MOVE(Subscriber)

    void start(); ///< once the client is open
    void stop();  ///< afterwards the listener is not called any more
    bool isConnected() const { return m_connected.load(std::memory_order_acquire); }

private:
    void run();
    void listen();
    Result<void> subscribe(Wire& wire);
    Result<void> hear(Wire& wire);
    bool isStopping();
    void pause(std::chrono::milliseconds time);

    Client& m_client;
    const QList<QByteArray> m_channels;
    Listener& m_listener;
    std::atomic<bool> m_connected{false};
    std::chrono::steady_clock::time_point m_heardAt;
    quint64 m_losses = 0;
    const int m_wakeDescriptor;
    std::atomic<bool> m_stopping{false};
    std::thread m_thread;
};

} // namespace zg::redis
