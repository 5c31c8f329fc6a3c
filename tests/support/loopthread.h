// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/qtexecutor.h"

#include <QEventLoop>
#include <QTimer>

#include <functional>
#include <future>
#include <thread>

namespace zg::test {

/// A thread with a Qt event loop and an executor, as an I/O thread has.
/// Thread: the test's; what run() is given runs on its own.
class LoopThread final
{
public:
    LoopThread()
    {
        std::promise<void> ready;
        m_thread = std::thread([this, &ready] {
            QEventLoop loop;
            QtExecutor executor;
            QObject context;
            m_loop = &loop;
            m_context = &context;
            QTimer::singleShot(0, &context, [&ready] { ready.set_value(); });
            loop.exec();
        });
        ready.get_future().wait();
    }
    ~LoopThread() { stop(); }
    Q_DISABLE_COPY_MOVE(LoopThread)

    void run(std::function<void()> job) { QMetaObject::invokeMethod(m_context, std::move(job), Qt::QueuedConnection); }
    void stop()
    {
        if (!m_thread.joinable())
            return;
        QMetaObject::invokeMethod(
            m_context, [this] { m_loop->quit(); }, Qt::QueuedConnection);
        m_thread.join();
    }

private:
    QEventLoop* m_loop = nullptr;
    QObject* m_context = nullptr;
    std::thread m_thread;
};

} // namespace zg::test
