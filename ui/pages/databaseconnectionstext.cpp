// SPDX-License-Identifier: GPL-3.0-or-later
// What the connections' view says.
#include "ui/format.h"
#include "ui/models/replicamodel.h"
#include "ui/pages/databaseconnections.h"
#include "ui/widgets/histogrambars.h"
#include "ui/widgets/poolcells.h"
#include "ui/widgets/tableview.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include <cmath>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::PoolAdvice;
using Verdict = telemetry::PoolAdvice::Verdict;

namespace {

// Reads to one write, past which copies of the data that only answer reads are worth their keep.
constexpr double readHeavy = 10;

void setText(QLabel* label, const QString& text)
{
    if (label->text() != text) // a label that gets its own text lays out the page again
        label->setText(text);
}

QString waitText(double us)
{
    return us < 1 ? QCoreApplication::translate("zg::ui::DatabaseConnections", "nothing") : latencyText(us);
}

} // namespace

void DatabaseConnections::show(const telemetry::DatabaseFigures& figures)
{
    m_shown = figures;
    const auto& pool = figures.pool;
    const qint64 numbers[] = {pool.active,  pool.idle,     pool.waiting, pool.total,
                              pool.maximum, pool.timeouts, pool.leaks,   pool.created};
    for (int i = 0; i < m_figures.size(); ++i)
        setText(m_figures.at(i).number, countText(numbers[i]));
    m_cells->show(figures.connections);
    if (m_cells->current() >= 0)
        setText(m_cellDetail, m_cells->detailText(m_cells->current()));
    m_cellDetail->setVisible(m_cells->current() >= 0);
    m_waits.bars->show(figures.waits);
    m_uses.bars->show(figures.uses);
    setText(m_waits.title, tr("Waits for a connection: p50 %1, p99 %2")
                               .arg(latencyText(double(pool.wait.p50Us)), latencyText(double(pool.wait.p99Us))));
    setText(m_uses.title, tr("Time in use: p50 %1, p99 %2")
                              .arg(latencyText(double(pool.use.p50Us)), latencyText(double(pool.use.p99Us))));
    showAdvice();
    showRatio();
    const bool hasReplicas = !figures.replicas.isEmpty();
    m_replicaModel->assign(figures.replicas);
    m_replicas->setVisible(hasReplicas);
    m_replicas->setFixedHeight(m_replicas->horizontalHeader()->height() + 4 +
                               int(figures.replicas.size()) * m_replicas->verticalHeader()->defaultSectionSize());
    m_noReplicas->setVisible(!hasReplicas);
    setText(m_noReplicas, figures.isPostgreSql
                              ? tr("None is set. The setting “replica” names read replicas of this PostgreSQL.")
                              : tr("None: the embedded database is one file. Read replicas come with PostgreSQL."));
}

void DatabaseConnections::showAdvice()
{
    setText(m_advice, adviceText());
    if (!m_isTyped && !m_size->hasFocus()) {
        const QSignalBlocker blocker(m_size);
        const PoolAdvice& advice = m_shown.advice;
        m_size->setValue(advice.verdict == Verdict::TooSmall ? advice.needed : m_shown.pool.maximum);
    }
    updateApply();
}

QString DatabaseConnections::adviceText() const
{
    const PoolAdvice& advice = m_shown.advice;
    if (advice.verdict == Verdict::TooEarly)
        return tr("Too little was asked of the pool yet to say how large it has to be.");
    const QString measured =
        tr("In the busiest ten seconds of the last %1 min, %2 loans a second of %3 each kept %4 connections in use on "
           "average (Little's law).")
            .arg(qMax(1, (advice.seconds + 59) / 60))
            .arg(rateText(advice.ratePerS), latencyText(advice.holdUs), QString::number(advice.load, 'f', 1));
    QString verdict;
    switch (advice.verdict) {
    case Verdict::TooSmall:
        verdict = tr("With head room that needs %1; %2 are allowed. The expected wait (p99) would go from %3 to %4.")
                      .arg(advice.needed)
                      .arg(advice.maximum)
                      .arg(std::isinf(advice.waitUs) ? tr("without end") : waitText(advice.waitUs),
                           waitText(advice.waitAfterUs));
        break;
    case Verdict::WorkersShort:
        verdict = tr("All threads that read are busy: more than %1 connections would never be in use at once, so a "
                     "larger pool does not help.")
                      .arg(advice.most);
        break;
    case Verdict::Enough:
    case Verdict::TooEarly:
        verdict = tr("With head room that needs %1; %2 are allowed: enough.").arg(advice.needed).arg(advice.maximum);
        break;
    }
    //: Two sentences, one after the other; Chinese has no space between them.
    return tr("%1 %2").arg(measured, verdict);
}

void DatabaseConnections::updateApply()
{
    const bool isSame = m_size->value() == m_shown.pool.maximum;
    m_apply->setEnabled(m_mayApply && !isSame);
    m_size->setEnabled(m_mayApply);
    const QString why =
        !m_mayApply ? tr("An admin has to be signed in to change the pool.")
        : isSame    ? tr("This is in force already.")
                    : tr("At once, until the next start (Enter). To keep it, set pool-size = %1.").arg(m_size->value());
    m_apply->setToolTip(why);
    m_size->setToolTip(why);
    m_apply->setAccessibleDescription(why);
}

void DatabaseConnections::showRatio()
{
    const qint64 reads = m_shown.reads;
    const qint64 writes = m_shown.writes;
    if (reads + writes == 0) {
        setText(m_ratio, tr("Nothing was read or written yet."));
        setText(m_ratioAdvice, {});
        return;
    }
    const double ratio = double(reads) / double(qMax<qint64>(writes, 1));
    setText(m_ratio, tr("%1 : 1 — %2 reads and %3 writes reached the database since the start.")
                         .arg(ratio < 9.95 ? QString::number(ratio, 'f', 1) : countText(qRound64(ratio)),
                              countText(reads), countText(writes)));
    if (ratio <= readHeavy)
        setText(m_ratioAdvice, tr("Up to 10 : 1 one database is the simplest thing that works."));
    else if (!m_shown.isPostgreSql)
        setText(m_ratioAdvice, tr("Past 10 : 1: give the cache more memory first. Read replicas need PostgreSQL."));
    else if (m_shown.replicas.isEmpty())
        setText(m_ratioAdvice,
                tr("Past 10 : 1: consider read replicas (setting “replica”), and more memory for the cache."));
    else
        setText(m_ratioAdvice, tr("Past 10 : 1: that is what the replicas are for."));
}

void DatabaseConnections::retranslate()
{
    const QString names[] = {tr("Active"),  tr("Idle"),     tr("Waiting"), tr("Total"),
                             tr("Maximum"), tr("Timeouts"), tr("Leaks"),   tr("Created")};
    static constexpr const char* hikari[] = {"ActiveConnections", "IdleConnections",   "ThreadsAwaiting…",
                                             "TotalConnections",  "MaximumPoolSize",   "ConnectionTimeout",
                                             "LeakDetection",     "ConnectionCreation"};
    static constexpr const char* whole[] = {"HikariPoolMXBean.ActiveConnections",
                                            "HikariPoolMXBean.IdleConnections",
                                            "HikariPoolMXBean.ThreadsAwaitingConnection",
                                            "HikariPoolMXBean.TotalConnections",
                                            "HikariConfigMXBean.MaximumPoolSize",
                                            "hikaricp.connections.timeout",
                                            "leakDetectionThreshold",
                                            "hikaricp.connections.creation"};
    for (int i = 0; i < m_figures.size(); ++i) {
        m_figures.at(i).name->setText(names[i]);
        m_figures.at(i).hikari->setText(QString::fromUtf8(hikari[i]));
        m_figures.at(i).box->setToolTip(QString::fromLatin1(whole[i]));
        m_figures.at(i).number->setAccessibleName(names[i]);
    }
    m_cellsTitle->setText(tr("Connections"));
    m_cells->setAccessibleName(tr("Connections"));
    m_waits.bars->setAccessibleName(tr("Waits for a connection"));
    m_uses.bars->setAccessibleName(tr("Time in use"));
    m_adviceTitle->setText(tr("How large the pool has to be"));
    m_sizeLabel->setText(u"maximum_pool_size"_s);
    m_size->setAccessibleName(u"maximum_pool_size"_s);
    m_apply->setText(tr("Apply"));
    m_ratioTitle->setText(tr("Reads to writes"));
    m_replicasTitle->setText(tr("Read replicas"));
    m_replicas->setAccessibleName(tr("Read replicas"));
    m_replicaModel->retranslate();
    show(m_shown);
}

} // namespace zg::ui
