// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/misscausemodel.h"

#include "ui/format.h"
#include "ui/models/cachetexts.h"

namespace zg::ui {

using telemetry::MissCause;

void MissCauseModel::assign(const QList<CacheFamilyRow>& families)
{
    if (families.size() != m_families.size()) {
        beginResetModel(); // the node has other families than the one before: not while it runs
        m_families = families;
        endResetModel();
        return;
    }
    if (families == m_families)
        return;
    m_families = families;
    if (!m_families.isEmpty())
        Q_EMIT dataChanged(index(0, 1), index(rowCount() - 1, columnCount() - 1));
}

int MissCauseModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : telemetry::missCauseCount;
}

int MissCauseModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 1 + int(m_families.size());
}

QVariant MissCauseModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= telemetry::missCauseCount || index.column() >= columnCount())
        return {};
    const auto cause = MissCause(index.row());
    if (role == Qt::ToolTipRole)
        return CacheTexts::causeHelp(cause);
    if (index.column() == 0) {
        if (role == Qt::DisplayRole)
            return CacheTexts::cause(cause);
        return role == RawRole ? QVariant(index.row()) : QVariant();
    }
    const qint64 count = m_families.at(index.column() - 1).figures.missCauses[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return countText(count);
    case RawRole:
        return count;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant MissCauseModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return section == 0 ? tr("Cause") : CacheTexts::family(m_families.at(section - 1).figures.family);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    return {};
}

} // namespace zg::ui
