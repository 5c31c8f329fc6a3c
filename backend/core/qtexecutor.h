// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor.h"

#include <QCoreApplication>
#include <QEvent>
#include <QObject>

#include <deque>
#include <mutex>

namespace zg {

/// The executor of a thread with a Qt event loop: the main thread, and tests. Installs itself for its thread.
/// Thread: made and destroyed on its own thread; post() any.
class QtExecutor final : public QObject, public Executor
{
public:
    QtExecutor() { Executor::setCurrent(this); }
    ~QtExecutor() override { Executor::setCurrent(nullptr); }
    Q_DISABLE_COPY_MOVE(QtExecutor)

    void post(std::coroutine_handle<> handle) override
    {
        const std::lock_guard lock(m_mutex);
        m_handles.push_back(handle);
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }

protected:
    // The handle goes through our own queue, where the thread sanitizer sees it handed over; the event only wakes, and
    // any event will do for that.
    bool event(QEvent* event) override
    {
        std::coroutine_handle<> handle;
        {
            const std::lock_guard lock(m_mutex);
            if (!m_handles.empty()) {
                handle = m_handles.front();
                m_handles.pop_front();
            }
        }
        const bool known = QObject::event(event);
        if (handle)
            resume(handle); // may destroy this executor
        return known || handle;
    }

private:
    std::mutex m_mutex; // guards m_handles
    std::deque<std::coroutine_handle<>> m_handles;
};

} // namespace zg
