// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/databasefigures.h"
#include "ui/models/tablemodel.h"

#include <QSortFilterProxyModel>

namespace zg::ui {

/// A statement with its share of the time that all of them took.
struct StatementRow
{
    telemetry::StatementUse use;
    double share = 0; ///< 0 to 1
    bool operator==(const StatementRow&) const = default;
};

template <>
struct RowKey<StatementRow>
{
    static auto of(const StatementRow& row) { return row.use.id; }
};

/// Every statement that ran, with what it cost.
/// Thread: main.
class StatementModel final : public TableModel<StatementRow>
{
    Q_OBJECT

public:
    enum ColumnIndex : quint8 { Name, Calls, Mean, P99, Rows, Share, Slow, Plan };

    explicit StatementModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
    void show(const QList<telemetry::StatementUse>& uses);
};

/// Sorts by raw values, and keeps the statements in whose name or text every typed word occurs.
/// Thread: main.
class StatementFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit StatementFilter(QObject* parent = nullptr);
    void setText(const QString& text);
    /// An arrow beside the name of the column that is sorted by: the style's own lies on the name.
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
};

} // namespace zg::ui
