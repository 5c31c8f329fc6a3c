// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/sales.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

/// What sold best, by amount.
/// Thread: main.
class BestSellerModel final : public TableModel<shop::BestSeller>
{
    Q_OBJECT

public:
    enum ColumnId { NameColumn, PiecesColumn, AmountColumn };
    explicit BestSellerModel(QObject* parent = nullptr);
};

} // namespace zg::ui
