// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace zg::node {

/// Where what the console asks of the store runs: coroutines that wait for workers come back here, so that the window's
/// thread neither works nor waits.
/// Thread: run() and post() any.
class DeskThread final : public Executor
{
public:
    DeskThread();
    ~DeskThread() override; ///< runs what is queued, then joins
    Q_DISABLE_COPY_MOVE(DeskThread)

    void run(std::function<void()> job);
    void post(std::coroutine_handle<> handle) override;

private:
    void work();

    std::mutex m_mutex; // guards m_jobs and m_stopped
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    bool m_stopped = false;
    std::thread m_thread;
};

} // namespace zg::node
