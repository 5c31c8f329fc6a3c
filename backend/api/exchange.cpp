// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/exchange.h"

#include "api/errormap.h"
#include "core/logging.h"
#include "telemetry/requestcounters.h"

namespace zg::api {

using telemetry::Outcome;

namespace {

Outcome outcomeOf(int status)
{
    if (status < 400)
        return Outcome::Ok;
    return status < 500 ? Outcome::ClientError : Outcome::ServerError;
}

Outcome outcomeOf(const Error& error)
{
    switch (error.code) {
    case ErrorCode::RateLimited:
    case ErrorCode::Overloaded:
    case ErrorCode::ShuttingDown:
        return Outcome::Shed;
    default:
        return outcomeOf(statusOf(error.code));
    }
}

void log(const Error& error, const http::Request& request)
{
    if (error.code != ErrorCode::Internal)
        return;
    const LogRequest of(request.requestId);
    qCWarning(lcHttp, "%s %s: internal error: %s [%s]", request.method.toByteArray().constData(),
              request.path.toByteArray().constData(), qUtf8Printable(error.message), request.requestId.constData());
}

} // namespace

Exchange::Exchange(const Services& services, http::RequestPtr request, http::Responder responder)
    : m_services(&services)
    , m_request(std::move(request))
    , m_responder(std::move(responder))
{
    m_services->counters.requestStarted();
}

Exchange::~Exchange()
{
    if (m_request) // unanswered: the endpoint threw, and the client gets the envelope of an internal error
        fail(Error{ErrorCode::Internal, QStringLiteral("unanswered")});
}

void Exchange::finish(http::Reply reply, Outcome outcome)
{
    auto& counters = m_services->counters;
    const auto now = m_services->clock.monotonic();
    counters.record(m_route, outcome, now - std::chrono::nanoseconds(m_request->receivedNs));
    counters.requestFinished();
    Trace& trace = m_request->trace;
    trace.answeredNs = now.count();
    trace.route = m_route;
    trace.isShed = outcome == Outcome::Shed;
    if (trace.status == 0)
        trace.status = reply.status;
    Trace::setCurrent(nullptr); // from here on nobody works for it
    m_request = nullptr;
    m_responder.send(std::move(reply));
}

void Exchange::note(const Error& error)
{
    m_request->trace.status = statusOf(error.code);
    m_request->trace.reason = slug(error.code);
}

void Exchange::succeed(QByteArray envelope, std::chrono::seconds age)
{
    http::Reply reply(std::move(envelope));
    if (age.count() > 0)
        reply.headers = "Age: " + QByteArray::number(qint64(age.count())) + "\r\n";
    finish(std::move(reply), Outcome::Ok);
}

void Exchange::fail(const Error& error)
{
    log(error, *m_request);
    note(error);
    auto reply = errorReply(error, m_request->english, m_request->requestId);
    if (m_isAction)
        reply.status = 200;
    finish(std::move(reply), outcomeOf(error));
}

void Exchange::refuse(const Error& error, QByteArray headers)
{
    note(error);
    auto reply = errorReply(error, m_request->english, m_request->requestId);
    reply.headers += headers;
    finish(std::move(reply), outcomeOf(error));
}

void Exchange::send(http::Reply reply)
{
    const auto outcome = outcomeOf(reply.status);
    finish(std::move(reply), outcome);
}

} // namespace zg::api
