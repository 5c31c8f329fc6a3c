// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cache/redistier.h"
#include "identity/feed.h"
#include "node/storeears.h"
#include "redis/subscriber.h"
#include "shop/changes.h"

namespace zg::node {

/// What the nodes of one store tell each other through Redis: commits, ended sessions, failed log-ins, used-up
/// allowance. While it is cut off from the others the node's memory is trusted for less than a second, and once it is
/// back nothing from before is. Thread: any; what it hears is passed on on the subscriber's.
class StoreBus final : public shop::ChangeListener, public identity::Feed, private redis::Subscriber::Listener
{
public:
    /// Before the client opens, and a listener of the shop before the JsonCache: what it sends must be on its way
    /// before memory is changed, so that nobody reads the old value from Redis in between.
    StoreBus(redis::Client& client, const CacheSettings& settings);
    Q_DISABLE_COPY_MOVE(StoreBus)

    void start(StoreEars ears); ///< once the client is open; waits a moment to be connected
    void stop();
    bool isConnected() const { return m_subscriber.isConnected(); }
    cache::RedisTier& tier() { return m_tier; }

    void committed(const shop::ChangeSet& changes) override;
    /// Staff dropped a key, or with a null one a family: out of Redis, too, when it has a name there.
    void dropped(const QString& family, const QByteArray& key, const QByteArray& sharedName);
    void sessionEnded(const QByteArray& sid) override;
    void sessionsEnded(UserId userId) override;
    void loginTried(const QByteArray& key, bool succeeded) override;
    Task<QList<std::chrono::milliseconds>> loginFailures(QByteArray key) override;

private:
    QByteArray message(BusKind kind, QByteArrayView body) const { return busMessage(m_sender, kind, body); }
    void publish(BusKind kind, QByteArrayView body);
    void received(const QByteArray& channel, const QByteArray& payload) override;
    void lost() override;
    void restored() override;
    void ticked() override; ///< tells what clients used of their allowance

    redis::Client& m_client;
    const QByteArray m_sender; ///< this run of this node
    const redis::Script m_fail, m_failures;
    cache::RedisTier m_tier;
    redis::Subscriber m_subscriber;
    StoreEars m_ears;
};

} // namespace zg::node
