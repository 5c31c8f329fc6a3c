// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QLoggingCategory>

namespace zg {

Q_DECLARE_LOGGING_CATEGORY(lcHttp)
Q_DECLARE_LOGGING_CATEGORY(lcAccess)
Q_DECLARE_LOGGING_CATEGORY(lcRedis)
Q_DECLARE_LOGGING_CATEGORY(lcSql)
Q_DECLARE_LOGGING_CATEGORY(lcShop)
Q_DECLARE_LOGGING_CATEGORY(lcIdentity)
Q_DECLARE_LOGGING_CATEGORY(lcCache)
Q_DECLARE_LOGGING_CATEGORY(lcNode)

/// While it lives, what this thread logs belongs to that request. It is made where a line is written and never lives
/// across a co_await, nor longer than the id.
/// Thread: one.
class LogRequest final
{
public:
    explicit LogRequest(QByteArrayView id);
    ~LogRequest();
    Q_DISABLE_COPY_MOVE(LogRequest)

    static QByteArrayView current(); ///< this thread's; empty when it serves none
};

} // namespace zg
