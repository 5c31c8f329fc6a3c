// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "core/workerpool.h"

#include <QByteArray>

#include <atomic>

namespace zg::identity {

/// bcrypt ($2b$) on threads of its own, as many as cores, so that a storm of log-ins never takes the SQL workers.
/// bcrypt reads 72 bytes and stops at a NUL: a password that is longer, or holds one, is digested with SHA-256 first,
/// so that every byte of it counts. Thread: any.
class Passwords final
{
public:
    static constexpr int defaultCost = 10;

    /// @param cost log2 of the rounds; tests take 4
    /// @param threads 0: one per core
    explicit Passwords(int cost = defaultCost, int threads = 0, int maxQueued = 256);
    Q_DISABLE_COPY_MOVE(Passwords)

    /// @errors Overloaded
    Task<Result<QByteArray>> hash(QByteArray password);
    /// An empty or unreadable `hash` costs the same time and is never right: that is how an unknown name is answered.
    /// @errors Overloaded
    Task<Result<bool>> verify(QByteArray password, QByteArray hash);

    /// The blocking form: command line, demo data, tests.
    static QByteArray hashNow(const QByteArray& password, int cost = defaultCost);
    static bool verifyNow(const QByteArray& password, const QByteArray& hash, int costWithout = defaultCost);

    /// Told how long each password waited for its turn, on its worker. Set before the first.
    void setWaitListener(std::function<void(std::chrono::nanoseconds)> listener)
    {
        m_pool.setWaitListener(
            [listener = std::move(listener)](Weight, std::chrono::nanoseconds waited) { listener(waited); });
    }
    void stop() { m_pool.stop(); }
    WorkerPool::Figures figures() const { return m_pool.figures(); }
    qint64 runs() const { return m_runs.load(std::memory_order_relaxed); } ///< times bcrypt ran, right or wrong

private:
    const int m_cost;
    std::atomic<qint64> m_runs{0};
    WorkerPool m_pool;
};

} // namespace zg::identity
