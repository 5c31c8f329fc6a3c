// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/tracering.h"

#include <algorithm>

namespace zg::telemetry {

namespace {
qint64 servedNs(const RequestTrace& trace)
{
    return trace.durationNs - trace.readNs;
}

bool isQuicker(const TraceRing::Entry& a, const TraceRing::Entry& b)
{
    return servedNs(*a) < servedNs(*b);
}
} // namespace

qint64 bytesOf(const RequestTrace& trace)
{
    qint64 bytes = qint64(sizeof trace) + trace.id.size() + trace.client.size() + trace.reason.size();
    for (const RequestSpan& span : trace.spans)
        bytes += qint64(sizeof span) + span.name.size() * qint64(sizeof(QChar));
    return bytes;
}

TraceRing::TraceRing(Keeps keeps, size_t places, qint64 bytes)
    : m_keeps(keeps)
    , m_places(places)
    , m_bytesMax(bytes)
{
}

bool TraceRing::wants(qint64 servedNs, qint64 nowMs) const
{
    if (m_keeps == Keeps::Newest || m_entries.size() < m_places)
        return true;
    return servedNs > m_quickestNs || nowMs - m_entries.front()->startedAtMs > minutesMs;
}

void TraceRing::add(RequestTrace trace)
{
    const qint64 nowMs = trace.startedAtMs;
    m_bytes += bytesOf(trace);
    m_entries.push_back(std::make_shared<const RequestTrace>(std::move(trace)));
    while (m_entries.size() > m_places || (m_bytes > m_bytesMax && !m_entries.empty()))
        dropOne(nowMs);
    if (m_keeps == Keeps::Slowest && !m_entries.empty())
        m_quickestNs = servedNs(**std::min_element(m_entries.begin(), m_entries.end(), isQuicker));
}

void TraceRing::dropOne(qint64 nowMs)
{
    auto at = m_entries.begin();
    const bool isOld = nowMs - (*at)->startedAtMs > minutesMs;
    if (m_keeps == Keeps::Slowest && !isOld)
        at = std::min_element(m_entries.begin(), m_entries.end(), isQuicker);
    m_bytes -= bytesOf(**at);
    m_entries.erase(at);
}

} // namespace zg::telemetry
