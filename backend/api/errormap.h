// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/reply.h"

#include <QByteArray>
#include <QByteArrayView>

namespace zg::api {

/// The HTTP status of an error, which is also the envelope's `code`.
int statusOf(ErrorCode code);
/// What a person reads; Chinese unless asked for English.
QByteArrayView messageOf(ErrorCode code, bool english);

/// {"code":…,"msg":…,"data":{"reason":…,…}}: never Error::message, which is for operators.
/// @param requestId goes into the data of an Internal error, so that the log line can be found
QByteArray errorBody(const Error& error, bool english, QByteArrayView requestId);
/// "Retry-After: 1\r\n" for what may be tried again later, else empty.
QByteArray retryAfter(const Error& error);
/// The whole answer of a REST call.
http::Reply errorReply(const Error& error, bool english, QByteArrayView requestId);

} // namespace zg::api
