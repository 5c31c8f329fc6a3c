// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/metricspage.h"

#include "api/errormap.h"

namespace zg::api {

void MetricsPage::handle(http::RequestPtr request, http::Responder responder)
{
    const QByteArray allow = QByteArrayLiteral("Allow: GET, HEAD, OPTIONS\r\n");
    if (request->path != "/metrics") {
        responder.send(errorReply(Error{ErrorCode::NotFound}, request->english, request->requestId));
    } else if (request->verb == http::Verb::Get || request->verb == http::Verb::Head) {
        responder.send(metricsReply(m_snapshot()));
    } else if (request->verb == http::Verb::Options) {
        http::Reply reply(204, {});
        reply.headers = allow;
        responder.send(std::move(reply));
    } else {
        auto reply = errorReply(Error{ErrorCode::MethodNotAllowed}, request->english, request->requestId);
        reply.headers += allow;
        responder.send(std::move(reply));
    }
}

http::Reply MetricsPage::refusal(const Error& error, bool english, QByteArrayView requestId) const
{
    return errorReply(error, english, requestId);
}

} // namespace zg::api
