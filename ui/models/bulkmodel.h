// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/bulkchange.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

template <>
struct RowKey<BulkRow>
{
    static ProductId of(const BulkRow& row) { return row.before.id; }
};

/// The products of a bulk change: as they are, as they would be, and what became of it.
/// Thread: main.
class BulkModel final : public TableModel<BulkRow>
{
    Q_OBJECT

public:
    enum ColumnId { ProductColumn, BeforeColumn, AfterColumn, StateColumn };
    explicit BulkModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
    void setKind(BulkChange::Kind kind); ///< which field is shown
    void setCategories(const QList<shop::Category>& categories);
    int count(BulkRow::State state) const;

private:
    QVariant fieldOf(const shop::Product& product) const;
    QString fieldText(const shop::Product& product) const;

    BulkChange::Kind m_kind = BulkChange::Kind::PriceByPercent;
    QList<shop::Category> m_categories;
};

} // namespace zg::ui
