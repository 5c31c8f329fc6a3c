// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cachetexts.h"

#include "ui/format.h"

#include <QStringList>

#include <span>

namespace zg::ui {

using namespace Qt::StringLiterals;
using node::CachedKey;
using telemetry::MissCause;

namespace {

struct Words
{
    const char* name;
    const char* text;
    const char* help = nullptr;
};

constexpr Words families[] = {
    {"product", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Products")},
    {"product_list", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Product lists")},
    {"order_list", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Order lists")},
    {"category", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Categories")},
};

constexpr Words titles[] = {
    {"product", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Product %1")},
    {"product_list", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Product list %1")},
    {"order_list", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Order list %1")},
    {"category", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Categories, %1")},
};

constexpr Words policies[] = {
    {"cache_aside", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Cache aside"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts",
                       "An edit drops the answers that show it; the next reader loads them anew.")},
    {"write_through", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Write through"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts",
                       "An edit puts the new answer in place of the old one, so that nobody has to load it.")},
    {"write_behind", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Write behind"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts",
                       "An edit is answered from memory at once and written to the database a moment later.")},
};

constexpr Words causes[telemetry::missCauseCount] = {
    {"first_seen", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "First seen"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "As far as memory remembers, it never was there.")},
    {"expired", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Expired"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Its time to live was over.")},
    {"evicted", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Evicted"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "It went to make room. Many of these: raise cache-bytes.")},
    {"edited", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Edited"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Staff changed what it shows.")},
    {"ordered", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Stock or order changed"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "An order, or a correction of the stock, changed what it shows.")},
    {"other_node", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Another node's message"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Another node changed what it shows, or told to drop it.")},
    {"cut_off", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Cut off"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts",
                       "For a while nobody could tell what others changed, so nothing was believed.")},
    {"dropped", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Dropped by hand"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Somebody at a console dropped it.")},
    {"not_kept", QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "Not kept"),
     QT_TRANSLATE_NOOP("zg::ui::CacheTexts", "It is too large for memory, or memory is passed by.")},
};

const Words* find(std::span<const Words> words, const QString& name)
{
    for (const Words& each : words)
        if (name == QLatin1StringView(each.name))
            return &each;
    return nullptr;
}

} // namespace

QString CacheTexts::memoryLine(const CachedKey& found)
{
    if (!found.memory)
        return tr("In memory: nothing.");
    const CachedKey::Place& place = *found.memory;
    QString what = bytesText(place.bytes);
    if (place.isAbsent)
        what = tr("that there is no such thing, %1").arg(what);
    if (place.isStale)
        return tr("In memory: %1, loaded %2 ago. It is too old, and given only while a new one is loaded or cannot be.")
            .arg(what, span(place.ageMs));
    if (place.isOutdated)
        return tr("In memory: %1, loaded %2 ago. What it shows has changed since; the next reader brings it up to "
                  "date.")
            .arg(what, span(place.ageMs));
    return tr("In memory: %1, loaded %2 ago, good for another %3.").arg(what, span(place.ageMs), span(place.leftMs));
}

QString CacheTexts::redisLine(const CachedKey& found)
{
    switch (found.shared) {
    case CachedKey::Shared::NotConfigured:
        return {};
    case CachedKey::Shared::NotOfFamily:
        return tr("In Redis: never. Each node keeps its own.");
    case CachedKey::Shared::Away:
        return tr("In Redis: not known, it does not answer.");
    case CachedKey::Shared::Asked:
        break;
    }
    if (!found.redis)
        return tr("In Redis: nothing.");
    const QString size = bytesText(found.redis->bytes);
    return tr("In Redis: %1, good for another %2.")
        .arg(found.redis->isAbsent ? tr("that there is no such thing, %1").arg(size) : size, span(found.redis->leftMs));
}

QString CacheTexts::family(const QString& name)
{
    const Words* words = find(families, name);
    return words ? tr(words->text) : name;
}

QString CacheTexts::cause(MissCause why)
{
    return tr(causes[size_t(why)].text);
}

QString CacheTexts::causeHelp(MissCause why)
{
    return tr(causes[size_t(why)].help);
}

QString CacheTexts::policy(const QString& name)
{
    const Words* words = find(policies, name);
    return words ? tr(words->text) : name;
}

QString CacheTexts::policyHelp(const QString& name)
{
    const Words* words = find(policies, name);
    return words ? tr(words->help) : QString();
}

QString CacheTexts::title(const QString& familyName, const QString& key)
{
    const Words* words = find(titles, familyName);
    if (key.isEmpty())
        return family(familyName);
    return words ? tr(words->text).arg(key) : QString(familyName + u' ' + key);
}

QString CacheTexts::span(qint64 ms)
{
    const qint64 s = qMax<qint64>(0, ms) / 1'000;
    if (s < 60)
        return tr("%1 s").arg(s);
    if (s < 3'600)
        return tr("%1 min %2 s").arg(s / 60).arg(s % 60);
    return tr("%1 h %2 min").arg(countText(s / 3'600)).arg(s / 60 % 60);
}

QString CacheTexts::found(const CachedKey& key)
{
    QStringList lines{title(key.family, key.key), memoryLine(key)};
    if (const QString redis = redisLine(key); !redis.isEmpty())
        lines.append(redis);
    return lines.join(u'\n');
}

QString CacheTexts::dropped(const node::CacheDrop& drop)
{
    const QString what = title(drop.family, drop.key);
    QStringList parts;
    if (drop.entries() == 0)
        parts.append(tr("%1: there was nothing to drop.").arg(what));
    else
        parts.append(what + u": "_s +
                     tr("%n entry(s) dropped; they are loaded again when asked for.", nullptr, int(drop.entries())));
    if (drop.redis > 0)
        parts.append(tr("In memory %1, in Redis %2.").arg(countText(drop.memory), countText(drop.redis)));
    if (drop.shared == CachedKey::Shared::Away)
        parts.append(tr("Redis does not answer, and keeps what it has."));
    if (drop.areOthersTold)
        parts.append(tr("The other nodes drop theirs, too."));
    return parts.join(u' ');
}

} // namespace zg::ui
