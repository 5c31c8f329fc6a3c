// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/answer.h"
#include "api/services.h"
#include "http/reply.h"
#include "http/request.h"

namespace zg::api {

/// One request and the way back to its client: answers in the form of the door it came through, and counts.
/// Thread: one I/O thread.
class Exchange final
{
public:
    Exchange(const Services& services, http::RequestPtr request, http::Responder responder);
    Exchange(Exchange&&) noexcept = default;
    Exchange& operator=(Exchange&&) = delete;
    ~Exchange();

    const http::RequestPtr& request() const { return m_request; }
    void setRoute(int route) { m_route = route; }
    /// From here on outcomes are told by the envelope's code, under HTTP 200.
    void setAction() { m_isAction = true; }

    /// @param age of an old answer; 0: it is fresh
    void succeed(QByteArray envelope, std::chrono::seconds age = {});
    void fail(const Error& error);
    /// A refusal that an action, too, sees as the HTTP status: limits, a malformed door body.
    void refuse(const Error& error, QByteArray headers = {});
    void send(http::Reply reply); ///< anything else, as it is

private:
    void note(const Error& error);
    void finish(http::Reply reply, telemetry::Outcome outcome);

    const Services* m_services;
    http::RequestPtr m_request;
    http::Responder m_responder;
    int m_route = -1; ///< no route
    bool m_isAction = false;
};

} // namespace zg::api
