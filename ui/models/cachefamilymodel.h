// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cachemeter.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

template <>
struct RowKey<CacheFamilyRow>
{
    static auto of(const CacheFamilyRow& row) { return row.figures.family; }
};

/// The families of keys and what memory did for them.
/// Thread: main.
class CacheFamilyModel final : public TableModel<CacheFamilyRow>
{
    Q_OBJECT

public:
    enum ColumnIndex : quint8 {
        Name,
        HitRate,
        Hits,
        Misses,
        Stale,
        Negative,
        Loads,
        MeanLoad,
        Saved,
        Entries,
        Bytes,
        Evictions
    };
    explicit CacheFamilyModel(QObject* parent = nullptr);
};

} // namespace zg::ui
