// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/deskthread.h"

#include <pthread.h>

namespace zg::node {

DeskThread::DeskThread()
{
    m_thread = std::thread([this] { work(); });
}

DeskThread::~DeskThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void DeskThread::run(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void DeskThread::post(std::coroutine_handle<> handle)
{
    run([handle] { resume(handle); });
}

void DeskThread::work()
{
    pthread_setname_np(pthread_self(), "desk");
    Executor::setCurrent(this);
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopped || !m_jobs.empty(); });
            if (m_jobs.empty())
                break;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
    Executor::setCurrent(nullptr);
}

} // namespace zg::node
