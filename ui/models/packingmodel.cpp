// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/packingmodel.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

QVariant piecesOf(const PackingRow& row)
{
    return QString(QString::number(row.picked) % u" / "_s % QString::number(row.wanted));
}

const Column<PackingRow> packingColumns[] = {
    {QT_TRANSLATE_NOOP("PackingModel", "Product"), Qt::AlignLeft, [](const PackingRow& r) { return QVariant(r.name); },
     plainText},
    {QT_TRANSLATE_NOOP("PackingModel", "Pieces"), Qt::AlignRight, piecesOf, plainText},
    {QT_TRANSLATE_NOOP("PackingModel", "No."), Qt::AlignRight, [](const PackingRow& r) { return QVariant(r.id.value); },
     plainText},
};

} // namespace

PackingModel::PackingModel(QObject* parent)
    : TableModel(packingColumns, "PackingModel", parent)
{
}

void PackingModel::show(const PackingOrder& order)
{
    QList<PackingRow> rows;
    const QList<shop::OrderItem>& items = order.order().items;
    for (int i = 0; i < items.size(); ++i)
        rows += PackingRow{items.at(i).productId, items.at(i).name, order.picked(i), items.at(i).quantity,
                           i == order.lastItem()};
    assign(rows);
}

QVariant PackingModel::data(const QModelIndex& index, int role) const
{
    if (role == Qt::AccessibleTextRole && index.isValid()) {
        const PackingRow& row = this->row(index.row());
        return tr("%1, %2 of %3 picked").arg(row.name).arg(row.picked).arg(row.wanted);
    }
    return TableModel::data(index, role);
}

} // namespace zg::ui
