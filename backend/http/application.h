// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/reply.h"
#include "http/request.h"

namespace zg::http {

/// What the gate serves. Knows what the requests mean; the gate only knows that they are whole and well formed.
/// Thread: called on I/O threads, several at once.
class Application
{
public:
    virtual ~Application() = default;
    /// Answers, now or later, through `responder`. Must not block.
    virtual void handle(RequestPtr request, Responder responder) = 0;
    /// The answer for what the gate itself refuses (timeouts, limits, shedding): body in the application's envelope.
    virtual Reply refusal(const Error& error, bool english, QByteArrayView requestId) const = 0;
    /// The answer to `request` is out, or nobody wants it any more: what its trace tells can be kept.
    virtual void completed(const Request& request, qint64 endNs)
    {
        Q_UNUSED(request)
        Q_UNUSED(endNs)
    }
};

} // namespace zg::http
