// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/flightwatch.h"

#include "core/logging.h"
#include "node/nodecore.h"
#include "telemetry/timeseries.h"

#include <QRegularExpression>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

/// Whoever asked: an IPv4 or IPv6 address in a line is a customer's as likely as our own.
QByteArray withoutAddresses(const QByteArray& text)
{
    static const QRegularExpression address(
        u"\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b|(?<![\\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F:]*(?![\\w:])"_s);
    if (!text.contains('.') && !text.contains(':'))
        return text;
    QString masked = QString::fromUtf8(text);
    return masked.contains(address) ? masked.replace(address, u"(address)"_s).toUtf8() : text;
}

} // namespace

FlightWatch::FlightWatch(const LogRing& log, const telemetry::TimeSeries& series)
    : m_log(log)
    , m_series(series)
{
    const QList<Marker> markers = series.markers(); // an earlier run's are not this one's
    if (!markers.isEmpty())
        m_markersUntilMs = markers.constLast().atMs;
    m_markersAtThat = std::count_if(markers.cbegin(), markers.cend(),
                                    [this](const Marker& marker) { return marker.atMs == m_markersUntilMs; });
}

FlightFrame FlightWatch::look(const NodeCore& core, const telemetry::DatabaseFigures& database, State state,
                              const Error& problem)
{
    FlightFrame frame;
    frame.snapshot = core.snapshot();
    frame.atMs = frame.snapshot.atMs;
    frame.state = state;
    frame.problemCode = problem.code;
    frame.problem = problem.message;
    frame.database = database;
    if (const QList<Sample> newest = m_series.seconds(1); !newest.isEmpty())
        frame.sample = newest.constLast();
    if (const auto kept = core.requests(m_revision)) {
        m_revision = kept->revision;
        quint64 newest = m_request;
        for (auto it = kept->requests.crbegin(); it != kept->requests.crend(); ++it) { // oldest first
            if (it->number <= m_request)
                continue;
            newest = std::max(newest, it->number);
            frame.requests.append(*it);
            frame.requests.last().client.clear();
        }
        m_request = newest;
    }
    const QList<Marker> markers = m_series.markers();
    qsizetype atThat = 0;
    for (const Marker& marker : markers) {
        if (marker.atMs < m_markersUntilMs || (marker.atMs == m_markersUntilMs && ++atThat <= m_markersAtThat))
            continue;
        frame.markers.append(marker);
    }
    if (!markers.isEmpty()) {
        m_markersUntilMs = markers.constLast().atMs;
        m_markersAtThat = std::count_if(markers.cbegin(), markers.cend(),
                                        [this](const Marker& marker) { return marker.atMs == m_markersUntilMs; });
    }
    addLines(frame);
    return frame;
}

void FlightWatch::addLines(FlightFrame& frame)
{
    const quint64 last = m_log.lastNumber();
    if (last == m_line)
        return;
    const quint64 from = std::max(m_line, last > linesASecond ? last - linesASecond : 0);
    frame.linesLeftOut = qint64(from - m_line);
    m_line = last;
    const QByteArray access = lcAccess().categoryName();
    for (LogLine& line : m_log.since(from, linesASecond)) {
        if (line.category == access)
            continue;
        line.text = withoutAddresses(line.text);
        frame.lines.append(std::move(line));
    }
}

} // namespace zg::node
