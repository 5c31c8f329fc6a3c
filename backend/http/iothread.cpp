// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/iothread.h"

#include "core/logging.h"
#include "http/connection.h"
#include "http/lane.h"
#include "http/listener.h"

#include <QEventLoop>
#include <QSocketNotifier>
#include <QTimer>

#include <pthread.h>
#include <random>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace zg::http {

namespace {
constexpr int eventsATurn = 4096; // the whole ready set at once, so that the time it takes is what a request waits
constexpr int turnsInARow = 32;   // then Qt's loop gets its turn, for timers
constexpr qint64 queueLimitNs = 40'000'000; // the contract promises overload answers within 50 ms
constexpr qint64 hiccupNs = 100'000'000; // a thread that was held up once serves its crowd late rather than not at all
constexpr int crowd = 32;                // ready at once: from here on time in the queue is the queue's
constexpr qint64 sleptNs = 500'000;      // longer between two batches than a busy thread takes
constexpr size_t scratchBytes = 64 * 1024;
constexpr qint64 heldBytesMax = 64ll * 1024 * 1024;     // a thread's share for requests that are not whole yet
constexpr std::chrono::milliseconds sendLimit{30'000};  // a client that reads nothing for so long is gone
constexpr std::chrono::milliseconds lingerLimit{2'000}; // for the client to read the refusal before the socket goes

qint64 nowNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

/// Wakes the thread for its inbox.
class Waker final : public EpollHandler
{
public:
    explicit Waker(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    void onEvents(quint32) override
    {
        quint64 count = 0;
        while (::read(m_descriptor, &count, sizeof count) > 0) {
        }
    }

private:
    const int m_descriptor;
};
} // namespace

IoThread::IoThread(ServerShared& shared, std::vector<ListenerSpec> listeners, int index)
    : m_shared(shared)
    , m_listenerSpecs(std::move(listeners))
    , m_index(index)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_wakeDescriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
    , m_idState(std::random_device{}() | (quint64(std::random_device{}()) << 32))
{
}

IoThread::~IoThread()
{
    join();
    ::close(m_epoll);
    ::close(m_wakeDescriptor);
}

void IoThread::wake()
{
    const quint64 one = 1;
    // It can only fail when the counter is full, and then the thread is awake.
    [[maybe_unused]] const auto written = ::write(m_wakeDescriptor, &one, sizeof one);
}

void IoThread::post(std::coroutine_handle<> handle)
{
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        m_handles.push_back(handle);
        first = !std::exchange(m_woken, true);
    }
    if (first)
        wake();
}

void IoThread::postAll(std::span<const std::coroutine_handle<>> handles)
{
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        m_handles.insert(m_handles.end(), handles.begin(), handles.end());
        first = !std::exchange(m_woken, true);
    }
    if (first)
        wake();
}

void IoThread::adopt(NewSocket socket)
{
    m_connections.fetch_add(1, std::memory_order_relaxed);
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        m_sockets.push_back(socket);
        first = !std::exchange(m_woken, true);
    }
    if (first)
        wake();
}

void IoThread::call(std::function<void()> function)
{
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        m_calls.push_back(std::move(function));
        first = !std::exchange(m_woken, true);
    }
    if (first)
        wake();
}

void IoThread::start()
{
    m_thread = std::thread([this] { run(); });
}

void IoThread::join()
{
    if (m_thread.joinable())
        m_thread.join();
}

void IoThread::stop()
{
    call([this] {
        closeAll();
        m_loop->quit();
    });
}

void IoThread::run()
{
    pthread_setname_np(pthread_self(), ("zg-io-" + std::to_string(m_index)).c_str());
    QEventLoop loop;
    m_loop = &loop;
    Executor::setCurrent(this);
    m_scratch.resize(scratchBytes);
    m_lane = std::make_unique<Lane>(
        [this] {
            Connection& connection = *std::exchange(m_passing, nullptr);
            connection.application().handle(connection.request(), Responder(connection.shared_from_this()));
        },
        m_listenerSpecs.front().descriptor);
    m_waker = std::make_unique<Waker>(m_wakeDescriptor);
    watch(m_wakeDescriptor, m_waker.get(), EPOLLIN);
    for (const ListenerSpec& spec : m_listenerSpecs)
        m_listeners.push_back(std::make_unique<Listener>(*this, spec));

    QSocketNotifier notifier(m_epoll, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [this] { poll(); });
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [this] { expirePhases(); });
    const auto shortest = std::min(settings().requestTimeout, settings().idleTimeout);
    timer.start(std::clamp(shortest / 10, std::chrono::milliseconds(50), std::chrono::milliseconds(1000)));
    loop.exec();
    while (takeInbox()) {
    } // coroutines that were woken by the last workers run to their end
    closeAll();
    m_listeners.clear();
    m_lane.reset();
    Executor::setCurrent(nullptr);
}

void IoThread::poll()
{
    std::array<epoll_event, 256> few;
    static thread_local std::vector<epoll_event> many(eventsATurn);
    for (int turn = 0; turn < turnsInARow; ++turn) {
        // The small array first: it stays in the cache, and most turns have few events.
        epoll_event* events = few.data();
        int count = epoll_wait(m_epoll, events, int(few.size()), 0);
        if (count == int(few.size())) {
            const int more = epoll_wait(m_epoll, many.data() + count, eventsATurn - count, 0);
            std::copy_n(few.data(), count, many.data());
            events = many.data();
            count += std::max(more, 0);
        }
        if (count <= 0)
            return;
        m_batchStartNs = nowNs();
        m_batchEvents = count;
        if (m_batchStartNs - m_lastBatchEndNs > sleptNs)
            m_lastBatchNs = 0; // the thread slept in between: nothing waited through that batch
        m_wallMs =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count();
        for (int i = 0; i < count; ++i)
            static_cast<EpollHandler*>(events[i].data.ptr)->onEvents(events[i].events);
        takeInbox();
        m_buried.clear();
        m_lastBatchEndNs = nowNs();
        const qint64 took = m_lastBatchEndNs - m_batchStartNs;
        m_lastBatchNs = took;
        if (took / 1000 > m_lagUs.load(std::memory_order_relaxed))
            m_lagUs.store(took / 1000, std::memory_order_relaxed);
    }
}

/// What is there now; what comes meanwhile wakes the thread again, so that its sockets and timers get their turn.
bool IoThread::takeInbox()
{
    std::vector<std::coroutine_handle<>> handles;
    std::vector<NewSocket> sockets;
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(m_mutex);
        m_woken = false;
        if (m_handles.empty() && m_sockets.empty() && m_calls.empty())
            return false;
        handles.swap(m_handles);
        sockets.swap(m_sockets);
        calls.swap(m_calls);
    }
    for (const auto handle : handles)
        resume(handle);
    for (const NewSocket& socket : sockets)
        std::make_shared<Connection>(*this, socket)->begin();
    for (const auto& function : calls)
        function();
    return true;
}

bool IoThread::watch(int descriptor, EpollHandler* handler, quint32 events)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = handler;
    return epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void IoThread::passThroughLane(Connection& connection)
{
    m_passing = &connection;
    m_lane->pass(*connection.request());
}

void IoThread::countConnection(int by)
{
    m_connections.fetch_add(by, std::memory_order_relaxed);
    m_shared.connections.fetch_add(by, std::memory_order_relaxed);
}

bool IoThread::holdBytes(qint64 by)
{
    if (by > 0 && m_heldBytes + by > heldBytesMax)
        return false;
    m_heldBytes += by;
    return true;
}

QByteArray IoThread::newRequestId()
{
    // xorshift64*: unique enough to find a request in a log, and it costs nothing.
    m_idState ^= m_idState >> 12;
    m_idState ^= m_idState << 25;
    m_idState ^= m_idState >> 27;
    const quint64 value = m_idState * 0x2545F4914F6CDD1Dull;
    static const char hex[] = "0123456789abcdef";
    QByteArray id(16, Qt::Uninitialized);
    for (int i = 0; i < 16; ++i)
        id[i] = hex[(value >> (4 * i)) & 15];
    return id;
}

bool IoThread::queueStands(qint64 now)
{
    // What came alone did not queue, however long the thread was kept from running. Of a crowd, each became readable at
    // some moment of the batch before, in the middle on average.
    const qint64 waited = m_batchEvents < crowd ? 0 : now - m_batchStartNs + m_lastBatchNs / 2;
    if (waited <= queueLimitNs) {
        m_overSinceNs = 0;
        return false;
    }
    if (m_overSinceNs == 0)
        m_overSinceNs = now;
    return now - m_overSinceNs > hiccupNs;
}

void IoThread::link(Connection& connection, Phase phase)
{
    List& list = m_phases[size_t(phase)];
    connection.m_previous = list.last;
    connection.m_next = nullptr;
    (list.last ? list.last->m_next : list.first) = &connection;
    list.last = &connection;
}

void IoThread::unlink(Connection& connection)
{
    List& list = m_phases[size_t(connection.m_phase)];
    (connection.m_previous ? connection.m_previous->m_next : list.first) = connection.m_next;
    (connection.m_next ? connection.m_next->m_previous : list.last) = connection.m_previous;
    connection.m_previous = connection.m_next = nullptr;
}

void IoThread::bury(std::shared_ptr<Connection> connection)
{
    m_buried.push_back(std::move(connection));
}

std::chrono::milliseconds IoThread::limitOf(Phase phase) const
{
    switch (phase) {
    case Phase::Idle:
        return settings().idleTimeout;
    case Phase::Reading:
        return settings().requestTimeout;
    case Phase::Sending:
        return sendLimit;
    case Phase::Lingering:
        return lingerLimit;
    case Phase::None:
    case Phase::Waiting:
        break;
    }
    return std::chrono::hours(24 * 365);
}

void IoThread::expirePhases()
{
    m_batchStartNs = nowNs();
    m_batchEvents = 0;
    m_wallMs =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    for (const Phase phase : {Phase::Idle, Phase::Reading, Phase::Sending, Phase::Lingering}) {
        const qint64 limit = std::chrono::nanoseconds(limitOf(phase)).count();
        // A list is in the order of entering the phase, so the first one is the oldest.
        while (Connection* connection = m_phases[size_t(phase)].first) {
            if (m_batchStartNs - connection->m_phaseSinceNs < limit)
                break;
            connection->expire();
        }
    }
    m_buried.clear();
    if (m_isListening) {
        for (const auto& listener : m_listeners)
            listener->tick();
    }
}

void IoThread::unwatch(int descriptor)
{
    epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
}

void IoThread::stopListening()
{
    m_isListening = false;
    for (const auto& listener : m_listeners)
        listener->onEvents(EPOLLIN); // who has been let in by the kernel already is not turned away
    for (const ListenerSpec& spec : m_listenerSpecs)
        unwatch(spec.descriptor);
}

void IoThread::drainConnections()
{
    for (const Phase phase : {Phase::Idle, Phase::Reading}) {
        Connection* connection = m_phases[size_t(phase)].first;
        while (connection) {
            Connection* const next = connection->m_next;
            connection->drain();
            connection = next;
        }
    }
}

void IoThread::closeAll()
{
    for (List& list : m_phases) {
        while (list.first)
            list.first->close();
    }
    m_buried.clear();
}

} // namespace zg::http
