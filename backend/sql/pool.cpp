// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pool.h"

#include "core/logging.h"
#include "core/trace.h"
#include "sql/poolslot.h"

#include <algorithm>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// HikariCP's aliveBypassWindow: what answered this recently is lent without asking.
constexpr auto aliveWindow = 500ms;
// How long close() waits for borrowers; the program stops within ten seconds.
constexpr auto closeTimeout = 10s;

PoolSettings checked(PoolSettings settings)
{
    const auto warnings = checkPoolSettings(settings);
    for (const QString& warning : warnings)
        qCWarning(lcSql, "pool: %s", qUtf8Printable(warning));
    return settings;
}

Error closedError()
{
    return {ErrorCode::ShuttingDown, u"the database is not open"_s};
}

} // namespace

struct Pool::Waiter
{
    std::condition_variable wake;
    PoolSlot* slot = nullptr; // handed on
    bool mayCreate = false;   // a place became free; it is reserved in m_creating
    std::optional<Error> error;
    bool isDone() const { return slot || mayCreate || error; }
};

Lease::Lease(Pool& pool, PoolSlot& slot)
    : m_pool(&pool)
    , m_slot(&slot)
    , m_connection(slot.connection.get())
{
}

Lease::~Lease()
{
    if (m_slot)
        m_pool->giveBack(*m_slot);
}

Pool::Pool(PoolSettings settings, Factory factory, const Clock& clock)
    : m_settings(checked(settings))
    , m_factory(std::move(factory))
    , m_clock(clock)
    , m_maximum(m_settings.maximumPoolSize)
{
}

Pool::~Pool()
{
    close();
}

Result<void> Pool::start()
{
    const auto timeout = m_settings.initializationFailTimeout;
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::unique_lock lock(m_mutex);
    m_closed = false;
    for (;;) {
        m_retryAt = Nanoseconds(0);
        auto made = create(lock, State::Checking);
        if (made) {
            handOn(**made);
            return {};
        }
        if (timeout < 0ms)
            return {};
        if (m_closed || std::chrono::steady_clock::now() >= deadline) {
            m_closed = true;
            return made.error();
        }
        m_returned.wait_until(lock, std::min(deadline, std::chrono::steady_clock::now() + 100ms));
    }
}

Result<Lease> Pool::take(std::chrono::milliseconds atMost)
{
    const auto begun = m_clock.monotonic();
    Trace* const trace = Trace::current();
    auto slot = [&] {
        const TraceScope nobodys(nullptr); // the statements that a new connection begins with are a part of the wait
        return acquire(std::min(m_settings.connectionTimeout, atMost));
    }();
    const auto now = m_clock.monotonic();
    m_wait.record(now - begun);
    if (trace)
        trace->add(Step::Connection, begun.count(), now.count());
    if (!slot)
        return slot.error();
    return Lease(*this, **slot);
}

Result<PoolSlot*> Pool::acquire(std::chrono::milliseconds timeout)
{
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (m_closed)
            return closedError();
        Result<PoolSlot*> slot = nullptr;
        if (m_waiters.empty() && !m_idle.empty()) {
            slot = m_idle.back();
            m_idle.pop_back();
            (*slot)->lend(m_clock.monotonic());
        } else if (m_waiters.empty() && hasRoom()) {
            slot = create(lock, State::InUse);
            if (!slot && !m_slots.empty() && !m_closed)
                slot = wait(lock, deadline, timeout); // none can be made, but one may come back
        } else {
            slot = wait(lock, deadline, timeout);
        }
        if (!slot)
            return slot.error();
        lock.unlock();
        (*slot)->connection->enter();
        if (isUsable(**slot))
            return slot;
        lock.lock();
        discard(lock, **slot);
    }
}

Result<PoolSlot*> Pool::wait(std::unique_lock<std::mutex>& lock, std::chrono::steady_clock::time_point deadline,
                             std::chrono::milliseconds timeout)
{
    Waiter waiter;
    m_waiters.push_back(&waiter);
    while (!waiter.isDone()) {
        if (waiter.wake.wait_until(lock, deadline) == std::cv_status::no_timeout || waiter.isDone())
            continue;
        const auto waiting = m_waiters.size();
        m_waiters.erase(std::find(m_waiters.begin(), m_waiters.end(), &waiter));
        ++m_timeouts;
        return Error{ErrorCode::DependencyDown,
                     u"no connection after %1 ms (%2 of %3 busy, %4 waiting)"_s.arg(timeout.count())
                         .arg(m_slots.size() - m_idle.size())
                         .arg(m_maximum)
                         .arg(waiting)};
    }
    if (waiter.error)
        return *waiter.error;
    if (waiter.slot)
        return waiter.slot;
    --m_creating; // the reservation becomes the connection's own
    return create(lock, State::InUse);
}

bool Pool::isUsable(PoolSlot& slot)
{
    const auto now = m_clock.monotonic();
    if (now - slot.checkedAt <= aliveWindow)
        return true;
    const auto valid = slot.connection->validate(m_settings.validationTimeout);
    if (!valid) {
        qCWarning(lcSql, "pool: connection %d failed its check: %s", slot.id, qUtf8Printable(valid.error().message));
        return false;
    }
    slot.checkedAt = now;
    return true;
}

void Pool::giveBack(PoolSlot& slot)
{
    slot.connection->leave();
    std::unique_lock lock(m_mutex);
    const auto now = m_clock.monotonic();
    m_use.record(now - slot.since);
    if (slot.isLeaking) {
        qCInfo(lcSql, "pool: connection %d came back after all (unleaked), after %lld ms", slot.id,
               qlonglong((now - slot.since) / 1ms));
    }
    const bool isTooMany = int(m_slots.size()) > m_maximum;
    if (m_closed || isTooMany || slot.isEvicted || now >= slot.expiresAt || slot.connection->isBroken())
        discard(lock, slot);
    else
        handOn(slot);
}

void Pool::handOn(PoolSlot& slot)
{
    const auto now = m_clock.monotonic();
    if (m_waiters.empty()) {
        slot.rest(now);
        m_idle.push_back(&slot);
        return;
    }
    Waiter* const first = m_waiters.front();
    m_waiters.pop_front();
    slot.lend(now);
    first->slot = &slot;
    first->wake.notify_one();
}

void Pool::letOneCreate()
{
    if (m_waiters.empty() || !hasRoom())
        return;
    Waiter* const first = m_waiters.front();
    m_waiters.pop_front();
    ++m_creating;
    first->mayCreate = true;
    first->wake.notify_one();
}

void Pool::refuseWaiters(const Error& error)
{
    for (Waiter* waiter : m_waiters) {
        waiter->error = error;
        waiter->wake.notify_one();
    }
    m_waiters.clear();
}

void Pool::discard(std::unique_lock<std::mutex>& lock, PoolSlot& slot)
{
    const auto at = std::find_if(m_slots.begin(), m_slots.end(), [&](const auto& s) { return s.get() == &slot; });
    auto gone = std::move(*at);
    m_slots.erase(at);
    lock.unlock();
    gone.reset(); // closing may take a while
    lock.lock();
    letOneCreate();
    m_returned.notify_all();
}

void Pool::close()
{
    std::unique_lock lock(m_mutex);
    m_closed = true;
    refuseWaiters(closedError());
    const auto gone = takeOut(m_clock.monotonic(), true);
    lock.unlock();
    closeAll(gone);
    lock.lock();
    if (!m_returned.wait_for(lock, closeTimeout, [this] { return m_slots.empty() && m_creating == 0; }))
        qCCritical(lcSql, "pool: %zu connections did not come back", m_slots.size());
}

int Pool::setMaximumPoolSize(int size)
{
    std::unique_lock lock(m_mutex);
    const int before = std::exchange(m_maximum, std::max(size, 1));
    while (!m_closed && !m_waiters.empty() && hasRoom())
        letOneCreate();
    return before;
}

} // namespace zg::sql
