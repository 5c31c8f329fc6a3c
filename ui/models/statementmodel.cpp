// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/statementmodel.h"

#include "ui/format.h"
#include "ui/shell/theme.h"

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

/// What a plan is like, the dearest last: it sorts so.
enum class PlanKind : quint8 { Unknown, Good, Sorts, FullScan, Both };

PlanKind planKind(const telemetry::StatementUse& use)
{
    if (!use.isPlanned)
        return PlanKind::Unknown;
    if (use.fullScan)
        return use.temporarySort ? PlanKind::Both : PlanKind::FullScan;
    return use.temporarySort ? PlanKind::Sorts : PlanKind::Good;
}

QString planText(const QVariant& raw)
{
    switch (PlanKind(raw.toInt())) {
    case PlanKind::Unknown:
        break;
    case PlanKind::Good:
        return QCoreApplication::translate("StatementModel", "By index");
    case PlanKind::Sorts:
        return QCoreApplication::translate("StatementModel", "Sorts");
    case PlanKind::FullScan:
        return QCoreApplication::translate("StatementModel", "Full scan");
    case PlanKind::Both:
        return QCoreApplication::translate("StatementModel", "Full scan, sorts");
    }
    return u"–"_s;
}

QString timeText(const QVariant& raw)
{
    return latencyText(raw.toDouble());
}

QString shareText(const QVariant& raw)
{
    return QString::number(raw.toDouble() * 100, 'f', 1) + u" %"_s;
}

double mean(const telemetry::StatementUse& use)
{
    return use.calls > 0 ? double(use.totalUs) / double(use.calls) : 0;
}

const Column<StatementRow> columns[] = {
    {QT_TRANSLATE_NOOP("StatementModel", "Statement"), Qt::AlignLeft,
     [](const StatementRow& r) { return QVariant(r.use.name); }, plainText,
     [](const StatementRow& r) { return r.use.text; }},
    {QT_TRANSLATE_NOOP("StatementModel", "Calls"), Qt::AlignRight,
     [](const StatementRow& r) { return QVariant(r.use.calls); }, countAsText},
    {QT_TRANSLATE_NOOP("StatementModel", "Mean"), Qt::AlignRight,
     [](const StatementRow& r) { return QVariant(mean(r.use)); }, timeText},
    {QT_TRANSLATE_NOOP("StatementModel", "p99"), Qt::AlignRight,
     [](const StatementRow& r) { return QVariant(r.use.p99Us); }, timeText},
    {QT_TRANSLATE_NOOP("StatementModel", "Rows"), Qt::AlignRight,
     [](const StatementRow& r) { return QVariant(r.use.rows); }, countAsText},
    {QT_TRANSLATE_NOOP("StatementModel", "Share"), Qt::AlignRight,
     [](const StatementRow& r) { return QVariant(r.share); }, shareText},
    {QT_TRANSLATE_NOOP("StatementModel", "Slow"), Qt::AlignRight,
     [](const StatementRow& r) { return QVariant(r.use.slowCalls); }, countAsText},
    {QT_TRANSLATE_NOOP("StatementModel", "Plan"), Qt::AlignLeft,
     [](const StatementRow& r) { return QVariant(int(planKind(r.use))); }, planText},
};

} // namespace

StatementModel::StatementModel(QObject* parent)
    : TableModel(columns, "StatementModel", parent)
{
}

QVariant StatementModel::data(const QModelIndex& index, int role) const
{
    if (role == TintRole && index.isValid() && index.column() == Plan) {
        switch (planKind(row(index.row()).use)) {
        case PlanKind::Unknown:
            return {};
        case PlanKind::Good:
            return int(Tint::Good);
        case PlanKind::Sorts:
            return int(Tint::Warning);
        case PlanKind::FullScan:
        case PlanKind::Both:
            return int(Tint::Bad);
        }
    }
    return TableModel::data(index, role);
}

void StatementModel::show(const QList<telemetry::StatementUse>& uses)
{
    qint64 total = 0;
    for (const auto& use : uses)
        total += use.totalUs;
    QList<StatementRow> rows;
    rows.reserve(uses.size());
    for (const auto& use : uses)
        rows.append({use, total > 0 ? double(use.totalUs) / double(total) : 0});
    // In an order of their own, which does not change while they run: the view sorts.
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.use.id < b.use.id; });
    assign(rows);
}

StatementFilter::StatementFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(RawRole);
    setDynamicSortFilter(true);
}

void StatementFilter::setText(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

QVariant StatementFilter::headerData(int section, Qt::Orientation orientation, int role) const
{
    const QVariant data = QSortFilterProxyModel::headerData(section, orientation, role);
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal || section != sortColumn())
        return data;
    return QString(data.toString() + (sortOrder() == Qt::AscendingOrder ? u" ▴"_s : u" ▾"_s));
}

void StatementFilter::sort(int column, Qt::SortOrder order)
{
    QSortFilterProxyModel::sort(column, order);
    if (columnCount() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

bool StatementFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, StatementModel::Name, parent);
    const QString plan = sourceModel()->index(row, StatementModel::Plan, parent).data().toString();
    const QString all = index.data().toString() + u'\n' + index.data(Qt::ToolTipRole).toString() + u'\n' + plan;
    return std::all_of(m_words.cbegin(), m_words.cend(),
                       [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace zg::ui
