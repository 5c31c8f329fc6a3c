// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cache/redistier.h"
#include "identity/feed.h"
#include "redis/subscriber.h"
#include "shop/changes.h"

#include <atomic>
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

/// What the nodes of one store tell each other through Redis: commits, ended sessions, failed log-ins, used-up
/// allowance. While it is cut off from the others the node's memory is trusted for less than a second, and once it is
/// back nothing from before is. Thread: any; what it hears is passed on on the subscriber's.
class StoreBus final : public shop::ChangeListener, public identity::Feed, private redis::Subscriber::Listener
{
public:
    /// Whom it tells what it hears. All of them outlive start() … stop().
    struct Ears
    {
        shop::Shop* shop = nullptr;
        api::JsonCache* cache = nullptr;
        identity::Sessions* sessions = nullptr;
        identity::Lockout* lockout = nullptr;
        resilience::RateLimiter* limiter = nullptr;
        std::function<void()> restored; ///< messages are heard again, some may have been missed
    };

    /// Before the client opens, and a listener of the shop before the JsonCache: what it sends must be on its way
    /// before memory is changed, so that nobody reads the old value from Redis in between.
    StoreBus(redis::Client& client, const CacheSettings& settings);
    Q_DISABLE_COPY_MOVE(StoreBus)

    void start(Ears ears); ///< once the client is open; waits a moment to be connected
    void stop();
    bool isConnected() const { return m_subscriber.isConnected(); }
    cache::RedisTier& tier() { return m_tier; }

    void committed(const shop::ChangeSet& changes) override;
    void sessionEnded(const QByteArray& sid) override;
    void sessionsEnded(UserId userId) override;
    void loginTried(const QByteArray& key, bool succeeded) override;

private:
    enum class Kind : char {
        Changes = 'c',
        Generation = 'g',
        SessionEnded = 's',
        SessionsEnded = 'u',
        LoginFailed = 'f',
        LoginSucceeded = 'o',
        Usage = 'r',
    };
    QByteArray message(Kind kind, QByteArrayView body) const;
    void publish(Kind kind, QByteArrayView body);
    void received(const QByteArray& channel, const QByteArray& payload) override;
    void hear(Kind kind, QByteArrayView body);
    void forget();
    void lost() override;
    void restored() override;
    void ticked() override; ///< tells what clients used of their allowance

    redis::Client& m_client;
    const QByteArray m_sender; ///< this run of this node
    cache::RedisTier m_tier;
    redis::Subscriber m_subscriber;
    Ears m_ears;
};

} // namespace zg::node
