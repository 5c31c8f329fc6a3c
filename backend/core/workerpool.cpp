// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workerpool.h"

#include <algorithm>

#include <pthread.h>

namespace zg {

namespace {
constexpr int heavyShare = 4; // of the queue: a quarter, so that what waits long does not refuse what would not
}

WorkerPool::WorkerPool(QString name, int threads, int maxQueued, int maxHeavy)
    : m_name(std::move(name))
    , m_maxQueued(maxQueued)
    , m_maxHeavy(maxHeavy > 0 ? maxHeavy : threads)
{
    m_threads.reserve(size_t(threads));
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool()
{
    stop();
}

void WorkerPool::setWaitListener(WaitListener listener)
{
    const std::lock_guard lock(m_mutex); // a worker that takes a job takes this lock first, and so sees the listener
    m_waitListener = std::move(listener);
}

bool WorkerPool::trySubmit(std::function<void()> job, Weight weight)
{
    {
        const std::lock_guard lock(m_mutex);
        const bool isHeavy = weight == Weight::Heavy;
        const bool isFull = int(m_light.size() + m_heavy.size()) >= m_maxQueued ||
                            (isHeavy && int(m_heavy.size()) >= std::max(1, m_maxQueued / heavyShare));
        if (m_stopped || isFull) {
            m_refused.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        (isHeavy ? m_heavy : m_light).push_back({std::move(job), std::chrono::steady_clock::now()});
    }
    m_wake.notify_one();
    return true;
}

/// The queue whose first job goes next: the one that waits longer, of those that may. With m_mutex held.
std::deque<WorkerPool::Job>* WorkerPool::next()
{
    const bool mayBeHeavy = !m_heavy.empty() && m_heavyBusy < m_maxHeavy;
    if (mayBeHeavy && (m_light.empty() || m_heavy.front().queued < m_light.front().queued))
        return &m_heavy;
    return m_light.empty() ? nullptr : &m_light;
}

void WorkerPool::work()
{
    // The kernel shows at most 15 characters of a thread's name.
    pthread_setname_np(pthread_self(), m_name.left(15).toUtf8().constData());
    for (;;) {
        Job job;
        Weight weight = Weight::Light;
        {
            std::unique_lock lock(m_mutex);
            std::deque<Job>* queue = nullptr;
            m_wake.wait(lock, [&] { return (queue = next()) || m_stopped; });
            if (!queue)
                return; // stopped; heavy jobs that still wait are for those who do heavy ones now
            job = std::move(queue->front());
            queue->pop_front();
            if (queue == &m_heavy) {
                weight = Weight::Heavy;
                ++m_heavyBusy;
            }
        }
        const auto waited = std::chrono::steady_clock::now() - job.queued;
        m_lastQueueUs.store(std::chrono::duration_cast<std::chrono::microseconds>(waited).count(),
                            std::memory_order_relaxed);
        if (m_waitListener)
            m_waitListener(weight, waited);
        m_busy.fetch_add(1, std::memory_order_relaxed);
        job.run();
        m_busy.fetch_sub(1, std::memory_order_relaxed);
        m_done.fetch_add(1, std::memory_order_relaxed);
        if (weight == Weight::Heavy) { // whoever gives the place back looks for the next himself
            const std::lock_guard lock(m_mutex);
            --m_heavyBusy;
        }
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
    figures.queued = int(m_light.size() + m_heavy.size());
    return figures;
}

} // namespace zg
