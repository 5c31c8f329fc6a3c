// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cachemeter.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

/// How many misses each cause has: a row a cause, a column a family.
/// Thread: main.
class MissCauseModel final : public TableModelBase
{
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    void assign(const QList<CacheFamilyRow>& families);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<CacheFamilyRow> m_families;
};

} // namespace zg::ui
