// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/planmodel.h"

#include "ui/shell/theme.h"

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::PlanStep;

PlanModel::PlanModel(Theme& theme, QObject* parent)
    : QAbstractItemModel(parent)
    , m_theme(theme)
{
}

void PlanModel::show(const telemetry::StatementPlan& plan)
{
    beginResetModel();
    m_nodes.clear();
    m_top.clear();
    std::vector<int> path; // the last step of each level
    for (const PlanStep& step : plan.steps) {
        const int place = int(m_nodes.size());
        while (!path.empty() && m_nodes[size_t(path.back())].step.depth >= step.depth)
            path.pop_back();
        Node node;
        node.step = step;
        node.parent = path.empty() ? -1 : path.back();
        auto& siblings = path.empty() ? m_top : m_nodes[size_t(path.back())].children;
        node.row = int(siblings.size());
        siblings.push_back(place);
        m_nodes.push_back(std::move(node));
        path.push_back(place);
    }
    endResetModel();
}

void PlanModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

const std::vector<int>& PlanModel::childrenOf(const QModelIndex& parent) const
{
    return parent.isValid() ? m_nodes[size_t(parent.internalId())].children : m_top;
}

QModelIndex PlanModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(childrenOf(parent)[size_t(row)]));
}

QModelIndex PlanModel::parent(const QModelIndex& child) const
{
    if (!child.isValid())
        return {};
    const int above = m_nodes[size_t(child.internalId())].parent;
    return above < 0 ? QModelIndex() : createIndex(m_nodes[size_t(above)].row, 0, quintptr(above));
}

int PlanModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : int(childrenOf(parent).size());
}

QVariant PlanModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const PlanStep& step = m_nodes[size_t(index.internalId())].step;
    const bool isScan = step.kind == PlanStep::Kind::FullScan;
    const bool isSort = step.kind == PlanStep::Kind::TemporarySort;
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Step)
            return step.text;
        if (isScan)
            return tr("Reads the whole table");
        if (isSort)
            return tr("Sorts what it found");
        return step.kind == PlanStep::Kind::Index ? tr("By index") : QString();
    case Qt::ToolTipRole: {
        QStringList lines{step.text};
        if (!step.estimate.isEmpty())
            lines.append(step.estimate);
        return QStringList(lines + step.details).join(u'\n');
    }
    case Qt::DecorationRole:
        if (index.column() == Meaning && isScan)
            return m_theme.icon(u"bad"_s, Tint::Bad);
        if (index.column() == Meaning && isSort)
            return m_theme.icon(u"warning"_s, Tint::Warning);
        return {};
    case Qt::ForegroundRole:
        if (isScan)
            return m_theme.color(Tint::Bad);
        return index.column() == Meaning ? QVariant(m_theme.color(Tint::TextMuted)) : QVariant();
    default:
        return {};
    }
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Step ? tr("Step") : tr("Meaning");
}

} // namespace zg::ui
