// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replaynode.h"

#include "telemetry/timeseries.h"

namespace zg::ui {

namespace {

constexpr int minuteS = 60;

} // namespace

ReplayNode::ReplayNode(node::FlightRecording recording, QObject* parent)
    : NodeControl(parent)
    , m_recording(std::move(recording))
{
    for (int i = 0; i < m_recording.size(); ++i) {
        const node::FlightFrame frame = m_recording.frame(i);
        m_samples.append(frame.sample);
        m_requests.append(frame.requests);
        m_requestsUntil.append(m_requests.size());
        m_markers.append(frame.markers);
        for (const LogLine& line : frame.lines)
            m_log.add(line);
    }
    m_position = m_recording.size() - 1; // where it happened
    m_frame = m_recording.frame(m_position);
}

void ReplayNode::seek(int index)
{
    const int wanted = qBound(0, index, size() - 1);
    if (wanted == m_position)
        return;
    const bool isNext = wanted == m_position + 1;
    const node::State before = state();
    m_position = wanted;
    m_frame = m_recording.frame(wanted);
    if (!isNext)
        tellMoment();
    if (state() != before)
        Q_EMIT stateChanged(state());
    Q_EMIT moved(wanted);
}

void ReplayNode::tellMoment()
{
    QList<telemetry::Snapshot> minute;
    for (int i = std::max(0, m_position - minuteS); i < m_position; ++i)
        minute.append(m_recording.frame(i).snapshot);
    Q_EMIT momentChanged(minute);
}

QList<telemetry::Sample> ReplayNode::series(Resolution resolution, int count) const
{
    const QList<telemetry::Sample> until = m_samples.first(m_position + 1);
    if (resolution == Resolution::Second)
        return until.last(std::min<qsizetype>(count, until.size()));
    telemetry::TimeSeries series;
    for (const telemetry::Sample& sample : until)
        series.add(sample);
    return series.minutes(count);
}

QList<telemetry::Marker> ReplayNode::markers() const
{
    QList<telemetry::Marker> until;
    for (const telemetry::Marker& marker : m_markers)
        if (marker.atMs <= m_frame.atMs)
            until.append(marker);
    return until;
}

std::optional<node::KeptRequests> ReplayNode::requests(quint64 revision) const
{
    const qsizetype count = m_requestsUntil.at(m_position);
    node::KeptRequests kept;
    kept.revision = quint64(count) + 1;
    if (kept.revision == revision)
        return std::nullopt;
    for (qsizetype i = count; i-- > 0;)
        kept.requests.append(m_requests.at(i));
    return kept;
}

void ReplayNode::stop()
{
    m_isStopped = true;
    Q_EMIT stateChanged(node::State::Stopped);
}

} // namespace zg::ui
