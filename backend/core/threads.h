// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThread>

/// Opens a function that only its object's own thread may call.
#define ZG_ASSERT_THREAD(object)                                                                                       \
    Q_ASSERT_X(QThread::currentThread() == (object)->thread(), Q_FUNC_INFO, "called from another thread")
