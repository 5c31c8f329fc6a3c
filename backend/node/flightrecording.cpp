// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/flightrecording.h"

#include "sql/plantext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostRecords = 7'200; // two hours: far more than is ever written

} // namespace

Result<FlightRecording> FlightRecording::load(const QString& path)
{
    const QString name = QDir::toNativeSeparators(path);
    QFile file(path);
    if (QFileInfo(path).isDir())
        return Error(ErrorCode::NotFound, u"%1 is a folder, and no flight recording"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::NotFound, u"%1 cannot be read: %2"_s.arg(name, file.errorString()));
    auto header = readFlightBeginning(file, name);
    if (!header)
        return header.error();
    FlightRecording recording;
    recording.m_header = *header;
    while (recording.m_records.size() < mostRecords) {
        auto record = readFlightRecord(file);
        if (!record)
            break;
        recording.m_records.append(std::move(*record));
    }
    if (recording.m_records.isEmpty() || !flightFrame(unpackFlight(recording.m_records.constFirst().packed)))
        return Error::invalid(u"file"_s, u"%1 holds not one whole second"_s.arg(name));
    recording.m_isCut = !file.atEnd() || (header->endedAtMs > recording.m_records.constLast().atMs);
    return recording;
}

FlightFrame FlightRecording::frame(int index) const
{
    return flightFrame(unpackFlight(m_records.at(index).packed)).value_or(FlightFrame());
}

telemetry::StatementPlan recordedPlan(const FlightFrame& frame, int statement)
{
    for (const telemetry::StatementUse& use : frame.database.statements)
        for (const telemetry::SlowStatement& slow : frame.snapshot.slowStatements)
            if (use.id == statement && use.name == slow.name)
                return sql::readPlan(slow.plan);
    return {};
}

} // namespace zg::node
