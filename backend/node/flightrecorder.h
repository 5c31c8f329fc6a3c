// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/flightfile.h"
#include "node/flightframe.h"

#include <QStringList>

namespace zg::node {

/// Keeps a node's last quarter of an hour in a folder, a record a second, so that it is there however the program ends,
/// and writes it into one file when that is wanted. Memory: one record. A disk that is full or away costs records and a
/// line in the log, and nothing else. Thread: one at a time, in practice the keeper.
class FlightRecorder final
{
public:
    struct Limits
    {
        qint64 keptMs = 15 * 60'000;
        qint64 segmentMs = 5 * 60'000;          ///< so that at most a third more than what is kept lies on disk
        qint64 segmentBytes = 12 * 1024 * 1024; ///< at 40 KiB a second, ten times the usual
        int recordings = 10;                    ///< the oldest go first
    };
    FlightRecorder(QString folder, FlightHeader header);
    FlightRecorder(QString folder, FlightHeader header, Limits limits);
    ~FlightRecorder(); ///< what was not ended stays, as after a crash
    Q_DISABLE_COPY_MOVE(FlightRecorder)

    /// Takes the folder. What a predecessor left that did not end becomes a recording.
    /// @return its path; empty: there is none
    /// @errors DependencyDown: the folder cannot be used, or another node records there
    Result<QString> begin();
    void add(const FlightFrame& frame);
    /// Writes what is kept into one file. @return its path
    /// @errors DependencyDown: the disk; NotFound: nothing is recorded yet
    Result<QString> write(FlightReason reason);
    void end(); ///< the node stops as it should: nothing is left behind

    qint64 bytes() const; ///< of the running recording, on disk

private:
    struct Segment
    {
        QString path;
        qint64 beganAtMs = 0;
    };
    bool openSegment(qint64 atMs);
    void closeSegment();
    void dropOld(qint64 nowMs);
    void append(const QByteArray& bytes);
    void fail(int number);
    Result<QString> collect(const QStringList& segments, FlightReason reason);
    void dropOldRecordings(const QString& newest) const;
    QStringList leftSegments() const;

    const QString m_folder;
    const FlightHeader m_header;
    const Limits m_limits;
    int m_lock = -1;
    int m_file = -1;
    qint64 m_fileBytes = 0;
    qint64 m_number = 0;
    QList<Segment> m_segments; // oldest first; the last one is being written
    bool m_isFailing = false;
};

} // namespace zg::node
