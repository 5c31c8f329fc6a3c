// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

/// A node as its row shows it.
struct NodeRow
{
    telemetry::NodeFigures node;
    qint64 uptimeS = 0; ///< in whole minutes beyond the first, so that it moves once a minute
    qint64 silentS = 0;
    bool operator==(const NodeRow&) const = default;
};

template <>
struct RowKey<NodeRow>
{
    static QString of(const NodeRow& row) { return row.node.id; }
};

template <>
struct RowKey<telemetry::LeaseFigures>
{
    static QString of(const telemetry::LeaseFigures& row) { return row.lease; }
};

QString uptimeText(qint64 seconds); ///< "42 s", "12 min", "3 h 20 min", "5 d 4 h"

/// The nodes on the same database.
/// Thread: main.
class NodeModel final : public TableModel<NodeRow>
{
    Q_OBJECT

public:
    enum ColumnId {
        NameColumn,
        StateColumn,
        AddressColumn,
        VersionColumn,
        UptimeColumn,
        RateColumn,
        FlightColumn,
        ConnectionsColumn,
        P99Column,
        SeenColumn
    };
    explicit NodeModel(QObject* parent = nullptr);
    void show(const QList<telemetry::NodeFigures>& nodes, qint64 nowMs);
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
};

/// Who does the jobs that one node at a time does.
/// Thread: main.
class LeaseModel final : public TableModel<telemetry::LeaseFigures>
{
    Q_OBJECT

public:
    enum ColumnId { JobColumn, HolderColumn, TermColumn };
    explicit LeaseModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
};

} // namespace zg::ui
