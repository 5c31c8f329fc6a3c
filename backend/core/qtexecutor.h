// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor.h"

#include <QObject>

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
        QMetaObject::invokeMethod(this, [handle] { handle.resume(); }, Qt::QueuedConnection);
    }
};

} // namespace zg
