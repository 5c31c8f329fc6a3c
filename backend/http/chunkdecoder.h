// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace zg::http {

/// Joins a chunked body as it arrives (RFC 9112 7.1). Extensions and trailers are read and dropped.
class ChunkDecoder final
{
public:
    enum class State : quint8 { NeedMore, Done, Malformed, TooLarge };

    explicit ChunkDecoder(qint64 limitBytes)
        : m_limit(limitBytes)
    {
    }
    /// Reads on from where the last call stopped.
    /// @param consumed out: how much of `data` it took
    State feed(QByteArrayView data, qsizetype& consumed);
    QByteArray takeBody() { return std::move(m_body); }
    qsizetype heldBytes() const { return m_body.size(); }

private:
    enum class Part : quint8 { Size, Data, DataEnd, Trailer };
    State readSize(QByteArrayView line);

    const qint64 m_limit;
    QByteArray m_body;
    Part m_part = Part::Size;
    qint64 m_left = 0;
    qsizetype m_trailerBytes = 0;
};

} // namespace zg::http
