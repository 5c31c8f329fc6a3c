// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logging.h"

namespace zg {

Q_LOGGING_CATEGORY(lcHttp, "zhanggui.http", QtInfoMsg)
Q_LOGGING_CATEGORY(lcAccess, "zhanggui.access", QtWarningMsg)
Q_LOGGING_CATEGORY(lcRedis, "zhanggui.redis", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSql, "zhanggui.sql", QtInfoMsg)
Q_LOGGING_CATEGORY(lcShop, "zhanggui.shop", QtInfoMsg)
Q_LOGGING_CATEGORY(lcIdentity, "zhanggui.identity", QtInfoMsg)
Q_LOGGING_CATEGORY(lcCache, "zhanggui.cache", QtInfoMsg)
Q_LOGGING_CATEGORY(lcNode, "zhanggui.node", QtInfoMsg)

namespace {
constinit thread_local QByteArrayView requestId;
}

LogRequest::LogRequest(QByteArrayView id)
{
    requestId = id;
}

LogRequest::~LogRequest()
{
    requestId = {};
}

QByteArrayView LogRequest::current()
{
    return requestId;
}

} // namespace zg
