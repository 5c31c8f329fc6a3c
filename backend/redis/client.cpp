// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/client.h"

#include "core/executor.h"
#include "redis/connection.h"
#include "redis/handshake.h"

#include <array>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace zg::redis {

using namespace Qt::StringLiterals;
using SteadyClock = std::chrono::steady_clock;

namespace {
constexpr size_t threadsAtMost = 64;             // with event loops: I/O threads, and the main one
constexpr size_t idleWires = 8;                  // kept for blocking calls
constexpr std::chrono::seconds closePatience{2}; // for a thread to close its own connection

/// Goes on on another executor.
class Hop final
{
public:
    explicit Hop(Executor& executor)
        : m_executor(executor)
    {
    }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) { m_executor.post(handle); }
    void await_resume() const noexcept {}

private:
    Executor& m_executor;
};
} // namespace

/// What the threads' connections stand on; kept alive by the threads that have one.
class Client::Inner final
{
public:
    struct Slot
    {
        std::atomic<Executor*> owner{nullptr};
        std::unique_ptr<Connection> connection; // its owner's
        Tally tally;
    };

    Inner(const RedisSettings& redisSettings, QByteArray clientName, const Clock& clock)
        : settings(redisSettings)
        , name(std::move(clientName))
        , health(clock)
    {
    }

    Connection* connection(const std::shared_ptr<Inner>& self);
    void release(size_t index);
    std::unique_ptr<Wire> takeWire();
    void giveBack(std::unique_ptr<Wire> wire, quint64 losses);

    const RedisSettings settings;
    const QByteArray name;
    Health health;
    Target target;
    std::unique_ptr<Monitor> monitor;
    std::vector<Monitor::ReturnHook> hooks; // until open()
    std::array<Slot, threadsAtMost> slots;
    std::atomic<bool> closed{false};
    std::atomic<qint64> messages{0};
    Tally nowTally; // of blocking calls: several threads, so with locked adds

    std::mutex mutex; // guards what follows
    std::condition_variable slotClosed;
    std::vector<std::pair<std::unique_ptr<Wire>, quint64>> wires;
};

/// What this thread has connections of; closes them when it ends.
struct Client::Visits
{
    struct Visit
    {
        std::weak_ptr<Inner> inner;
        size_t slot;
    };
    std::vector<Visit> visits;

    ~Visits()
    {
        for (const Visit& visit : visits) {
            if (const auto inner = visit.inner.lock())
                inner->release(visit.slot);
        }
    }
};

Connection* Client::Inner::connection(const std::shared_ptr<Inner>& self)
{
    Executor* const current = Executor::current();
    for (Slot& slot : slots) {
        if (slot.owner.load(std::memory_order_relaxed) == current && current)
            return slot.connection.get();
    }
    static thread_local Visits visits;
    if (!current || closed.load(std::memory_order_acquire))
        return nullptr;
    for (size_t i = 0; i < slots.size(); ++i) {
        Executor* nobody = nullptr;
        if (!slots[i].owner.compare_exchange_strong(nobody, current, std::memory_order_acq_rel))
            continue;
        slots[i].connection = std::make_unique<Connection>(health, target, name, settings.timeout, slots[i].tally);
        visits.visits.push_back({self, i});
        return slots[i].connection.get();
    }
    return nullptr;
}

void Client::Inner::release(size_t index)
{
    slots[index].connection.reset();
    const std::lock_guard lock(mutex);
    slots[index].owner.store(nullptr, std::memory_order_release);
    slotClosed.notify_all();
}

std::unique_ptr<Wire> Client::Inner::takeWire()
{
    const std::lock_guard lock(mutex);
    while (!wires.empty()) {
        auto [wire, losses] = std::move(wires.back());
        wires.pop_back();
        if (losses == health.losses())
            return std::move(wire);
    }
    return nullptr;
}

void Client::Inner::giveBack(std::unique_ptr<Wire> wire, quint64 losses)
{
    const std::lock_guard lock(mutex);
    if (wires.size() < idleWires)
        wires.emplace_back(std::move(wire), losses);
}

Client::Client(const RedisSettings& settings, QByteArray name, const Clock& clock)
    : m_inner(std::make_shared<Inner>(settings, std::move(name), clock))
{
}

Client::~Client()
{
    close();
}

void Client::addReturnHook(Monitor::ReturnHook hook)
{
    m_inner->hooks.push_back(std::move(hook));
}

void Client::addScript(const Script& script)
{
    addReturnHook([load = script.load()](const auto& ask) -> Result<void> {
        const auto loaded = ask(load);
        if (!loaded)
            return loaded.error();
        if (loaded->isError())
            return errorOf(*loaded);
        return {};
    });
}

Result<void> Client::open()
{
    auto target = parseTarget(m_inner->settings);
    if (!target)
        return target.error();
    m_inner->target = *target;
    m_inner->monitor =
        std::make_unique<Monitor>(m_inner->health, *std::move(target), m_inner->name, m_inner->settings.timeout);
    for (auto& hook : m_inner->hooks)
        m_inner->monitor->addReturnHook(std::move(hook));
    m_inner->hooks.clear();
    m_inner->monitor->start();
    return {};
}

void Client::close()
{
    Inner& inner = *m_inner;
    if (inner.closed.exchange(true))
        return;
    if (inner.monitor)
        inner.monitor->stop();
    const auto closeOn = [](std::shared_ptr<Inner> at, Executor* executor, size_t index) -> Task<> {
        if (executor != Executor::current())
            co_await Hop(*executor);
        if (at->slots[index].owner.load() == executor)
            at->release(index);
    };
    for (size_t i = 0; i < inner.slots.size(); ++i) {
        if (Executor* const owner = inner.slots[i].owner.load(std::memory_order_acquire))
            closeOn(m_inner, owner, i);
    }
    std::unique_lock lock(inner.mutex);
    inner.slotClosed.wait_for(lock, closePatience, [&inner] {
        return std::ranges::none_of(inner.slots, [](const auto& slot) { return slot.owner.load() != nullptr; });
    });
    inner.wires.clear();
}

bool Client::isUp() const noexcept
{
    return m_inner->health.isUp();
}

quint64 Client::losses() const noexcept
{
    return m_inner->health.losses();
}

void Client::distrust()
{
    m_inner->health.distrust();
}

namespace {
/// Waits for the reply to one command.
class Asked final
{
public:
    Asked(Connection& connection, const Command& command)
        : m_connection(connection)
        , m_command(command)
    {
    }
    Asked(Asked&&) = default; // GCC 12 moves an awaiter into the frame, before it is started
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> handle)
    {
        m_waiter.handle = handle;
        m_wait.begin();
        return m_connection.submit(m_command, m_waiter);
    }
    Result<Reply> await_resume()
    {
        m_wait.resume();
        return *std::move(m_waiter.result);
    }

private:
    Connection& m_connection;
    const Command& m_command;
    Waiter m_waiter;
    TracedWait m_wait{Step::Redis};
};
} // namespace

Task<Result<Reply>> Client::command(Command command)
{
    Connection* const connection = isUp() ? m_inner->connection(m_inner) : nullptr;
    if (!connection)
        co_return Result<Reply>(Error{ErrorCode::DependencyDown, u"Redis is away"_s});
    auto reply = co_await Asked(*connection, command);
    co_return reply;
}

void Client::send(const Command& command)
{
    if (Connection* const connection = isUp() ? m_inner->connection(m_inner) : nullptr)
        connection->submit(command);
}

Result<Reply> Client::commandNow(const Command& command)
{
    Inner& inner = *m_inner;
    inner.nowTally.commands.fetch_add(1, std::memory_order_relaxed);
    const auto fail = [&inner](const Error& why) -> Result<Reply> {
        inner.nowTally.errors.fetch_add(1, std::memory_order_relaxed);
        return why;
    };
    if (!inner.health.isUp() || inner.closed.load(std::memory_order_relaxed))
        return fail(Error{ErrorCode::DependencyDown, u"Redis is away"_s});
    const auto began = SteadyClock::now();
    const auto until = began + inner.settings.timeout;
    const quint64 losses = inner.health.losses();
    auto wire = inner.takeWire();
    auto permit = inner.health.enter();
    if (!permit)
        return fail(permit.error());
    if (!wire) {
        wire = std::make_unique<Wire>();
        inner.nowTally.connects.fetch_add(1, std::memory_order_relaxed);
        if (const auto opened = openNow(*wire, inner.health.address(), inner.target, inner.name, until); !opened) {
            permit->failed();
            return fail(opened.error());
        }
    }
    auto reply = roundTrip(*wire, command, until);
    if (reply && reply->isError())
        reply = Result<Reply>(errorOf(*reply));
    if (!reply && reply.error().code == ErrorCode::DependencyDown) {
        permit->failed();
        return fail(reply.error());
    }
    inner.nowTally.latency.record(SteadyClock::now() - began);
    inner.giveBack(std::move(wire), losses);
    return reply;
}

bool Client::post(Command command, Monitor::Callback callback)
{
    return m_inner->monitor && m_inner->monitor->post(std::move(command), std::move(callback));
}

telemetry::RedisFigures Client::figures() const
{
    const Inner& inner = *m_inner;
    telemetry::RedisFigures figures;
    figures.configured = true;
    figures.connected = inner.health.isUp();
    telemetry::HistogramSnapshot latency;
    const auto add = [&](const Tally& tally) {
        figures.commands += tally.commands.load(std::memory_order_relaxed);
        figures.errors += tally.errors.load(std::memory_order_relaxed);
        figures.connects += tally.connects.load(std::memory_order_relaxed);
        tally.latency.addTo(latency);
    };
    for (const auto& slot : inner.slots)
        add(slot.tally);
    add(inner.nowTally);
    figures.latency = latency.percentiles();
    figures.latencyCount = latency.count();
    figures.latencyUs = std::chrono::duration_cast<std::chrono::microseconds>(latency.total()).count();
    figures.messages = inner.messages.load(std::memory_order_relaxed);
    if (inner.monitor) {
        figures.usedMemoryBytes = inner.monitor->usedMemoryBytes();
        figures.keys = inner.monitor->keys();
        figures.reconnects = qMax<qint64>(0, inner.monitor->restored() - 1);
    }
    return figures;
}

telemetry::BreakerFigures Client::breaker() const
{
    return m_inner->health.figures();
}

const Target& Client::target() const
{
    return m_inner->target;
}

Health& Client::health()
{
    return m_inner->health;
}

void Client::countMessage() noexcept
{
    m_inner->messages.fetch_add(1, std::memory_order_relaxed);
}

std::chrono::milliseconds Client::timeout() const
{
    return m_inner->settings.timeout;
}

} // namespace zg::redis
