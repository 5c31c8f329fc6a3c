// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "api/telemetryjson.h"
#include "core/jsonwriter.h"
#include "telemetry/requestcounters.h"

namespace zg::api {

Task<Result<Answer>> ping(Call)
{
    co_return Result<Answer>(Answer(QByteArrayLiteral(R"({"message":"pong"})")));
}

QByteArray statusFromMemory(const Call& call)
{
    const Services& services = *call.services;
    const auto uptime = services.clock.monotonic() - services.startedAt;
    QByteArray body;
    body.reserve(512);
    body.append(envelopeHead);
    JsonWriter json(body);
    json.beginObject();
    json.field("node", services.nodeName).field("version", services.version);
    json.field("uptime_s", qint64(std::chrono::duration_cast<std::chrono::seconds>(uptime).count()));
    json.field("database", services.isReady() ? "ok" : "down");
    json.field("cache", services.isCacheWhole() ? "ok" : "degraded");
    json.field("requests_total", services.counters.requests()).field("in_flight", services.counters.inFlight());
    json.key("breakers");
    write(json, services.breakers ? services.breakers() : QList<telemetry::BreakerFigures>());
    json.endObject();
    body.append('}');
    return body;
}

Task<Result<Answer>> status(Call call)
{
    co_return Result<Answer>(Answer::enveloped(statusFromMemory(call)));
}

Task<Result<Answer>> adminTelemetry(Call call)
{
    QByteArray out;
    JsonWriter json(out);
    write(json, call.services->snapshot());
    co_return Result<Answer>(Answer(std::move(out)));
}

} // namespace zg::api
