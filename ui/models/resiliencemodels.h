// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

template <>
struct RowKey<telemetry::StrategyFigures>
{
    static QString of(const telemetry::StrategyFigures& row) { return row.strategy; }
};

template <>
struct RowKey<telemetry::BreakerFigures>
{
    static QString of(const telemetry::BreakerFigures& row) { return row.name; }
};

template <>
struct RowKey<telemetry::QueueFigures>
{
    static QString of(const telemetry::QueueFigures& row) { return row.queue; }
};

QString strategyText(const QString& strategy); ///< of "group", "optimistic", …
QString strategyHelp(const QString& strategy); ///< how it takes stock, a sentence

/// What each stock strategy has done since the start.
/// Thread: main.
class StrategyModel final : public TableModel<telemetry::StrategyFigures>
{
    Q_OBJECT

public:
    enum ColumnId { NameColumn, OrdersColumn, ConflictsColumn, GaveUpColumn };
    explicit StrategyModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
};

/// The circuit breakers before what may fail.
/// Thread: main.
class BreakerModel final : public TableModel<telemetry::BreakerFigures>
{
    Q_OBJECT

public:
    enum ColumnId { NameColumn, StateColumn, OpenedColumn, FailuresColumn, RefusedColumn };
    explicit BreakerModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
};

/// The queues that the load shedder watches.
/// Thread: main.
class QueueModel final : public TableModel<telemetry::QueueFigures>
{
    Q_OBJECT

public:
    enum ColumnId { NameColumn, AdmittedColumn, WaitColumn, RefusedColumn };
    explicit QueueModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
};

} // namespace zg::ui
