// SPDX-License-Identifier: GPL-3.0-or-later
// The keeper's flight recorder: begun with a run, one record a tick, ended with the run.
#include "core/logging.h"
#include "node/datafolder.h"
#include "node/keeper.h"
#include "sql/database.h"

#include <QSysInfo>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

/// Trouble comes in groups: one recording holds all of it.
constexpr qint64 alertPauseMs = 5 * 60'000;

} // namespace

void Keeper::beginFlight(const Settings& settings)
{
    if (!m_log)
        return;
    FlightHeader header;
    header.program = QStringLiteral(ZG_VERSION);
    header.node = m_core->snapshot().node;
    auto recorder = std::make_unique<FlightRecorder>(dataFolder(settings) + u"/flight"_s, header);
    const auto begun = recorder->begin();
    if (!begun) {
        qCWarning(lcNode, "no flight is recorded: %ls", qUtf16Printable(begun.error().message));
        return;
    }
    if (!begun->isEmpty())
        qCWarning(lcNode, "the last run did not end as it should; its last minutes are in %ls",
                  qUtf16Printable(*begun));
    {
        const std::lock_guard lock(m_mutex);
        m_crashRecording = *begun;
    }
    m_recorder = std::move(recorder);
    m_flight = std::make_unique<FlightWatch>(*m_log, m_series);
}

void Keeper::tickFlight()
{
    if (!m_recorder)
        return;
    const FlightFrame frame = m_flight->look(*m_core, m_core->database().figures(), state(), problem());
    m_recorder->add(frame);
    const bool isTrouble = std::any_of(frame.markers.cbegin(), frame.markers.cend(), [](const Marker& marker) {
        return marker.kind == Marker::Kind::Problem || marker.kind == Marker::Kind::BreakerOpened ||
               marker.kind == Marker::Kind::Drift;
    });
    if (isTrouble) // nobody waits for it; the log says where it is
        (void)writeFlight(FlightReason::Alert);
}

Answer<QString> Keeper::writeFlight(FlightReason reason)
{
    auto promise = std::make_shared<QPromise<Result<QString>>>();
    promise->start();
    {
        const std::lock_guard lock(m_mutex);
        m_flightsWanted.emplace_back(reason, promise);
    }
    m_wake.notify_all();
    return promise->future();
}

void Keeper::writeFlights()
{
    std::vector<std::pair<FlightReason, FlightPromise>> wanted;
    {
        const std::lock_guard lock(m_mutex);
        wanted.swap(m_flightsWanted);
    }
    for (const auto& [reason, promise] : wanted) {
        const qint64 nowMs = Clock::system().wallMs();
        Result<QString> written = Error(ErrorCode::NotFound, u"nothing is recorded while the node is stopped"_s);
        if (reason == FlightReason::Alert && nowMs - m_alertRecordedAtMs < alertPauseMs) {
            written = m_alertRecording;
        } else if (m_recorder) {
            written = m_recorder->write(reason);
            if (written && reason == FlightReason::Alert) {
                m_alertRecording = *written;
                m_alertRecordedAtMs = nowMs;
            }
            if (written)
                qCInfo(lcNode, "the last minutes are recorded in %ls", qUtf16Printable(*written));
            else
                qCWarning(lcNode, "%ls", qUtf16Printable(written.error().message));
        }
        promise->addResult(std::move(written));
        promise->finish();
    }
}

QString Keeper::crashRecording() const
{
    const std::lock_guard lock(m_mutex);
    return m_crashRecording;
}

} // namespace zg::node
