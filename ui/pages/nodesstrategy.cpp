// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/nodesstrategy.h"

#include "shop/orderplacer.h"
#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/models/resiliencemodels.h"
#include "ui/nodecontrol.h"
#include "ui/widgets/segments.h"

#include <QLabel>
#include <QToolButton>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr StockStrategy strategies[] = {StockStrategy::Group, StockStrategy::Optimistic, StockStrategy::Pessimistic,
                                        StockStrategy::RedisLock};

QString textOf(StockStrategy strategy)
{
    return strategyText(QString::fromLatin1(shop::name(strategy)));
}

QString helpOf(StockStrategy strategy)
{
    return strategyHelp(QString::fromLatin1(shop::name(strategy)));
}

} // namespace

NodesStrategy::NodesStrategy(NodeControl& node, Segments& segments, QLabel& help, QObject* parent)
    : QObject(parent)
    , m_node(node)
    , m_segments(segments)
    , m_help(help)
{
    connect(&m_segments, &Segments::currentChanged, this, &NodesStrategy::choose);
    connect(&m_node.staff(), &node::StaffDesk::currentChanged, this, &NodesStrategy::allow);
    retranslate();
}

void NodesStrategy::retranslate()
{
    QStringList labels;
    QStringList tips;
    for (const StockStrategy strategy : strategies) {
        labels.append(textOf(strategy));
        tips.append(helpOf(strategy));
    }
    m_segments.setLabels(labels, tips);
    m_segments.setAccessibleName(tr("Stock strategy"));
    allow();
}

void NodesStrategy::show(const telemetry::Snapshot& snapshot)
{
    std::optional<StockStrategy> inForce;
    for (const auto& figures : snapshot.strategies)
        if (figures.inForce)
            inForce = shop::stockStrategyNamed(figures.strategy);
    if (inForce == m_inForce && snapshot.redis.configured == m_hasRedis)
        return;
    m_inForce = inForce;
    m_hasRedis = snapshot.redis.configured;
    if (m_inForce && !m_isAsking)
        m_segments.setCurrent(int(*m_inForce));
    allow();
}

/// Who may, and what there is.
void NodesStrategy::allow()
{
    const auto member = m_node.staff().current();
    const bool isAdmin = member && member->role == u"admin"_s;
    const auto buttons = m_segments.findChildren<QToolButton*>();
    for (qsizetype i = 0; i < buttons.size(); ++i) {
        const bool exists = strategies[i] != StockStrategy::RedisLock || m_hasRedis;
        buttons.at(i)->setEnabled(isAdmin && exists && m_inForce);
        buttons.at(i)->setToolTip(exists ? helpOf(strategies[i]) : tr("It needs a Redis: start the node with --redis"));
    }
    const QString who = isAdmin  ? tr("A change works for orders that come from now on, on this node, until it stops.")
                        : member ? tr("Only an admin may change it.")
                                 : tr("Sign in as an admin to change it.");
    //: How the strategy works, and who may change it.
    m_help.setText(m_inForce ? tr("%1. %2").arg(helpOf(*m_inForce), who) : who);
}

void NodesStrategy::choose(int index)
{
    const StockStrategy wanted = strategies[index];
    if (m_inForce != wanted)
        set(wanted, false);
}

void NodesStrategy::set(StockStrategy wanted, bool isUndo)
{
    m_isAsking = true;
    whenAnswered(m_node.admin().setStockStrategy(wanted), this,
                 [this, wanted, isUndo](const Result<StockStrategy>& before) {
                     m_isAsking = false;
                     if (!before) {
                         if (m_inForce)
                             m_segments.setCurrent(int(*m_inForce)); // it stays as it was
                         Q_EMIT failed(errorText(before.error()), before.error().message);
                         return;
                     }
                     m_inForce = wanted;
                     m_segments.setCurrent(int(wanted));
                     allow();
                     const QString text = tr("Orders take their stock this way now: %1").arg(textOf(wanted));
                     if (isUndo)
                         Q_EMIT changed(text, nullptr);
                     else
                         Q_EMIT changed(text, [this, was = *before] { set(was, true); });
                 });
}

} // namespace zg::ui
