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

void StoreEars::hear(BusKind kind, QByteArrayView body) const
{
    switch (kind) {
    case BusKind::Changes:
        if (const auto changes = shop::changesFromText(body)) {
            shop->noteRemote(*changes);
            cache->committed(*changes);
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
