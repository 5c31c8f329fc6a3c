// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace zg {

struct HostPort
{
    QString host;
    quint16 port = 0;
};
/// "127.0.0.1:8080", "localhost:0", "[::1]:8080"; nothing without a host or without a port.
std::optional<HostPort> parseHostPort(QStringView text);
QString hostPortText(const QString& host, quint16 port);

/// "10.0.0.0/8", "::1/128"; a bare address is that one host.
bool isCidr(QStringView text);

/// "64M", "64MiB", "1G", "4096".
std::optional<qint64> parseBytes(QStringView text);
/// "64 MiB" where it comes out even, else the plain number.
QString bytesText(qint64 bytes);

/// "30m" where it comes out even, down to "1500ms".
QString durationText(std::chrono::milliseconds duration);
std::optional<bool> parseBool(QStringView text);

} // namespace zg
