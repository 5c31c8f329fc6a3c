// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/settings.h"
#include "sql/pooledconnection.h"
#include "telemetry/databasefigures.h"
#include "telemetry/histogram.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace zg::sql {

class Pool;
struct PoolSlot;

/// A connection on loan; goes back by its destructor.
/// Thread: the borrowing one.
class Lease final
{
public:
    Lease(Pool& pool, PoolSlot& slot);
    Lease(Lease&& other) noexcept
        : m_pool(other.m_pool)
        , m_slot(std::exchange(other.m_slot, nullptr))
        , m_connection(other.m_connection)
    {
    }
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    Connection& operator*() const { return *m_connection; }
    Connection* operator->() const { return m_connection; }

private:
    Pool* m_pool;
    PoolSlot* m_slot;
    Connection* m_connection;
};

/// What the settings ask for that has no effect or was corrected, one sentence each; `settings` is corrected in place.
QStringList checkPoolSettings(PoolSettings& settings);

/// HikariCP's pool, in names and in behaviour: connections are lent first come, first served, kept while they are good,
/// and replaced before they get old. Ages and intervals go by the Clock; a wait for a connection is real time.
/// Thread: take() any that may block; maintain() one (the keeper); the rest any.
class Pool final
{
public:
    using Factory = std::function<Result<std::unique_ptr<PooledConnection>>()>;
    using State = telemetry::ConnectionFigures::State;

    Pool(PoolSettings settings, Factory factory, const Clock& clock = Clock::system());
    ~Pool();
    Q_DISABLE_COPY_MOVE(Pool)

    /// Makes the first connection, within initializationFailTimeout. maintain() makes the others.
    /// @errors what the factory says
    Result<void> start();
    /// Lends a connection, first come first served, waiting at most connectionTimeout, or `atMost` when that is less.
    /// @errors DependencyDown: `no connection after 3000 ms (8 of 8 busy, 12 waiting)`, or at once when none can be
    /// made;
    ///         ShuttingDown after close()
    Result<Lease> take(std::chrono::milliseconds atMost = std::chrono::milliseconds::max());
    /// Upkeep: leaks, idle and old connections, keep-alive, the minimum of idle ones. Call it about once a second.
    void maintain();
    void evictAll(); ///< closes the idle ones now, those in use when they come back
    void close(); ///< refuses and wakes all who wait, waits for those in use to come back (at most 10 s). Idempotent.

    /// As HikariCP's MXBean allows: more may be made at once, those who wait first; what is too many is closed as it
    /// comes back, and by maintain(). @return what it was; `size` below 1 counts as 1
    int setMaximumPoolSize(int size);

    telemetry::PoolFigures figures() const;
    QList<telemetry::ConnectionFigures> connections() const; ///< at most maximumPoolSize
    telemetry::WaitBars waits() const; ///< how many took at most each of waitBoundsUs, since the start
    telemetry::WaitBars uses() const;
    QString problem() const; ///< why none could be made when it was last tried; empty when one could
    const PoolSettings& settings() const { return m_settings; } ///< as it was made

private:
    friend class Lease;
    struct Waiter;
    using Nanoseconds = std::chrono::nanoseconds;

    Result<PoolSlot*> acquire(std::chrono::milliseconds timeout);
    Result<PoolSlot*> wait(std::unique_lock<std::mutex>& lock, std::chrono::steady_clock::time_point deadline,
                           std::chrono::milliseconds timeout);
    Result<PoolSlot*> create(std::unique_lock<std::mutex>& lock, State state);
    bool isUsable(PoolSlot& slot);
    void giveBack(PoolSlot& slot);
    void handOn(PoolSlot& slot);
    void letOneCreate();
    bool hasRoom() const { return int(m_slots.size()) + m_creating < m_maximum; }
    void refuseWaiters(const Error& error);
    void discard(std::unique_lock<std::mutex>& lock, PoolSlot& slot);
    void warnOfLeaks(Nanoseconds now);
    std::vector<std::unique_ptr<PoolSlot>> takeOut(Nanoseconds now, bool all);
    static void closeAll(const std::vector<std::unique_ptr<PoolSlot>>& gone);
    void keepAlive(std::unique_lock<std::mutex>& lock, Nanoseconds now);
    void fill(std::unique_lock<std::mutex>& lock);

    const PoolSettings m_settings;
    const Factory m_factory;
    const Clock& m_clock;

    mutable std::mutex m_mutex;         // guards everything down to the histograms
    std::condition_variable m_returned; // close() waits for the last loan
    std::vector<std::unique_ptr<PoolSlot>> m_slots;
    std::vector<PoolSlot*> m_idle; // the last returned at the back: it is lent next, its cache is warm
    std::deque<Waiter*> m_waiters;
    int m_maximum;
    int m_creating = 0;
    std::vector<Nanoseconds> m_openings; // since when those that are being made are
    int m_nextId = 1;
    bool m_closed = true;
    Nanoseconds m_retryAt{0};
    Nanoseconds m_backOff{0};
    Error m_creationError;
    qint64 m_timeouts = 0;
    qint64 m_created = 0;
    qint64 m_leaks = 0;

    telemetry::Histogram m_wait;
    telemetry::Histogram m_use;
    telemetry::Histogram m_creation;
};

} // namespace zg::sql
