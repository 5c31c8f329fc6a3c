// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/sid.h"

#include <QRandomGenerator>

namespace zg::identity {

namespace {
constexpr char digits[] = "0123456789abcdef";

int digitValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1; // upper case too: a session has one spelling
}

void put(char* out, quint64 value)
{
    for (int i = 15; i >= 0; --i, value >>= 4)
        out[i] = digits[value & 15];
}

bool take(QByteArrayView text, quint64& value)
{
    for (const char c : text) {
        const int digit = digitValue(c);
        if (digit < 0)
            return false;
        value = value << 4 | quint64(digit);
    }
    return true;
}
} // namespace

QByteArray Sid::text() const
{
    QByteArray text(32, Qt::Uninitialized);
    put(text.data(), high);
    put(text.data() + 16, low);
    return text;
}

Sid Sid::fromText(QByteArrayView text)
{
    Sid sid;
    if (text.size() != 32 || !take(text.first(16), sid.high) || !take(text.last(16), sid.low))
        return {};
    return sid;
}

Sid Sid::random()
{
    Sid sid;
    while (!sid.isSet()) {
        sid.high = QRandomGenerator::system()->generate64();
        sid.low = QRandomGenerator::system()->generate64();
    }
    return sid;
}

QByteArray randomHex(int bytes)
{
    QByteArray text(bytes * 2, Qt::Uninitialized);
    for (qsizetype i = 0; i < text.size(); i += 2) {
        const quint32 random = QRandomGenerator::system()->generate();
        text[i] = digits[random & 15];
        text[i + 1] = digits[random >> 4 & 15];
    }
    return text;
}

} // namespace zg::identity
