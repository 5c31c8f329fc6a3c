// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/flightfile.h"

#include <QCborArray>
#include <QCborValue>
#include <QCryptographicHash>
#include <QIODevice>
#include <QtEndian>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView magic("ZGFLIGHT");
constexpr qsizetype checksumBytes = 8;
/// A second takes some kilobytes; more than this is no record, and nobody's memory is given to it.
constexpr quint32 mostRecordBytes = 4 * 1024 * 1024;
constexpr quint32 mostFrameBytes = 32 * 1024 * 1024;
constexpr int quickly = 1; // zlib's level: twice as quick as the usual one, and a tenth larger

template <class T>
void append(QByteArray& bytes, T number)
{
    const T big = qToBigEndian(number);
    bytes.append(reinterpret_cast<const char*>(&big), sizeof(big));
}

template <class T>
std::optional<T> readNumber(QIODevice& file)
{
    T big{};
    if (file.read(reinterpret_cast<char*>(&big), sizeof(big)) != qint64(sizeof(big)))
        return std::nullopt;
    return qFromBigEndian(big);
}

QByteArray checksum(qint64 atMs, const QByteArray& packed)
{
    QByteArray moment;
    append(moment, atMs);
    QCryptographicHash hash(QCryptographicHash::Sha1); // against damage, not against people
    hash.addData(moment);
    hash.addData(packed);
    return hash.result().first(checksumBytes);
}

} // namespace

QByteArray flightBeginning(const FlightHeader& header)
{
    const QCborArray values{int(header.reason), header.program, header.node, header.beganAtMs, header.endedAtMs};
    QByteArray bytes = magic.toByteArray();
    append(bytes, flightFormat);
    return bytes + toBytes({header.beganAtMs, QCborValue(values).toCbor()});
}

Result<FlightHeader> readFlightBeginning(QIODevice& file, const QString& name)
{
    if (file.read(magic.size()) != magic)
        return Error::invalid(u"file"_s, u"%1 is no flight recording"_s.arg(name));
    const auto format = readNumber<quint16>(file);
    if (format && *format > flightFormat)
        return Error::invalid(
            u"file"_s, u"%1 was written by a later version of Zhanggui (format %2; this one reads up to %3)"_s.arg(name)
                           .arg(*format)
                           .arg(flightFormat));
    const auto record = format && *format > 0 ? readFlightRecord(file) : std::nullopt;
    const QCborArray values = record ? QCborValue::fromCbor(record->packed).toArray() : QCborArray();
    if (values.size() < 5)
        return Error::invalid(u"file"_s, u"the beginning of %1 is damaged; nothing of it can be shown"_s.arg(name));
    FlightHeader header;
    header.reason = FlightReason(qBound(qint64(0), values[0].toInteger(), qint64(FlightReason::Manual)));
    header.program = values[1].toString();
    header.node = values[2].toString();
    header.beganAtMs = values[3].toInteger();
    header.endedAtMs = values[4].toInteger();
    return header;
}

QByteArray toBytes(const FlightRecord& record)
{
    QByteArray bytes;
    bytes.reserve(record.packed.size() + 20);
    append(bytes, quint32(record.packed.size()));
    append(bytes, record.atMs);
    return bytes + checksum(record.atMs, record.packed) + record.packed;
}

std::optional<FlightRecord> readFlightRecord(QIODevice& file)
{
    const auto size = readNumber<quint32>(file);
    const auto atMs = readNumber<qint64>(file);
    if (!size || !atMs || *size > mostRecordBytes)
        return std::nullopt;
    const QByteArray sum = file.read(checksumBytes);
    FlightRecord record{*atMs, file.read(*size)};
    if (record.packed.size() != qsizetype(*size) || sum != checksum(*atMs, record.packed))
        return std::nullopt;
    return record;
}

QByteArray packFlight(const QByteArray& cbor)
{
    return qCompress(cbor, quickly);
}

QByteArray unpackFlight(const QByteArray& packed)
{
    // The first four bytes say how much it becomes: what was made to fill the memory is refused.
    if (packed.size() < 4 || qFromBigEndian<quint32>(packed.constData()) > mostFrameBytes)
        return {};
    return qUncompress(packed);
}

} // namespace zg::node
