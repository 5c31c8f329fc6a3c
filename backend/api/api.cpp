// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/api.h"

#include "api/actionbody.h"
#include "api/call.h"
#include "api/errormap.h"
#include "api/exchange.h"
#include "api/jsonbody.h"
#include "api/jsoncache.h"
#include "api/routes.h"
#include "identity/sessions.h"
#include "resilience/loadshedder.h"
#include "resilience/ratelimiter.h"
#include "telemetry/requesttraces.h"

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView apiPrefix = "/api/";
constexpr QByteArrayView wholeServer = "*"; // RFC 9110 9.3.7: what the server as a whole knows
constexpr char allVerbs[] = "Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS\r\n";

identity::Role roleOf(Access access)
{
    switch (access) {
    case Access::Open:
        break;
    case Access::Customer:
        return identity::Role::Customer;
    case Access::Staff:
        return identity::Role::Staff;
    case Access::Admin:
        return identity::Role::Admin;
    }
    return identity::Role::None;
}

/// The token of `Authorization: Bearer …`; empty when there is none.
QByteArrayView bearer(const http::Request& request)
{
    static constexpr QByteArrayView scheme = "bearer ";
    const QByteArrayView value = request.header("authorization");
    if (value.size() <= scheme.size() || qstrnicmp(value.data(), scheme.size(), scheme.data(), scheme.size()) != 0)
        return {};
    return value.sliced(scheme.size()).trimmed();
}

bool isBlank(QByteArrayView body)
{
    return body.trimmed().isEmpty();
}

/// The parameters of a REST call.
Result<Params> readParams(const Route& route, qint64 id, const http::Request& request)
{
    if (route.verb == Method::Get)
        return Params::ofQuery(id, request.query);
    if (route.body == Body::None || (route.body == Body::Optional && isBlank(request.body)))
        return Params::ofBody(id, {});
    auto object = readObject(request.body);
    if (!object)
        return object.error();
    return Params::ofBody(id, std::move(*object));
}

/// While the node drains these still answer: whoever asks them wants to know how it is.
bool answersWhileDraining(QByteArrayView path)
{
    return path == "/healthz" || path == "/readyz" || path == "/metrics";
}

} // namespace

Api::Api(Services services)
    : m_services(std::move(services))
    , m_router(routes())
{
    m_services.cache.setAdmission([&shedder = m_services.shedder, &clock = m_services.clock](Weight weight) {
        const auto queue = weight == Weight::Heavy ? resilience::Queue::SlowRead : resilience::Queue::Database;
        return shedder.admit(queue, clock.monotonic());
    });
}

http::Reply Api::refusal(const Error& error, bool english, QByteArrayView requestId) const
{
    return errorReply(error, english, requestId);
}

void Api::completed(const http::Request& request, qint64 endNs)
{
    if (m_services.traces)
        m_services.traces->completed(request.trace, endNs, request.requestId, request.client);
}

Result<void> Api::limit(QByteArrayView who, std::chrono::nanoseconds now) const
{
    if (const auto seconds = m_services.limiter.refuse(who, now))
        return Error::retry(ErrorCode::RateLimited, *seconds);
    return {};
}

void Api::handle(http::RequestPtr request, http::Responder responder)
{
    const auto now = m_services.clock.monotonic();
    const TraceScope scope(&request->trace);
    request->trace.handledNs = request->trace.admittedNs = now.count();
    Exchange exchange(m_services, request, std::move(responder));
    if (m_services.isDraining() && !answersWhileDraining(request->path))
        return exchange.refuse(Error::retry(ErrorCode::ShuttingDown, 1));
    if (m_services.limitsRates && request->path.startsWith(apiPrefix)) {
        if (auto admitted = limit(resilience::clientNetwork(request->client), now); !admitted)
            return exchange.refuse(admitted.error());
    }
    if (request->verb == http::Verb::Options && request->path == wholeServer) {
        http::Reply reply(204, {});
        reply.headers = allVerbs;
        return exchange.send(std::move(reply));
    }
    const auto match = m_router.match(request->path);
    if (!match.place)
        return exchange.refuse(Error{ErrorCode::NotFound});
    const Route* route = match.place->route(request->verb);
    if (!route) {
        if (request->verb != http::Verb::Options)
            return exchange.refuse(Error{ErrorCode::MethodNotAllowed}, match.place->allow);
        http::Reply reply(204, {});
        reply.headers = match.place->allow;
        return exchange.send(std::move(reply));
    }
    exchange.setRoute(m_router.indexOf(*route));
    if (route->page)
        return exchange.send(route->page(m_services, *request));
    if (!route->handler)
        return handleAction(std::move(exchange));

    const QByteArrayView token = bearer(*request);
    Call call(m_services, request, Params::ofQuery(match.id, request->query));
    call.token = QByteArray::fromRawData(token.data(), token.size()); // the request's storage: the call keeps it
    admitOrRefuse(*route, match.id, std::move(call), std::move(exchange));
}

void Api::handleAction(Exchange exchange)
{
    const http::RequestPtr request = exchange.request();
    auto body = readAction(request->body);
    if (!body)
        return exchange.refuse(body.error());
    const Route* route = m_router.action(body->action);
    exchange.setAction();
    if (!route)
        return exchange.fail(Error{ErrorCode::UnknownAction});
    exchange.setRoute(m_router.indexOf(*route));

    Call call(m_services, request,
              body->onlyId ? Params::ofActionId(*body->onlyId) : Params::ofAction(std::move(body->data)));
    call.token = body->token;
    if (call.token.isEmpty()) {
        const QByteArrayView header = bearer(*request);
        call.token = QByteArray::fromRawData(header.data(), header.size());
    }
    admitOrRefuse(*route, std::nullopt, std::move(call), std::move(exchange));
}

void Api::refuse(const Error& error, bool isAction, Exchange exchange)
{
    if (isAction && error.code == ErrorCode::RateLimited)
        return exchange.refuse(error);
    exchange.fail(error);
}

/// @param restId the id in the path of a REST call; nothing: it is an action, whose parameters are read already
void Api::admitOrRefuse(const Route& route, std::optional<qint64> restId, Call call, Exchange exchange)
{
    if (auto admitted = admit(route, call); !admitted) {
        if (admitted.error().code == ErrorCode::SessionRevoked && m_services.sessions.isShared()) {
            askElsewhere(&route, restId, std::move(call), std::move(exchange)); // goes on by itself
            return;
        }
        return refuse(admitted.error(), !restId, std::move(exchange));
    }
    proceed(route, restId, std::move(call), std::move(exchange));
}

/// Another node may have made the session, or seen it used.
Task<> Api::askElsewhere(const Route* route, std::optional<qint64> restId, Call call, Exchange exchange)
{
    const auto fetched = co_await m_services.sessions.fetch(call.token);
    if (!fetched)
        co_return refuse(fetched.error(), !restId, std::move(exchange));
    auto admitted = *fetched ? admit(*route, call) : Result<void>(Error{ErrorCode::SessionRevoked});
    if (!admitted)
        co_return refuse(admitted.error(), !restId, std::move(exchange));
    proceed(*route, restId, std::move(call), std::move(exchange));
}

void Api::proceed(const Route& route, std::optional<qint64> restId, Call call, Exchange exchange)
{
    if (restId && route.verb != Method::Get) {
        auto params = readParams(route, *restId, *exchange.request());
        if (!params)
            return exchange.fail(params.error());
        call.params = std::move(*params);
    }
    serve(route, std::move(call), std::move(exchange));
}

Result<void> Api::admit(const Route& route, Call& call) const
{
    // An open route takes anybody, but a token it is given still counts as a use of the session.
    if (route.access == Access::Open && call.token.isEmpty())
        return {};
    auto caller = m_services.sessions.authenticate(call.token);
    const auto now = m_services.clock.monotonic();
    Trace& trace = call.request->trace;
    trace.add(Step::Token, std::exchange(trace.admittedNs, now.count()), now.count());
    if (!caller) {
        if (route.access == Access::Open)
            return {};
        return caller.error();
    }
    if (m_services.limitsRates) {
        const QByteArray account = "account " + QByteArray::number(caller->userId.value);
        if (auto admitted = limit(account, now); !admitted)
            return admitted.error();
    }
    if (caller->role < roleOf(route.access))
        return Error{ErrorCode::RoleForbidden};
    call.caller = std::move(*caller);
    return {};
}

void Api::serve(const Route& route, Call call, Exchange exchange)
{
    if (route.fromMemory) {
        Trace& trace = exchange.request()->trace;
        if (QByteArray body = route.fromMemory(call); !body.isNull()) {
            trace.isFromMemory = true;
            return exchange.succeed(std::move(body));
        }
        trace.add(Step::Cache, trace.admittedNs, m_services.clock.monotonic().count());
    }
    run(&route, std::move(call), std::move(exchange)); // goes on by itself
}

Task<> Api::run(const Route* route, Call call, Exchange exchange)
{
    auto answer = co_await route->handler(std::move(call));
    if (answer)
        exchange.succeed(answer->envelope(), answer->age());
    else
        exchange.fail(answer.error());
}

} // namespace zg::api
