// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ordershipmodel.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

constexpr qsizetype maxTracking = 64;

QVariant stateOf(const ShipRow& row)
{
    if (row.isShipped)
        return QCoreApplication::translate("OrderShipModel", "Shipped");
    return row.problem;
}

const Column<ShipRow> shipColumns[] = {
    {QT_TRANSLATE_NOOP("OrderShipModel", "Order"), Qt::AlignLeft, [](const ShipRow& r) { return QVariant(r.orderNo); },
     plainText},
    {QT_TRANSLATE_NOOP("OrderShipModel", "Recipient"), Qt::AlignLeft,
     [](const ShipRow& r) { return QVariant(r.recipient); }, plainText},
    {QT_TRANSLATE_NOOP("OrderShipModel", "Items"), Qt::AlignLeft, [](const ShipRow& r) { return QVariant(r.items); },
     plainText},
    {QT_TRANSLATE_NOOP("OrderShipModel", "Tracking number"), Qt::AlignLeft,
     [](const ShipRow& r) { return QVariant(r.trackingNo); }, plainText},
    {QT_TRANSLATE_NOOP("OrderShipModel", "Outcome"), Qt::AlignLeft, stateOf, plainText,
     [](const ShipRow& r) { return r.problem; }},
};

} // namespace

OrderShipModel::OrderShipModel(QObject* parent)
    : TableModel(shipColumns, "OrderShipModel", parent)
{
}

Qt::ItemFlags OrderShipModel::flags(const QModelIndex& index) const
{
    const bool isTyped = index.column() == TrackingColumn && !row(index.row()).isShipped;
    return TableModel::flags(index) | (isTyped ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

QVariant OrderShipModel::data(const QModelIndex& index, int role) const
{
    return TableModel::data(index, role == Qt::EditRole ? int(Qt::DisplayRole) : role);
}

bool OrderShipModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    return role == Qt::EditRole && index.column() == TrackingColumn && paste(index.row(), value.toString()) > 0;
}

int OrderShipModel::paste(int first, const QString& lines)
{
    QString text = lines;
    text.remove(u'\r');
    while (text.endsWith(u'\n'))
        text.chop(1);
    int at = first;
    int taken = 0;
    for (const QString& line : text.split(u'\n')) {
        while (at < rowCount() && row(at).isShipped)
            ++at;
        if (at >= rowCount())
            break;
        ShipRow changed = row(at++);
        changed.trackingNo = line.trimmed().left(maxTracking);
        replace(changed);
        ++taken;
    }
    checkTwice();
    Q_EMIT typed();
    return taken;
}

void OrderShipModel::checkTwice()
{
    QHash<QString, int> uses;
    for (const ShipRow& row : rows())
        if (!row.trackingNo.isEmpty())
            ++uses[row.trackingNo];
    const QList<ShipRow> all = rows();
    for (ShipRow row : all) {
        if (row.isShipped)
            continue;
        row.problem = uses.value(row.trackingNo) > 1 ? tr("Twice in this sheet") : QString();
        replace(row);
    }
}

void OrderShipModel::settle(OrderId id, const QString& problem)
{
    if (const ShipRow* found = find(id)) {
        ShipRow row = *found;
        row.isShipped = problem.isEmpty();
        row.problem = problem;
        replace(row);
    }
}

} // namespace zg::ui
