// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ordermodel.h"

namespace zg::ui {

/// One order of the sheet, and the number that goes with it.
struct ShipRow
{
    OrderId id;
    QString orderNo, recipient, items;
    QString trackingNo;
    QString problem;
    bool isShipped = false;
    bool operator==(const ShipRow&) const = default;
};

/// Orders to be shipped, with their tracking numbers to be typed or pasted.
/// Thread: main.
class OrderShipModel final : public TableModel<ShipRow>
{
    Q_OBJECT

public:
    enum ColumnId { NumberColumn, RecipientColumn, ItemsColumn, TrackingColumn, StateColumn };
    explicit OrderShipModel(QObject* parent = nullptr);
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    /// Fills tracking numbers from `row` on, a line each. @return how many lines found a row
    int paste(int row, const QString& lines);
    void settle(OrderId id, const QString& problem);

Q_SIGNALS:
    void typed();

private:
    void checkTwice();
};

} // namespace zg::ui
