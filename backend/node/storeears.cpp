// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/storeears.h"

#include "api/jsoncache.h"
#include "core/clock.h"
#include "identity/lockout.h"
#include "identity/sessions.h"
#include "resilience/ratelimiter.h"
#include "shop/changetext.h"
#include "shop/shop.h"

#include <QRandomGenerator>

namespace zg::node {

QByteArray makeBusSender()
{
    return QByteArray::number(QRandomGenerator::system()->generate64(), 16).rightJustified(busSenderSize, '0');
}

QByteArray busMessage(QByteArrayView sender, BusKind kind, QByteArrayView body)
{
    QByteArray text;
    text.reserve(sender.size() + 1 + body.size());
    return text.append(sender).append(char(kind)).append(body);
}

QByteArray dropText(const QString& family, const QByteArray& key)
{
    constexpr qsizetype longest = 1500; // in hex it passes through PostgreSQL; of a longer one its family goes
    const QByteArray name = family.toLatin1();
    return key.isNull() || key.size() > longest ? name : name + ' ' + key.toHex();
}

void StoreEars::hear(BusKind kind, QByteArrayView body) const
{
    switch (kind) {
    case BusKind::Changes:
        if (const auto changes = shop::changesFromText(body)) {
            shop->noteRemote(*changes);
            cache->committedElsewhere(*changes);
        } else {
            forget(); // a node that speaks another version: what it changed cannot be known
        }
        break;
    case BusKind::Generation:
    case BusKind::CutOff:
        forget();
        if (restored)
            restored();
        break;
    case BusKind::Dropped: {
        const auto blank = body.indexOf(' ');
        const auto family = QString::fromLatin1(blank < 0 ? body : body.first(blank));
        if (blank < 0)
            cache->dropFamily(family, cache::MissCause::Remote);
        else
            cache->drop(family, QByteArray::fromHex(body.sliced(blank + 1).toByteArray()), cache::MissCause::Remote);
        break;
    }
    case BusKind::SessionEnded:
        if (sessions)
            sessions->endedElsewhere(body.toByteArray());
        break;
    case BusKind::SessionsEnded:
        if (sessions)
            sessions->endedElsewhere(UserId(body.toLongLong()));
        break;
    case BusKind::LoginFailed:
    case BusKind::LoginSucceeded:
        if (lockout)
            lockout->triedElsewhere(body.toByteArray(), kind == BusKind::LoginSucceeded);
        break;
    case BusKind::Usage:
        if (limiter)
            limiter->usedElsewhere(body, Clock::system().monotonic());
        break;
    case BusKind::Present:
        break;
    }
}

void StoreEars::forget() const
{
    shop->noteUnheard();
    cache->forget();
}

} // namespace zg::node
