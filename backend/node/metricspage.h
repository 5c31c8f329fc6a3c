// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/application.h"

#include <functional>

namespace zg::node {

/// What --metrics-listen serves: /metrics and nothing else.
/// Thread: I/O threads.
class MetricsPage final : public http::Application
{
public:
    explicit MetricsPage(std::function<QByteArray()> text) : m_text(std::move(text)) {}
    Q_DISABLE_COPY_MOVE(MetricsPage)

    void handle(http::RequestPtr request, http::Responder responder) override;
    http::Reply refusal(const Error& error, bool english) const override;

private:
    const std::function<QByteArray()> m_text;
};

} // namespace zg::node
