// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/settings.h"

#include <QByteArray>
#include <QList>

#include <cstring>
#include <sys/socket.h>

namespace zg::redis {

/// Where a server listens.
struct Address
{
    QByteArray host; ///< a name, an IP address, or the path of a unix socket
    quint16 port = 0;
    bool isUnix() const { return host.startsWith('/'); }
    QByteArray text() const;
    bool operator==(const Address&) const = default;
};

/// What the settings name: a server, or the sentinels that know it, and how to log in.
struct Target
{
    Address server;
    QByteArray user;     ///< empty: the default user
    QByteArray password; ///< empty: none is asked for
    int database = 0;
    QList<Address> sentinels; ///< empty: `server` is the master
    QByteArray masterName;
};

/// @errors InvalidArgument (field redis or sentinel); the message never holds the password
Result<Target> parseTarget(const RedisSettings& settings);

/// An address as the kernel takes it.
struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
    bool operator==(const SocketAddress& other) const
    {
        return size == other.size && memcmp(&storage, &other.storage, size) == 0;
    }
};

/// Asks the system's resolver: blocking. @errors DependencyDown
Result<SocketAddress> resolve(const Address& address);

} // namespace zg::redis
