// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/packingorder.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

/// One item on the packing table.
struct PackingRow
{
    ProductId id;
    QString name;
    qint64 picked = 0;
    qint64 wanted = 0;
    bool isLast = false; ///< the last tick was for it
    bool isDone() const { return picked == wanted; }
    bool operator==(const PackingRow&) const = default;
};

/// What is to be picked for one order, and how far that is.
/// Thread: main.
class PackingModel final : public TableModel<PackingRow>
{
    Q_OBJECT

public:
    enum ColumnId { NameColumn, PiecesColumn, ProductColumn };
    explicit PackingModel(QObject* parent = nullptr);
    void show(const PackingOrder& order);
    QVariant data(const QModelIndex& index, int role) const override;
};

} // namespace zg::ui
