// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/productcsv.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

template <>
struct RowKey<ImportRow>
{
    static int of(const ImportRow& row) { return row.wish.line; }
};

/// The lines of an import: what each would change, or why it cannot be taken.
/// Thread: main.
class ProductImportModel final : public TableModel<ImportRow>
{
    Q_OBJECT

public:
    enum ColumnId { LineColumn, ProductColumn, KindColumn, ChangesColumn };
    explicit ProductImportModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
    int count(ImportRow::Kind kind) const;
};

} // namespace zg::ui
