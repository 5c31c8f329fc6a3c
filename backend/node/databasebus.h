// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "identity/feed.h"
#include "node/storeears.h"
#include "shop/changes.h"
#include "sql/pgchannel.h"

#include <atomic>
#include <functional>

namespace zg::node {

/// What the nodes of one store tell each other through its PostgreSQL, where there is no Redis: commits, ended
/// sessions, failed log-ins. It is said behind the commit and not inside it, where it would make all commits wait for
/// each other. Nothing is said while no other node is there.
/// Thread: any; what it hears is passed on on the channel's.
class DatabaseBus final : public shop::ChangeListener, public identity::Feed, private sql::PgChannel::Listener
{
public:
    /// A listener of the shop before anybody commits.
    explicit DatabaseBus(const QString& url, const Clock& clock = Clock::system());
    Q_DISABLE_COPY_MOVE(DatabaseBus)

    /// @param hasOthers does the list of nodes show another one? Any thread calls it
    void start(StoreEars ears, std::function<bool()> hasOthers);
    void stop();
    /// The other nodes are heard, and they know of this one: what memory holds may be believed.
    bool isTrusted() const { return m_isTrusted.load(std::memory_order_acquire); }
    qint64 said() const { return m_said.load(std::memory_order_relaxed); }
    qint64 heard() const { return m_heard.load(std::memory_order_relaxed); }

    void committed(const shop::ChangeSet& changes) override;
    void dropped(const QString& family, const QByteArray& key); ///< by staff; a null key: all of the family
    void sessionEnded(const QByteArray& sid) override;
    void sessionsEnded(UserId userId) override;
    void loginTried(const QByteArray& key, bool succeeded) override;
    Task<QList<std::chrono::milliseconds>> loginFailures(QByteArray key) override;

private:
    bool isAlone() const;
    bool say(BusKind kind, QByteArrayView body); ///< false: nobody is told
    void trust();
    void received(QByteArrayView message) override;
    void connected(bool isFirst) override;
    void lost() override;
    void ticked() override;

    const Clock& m_clock;
    const QByteArray m_sender; ///< this run of this node
    StoreEars m_ears;
    std::function<bool()> m_hasOthers;
    std::atomic<bool> m_isStarted{false}, m_isTrusted{false};
    std::atomic<bool> m_isUntold{false}; ///< something was committed that nobody was told of
    std::atomic<qint64> m_otherAtNs;     ///< when another node was last heard
    std::atomic<qint64> m_said{0}, m_heard{0};
    bool m_waits = false;   ///< the channel's, with the next: it is connected and not trusted yet
    bool m_wasAlone = true; ///< when it connected, and since
    std::chrono::nanoseconds m_trustAt{};
    sql::PgChannel m_channel; // last: it calls
};

} // namespace zg::node
