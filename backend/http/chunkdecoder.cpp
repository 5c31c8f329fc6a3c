// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/chunkdecoder.h"

namespace zg::http {

namespace {
constexpr qsizetype maxLine = 256;         // a chunk's size line; extensions longer than that serve nobody
constexpr qsizetype maxTrailer = 8 * 1024; // all trailer lines together
} // namespace

ChunkDecoder::State ChunkDecoder::readSize(QByteArrayView line)
{
    qint64 size = 0;
    qsizetype digits = 0;
    for (; digits < line.size(); ++digits) {
        const char c = line[digits];
        int value = -1;
        if (c >= '0' && c <= '9')
            value = c - '0';
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            value = (c | 32) - 'a' + 10;
        if (value < 0)
            break;
        if (digits >= 12)
            return State::TooLarge;
        size = size * 16 + value;
    }
    if (digits == 0 || (digits < line.size() && line[digits] != ';' && line[digits] != ' ' && line[digits] != '\t'))
        return State::Malformed;
    for (const char c : line) {
        if ((uchar(c) < 0x20 && c != '\t') || c == 0x7f)
            return State::Malformed;
    }
    if (m_body.size() + size > m_limit)
        return State::TooLarge;
    m_left = size;
    m_part = size > 0 ? Part::Data : Part::Trailer;
    return State::NeedMore;
}

ChunkDecoder::State ChunkDecoder::feed(QByteArrayView data, qsizetype& consumed)
{
    consumed = 0;
    for (;;) {
        const QByteArrayView rest = data.sliced(consumed);
        if (m_part == Part::Data) {
            const qsizetype take = qsizetype(qMin<qint64>(m_left, rest.size()));
            m_body.append(rest.first(take));
            consumed += take;
            m_left -= take;
            if (m_left > 0)
                return State::NeedMore;
            m_part = Part::DataEnd;
            continue;
        }
        const qsizetype lf = rest.indexOf('\n');
        if (lf < 0)
            return rest.size() > maxLine ? State::Malformed : State::NeedMore;
        if (lf == 0 || rest[lf - 1] != '\r')
            return State::Malformed;
        const QByteArrayView line = rest.first(lf - 1);
        consumed += lf + 1;
        switch (m_part) {
        case Part::DataEnd:
            if (!line.isEmpty())
                return State::Malformed;
            m_part = Part::Size;
            break;
        case Part::Size:
            if (line.size() > maxLine)
                return State::Malformed;
            if (const State state = readSize(line); state != State::NeedMore)
                return state;
            break;
        case Part::Trailer:
            if (line.isEmpty())
                return State::Done;
            m_trailerBytes += line.size();
            if (m_trailerBytes > maxTrailer)
                return State::TooLarge;
            break;
        case Part::Data:
            break;
        }
    }
}

} // namespace zg::http
