// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palettemodel.h"

#include <algorithm>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostShown = 12;

} // namespace

int paletteScore(const QString& title, const QString& typed)
{
    if (typed.isEmpty())
        return 1;
    if (title.startsWith(typed, Qt::CaseInsensitive))
        return 4;
    const qsizetype at = title.indexOf(typed, 0, Qt::CaseInsensitive);
    if (at > 0)
        return title.at(at - 1).isLetterOrNumber() ? 2 : 3;
    qsizetype from = 0;
    for (const QChar c : typed) {
        from = title.indexOf(c, from, Qt::CaseInsensitive);
        if (from < 0)
            return 0;
        ++from;
    }
    return 1;
}

void PaletteModel::setKnown(QList<PaletteEntry> entries)
{
    m_known = std::move(entries);
    m_found.clear();
    filter();
}

void PaletteModel::setFound(QList<PaletteEntry> entries)
{
    m_found = std::move(entries);
    filter();
}

void PaletteModel::setTyped(const QString& typed)
{
    m_typed = typed.trimmed();
    filter();
}

void PaletteModel::filter()
{
    QList<std::pair<int, int>> fitting; // score, place
    for (int i = 0; i < m_known.size(); ++i)
        if (const int score = paletteScore(m_known.at(i).title, m_typed); score > 0)
            fitting.append({-score, i});
    std::stable_sort(fitting.begin(), fitting.end());
    beginResetModel();
    m_shown.clear();
    for (const auto& [score, place] : fitting.mid(0, mostShown - m_found.size()))
        m_shown.append(m_known.at(place));
    m_shown.append(m_found);
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const PaletteEntry& entry = m_shown.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.title;
    case Qt::DecorationRole:
        return entry.icon;
    case Qt::UserRole:
        return entry.detail;
    case Qt::AccessibleTextRole:
        return QString(entry.title + u", "_s + entry.detail);
    default:
        return {};
    }
}

} // namespace zg::ui
