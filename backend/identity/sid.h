// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <compare>

namespace zg::identity {

/// A session's name: 128 random bits, written as 32 lower-case hexadecimal digits.
struct Sid
{
    quint64 high = 0;
    quint64 low = 0;
    auto operator<=>(const Sid&) const = default;

    bool isSet() const { return (high | low) != 0; }
    QByteArray text() const;
    static Sid fromText(QByteArrayView text); ///< not set when it is no such text
    static Sid random();
};

struct SidHash
{
    size_t operator()(const Sid& sid) const noexcept { return size_t(sid.low); } // random already
};

/// Hexadecimal digits of so many bytes from the system's random source.
QByteArray randomHex(int bytes);

} // namespace zg::identity
