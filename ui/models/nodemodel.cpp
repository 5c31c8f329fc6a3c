// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/nodemodel.h"

#include "ui/format.h"
#include "ui/models/fleet.h"
#include "ui/shell/theme.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace zg::ui {

using telemetry::LeaseFigures;
using telemetry::NodeFigures;

namespace {

constexpr qint64 minuteS = 60;
constexpr qint64 hourS = 60 * minuteS;
constexpr qint64 dayS = 24 * hourS;
constexpr qint64 justNowS = 4; // two beats: a list is as old as the last one

QString rateAsText(const QVariant& raw)
{
    return rateText(raw.toDouble());
}

QString latencyAsText(const QVariant& raw)
{
    return latencyText(raw.toDouble());
}

QString uptimeAsText(const QVariant& raw)
{
    return uptimeText(raw.toLongLong());
}

QString clockTime(qint64 ms)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(ms);
    return at.toString(at.date() == QDate::currentDate() ? u"HH:mm:ss"_s : u"MM-dd HH:mm"_s);
}

QString bothTimes(qint64 ms)
{
    return localTimeText(ms) % u'\n' % utcTimeText(ms);
}

QString stateText(const NodeFigures& node)
{
    switch (healthOf(node)) {
    case NodeHealth::Serving:
        return QCoreApplication::translate("NodeModel", "Serving");
    case NodeHealth::Late:
        return QCoreApplication::translate("NodeModel", "Silent since %1").arg(clockTime(node.lastSeenMs));
    case NodeHealth::Draining:
        return QCoreApplication::translate("NodeModel", "Draining");
    case NodeHealth::Gone:
        return QCoreApplication::translate("NodeModel", "Gone since %1").arg(clockTime(node.lastSeenMs));
    }
    return {};
}

int stateTint(const NodeFigures& node)
{
    switch (healthOf(node)) {
    case NodeHealth::Serving:
        return int(Tint::Good);
    case NodeHealth::Late:
    case NodeHealth::Draining:
        return int(Tint::Warning);
    case NodeHealth::Gone:
        break;
    }
    return int(Tint::TextFaint);
}

QString seenText(const NodeRow& row)
{
    if (row.silentS < justNowS)
        return QCoreApplication::translate("NodeModel", "Just now");
    return row.silentS < 2 * minuteS ? QCoreApplication::translate("NodeModel", "%1 s ago").arg(row.silentS)
                                     : clockTime(row.node.lastSeenMs);
}

/// Shown of a node that carries no load any more.
bool isPast(const NodeRow& row)
{
    return row.node.state == NodeFigures::State::Gone;
}

const Column<NodeRow> nodeColumns[] = {
    {QT_TRANSLATE_NOOP("NodeModel", "Node"), Qt::AlignLeft, [](const NodeRow& r) { return QVariant(r.node.name); },
     plainText},
    {QT_TRANSLATE_NOOP("NodeModel", "State"), Qt::AlignLeft,
     [](const NodeRow& r) { return QVariant(stateText(r.node)); }, plainText},
    {QT_TRANSLATE_NOOP("NodeModel", "Address"), Qt::AlignLeft,
     [](const NodeRow& r) { return QVariant(r.node.address); }, plainText},
    {QT_TRANSLATE_NOOP("NodeModel", "Version"), Qt::AlignLeft,
     [](const NodeRow& r) { return QVariant(r.node.version); }, plainText},
    {QT_TRANSLATE_NOOP("NodeModel", "Up for"), Qt::AlignRight, [](const NodeRow& r) { return QVariant(r.uptimeS); },
     uptimeAsText, [](const NodeRow& r) { return bothTimes(r.node.startedAtMs); }},
    {QT_TRANSLATE_NOOP("NodeModel", "Requests/s"), Qt::AlignRight,
     [](const NodeRow& r) { return QVariant(r.node.ratePerS); }, rateAsText},
    {QT_TRANSLATE_NOOP("NodeModel", "In flight"), Qt::AlignRight,
     [](const NodeRow& r) { return QVariant(r.node.inFlight); }, countAsText},
    {QT_TRANSLATE_NOOP("NodeModel", "Connections"), Qt::AlignRight,
     [](const NodeRow& r) { return QVariant(r.node.connections); }, countAsText},
    {QT_TRANSLATE_NOOP("NodeModel", "p99"), Qt::AlignRight, [](const NodeRow& r) { return QVariant(r.node.p99Us); },
     latencyAsText},
    {QT_TRANSLATE_NOOP("NodeModel", "Last seen"), Qt::AlignLeft, [](const NodeRow& r) { return QVariant(seenText(r)); },
     plainText, [](const NodeRow& r) { return bothTimes(r.node.lastSeenMs); }},
};

QString jobText(const QString& lease)
{
    if (lease == "keeper"_L1)
        return QCoreApplication::translate("LeaseModel", "Expiry and clean-up");
    return lease;
}

const Column<LeaseFigures> leaseColumns[] = {
    {QT_TRANSLATE_NOOP("LeaseModel", "Job for one node"), Qt::AlignLeft,
     [](const LeaseFigures& l) { return QVariant(jobText(l.lease)); }, plainText},
    {QT_TRANSLATE_NOOP("LeaseModel", "Done by"), Qt::AlignLeft,
     [](const LeaseFigures& l) { return QVariant(l.holder); }, plainText},
    {QT_TRANSLATE_NOOP("LeaseModel", "Term"), Qt::AlignRight, [](const LeaseFigures& l) { return QVariant(l.fence); },
     countAsText},
};

} // namespace

QString uptimeText(qint64 seconds)
{
    if (seconds < minuteS)
        return QCoreApplication::translate("NodeModel", "%1 s").arg(seconds);
    if (seconds < hourS)
        return QCoreApplication::translate("NodeModel", "%1 min").arg(seconds / minuteS);
    if (seconds < dayS)
        return QCoreApplication::translate("NodeModel", "%1 h %2 min")
            .arg(seconds / hourS)
            .arg(seconds % hourS / minuteS);
    return QCoreApplication::translate("NodeModel", "%1 d %2 h").arg(seconds / dayS).arg(seconds % dayS / hourS);
}

NodeModel::NodeModel(QObject* parent)
    : TableModel(nodeColumns, "NodeModel", parent)
{
}

void NodeModel::show(const QList<NodeFigures>& nodes, qint64 nowMs)
{
    QList<NodeRow> rows;
    for (const NodeFigures& node : nodes) {
        NodeRow row;
        row.node = node;
        const qint64 until = node.state == NodeFigures::State::Gone ? node.lastSeenMs : nowMs;
        row.uptimeS = node.startedAtMs > 0 ? std::max<qint64>(0, until - node.startedAtMs) / 1'000 : 0;
        if (row.uptimeS > minuteS)
            row.uptimeS = row.uptimeS / minuteS * minuteS;
        row.silentS = node.silentMs / 1'000;
        row.node.silentMs = row.silentS * 1'000; // milliseconds nobody reads
        rows.append(row);
    }
    assign(rows);
}

QVariant NodeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const NodeRow& at = row(index.row());
    if (role == TintRole && index.column() == StateColumn)
        return stateTint(at.node);
    if (role == Qt::DisplayRole && index.column() == NameColumn && at.node.isSelf)
        return tr("%1 (this node)").arg(at.node.name);
    if (role == Qt::FontRole && index.column() == NameColumn && at.node.isSelf) {
        QFont font;
        font.setWeight(QFont::DemiBold);
        return font;
    }
    const bool isLoad = index.column() >= RateColumn && index.column() <= P99Column;
    if (role == Qt::DisplayRole && isLoad && isPast(at))
        return u"–"_s;
    return TableModel::data(index, role);
}

LeaseModel::LeaseModel(QObject* parent)
    : TableModel(leaseColumns, "LeaseModel", parent)
{
}

QVariant LeaseModel::data(const QModelIndex& index, int role) const
{
    if (role == Qt::DisplayRole && index.isValid() && index.column() == HolderColumn) {
        const LeaseFigures& lease = row(index.row());
        if (lease.holder.isEmpty() && !lease.isHeld)
            return tr("nobody just now");
        return lease.isHeld ? tr("%1 (this node)").arg(lease.holder) : lease.holder;
    }
    return TableModel::data(index, role);
}

} // namespace zg::ui
