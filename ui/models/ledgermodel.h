// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

QString causeText(shop::LedgerCause cause);

/// Every change of a product's stock, newest first: when, how much, why, by whom.
/// Thread: main.
class LedgerModel final : public TableModel<shop::LedgerEntry>
{
    Q_OBJECT

public:
    enum ColumnId { WhenColumn, DeltaColumn, AfterColumn, WhyColumn, ByColumn };
    explicit LedgerModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
};

} // namespace zg::ui
