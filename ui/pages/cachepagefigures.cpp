// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/format.h"
#include "ui/models/cachefamilymodel.h"
#include "ui/models/cachetexts.h"
#include "ui/models/hotkeymodel.h"
#include "ui/models/misscausemodel.h"
#include "ui/pages/cachepage.h"
#include "ui/shell/theme.h"
#include "ui/widgets/causebars.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factlist.h"
#include "ui/widgets/usebar.h"
#include "ui_cachepage.h"

namespace zg::ui {

using namespace Qt::StringLiterals;

// The part of the page that shows the snapshot.

namespace {

void say(QLabel* label, const QString& text)
{
    if (label->text() != text)
        label->setText(text);
}

} // namespace

void CachePage::showFigures(const telemetry::Snapshot& snapshot)
{
    m_shown = snapshot;
    showFamilies();
    m_hot->assign(snapshot.hotKeys);
    m_ui->hotStack->setCurrentWidget(snapshot.hotKeys.isEmpty() ? static_cast<QWidget*>(m_noHits) : m_ui->hot);
    showUse(snapshot);
    showGuards(snapshot);
    showWriteBehind(snapshot);
    showRedis(snapshot);
}

void CachePage::showFamilies()
{
    const QList<CacheFamilyRow> rows = m_meter.families(m_range);
    const bool isOther = rows.size() != m_families->rowCount();
    m_families->assign(rows);
    m_causes->assign(rows);
    m_bars->assign(rows);
    if (isOther) {
        fitHeight(m_ui->families, int(rows.size()));
        updateActions();
    }
}

void CachePage::showUse(const telemetry::Snapshot& snapshot)
{
    const qint64 limit = snapshot.cacheLimitBytes;
    m_use->setUse(limit > 0 ? double(snapshot.cacheBytes) / double(limit) : 0);
    if (limit > 0)
        say(m_ui->useText, tr("Memory: %1 of %2").arg(bytesText(snapshot.cacheBytes), bytesText(limit)));
    else
        say(m_ui->useText, tr("Memory: nothing is kept, cache-bytes is 0"));
    //: %1: seconds of database time saved in each second; %2: in all, since the start
    say(m_ui->saved,
        tr("Database time saved: %1 s each second, %2 since the start")
            .arg(QString::number(m_meter.savedPerS(), 'f', 2), CacheTexts::span(m_meter.savedUs() / 1'000)));
    m_ui->saved->setToolTip(tr("The hits of each family, each as long as a load of that family took in the mean"));
}

void CachePage::showGuards(const telemetry::Snapshot& snapshot)
{
    const auto& guards = snapshot.cacheGuards;
    int row = 0;
    m_guards->setFact(row++, tr("Policy"), CacheTexts::policy(guards.policy), CacheTexts::policyHelp(guards.policy));
    m_guards->setFact(row++, tr("Loads under way"), countText(guards.loading));
    m_guards->setFact(row++, tr("Loads waiting"), countText(guards.waiting),
                      tr("So many may load at a time as the setting cache-loaders says; more wait their turn."));
    m_guards->setFact(row++, tr("Loads refused"), countText(guards.refused),
                      tr("They found too many waiting, and were answered 503."));
    m_guards->setFact(row++, tr("Filter of ids"),
                      guards.filterDenies ? tr("%1 known; others are not looked for").arg(countText(guards.filterIds))
                                          : tr("%1 known; denies nothing yet").arg(countText(guards.filterIds)),
                      tr("Who asks for a product that there is not is answered without the database, once all ids are "
                         "known and every change is heard."));
    m_guards->setFact(row++, tr("Look-ups it spared"), countText(guards.filtered));
    m_guards->setFact(
        row++, tr("Last warm-up"),
        tr("%1 answers in %2").arg(countText(guards.warmed), latencyText(double(guards.warmUpMs) * 1'000)));
    m_guards->setFact(row++, tr("Records of this page"), bytesText(snapshot.cacheRecordBytes),
                      tr("Memory that the causes of misses and the hottest keys take, beside the entries"));
}

void CachePage::showWriteBehind(const telemetry::Snapshot& snapshot)
{
    const auto& edits = snapshot.writeBehind;
    const bool isUsed = snapshot.cacheGuards.policy == "write_behind"_L1;
    m_writeBehind->setRemark(isUsed ? QString()
                                    : tr("None: with this policy an edit is in the database before it is answered."));
    if (!isUsed)
        return;
    int row = 0;
    m_writeBehind->setFact(row++, tr("Products waiting"), countText(edits.queued));
    m_writeBehind->setFact(row++, tr("Oldest waits"), latencyText(double(edits.oldestMs) * 1'000));
    m_writeBehind->setFact(row++, tr("Edits written"), countText(edits.written));
    m_writeBehind->setFact(row++, tr("Edits joined"), countText(edits.coalesced),
                           tr("A later edit of the same product came before it was written."));
    m_writeBehind->setFact(row++, tr("Failed tries"), countText(edits.failed));
    m_writeBehind->setFact(row++, tr("Written at once"), countText(edits.overflowed),
                           tr("The queue was full, so whoever edited waited for the database."));
    m_writeBehind->setFact(row++, tr("Who wait for it"), countText(edits.waiters));
}

void CachePage::showRedis(const telemetry::Snapshot& snapshot)
{
    const auto& redis = snapshot.redis;
    m_redis->setRemark(redis.configured ? QString()
                                        : tr("Redis is not configured. With the setting redis, nodes share finished "
                                             "answers there, and one that starts need not ask the database for them."));
    if (!redis.configured)
        return;
    int row = 0;
    m_redis->setFact(row++, tr("State"), redis.connected ? tr("Connected") : tr("Away: memory goes on alone"));
    m_redis->setFact(row++, tr("Memory"), bytesText(redis.usedMemoryBytes));
    m_redis->setFact(row++, tr("Keys"), countText(redis.keys));
    m_redis->setFact(
        row++, tr("Command takes"),
        tr("p50 %1, p99 %2").arg(latencyText(double(redis.latency.p50Us)), latencyText(double(redis.latency.p99Us))));
    const qint64 asked = redis.tierHits + redis.tierMisses;
    m_redis->setFact(row++, tr("Hits"),
                     asked > 0 ? tr("%1 of %2 look-ups (%3%)")
                                     .arg(countText(redis.tierHits), countText(asked))
                                     .arg(double(redis.tierHits) * 100 / double(asked), 0, 'f', 1)
                               : u"–"_s);
    m_redis->setFact(row++, tr("Passed by"), countText(redis.tierBypasses),
                     tr("Look-ups that went on to the database, because Redis was away or had not yet confirmed a "
                        "change."));
    m_redis->setFact(row++, tr("Came back"), countText(redis.reconnects),
                     tr("How many times Redis was lost and found"));
}

} // namespace zg::ui
