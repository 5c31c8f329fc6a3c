// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

template <>
struct RowKey<telemetry::HotKeyFigures>
{
    static auto of(const telemetry::HotKeyFigures& row) { return QString(row.family + u' ' + row.key); }
};

/// The keys that memory answers for most often.
/// Thread: main.
class HotKeyModel final : public TableModel<telemetry::HotKeyFigures>
{
    Q_OBJECT

public:
    enum ColumnIndex : quint8 { Name, FamilyName, Share };
    explicit HotKeyModel(QObject* parent = nullptr);
};

} // namespace zg::ui
