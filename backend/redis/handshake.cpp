// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/handshake.h"

namespace zg::redis {

using namespace Qt::StringLiterals;
using SteadyClock = std::chrono::steady_clock;

int appendHandshake(Wire& wire, const Target& target, const QByteArray& name)
{
    int replies = 1;
    if (!target.password.isEmpty()) {
        wire.append(target.user.isEmpty() ? Command("AUTH", target.password)
                                          : Command("AUTH", target.user, target.password));
        ++replies;
    }
    if (target.database != 0) {
        wire.append(Command("SELECT", target.database));
        ++replies;
    }
    wire.append(Command("CLIENT", "SETNAME", name));
    return replies;
}

Result<void> openNow(Wire& wire, const SocketAddress& address, const Target& target, const QByteArray& name,
                     SteadyClock::time_point until)
{
    if (const auto opened = wire.open(address); !opened)
        return opened;
    for (int left = appendHandshake(wire, target, name); left > 0; --left) {
        for (;;) {
            if (const auto sent = wire.flush(); !sent)
                return sent;
            const auto reply = wire.next();
            if (!reply)
                return reply.error();
            if (*reply) {
                if ((*reply)->isError())
                    return Error{ErrorCode::DependencyDown, errorOf(**reply).message};
                break;
            }
            if (!waitFor(wire.descriptor(), wire.hasUnsent(), until))
                return Error{ErrorCode::DependencyDown, u"Redis did not answer in time"_s};
            if (const auto received = wire.receive(); !received)
                return received;
        }
    }
    if (target.sentinels.isEmpty())
        return {};
    const auto role = roundTrip(wire, Command("ROLE"), until);
    if (!role)
        return role.error();
    if (role->items.empty() || role->items.front().text != "master")
        return Error{ErrorCode::DependencyDown, u"the server that the sentinels named is not the master yet"_s};
    return {};
}

Result<Address> findMaster(Target& target, std::chrono::milliseconds patience)
{
    if (target.sentinels.isEmpty())
        return target.server;
    Error why{ErrorCode::DependencyDown,
              u"no sentinel knows the master %1"_s.arg(QString::fromUtf8(target.masterName))};
    for (qsizetype i = 0; i < target.sentinels.size(); ++i) {
        const auto until = SteadyClock::now() + patience;
        const auto address = resolve(target.sentinels[i]);
        Wire wire;
        if (!address || !wire.open(*address))
            continue;
        const auto reply = roundTrip(wire, Command("SENTINEL", "get-master-addr-by-name", target.masterName), until);
        if (!reply || reply->items.size() != 2)
            continue;
        target.sentinels.move(i, 0);
        return Address{reply->items[0].text, reply->items[1].text.toUShort()};
    }
    return why;
}

} // namespace zg::redis
