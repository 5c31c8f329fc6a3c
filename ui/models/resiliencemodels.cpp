// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resiliencemodels.h"

#include "ui/format.h"
#include "ui/shell/theme.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

using telemetry::BreakerFigures;
using telemetry::QueueFigures;
using telemetry::StrategyFigures;

namespace {

struct Word
{
    QLatin1StringView id;
    const char* text;
};

/// The word for an id, in the language of now; one that is not known is shown as it is.
QString wordFor(const char* context, std::span<const Word> words, const QString& id)
{
    for (const Word& word : words)
        if (id == word.id)
            return QCoreApplication::translate(context, word.text);
    return id;
}

constexpr Word strategyWords[] = {
    {"group"_L1, QT_TRANSLATE_NOOP("StrategyModel", "Group commit")},
    {"optimistic"_L1, QT_TRANSLATE_NOOP("StrategyModel", "Optimistic")},
    {"pessimistic"_L1, QT_TRANSLATE_NOOP("StrategyModel", "Pessimistic")},
    {"redis_lock"_L1, QT_TRANSLATE_NOOP("StrategyModel", "Redis lock")},
};
constexpr Word strategyHelps[] = {
    {"group"_L1, QT_TRANSLATE_NOOP("StrategyModel", "Many orders in one commit: the fastest, also on a hot product")},
    {"optimistic"_L1,
     QT_TRANSLATE_NOOP("StrategyModel", "One order at a time under the product's version: tried again when another was "
                                        "quicker")},
    {"pessimistic"_L1, QT_TRANSLATE_NOOP("StrategyModel", "One order at a time under a lock on the product's row")},
    {"redis_lock"_L1, QT_TRANSLATE_NOOP("StrategyModel", "One order at a time under a lock that nodes share in Redis")},
};
constexpr Word breakerWords[] = {
    {"database"_L1, QT_TRANSLATE_NOOP("BreakerModel", "Database")},
    {"wechat"_L1, QT_TRANSLATE_NOOP("BreakerModel", "WeChat sign-in")},
    {"redis"_L1, QT_TRANSLATE_NOOP("BreakerModel", "Redis")},
};
constexpr Word queueWords[] = {
    {"database"_L1, QT_TRANSLATE_NOOP("QueueModel", "Database reads")},
    {"commit"_L1, QT_TRANSLATE_NOOP("QueueModel", "Orders to be written")},
    {"password"_L1, QT_TRANSLATE_NOOP("QueueModel", "Passwords to be checked")},
    {"slow_read"_L1, QT_TRANSLATE_NOOP("QueueModel", "Searches and long lists")},
};

QString strategyAsText(const QVariant& raw)
{
    return strategyText(raw.toString());
}

QString breakerAsText(const QVariant& raw)
{
    return wordFor("BreakerModel", breakerWords, raw.toString());
}

QString stateAsText(const QVariant& raw)
{
    switch (BreakerFigures::State(raw.toInt())) {
    case BreakerFigures::State::Closed:
        return QCoreApplication::translate("BreakerModel", "Closed: calls go through");
    case BreakerFigures::State::HalfOpen:
        return QCoreApplication::translate("BreakerModel", "Half open: one call tries");
    case BreakerFigures::State::Open:
        return QCoreApplication::translate("BreakerModel", "Open: calls are refused at once");
    }
    return {};
}

QString queueAsText(const QVariant& raw)
{
    return wordFor("QueueModel", queueWords, raw.toString());
}

QString shareAsText(const QVariant& raw)
{
    const double share = raw.toDouble();
    return share >= 1 ? QCoreApplication::translate("QueueModel", "all")
                      : QString(QString::number(share * 100, 'f', 1) % u" %"_s);
}

QString latencyAsText(const QVariant& raw)
{
    return latencyText(raw.toDouble());
}

const Column<StrategyFigures> strategyColumns[] = {
    {QT_TRANSLATE_NOOP("StrategyModel", "Strategy"), Qt::AlignLeft,
     [](const StrategyFigures& s) { return QVariant(s.strategy); }, strategyAsText,
     [](const StrategyFigures& s) { return strategyHelp(s.strategy); }},
    {QT_TRANSLATE_NOOP("StrategyModel", "Orders"), Qt::AlignRight,
     [](const StrategyFigures& s) { return QVariant(s.orders); }, countAsText},
    {QT_TRANSLATE_NOOP("StrategyModel", "Tried again"), Qt::AlignRight,
     [](const StrategyFigures& s) { return QVariant(s.conflicts); }, countAsText},
    {QT_TRANSLATE_NOOP("StrategyModel", "Gave up"), Qt::AlignRight,
     [](const StrategyFigures& s) { return QVariant(s.gaveUp); }, countAsText},
};

const Column<BreakerFigures> breakerColumns[] = {
    {QT_TRANSLATE_NOOP("BreakerModel", "Circuit breaker"), Qt::AlignLeft,
     [](const BreakerFigures& b) { return QVariant(b.name); }, breakerAsText},
    {QT_TRANSLATE_NOOP("BreakerModel", "State"), Qt::AlignLeft,
     [](const BreakerFigures& b) { return QVariant(int(b.state)); }, stateAsText},
    {QT_TRANSLATE_NOOP("BreakerModel", "Opened"), Qt::AlignRight,
     [](const BreakerFigures& b) { return QVariant(b.opened); }, countAsText},
    {QT_TRANSLATE_NOOP("BreakerModel", "Failures"), Qt::AlignRight,
     [](const BreakerFigures& b) { return QVariant(b.failures); }, countAsText},
    {QT_TRANSLATE_NOOP("BreakerModel", "Refused"), Qt::AlignRight,
     [](const BreakerFigures& b) { return QVariant(b.refused); }, countAsText},
};

const Column<QueueFigures> queueColumns[] = {
    {QT_TRANSLATE_NOOP("QueueModel", "Queue"), Qt::AlignLeft, [](const QueueFigures& q) { return QVariant(q.queue); },
     queueAsText},
    {QT_TRANSLATE_NOOP("QueueModel", "Let in"), Qt::AlignRight,
     [](const QueueFigures& q) { return QVariant(q.admitted); }, shareAsText},
    {QT_TRANSLATE_NOOP("QueueModel", "Shortest wait"), Qt::AlignRight,
     [](const QueueFigures& q) { return QVariant(q.waitUs); }, latencyAsText},
    {QT_TRANSLATE_NOOP("QueueModel", "Turned away"), Qt::AlignRight,
     [](const QueueFigures& q) { return QVariant(q.refused); }, countAsText},
};

} // namespace

QString strategyText(const QString& strategy)
{
    return wordFor("StrategyModel", strategyWords, strategy);
}

QString strategyHelp(const QString& strategy)
{
    return wordFor("StrategyModel", strategyHelps, strategy);
}

StrategyModel::StrategyModel(QObject* parent)
    : TableModel(strategyColumns, "StrategyModel", parent)
{
}

QVariant StrategyModel::data(const QModelIndex& index, int role) const
{
    if (role == Qt::DisplayRole && index.isValid() && index.column() == NameColumn && row(index.row()).inForce)
        return tr("%1 (in force)").arg(strategyText(row(index.row()).strategy));
    return TableModel::data(index, role);
}

BreakerModel::BreakerModel(QObject* parent)
    : TableModel(breakerColumns, "BreakerModel", parent)
{
}

QVariant BreakerModel::data(const QModelIndex& index, int role) const
{
    if (role == TintRole && index.isValid() && index.column() == StateColumn) {
        static constexpr Tint tints[] = {Tint::Good, Tint::Warning, Tint::Bad};
        return int(tints[size_t(row(index.row()).state)]);
    }
    return TableModel::data(index, role);
}

QueueModel::QueueModel(QObject* parent)
    : TableModel(queueColumns, "QueueModel", parent)
{
}

QVariant QueueModel::data(const QModelIndex& index, int role) const
{
    if (role == TintRole && index.isValid() && index.column() == NameColumn)
        return int(row(index.row()).admitted < 1 ? Tint::Warning : Tint::Good);
    return TableModel::data(index, role);
}

} // namespace zg::ui
