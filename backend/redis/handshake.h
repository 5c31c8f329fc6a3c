// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/target.h"
#include "redis/wire.h"

namespace zg::redis {

/// What a new connection says first: who it is and which database it wants.
/// @return how many replies belong to it; an error among them means that the connection is of no use
int appendHandshake(Wire& wire, const Target& target, const QByteArray& name);

/// Opens and greets, blocking. @errors DependencyDown
Result<void> openNow(Wire& wire, const SocketAddress& address, const Target& target, const QByteArray& name,
                     std::chrono::steady_clock::time_point until);

/// The address of the master: the target's own, or what the first sentinel that answers says; that one moves to the
/// front. Blocking. @errors DependencyDown
Result<Address> findMaster(Target& target, std::chrono::milliseconds patience);

} // namespace zg::redis
