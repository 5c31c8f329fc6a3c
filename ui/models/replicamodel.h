// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

template <>
struct RowKey<telemetry::ReplicaFigures>
{
    static auto of(const telemetry::ReplicaFigures& row) { return row.address; }
};

/// The read replicas, and how far they are behind.
/// Thread: main.
class ReplicaModel final : public TableModel<telemetry::ReplicaFigures>
{
    Q_OBJECT

public:
    enum ColumnIndex : quint8 { Address, Use, Lag, Reads, Failures };

    explicit ReplicaModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
};

} // namespace zg::ui
