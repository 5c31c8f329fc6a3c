// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settingvalues.h"

#include "core/settings.h"

#include <arpa/inet.h>

#include <array>

namespace zg {

using namespace Qt::StringLiterals;

namespace {

bool isAddress(int family, const QByteArray& text)
{
    std::array<char, sizeof(in6_addr)> storage{};
    return inet_pton(family, text.constData(), storage.data()) == 1;
}

bool isHostName(QStringView text)
{
    if (text.isEmpty() || text.size() > 253)
        return false;
    for (const QChar c : text) {
        if (c.unicode() > 127 || (!c.isLetterOrNumber() && c != u'.' && c != u'-'))
            return false;
    }
    return true;
}

/// Splits "30m" into its number and its unit.
std::optional<std::pair<qint64, QString>> numberAndUnit(QStringView text)
{
    qsizetype digits = text.startsWith(u'-') ? 1 : 0;
    while (digits < text.size() && text[digits] >= u'0' && text[digits] <= u'9')
        ++digits;
    bool ok = false;
    const qint64 number = text.left(digits).toLongLong(&ok);
    if (!ok)
        return std::nullopt;
    return std::pair{number, text.mid(digits).trimmed().toString()};
}

std::optional<qint64> product(qint64 number, qint64 factor)
{
    qint64 value = 0;
    if (qMulOverflow(number, factor, &value))
        return std::nullopt;
    return value;
}

} // namespace

std::optional<HostPort> parseHostPort(QStringView text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon <= 0)
        return std::nullopt;
    bool ok = false;
    const QStringView digits = text.mid(colon + 1);
    const ushort port = digits.toUShort(&ok);
    if (!ok || digits.startsWith(u'+'))
        return std::nullopt;
    QStringView host = text.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']')) {
        host = host.mid(1, host.size() - 2);
        if (!isAddress(AF_INET6, host.toUtf8()))
            return std::nullopt;
    } else if (!isHostName(host)) {
        return std::nullopt;
    }
    return HostPort{host.toString(), port};
}

QString hostPortText(const QString& host, quint16 port)
{
    const QString shown = host.contains(u':') ? QString(u'[' + host + u']') : host;
    return shown + u':' + QString::number(port);
}

bool isCidr(QStringView text)
{
    const qsizetype slash = text.indexOf(u'/');
    const QByteArray address = (slash < 0 ? text : text.left(slash)).toUtf8();
    const bool v4 = isAddress(AF_INET, address);
    if (!v4 && !isAddress(AF_INET6, address))
        return false;
    if (slash < 0)
        return true;
    bool ok = false;
    const uint bits = text.mid(slash + 1).toUInt(&ok);
    return ok && bits <= (v4 ? 32u : 128u);
}

std::optional<qint64> parseBytes(QStringView text)
{
    const auto parts = numberAndUnit(text);
    if (!parts || parts->first < 0)
        return std::nullopt;
    const QString unit = parts->second.toUpper();
    if (unit.isEmpty() || unit == "B"_L1)
        return parts->first;
    qint64 factor = 0;
    if (unit == "K"_L1 || unit == "KIB"_L1)
        factor = 1024;
    else if (unit == "M"_L1 || unit == "MIB"_L1)
        factor = 1024 * 1024;
    else if (unit == "G"_L1 || unit == "GIB"_L1)
        factor = 1024 * 1024 * 1024;
    else
        return std::nullopt;
    return product(parts->first, factor);
}

QString bytesText(qint64 bytes)
{
    if (bytes > 0 && bytes % (1024 * 1024) == 0)
        return QString::number(bytes / (1024 * 1024)) + u" MiB"_s;
    if (bytes > 0 && bytes % 1024 == 0)
        return QString::number(bytes / 1024) + u" KiB"_s;
    return QString::number(bytes);
}

std::optional<std::chrono::milliseconds> parseDuration(QStringView text)
{
    const auto parts = numberAndUnit(text);
    if (!parts)
        return std::nullopt;
    struct Unit
    {
        QLatin1StringView name;
        qint64 ms;
    };
    static constexpr Unit units[] = {{""_L1, 1000},    {"ms"_L1, 1},        {"s"_L1, 1000},
                                     {"m"_L1, 60'000}, {"h"_L1, 3'600'000}, {"d"_L1, 86'400'000}};
    for (const Unit& unit : units) {
        if (parts->second != unit.name)
            continue;
        const auto ms = product(parts->first, unit.ms);
        return ms ? std::optional(std::chrono::milliseconds(*ms)) : std::nullopt;
    }
    return std::nullopt;
}

QString durationText(std::chrono::milliseconds duration)
{
    const qint64 ms = duration.count();
    if (ms == 0)
        return u"0"_s;
    if (ms % 3'600'000 == 0)
        return QString::number(ms / 3'600'000) + u'h';
    if (ms % 60'000 == 0)
        return QString::number(ms / 60'000) + u'm';
    if (ms % 1000 == 0)
        return QString::number(ms / 1000) + u's';
    return QString::number(ms) + u"ms"_s;
}

std::optional<bool> parseBool(QStringView text)
{
    const QString word = text.toString().toLower();
    if (word == "1"_L1 || word == "true"_L1 || word == "yes"_L1 || word == "on"_L1)
        return true;
    if (word == "0"_L1 || word == "false"_L1 || word == "no"_L1 || word == "off"_L1)
        return false;
    return std::nullopt;
}

} // namespace zg
