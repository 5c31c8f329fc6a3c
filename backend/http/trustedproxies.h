// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"

#include <QHostAddress>
#include <QStringList>

#include <utility>
#include <vector>

namespace zg::http {

/// Who may say who the client is. Without proxies it is whoever connected.
/// Thread: any; immutable.
class TrustedProxies final
{
public:
    explicit TrustedProxies(const QStringList& cidrs);
    bool isEmpty() const { return m_subnets.empty(); }
    bool trusts(const QHostAddress& address) const;

    /// Sets Request::client to the rightmost X-Forwarded-For hop that is not a trusted proxy, and Request::secure from
    /// X-Forwarded-Proto, when `peer` is trusted.
    void apply(Request& request, const QHostAddress& peer) const;

private:
    std::vector<std::pair<QHostAddress, int>> m_subnets;
};

} // namespace zg::http
