// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor.h"
#include "core/settings.h"
#include "http/application.h"
#include "http/replyhead.h"

#include <QtGlobal>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

class QEventLoop;

namespace zg::http {

class Connection;
class IoThread;
class Lane;
class Listener;
class TlsContext;
class TrustedProxies;

/// Something with a descriptor in a thread's epoll set.
class EpollHandler
{
public:
    virtual ~EpollHandler() = default;
    virtual void onEvents(quint32 events) = 0;
};

/// What a connection is waiting for; each phase has its own time limit.
enum class Phase : quint8 { None, Idle, Reading, Waiting, Sending, Lingering };
inline constexpr size_t phaseCount = 6;

/// An accepted socket on its way to the thread that will keep it.
struct NewSocket
{
    int descriptor = -1;
    Application* application = nullptr;
    bool tls = false;
    std::array<quint8, 16> peer{}; // IPv6, or IPv4 mapped
};

/// One listening descriptor, shared by all threads.
struct ListenerSpec
{
    int descriptor = -1;
    Application* application = nullptr;
    bool tls = false;
};

/// What the threads of one server share.
struct ServerShared
{
    const ServerSettings* settings = nullptr;
    const TlsContext* tls = nullptr;
    const TrustedProxies* proxies = nullptr;
    std::vector<IoThread*> threads;
    std::atomic<int> connections{0};
    std::atomic<qint64> accepted{0};
    std::atomic<qint64> refusedConnections{0};
    std::atomic<qint64> malformed{0};
    std::atomic<qint64> shed{0};
    std::atomic<bool> draining{false};
};

/// One event loop with its connections: all their descriptors are in one epoll set behind a single QSocketNotifier,
/// since Qt's own loop looks at every descriptor on every turn.
/// Thread: itself; post(), adopt(), call() and the figures any.
class IoThread final : public Executor
{
public:
    IoThread(ServerShared& shared, std::vector<ListenerSpec> listeners, int index);
    ~IoThread() override;
    Q_DISABLE_COPY_MOVE(IoThread)

    void post(std::coroutine_handle<> handle) override;
    void postAll(std::span<const std::coroutine_handle<>> handles) override;
    void adopt(NewSocket socket);
    void call(std::function<void()> function);
    void start();
    void stop(); ///< closes everything and ends the loop; then join()
    void join();

    int connections() const { return m_connections.load(std::memory_order_relaxed); }
    int inFlight() const { return m_inFlight.load(std::memory_order_relaxed); }
    int sending() const
    {
        return m_sending.load(std::memory_order_relaxed);
    } ///< answers that the client has not taken yet
    qint64 takeLagUs() { return m_lagUs.exchange(0, std::memory_order_relaxed); }

    // For its connections, on this thread.
    ServerShared& shared() { return m_shared; }
    const ServerSettings& settings() const { return *m_shared.settings; }
    bool watch(int descriptor, EpollHandler* handler, quint32 events);
    void unwatch(int descriptor);
    void link(Connection& connection, Phase phase);
    void unlink(Connection& connection);
    void bury(std::shared_ptr<Connection> connection); ///< kept until the present batch of events is through
    void passThroughLane(Connection& connection);
    void countInFlight(int by) { m_inFlight.fetch_add(by, std::memory_order_relaxed); }
    void countSending(int by) { m_sending.fetch_add(by, std::memory_order_relaxed); }
    void countConnection(int by);
    bool holdBytes(qint64 by); ///< false when the thread's share for half-received requests is used up
    QByteArray newRequestId();
    bool queueStands(qint64 nowNs); ///< what is handled now has waited too long, and so has what came before it
    char* scratch() { return m_scratch.data(); }
    qsizetype scratchSize() const { return qsizetype(m_scratch.size()); }
    ReplyHead& replyHead() { return m_replyHead; }
    qint64 wallMs() const { return m_wallMs; }
    qint64 batchStartNs() const { return m_batchStartNs; } ///< when what is handled now was seen to be there
    void stopListening();
    void drainConnections();

private:
    struct List
    {
        Connection* first = nullptr;
        Connection* last = nullptr;
    };
    void run();
    void poll();
    bool takeInbox();
    void wake();
    void expirePhases();
    std::chrono::milliseconds limitOf(Phase phase) const;
    void closeAll();

    ServerShared& m_shared;
    const std::vector<ListenerSpec> m_listenerSpecs;
    const int m_index;
    int m_epoll = -1;
    int m_wakeDescriptor = -1;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    bool m_isListening = true;
    std::unique_ptr<EpollHandler> m_waker;
    std::unique_ptr<Lane> m_lane;
    Connection* m_passing = nullptr;
    std::array<List, phaseCount> m_phases;
    std::vector<std::shared_ptr<Connection>> m_buried;
    std::vector<char> m_scratch;
    ReplyHead m_replyHead;
    qint64 m_batchStartNs = 0;
    qint64 m_lastBatchNs = 0;
    qint64 m_lastBatchEndNs = 0;
    qint64 m_overSinceNs = 0;
    int m_batchEvents = 0;
    qint64 m_wallMs = 0;
    qint64 m_heldBytes = 0;
    quint64 m_idState = 0;
    std::atomic<int> m_connections{0};
    std::atomic<int> m_inFlight{0};
    std::atomic<int> m_sending{0};
    std::atomic<qint64> m_lagUs{0};

    // Not a QThread: the thread sanitizer sees std::thread's join, and Qt's loop runs on either.
    std::thread m_thread;
    QEventLoop* m_loop = nullptr;
    std::mutex m_mutex; // guards the inbox
    std::vector<std::coroutine_handle<>> m_handles;
    std::vector<NewSocket> m_sockets;
    std::vector<std::function<void()>> m_calls;
    bool m_woken = false;
};

} // namespace zg::http
