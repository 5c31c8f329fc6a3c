// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/metricspage.h"

#include "api/errormap.h"
#include "telemetry/exposition.h"

namespace zg::node {

namespace {

constexpr const char* plainText = "text/plain; charset=utf-8";

http::Reply plain(int status, QByteArray text)
{
    http::Reply reply(status, std::move(text));
    reply.contentType = plainText;
    return reply;
}

} // namespace

void MetricsPage::handle(http::RequestPtr request, http::Responder responder)
{
    if (request->path != "/metrics")
        return responder.send(plain(404, "not found\n"));
    if (request->verb == http::Verb::Get || request->verb == http::Verb::Head) {
        http::Reply reply(m_text());
        reply.contentType = telemetry::expositionType;
        return responder.send(std::move(reply));
    }
    http::Reply reply = plain(request->verb == http::Verb::Options ? 204 : 405, {});
    reply.headers = "Allow: GET, HEAD, OPTIONS\r\n";
    responder.send(std::move(reply));
}

http::Reply MetricsPage::refusal(const Error& error, bool /*english*/) const
{
    return plain(api::statusOf(error.code), QByteArray(slug(error.code)) + '\n');
}

} // namespace zg::node
