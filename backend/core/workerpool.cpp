// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workerpool.h"

#include <pthread.h>

namespace zg {

WorkerPool::WorkerPool(QString name, int threads, int maxQueued)
    : m_name(std::move(name))
    , m_maxQueued(maxQueued)
{
    m_threads.reserve(size_t(threads));
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool()
{
    stop();
}

void WorkerPool::setWaitListener(std::function<void(std::chrono::nanoseconds)> listener)
{
    const std::lock_guard lock(m_mutex); // a worker that takes a job takes this lock first, and so sees the listener
    m_waitListener = std::move(listener);
}

bool WorkerPool::trySubmit(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped || int(m_jobs.size()) >= m_maxQueued) {
            m_refused.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        m_jobs.push_back({std::move(job), std::chrono::steady_clock::now()});
    }
    m_wake.notify_one();
    return true;
}

void WorkerPool::work()
{
    // The kernel shows at most 15 characters of a thread's name.
    pthread_setname_np(pthread_self(), m_name.left(15).toUtf8().constData());
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopped || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        const auto waited = std::chrono::steady_clock::now() - job.queued;
        m_lastQueueUs.store(std::chrono::duration_cast<std::chrono::microseconds>(waited).count(),
                            std::memory_order_relaxed);
        if (m_waitListener)
            m_waitListener(waited);
        m_busy.fetch_add(1, std::memory_order_relaxed);
        job.run();
        m_busy.fetch_sub(1, std::memory_order_relaxed);
        m_done.fetch_add(1, std::memory_order_relaxed);
    }
}

void WorkerPool::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
    }
    m_wake.notify_all();
    for (auto& thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
}

WorkerPool::Figures WorkerPool::figures() const
{
    Figures figures;
    figures.threads = int(m_threads.size());
    figures.busy = m_busy.load(std::memory_order_relaxed);
    figures.done = m_done.load(std::memory_order_relaxed);
    figures.refused = m_refused.load(std::memory_order_relaxed);
    figures.lastQueueUs = m_lastQueueUs.load(std::memory_order_relaxed);
    const std::lock_guard lock(m_mutex);
    figures.queued = int(m_jobs.size());
    return figures;
}

} // namespace zg
