// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/request.h"

namespace zg::http {

namespace {
char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

QByteArray decoded(QByteArrayView text)
{
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '+') {
            out.append(' ');
        } else if (c == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            out.append(char(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2])));
            i += 2;
        } else {
            out.append(c);
        }
    }
    if (out.isNull())
        out = QByteArray("");
    return out;
}
} // namespace

Request::Request() = default; // here, not in the class: value-initialisation would clear all of it first

QByteArrayView Request::header(QByteArrayView lowerName) const
{
    for (int i = 0; i < headerCount; ++i) {
        const QByteArrayView name = headers[size_t(i)].name;
        if (name.size() != lowerName.size())
            continue;
        qsizetype at = 0;
        while (at < name.size() && lower(name[at]) == lowerName[at])
            ++at;
        if (at == name.size())
            return headers[size_t(i)].value;
    }
    return {};
}

QByteArray queryValue(QByteArrayView query, QByteArrayView name)
{
    while (!query.isEmpty()) {
        const qsizetype end = query.indexOf('&');
        const QByteArrayView pair = end < 0 ? query : query.first(end);
        query = end < 0 ? QByteArrayView() : query.sliced(end + 1);
        const qsizetype equals = pair.indexOf('=');
        const QByteArrayView key = equals < 0 ? pair : pair.first(equals);
        const bool plain = !key.contains('%') && !key.contains('+');
        if (plain ? key == name : decoded(key) == name)
            return decoded(equals < 0 ? QByteArrayView("") : pair.sliced(equals + 1));
    }
    return {};
}

} // namespace zg::http
