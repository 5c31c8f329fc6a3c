// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace zg::api {
class JsonCache;
}
namespace zg::identity {
class Lockout;
class Sessions;
} // namespace zg::identity
namespace zg::resilience {
class RateLimiter;
}
namespace zg::shop {
class Shop;
}

namespace zg::node {

/// What nodes tell each other. A message is who says it (16 characters, one run of a node), this, and what it is about.
enum class BusKind : char {
    Changes = 'c',
    Generation = 'g', ///< through Redis: somebody was cut off, and what he changed meanwhile nobody was told
    CutOff = 'x',     ///< the same through PostgreSQL
    Present = 'p',
    Dropped = 'd', ///< staff took a key, or all of a family, out of the cache
    SessionEnded = 's',
    SessionsEnded = 'u',
    LoginFailed = 'f',
    LoginSucceeded = 'o',
    Usage = 'r',
};

inline constexpr qsizetype busSenderSize = 16;
QByteArray makeBusSender();
QByteArray busMessage(QByteArrayView sender, BusKind kind, QByteArrayView body);
/// What is said of a key that was dropped; no key: all of the family.
QByteArray dropText(const QString& family, const QByteArray& key);

/// Whom a bus tells what it hears. All of them outlive the bus' start() … stop().
/// Thread: the bus' own.
struct StoreEars
{
    shop::Shop* shop = nullptr;
    api::JsonCache* cache = nullptr;
    identity::Sessions* sessions = nullptr;
    identity::Lockout* lockout = nullptr;
    resilience::RateLimiter* limiter = nullptr;
    std::function<void()> restored; ///< messages are heard again, some may have been missed

    void hear(BusKind kind, QByteArrayView body) const;
    /// What other nodes changed cannot be known: nothing that was read before is believed.
    void forget() const;
};

} // namespace zg::node
