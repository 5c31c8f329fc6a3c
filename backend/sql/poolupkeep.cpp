// SPDX-License-Identifier: GPL-3.0-or-later
// How the pool makes, ages and replaces its connections.
#include "core/logging.h"
#include "sql/pool.h"
#include "sql/poolslot.h"

#include <QRandomGenerator>

#include <algorithm>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// HikariCP's back-off after a connection could not be made: a quarter of a second, half as long again each time.
constexpr std::chrono::nanoseconds firstBackOff = 250ms;
constexpr std::chrono::nanoseconds longestBackOff = 3s; // a database that is back is used soon

/// `whole`, shortened by a random part of up to `perMille` thousandths, so that connections do not all end together.
std::chrono::nanoseconds jittered(std::chrono::milliseconds whole, int perMille)
{
    const qint64 variance = std::chrono::nanoseconds(whole).count() / 1000 * perMille;
    return std::chrono::nanoseconds(whole) -
           std::chrono::nanoseconds(QRandomGenerator::global()->bounded(variance + 1));
}

} // namespace

Result<PoolSlot*> Pool::create(std::unique_lock<std::mutex>& lock, State state)
{
    if (m_clock.monotonic() < m_retryAt) {
        if (m_slots.empty() && m_creating == 0)
            refuseWaiters(m_creationError); // nobody will bring them one before the back-off is over
        return m_creationError;
    }
    ++m_creating;
    const auto begun = m_clock.monotonic();
    m_openings.push_back(begun);
    lock.unlock();
    auto made = m_factory();
    const auto now = m_clock.monotonic();
    lock.lock();
    --m_creating;
    m_openings.erase(std::find(m_openings.begin(), m_openings.end(), begun));
    if (!made) {
        m_backOff = m_backOff == Nanoseconds(0) ? firstBackOff : std::min(m_backOff * 3 / 2, longestBackOff);
        m_retryAt = now + m_backOff;
        m_creationError = made.error();
        if (m_slots.empty() && m_creating == 0)
            refuseWaiters(m_creationError); // there is none that could come back to them
        m_returned.notify_all();
        return m_creationError;
    }
    m_backOff = Nanoseconds(0);
    if (m_closed) {
        made->reset();
        m_returned.notify_all();
        return Error{ErrorCode::ShuttingDown, u"the database is not open"_s};
    }
    m_creation.record(now - begun);
    ++m_created;
    auto& slot = m_slots.emplace_back(std::make_unique<PoolSlot>());
    slot->id = m_nextId++;
    slot->connection = std::move(*made);
    slot->madeAt = slot->checkedAt = slot->since = now;
    slot->state = state;
    slot->loans = state == State::InUse ? 1 : 0;
    const bool lives = m_settings.maxLifetime > 0ms;
    slot->expiresAt = lives ? now + jittered(m_settings.maxLifetime, 25) : Nanoseconds::max();
    slot->keepAliveAt = now + jittered(m_settings.keepaliveTime, 200);
    if (state != State::InUse)
        slot->connection->leave();
    return slot.get();
}

void Pool::maintain()
{
    std::unique_lock lock(m_mutex);
    if (m_closed)
        return;
    const auto now = m_clock.monotonic();
    warnOfLeaks(now);
    const auto gone = takeOut(now, false);
    lock.unlock();
    closeAll(gone);
    lock.lock();
    if (m_settings.keepaliveTime > 0ms)
        keepAlive(lock, now);
    fill(lock);
}

void Pool::evictAll()
{
    std::unique_lock lock(m_mutex);
    for (const auto& slot : m_slots)
        slot->isEvicted = true;
    const auto gone = takeOut(m_clock.monotonic(), true);
    lock.unlock();
    closeAll(gone);
}

void Pool::warnOfLeaks(Nanoseconds now)
{
    if (m_settings.leakDetectionThreshold <= 0ms)
        return;
    for (const auto& slot : m_slots) {
        const auto out = now - slot->since;
        if (slot->state != State::InUse || slot->isLeaking || out < m_settings.leakDetectionThreshold)
            continue;
        slot->isLeaking = true;
        ++m_leaks;
        qCWarning(lcSql, "pool: connection %d has been out for %lld ms (apparent leak); its last statement is %s",
                  slot->id, qlonglong(out / 1ms), slot->connection->lastStatement());
    }
}

std::vector<std::unique_ptr<PoolSlot>> Pool::takeOut(Nanoseconds now, bool all)
{
    std::vector<std::unique_ptr<PoolSlot>> gone;
    const bool shrinks = m_settings.idleTimeout > 0ms && m_settings.minimumIdle < m_maximum;
    for (auto at = m_idle.begin(); at != m_idle.end();) { // the longest idle first
        PoolSlot* const slot = *at;
        const bool isSpare =
            shrinks && int(m_idle.size()) > m_settings.minimumIdle && now - slot->since > m_settings.idleTimeout;
        const bool isTooMany = int(m_slots.size()) > m_maximum;
        if (!all && !isSpare && !isTooMany && now < slot->expiresAt) {
            ++at;
            continue;
        }
        at = m_idle.erase(at);
        const auto owner = std::find_if(m_slots.begin(), m_slots.end(), [&](const auto& s) { return s.get() == slot; });
        gone.push_back(std::move(*owner));
        m_slots.erase(owner);
    }
    return gone;
}

void Pool::closeAll(const std::vector<std::unique_ptr<PoolSlot>>& gone)
{
    for (const auto& slot : gone) {
        slot->connection->enter();
        slot->connection.reset();
    }
}

void Pool::keepAlive(std::unique_lock<std::mutex>& lock, Nanoseconds now)
{
    for (;;) {
        const auto at =
            std::find_if(m_idle.begin(), m_idle.end(), [&](PoolSlot* slot) { return now >= slot->keepAliveAt; });
        if (at == m_idle.end())
            return;
        PoolSlot* const slot = *at;
        m_idle.erase(at);
        slot->state = State::Checking;
        slot->keepAliveAt = now + jittered(m_settings.keepaliveTime, 200);
        lock.unlock();
        slot->connection->enter();
        const auto valid = slot->connection->validate(m_settings.validationTimeout);
        slot->connection->leave();
        lock.lock();
        if (!valid) {
            qCWarning(lcSql, "pool: connection %d failed its keep-alive: %s", slot->id,
                      qUtf8Printable(valid.error().message));
        }
        if (!valid || m_closed || slot->isEvicted) {
            discard(lock, *slot);
            continue;
        }
        slot->checkedAt = now;
        if (m_waiters.empty()) { // it is as long idle as it was
            slot->state = State::Idle;
            m_idle.insert(m_idle.begin(), slot);
        } else {
            handOn(*slot);
        }
    }
}

void Pool::fill(std::unique_lock<std::mutex>& lock)
{
    while (!m_closed && (int(m_idle.size()) < m_settings.minimumIdle || !m_waiters.empty()) && hasRoom()) {
        auto made = create(lock, State::Checking);
        if (!made)
            return; // the back-off decides when to try again
        handOn(**made);
    }
}

} // namespace zg::sql
