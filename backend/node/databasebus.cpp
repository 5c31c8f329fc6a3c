// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/databasebus.h"

#include "api/jsoncache.h"
#include "shop/changetext.h"

namespace zg::node {

using namespace std::chrono_literals;

namespace {
constexpr char channelName[] = "zg_store";
/// Who was not heard for so long is gone, as on the list of nodes.
constexpr std::chrono::nanoseconds otherTime = 10s;
/// So long the others may take to hear of this node, and to tell it what they commit: what it reads before is not kept.
constexpr std::chrono::nanoseconds trustTime = 1s;
} // namespace

DatabaseBus::DatabaseBus(const QString& url, const Clock& clock)
    : m_clock(clock)
    , m_sender(makeBusSender())
    , m_otherAtNs((clock.monotonic() - 2 * otherTime).count())
    , m_channel(url, channelName, busMessage(m_sender, BusKind::Present, {}), *this)
{
}

void DatabaseBus::start(StoreEars ears, std::function<bool()> hasOthers)
{
    m_ears = std::move(ears);
    m_hasOthers = std::move(hasOthers);
    m_isStarted.store(true, std::memory_order_release);
    m_channel.start();
}

void DatabaseBus::stop()
{
    m_channel.stop();
}

// ---- Saying

bool DatabaseBus::isAlone() const
{
    if (!m_isStarted.load(std::memory_order_acquire))
        return true; // nobody is listened to yet
    const std::chrono::nanoseconds heardAt(m_otherAtNs.load(std::memory_order_relaxed));
    return m_clock.monotonic() - heardAt > otherTime && !m_hasOthers();
}

bool DatabaseBus::say(BusKind kind, QByteArrayView body)
{
    m_said.fetch_add(1, std::memory_order_relaxed);
    return m_channel.send(busMessage(m_sender, kind, body));
}

void DatabaseBus::committed(const shop::ChangeSet& changes)
{
    if (changes.isEmpty())
        return;
    if (isAlone()) { // or took itself for it: another one may only have stood still
        m_isUntold.store(true, std::memory_order_release);
        return;
    }
    for (const QByteArray& text : shop::toTexts(changes, sql::PgChannel::maxMessage - busSenderSize - 1)) {
        if (!say(BusKind::Changes, text))
            m_isUntold.store(true, std::memory_order_release);
    }
}

void DatabaseBus::dropped(const QString& family, const QByteArray& key)
{
    if (!isAlone())
        say(BusKind::Dropped, dropText(family, key));
}

void DatabaseBus::sessionEnded(const QByteArray& sid)
{
    if (!isAlone())
        say(BusKind::SessionEnded, sid);
}

void DatabaseBus::sessionsEnded(UserId userId)
{
    if (!isAlone())
        say(BusKind::SessionsEnded, QByteArray::number(userId.value));
}

void DatabaseBus::loginTried(const QByteArray& key, bool succeeded)
{
    if (!isAlone())
        say(succeeded ? BusKind::LoginSucceeded : BusKind::LoginFailed, key);
}

/// What is said is kept nowhere.
Task<QList<std::chrono::milliseconds>> DatabaseBus::loginFailures(QByteArray)
{
    co_return QList<std::chrono::milliseconds>();
}

// ---- Hearing

void DatabaseBus::received(QByteArrayView message)
{
    if (message.size() <= busSenderSize || message.first(busSenderSize) == m_sender)
        return;
    m_otherAtNs.store(m_clock.monotonic().count(), std::memory_order_relaxed);
    if (m_isUntold.exchange(false, std::memory_order_acq_rel))
        say(BusKind::CutOff, {}); // whoever is there now may remember what it was before
    if (m_waits && std::exchange(m_wasAlone, false))
        m_ears.forget(); // he came while nobody was heard, and may have committed
    const auto kind = BusKind(message.at(busSenderSize));
    if (kind != BusKind::Present)
        m_heard.fetch_add(1, std::memory_order_relaxed);
    m_ears.hear(kind, message.sliced(busSenderSize + 1));
}

void DatabaseBus::connected(bool isFirst)
{
    m_wasAlone = isAlone();
    if (!isFirst) {
        say(BusKind::CutOff, {}); // what was committed here meanwhile nobody was told
        if (!m_wasAlone)
            m_ears.forget(); // nor this node what the others committed
    }
    m_waits = true;
    m_trustAt = m_clock.monotonic() + trustTime;
    if (isFirst && m_wasAlone)
        trust(); // whoever comes later knows of this node before he commits
}

void DatabaseBus::ticked()
{
    if (m_waits && m_clock.monotonic() >= m_trustAt)
        trust();
}

void DatabaseBus::trust()
{
    m_waits = false;
    if (!m_wasAlone)
        m_ears.forget();
    m_ears.cache->filter().setTrusted(true);
    m_isTrusted.store(true, std::memory_order_release);
    if (!m_wasAlone && m_ears.restored)
        m_ears.restored();
}

/// Memory is kept: when the database is gone nobody commits, and it is all there is to answer with. When only the
/// channel is gone, the keeper's tick drops it.
void DatabaseBus::lost()
{
    m_waits = false;
    m_isTrusted.store(false, std::memory_order_release);
    m_ears.cache->filter().setTrusted(false);
}

} // namespace zg::node
