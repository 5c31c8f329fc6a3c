// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/storebus.h"

#include "api/jsoncache.h"
#include "api/sharednames.h"
#include "core/executor.h"
#include "core/logging.h"
#include "core/timestamp.h"
#include "identity/lockout.h"
#include "resilience/ratelimiter.h"
#include "shop/changetext.h"
#include "shop/shop.h"

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {
constexpr char channelName[] = "zg:store";
const QByteArray loginPrefix = "zg:login:";

// A name's failed log-ins, by Redis' clock. As many as lock it are kept for as long as it is locked.
constexpr char failText[] = R"(
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local left = ARGV[4]
if redis.call('LLEN', KEYS[1]) < tonumber(ARGV[3]) then
  local first = redis.call('LINDEX', KEYS[1], 0)
  while first and now - tonumber(first) >= tonumber(ARGV[4]) do
    redis.call('LPOP', KEYS[1])
    first = redis.call('LINDEX', KEYS[1], 0)
  end
  if redis.call('RPUSH', KEYS[1], string.format('%.0f', now)) >= tonumber(ARGV[3]) then left = ARGV[5] end
  redis.call('PEXPIRE', KEYS[1], left)
end
redis.call('PUBLISH', ARGV[1], ARGV[2])
return 1)";

constexpr char failuresText[] = R"(
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local ages = {}
for i, at in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do ages[i] = now - tonumber(at) end
return ages)";
} // namespace

StoreBus::StoreBus(redis::Client& client, const CacheSettings& settings)
    : m_client(client)
    , m_sender(makeBusSender())
    , m_fail(failText)
    , m_failures(failuresText)
    , m_tier(client, settings, channelName, message(BusKind::Generation, {}))
    , m_subscriber(client, {channelName}, *this)
{
    client.addScript(m_fail);
    client.addScript(m_failures);
}

void StoreBus::start(StoreEars ears)
{
    m_ears = std::move(ears);
    m_subscriber.start();
}

void StoreBus::stop()
{
    m_subscriber.stop();
}

// ---- Telling

void StoreBus::publish(BusKind kind, QByteArrayView body)
{
    m_client.post(redis::Command("PUBLISH", channelName, message(kind, body)));
}

void StoreBus::committed(const shop::ChangeSet& changes)
{
    if (changes.isEmpty())
        return;
    cache::RedisTier::Changes names;
    for (const auto& counters : changes.counters) {
        QByteArray updatedAt;
        appendTimestamp(updatedAt, counters.updatedAt);
        names.patch(api::sharedName(counters.id),
                    {counters.version, counters.stock, counters.sales, std::move(updatedAt)});
    }
    for (const auto id : changes.products)
        names.drop(api::sharedName(id));
    if (changes.categories)
        names.drop(api::sharedCategories());
    m_tier.change(names, message(BusKind::Changes, shop::toText(changes)));
}

void StoreBus::dropped(const QString& family, const QByteArray& key, const QByteArray& sharedName)
{
    cache::RedisTier::Changes names;
    if (!sharedName.isEmpty())
        names.drop(sharedName);
    m_tier.change(names, message(BusKind::Dropped, dropText(family, key)));
}

void StoreBus::sessionEnded(const QByteArray& sid)
{
    publish(BusKind::SessionEnded, sid);
}

void StoreBus::sessionsEnded(UserId userId)
{
    publish(BusKind::SessionsEnded, QByteArray::number(userId.value));
}

void StoreBus::loginTried(const QByteArray& key, bool succeeded)
{
    const QByteArray name = loginPrefix + key;
    if (succeeded) {
        m_client.post(redis::Command("DEL", name));
        publish(BusKind::LoginSucceeded, key);
        return;
    }
    using std::chrono::milliseconds;
    m_client.post(m_fail.call(1, name, channelName, message(BusKind::LoginFailed, key), identity::Lockout::maxFailures,
                              milliseconds(identity::Lockout::window).count(),
                              milliseconds(identity::Lockout::lockTime).count()));
}

/// By the way the failures went there, so that what was counted here is seen; and also for a thread without an event
/// loop, which can have no connection of its own: the desk's.
Task<QList<std::chrono::milliseconds>> StoreBus::loginFailures(QByteArray key)
{
    QList<std::chrono::milliseconds> ages;
    if (!m_client.isUp()) // each node counts what it hears
        co_return ages;
    const QByteArray name = loginPrefix + key;
    auto ask = [this, &name](Completion<Result<redis::Reply>>& answer) {
        const auto told = [&answer](Result<redis::Reply> reply) { answer.fulfil(std::move(reply)); };
        if (!m_client.post(m_failures.call(1, name), told))
            answer.fulfil(Result<redis::Reply>(Error(ErrorCode::DependencyDown)));
    };
    const auto reply = co_await awaitCompletion<Result<redis::Reply>>(ask);
    if (reply) {
        for (const auto& item : reply->items)
            ages.append(std::chrono::milliseconds(item.integer));
    }
    co_return ages;
}

void StoreBus::ticked()
{
    if (!m_ears.limiter)
        return;
    if (const QByteArray usage = m_ears.limiter->takeUsage(); !usage.isEmpty())
        publish(BusKind::Usage, usage);
}

// ---- Hearing

void StoreBus::received(const QByteArray&, const QByteArray& payload)
{
    const QByteArrayView view(payload);
    if (view.size() <= busSenderSize || view.first(busSenderSize) == m_sender)
        return;
    const auto kind = BusKind(payload.at(busSenderSize));
    const auto body = view.sliced(busSenderSize + 1);
    if (kind == BusKind::Generation)
        m_tier.setGeneration(body.toULongLong());
    m_ears.hear(kind, body);
}

/// Told every 200 ms while it lasts. The others may change what memory holds, and we do not hear of it: it is emptied
/// each time, so that what is given is never older than the 400 ms it takes to notice the loss and these 200 ms.
void StoreBus::lost()
{
    m_tier.setListening(false);
    m_ears.cache->filter().setTrusted(false);
    m_ears.forget();
}

void StoreBus::restored()
{
    // From here on no message is missed; what came before is asked for, or forgotten.
    if (const auto read = m_tier.readGeneration(); !read) {
        qCInfo(lcNode, "Redis is passed by: %ls", qUtf16Printable(read.error().message));
        if (m_client.isUp())
            m_client.distrust();
        return;
    }
    m_ears.forget();
    m_ears.cache->filter().setTrusted(true);
    m_tier.setListening(true);
    if (m_ears.restored)
        m_ears.restored();
}

} // namespace zg::node
