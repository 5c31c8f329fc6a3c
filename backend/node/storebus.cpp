// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/storebus.h"

#include "api/jsoncache.h"
#include "api/sharednames.h"
#include "core/logging.h"
#include "core/timestamp.h"
#include "identity/lockout.h"
#include "identity/sessions.h"
#include "resilience/ratelimiter.h"
#include "shop/changetext.h"
#include "shop/shop.h"

#include <QRandomGenerator>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {
constexpr char channelName[] = "zg:store";
constexpr qsizetype senderSize = 16;

QByteArray randomSender()
{
    return QByteArray::number(QRandomGenerator::system()->generate64(), 16).rightJustified(senderSize, '0');
}
} // namespace

StoreBus::StoreBus(redis::Client& client, const CacheSettings& settings)
    : m_client(client)
    , m_sender(randomSender())
    , m_tier(client, settings, channelName, message(Kind::Generation, {}))
    , m_subscriber(client, {channelName}, *this)
{
}

void StoreBus::start(Ears ears)
{
    m_ears = std::move(ears);
    m_subscriber.start();
}

void StoreBus::stop()
{
    m_subscriber.stop();
}

// ---- Telling

QByteArray StoreBus::message(Kind kind, QByteArrayView body) const
{
    QByteArray text;
    text.reserve(senderSize + 1 + body.size());
    return text.append(m_sender).append(char(kind)).append(body);
}

void StoreBus::publish(Kind kind, QByteArrayView body)
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
    m_tier.change(names, message(Kind::Changes, shop::toText(changes)));
}

void StoreBus::sessionEnded(const QByteArray& sid)
{
    publish(Kind::SessionEnded, sid);
}

void StoreBus::sessionsEnded(UserId userId)
{
    publish(Kind::SessionsEnded, QByteArray::number(userId.value));
}

void StoreBus::loginTried(const QByteArray& key, bool succeeded)
{
    publish(succeeded ? Kind::LoginSucceeded : Kind::LoginFailed, key);
}

void StoreBus::ticked()
{
    if (!m_ears.limiter)
        return;
    if (const QByteArray usage = m_ears.limiter->takeUsage(); !usage.isEmpty())
        publish(Kind::Usage, usage);
}

// ---- Hearing

void StoreBus::received(const QByteArray&, const QByteArray& payload)
{
    if (payload.size() <= senderSize)
        return;
    const QByteArrayView view(payload);
    const auto kind = Kind(payload.at(senderSize));
    if (view.first(senderSize) == m_sender)
        return;
    hear(kind, view.sliced(senderSize + 1));
}

void StoreBus::hear(Kind kind, QByteArrayView body)
{
    switch (kind) {
    case Kind::Changes:
        if (const auto changes = shop::changesFromText(body)) {
            m_ears.shop->noteRemote(*changes);
            m_ears.cache->committed(*changes);
        } else {
            forget(); // a node that speaks another version: what it changed cannot be known
        }
        break;
    case Kind::Generation:
        // Somebody was cut off, and what he changed meanwhile nobody was told.
        m_tier.setGeneration(body.toULongLong());
        forget();
        if (m_ears.restored)
            m_ears.restored();
        break;
    case Kind::SessionEnded:
        if (m_ears.sessions)
            m_ears.sessions->endedElsewhere(body.toByteArray());
        break;
    case Kind::SessionsEnded:
        if (m_ears.sessions)
            m_ears.sessions->endedElsewhere(UserId(body.toLongLong()));
        break;
    case Kind::LoginFailed:
    case Kind::LoginSucceeded:
        if (m_ears.lockout)
            m_ears.lockout->triedElsewhere(body.toByteArray(), kind == Kind::LoginSucceeded);
        break;
    case Kind::Usage:
        if (m_ears.limiter)
            m_ears.limiter->usedElsewhere(body, Clock::system().monotonic());
        break;
    }
}

void StoreBus::forget()
{
    m_ears.shop->noteUnheard();
    m_ears.cache->forget();
}

/// Told every 200 ms while it lasts. The others may change what memory holds, and we do not hear of it: it is emptied
/// each time, so that what is given is never older than the 400 ms it takes to notice the loss and these 200 ms.
void StoreBus::lost()
{
    m_tier.setListening(false);
    m_ears.cache->filter().setTrusted(false);
    forget();
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
    forget();
    m_ears.cache->filter().setTrusted(true);
    m_tier.setListening(true);
    if (m_ears.restored)
        m_ears.restored();
}

} // namespace zg::node
