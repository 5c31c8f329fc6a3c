// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/task.h"

#include <QByteArray>
#include <QList>

#include <chrono>

namespace zg::identity {

/// What the nodes of one store tell each other of sessions and log-ins. What is told here goes out to the others, and
/// does not come back. Thread: any; must not block.
class Feed
{
public:
    virtual ~Feed() = default;
    virtual void sessionEnded(const QByteArray& sid) = 0;
    virtual void sessionsEnded(UserId userId) = 0;
    /// A password log-in of the name with this key (Lockout's) failed, or succeeded.
    virtual void loginTried(const QByteArray& key, bool succeeded) = 0;
    /// How long ago the failed log-ins of a name were that the nodes keep together, oldest first; Lockout::maxFailures
    /// of them: it is locked. None when nothing is kept, or cannot be asked. Thread: one with an executor.
    virtual Task<QList<std::chrono::milliseconds>> loginFailures(QByteArray key) = 0;
};

} // namespace zg::identity
