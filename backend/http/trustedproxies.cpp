// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/trustedproxies.h"

namespace zg::http {

namespace {
/// One hop as proxies write it: an address, perhaps with a port, perhaps in brackets.
QHostAddress hopAddress(QByteArrayView hop)
{
    QString text = QString::fromLatin1(hop.trimmed());
    if (text.startsWith(u'[')) {
        const qsizetype end = text.indexOf(u']');
        text = end > 0 ? text.mid(1, end - 1) : QString();
    } else if (text.count(u':') == 1) {
        text = text.section(u':', 0, 0);
    }
    QHostAddress address(text);
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}
} // namespace

TrustedProxies::TrustedProxies(const QStringList& cidrs)
{
    for (const QString& cidr : cidrs) {
        const auto subnet = QHostAddress::parseSubnet(cidr);
        if (subnet.second >= 0)
            m_subnets.push_back(subnet);
    }
}

bool TrustedProxies::trusts(const QHostAddress& address) const
{
    for (const auto& subnet : m_subnets) {
        if (address.isInSubnet(subnet))
            return true;
    }
    return false;
}

void TrustedProxies::apply(Request& request, const QHostAddress& peer) const
{
    if (m_subnets.empty() || !trusts(peer))
        return;
    // A proxy appends; several header lines are one list (RFC 9110 5.3), so the last line's end is the nearest hop.
    for (int i = request.headerCount - 1; i >= 0; --i) {
        const auto& header = request.headers[size_t(i)];
        if (header.name.size() != 15 || qstrnicmp(header.name.data(), "x-forwarded-for", 15) != 0)
            continue;
        QByteArrayView hops = header.value;
        while (!hops.isEmpty()) {
            const qsizetype comma = hops.lastIndexOf(',');
            const QHostAddress hop = hopAddress(comma < 0 ? hops : hops.sliced(comma + 1));
            hops = comma < 0 ? QByteArrayView() : hops.first(comma);
            if (hop.isNull()) {
                i = 0; // not an address: nothing left of it can be believed
                break;
            }
            request.client = hop.toString().toLatin1();
            if (!trusts(hop)) {
                i = 0;
                break;
            }
        }
    }
    const QByteArrayView proto = request.header("x-forwarded-proto");
    if (!proto.isEmpty())
        request.secure = qstrnicmp(proto.data(), "https", 5) == 0 && proto.size() == 5;
}

} // namespace zg::http
