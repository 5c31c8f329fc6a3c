// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/application.h"
#include "telemetry/snapshot.h"

#include <functional>

namespace zg::api {

/// The text exposition as an answer.
http::Reply metricsReply(const telemetry::Snapshot& snapshot);

/// /metrics on an address of its own (--metrics-listen); nothing else is there.
/// Thread: handle() on any I/O thread.
class MetricsPage final : public http::Application
{
public:
    explicit MetricsPage(std::function<telemetry::Snapshot()> snapshot)
        : m_snapshot(std::move(snapshot))
    {
    }

    void handle(http::RequestPtr request, http::Responder responder) override;
    http::Reply refusal(const Error& error, bool english, QByteArrayView requestId) const override;

private:
    const std::function<telemetry::Snapshot()> m_snapshot;
};

} // namespace zg::api
