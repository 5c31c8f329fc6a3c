// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/flightrecorder.h"

#include "core/logging.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QSaveFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

const QString ending = u".zgflight"_s;
const QString segmentName = u"current-%1"_s;

QString reasonOf(int number)
{
    return QString::fromLocal8Bit(std::strerror(number));
}

QString nameOf(FlightReason reason)
{
    switch (reason) {
    case FlightReason::Running:
        break;
    case FlightReason::Crash:
        return u"crash"_s;
    case FlightReason::Alert:
        return u"alert"_s;
    case FlightReason::Manual:
        return u"manual"_s;
    }
    return u"flight"_s;
}

/// Of the segments, what lies between: `each` is called with every record, oldest first.
void readAll(const QStringList& paths, const std::function<void(const FlightRecord&)>& each)
{
    for (const QString& path : paths) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || !readFlightBeginning(file, path))
            continue; // cut before its first second was there
        while (const auto record = readFlightRecord(file))
            each(*record);
    }
}

} // namespace

FlightRecorder::FlightRecorder(QString folder, FlightHeader header)
    : FlightRecorder(std::move(folder), std::move(header), Limits())
{
}

FlightRecorder::FlightRecorder(QString folder, FlightHeader header, Limits limits)
    : m_folder(std::move(folder))
    , m_header(std::move(header))
    , m_limits(limits)
{
}

FlightRecorder::~FlightRecorder()
{
    closeSegment();
    if (m_lock >= 0)
        ::close(m_lock);
}

Result<QString> FlightRecorder::begin()
{
    if (!QDir().mkpath(m_folder))
        return Error(ErrorCode::DependencyDown, u"the folder %1 cannot be made"_s.arg(m_folder));
    ::chmod(QFile::encodeName(m_folder).constData(), S_IRWXU);
    const QByteArray lock = QFile::encodeName(m_folder + u"/lock"_s);
    m_lock = ::open(lock.constData(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (m_lock < 0)
        return Error(ErrorCode::DependencyDown, u"%1/lock cannot be made: %2"_s.arg(m_folder, reasonOf(errno)));
    if (flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(std::exchange(m_lock, -1));
        return Error(ErrorCode::DependencyDown, u"another node records in %1"_s.arg(m_folder));
    }
    const QStringList left = leftSegments();
    if (left.isEmpty())
        return QString();
    const auto crash = collect(left, FlightReason::Crash);
    if (!crash && crash.error().code != ErrorCode::NotFound) {
        // They stay for the next start; what is recorded from now on is named behind them.
        m_number = QFileInfo(left.constLast()).completeBaseName().section(u'-', 1).toLongLong();
        return crash;
    }
    for (const QString& path : left)
        QFile::remove(path);
    return crash ? *crash : QString();
}

/// A predecessor's, oldest first.
QStringList FlightRecorder::leftSegments() const
{
    QMap<qint64, QString> paths;
    const QDir folder(m_folder);
    for (const QString& name : folder.entryList({segmentName.arg(u"*"_s) + ending}, QDir::Files))
        paths.insert(name.section(u'-', 1).section(u'.', 0, 0).toLongLong(), folder.filePath(name));
    return paths.values();
}

void FlightRecorder::add(const FlightFrame& frame)
{
    if (m_lock < 0)
        return;
    const bool isOver = m_file >= 0 && (frame.atMs - m_segments.constLast().beganAtMs >= m_limits.segmentMs ||
                                        frame.atMs < m_segments.constLast().beganAtMs || // the clock was set back
                                        m_fileBytes >= m_limits.segmentBytes);
    if (isOver)
        closeSegment();
    if (m_file < 0 && !openSegment(frame.atMs))
        return;
    append(toBytes({frame.atMs, packFlight(toCbor(frame))}));
    dropOld(frame.atMs);
}

bool FlightRecorder::openSegment(qint64 atMs)
{
    const QString path = m_folder + u'/' + segmentName.arg(m_number + 1) + ending;
    m_file = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (m_file < 0) {
        fail(errno);
        return false;
    }
    ++m_number;
    m_fileBytes = 0;
    m_segments.append({path, atMs});
    FlightHeader header = m_header;
    header.beganAtMs = atMs;
    append(flightBeginning(header));
    return m_file >= 0;
}

void FlightRecorder::closeSegment()
{
    if (m_file >= 0)
        ::close(std::exchange(m_file, -1));
}

/// All or nothing: a record that has no room leaves none of it behind. A segment whose beginning has no room is given
/// up, the next second tries a new one.
void FlightRecorder::append(const QByteArray& bytes)
{
    const ssize_t written = ::write(m_file, bytes.constData(), size_t(bytes.size()));
    if (written == bytes.size()) {
        m_fileBytes += written;
        if (std::exchange(m_isFailing, false))
            qCInfo(lcNode, "the flight recorder writes again");
        return;
    }
    const int number = written < 0 ? errno : ENOSPC;
    const bool isWhole = m_fileBytes > 0 && ::ftruncate(m_file, m_fileBytes) == 0;
    if (!isWhole) {
        closeSegment();
        if (m_fileBytes == 0) {
            QFile::remove(m_segments.takeLast().path);
            --m_number;
        }
    }
    fail(number);
}

void FlightRecorder::fail(int number)
{
    if (!std::exchange(m_isFailing, true))
        qCWarning(lcNode, "the flight recorder cannot write in %ls: %s; it goes on when it can",
                  qUtf16Printable(m_folder), std::strerror(number));
}

void FlightRecorder::dropOld(qint64 nowMs)
{
    // One goes when the next one alone reaches back far enough; and when many short ones take their place.
    const qsizetype most = m_limits.keptMs / m_limits.segmentMs + 2;
    while (m_segments.size() > 1 && (m_segments[1].beganAtMs <= nowMs - m_limits.keptMs || m_segments.size() > most))
        QFile::remove(m_segments.takeFirst().path);
}

Result<QString> FlightRecorder::write(FlightReason reason)
{
    QStringList paths;
    for (const Segment& segment : m_segments)
        paths.append(segment.path);
    return collect(paths, reason);
}

Result<QString> FlightRecorder::collect(const QStringList& segments, FlightReason reason)
{
    FlightHeader header = m_header;
    header.reason = reason;
    readAll(segments, [&](const FlightRecord& record) { header.endedAtMs = record.atMs; });
    const qint64 from = header.endedAtMs - m_limits.keptMs;
    readAll(segments, [&](const FlightRecord& record) {
        if (record.atMs > from && header.beganAtMs == 0)
            header.beganAtMs = record.atMs;
    });
    if (header.beganAtMs == 0)
        return Error(ErrorCode::NotFound, u"nothing is recorded yet"_s);

    const QString moment = QDateTime::fromMSecsSinceEpoch(header.endedAtMs, Qt::UTC).toString(u"yyyyMMdd-HHmmss'Z'");
    const QString base = m_folder + u'/' + nameOf(reason) + u'-' + moment;
    QString path = base + ending;
    for (int i = 2; QFile::exists(path); ++i)
        path = base + u'-' + QString::number(i) + ending;
    QSaveFile file(path);
    bool isWritten = file.open(QIODevice::WriteOnly);
    const auto put = [&](const QByteArray& bytes) { isWritten = isWritten && file.write(bytes) == bytes.size(); };
    put(flightBeginning(header));
    readAll(segments, [&](const FlightRecord& record) {
        if (record.atMs > from)
            put(toBytes(record));
    });
    if (!isWritten || !file.commit())
        return Error(ErrorCode::DependencyDown,
                     u"the flight recording %1 cannot be written: %2"_s.arg(path, file.errorString()));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    dropOldRecordings(path);
    return path;
}

void FlightRecorder::dropOldRecordings(const QString& newest) const
{
    QStringList names;
    for (const FlightReason reason : {FlightReason::Crash, FlightReason::Alert, FlightReason::Manual})
        names.append(nameOf(reason) + u"-*"_s + ending);
    const QDir folder(m_folder);
    QStringList others = folder.entryList(names, QDir::Files, QDir::Time); // newest first
    others.removeOne(QFileInfo(newest).fileName());                        // a file system's clock may be coarse
    for (const QString& name : others.mid(m_limits.recordings - 1))
        QFile::remove(folder.filePath(name));
}

void FlightRecorder::end()
{
    closeSegment();
    for (const Segment& segment : std::exchange(m_segments, {}))
        QFile::remove(segment.path);
}

qint64 FlightRecorder::bytes() const
{
    qint64 sum = 0;
    for (const Segment& segment : m_segments)
        sum += QFileInfo(segment.path).size();
    return sum;
}

} // namespace zg::node
