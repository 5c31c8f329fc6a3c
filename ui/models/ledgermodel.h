// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

QString causeText(shop::LedgerCause cause);
/// "Price ¥ 12.00 → ¥ 9.90"
QString changeText(const shop::FieldChange& change);

/// What happened to a product, newest first: changes of its stock (how much, why) and what staff edited; when, by whom.
/// Thread: main.
class LedgerModel final : public TableModel<shop::ProductEvent>
{
    Q_OBJECT

public:
    enum ColumnId { WhenColumn, DeltaColumn, AfterColumn, WhyColumn, ByColumn };
    explicit LedgerModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
};

} // namespace zg::ui
