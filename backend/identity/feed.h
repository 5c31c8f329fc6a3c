// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QByteArray>

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
};

} // namespace zg::identity
