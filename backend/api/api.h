// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "api/services.h"
#include "http/application.h"

namespace zg::api {

struct Call;
class Exchange;

/// The store's API: finds the route, asks who calls and whether he may, lets the endpoint answer, counts.
/// Thread: handle() on any I/O thread, several at once; nothing in it blocks.
class Api final : public http::Application
{
public:
    explicit Api(Services services);
    Q_DISABLE_COPY_MOVE(Api)

    void handle(http::RequestPtr request, http::Responder responder) override;
    http::Reply refusal(const Error& error, bool english, QByteArrayView requestId) const override;
    void completed(const http::Request& request, qint64 endNs) override;
    const Router& router() const { return m_router; }

private:
    void handleAction(Exchange exchange);
    void serve(const Route& route, Call call, Exchange exchange);
    Result<void> admit(const Route& route, Call& call) const;
    void admitOrRefuse(const Route& route, std::optional<qint64> restId, Call call, Exchange exchange);
    Task<> askElsewhere(const Route* route, std::optional<qint64> restId, Call call, Exchange exchange);
    void proceed(const Route& route, std::optional<qint64> restId, Call call, Exchange exchange);
    static void refuse(const Error& error, bool isAction, Exchange exchange);
    Result<void> limit(QByteArrayView who, std::chrono::nanoseconds now) const;
    Task<> run(const Route* route, Call call, Exchange exchange);

    const Services m_services;
    const Router m_router;
};

} // namespace zg::api
