// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"
#include "ui/models/tablemodel.h"

#include <QSortFilterProxyModel>

namespace zg::ui {

template <>
struct RowKey<SettingInfo>
{
    static auto of(const SettingInfo& row) { return row.key; }
};

/// Every setting of the node, as it is in force.
/// Thread: main.
class SettingsModel final : public TableModel<SettingInfo>
{
    Q_OBJECT

public:
    enum ColumnIndex : quint8 { Name, Value, Source, Meaning, RangeText, Restart };

    explicit SettingsModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
    int waiting() const; ///< settings that a restart changes
};

/// The rows in which every word that was typed occurs, in any column.
/// Thread: main.
class SettingsFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setText(const QString& text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
};

} // namespace zg::ui
