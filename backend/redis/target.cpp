// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/target.h"

#include <QUrl>

#include <cstring>
#include <memory>
#include <netdb.h>
#include <sys/un.h>

namespace zg::redis {

using namespace Qt::StringLiterals;

namespace {
constexpr int redisPort = 6379;
constexpr int sentinelPort = 26379;

Result<Address> parseAddress(const QString& text)
{
    const QUrl url(u"redis://"_s + text.trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return Error::invalid(u"sentinel"_s, u"--sentinel takes host:port,…/mastername"_s);
    return Address{url.host().toUtf8(), quint16(url.port(sentinelPort))};
}

Result<void> parseUrl(const QString& text, Target& target)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isUnix = url.scheme() == "unix"_L1;
    if (!url.isValid() || (!isUnix && (url.scheme() != "redis"_L1 || url.host().isEmpty())) ||
        (isUnix && url.path().isEmpty()))
        return Error::invalid(u"redis"_s, u"--redis takes redis://[:password@]host:port/db or unix:///path"_s);
    target.user = url.userName(QUrl::FullyDecoded).toUtf8();
    target.password = url.password(QUrl::FullyDecoded).toUtf8();
    if (isUnix) {
        target.server.host = url.path(QUrl::FullyDecoded).toUtf8();
        return {};
    }
    target.server = {url.host().toUtf8(), quint16(url.port(redisPort))};
    if (const QString db = url.path().mid(1); !db.isEmpty()) {
        bool isNumber = false;
        target.database = db.toInt(&isNumber);
        if (!isNumber || target.database < 0)
            return Error::invalid(u"redis"_s, u"--redis: the database behind the slash is a number"_s);
    }
    return {};
}
} // namespace

QByteArray Address::text() const
{
    return isUnix() ? host : host + ':' + QByteArray::number(port);
}

Result<Target> parseTarget(const RedisSettings& settings)
{
    Target target;
    if (!settings.url.isEmpty()) {
        if (const auto parsed = parseUrl(settings.url, target); !parsed)
            return parsed.error();
    }
    if (settings.sentinel.isEmpty())
        return target;
    const auto slash = settings.sentinel.lastIndexOf(u'/');
    target.masterName = settings.sentinel.mid(slash + 1).toUtf8();
    if (slash <= 0 || target.masterName.isEmpty())
        return Error::invalid(u"sentinel"_s, u"--sentinel takes host:port,…/mastername"_s);
    for (const QString& part : settings.sentinel.left(slash).split(u',', Qt::SkipEmptyParts)) {
        const auto address = parseAddress(part);
        if (!address)
            return address.error();
        target.sentinels.append(*address);
    }
    return target;
}

Result<SocketAddress> resolve(const Address& address)
{
    SocketAddress out;
    if (address.isUnix()) {
        sockaddr_un local{};
        if (address.host.size() >= qsizetype(sizeof local.sun_path))
            return Error::invalid(u"redis"_s, u"the path of the unix socket is too long"_s);
        local.sun_family = AF_UNIX;
        std::memcpy(local.sun_path, address.host.constData(), size_t(address.host.size()));
        std::memcpy(&out.storage, &local, sizeof local);
        out.size = sizeof local;
        return out;
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int error =
        ::getaddrinfo(address.host.constData(), QByteArray::number(address.port).constData(), &hints, &found);
    if (error != 0)
        return Error{ErrorCode::DependencyDown,
                     u"the host %1 is not known: %2"_s.arg(QString::fromUtf8(address.host),
                                                           QLatin1StringView(gai_strerror(error)))};
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> guard(found, ::freeaddrinfo);
    std::memcpy(&out.storage, found->ai_addr, found->ai_addrlen);
    out.size = found->ai_addrlen;
    return out;
}

} // namespace zg::redis
