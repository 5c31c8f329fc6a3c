// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonwriter.h"

#include "core/timestamp.h"

#include <charconv>
#include <cmath>

namespace zg {

namespace {
void appendEscaped(QByteArray& out, QByteArrayView text)
{
    static const char hex[] = "0123456789abcdef";
    const char* from = text.begin();
    const char* const end = text.end();
    for (const char* at = from; at != end; ++at) {
        const auto c = uchar(*at);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(from, at - from);
        from = at + 1;
        switch (c) {
        case '"':
            out.append("\\\"", 2);
            break;
        case '\\':
            out.append("\\\\", 2);
            break;
        case '\n':
            out.append("\\n", 2);
            break;
        case '\r':
            out.append("\\r", 2);
            break;
        case '\t':
            out.append("\\t", 2);
            break;
        default: {
            const char code[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            out.append(code, 6);
        }
        }
    }
    out.append(from, end - from);
}
} // namespace

void JsonWriter::comma()
{
    if (m_needComma)
        m_out.append(',');
    m_needComma = true;
}

JsonWriter& JsonWriter::open(char bracket)
{
    comma();
    m_out.append(bracket);
    m_needComma = false;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket)
{
    m_out.append(bracket);
    m_needComma = true;
    return *this;
}

JsonWriter& JsonWriter::key(QByteArrayView name)
{
    comma();
    m_out.append('"').append(name).append("\":", 2);
    m_needComma = false;
    return *this;
}

JsonWriter& JsonWriter::value(qint64 number)
{
    comma();
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    m_out.append(text, end - text);
    return *this;
}

JsonWriter& JsonWriter::value(double number)
{
    if (!std::isfinite(number))
        return null();
    comma();
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    m_out.append(text, end - text);
    return *this;
}

JsonWriter& JsonWriter::value(bool flag)
{
    comma();
    m_out.append(flag ? QByteArrayView("true") : QByteArrayView("false"));
    return *this;
}

JsonWriter& JsonWriter::value(QStringView text)
{
    return utf8(text.toUtf8());
}

JsonWriter& JsonWriter::utf8(QByteArrayView text)
{
    comma();
    m_out.append('"');
    appendEscaped(m_out, text);
    m_out.append('"');
    return *this;
}

JsonWriter& JsonWriter::null()
{
    comma();
    m_out.append("null", 4);
    return *this;
}

JsonWriter& JsonWriter::raw(QByteArrayView json)
{
    comma();
    m_out.append(json);
    return *this;
}

JsonWriter& JsonWriter::time(qint64 ms)
{
    comma();
    m_out.append('"');
    appendTimestamp(m_out, ms);
    m_out.append('"');
    return *this;
}

} // namespace zg
