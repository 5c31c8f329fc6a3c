// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "api/errormap.h"
#include "api/metricspage.h"
#include "telemetry/exposition.h"

#include <QFile>

// Outside every namespace: the macro declares the function that the resource compiler made.
static void initialiseOpenApiResource()
{
    Q_INIT_RESOURCE(openapi);
}

namespace zg::api {

namespace {

constexpr const char* plainText = "text/plain; charset=utf-8";

http::Reply plain(int status, const char* text)
{
    http::Reply reply(status, text);
    reply.contentType = plainText;
    if (status == 503)
        reply.headers = QByteArrayLiteral("Retry-After: 1\r\n");
    return reply;
}

QByteArray readOpenApi()
{
    initialiseOpenApiResource();
    QFile file(QStringLiteral(":/zhanggui/openapi.yaml"));
    const bool isOpen = file.open(QIODevice::ReadOnly);
    Q_ASSERT(isOpen); // it is compiled in
    return isOpen ? file.readAll() : QByteArray();
}

} // namespace

http::Reply pingPage(const Services&, const http::Request&)
{
    return http::Reply(QByteArrayLiteral(R"({"message":"pong"})"));
}

http::Reply healthPage(const Services&, const http::Request&)
{
    return plain(200, "ok\n");
}

http::Reply readyPage(const Services& services, const http::Request&)
{
    if (services.isLeaving() || services.isDraining())
        return plain(503, "stopping\n");
    return services.isReady() ? plain(200, "ready\n") : plain(503, "not ready\n");
}

http::Reply metricsPage(const Services& services, const http::Request& request)
{
    if (!services.showsMetrics)
        return errorReply(Error{ErrorCode::NotFound}, request.english, request.requestId);
    return metricsReply(services.snapshot());
}

http::Reply openApiPage(const Services&, const http::Request&)
{
    static const QByteArray document = readOpenApi();
    http::Reply reply(document);
    reply.contentType = "application/yaml; charset=utf-8";
    return reply;
}

http::Reply metricsReply(const telemetry::Snapshot& snapshot)
{
    http::Reply reply(telemetry::exposition(snapshot));
    reply.contentType = telemetry::expositionType;
    return reply;
}

} // namespace zg::api
