// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/cursor.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr int bodyBytes = 17;              // the list, the key, the id
constexpr int cursorBytes = bodyBytes + 2; // and a checksum, so that a mistyped one is told from a real one

void sign(uchar* bytes)
{
    const auto sum = qChecksum(QByteArrayView(reinterpret_cast<const char*>(bytes), bodyBytes));
    qToBigEndian<quint16>(sum, bytes + bodyBytes);
}
} // namespace

QByteArray writeCursor(ListKind kind, Position last)
{
    uchar bytes[cursorBytes];
    bytes[0] = uchar(kind);
    qToBigEndian<qint64>(last.key, bytes + 1);
    qToBigEndian<qint64>(last.id, bytes + 9);
    sign(bytes);
    return QByteArray::fromRawData(reinterpret_cast<const char*>(bytes), cursorBytes)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Result<std::optional<Position>> readCursor(ListKind kind, const QByteArray& cursor)
{
    if (cursor.isEmpty())
        return std::optional<Position>();
    const auto decoded =
        QByteArray::fromBase64Encoding(cursor, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals |
                                                   QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != cursorBytes)
        return Error::invalid(u"cursor"_s);
    uchar bytes[cursorBytes];
    memcpy(bytes, decoded.decoded.constData(), cursorBytes);
    Position last;
    last.key = qFromBigEndian<qint64>(bytes + 1);
    last.id = qFromBigEndian<qint64>(bytes + 9);
    sign(bytes);
    const bool isWhole = memcmp(bytes, decoded.decoded.constData(), cursorBytes) == 0;
    if (!isWhole || bytes[0] != uchar(kind) || last.id < 1)
        return Error::invalid(u"cursor"_s);
    return std::optional<Position>(last);
}

} // namespace zg::shop
