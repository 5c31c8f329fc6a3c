// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace zg::test {

/// An I/O thread without I/O: an executor on a thread of its own. Made of std parts, so that the thread sanitizer sees
/// all. Thread: any may call run() and post(); what they are given runs on the executor's.
class ThreadExecutor final : public Executor
{
public:
    ThreadExecutor()
        : m_thread([this] { loop(); })
    {
    }
    ~ThreadExecutor() override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopped = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }
    ThreadExecutor(const ThreadExecutor&) = delete;
    ThreadExecutor& operator=(const ThreadExecutor&) = delete;

    void post(std::coroutine_handle<> handle) override
    {
        run([handle] { handle.resume(); });
    }
    void run(std::function<void()> job)
    {
        const std::lock_guard lock(m_mutex); // also round notify: the executor may be gone once the job has run
        m_jobs.push_back(std::move(job));
        m_wake.notify_one();
    }

private:
    void loop()
    {
        Executor::setCurrent(this);
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_wake.wait(lock, [this] { return m_stopped || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            auto job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            job();
            job = nullptr;
            lock.lock();
        }
    }

    std::mutex m_mutex; // guards m_jobs and m_stopped
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    bool m_stopped = false;
    std::thread m_thread;
};

} // namespace zg::test
