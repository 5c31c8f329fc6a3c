// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor.h"
#include "core/result.h"
#include "core/task.h"

#include <QString>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace zg {

/// How long a job may keep its thread: a point read is light; a search, a list for staff or a statistic is heavy.
enum class Weight : quint8 { Light, Heavy };

/// Threads for work that blocks: SQL on a pooled connection, bcrypt. The queue is bounded and refuses at once.
/// A bulkhead: heavy jobs have only so many of the threads at a time, and a quarter of the queue; light ones go past
/// those that wait. Thread: any may submit; the work runs on a worker.
class WorkerPool final
{

public:
    struct Figures
    {
        int threads = 0;
        int busy = 0;
        int queued = 0;
        qint64 done = 0;
        qint64 refused = 0;
        qint64 lastQueueUs = 0; ///< how long the job that started last had waited
        bool operator==(const Figures&) const = default;
    };

    /// @param maxQueued jobs that may wait; one more is refused with Overloaded
    /// @param maxHeavy heavy jobs that may run at a time; 0: all threads
    WorkerPool(QString name, int threads, int maxQueued, int maxHeavy = 0);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Runs `job` on a worker, or says false at once when the queue is full or the pool is stopped.
    bool trySubmit(std::function<void()> job, Weight weight = Weight::Light);

    using WaitListener = std::function<void(Weight, std::chrono::nanoseconds)>;
    /// Told how long each job had waited, as it begins, on its worker: for load shedding. Set before the first job.
    void setWaitListener(WaitListener listener);

    /// Runs `work()` (a callable that gives a Result<T>) on a worker and answers on the caller's executor.
    /// @errors Overloaded, and what work() gives
    template <class Work, class R = std::invoke_result_t<Work&>>
    Task<R> run(Work work, Weight weight = Weight::Light)
    {
        auto start = [this, &work, weight](Completion<R>& completion) {
            auto job = [&work, &completion] {
                TracedWork traced(completion.wait());
                R result = work();
                traced.end();
                completion.fulfil(std::move(result)); // the request may be gone after this line
            };
            if (!trySubmit(std::move(job), weight))
                completion.fulfil(
                    R(Error::retry(ErrorCode::Overloaded, 1, QStringLiteral("the worker queue is full"))));
        };
        co_return co_await awaitCompletion<R>(std::move(start), Step::Return);
    }

    /// Refuses new jobs, runs those that wait, joins the threads. Called once, by the owner.
    void stop();
    Figures figures() const;

private:
    struct Job
    {
        std::function<void()> run;
        std::chrono::steady_clock::time_point queued;
    };
    void work();
    std::deque<Job>* next();

    const QString m_name;
    const int m_maxQueued;
    const int m_maxHeavy;
    WaitListener m_waitListener; // written before the first job, then only read
    mutable std::mutex m_mutex;  // guards what follows, up to m_stopped
    std::condition_variable m_wake;
    std::deque<Job> m_light, m_heavy;
    int m_heavyBusy = 0;
    bool m_stopped = false;
    std::vector<std::thread> m_threads;
    std::atomic<int> m_busy{0};
    std::atomic<qint64> m_done{0};
    std::atomic<qint64> m_refused{0};
    std::atomic<qint64> m_lastQueueUs{0};
};

} // namespace zg
