// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/databasefigures.h"

#include <QAbstractItemModel>

#include <vector>

namespace zg::ui {

class Theme;

/// A statement's plan as a tree: its steps in the engine's words, and what the dear ones mean, by icon, colour and
/// word. Thread: main.
class PlanModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum ColumnIndex : quint8 { Step, Meaning, ColumnCount };

    explicit PlanModel(Theme& theme, QObject* parent = nullptr);
    void show(const telemetry::StatementPlan& plan);
    void retranslate();

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node
    {
        telemetry::PlanStep step;
        int parent = -1; ///< -1: at the top
        int row = 0;
        std::vector<int> children;
    };
    const std::vector<int>& childrenOf(const QModelIndex& parent) const;

    Theme& m_theme;
    std::vector<Node> m_nodes; // an index's internal id is its place here
    std::vector<int> m_top;
};

} // namespace zg::ui
